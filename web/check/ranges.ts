/** A character range in a text: `start` is its first character, `end` one past its last. */
export interface Range {
  start: number;
  end: number;
}

/** A stretch of text and what lies over it. */
export interface Stretch<T> {
  text: string;
  over: T[];
}

/** Cuts a text where ranges begin and end, so that each stretch lies wholly inside or outside of each of them. */
export function stretches<T extends Range>(text: string, ranges: readonly T[]): Stretch<T>[] {
  const edges = new Set([0, text.length]);
  const inside = ranges.filter(
    (range) => range.start < range.end && range.end <= text.length && range.start >= 0,
  );
  for (const range of inside) {
    edges.add(range.start);
    edges.add(range.end);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const begin = new Map<number, T[]>();
  for (const range of inside) begin.set(range.start, [...(begin.get(range.start) ?? []), range]);
  const found: Stretch<T>[] = [];
  let over: T[] = [];
  for (let at = 0; at + 1 < sorted.length; at += 1) {
    const start = sorted[at] ?? 0;
    const end = sorted[at + 1] ?? 0;
    over = [...over.filter((range) => range.end > start), ...(begin.get(start) ?? [])];
    found.push({ text: text.slice(start, end), over });
  }
  return found;
}

/** The one stretch that was replaced between two states of a text. */
export function changeBetween(
  before: string,
  after: string,
): { start: number; removed: number; added: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail += 1;
  return { start, removed: before.length - start - tail, added: after.length - start - tail };
}

/** Where a range stands after a change of the text; null when the change touched it. */
export function shifted(
  range: Range,
  change: { start: number; removed: number; added: number },
): Range | null {
  if (range.end <= change.start) return range;
  const by = change.added - change.removed;
  if (range.start >= change.start + change.removed) return { start: range.start + by, end: range.end + by };
  return null;
}
