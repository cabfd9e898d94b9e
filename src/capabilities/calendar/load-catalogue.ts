import { readdir, readFile } from 'node:fs/promises';
import type { Tx } from '../../kernel/tx.ts';
import type { CalendarYear, OfficeSession } from './calendar-day.ts';
import { replaceYears, saveOfficeHours } from './store.ts';

const FOLDER = new URL('../../../catalogue/calendar/', import.meta.url);

/** Every year that the product ships, in order. */
export async function shippedYears(): Promise<CalendarYear[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}\.json$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')) as CalendarYear),
  );
}

/** Loads the shipped years and the default office hours; running it again changes nothing. */
export async function loadCalendarCatalogue(tx: Tx): Promise<{ days: number }> {
  const years = await shippedYears();
  await replaceYears(tx, years);
  const { from, source, sessions } = JSON.parse(
    await readFile(new URL('office-hours.json', FOLDER), 'utf8'),
  ) as { from: string; source: string; sessions: OfficeSession[] };
  await saveOfficeHours(tx, [{ agencyId: null, effectiveFrom: from, source, sessions }]);
  return { days: years.reduce((total, year) => total + year.days.length, 0) };
}
