import type { Receipt } from './receipt.ts';

/** What every part of the sheet is handed: what was typed, how to change it, and the words for what is wrong by path. */
export interface PartProps {
  receipt: Receipt;
  change: (how: (before: Receipt) => Receipt) => void;
  wrong: Record<string, string>;
}

/** After the drawing, so that the field is there. */
export function focusSoon(id: string): void {
  setTimeout(() => document.getElementById(id)?.focus());
}
