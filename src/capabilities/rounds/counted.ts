import type { Tx } from '../../kernel/tx.ts';
import { figuresFor, periodBefore, periodOf } from '../figures/index.ts';
import { cellsIn } from './form.ts';
import type { Values } from './judge.ts';
import { answered, isIn, type Round, type Sheet } from './round.ts';
import { roundOfPeriod, sheetsOf } from './store.ts';

/** The counted cells of a form, by cell: their indicator. */
const countedCells = (round: Round): [cell: string, indicator: string][] =>
  cellsIn(round.form).flatMap(({ key, counted }) =>
    counted === undefined ? [] : [[key, counted] as [string, string]],
  );

type Counted = Record<string, number | null>;

/** Counts the counted cells of bodies in a period: for any number of bodies one question to `figures`. */
async function count(
  tx: Tx,
  round: Round,
  bodies: readonly string[],
  asked: { period: { from: string; to: string }; at: Date; asOf?: Date },
): Promise<Map<string, Counted>> {
  const cells = countedCells(round);
  if (cells.length === 0) return new Map(bodies.map((body) => [body, {}]));
  const { rows } = await figuresFor(tx, {
    indicators: [...new Set(cells.map(([, indicator]) => indicator))],
    bodies: [...bodies],
    by: 'body',
    ...asked,
  });
  // Nothing happened there: that is a counted nothing, not something unknown.
  return new Map(
    bodies.map((body) => [
      body,
      Object.fromEntries(cells.map(([cell, indicator]) => [cell, rows.get(body)?.[indicator] ?? 0])),
    ]),
  );
}

/** The counted cells as they are now, corrections and all: by body. */
export const countNow = (tx: Tx, round: Round, bodies: readonly string[], at: Date) =>
  count(tx, round, bodies, { period: round, at });

/** The counted cells as they were known at the cut-off, whenever it is asked: what a round freezes. */
export const countAtCutOff = (tx: Tx, round: Round, bodies: readonly string[]) =>
  count(tx, round, bodies, { period: round, at: round.cutOffAt, asOf: round.cutOffAt });

/** What stands in the counted cells of sheets: frozen, as known at a cut-off that is past, or counted now. */
export async function countedOf(
  tx: Tx,
  round: Round,
  sheets: readonly Sheet[],
  at: Date,
): Promise<Map<string, Counted>> {
  const moving = sheets.filter(({ counted }) => counted === null).map(({ bodyId }) => bodyId);
  const found =
    moving.length === 0
      ? new Map<string, Counted>()
      : at < round.cutOffAt
        ? await countNow(tx, round, moving, at)
        : await countAtCutOff(tx, round, moving);
  for (const { bodyId, counted } of sheets) if (counted !== null) found.set(bodyId, counted);
  return found;
}

/**
 * What stood in each sheet last period: answers of the round before, as far as they had reached the province, and the
 * counted figures of that period. By body.
 */
export async function valuesBefore(
  tx: Tx,
  round: Round,
  bodies: readonly string[],
  at: Date,
): Promise<Map<string, Values>> {
  const last = periodBefore(round.periodKind, { year: round.periodYear, number: round.periodNumber });
  const period = periodOf(round.periodKind, last.year, last.number, round.cutOff);
  const counted = await count(tx, round, bodies, { period, at });
  const earlier = await roundOfPeriod(tx, round, last);
  const sheets = earlier === null ? [] : await sheetsOf(tx, earlier, { bodies });
  const found = new Map<string, Values>(bodies.map((body) => [body, nothingBefore(counted.get(body) ?? {})]));
  for (const sheet of sheets)
    if (isIn(sheet)) {
      // As it was told then where it was told; cells that the form did not yet have stay as counted.
      const then = { ...found.get(sheet.bodyId), ...sheet.counted, ...answered(sheet) };
      found.set(sheet.bodyId, then);
    }
  return found;
}

/** Before the system was there, everything counts nothing: that says nothing about what was. */
const nothingBefore = (counted: Counted): Counted =>
  Object.values(counted).every((value) => value === 0 || value === null) ? {} : counted;
