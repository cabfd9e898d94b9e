export type { CalendarDay, CalendarYear, DayKind, OfficeSession } from './calendar-day.ts';
export { assembleCalendar } from './calendar-day.ts';
export * from './clock.ts';
export * from './due-time.ts';
export * from './working-calendar.ts';
