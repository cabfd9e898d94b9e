import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import { extractText, getDocumentProxy } from 'unpdf';
import {
  accountName,
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  type Seat,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { inSnapshot, inTransaction } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { recount, shippedDefinitions } from '../figures/index.ts';
import { verifyRecord } from '../record/index.ts';
import { carryOutReorganisation } from './index.ts';

const { pool } = await testProvince();
let clock = new Date('2026-11-24T02:00:00Z');
const { app, close } = await testApp(pool, { now: () => clock });
after(async () => {
  await close();
  await pool.end();
});
const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };
const as = (body: string, seat: Seat) => signedIn(app, accountName(body, seat));
/** The control officer; signed in anew, since days go by. */
const control = {
  call: async (...asked: Parameters<Awaited<ReturnType<typeof signedIn>>['call']>) =>
    (await signedIn(app, 'kiemsoat')).call(...asked),
};
const carryOut = (id: string) => perform(pool, carryOutReorganisation, SYSTEM, { id }, { at: clock });
const NEW = 'H42.99001';
const into = (id: string, name: string, more: object = {}) => ({
  id,
  kind: 'commune',
  name,
  shortName: null,
  hamlets: [],
  sectors: [],
  ...more,
});
const MERGE = {
  of: 'commune',
  from: ['13504', '13495'],
  into: [into('99001', 'Bình Lục Mới')],
  rest: '99001',
};
const BASIS = {
  effectiveOn: '2026-11-25',
  basisNumber: 'Nghị quyết số 12/NQ-UBTVQH16',
  basisDate: '2026-11-20',
  basisTitle: 'Sắp xếp xã trong phép thử',
};
/** The words of a printed page, as a reader sees them. */
async function textOf(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text.normalize('NFC');
}
const plan = (body: object, key = randomUUID()) => control.call('POST', '/api/reorganisations', body, key);
const difference = () =>
  inSnapshot(pool, async (tx) => {
    const found = await recount(tx, (await shippedDefinitions()).indicators, clock);
    assert.deepEqual(found.examples, []);
    return found.difference;
  });

