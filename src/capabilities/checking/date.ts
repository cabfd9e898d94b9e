import type { Passage } from './passage.ts';

/** A date as printed; `day` or `month` may be missing. Nothing is corrected: 31/02/20225 is kept as it stands. */
export interface PrintedDate {
  passage: Passage;
  start: number;
  end: number;
  raw: string;
  day: number | null;
  month: number | null;
  year: number | null;
  /** A number for comparing; null if the date does not exist or has no year. Missing day and month count as the earliest. */
  order: number | null;
  fault: 'none' | 'day' | 'month' | 'year';
}

const NUMERIC = /(?<![\d/.,-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{3,8})(?![\d/])/g;
const WORDED = /ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{3,8}))?/giu;
const HALF_WORDED = /ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s*\/\s*(\d{4,8})/giu;
const MONTH_YEAR = /tháng\s+(\d{1,2})\s*(?:năm\s+|\/\s?|[-–]\s?)(\d{4,8})/giu;
const DAY_MONTH = /(?:ngày|từ|đến|hết ngày)\s+(\d{1,2})\/(\d{1,2})(?![\d/]|\s?=)/giu;
/** Two figures joined by a slash or a dash after these words are days and months, months and years. */
const YEAR_SPAN =
  /(?:giai đoạn|nhiệm kỳ|niên khóa|năm học|từ năm|các năm|năm)\s+(\d{4})\s?(?:[-–]|đến năm|đến)\s?(\d{4})/giu;

const EARLIEST = 1945;
const LATEST = 2060;

export function daysIn(month: number, year: number): number {
  return month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;
}

function dated(
  passage: Passage,
  start: number,
  end: number,
  day: number | null,
  month: number | null,
  yearRaw: string | null,
): PrintedDate {
  let year = yearRaw === null ? null : Number(yearRaw);
  let cut = end;
  // A footnote mark glued to the year: 12/9/202518.
  if (yearRaw !== null && yearRaw.length > 4) {
    const at = end - yearRaw.length + 4;
    const mark = yearRaw.slice(4);
    const first = Number(yearRaw.slice(0, 4));
    if (first >= 1990 && first <= 2050 && passage.marks.some((m) => m.at === at && m.mark === mark)) {
      year = first;
      cut = at;
    }
  }
  let fault: PrintedDate['fault'] = 'none';
  if (year !== null && (year < EARLIEST || year > LATEST)) fault = 'year';
  else if (month !== null && (month < 1 || month > 12)) fault = 'month';
  else if (day !== null && (day < 1 || day > daysIn(month ?? 1, year ?? 2024))) fault = 'day';
  const order = fault === 'none' && year !== null ? year * 10000 + (month ?? 0) * 100 + (day ?? 0) : null;
  return { passage, start, end: cut, raw: passage.text.slice(start, cut), day, month, year, order, fault };
}

/** Every date of a passage, in order. */
export function datesOf(passage: Passage): PrintedDate[] {
  const text = passage.text;
  const found: PrintedDate[] = [];
  const taken = (at: number, end: number): boolean => found.some((d) => d.start < end && d.end > at);
  if (!/\d/.test(text)) return found;
  if (/\d\s?[/.-]\s?\d/.test(text)) {
    for (const m of text.matchAll(NUMERIC)) {
      const [raw, d = '', mo = '', y = ''] = m;
      const separators = raw.replace(/[\d\s]/g, '');
      if (separators[0] !== separators[1]) continue;
      if (separators === '..' && (y.length !== 4 || Number(y) < 1900 || Number(y) > 2100)) continue; // 1.234.567 is a number
      if (separators === '--' && y.length !== 4) continue;
      if (y.length < 4) {
        // 48/2/236 is no date.
        if (!/ngày\s*$/u.test(text.slice(Math.max(0, m.index - 6), m.index))) continue;
      }
      // 03/2025/QĐ-UBND and 12/05/2025/QH: a symbol, not a date.
      if (/^\/?[\p{Lu}-]/u.test(text.slice(m.index + raw.length, m.index + raw.length + 2))) continue;
      found.push(dated(passage, m.index, m.index + raw.length, Number(d), Number(mo), y));
    }
  }
  if (/tháng/iu.test(text)) {
    for (const m of text.matchAll(HALF_WORDED)) {
      if (!taken(m.index, m.index + m[0].length)) {
        found.push(dated(passage, m.index, m.index + m[0].length, Number(m[1]), Number(m[2]), m[3] ?? null));
      }
    }
    for (const m of text.matchAll(WORDED)) {
      if (!taken(m.index, m.index + m[0].length)) {
        found.push(dated(passage, m.index, m.index + m[0].length, Number(m[1]), Number(m[2]), m[3] ?? null));
      }
    }
    for (const m of text.matchAll(MONTH_YEAR)) {
      if (!taken(m.index, m.index + m[0].length)) {
        found.push(dated(passage, m.index, m.index + m[0].length, null, Number(m[1]), m[2] ?? null));
      }
    }
  }
  for (const m of text.matchAll(DAY_MONTH)) {
    const start = m.index + m[0].length - (m[1] as string).length - (m[2] as string).length - 1;
    if (!taken(start, m.index + m[0].length) && Number(m[2]) <= 12 && Number(m[1]) <= 31) {
      found.push(dated(passage, start, m.index + m[0].length, Number(m[1]), Number(m[2]), null));
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

export interface YearSpan {
  passage: Passage;
  start: number;
  end: number;
  from: number;
  to: number;
}

/** "giai đoạn 2021-2025", "nhiệm kỳ 2020 - 2025". */
export function yearSpansOf(passage: Passage): YearSpan[] {
  const found: YearSpan[] = [];
  if (!/\d{4}/.test(passage.text)) return found;
  for (const m of passage.text.matchAll(YEAR_SPAN)) {
    found.push({ passage, start: m.index, end: m.index + m[0].length, from: Number(m[1]), to: Number(m[2]) });
  }
  return found;
}

export function showDate(d: PrintedDate): string {
  const two = (n: number | null): string => (n === null ? '' : String(n).padStart(2, '0'));
  return [two(d.day), two(d.month), d.year === null ? '' : String(d.year)].filter((x) => x !== '').join('/');
}
