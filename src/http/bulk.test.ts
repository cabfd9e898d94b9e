import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before, describe } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  official,
  signedIn,
  testApp,
  testProvince,
} from '../../test/support/province.ts';

const { pool } = await testProvince();
const { app, close } = await testApp(pool);
after(async () => {
  await close();
  await pool.end();
});
type Caller = Awaited<ReturnType<typeof signedIn>>['call'];
let receptionist: Caller;
let head: Caller;
let leader: Caller;
before(async () => {
  receptionist = (await signedIn(app, accountName(BINH_LUC, 'receptionist'))).call;
  head = (await signedIn(app, accountName(BINH_LUC, 'officeHead'))).call;
  leader = (await signedIn(app, accountName(BINH_LUC, 'leader'))).call;
});

const specialist = official(BINH_LUC, 'officeSpecialist');
async function received(count: number, more: Record<string, unknown> = {}) {
  const made: { id: string; version: number }[] = [];
  for (let i = 0; i < count; i++) {
    const { body } = await receptionist('POST', '/api/dossiers/receive', atCounter(more));
    made.push({ id: body.id, version: body.version });
  }
  return made;
}
const assigning = (items: { id: string; version: number }[]) => ({
  act: 'dossiers.assign-dossier',
  items,
  with: { officialId: specialist.id, note: 'Chia việc' },
});
const holders = async (ids: string[]) =>
  (
    await pool.query<{ holder: string | null }>(
      'select holder_official_id as holder from dossiers where id = any($1) order by id',
      [ids],
    )
  ).rows.map((row) => row.holder);

describe('one act on many dossiers', () => {
  test('is an act of its own for each; one that cannot is told and the rest go on', async () => {
    const items = await received(3);
    const [economic] = await received(1, {
      procedureCode: '9.000003',
      procedureVersionId: '9.000003@2025-07-01',
    });
    const stale = { ...(items[2] as { id: string }), version: 99 };
    const { status, body } = await head(
      'POST',
      '/api/bulk',
      assigning([...items.slice(0, 2), stale, economic as { id: string; version: number }]),
    );
    assert.equal(status, 200);
    assert.deepEqual(
      body.results.map((one: { done: boolean; code?: string }) => one.code ?? one.done),
      [true, true, 'dossier.stale', 'act.out-of-reach'],
    );
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from record where act = 'dossiers.assign-dossier' and subject_id = any($1)`,
      [items.map((one) => one.id)],
    );
    assert.equal(rows[0]?.n, 2);
  });

  test('sent twice has one effect, and one that broke off is finished by sending it again', async () => {
    const items = await received(3);
    const key = randomUUID();
    // As if the line had broken after the first: the same key with the first dossier only.
    await head('POST', '/api/bulk', assigning(items.slice(0, 1)), key);
    const [first, again] = await Promise.all([
      head('POST', '/api/bulk', assigning(items), key),
      head('POST', '/api/bulk', assigning(items), key),
    ]);
    for (const answer of [first, again])
      assert.ok(answer.body.results.every((one: { done: boolean }) => one.done));
    assert.deepEqual(
      await holders(items.map((one) => one.id)),
      items.map(() => specialist.id),
    );
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from record where act = 'dossiers.assign-dossier' and subject_id = any($1)`,
      [items.map((one) => one.id)],
    );
    assert.equal(rows[0]?.n, 3);
  });

  test('takes no other acts, no more than a hundred, and nobody without the right', async () => {
    const [item] = await received(1);
    const items = [item as { id: string; version: number }];
    const withdrawing = { act: 'dossiers.withdraw-dossier', items, with: { reason: 'Thử' } };
    assert.equal((await receptionist('POST', '/api/bulk', withdrawing)).status, 422);
    assert.equal((await receptionist('POST', '/api/bulk', assigning(items))).body.code, 'act.forbidden');
    const many = Array.from({ length: 101 }, () => items[0] as { id: string; version: number });
    assert.equal((await head('POST', '/api/bulk', assigning(many))).status, 422);
  });

  test('hands many results to the post, each parcel under its own number', async () => {
    const clerk = await signedIn(app, accountName(BINH_LUC, 'clerk'));
    const seats = {
      officeHead: head,
      officeSpecialist: (await signedIn(app, accountName(BINH_LUC, 'officeSpecialist'))).call,
      leader,
      clerk: clerk.call,
      receptionist,
    };
    const items = await received(2);
    const ready: { id: string; version: number }[] = [];
    for (const one of items) {
      let version = one.version;
      for (const [seat, act, more] of [
        ['officeHead', 'assign', { officialId: specialist.id }],
        ['officeSpecialist', 'complete-step', {}],
        ['officeHead', 'complete-step', {}],
        ['leader', 'approve', {}],
        ['clerk', 'issue-result', {}],
      ] as const) {
        const { status, body } = await seats[seat]('POST', `/api/dossiers/${one.id}/${act}`, {
          version,
          ...more,
        });
        assert.equal(status, 200, JSON.stringify(body));
        version = (body as { version: number }).version;
      }
      ready.push({ id: one.id, version });
    }
    const { body } = await receptionist(
      'POST',
      '/api/bulk',
      {
        act: 'dossiers.return-result',
        items: ready.map((one, place) => ({ ...one, ...(place === 0 ? { tracking: 'VN001' } : {}) })),
        with: { by: 'post' },
      },
      randomUUID(),
    );
    assert.deepEqual(
      body.results.map((one: { done: boolean }) => one.done),
      [true, false],
      'without a number nothing goes by post',
    );
    const { rows } = await pool.query(
      `select body #>> '{returned,tracking}' as n from dossiers where id = $1`,
      [ready[0]?.id],
    );
    assert.equal(rows[0]?.n, 'VN001');
  });

  test('is previewed: what is open on which, and who may take them', async () => {
    const items = await received(2);
    const ids = items.map((one) => one.id).join(',');
    const { body } = await head('GET', `/api/bulk?ids=${ids}`);
    assert.deepEqual(
      body.acts.map((act: { name: string; ids: string[] }) => [act.name, act.ids.length]),
      [['dossiers.assign-dossier', 2]],
    );
    assert.ok(body.assignable.some((one: { officialId: string }) => one.officialId === specialist.id));
    assert.deepEqual((await leader('GET', `/api/bulk?ids=${ids}`)).body.acts, []);
  });
});
