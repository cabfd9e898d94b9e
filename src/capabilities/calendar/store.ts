import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { CalendarDay, CalendarYear, DayKind, OfficeSession } from './calendar-day.ts';
import { assembleCalendar, faultsOf } from './calendar-day.ts';
import type { Weekday, WorkingCalendar } from './working-calendar.ts';

const LONGEST_CACHE = 2000;
const cache = new Map<string, WorkingCalendar>();

/**
 * The calendar of an agency as it is on the legal day `on`: the official days of all years, its own sessions
 * where it has some, else everybody's. Kept in memory until any part of the calendar changes; the version is
 * asked for each time, so a change by another process, or undone with its transaction, is never missed.
 */
export async function loadCalendar(tx: Tx, agencyId: string | null, on: string): Promise<WorkingCalendar> {
  const { rows: versions } = await tx.query<{ version: string; shift: string | null }>({
    name: 'calendar-version',
    text: `select version,
             (select max(greatest(effective_from, case when effective_to <= $1 then effective_to end))
                from office_hours where effective_from <= $1)::text as shift
           from calendar_version`,
    values: [on],
  });
  const version = versions[0];
  if (!version) throw new Error('calendar_version has no row');
  const key = `${version.version} ${version.shift ?? ''} ${agencyId ?? ''}`;
  const kept = cache.get(key);
  if (kept) return kept;
  const { rows: days } = await tx.query<DayRow>(`select ${DAY_COLUMNS} from calendar_days order by day`);
  const sessions = (await sessionsOf(tx, [agencyId], on)).get(agencyId) ?? [];
  const calendar = assembleCalendar(days.map(toDay), sessions);
  if (cache.size >= LONGEST_CACHE) cache.clear();
  cache.set(key, calendar);
  return calendar;
}

/** The weekly sessions of agencies on a legal day: their own where they have some of that purpose, else the default. */
export async function sessionsOf<A extends string | null>(
  tx: Tx,
  agencyIds: readonly A[],
  on: string,
): Promise<Map<A, OfficeSession[]>> {
  const { rows } = await tx.query<SessionRow>(
    `select agency_id, weekday, from_minute, to_minute, purpose from office_hours
     where (agency_id is null or agency_id = any($1)) and effective_from <= $2 and (effective_to is null or effective_to > $2)
     order by weekday, from_minute`,
    [agencyIds, on],
  );
  const byAgency = Map.groupBy(rows, (row) => row.agency_id);
  const of = (id: string | null, purpose: OfficeSession['purpose']) =>
    (byAgency.get(id) ?? []).filter((row) => row.purpose === purpose).map(toSession);
  return new Map(
    agencyIds.map((id) => [
      id,
      (['work', 'reception'] as const).flatMap((purpose) => {
        const own = of(id, purpose);
        return own.length > 0 ? own : of(null, purpose);
      }),
    ]),
  );
}

/** Puts whole years in place of what stood there. A year with a fault is refused with every fault named. */
export async function replaceYears(tx: Tx, years: readonly CalendarYear[]): Promise<void> {
  const faults = years.flatMap(faultsOf);
  if (faults.length > 0) {
    throw new Refusal('invalid', 'calendar.faulty', {
      fields: faults.map(({ day, fault }) => ({ path: `/days/${day}`, code: fault })),
    });
  }
  for (const { year, days, sources } of years) {
    await tx.query(`delete from calendar_days where day >= $1 and day < $2`, [
      `${year}-01-01`,
      `${year + 1}-01-01`,
    ]);
    await tx.query(
      `insert into calendar_days (day, kind, reason, source, decided, as_weekday)
       select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::smallint[])`,
      [
        days.map((day) => day.day),
        days.map((day) => day.kind),
        days.map((day) => day.reason),
        days.map((day) => sources[day.source] ?? day.source),
        days.map((day) => day.decided),
        days.map((day) => day.asWeekday ?? null),
      ],
    );
  }
  await changed(tx);
}

export interface HoursOfAgency {
  /** Null: the default of every agency. */
  agencyId: string | null;
  effectiveFrom: string;
  source: string;
  sessions: readonly OfficeSession[];
}

/** Sets the hours of agencies from a day on; what they had been told for that day or later is replaced. */
export async function saveOfficeHours(tx: Tx, all: readonly HoursOfAgency[]): Promise<void> {
  for (const { agencyId, effectiveFrom } of all) {
    await tx.query(
      `delete from office_hours where agency_id is not distinct from $1 and effective_from >= $2`,
      [agencyId, effectiveFrom],
    );
    await tx.query(
      `update office_hours set effective_to = $2
       where agency_id is not distinct from $1 and (effective_to is null or effective_to > $2)`,
      [agencyId, effectiveFrom],
    );
  }
  const rows = all.flatMap((hours) => hours.sessions.map((session) => ({ ...hours, ...session })));
  await tx.query(
    `insert into office_hours (agency_id, weekday, from_minute, to_minute, purpose, effective_from, source)
     select * from unnest($1::text[], $2::smallint[], $3::smallint[], $4::smallint[], $5::text[], $6::date[], $7::text[])`,
    [
      rows.map((row) => row.agencyId),
      rows.map((row) => row.weekday),
      rows.map((row) => row.from),
      rows.map((row) => row.to),
      rows.map((row) => row.purpose),
      rows.map((row) => row.effectiveFrom),
      rows.map((row) => row.source),
    ],
  );
  await changed(tx);
}

/** Offices that begin on a day with the hours that others have: whoever has none of their own passes nothing on. */
export async function inheritOfficeHours(
  tx: Tx,
  pairs: readonly { from: string; to: string }[],
  day: string,
  source: string,
): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into office_hours (agency_id, weekday, from_minute, to_minute, purpose, effective_from, source)
     select n.new_id, h.weekday, h.from_minute, h.to_minute, h.purpose, $3::date, $4
     from office_hours h join unnest($1::text[], $2::text[]) as n (old_id, new_id) on n.old_id = h.agency_id
     where h.effective_from <= $3::date and (h.effective_to is null or h.effective_to > $3::date)
     on conflict do nothing`,
    [pairs.map((pair) => pair.from), pairs.map((pair) => pair.to), day, source],
  );
  if ((rowCount ?? 0) > 0) await changed(tx);
}

async function changed(tx: Tx): Promise<void> {
  await tx.query('update calendar_version set version = gen_random_uuid()');
}

export interface DayRow {
  day: string;
  kind: DayKind;
  reason: string;
  source: string;
  decided: boolean;
  as_weekday: Weekday | null;
}

interface SessionRow {
  agency_id: string | null;
  weekday: Weekday;
  from_minute: number;
  to_minute: number;
  purpose: OfficeSession['purpose'];
}

export const DAY_COLUMNS = 'day, kind, reason, source, decided, as_weekday';

export function toDay({ as_weekday, ...row }: DayRow): CalendarDay {
  return as_weekday === null ? row : { ...row, asWeekday: as_weekday };
}

function toSession(row: SessionRow): OfficeSession {
  return { weekday: row.weekday, from: row.from_minute, to: row.to_minute, purpose: row.purpose };
}
