import { createHash } from 'node:crypto';
import type { Actor, Place } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { check, KINDS, officialNames } from '../checking/index.ts';
import { checkReport, contradictions } from '../reports/index.ts';
import { countedOf, valuesBefore } from './counted.ts';
import { kindOf, type ReadyForm, readyForm } from './form.ts';
import { completed, judgeSheet, type Values, type Violation } from './judge.ts';
import { answered, type Round, type Sheet } from './round.ts';
import { findRound, findSheet } from './store.ts';
import { sayContradiction } from './text-words.ts';

/** A sheet and its round, as acts find them: where it lies is its body. */
export interface SheetPlace extends Place {
  round: Round;
  sheet: Sheet;
}

/** The sheet of a body in a round, locked for whoever is about to change it. */
export async function lockedSheet(tx: Tx, input: { id: string; bodyId: string }): Promise<SheetPlace> {
  const round = await findRound(tx, input.id);
  if (round === null) throw new Refusal('missing', 'round.unknown');
  const sheet = await findSheet(tx, input.id, input.bodyId, true);
  if (sheet === null) throw new Refusal('missing', 'sheet.unknown');
  return { bodyIds: [sheet.bodyId], round, sheet };
}

/** Everything that stands in a sheet, and what it breaks. */
export interface Reckoned {
  ready: ReadyForm;
  counted: Readonly<Record<string, number | null>>;
  before: Values;
  values: Values;
  violations: Violation[];
}

/** Reckons one sheet: counts, completes, judges by the rules, reads its texts and its report. */
export async function reckonSheet(
  tx: Tx,
  actor: Actor,
  { round, sheet }: { round: Round; sheet: Sheet },
  at: Date,
): Promise<Reckoned> {
  const ready = readyForm(round.form);
  const counted = (await countedOf(tx, round, [sheet], at)).get(sheet.bodyId) ?? {};
  const then = (await valuesBefore(tx, round, [sheet.bodyId], at)).get(sheet.bodyId) ?? {};
  const before = completed(ready, then, {});
  const values = completed(ready, { ...answered(sheet), ...counted }, before);
  return {
    ready,
    counted,
    before,
    values,
    violations: [
      ...judge(ready, values, before),
      ...faultsOfTexts(ready, values),
      ...(await faultsOfReport(tx, actor, sheet, at)),
    ],
  };
}

/** The rules of the form, with the numbers of texts held against the sheet. */
export const judge = (ready: ReadyForm, values: Values, before: Values): Violation[] =>
  judgeSheet(ready, values, before, (text, watched) =>
    contradictions(
      [{ text, typed: true }],
      watched.map(({ cell, words }) => ({ figure: cell, words })),
      (cell) => [values[cell], before[cell]].map((value) => (typeof value === 'number' ? value : null)),
    ).map((one) => sayContradiction(ready, one)),
  );

/** Each text against itself, as the checker reads documents. */
function faultsOfTexts(ready: ReadyForm, values: Values): Violation[] {
  return [...ready.cells.values()].flatMap((cell) => {
    const text = values[cell.key];
    if (kindOf(cell) !== 'text' || typeof text !== 'string') return [];
    const blocks = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ kind: 'paragraph' as const, text: line }));
    const { findings } = check({ name: cell.name, format: 'txt', blocks }, { names: officialNames() });
    return findings
      .filter(({ severity }) => severity !== 'note')
      .map(
        ({ kind, quote, severity, relation, computed }): Violation => ({
          rule: `checked:${cell.key}:${mark(kind, quote)}`,
          level: severity === 'error' ? 'explain' : 'warn',
          says: `${KINDS[kind].title}: “${quote}”. ${relation.replace(/\.$/, '')}.${computed === '' ? '' : ` Tính ra: ${computed}.`}`,
          cells: [cell.key],
          indicators: [],
          stood: text,
        }),
      );
  });
}

/** What the checker found in the report that is handed in with the sheet. */
async function faultsOfReport(tx: Tx, actor: Actor, sheet: Sheet, at: Date): Promise<Violation[]> {
  if (sheet.reportId === null) return [];
  const { findings } = await checkReport.run(tx, actor, { id: sheet.reportId }, at);
  return findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ section, severity, title, quote, words }) => ({
      rule: `report:${mark(section, title, quote)}`,
      level: severity === 'error' ? 'explain' : 'warn',
      says: `Báo cáo kèm theo, ${title.charAt(0).toLowerCase()}${title.slice(1)}: “${quote}”. ${words}`,
      cells: [],
      indicators: [],
      stood: quote,
    }));
}

const mark = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
