import type { Block } from './text.ts';

/** One stretch in which two people wrote different things over the same blocks. */
export interface Clash {
  mine: Block[];
  theirs: Block[];
}

/** What became of two people's work on one section: stretches that fit together, and those that do not. */
export type Merged = ({ blocks: Block[] } | { clash: Clash })[];

/**
 * Brings together what two people made of the same section, block by block. Who changed different blocks loses nothing;
 * where both changed the same ones differently, both are kept side by side for somebody to choose.
 */
export function mergeSections(
  base: readonly Block[],
  mine: readonly Block[],
  theirs: readonly Block[],
): Merged {
  const keys = (blocks: readonly Block[]) => blocks.map(keyOf);
  const [b, m, t] = [keys(base), keys(mine), keys(theirs)];
  const inMine = pairs(b, m);
  const inTheirs = pairs(b, t);
  const merged: Merged = [];
  const push = (blocks: readonly Block[]) => {
    if (blocks.length === 0) return;
    const last = merged.at(-1);
    if (last !== undefined && 'blocks' in last) last.blocks.push(...blocks);
    else merged.push({ blocks: [...blocks] });
  };
  let at = { b: 0, m: 0, t: 0 };
  // Blocks that all three still have, in order, are the fixed points; what lies between them is judged by itself.
  for (let index = 0; index <= b.length; index++) {
    const end = index === b.length;
    const here = end
      ? { b: b.length, m: m.length, t: t.length }
      : { b: index, m: inMine.get(index) ?? -1, t: inTheirs.get(index) ?? -1 };
    if (here.m < 0 || here.t < 0) continue;
    const own = mine.slice(at.m, here.m);
    const other = theirs.slice(at.t, here.t);
    const [was, ownKeys, otherKeys] = [b.slice(at.b, here.b), m.slice(at.m, here.m), t.slice(at.t, here.t)];
    const around = (keys: string[]) => placeWithin(keys, was);
    if (same(ownKeys, otherKeys) || same(otherKeys, was)) push(own);
    else if (same(ownKeys, was)) push(other);
    else if (around(otherKeys) >= 0)
      // Theirs are the old blocks with others before or behind them: mine take the place of the old ones.
      push([...other.slice(0, around(otherKeys)), ...own, ...other.slice(around(otherKeys) + was.length)]);
    else if (around(ownKeys) >= 0)
      push([...own.slice(0, around(ownKeys)), ...other, ...own.slice(around(ownKeys) + was.length)]);
    else merged.push({ clash: { mine: own, theirs: other } });
    if (!end) push(base.slice(index, index + 1));
    at = { b: here.b + 1, m: here.m + 1, t: here.t + 1 };
  }
  return merged;
}

/** The blocks where nothing clashes; null where somebody must choose. */
export function mergedBlocks(merged: Merged): Block[] | null {
  const blocks: Block[] = [];
  for (const stretch of merged) {
    if ('clash' in stretch) return null;
    blocks.push(...stretch.blocks);
  }
  return blocks;
}

/** A block as one word. The order of a part's fields says nothing: the database gives them back in an order of its own. */
function keyOf(block: Block): string {
  return JSON.stringify(block, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** Whether two texts are the same, whatever the order of their parts' fields. */
export function sameBlocks(first: readonly Block[], second: readonly Block[]): boolean {
  return same(first.map(keyOf), second.map(keyOf));
}

const same = (first: readonly string[], second: readonly string[]) =>
  first.length === second.length && first.every((key, at) => key === second[at]);

/** Where the old blocks stand unchanged, one behind the other; -1 where they do not, or there were none. */
function placeWithin(keys: readonly string[], old: readonly string[]): number {
  if (old.length === 0) return -1;
  for (let at = 0; at + old.length <= keys.length; at++)
    if (same(keys.slice(at, at + old.length), old)) return at;
  return -1;
}

/** The longest common subsequence: which block of the first is which of the second. */
function pairs(first: readonly string[], second: readonly string[]): Map<number, number> {
  const width = second.length + 1;
  const lengths = new Uint16Array((first.length + 1) * width);
  const of = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = first.length - 1; i >= 0; i--)
    for (let j = second.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        first[i] === second[j] ? of(i + 1, j + 1) + 1 : Math.max(of(i + 1, j), of(i, j + 1));
  const found = new Map<number, number>();
  for (let i = 0, j = 0; i < first.length && j < second.length; )
    if (first[i] === second[j]) found.set(i++, j++);
    else if (of(i + 1, j) >= of(i, j + 1)) i++;
    else j++;
  return found;
}
