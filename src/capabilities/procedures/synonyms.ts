import { readFile } from 'node:fs/promises';

/** Words of a query, and those by which the catalogue knows what they mean; both folded. */
export interface Synonym {
  say: string;
  mean: string;
}

let shipped: Promise<Synonym[]> | undefined;

/** Longest first: "mới chết" before "chết". */
export function synonyms(): Promise<Synonym[]> {
  shipped ??= readFile(new URL('../../../catalogue/synonyms.json', import.meta.url), 'utf8').then((text) =>
    (JSON.parse(text) as { synonyms: { say: string[]; mean: string }[] }).synonyms
      .flatMap(({ say, mean }) => say.map((one) => ({ say: folded(one), mean: folded(mean) })))
      .sort((a, b) => b.say.length - a.say.length),
  );
  return shipped;
}

/** As the database's `fold` does it. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}

/** The folded query, or what the longest saying in it means; whole words only. */
export function meantBy(all: readonly Synonym[], query: string): string {
  return all.find(({ say }) => ` ${query} `.includes(` ${say} `))?.mean ?? query;
}
