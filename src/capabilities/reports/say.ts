import type { Saying } from './text.ts';

/** What a period's figures are, for a report: the numbers, or why there are none. */
export type Beside =
  | { state: 'known'; figures: Readonly<Record<string, number | null>> }
  /** The system counts since a day after the period's end. */
  | { state: 'none' }
  /** It counts since a day within the period: the figures are not the whole period's. */
  | { state: 'partial'; since: string; figures: Readonly<Record<string, number | null>> };

export interface Told {
  current: Readonly<Record<string, number | null>>;
  before: Beside;
  lastYear: Beside;
  /** False while the period runs: then it is not set against a whole one. */
  finished: boolean;
}

/** What of an indicator decides its words. */
export interface Spoken {
  code: string;
  unit: string;
  counts: object;
}

/** 12.317; 95,83 (at most `decimals` places, no useless noughts). */
export function showNumber(value: number, decimals = 2): string {
  const [whole = '0', part = ''] = Math.abs(value).toFixed(decimals).split('.');
  const rest = part.replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, '.')}${rest === '' ? '' : `,${rest}`}`;
}

/** "05": in sentences of papers a count below ten is written with a nought before it. */
const inText = (value: number) =>
  Number.isInteger(value) && value > 0 && value < 10 ? `0${value}` : showNumber(value);

export function showMinutes(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    days > 0 ? `${days} ngày` : '',
    hours > 0 ? `${hours} giờ` : '',
    days === 0 && (minutes % 60 > 0 || minutes === 0) ? `${minutes % 60} phút` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** The word that is counted: "hồ sơ"; empty where the unit is no thing. */
const THINGS: Record<string, string> = { dossier: 'hồ sơ', procedure: 'thủ tục', feedback: 'phản ánh' };
export const thingOf = (unit: string): string => THINGS[unit] ?? '';

/** A figure as it stands in a cell or by itself; "-" where there is nothing to divide by or to measure. */
export function showFigure(unit: string, value: number | null | undefined): string {
  if (value === null || value === undefined) return '-';
  if (unit === 'percent') return `${showNumber(value)}%`;
  return unit === 'minutes' ? showMinutes(value) : showNumber(value);
}

const showDay = (day: string) => day.split('-').reverse().join('/');

const NAMES = {
  before: { period: 'kỳ trước', none: 'không có số liệu kỳ trước' },
  lastYear: { period: 'cùng kỳ năm trước', none: 'không có số liệu cùng kỳ năm trước' },
} as const;

/** What nobody counts yet is not the same as what did not happen. */
const UNKNOWN = 'chưa có số liệu';

/** A figure in words. Never empty: what cannot be said is said to be so. */
export function sayFigure(one: Spoken, say: Saying, told: Told): string {
  const current = told.current[one.code];
  switch (say) {
    case 'value':
      return current !== null && current !== undefined && one.unit !== 'percent' && one.unit !== 'minutes'
        ? inText(current)
        : current === null || current === undefined
          ? 'source' in one.counts
            ? UNKNOWN
            : 'không phát sinh'
          : showFigure(one.unit, current);
    case 'counted': {
      const thing = thingOf(one.unit);
      if (current === null || current === undefined) return 'không phát sinh';
      return current === 0 ? `không có ${thing || 'số liệu'}` : `${inText(current)} ${thing}`.trim();
    }
    case 'ratio': {
      if (!('part' in one.counts && 'whole' in one.counts)) return showFigure(one.unit, current);
      const counted = told.current[String(one.counts.part)];
      if (counted === null) return UNKNOWN;
      const part = counted ?? 0;
      const whole = told.current[String(one.counts.whole)] ?? 0;
      return whole === 0 || current === null || current === undefined
        ? 'không phát sinh'
        : `${showNumber(part)}/${showNumber(whole)} = ${showFigure('percent', current)}`;
    }
    case 'before':
      return sayBeside(one, told.before, NAMES.before.none);
    case 'last-year':
      return sayBeside(one, told.lastYear, NAMES.lastYear.none);
    case 'change':
      return sayChange(one, told, told.before, NAMES.before);
    default:
      return sayChange(one, told, told.lastYear, NAMES.lastYear);
  }
}

function sayBeside(one: Spoken, beside: Beside, none: string): string {
  if (beside.state === 'none') return none;
  const value = beside.figures[one.code];
  const shown = value === null || value === undefined ? 'không phát sinh' : showFigure(one.unit, value);
  return beside.state === 'partial' ? `${shown} (tính từ ngày ${showDay(beside.since)})` : shown;
}

/** Below so many a percentage tells less than the number itself. */
const SMALL = 20;
/** From so many times on people say "gấp". */
const MANIFOLD = 3;

function sayChange(
  one: Spoken,
  told: Told,
  beside: Beside,
  { period, none }: { period: string; none: string },
): string {
  if (beside.state === 'none') return none;
  if (beside.state === 'partial')
    return `chưa so sánh được với ${period} vì số liệu chỉ có từ ngày ${showDay(beside.since)}`;
  const now = told.current[one.code] ?? null;
  const then = beside.figures[one.code] ?? null;
  if (now === null && then === null) return `${period} cũng không phát sinh`;
  if (then === null) return `${period} không phát sinh`;
  if (now === null) return `kỳ này không phát sinh, ${period} là ${showFigure(one.unit, then)}`;
  const measures = one.unit === 'percent' || one.unit === 'minutes';
  if (!told.finished && !measures) return `chưa so sánh với ${period} vì kỳ báo cáo chưa kết thúc`;
  if (now === then) return now === 0 ? `${period} cũng không có` : `bằng ${period}`;
  const word = now > then ? 'tăng' : 'giảm';
  const apart = Math.abs(now - then);
  if (one.unit === 'percent') return `${word} ${showNumber(apart)} điểm phần trăm so với ${period}`;
  if (one.unit === 'minutes') return `${word} ${showMinutes(apart)} so với ${period}`;
  const things = `${inText(apart)} ${thingOf(one.unit)}`.trim();
  if (then === 0) return `${word} ${things} (${period} không có)`;
  if (now === 0) return `${word} ${things} so với ${period} (kỳ này không có)`;
  if (now >= MANIFOLD * then && then >= SMALL) return `gấp ${showNumber(now / then, 1)} lần ${period}`;
  const percent = showNumber((apart / then) * 100, 1);
  // What rounds to nothing, and what is small, is told by its number.
  if (then < SMALL || percent === '0') return `${word} ${things} so với ${period}`;
  return `${word} ${percent}% so với ${period}`;
}
