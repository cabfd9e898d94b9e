import { readdir, readFile } from 'node:fs/promises';
import type { Tx } from '../../kernel/tx.ts';
import { shippedIndicators } from '../figures/index.ts';
import { faultsOfOutline, type Outline, sayOutlineFault } from './outline.ts';
import { importedOutlines } from './store.ts';

const FOLDER = new URL('../../../catalogue/report-outlines/', import.meta.url);

let shipped: Promise<Outline[]> | undefined;

/** The outlines that the product ships. A faulty one is told at once, with its place. */
export function shippedOutlines(): Promise<Outline[]> {
  shipped ??= (async () => {
    const figures = new Set((await shippedIndicators()).keys());
    const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).sort();
    const outlines: Outline[] = [];
    for (const name of names)
      for (const outline of JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')) as Outline[]) {
        const faults = faultsOfOutline(outline, figures);
        if (faults.length > 0)
          throw new Error(`catalogue/report-outlines/${name}: ${faults.map(sayOutlineFault).join('; ')}`);
        outlines.push(outline);
      }
    return outlines;
  })();
  return shipped;
}

/** The outlines in force on a legal day, one of each code: the province's own before the shipped, the latest first. */
export async function outlinesOn(tx: Tx, day: string): Promise<Outline[]> {
  const inForce = (list: readonly Outline[]) =>
    list
      .filter((one) => one.effectiveFrom <= day && (one.effectiveTo === null || day < one.effectiveTo))
      .sort((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom));
  const found = new Map<string, Outline>();
  for (const outline of [...inForce(await importedOutlines(tx)), ...inForce(await shippedOutlines())])
    if (!found.has(outline.code)) found.set(outline.code, outline);
  return [...found.values()];
}
