import type { CountingRule, Term } from '../../src/capabilities/calendar/due-time.ts';
import type { WorkingCalendar } from '../../src/capabilities/calendar/working-calendar.ts';

/**
 * Working time told minute by minute: slow, obvious, and sharing no line with the calendar it checks. Minutes
 * are numbered from 2025-01-01 00:00 at +07:00.
 */
export interface SlowCalendar {
  works: Uint8Array;
  afternoonCut: number;
}

const FIRST = Date.UTC(2024, 11, 31, 17, 0); // 2025-01-01 00:00 in Viet Nam
const DAYS = 1095 + 366; // 2025 to 2028

export function slowly(calendar: WorkingCalendar): SlowCalendar {
  const works = new Uint8Array(DAYS * 1440);
  for (let dayNumber = 0; dayNumber < DAYS; dayNumber += 1) {
    const noonUtc = new Date(Date.UTC(2025, 0, 1 + dayNumber, 12));
    const month = String(noonUtc.getUTCMonth() + 1).padStart(2, '0');
    const name = `${noonUtc.getUTCFullYear()}-${month}-${String(noonUtc.getUTCDate()).padStart(2, '0')}`;
    const monday = [7, 1, 2, 3, 4, 5, 6][noonUtc.getUTCDay()] as 1;
    const extra = calendar.extraWorkingDays.get(name);
    for (let minute = 0; minute < 1440; minute += 1) {
      let spans = calendar.weekly[monday];
      if (calendar.daysOff.has(name)) spans = [];
      if (extra) spans = typeof extra.hours === 'number' ? calendar.weekly[extra.hours] : extra.hours;
      if (spans.some((span) => minute >= span.from && minute < span.to)) works[dayNumber * 1440 + minute] = 1;
    }
  }
  return { works, afternoonCut: calendar.afternoonCut };
}

export const toMinute = (instant: Date): number => Math.floor((instant.getTime() - FIRST) / 60_000);
export const toInstant = (minute: number): Date => new Date(FIRST + minute * 60_000);

export function slowAdd(slow: SlowCalendar, from: Date, minutes: number): Date {
  let at = toMinute(from);
  for (let left = minutes; left > 0; at += 1) if (slow.works[at]) left -= 1;
  return toInstant(at);
}

export function slowBetween(slow: SlowCalendar, from: Date, to: Date): number {
  let count = 0;
  for (let at = toMinute(from); at < toMinute(to); at += 1) if (slow.works[at]) count += 1;
  return count;
}

export function slowDue(slow: SlowCalendar, term: Term, from: Date, rule: CountingRule = {}): Date {
  let at = toMinute(from);
  while (!slow.works[at]) at += 1;
  if (rule.lastHourCountsFromNextDay) {
    const close = closeOfDay(slow, Math.floor(at / 1440));
    if (at >= close - 60) {
      at = close;
      while (!slow.works[at]) at += 1;
    }
  }
  if (term.unit === 'working-day') return slowAdd(slow, toInstant(at), Math.floor(term.value * 480));
  if (term.unit === 'working-hour') return slowAdd(slow, toInstant(at), Math.floor(term.value * 60));
  let day = Math.floor(at / 1440);
  if (term.unit === 'calendar-day') day += term.value;
  else if (at % 1440 > slow.afternoonCut) day += 1;
  while (closeOfDay(slow, day) < 0) day += 1;
  return toInstant(closeOfDay(slow, day));
}

function closeOfDay(slow: SlowCalendar, day: number): number {
  for (let at = day * 1440 + 1439; at >= day * 1440; at -= 1) if (slow.works[at]) return at + 1;
  return -1;
}
