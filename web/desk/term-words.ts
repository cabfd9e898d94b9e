import type { ProcedureTerm } from '../../src/capabilities/procedures/shape.ts';
import { showNumber } from '../app/dates.ts';

/** A term as it stands on a slip: "5 ngày làm việc". */
export function termWords(term: Pick<ProcedureTerm, 'unit' | 'value'> | null): string {
  if (term === null) return 'chưa rõ';
  switch (term.unit) {
    case 'working-day':
      return `${showNumber(term.value, 2)} ngày làm việc`;
    case 'calendar-day':
      return `${showNumber(term.value, 0)} ngày`;
    case 'working-hour':
      return `${showNumber(term.value, 2)} giờ làm việc`;
    case 'same-day':
      return 'trong ngày làm việc';
  }
}

/** Working minutes as days, hours and minutes; 8 h = 1 working day, as the law counts. */
export function spentWords(minutes: number): string {
  const days = Math.floor(minutes / 480);
  const hours = Math.floor((minutes % 480) / 60);
  const rest = Math.floor(minutes % 60);
  const words = [
    days > 0 ? `${days} ngày` : '',
    hours > 0 ? `${hours} giờ` : '',
    days === 0 && rest > 0 ? `${rest} phút` : '',
  ].filter(Boolean);
  return words.length === 0 ? 'chưa đến 1 phút' : words.join(' ');
}
