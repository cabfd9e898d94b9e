import type { Circumstances } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { setWritable } from '../reports/index.ts';
import { type Clash, filled, type Wanted } from './filling.ts';
import { mayBeFilled, type Sheet, type Step } from './round.ts';
import { saveSheets } from './store.ts';

/** The subject of a sheet in the record. */
export const subjectOf = ({ roundId, bodyId }: Pick<Sheet, 'roundId' | 'bodyId'>) => `${roundId}:${bodyId}`;

/** Refuses to change what was handed in. What was typed is not lost: it stays where it was typed. */
export function refuseUnlessOpen(sheet: Sheet): void {
  if (!mayBeFilled(sheet))
    throw new Refusal('conflict', sheet.locked ? 'sheet.locked' : 'sheet.handed-in', { state: sheet.state });
}

/** Writes cells into a locked sheet, and the record. */
export async function layCells(
  tx: Tx,
  actor: Actor,
  sheet: Sheet,
  wanted: readonly Wanted[],
  { at, record }: Circumstances,
): Promise<{ saved: { key: string; version: number }[]; clashes: Clash[] }> {
  refuseUnlessOpen(sheet);
  const { sheet: next, changed, clashes } = filled(sheet, wanted, actor, at);
  const saved = Object.entries(changed).map(([key, { version }]) => ({ key, version }));
  if (saved.length > 0) {
    await saveSheets(tx, [next]);
    await record({
      subjectKind: 'round',
      subjectId: subjectOf(sheet),
      change: { type: 'cells-filled', cells: changed },
      bodyIds: [sheet.bodyId],
    });
  }
  return { saved, clashes };
}

/** Moves sheets on (or back), all in one statement, each with its step and its entry in the record. */
export async function moveSheets(
  tx: Tx,
  actor: Actor,
  sheets: readonly Sheet[],
  kind: Step['kind'],
  change: (sheet: Sheet) => Partial<Sheet>,
  { at, recordAll }: Circumstances,
  reason?: string,
): Promise<void> {
  const step: Step = {
    kind,
    at: at.toISOString(),
    byName: actor.name,
    ...(reason === undefined ? {} : { reason }),
  };
  const moved = sheets.map((sheet) => ({
    ...sheet,
    ...change(sheet),
    version: sheet.version + 1,
    steps: [...sheet.steps, step],
  }));
  await saveSheets(tx, moved);
  for (const { reportId, state, locked } of moved)
    if (reportId !== null)
      await setWritable(tx, reportId, !locked && (state === 'open' || state === 'returned'));
  await recordAll(
    moved.map((sheet) => ({
      subjectKind: 'round',
      subjectId: subjectOf(sheet),
      change: {
        type: kind,
        state: sheet.state,
        locked: sheet.locked,
        sentAt: sheet.sentAt,
        reason: reason ?? null,
      },
      bodyIds: [sheet.bodyId],
    })),
  );
}
