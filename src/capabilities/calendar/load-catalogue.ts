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

/** Adds shipped years that the calendar does not have yet; years that are there stay as the province has them. */
export async function loadMissingYears(tx: Tx): Promise<{ days: number }> {
  const { rows } = await tx.query<{ year: number }>(
    'select distinct extract(year from day)::integer as year from calendar_days',
  );
  const known = new Set(rows.map((row) => row.year));
  const missing = (await shippedYears()).filter(({ year }) => !known.has(year));
  if (missing.length > 0) await replaceYears(tx, missing);
  return { days: missing.reduce((total, year) => total + year.days.length, 0) };
}
