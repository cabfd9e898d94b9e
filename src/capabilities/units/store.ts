import type { Tx } from '../../kernel/tx.ts';
import type { Agency, AgencyKind } from './agency.ts';
import type { Unit, UnitKind } from './unit.ts';

export interface UnitRow {
  code: string;
  kind: UnitKind;
  name: string;
  full_name: string;
  parent_code: string | null;
}

export interface AgencyRow {
  id: string;
  kind: AgencyKind;
  name: string;
  short_name: string;
  unit_code: string;
  parent_id: string | null;
  body_id: string;
  address: string | null;
  phone: string | null;
  email: string | null;
  contact_invented: boolean;
}

export const UNIT = 'code, kind, name, full_name, parent_code';
export const agencyColumns =
  'id, kind, name, short_name, unit_code, parent_id, body_id, address, phone, email, contact_invented';
export const HOLDS = (day: string) => `valid_from <= ${day} and (valid_to is null or valid_to > ${day})`;

/** A pattern for `like` that finds the text anywhere; what the person typed has no wild cards. */
const anywhere = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

export function toUnit(row: UnitRow): Unit {
  return {
    code: row.code,
    kind: row.kind,
    name: row.name,
    fullName: row.full_name,
    parentCode: row.parent_code,
  };
}

export function toAgency(row: AgencyRow): Agency {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    shortName: row.short_name,
    unitCode: row.unit_code,
    parentId: row.parent_id,
    bodyId: row.body_id,
    address: row.address,
    phone: row.phone,
    email: row.email,
    contactInvented: row.contact_invented,
  };
}

/** The unit as it stood on a legal day. */
export async function findUnit(tx: Tx, code: string, on: string): Promise<Unit | null> {
  const { rows } = await tx.query<UnitRow>(`select ${UNIT} from units where code = $1 and ${HOLDS('$2')}`, [
    code,
    on,
  ]);
  return rows[0] ? toUnit(rows[0]) : null;
}

export interface UnitFilter {
  /** Words in any case, with or without marks. */
  text?: string | undefined;
  /** The province whose communes are wanted; null for the provinces. */
  parentCode?: string | null | undefined;
  limit?: number | undefined;
}

/** Units that stood on a legal day: the best match first, else in the order of their codes. */
export async function findUnits(tx: Tx, filter: UnitFilter, on: string): Promise<Unit[]> {
  const text = filter.text?.normalize('NFC').trim() || null;
  const { rows } = await tx.query<UnitRow>(
    `select ${UNIT} from units
     where ${HOLDS('$1')}
       and ($2::text is null or parent_code = $2)
       and ($6 or parent_code is null)
       and ($3::text is null or name_folded like fold($3))
     order by case when $4::text is null then 0
                   when fold(name) = fold($4) or name_folded = fold($4) then 1
                   when fold(name) like fold($4) || '%' then 2 else 3 end,
       (kind = 'province') desc, code
     limit $5`,
    [
      on,
      filter.parentCode ?? null,
      text && anywhere(text),
      text,
      filter.limit ?? 200,
      filter.parentCode !== null,
    ],
  );
  return rows.map(toUnit);
}

/** The agency, whether it still exists or not: an old dossier names it. */
export async function findAgency(tx: Tx, id: string): Promise<Agency | null> {
  return (await findAgenciesById(tx, [id])).get(id) ?? null;
}

export async function findAgenciesById(tx: Tx, ids: readonly string[]): Promise<Map<string, Agency>> {
  const { rows } = await tx.query<AgencyRow>({
    name: 'agencies-by-id',
    text: `select ${agencyColumns} from agencies where id = any($1)`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, toAgency(row)]));
}

/** Every body of the province on a legal day: committees, departments, the communes' police. */
export async function findBodies(tx: Tx, on: string): Promise<Agency[]> {
  const { rows } = await tx.query<AgencyRow>(
    `select ${agencyColumns} from agencies where ${HOLDS('$1')} and id = body_id order by id`,
    [on],
  );
  return rows.map(toAgency);
}

export interface AgencyFilter {
  text?: string | undefined;
  kind?: AgencyKind | undefined;
  unitCode?: string | undefined;
  parentId?: string | undefined;
  bodyId?: string | undefined;
  limit?: number | undefined;
}

/** Agencies that exist on a legal day, by their codes; those whose unit or name is meant first. */
export async function findAgencies(tx: Tx, filter: AgencyFilter, on: string): Promise<Agency[]> {
  const text = filter.text?.normalize('NFC').trim() || null;
  const { rows } = await tx.query<AgencyRow>(
    `select ${agencyColumns} from agencies
     where ${HOLDS('$1')}
       and ($2::text is null or name_folded like fold($2) or fold(short_name) like fold($2))
       and ($3::text is null or kind = $3)
       and ($4::text is null or unit_code = $4)
       and ($5::text is null or parent_id = $5)
       and ($6::text is null or body_id = $6)
     order by case when $7::text is null then 0 when name_folded like '%' || fold($7) then 1 else 2 end, id
     limit $8`,
    [
      on,
      text && anywhere(text),
      filter.kind ?? null,
      filter.unitCode ?? null,
      filter.parentId ?? null,
      filter.bodyId ?? null,
      text,
      filter.limit ?? 1000,
    ],
  );
  return rows.map(toAgency);
}

/** The ids of these agencies and of all below them. */
export async function agencyIdsBelow(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'agency-ids-below',
    text: `with recursive under (id) as (
             select id from agencies where id = any($1)
             union select a.id from agencies a join under u on a.parent_id = u.id)
           select id from under order by id`,
    values: [ids],
  });
  return rows.map((row) => row.id);
}

/** What an old commune became, from its old code or from its old name with whatever else is known of it. */
export async function findSuccessors(
  tx: Tx,
  old: { code?: string; text?: string },
  limit = 20,
): Promise<
  { oldName: string; oldDistrict: string; oldProvince: string; newCode: string; changedOn: string }[]
> {
  const text = old.text?.normalize('NFC').trim() || null;
  if (!old.code && !text) return [];
  const { rows } = await tx.query<{
    old_name: string;
    old_district: string;
    old_province: string;
    new_code: string;
    changed_on: string;
  }>(
    `select old_name, old_district, old_province, new_code, changed_on from units_history
     where ($1::text is null or old_code = $1) and ($2::text is null or old_folded like fold($2))
     order by old_name, old_district, new_code limit $3`,
    [old.code ?? null, text && anywhere(text), limit],
  );
  return rows.map((row) => ({
    oldName: row.old_name,
    oldDistrict: row.old_district,
    oldProvince: row.old_province,
    newCode: row.new_code,
    changedOn: row.changed_on,
  }));
}

/** Puts agencies in place, whole rows by their id; those that are not named stay as they are. */
export async function saveAgencies(tx: Tx, agencies: readonly Agency[], from: string): Promise<void> {
  await tx.query(
    `insert into agencies (${agencyColumns}, code_provisional, valid_from)
     select a.*, true, $12::date from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::text[], $11::boolean[]) a
     on conflict (id) do update set kind = excluded.kind, name = excluded.name, short_name = excluded.short_name,
       unit_code = excluded.unit_code, parent_id = excluded.parent_id, body_id = excluded.body_id,
       address = excluded.address, phone = excluded.phone, email = excluded.email,
       contact_invented = excluded.contact_invented`,
    [
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
      from,
    ],
  );
}
