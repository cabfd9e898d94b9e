import type { DayOff, ExtraWorkingDay, Span, Weekday, WorkingCalendar } from './working-calendar.ts';
import { defaultAfternoonCut, defaultWeekly, noHours, weekdayOf } from './working-calendar.ts';

/**
 * Why a day differs from its weekday. `holiday` is of the law (it may fall on a Sunday), `in-lieu` the day off
 * for it, `swapped-off` a working day given off, `swapped-working` the Saturday worked for it.
 */
export const dayKinds = ['holiday', 'in-lieu', 'swapped-off', 'swapped-working'] as const;
export type DayKind = (typeof dayKinds)[number];

export interface CalendarDay {
  day: string;
  kind: DayKind;
  reason: string;
  source: string;
  /** False: implied by the law or only expected, and to be looked at again when the notice comes. */
  decided: boolean;
  /** The weekday whose hours a worked Saturday takes. Only with `swapped-working`. */
  asWeekday?: Weekday;
}

/** One session of a weekday. `work`: terms run. `reception`: the doors are open, terms stand still. */
export interface OfficeSession extends Span {
  weekday: Weekday;
  purpose: 'work' | 'reception';
}

/** One year as shipped in catalogue/calendar. */
export interface CalendarYear {
  year: number;
  /** `decided` when every notice of the year is out. */
  state: 'decided' | 'partly-decided';
  sources: Record<string, string>;
  days: CalendarDay[];
}

/** What is wrong with a year, as English codes with the day; empty when it can be loaded. */
export function faultsOf(year: CalendarYear): { day: string; fault: string }[] {
  const faults: { day: string; fault: string }[] = [];
  const seen = new Map<string, DayKind>();
  for (const entry of year.days) {
    const { day, kind } = entry;
    const real =
      /^\d{4}-\d{2}-\d{2}$/.test(day) &&
      !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) &&
      new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
    if (!real) {
      faults.push({ day, fault: 'not-a-day' });
      continue;
    }
    if (!day.startsWith(`${year.year}-`)) faults.push({ day, fault: 'other-year' });
    if (seen.has(day)) faults.push({ day, fault: 'twice' });
    seen.set(day, kind);
    if (!(entry.source in year.sources)) faults.push({ day, fault: 'unknown-source' });
    const weekend = weekdayOf(day) >= 6;
    if (kind === 'swapped-working' && (!weekend || entry.asWeekday === undefined)) {
      faults.push({ day, fault: 'not-a-swapped-weekend-day' });
    }
    if ((kind === 'swapped-off' || kind === 'in-lieu') && weekend) faults.push({ day, fault: 'already-off' });
  }
  return faults;
}

/** The calendar that days and sessions make together. Without a `work` session the default hours hold. */
export function assembleCalendar(
  days: readonly CalendarDay[],
  sessions: readonly OfficeSession[],
  afternoonCut: number = defaultAfternoonCut,
): WorkingCalendar {
  const daysOff = new Map<string, DayOff>();
  const extraWorkingDays = new Map<string, ExtraWorkingDay>();
  for (const { day, kind, reason, source, decided, asWeekday } of days) {
    if (kind === 'swapped-working') {
      extraWorkingDays.set(day, { reason, source, decided, hours: asWeekday ?? 1 });
    } else {
      daysOff.set(day, { reason, source, decided });
    }
  }
  const hasWork = sessions.some((session) => session.purpose === 'work');
  return {
    timeZone: '+07:00',
    weekly: hasWork ? weeklyOf(sessions, 'work') : defaultWeekly,
    reception: weeklyOf(sessions, 'reception'),
    daysOff,
    extraWorkingDays,
    afternoonCut,
  };
}

function weeklyOf(
  sessions: readonly OfficeSession[],
  purpose: OfficeSession['purpose'],
): WorkingCalendar['weekly'] {
  const weekly: Record<Weekday, Span[]> = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
  for (const session of sessions) {
    if (session.purpose === purpose) weekly[session.weekday].push({ from: session.from, to: session.to });
  }
  for (const spans of Object.values(weekly)) spans.sort((a, b) => a.from - b.from);
  return sessions.some((session) => session.purpose === purpose) ? weekly : noHours;
}
