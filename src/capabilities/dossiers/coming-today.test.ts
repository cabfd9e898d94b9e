import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import {
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  testProvince,
} from '../../../test/support/province.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import {
  approveDossier,
  assignDossier,
  completeStep,
  extendDossier,
  getDossier,
  issueResult,
  receiveDossier,
  returnResult,
} from './index.ts';
import { listDossiers, listLists } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const head = official(BINH_LUC, 'officeHead');
const specialist = official(BINH_LUC, 'officeSpecialist');
const leader = official(BINH_LUC, 'leader');
const clerk = official(BINH_LUC, 'clerk');

/** Friday 20 November 2026, 09:00 in Viet Nam; what is handed in then is promised for Thursday 26 November, 09:00. */
const friday = new Date('2026-11-20T02:00:00Z');
const later = (minutes: number) => new Date(friday.getTime() + minutes * 60_000);
const day = (text: string) => new Date(`2026-11-${text}:00Z`);
const PROMISED_DAY = day('26T05:00');

async function received(more: Record<string, unknown> = {}, at = friday, who: Actor = receptionist) {
  const input = atCounter(more);
  return ((await perform(pool, receiveDossier, who, input, { key: randomUUID(), at })) as { id: string }).id;
}
async function onward(actor: Actor, act: AnyAct, id: string, input: object = {}, at = friday) {
  const dossier = await getDossier(pool, id);
  await perform(pool, act, actor, { id, version: dossier?.version, ...input }, { key: randomUUID(), at });
}
async function decided(id: string) {
  await onward(head, assignDossier, id, { officialId: specialist.id }, later(1));
  await onward(specialist, completeStep, id, { note: 'Đủ điều kiện' }, later(2));
  await onward(head, completeStep, id, {}, later(3));
  await onward(leader, approveDossier, id, {}, later(4));
  await onward(clerk, issueResult, id, {}, later(5));
}
const shown = async (at: Date, more: object = {}, who: Actor = receptionist) =>
  (await listDossiers.run(pool, who, { list: 'coming-today', ...more }, at)).items.map((one) => one.id);
const counted = async (at: Date, who: Actor = receptionist) =>
  (await listLists.run(pool, who, {}, at)).lists.find((list) => list.key === 'coming-today')?.count;

const waiting = await received();
const readyLater = await received({}, later(30));
const ready = await received({}, later(10));
const extended = await received();
await received({ returnBy: 'post' });
const elsewhere = await received({}, friday, official(OTHER_COMMUNE, 'receptionist'));
await decided(ready);
await decided(readyLater);
await onward(leader, extendDossier, extended, { reason: 'Chờ kết quả xác minh', newDay: '2026-11-30' });

test('those who come today are listed with the results that wait for them first, then what is not ready', async () => {
  assert.deepEqual(await shown(PROMISED_DAY), [ready, readyLater, waiting]);
  assert.equal(await counted(PROMISED_DAY), 3);
  const { items } = await listDossiers.run(pool, receptionist, { list: 'coming-today' }, PROMISED_DAY);
  assert.deepEqual(
    items.map((one) => [one.state, one.holder.agencyName]),
    [
      ['resolved', items[0]?.holder.agencyName],
      ['resolved', items[0]?.holder.agencyName],
      ['received', 'Văn phòng HĐND và UBND xã Bình Lục'],
    ],
  );
});

test('pages follow each other across the line between what is ready and what is not', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDossiers.run(
      pool,
      receptionist,
      { list: 'coming-today', limit: 1, ...(cursor === undefined ? {} : { cursor }) },
      PROMISED_DAY,
    );
    seen.push(...page.items.map((one) => one.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && seen.length < 9);
  assert.deepEqual(seen, [ready, readyLater, waiting]);
});

test('the day is the legal day of Viet Nam, and nobody is expected on the day before or after', async () => {
  for (const [at, number] of [
    ['25T16:59', 0],
    ['25T17:00', 3],
    ['26T16:59', 3],
    ['26T17:00', 0],
  ] as const) {
    assert.equal((await shown(day(at))).length, number, at);
    assert.equal(await counted(day(at)), number, at);
  }
});

test('who was promised another day with an apology comes on that day', async () => {
  assert.deepEqual(await shown(day('30T05:00')), [extended]);
});

test('a centre sees whom it expects itself, an official who receives nobody has no such list', async () => {
  assert.deepEqual(await shown(PROMISED_DAY, {}, official(OTHER_COMMUNE, 'receptionist')), [elsewhere]);
  assert.equal(await counted(PROMISED_DAY, specialist), undefined);
  assert.deepEqual(await shown(PROMISED_DAY, {}, specialist), []);
});

test('whoever has fetched the result is expected no more', async () => {
  await onward(receptionist, returnResult, ready, { by: 'counter' }, day('26T03:00'));
  assert.deepEqual(await shown(PROMISED_DAY), [readyLater, waiting]);
});

test('what waits for a fee is listed to whoever may see it, and to nobody of another commune', async () => {
  const { items } = await listDossiers.run(
    pool,
    official(OTHER_COMMUNE, 'receptionist'),
    { list: 'awaiting-payment' },
    later(60),
  );
  assert.deepEqual(
    items.map((one) => one.id),
    [elsewhere],
  );
  const late = (await listLists.run(pool, receptionist, {}, later(60))).lists.find(
    (list) => list.key === 'awaiting-payment',
  );
  assert.equal(late?.late, 0);
});
