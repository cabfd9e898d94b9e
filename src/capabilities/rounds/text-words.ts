import type { ReadyForm } from './form.ts';

/** A number in a text that is not the one in the sheet, in words; the same in the browser and on the server. */
export function sayContradiction(
  ready: ReadyForm,
  { figure, typed, counted }: { figure: string; typed: number; counted: number },
): string {
  const shown = (value: number) => value.toLocaleString('vi-VN');
  return `${ready.cells.get(figure)?.name ?? figure}: trong biểu ${shown(counted)}, trong lời ${shown(typed)}.`;
}
