import { shippedChanges, shippedUnits } from '../units/index.ts';
import type { OfficialNames } from './check.ts';

let names: Promise<OfficialNames> | null = null;

/** The names of today's units and of those that were merged, as shipped: the command knows them without a database. */
export function officialNames(): Promise<OfficialNames> {
  names ??= (async () => {
    const units = await shippedUnits();
    const changes = await shippedChanges(units);
    return {
      units: [
        ...new Set([
          ...units.map((unit) => unit.fullName),
          ...changes.flatMap((change) => [change.oldName, change.oldDistrict, change.oldProvince]),
        ]),
      ],
    };
  })();
  return names;
}
