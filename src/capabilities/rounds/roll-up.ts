import { addsUp, isAsked, type ReadyForm } from './form.ts';
import { completed, type Values } from './judge.ts';

/** Fewer bodies than this, and a median would tell whose figures they are. */
export const FEWEST_TO_COMPARE = 5;

/**
 * What the sheets make together: sums of what adds up, and what is computed made of the sums, so that a ratio is one of
 * sums and never a mean of ratios. A cell that no sheet has filled is unknown and not nothing.
 */
export function sumOf(
  ready: ReadyForm,
  sheets: readonly Values[],
  before: Values,
): Record<string, number | string | null> {
  const sums: Record<string, number | null> = {};
  for (const cell of ready.cells.values()) {
    if (!addsUp(cell)) continue;
    let sum: number | null = null;
    for (const values of sheets) {
      const value = values[cell.key];
      if (typeof value === 'number') sum = (sum ?? 0) + value;
    }
    // Tenths of a thousand sheets leave traces of binary fractions.
    sums[cell.key] = sum === null ? null : Math.round(sum * 1e6) / 1e6;
  }
  return completed(ready, sums, before);
}

export interface Beside {
  cell: string;
  /** Of all that are in, this one's too. */
  median: number;
  /** From the greatest down, counted from one; those that are equal share a place. Null when one's own is blank. */
  place: number | null;
  of: number;
}

/** How one sheet stands among others of its kind: medians and its place, never whose the others are. */
export function besideOthers(ready: ReadyForm, own: Values, others: readonly Values[]): Beside[] {
  const beside: Beside[] = [];
  for (const cell of ready.cells.values()) {
    if (cell.kind === 'text' || (isAsked(cell) && cell.addsUp === false)) continue;
    const mine = own[cell.key];
    const all = [...others, own]
      .map((values) => values[cell.key])
      .filter((value) => typeof value === 'number');
    if (all.length < FEWEST_TO_COMPARE) continue;
    beside.push({
      cell: cell.key,
      median: medianOf(all),
      place: typeof mine === 'number' ? all.filter((value) => value > mine).length + 1 : null,
      of: all.length,
    });
  }
  return beside;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round((((sorted[middle - 1] ?? 0) + upper) / 2) * 100) / 100;
}
