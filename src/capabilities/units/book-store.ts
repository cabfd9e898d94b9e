import type { Tx } from '../../kernel/tx.ts';
import { type AddressBook, addressBook, type PlaceName, type UnitToday } from './old-address.ts';

let kept: { key: string; book: AddressBook } | null = null;

/** The lists as they are on a legal day, kept in memory until a unit or its history changes. */
export async function loadAddressBook(tx: Tx, on: string): Promise<AddressBook> {
  const { rows: versions } = await tx.query<{ key: string }>({
    name: 'units-version',
    text: `select current_schema() || ' ' || version::text || ' ' || $1 as key from units_version`,
    values: [on],
  });
  const key = versions[0]?.key;
  if (key === undefined) throw new Error('units_version has no row');
  if (kept?.key === key) return kept.book;
  const { rows: today } = await tx.query<UnitToday>(
    `select u.code, u.kind, u.full_name as "fullName", p.code as "provinceCode", p.full_name as "provinceName"
     from units u join units p on p.code = u.parent_code and p.valid_from <= $1 and (p.valid_to is null or p.valid_to > $1)
     where u.valid_from <= $1 and (u.valid_to is null or u.valid_to > $1) order by u.code`,
    [on],
  );
  const { rows: old } = await tx.query<PlaceName>(
    `select old_name as name, nullif(old_district, '') as district, old_province as province,
       array_agg(distinct new_code order by new_code) as codes
     from units_history where changed_on <= $1 group by old_name, old_district, old_province order by 1, 2, 3`,
    [on],
  );
  const book = addressBook(await followed(tx, old, today, on), today);
  kept = { key, book };
  return book;
}

/** What the history once led to and was merged or split since leads on to what is there today. */
async function followed(
  tx: Tx,
  old: PlaceName[],
  today: readonly UnitToday[],
  on: string,
): Promise<PlaceName[]> {
  const there = new Set(today.map((unit) => unit.code));
  if (old.every(({ codes }) => codes.every((code) => there.has(code)))) return old;
  const { rows } = await tx.query<{ old_code: string; codes: string[] }>(
    `select old_code, array_agg(new_code) as codes from units_history
     where changed_on <= $1 and old_code is not null and old_district = '' group by old_code`,
    [on],
  );
  const next = new Map(rows.map((row) => [row.old_code, row.codes]));
  const lead = (code: string, seen: ReadonlySet<string>): string[] => {
    if (there.has(code) || seen.has(code)) return there.has(code) ? [code] : [];
    return (next.get(code) ?? []).flatMap((one) => lead(one, new Set([...seen, code])));
  };
  return old.map((place) => ({
    ...place,
    codes: [...new Set(place.codes.flatMap((code) => lead(code, new Set())))],
  }));
}

/** To be called by whatever changes units or their history, in the same transaction. */
export async function unitsChanged(tx: Tx): Promise<void> {
  await tx.query('update units_version set version = gen_random_uuid()');
}
