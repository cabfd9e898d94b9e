import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { isTaxCode, personalIdFault, readPhone } from '../../capabilities/people/index.ts';
import {
  faultsOfAnswers,
  readCatalogue,
  shippedGround,
  shippedProcedures,
} from '../../capabilities/procedures/index.ts';

import type { Unit } from '../../capabilities/units/index.ts';
import { answersTo } from './answers.ts';
import { dice } from './dice.ts';
import { inventedCitizen, inventedOrganisation } from './invented.ts';

const province: Unit = {
  code: '37',
  kind: 'province',
  name: 'Ninh Bình',
  fullName: 'tỉnh Ninh Bình',
  parentCode: null,
};
const unit: Unit = {
  code: '13504',
  kind: 'commune',
  name: 'Bình Lục',
  fullName: 'xã Bình Lục',
  parentCode: '37',
};
const on = '2026-11-18';

describe('Invented people', () => {
  test('have personal ids that fit their birth date and sex, and numbers that nobody has', () => {
    const chance = dice('people');
    for (let count = 0; count < 500; count++) {
      const citizen = inventedCitizen(chance, { unit, province, on }, { age: chance.int(0, 95) });
      const { personalId, birthDate, sex, phone } = citizen;
      assert.equal(
        personalIdFault(personalId ?? '', { birthDate, sex, today: on }),
        null,
        `${personalId} ${birthDate}`,
      );
      assert.equal(personalId?.[6], '9');
      if (phone !== null) assert.match(readPhone(phone) ?? '', /^010/);
    }
  });

  test('organisations have a tax code whose last digit is right', () => {
    const chance = dice('organisations');
    for (let count = 0; count < 200; count++)
      assert.ok(isTaxCode(inventedOrganisation(chance, { unit, province }, 'company').taxCode ?? ''));
  });

  test('are the same for the same seed and others for another', () => {
    const one = (seed: string) => inventedCitizen(dice(seed), { unit, province, on }).fullName;
    assert.equal(one('a'), one('a'));
    assert.notDeepEqual(['a', 'b', 'c', 'd'].map(one), ['e', 'f', 'g', 'h'].map(one));
  });
});

describe('Invented answers', () => {
  test('fill in every form of the shipped catalogue without a fault', async () => {
    const { versions } = readCatalogue(await shippedProcedures('37'), await shippedGround());
    assert.ok(versions.length > 400);
    const chance = dice('answers');
    for (const { version } of versions) {
      const often = version.doubts.includes('form-general') ? 1 : 40;
      for (let count = 0; count < often; count++) {
        const applicant = chance.chance(0.1)
          ? inventedOrganisation(chance, { unit, province }, 'household')
          : inventedCitizen(chance, { unit, province, on });
        const answers = answersTo(version.form, { applicant, unit, procedureName: version.name, on }, chance);
        const faults = faultsOfAnswers(version.form, answers, { today: on });
        assert.deepEqual(faults, [], `${version.code} ${JSON.stringify(answers)}`);
      }
    }
  });
});
