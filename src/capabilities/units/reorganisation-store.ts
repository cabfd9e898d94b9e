import type { Tx } from '../../kernel/tx.ts';
import { unitsChanged } from './book-store.ts';
import type { Consequences, ProvinceMap } from './reorganisation.ts';
import { type AgencyRow, agencyColumns, HOLDS, toAgency, toUnit, UNIT, type UnitRow } from './store.ts';
import { titled } from './unit.ts';

/** The province as it is on a legal day, with every code that was ever used. */
export async function provinceMapOn(tx: Tx, on: string): Promise<ProvinceMap> {
  const agencies = await tx.query<AgencyRow & { ever: boolean; holds: boolean }>(
    `select ${agencyColumns}, ${HOLDS('$1')} as holds from agencies order by id`,
    [on],
  );
  const here = agencies.rows.find((row) => row.kind === 'province-committee');
  const units = await tx.query<UnitRow & { holds: boolean }>(
    `select ${UNIT}, ${HOLDS('$1')} as holds from units order by code`,
    [on],
  );
  return {
    units: units.rows
      .filter((row) => row.holds && (row.code === here?.unit_code || row.parent_code === here?.unit_code))
      .map(toUnit),
    agencies: agencies.rows.filter((row) => row.holds).map(toAgency),
    used: new Set([...units.rows.map((row) => row.code), ...agencies.rows.map((row) => row.id)]),
    levelOne: here?.id ?? '',
  };
}

/** Makes the map what the plan says from a day on: units, agencies, their names and their successions. */
export async function saveReorganised(
  tx: Tx,
  made: Consequences,
  map: ProvinceMap,
  why: { id: string; day: string; basis: string },
): Promise<void> {
  const { day, basis } = why;
  const province = map.units.find((unit) => unit.kind === 'province');
  const begun = [...made.unitsBegun, ...made.unitsRenamed];
  await tx.query(
    `update units set valid_to = $2 where code = any($1) and valid_to is null and valid_from < $2`,
    [[...made.unitsEnding, ...made.unitsRenamed.map((unit) => unit.code)], day],
  );
  await tx.query(
    `insert into units (code, valid_from, kind, name, full_name, parent_code, legal_basis)
     select u.code, $1::date, u.kind, u.name, u.full_name, u.parent_code, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as u (code, kind, name, full_name, parent_code)`,
    [
      day,
      basis,
      begun.map((unit) => unit.code),
      begun.map((unit) => unit.kind),
      begun.map((unit) => unit.name),
      begun.map((unit) => unit.fullName),
      begun.map((unit) => unit.parentCode),
    ],
  );
  // What the old names lead to, so that an address of before this day is read as well.
  const gone = map.units.flatMap((unit) => {
    const to = made.unitsEnding.includes(unit.code)
      ? made.ways.flatMap((way) => way.unitCode ?? [])
      : made.unitsRenamed.some((one) => one.code === unit.code)
        ? [unit.code]
        : [];
    return to.map((code) => ({ unit, code }));
  });
  await tx.query(
    `insert into units_history (old_code, old_name, old_district, old_province, new_code, changed_on, legal_basis)
     select h.code, h.name, '', $3, h.new_code, $1::date, $2 from unnest($4::text[], $5::text[], $6::text[]) as h (code, name, new_code)
     on conflict do nothing`,
    [
      day,
      basis,
      titled(province?.fullName ?? ''),
      gone.map(({ unit }) => unit.code),
      gone.map(({ unit }) => titled(unit.fullName)),
      gone.map(({ code }) => code),
    ],
  );
  await unitsChanged(tx);
  // Whoever stands above is inserted first, since the rows name each other.
  const rank = (id: string) => id.split('.').length;
  const agencies = [...made.agenciesBegun].sort((a, b) => rank(a.id) - rank(b.id));
  await tx.query(
    `insert into agencies (${agencyColumns}, code_provisional, valid_from)
     select a.*, true, $1::date from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::boolean[]) a`,
    [
      day,
      agencies.map((a) => a.id),
      agencies.map((a) => a.kind),
      agencies.map((a) => a.name),
      agencies.map((a) => a.shortName),
      agencies.map((a) => a.unitCode),
      agencies.map((a) => a.parentId),
      agencies.map((a) => a.bodyId),
      agencies.map((a) => a.address),
      agencies.map((a) => a.phone),
      agencies.map((a) => a.email),
      agencies.map((a) => a.contactInvented),
    ],
  );
  const renamed = made.agenciesRenamed;
  await tx.query(
    `insert into agency_names (agency_id, until, name, short_name)
     select id, $2::date, name, short_name from agencies where id = any($1) on conflict do nothing`,
    [renamed.map((a) => a.id), day],
  );
  await tx.query(
    `update agencies a set name = n.name, short_name = n.short_name
     from unnest($1::text[], $2::text[], $3::text[]) as n (id, name, short_name) where a.id = n.id`,
    [renamed.map((a) => a.id), renamed.map((a) => a.name), renamed.map((a) => a.shortName)],
  );
  await tx.query(
    `update agencies a set valid_to = $1::date, successor_id = s.successor_id
     from unnest($2::text[], $3::text[]) as s (id, successor_id) where a.id = s.id`,
    [day, [...made.successors.keys()], [...made.successors.values()]],
  );
  // What stood under one that ended stands under whoever keeps its dossiers.
  await tx.query(
    `update agencies a set parent_id = case when a.parent_id = s.id then s.successor_id else a.parent_id end,
       body_id = case when a.body_id = s.id then s.successor_id else a.body_id end
     from unnest($1::text[], $2::text[]) as s (id, successor_id)
     where (a.parent_id = s.id or a.body_id = s.id) and a.valid_to is null and a.id <> s.id`,
    [[...made.successors.keys()], [...made.successors.values()]],
  );
  const moves = made.ways.flatMap((way) => way.moves);
  await tx.query(
    `insert into agency_successions (old_id, new_id, on_day, reorganisation_id)
     select m.old_id, m.new_id, $1::date, $2 from unnest($3::text[], $4::text[]) as m (old_id, new_id) on conflict do nothing`,
    [day, why.id, moves.map((move) => move.from), moves.map((move) => move.to)],
  );
}