describe('two communes become one on a day', () => {
  const opened: { id: string; code: string }[] = [];
  let id = '';

  test('the plan says beforehand what will move, and moves nothing', async () => {
    for (const [body, count] of [
      [BINH_LUC, 2],
      [OTHER_COMMUNE, 1],
    ] as const) {
      const { call } = await as(body, 'receptionist');
      for (let n = 0; n < count; n++) {
        const answer = await call('POST', '/api/dossiers/receive', atCounter());
        assert.equal(answer.status, 200);
        opened.push(answer.body as { id: string; code: string });
      }
    }
    await pool.query(`update persons set unit_code = '13504' where personal_id = '037192005678'`);
    const preview = await control.call(
      'GET',
      `/api/reorganisations/preview?plan=${encodeURIComponent(JSON.stringify(MERGE))}`,
    );
    assert.equal(preview.status, 200, JSON.stringify(preview.body));
    const said = preview.body as Record<string, unknown> & { dossiers: { count: number }[] };
    assert.equal(said.kind, 'merge');
    assert.equal(said.dossiers[0]?.count, 3);
    assert.equal(said.duties, 22);
    assert.equal(said.persons, 1);
    const made = await plan({ plan: MERGE, ...BASIS });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    id = (made.body as { id: string }).id;
    const again = await plan({ plan: MERGE, ...BASIS });
    assert.match(JSON.stringify(again.body), /planned-already/);
    const { rows } = await pool.query(`select from agencies where unit_code = '99001'`);
    assert.equal(rows.length, 0);
    await assert.rejects(carryOut(id), /too-early/);
  });

  test('on its day everything that is open goes on in the new commune, in one go, once', async () => {
    clock = new Date('2026-11-24T17:01:00Z'); // a minute after midnight in Vietnam
    const moved = await carryOut(id);
    assert.deepEqual(
      { ...moved },
      {
        done: true,
        dossiers: 3,
        finished: 0,
        duties: 22,
        persons: 1,
        agencies: 18,
        money: 0,
        reports: 0,
        feeAreas: 0,
      },
    );
    assert.equal((await carryOut(id)).done, false, 'a second time finds it done');
    const { rows } = await pool.query(
      'select code, competent_body_id, receiving_body_id, centre_id from dossiers',
    );
    for (const row of rows)
      assert.deepEqual(
        [row.competent_body_id, row.receiving_body_id, row.centre_id],
        [NEW, NEW, `${NEW}.04`],
      );
    assert.deepEqual(rows.map((row) => row.code).sort(), opened.map((one) => one.code).sort(), 'codes stay');
    const home = await pool.query(
      `select unit_code, address from persons where personal_id = '037192005678'`,
    );
    assert.deepEqual(home.rows, [{ unit_code: '99001', address: 'Xóm 4, xã Bình Lục, tỉnh Ninh Bình' }]);
  });

  test('the next day its receptionist receives with a number of the new commune, beginning at 1', async () => {
    clock = new Date('2026-11-25T02:00:00Z');
    const { call } = await as(BINH_LUC, 'receptionist');
    const answer = await call('POST', '/api/dossiers/receive', atCounter());
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.match((answer.body as { code: string }).code, /^H42\.99001-261125-0001$/);
    // A draft of the day before still names the old commune.
    const draft = await call('POST', '/api/dossiers/receive', atCounter({ competentBodyId: OTHER_COMMUNE }));
    assert.equal(draft.status, 200, JSON.stringify(draft.body));
    const { rows } = await pool.query('select competent_body_id from dossiers where id = $1', [
      (draft.body as { id: string }).id,
    ]);
    assert.equal(rows[0]?.competent_body_id, NEW);
  });

  test('a moved dossier goes on to its result, and its slip has the name that it was received under', async () => {
    const first = opened[0] as { id: string; code: string };
    const head = await as(BINH_LUC, 'officeHead');
    const seen = await head.call('GET', `/api/dossiers/${first.id}`);
    assert.equal(seen.status, 200, JSON.stringify(seen.body));
    const assigned = await head.call('POST', `/api/dossiers/${first.id}/assign`, {
      version: (seen.body as { version: number }).version,
      officialId: `${BINH_LUC}:officeSpecialist`,
    });
    assert.equal(assigned.status, 200, JSON.stringify(assigned.body));
    const other = await as(OTHER_COMMUNE, 'leader');
    assert.equal((await other.call('GET', `/api/dossiers/${first.id}`)).status, 200, 'one commune now');
    const slip = await head.call('GET', `/api/dossiers/${first.id}/slip.pdf`);
    const printed = await textOf(slip.body as Uint8Array);
    assert.match(printed, /TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ BÌNH LỤC\s/i);
    assert.doesNotMatch(printed, /Bình Lục Mới/i);
  });

  test('the figures of the time add up to the same whole on both maps', async () => {
    const asked = 'from=2026-11-15&to=2026-12-15&by=body&indicators=received';
    const [today, then] = await Promise.all(
      ['today', 'that-day'].map(async (map) => {
        const { status, body } = await control.call('GET', `/api/figures?${asked}&map=${map}`);
        assert.equal(status, 200, JSON.stringify(body));
        return body as {
          total: { received: number };
          rows: { key: string; figures: { received: number } }[];
        };
      }),
    );
    const lines = (answer: typeof today) =>
      Object.fromEntries((answer?.rows ?? []).map((row) => [row.key, row.figures.received]));
    assert.deepEqual(lines(today), { [NEW]: 5 });
    assert.deepEqual(lines(then), { [BINH_LUC]: 2, [OTHER_COMMUNE]: 1, [NEW]: 2 });
    assert.equal(today?.total.received, then?.total.received);
    const leader = await as(BINH_LUC, 'leader');
    const old = await leader.call('GET', `/api/figures?${asked}&map=that-day&body=${OTHER_COMMUNE}`);
    assert.equal(
      (old.body as { total: { received: number } }).total.received,
      1,
      'the old commune is theirs now',
    );
  });

  test('the record is whole, and the figures are those of the record', async () => {
    assert.equal(await difference(), 0);
    const faults = await inTransaction(pool, (tx) => verifyRecord(tx));
    assert.deepEqual((faults as { faults?: unknown[] }).faults ?? faults, []);
  });
});

