export { announceYear } from './acts/announce-year.ts';
export type { CalendarDay, CalendarYear, DayKind, OfficeSession } from './calendar-day.ts';
export { assembleCalendar } from './calendar-day.ts';
export * from './clock.ts';
export * from './due-time.ts';
export { hoursInWords } from './hours-in-words.ts';
export { loadCalendarCatalogue, loadMissingYears } from './load-catalogue.ts';
export { routes } from './routes.ts';
export {
  type HoursOfAgency,
  inheritOfficeHours,
  loadCalendar,
  replaceYears,
  saveOfficeHours,
  sessionsOf,
} from './store.ts';
export * from './working-calendar.ts';
