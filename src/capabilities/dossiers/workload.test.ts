import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { perform } from '../../perform.ts';
import { assignDossier } from './acts/assign-dossier.ts';
import { completeStep } from './acts/complete-step.ts';
import { receiveDossier } from './acts/receive-dossier.ts';

const { pool } = await testProvince();
/** A Wednesday; the weeks before it are what a pace is told by. */
const NOW = new Date('2026-11-25T09:00:00+07:00');
const { app, close } = await testApp(pool, { now: () => NOW });
after(async () => {
  await close();
  await pool.end();
});

const specialist = official(BINH_LUC, 'officeSpecialist');
const at = (weeks: number, hour: string) =>
  new Date(new Date(`2026-11-25T${hour}:00+07:00`).getTime() - weeks * 7 * 86_400_000);

async function given(when: Date) {
  const { id, version } = await perform(
    pool,
    receiveDossier,
    official(BINH_LUC, 'receptionist'),
    atCounter(),
    {
      at: when,
    },
  );
  return perform(
    pool,
    assignDossier,
    official(BINH_LUC, 'officeHead'),
    { id, version, officialId: specialist.id },
    { at: when },
  ) as Promise<{ id: string; version: number }>;
}

// Four weeks with two finished each; five lie open now; two received for the other commune, one by it.
for (let week = 4; week >= 1; week--)
  for (const hour of ['08:00', '10:00']) {
    const { id, version } = await given(at(week, hour));
    await perform(pool, completeStep, specialist, { id, version }, { at: at(week, '14:00') });
  }
for (let count = 0; count < 5; count++) await given(at(0, '08:00'));
for (const [from, to, times] of [
  [BINH_LUC, OTHER_COMMUNE, 2],
  [OTHER_COMMUNE, BINH_LUC, 1],
] as const)
  for (let count = 0; count < times; count++)
    await perform(pool, receiveDossier, official(from, 'receptionist'), atCounter({ competentBodyId: to }), {
      at: at(0, '08:30'),
    });

test('five open against two a week is more than usual, in words of one’s own pace', async () => {
  const leader = await signedIn(app, accountName(BINH_LUC, 'leader'));
  const { body } = await leader.call('GET', '/api/board/workload');
  const [row] = body.officials;
  assert.deepEqual(
    [row.officialId, row.open, row.perWeek, row.daysOfWork, row.word],
    [specialist.id, 5, 2, 13, 'more-than-usual'],
  );
});

test('every number of the workload and of the flows opens a list of that length', async () => {
  const leader = await signedIn(app, accountName(BINH_LUC, 'leader'));
  const { body } = await leader.call('GET', '/api/board/workload');
  const total = async (query: Record<string, string>) =>
    (await leader.call('GET', `/api/dossiers?${new URLSearchParams(query)}`)).body.total;
  for (const row of body.officials)
    assert.equal(await total({ list: 'in-progress', body: BINH_LUC, official: row.officialId }), row.open);
  assert.deepEqual(
    body.flows.map((row: { direction: string; open: number }) => [row.direction, row.open]),
    [
      ['for-others', 2],
      ['by-others', 1],
    ],
  );
  for (const row of body.flows) {
    const pair = { body: row.competentBodyId, receiving: row.receivingBodyId };
    assert.equal(await total({ list: 'in-progress', ...pair }), row.open);
    assert.equal(await total({ list: 'overdue', ...pair }), row.overdue);
    assert.equal(await total({ list: 'all', received: 'month', ...pair }), row.receivedThisMonth);
  }
});

test('from the province one sees places, not persons; and a commune sees its own only', async () => {
  const control = await signedIn(app, 'kiemsoat');
  const province = (await control.call('GET', '/api/board/workload')).body;
  assert.equal(province.officials, null);
  assert.equal(province.flowPairs, 2);
  const other = await signedIn(app, accountName(OTHER_COMMUNE, 'leader'));
  assert.deepEqual((await other.call('GET', '/api/board/workload')).body.officials, []);
  const receptionist = await signedIn(app, accountName(BINH_LUC, 'receptionist'));
  assert.equal((await receptionist.call('GET', '/api/board/workload')).status, 403);
});
