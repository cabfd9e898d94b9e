import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { PLAIN, testProvince } from '../../../test/support/province.ts';
import { inTransaction } from '../../db/connect.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { changesOf } from '../record/index.ts';
import { computeFee } from './fee.ts';
import { importResolutions, saveFeeArea, saveResolution } from './index.ts';
import { type Resolution, ruledOn } from './resolution.ts';
import { groupsByResidence, withResolutions } from './resolution-store.ts';
import { findVersion } from './store.ts';

const { pool } = await testProvince();
after(() => pool.end());

const resolution: Resolution = {
  number: '12/2026/NQ-HĐND',
  title: 'Quy định mức thu một số loại phí, lệ phí',
  issuedOn: '2026-06-15',
  effectiveFrom: '2026-07-01',
  effectiveTo: '2027-01-01',
  source: 'Công báo tỉnh',
  fees: [{ procedure: PLAIN.procedureCode, fee: 'phi', amount: 10_000 }],
  reductions: [
    { sector: 'ho-tich', group: 'everyone', kind: 'percent', value: 50, channels: ['online'] },
    { sector: 'ho-tich', group: 'remote', kind: 'exempt', value: 0 },
  ],
};
const procedure = async (day = '2026-11-20') => {
  const found = await findVersion(pool, PLAIN.procedureCode, day);
  assert.ok(found);
  return found.procedure;
};
const asked = { channel: 'counter' as const, groups: [], copies: 1, pages: 1, on: '2026-11-20' };
const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Kiểm soát',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};
const refusal = (code: string) => (error: unknown) => {
  const found = error as { code: string; details: { fields?: { code: string }[] } };
  assert.equal(found.details.fields?.[0]?.code ?? found.code, code);
  return true;
};

describe('a resolution of the province’s council', () => {
  test('sets the amount and names itself; online half of it; from its first day to before its last', async () => {
    const ruled = ruledOn(await procedure(), [resolution], '2026-11-20');
    const counter = computeFee(ruled, asked);
    assert.equal(counter.total, 10_000);
    assert.match(counter.lines[0]?.why ?? '', /theo Nghị quyết số 12\/2026\/NQ-HĐND/);
    assert.equal(computeFee(ruled, { ...asked, channel: 'online' }).total, 5000);
    const plain = await procedure();
    for (const [day, total] of [
      ['2026-06-30', 8000],
      ['2026-07-01', 10_000],
      ['2026-12-31', 10_000],
      ['2027-01-01', 8000],
    ] as const)
      assert.equal(computeFee(ruledOn(plain, [resolution], day), { ...asked, on: day }).total, total, day);
  });

  test('of several the narrower holds, of equal ones the later; a rule for one channel leaves the others', async () => {
    const sector: Resolution = {
      ...resolution,
      number: '20/2026/NQ-HĐND',
      effectiveFrom: '2026-10-01',
      fees: [{ sector: 'ho-tich', amount: 3000 }],
      reductions: [],
    };
    const later: Resolution = {
      ...sector,
      number: '21/2026/NQ-HĐND',
      fees: resolution.fees.map((fee) => ({ ...fee, amount: 12_000 })),
    };
    const online: Resolution = {
      ...sector,
      number: '22/2026/NQ-HĐND',
      fees: [{ procedure: PLAIN.procedureCode, fee: 'phi', channels: ['online'], amount: 0 }],
    };
    const plain = await procedure();
    const total = (resolutions: Resolution[], channel: 'counter' | 'online' = 'counter') =>
      computeFee(ruledOn(plain, resolutions, '2026-11-20'), { ...asked, channel }).total;
    const withoutReductions = { ...resolution, reductions: [] };
    assert.equal(total([sector]), 3000);
    assert.equal(total([sector, withoutReductions]), 10_000);
    assert.equal(total([withoutReductions, later, sector]), 12_000);
    assert.equal(total([online], 'online'), 0);
    assert.equal(total([online]), 8000);
  });

  test('is entered and corrected by the control officer, each version in the record; a stale correction is refused', async () => {
    const save = (version: number, more: object = {}) =>
      perform(pool, saveResolution, control, { resolution: { ...resolution, ...more }, version });
    assert.deepEqual(await save(0), { number: resolution.number, version: 1 });
    await assert.rejects(save(0), refusal('resolution.stale'));
    assert.equal((await save(1, { title: 'Đã sửa tên' })).version, 2);
    assert.equal((await changesOf(pool, 'procedure', `resolution:${resolution.number}`)).length, 2);
    const holding = await inTransaction(pool, async (tx) =>
      withResolutions(tx, await procedure(), '2026-11-20'),
    );
    assert.equal(computeFee(holding, asked).total, 10_000);
  });

  test('with an impossible day, an unknown procedure or nothing in it is refused at the place', async () => {
    const save = (more: object) =>
      perform(pool, saveResolution, control, {
        resolution: { ...resolution, number: '99/2026/NQ-HĐND', ...more },
        version: 0,
      });
    await assert.rejects(save({ effectiveTo: '2026-07-01' }), refusal('date.order'));
    await assert.rejects(save({ issuedOn: '2026-02-30' }), refusal('date.impossible'));
    await assert.rejects(save({ effectiveFrom: '2026-01-01' }), refusal('resolution.before-issued'));
    await assert.rejects(save({ fees: [], reductions: [] }), refusal('resolution.empty'));
    await assert.rejects(
      save({ fees: [{ procedure: '9.999999', amount: 1 }] }),
      refusal('procedure.unknown'),
    );
    await assert.rejects(save({ fees: [{ amount: 1 }] }), refusal('resolution.about'));
    await assert.rejects(
      save({ fees: [{ sector: 'khong-co', amount: 1 }] }),
      refusal('resolution.sector-unknown'),
    );
  });

  test('of a file come all or none; loaded again nothing changes', async () => {
    const load = (resolutions: object[]) => perform(pool, importResolutions, SYSTEM, { resolutions });
    const one = { ...resolution, number: '31/2026/NQ-HĐND' };
    await assert.rejects(
      load([one, { ...one, number: '32/2026/NQ-HĐND', fees: [{ procedure: '9.999999', amount: 1 }] }]),
      refusal('procedure.unknown'),
    );
    assert.deepEqual(await load([one]), { loaded: 1, unchanged: 0 });
    assert.deepEqual(await load([one]), { loaded: 0, unchanged: 1 });
    await assert.rejects(load([one, one]), refusal('resolution.twice'));
  });
});

describe('where somebody lives', () => {
  test('frees of a fee without being claimed, from the day the decision says until the day it ends', async () => {
    await perform(pool, saveFeeArea, control, {
      unitCode: '13504',
      kind: 'hardship',
      effectiveFrom: '2026-01-01',
      effectiveTo: '2026-12-01',
      source: 'Quyết định thử nghiệm',
    });
    const groups = (day: string, unit: string | null = '13504') =>
      inTransaction(pool, (tx) => groupsByResidence(tx, unit, day));
    assert.deepEqual(await groups('2026-11-30'), ['remote']);
    assert.deepEqual(await groups('2026-12-01'), []);
    assert.deepEqual(await groups('2026-11-30', '13495'), []);
    assert.deepEqual(await groups('2026-11-30', null), []);
    const ruled = ruledOn(await procedure(), [resolution], '2026-11-20');
    const { total, lines } = computeFee(ruled, { ...asked, groups: ['remote'] });
    assert.equal(total, 0);
    assert.match(lines[0]?.why ?? '', /^Miễn: Người dân ở xã đặc biệt khó khăn/);
  });
});
