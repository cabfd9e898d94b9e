import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { holderOfStep } from '../../capabilities/dossiers/index.ts';
import { readCatalogue, shippedGround, shippedProcedures } from '../../capabilities/procedures/index.ts';
import { type Agency, shippedAgencies, shippedUnits } from '../../capabilities/units/index.ts';
import { seatOf } from './act-out.ts';
import { inventedOfficials } from './officials.ts';

/** The steps of the shipped catalogue, each kind once: who decides, who prepares, where the step lies, whose it is. */
async function kindsOfSteps() {
  const ground = await shippedGround();
  const { versions } = readCatalogue(await shippedProcedures('37'), ground);
  const kinds = new Map<
    string,
    {
      police: boolean;
      level: string;
      division: 'office' | 'economy' | 'culture-society' | 'police';
      step: Step;
    }
  >();
  for (const { version } of versions)
    for (const step of version.process.steps) {
      const division = ground.sectors.get(version.sector)?.division ?? 'office';
      const police = version.competent === 'commune-police';
      kinds.set([version.level, police, division, step.place, step.role].join(), {
        police,
        level: version.level,
        division,
        step,
      });
    }
  return [...kinds.values()];
}
type Step = Parameters<typeof holderOfStep>[0] & { role: string };

describe('Invented officials', () => {
  test('sit wherever a step of the catalogue lies, in every commune and department of every province', async () => {
    const units = await shippedUnits();
    const kinds = await kindsOfSteps();
    assert.ok(kinds.length > 20);
    const empty: string[] = [];
    let looked = 0;
    for (const province of units.filter((unit) => unit.kind === 'province')) {
      const { agencies } = await shippedAgencies(province.code);
      const officials = inventedOfficials(province.code, units, agencies, '');
      const seats = new Set(officials.map(({ agencyId, role }) => seatOf(agencyId, role)));
      const byUnit = Map.groupBy(agencies, (agency) => agency.unitCode);
      for (const [code, there] of byUnit) {
        const centre = there.find((one) => one.kind === 'centre');
        assert.ok(centre, `${code} has a centre`);
        const bodies = there.filter((one) => one.id === one.bodyId);
        for (const body of bodies) {
          const parts: Agency[] = there.filter((one) => one.bodyId === body.id);
          for (const { level, police, division, step } of kinds) {
            if (level !== (code === province.code ? 'province' : 'commune')) continue;
            if (level === 'commune' && police !== (body.kind === 'commune-police')) continue;
            const place = { centreId: centre.id, competentBodyId: body.id, division };
            const seat = seatOf(holderOfStep(step, place, parts), step.role);
            looked++;
            if (!seats.has(seat)) empty.push(`${province.name}: ${seat}`);
          }
        }
      }
    }
    assert.ok(looked > 50_000);
    assert.deepEqual(empty.slice(0, 5), []);
  });

  test('have account names of their own, as an administrator could have given them', async () => {
    const units = await shippedUnits();
    for (const province of units.filter((unit) => unit.kind === 'province')) {
      const { agencies } = await shippedAgencies(province.code);
      const names = inventedOfficials(province.code, units, agencies, '').map((one) => one.accountName);
      assert.equal(new Set(names).size, names.length, province.name);
      for (const name of names) assert.match(name, /^[a-z0-9][a-z0-9._-]{2,60}$/);
    }
  });
});
