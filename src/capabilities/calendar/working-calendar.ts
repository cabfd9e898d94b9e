/** Minutes from midnight at +07:00, half-open: work runs at `from` and no longer at `to`. */
export interface Span {
  from: number;
  to: number;
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type WeeklyHours = Record<Weekday, readonly Span[]>;

export interface DayOff {
  /** In Vietnamese, for screens: "Tết Dương lịch". */
  reason: string;
  /** The legal source: a law's article, or the notice that announced it. */
  source: string;
  /** False while the competent body has not announced it and the day is only what the law implies. */
  decided: boolean;
}

export interface ExtraWorkingDay extends DayOff {
  /** The hours of that day, or the weekday whose ordinary hours it takes (a Saturday worked for a Monday: 1). */
  hours: Weekday | readonly Span[];
}

/**
 * The working time of one agency. `weekly` are the hours in which terms run; `reception` are further hours in
 * which the centre's doors are open (a Saturday morning) while terms stand still.
 */
export interface WorkingCalendar {
  timeZone: '+07:00';
  weekly: WeeklyHours;
  reception: WeeklyHours;
  /** Keyed by YYYY-MM-DD. A day off beats the weekly hours; an extra working day beats both. */
  daysOff: ReadonlyMap<string, DayOff>;
  extraWorkingDays: ReadonlyMap<string, ExtraWorkingDay>;
  /** Minutes from midnight after which a same-day dossier, or a transfer, belongs to the next working day. */
  afternoonCut: number;
}

export const MINUTES_PER_WORKING_DAY = 480;

const MINUTE = 60_000;
const DAY = 86_400_000;
const OFFSET = 7 * 60 * MINUTE;
/** A calendar that offers no hour in ten years is broken data; saying so beats walking for ever. */
const LONGEST_WAIT_DAYS = 3660;

const officeHours: readonly Span[] = [
  { from: 8 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 17 * 60 },
];

export const defaultWeekly: WeeklyHours = {
  1: officeHours,
  2: officeHours,
  3: officeHours,
  4: officeHours,
  5: officeHours,
  6: [],
  7: [],
};

export const noHours: WeeklyHours = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };

export const defaultAfternoonCut = 15 * 60;

/** A calendar of the default office hours with no day off: for tests, and as a base to spread over. */
export const plainCalendar: WorkingCalendar = {
  timeZone: '+07:00',
  weekly: defaultWeekly,
  reception: noHours,
  daysOff: new Map(),
  extraWorkingDays: new Map(),
  afternoonCut: defaultAfternoonCut,
};

/** The day (YYYY-MM-DD) that an instant belongs to in Viet Nam, whatever the machine's own zone. */
export function legalDay(instant: Date): string {
  return new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10);
}

/** The instant at which a legal day begins, in milliseconds. Throws RangeError on what is not a day. */
function midnight(day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // 2026-02-30 parses in no engine, but 2026-2-3 does in some: the round trip refuses both.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) {
    throw new RangeError(`not a day: ${day}`);
  }
  return utc - OFFSET;
}

/** The instant of a legal day and a minute of it. */
export function instantOf(day: string, minuteOfDay: number): Date {
  return new Date(midnight(day) + minuteOfDay * MINUTE);
}

/** Minutes since midnight in Viet Nam, seconds cut off. */
export function minuteOfDay(instant: Date): number {
  const shifted = instant.getTime() + OFFSET;
  return Math.floor((((shifted % DAY) + DAY) % DAY) / MINUTE);
}

export function weekdayOf(day: string): Weekday {
  const sundayFirst = new Date(`${day}T00:00:00Z`).getUTCDay();
  return (sundayFirst === 0 ? 7 : sundayFirst) as Weekday;
}

