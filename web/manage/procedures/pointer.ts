import type { Fault } from './use-draft.ts';

/** The id of what a JSON pointer into the draft speaks of, when it is on the screen. */
export const idOf = (pointer: string) => `at${pointer.replaceAll('/', '-')}`;

/** The words of what is wrong at a place itself; null when nothing is. */
export function wrongAt(faults: readonly Fault[], pointer: string): string | null {
  return faults.find((fault) => fault.pointer === pointer)?.text ?? null;
}

/** Brings the place of a fault, or the nearest thing around it, into view and into focus. */
export function goTo(pointer: string): void {
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const found = document.getElementById(idOf(path));
    if (found === null) continue;
    const inner = found.closest('details');
    if (inner !== null) inner.open = true;
    if (found instanceof HTMLDetailsElement) found.open = true;
    found.scrollIntoView({ block: 'center' });
    const field = found.matches('input, select, textarea, button')
      ? found
      : (found.querySelector<HTMLElement>('input, select, textarea, summary') ?? found);
    field.focus();
    return;
  }
}
