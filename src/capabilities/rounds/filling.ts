import type { FieldFault } from '../../kernel/refusal.ts';
import { isAsked, kindOf, type ReadyForm } from './form.ts';
import type { Answer, Sheet } from './round.ts';

/** One cell as somebody wants it, upon the version that they saw (0: nobody had filled it). */
export interface Wanted {
  key: string;
  base: number;
  value: number | string | null;
  note?: string | undefined;
}

/** A cell that somebody else has changed meanwhile: what stands there now. */
export interface Clash {
  key: string;
  version: number;
  value: number | string | null;
  note: string;
  byName: string;
  at: string;
}

/** What cannot be written at all, by the place in what was sent: no such cell, a counted one, text where a number belongs. */
export function faultsOfWanted(ready: ReadyForm, wanted: readonly Wanted[]): FieldFault[] {
  return wanted.flatMap(({ key, value }, at): FieldFault[] => {
    const cell = ready.cells.get(key);
    if (cell === undefined) return [{ path: `/cells/${at}/key`, code: 'cell.unknown', key }];
    if (!isAsked(cell)) return [{ path: `/cells/${at}/key`, code: 'cell.counted', name: cell.name }];
    if (value === null) return [];
    const isText = kindOf(cell) === 'text';
    if (isText !== (typeof value === 'string'))
      return [
        { path: `/cells/${at}/value`, code: isText ? 'cell.not-text' : 'cell.not-number', name: cell.name },
      ];
    return [];
  });
}

/**
 * Lays cells into a sheet. A cell that somebody else changed since it was read is not overwritten but told, unless both
 * wrote the same; the others are taken.
 */
export function filled(
  sheet: Sheet,
  wanted: readonly Wanted[],
  by: { id: string; name: string },
  at: Date,
): { sheet: Sheet; changed: Record<string, Answer>; clashes: Clash[] } {
  const cells = { ...sheet.cells };
  const changed: Record<string, Answer> = {};
  const clashes: Clash[] = [];
  for (const { key, base, value, note } of wanted) {
    const now = cells[key];
    const words = note ?? now?.note ?? '';
    if ((now?.value ?? null) === value && (now?.note ?? '') === words) continue;
    if (now !== undefined && now.version !== base) {
      clashes.push({
        key,
        version: now.version,
        value: now.value,
        note: now.note,
        byName: now.byName,
        at: now.at,
      });
      continue;
    }
    const answer: Answer = {
      value,
      note: words,
      version: (now?.version ?? 0) + 1,
      at: at.toISOString(),
      by: by.id,
      byName: by.name,
    };
    cells[key] = answer;
    changed[key] = answer;
  }
  const some = Object.keys(changed).length > 0;
  return { sheet: some ? { ...sheet, cells, version: sheet.version + 1 } : sheet, changed, clashes };
}
