import type { WorkingCalendar } from './working-calendar.ts';
import {
  addDays,
  addWorkingMinutes,
  closeOf,
  instantOf,
  isWorkingDay,
  legalDay,
  MINUTES_PER_WORKING_DAY,
  minuteOfDay,
  nextWorkingDay,
  nextWorkingMoment,
  workingMinutesBetween,
  workingSpans,
} from './working-calendar.ts';

/**
 * How long a procedure may take. Working days and hours may be fractions (published processes give steps of
 * 0.25 day); calendar days are whole. The value of `same-day` is not read.
 */
export interface Term {
  unit: 'working-day' | 'calendar-day' | 'working-hour' | 'same-day';
  value: number;
}

export interface CountingRule {
  /**
   * The linked procedures of Decree 297/2025: what comes in during the last working hour of a day is counted
   * from the opening of the next working day.
   */
  lastHourCountsFromNextDay?: boolean;
}

/** The term in working minutes (8 h = 1 working day), or null when it is not made of working time. */
export function termMinutes(_calendar: WorkingCalendar, term: Term): number | null {
  refuseBadTerm(term);
  switch (term.unit) {
    case 'working-day':
      return Math.floor(term.value * MINUTES_PER_WORKING_DAY);
    case 'working-hour':
      return Math.floor(term.value * 60);
    case 'calendar-day':
    case 'same-day':
      return null;
  }
}

/** From when a dossier received at `from` is counted: now, or the next working hour. */
export function countedFrom(calendar: WorkingCalendar, from: Date, rule: CountingRule = {}): Date {
  const start = nextWorkingMoment(calendar, from);
  if (!rule.lastHourCountsFromNextDay) return start;
  const day = legalDay(start);
  const close = minuteOfDay(closeOf(calendar, day));
  return minuteOfDay(start) >= close - 60 ? openingOf(calendar, nextWorkingDay(calendar, day)) : start;
}

/** When the term ends for what was received at `from`. README.md says what the law says and what we decided. */
export function dueTime(calendar: WorkingCalendar, term: Term, from: Date, rule: CountingRule = {}): Date {
  refuseBadTerm(term);
  const start = countedFrom(calendar, from, rule);
  const minutes = termMinutes(calendar, term);
  if (minutes !== null) return addWorkingMinutes(calendar, start, minutes);
  const day = legalDay(start);
  if (term.unit === 'same-day') {
    // "After 15:00" is the next day's; 15:00 itself is not after 15:00.
    const late = minuteOfDay(start) > calendar.afternoonCut;
    return closeOf(calendar, late ? nextWorkingDay(calendar, day) : day);
  }
  return closeOn(calendar, addDays(day, term.value));
}

/** The close of that day, or of the next working day when it is a day off (Civil Code 2015, art. 148.5). */
export function closeOn(calendar: WorkingCalendar, day: string): Date {
  return closeOf(calendar, isWorkingDay(calendar, day) ? day : nextWorkingDay(calendar, day));
}

function openingOf(calendar: WorkingCalendar, day: string): Date {
  return instantOf(day, workingSpans(calendar, day)[0]?.from ?? 0);
}

function refuseBadTerm(term: Term): void {
  const whole = term.unit !== 'calendar-day' || Number.isInteger(term.value);
  if (!Number.isFinite(term.value) || term.value < 0 || !whole) {
    throw new RangeError(`not a term: ${term.value} ${term.unit}`);
  }
}

/** By when a dossier received at `at` goes to the agency that decides: the same day, after 15:00 the next. */
export function forwardBy(calendar: WorkingCalendar, at: Date): Date {
  return dueTime(calendar, { unit: 'same-day', value: 0 }, at);
}

export type LatenessWord = 'còn hạn' | 'sắp đến hạn' | 'đến hạn hôm nay' | 'quá hạn';

export interface Lateness {
  word: LatenessWord;
  /** Working days late, a begun one counting whole; 0 when not late. */
  days: number;
  /** What the screen says: one of the four words, the last with its number of days. */
  text: string;
}

/** "Soon" begins two working days before the end. */
export const SOON_MINUTES = 2 * MINUTES_PER_WORKING_DAY;

/** How an open dossier stands. Computed whenever asked, never stored, and never a reason to refuse an act. */
export function lateness(calendar: WorkingCalendar, dueAt: Date, now: Date): Lateness {
  if (isLate(dueAt, now)) {
    const minutes = workingMinutesBetween(calendar, dueAt, now);
    const days = Math.max(1, Math.ceil(minutes / MINUTES_PER_WORKING_DAY));
    return { word: 'quá hạn', days, text: `quá hạn ${days} ngày` };
  }
  const word: LatenessWord =
    legalDay(dueAt) === legalDay(now)
      ? 'đến hạn hôm nay'
      : workingMinutesBetween(calendar, now, dueAt) <= SOON_MINUTES
        ? 'sắp đến hạn'
        : 'còn hạn';
  return { word, days: 0, text: word };
}

/** Past the due minute. The due minute itself is still in time. */
export function isLate(dueAt: Date, at: Date): boolean {
  return Math.floor(at.getTime() / 60_000) > Math.floor(dueAt.getTime() / 60_000);
}

export type Timeliness = 'early' | 'on-time' | 'late';

/** How a resolved dossier stood: early is on an earlier day than promised, on time is on the day, in time. */
export function timeliness(dueAt: Date, endedAt: Date): Timeliness {
  if (isLate(dueAt, endedAt)) return 'late';
  return legalDay(endedAt) < legalDay(dueAt) ? 'early' : 'on-time';
}

/** An apology with a new date is given at least one day before the due day (Decree 61/2018, art. 19.9). */
export function apologyInTime(dueAt: Date, now: Date): boolean {
  return legalDay(now) < legalDay(dueAt);
}