describe('a commune is split, another renamed', () => {
  const OLD = 'H42.99001';
  let split = '';

  test('a plan is refused with what is wrong with it', async () => {
    const wrong: [string, object, RegExp][] = [
      [
        'a code that is used',
        { ...MERGE, from: ['99001'], into: [into('13504', 'Mới')], rest: '13504' },
        /code-used/,
      ],
      ['a commune that is gone', { ...MERGE, into: [into('99002', 'Mới')], rest: '99002' }, /unit.unknown/],
      [
        'nobody for the rest',
        { ...MERGE, from: ['99001'], into: [into('99002', 'Mới')] },
        /reorganisation.rest/,
      ],
      ['a day that has begun', { ...MERGE, from: ['99001'], into: [into('99001', 'Đổi Tên')] }, /too-late/],
    ];
    for (const [what, body, code] of wrong) {
      const { status, body: answer } = await plan({ plan: body, ...BASIS });
      assert.equal(status, 422, what);
      assert.match(JSON.stringify(answer), code, what);
    }
  });

  test('given up before its day, nothing happens on it; whoever has no such task may not plan at all', async () => {
    const body = {
      plan: { of: 'commune', from: ['99001'], into: [into('99001', 'Đổi Tên')], rest: '99001' },
      ...BASIS,
      effectiveOn: '2026-11-26',
    };
    const key = randomUUID();
    const made = await plan(body, key);
    assert.deepEqual((await plan(body, key)).body, made.body, 'sent twice, planned once');
    const { id } = made.body as { id: string };
    assert.equal(
      (await control.call('POST', `/api/reorganisations/${id}/cancel`, { reason: 'Hoãn' })).status,
      200,
    );
    clock = new Date('2026-11-26T02:00:00Z');
    await assert.rejects(carryOut(id), /reorganisation.state/);
    const leader = await as(BINH_LUC, 'leader');
    assert.equal((await leader.call('POST', '/api/reorganisations', body)).status, 403);
  });

  test('dossiers go by the hamlet in the address, the others to the one named for the rest', async () => {
    const { call } = await as(BINH_LUC, 'receptionist');
    const far = await call(
      'POST',
      '/api/dossiers/receive',
      atCounter({ contact: { phone: null, email: null, address: 'Thôn Đồng Xa, xã Bình Lục' } }),
    );
    assert.equal(far.status, 200, JSON.stringify(far.body));
    const made = await plan({
      plan: {
        of: 'commune',
        from: ['99001'],
        into: [into('99001', 'Bình Lục Mới'), into('99003', 'Đồng Xa', { hamlets: ['thôn đồng xa'] })],
        rest: '99001',
      },
      ...BASIS,
      effectiveOn: '2026-11-27',
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    split = (made.body as { id: string }).id;
    clock = new Date('2026-11-26T17:00:00Z');
    const moved = await carryOut(split);
    assert.equal(moved.dossiers, 1);
    assert.equal(moved.duties, 0);
    const { rows } = await pool.query(
      `select competent_body_id as body, count(*) as count from dossiers group by 1 order by 1`,
    );
    assert.deepEqual(rows, [
      { body: OLD, count: 5 },
      { body: 'H42.99003', count: 1 },
    ]);
    assert.equal(await difference(), 0);
  });

  test('renamed, it keeps its code and its numbers; what was received before is printed under the old name', async () => {
    clock = new Date('2026-11-27T02:00:00Z');
    const { call } = await as(BINH_LUC, 'receptionist');
    const before = (await call('POST', '/api/dossiers/receive', atCounter())).body as {
      id: string;
      code: string;
    };
    const made = await plan({
      plan: {
        of: 'commune',
        from: ['99001'],
        into: [into('99001', 'Bình Lục', { kind: 'ward' })],
        rest: '99001',
      },
      ...BASIS,
      effectiveOn: '2026-11-28',
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    clock = new Date('2026-11-28T02:00:00Z');
    await carryOut((made.body as { id: string }).id);
    const { rows } = await pool.query(`select name from agencies where id = $1`, [OLD]);
    assert.equal(rows[0]?.name, 'Ủy ban nhân dân phường Bình Lục');
    const today = await as(BINH_LUC, 'receptionist');
    const slip = await today.call('GET', `/api/dossiers/${before.id}/slip.pdf`);
    assert.match(await textOf(slip.body as Uint8Array), /XÃ BÌNH LỤC MỚI/i);
    const read = await today.call(
      'GET',
      `/api/address?q=${encodeURIComponent('xã Bình Lục Mới, Ninh Bình')}`,
    );
    assert.equal(
      (read.body as { candidates: { fullName: string }[] }).candidates[0]?.fullName,
      'phường Bình Lục',
    );
    assert.equal(await difference(), 0);
  });
});