/** The day `count` calendar days later (or earlier, when negative). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** Calendar days from one legal day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** The hours of one day in which terms run, in order. Empty on a day off. */
export function workingSpans(calendar: WorkingCalendar, day: string): readonly Span[] {
  const extra = calendar.extraWorkingDays.get(day);
  if (extra) return typeof extra.hours === 'number' ? calendar.weekly[extra.hours] : extra.hours;
  if (calendar.daysOff.has(day)) return [];
  return calendar.weekly[weekdayOf(day)];
}

/** The hours of one day in which the doors are open: the working hours, and reception-only sessions. */
export function openSpans(calendar: WorkingCalendar, day: string): readonly Span[] {
  const working = workingSpans(calendar, day);
  if (calendar.daysOff.has(day)) return working;
  const sessions = calendar.reception[weekdayOf(day)].filter(
    (session) => !working.some((span) => span.from < session.to && session.from < span.to),
  );
  return [...working, ...sessions].sort((a, b) => a.from - b.from);
}

export function isWorkingDay(calendar: WorkingCalendar, day: string): boolean {
  return workingSpans(calendar, day).length > 0;
}

/** The first working day strictly after `day`. */
export function nextWorkingDay(calendar: WorkingCalendar, day: string): string {
  let next = day;
  for (let waited = 0; waited < LONGEST_WAIT_DAYS; waited += 1) {
    next = addDays(next, 1);
    if (isWorkingDay(calendar, next)) return next;
  }
  throw new RangeError(`the calendar has no working day after ${day}`);
}

/** When work ends on a working day. */
export function closeOf(calendar: WorkingCalendar, day: string): Date {
  const last = workingSpans(calendar, day).at(-1);
  if (!last) throw new RangeError(`${day} is not a working day`);
  return instantOf(day, last.to);
}

/** The instant itself when work runs at it, else the next moment at which work begins. Seconds are cut off. */
export function nextWorkingMoment(calendar: WorkingCalendar, from: Date): Date {
  const day = legalDay(from);
  const minute = minuteOfDay(from);
  for (const span of workingSpans(calendar, day)) {
    if (minute < span.from) return instantOf(day, span.from);
    if (minute < span.to) return instantOf(day, minute);
  }
  const next = nextWorkingDay(calendar, day);
  const first = workingSpans(calendar, next)[0];
  return instantOf(next, first ? first.from : 0);
}

/**
 * The earliest instant by which `minutes` of working time have passed since `from`. A term that fills a day
 * thus ends at that day's close, not at the next morning's opening. Zero minutes end at `from`. The clock of
 * the law ticks in whole minutes, as the slip prints them: seconds of `from` and parts of a minute are cut off.
 */
export function addWorkingMinutes(calendar: WorkingCalendar, from: Date, minutes: number): Date {
  if (!Number.isFinite(minutes) || minutes < 0) throw new RangeError(`not a length of time: ${minutes}`);
  let day = legalDay(from);
  let start = minuteOfDay(from);
  let left = Math.floor(minutes);
  if (left === 0) return instantOf(day, start);
  for (;;) {
    for (const span of workingSpans(calendar, day)) {
      const begin = Math.max(span.from, start);
      if (begin >= span.to) continue;
      if (left <= span.to - begin) return instantOf(day, begin + left);
      left -= span.to - begin;
    }
    day = nextWorkingDay(calendar, day);
    start = 0;
  }
}

/** Working time from one instant to another in whole minutes; negative when `to` lies before `from`. */
export function workingMinutesBetween(calendar: WorkingCalendar, from: Date, to: Date): number {
  if (to.getTime() < from.getTime()) return 0 - workingMinutesBetween(calendar, to, from);
  const lastDay = legalDay(to);
  const end = minuteOfDay(to);
  let day = legalDay(from);
  let start = minuteOfDay(from);
  let total = 0;
  for (;;) {
    const stop = day === lastDay ? end : 24 * 60;
    for (const span of workingSpans(calendar, day)) {
      total += Math.max(0, Math.min(span.to, stop) - Math.max(span.from, start));
    }
    if (day === lastDay) return total;
    day = addDays(day, 1);
    start = 0;
  }
}
