import { type Static, Type } from 'typebox';
import { invalid } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { openCodes } from '../dossiers/index.ts';
import { isDay } from '../procedures/index.ts';
import { faultsOfPlan, type Plan, type ProvinceMap, provinceMapOn } from '../units/index.ts';
import { plannedAgainst } from './store.ts';

const Id = Type.String({ minLength: 1, maxLength: 35 });
const Names = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200 });
const LegalDay = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const closed = { additionalProperties: false };

export const PlanInput = Type.Object(
  {
    of: Type.Enum(['commune', 'agency'] as const),
    from: Type.Array(Id, { minItems: 1, maxItems: 50 }),
    into: Type.Array(
      Type.Object(
        {
          id: Id,
          kind: Type.Union([Type.Enum(['commune', 'ward', 'special-zone'] as const), Type.Null()]),
          name: Type.String({ minLength: 1, maxLength: 200 }),
          shortName: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()]),
          hamlets: Names,
          sectors: Names,
          dossiers: Type.Optional(
            Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 500 }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20 },
    ),
    rest: Id,
  },
  closed,
);

/** What a reorganisation rests on. */
export const BASIS = {
  /** The first legal day on which it holds. */
  effectiveOn: LegalDay,
  basisNumber: Type.String({ minLength: 3, maxLength: 100 }),
  basisDate: LegalDay,
  basisTitle: Type.String({ minLength: 3, maxLength: 500 }),
};

export interface Basis {
  effectiveOn: string;
  basisNumber: string;
  basisDate: string;
  basisTitle: string;
}

export const tidyPlan = (plan: Static<typeof PlanInput>): Plan => ({
  ...plan,
  into: plan.into.map((one) => ({
    ...one,
    id: one.id.trim(),
    name: one.name.normalize('NFC').replace(/\s+/g, ' ').trim(),
    ...(one.dossiers === undefined
      ? {}
      : { dossiers: one.dossiers.map((code) => code.trim().toUpperCase()) }),
  })),
});

/** Which of these codes are dossiers that are worked on where the plan takes from. */
async function dossiersThere(
  tx: Tx,
  plan: Plan,
  map: ProvinceMap,
  codes: readonly string[],
): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const from = map.agencies
    .filter((one) => plan.from.includes(one.id) || plan.from.includes(one.unitCode))
    .map((one) => one.id);
  return new Set(await openCodes(tx, from, codes));
}

/** The plan against the map of a day; refused with every fault named. */
export async function soundPlan(
  tx: Tx,
  input: Static<typeof PlanInput>,
  basis: Basis | null,
  today: string,
): Promise<{ plan: Plan; map: ProvinceMap }> {
  const plan = tidyPlan(input);
  const map = await provinceMapOn(tx, today);
  const faults = faultsOfPlan(plan, map);
  const codes = plan.into.flatMap((one) => one.dossiers ?? []);
  const movable = await dossiersThere(tx, plan, map, codes);
  for (const [place, one] of plan.into.entries())
    for (const code of one.dossiers ?? [])
      if (!movable.has(code))
        faults.push({ path: `/into/${place}/dossiers`, code: 'reorganisation.not-there', dossier: code });
  if (basis !== null) {
    for (const [path, day] of [
      ['/effectiveOn', basis.effectiveOn],
      ['/basisDate', basis.basisDate],
    ] as const)
      if (!isDay(day)) faults.push({ path, code: 'date.impossible' });
    if (basis.effectiveOn <= today) faults.push({ path: '/effectiveOn', code: 'reorganisation.too-late' });
    if (basis.basisDate > basis.effectiveOn) faults.push({ path: '/basisDate', code: 'date.order' });
    if (await plannedAgainst(tx, plan))
      faults.push({ path: '/from', code: 'reorganisation.planned-already' });
  }
  if (faults.length > 0) throw invalid('input.invalid', ...faults);
  return { plan, map };
}
