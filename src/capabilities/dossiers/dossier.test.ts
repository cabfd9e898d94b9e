import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { dossierCode, readCode, trackingCode } from './code.ts';
import { NATIONAL_STATE_NAMES, nationalState, STATE_NAMES, STATES } from './dossier.ts';
import { resultNumber } from './result.ts';
import { degreeOf } from './story.ts';

describe('a dossier code', () => {
  test('is the agency, the day of receipt and the order of that day', () => {
    assert.equal(
      dossierCode({ agencyCode: 'H15.50.05.13', day: '2026-10-08', serial: 975 }),
      'H15.50.05.13-261008-0975',
    );
  });
  test('grows beyond four digits instead of beginning again', () => {
    assert.equal(
      dossierCode({ agencyCode: 'H42.02', day: '2026-11-20', serial: 12_345 }),
      'H42.02-261120-12345',
    );
  });
  test('has no rule for days before there were two tiers', () => {
    assert.throws(() => dossierCode({ agencyCode: 'H42', day: '2025-06-30', serial: 1 }), RangeError);
  });
  test('is read as people type it', () => {
    assert.equal(readCode(' h42.13504-261120-0001 '), 'H42.13504-261120-0001');
    assert.equal(readCode('7k2m 93qf xb4d'), '7K2M-93QF-XB4D');
    assert.equal(readCode('7K2M-93QF-XB4D'), '7K2M-93QF-XB4D');
  });
});

test('a tracking code has no letter that is mistaken for another', () => {
  const all = trackingCode(Uint8Array.from({ length: 12 }, (_, n) => n * 21));
  assert.match(all, /^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
  assert.doesNotMatch(all, /[01ILOU]/);
});

test('the ten states of the national portal come from the inner ones, each from one', () => {
  assert.deepEqual(
    STATES.map((state) => nationalState(state)).sort((a, b) => a - b),
    Object.keys(NATIONAL_STATE_NAMES).map(Number),
  );
  assert.equal(NATIONAL_STATE_NAMES[nationalState('awaiting-supplement')], 'Yêu cầu bổ sung giấy tờ');
  assert.equal(NATIONAL_STATE_NAMES[nationalState('returned')], 'Đã trả kết quả');
  assert.equal(Object.keys(STATE_NAMES).length, STATES.length);
});

test('numbers of results below ten have two digits', () => {
  assert.equal(resultNumber(7, 'approved'), '07/KQGQ-TTHC');
  assert.equal(resultNumber(123, 'refused'), '123/TB-TTHC');
});

test('the degree of completion never says all is done before the result is handed over', () => {
  const steps = (...keys: string[]) => keys.map((key) => ({ key }));
  assert.deepEqual(degreeOf({ state: 'submitted', steps: [] }, 7), {
    done: 0,
    total: 7,
    word: 'Chờ tiếp nhận',
  });
  assert.equal(degreeOf({ state: 'in-progress', steps: steps('a', 'b', 'b', 'a', 'c') }, 3).done, 2);
  assert.deepEqual(degreeOf({ state: 'returned', steps: steps('a') }, 7), {
    done: 7,
    total: 7,
    word: 'Đã hoàn thành',
  });
});