/** Who keeps the dossiers of each body that has ended until a day (its first day of no longer being there counts). */
export async function successorsOn(tx: Tx, on: string): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; successor_id: string }>({
    name: 'agency-successors',
    text: 'select id, successor_id from agencies where successor_id is not null and valid_to <= $1',
    values: [on],
  });
  return new Map(rows.map((row) => [row.id, row.successor_id]));
}

/** These bodies and all whose dossiers they keep. */
export function withPredecessors(successors: ReadonlyMap<string, string>, ids: readonly string[]): string[] {
  const all = new Set(ids);
  for (let size = 0; size !== all.size; ) {
    size = all.size;
    for (const [old, successor] of successors) if (all.has(successor)) all.add(old);
  }
  return [...all];
}

/** What agencies were called, by id and legal day: answers undefined where the name of today holds. */
export async function formerNames(
  tx: Tx,
  ids: readonly string[],
): Promise<(id: string, on: string) => string | undefined> {
  const { rows } = await tx.query<{ agency_id: string; until: string; name: string }>(
    'select agency_id, until, name from agency_names where agency_id = any($1) order by agency_id, until',
    [ids],
  );
  const byId = Map.groupBy(rows, (row) => row.agency_id);
  return (id, on) => byId.get(id)?.find((row) => on < row.until)?.name;
}

/** What units and agencies were called on the last day before another; by id and that other day. */
export async function namesBefore(
  tx: Tx,
  asked: readonly { id: string; day: string }[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ key: string; name: string }>(
    `select q.id || ' ' || q.day::text as key, coalesce(u.full_name, n.name, a.name) as name
     from unnest($1::text[], $2::date[]) as q (id, day)
       left join units u on u.code = q.id and u.valid_from < q.day and (u.valid_to is null or u.valid_to >= q.day)
       left join agencies a on a.id = q.id
       left join agency_names n on n.agency_id = q.id and n.until = q.day`,
    [asked.map((one) => one.id), asked.map((one) => one.day)],
  );
  return new Map(rows.map((row) => [row.key, titled(row.name ?? '')]));
}
