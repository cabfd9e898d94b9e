import { readFile } from 'node:fs/promises';
import type { WarningRule } from './points.ts';

let shipped: Promise<WarningRule[]> | undefined;

/** The rules as shipped. */
export function warningRules(): Promise<WarningRule[]> {
  shipped ??= readFile(new URL('../../../catalogue/warnings.json', import.meta.url), 'utf8').then(
    (text) => (JSON.parse(text) as { rules: WarningRule[] }).rules,
  );
  return shipped;
}
