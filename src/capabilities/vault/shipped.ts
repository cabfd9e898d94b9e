import { readFile } from 'node:fs/promises';
import type { PaperKinds } from './paper-kind.ts';

let shipped: Promise<PaperKinds> | undefined;

/** The kinds of papers as shipped. */
export function paperKinds(): Promise<PaperKinds> {
  shipped ??= readFile(new URL('../../../catalogue/paper-kinds.json', import.meta.url), 'utf8').then(
    (text) => JSON.parse(text) as PaperKinds,
  );
  return shipped;
}
