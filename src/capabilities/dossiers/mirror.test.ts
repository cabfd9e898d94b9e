import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import { BINH_LUC, official, PLAIN, testProvince } from '../../../test/support/province.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { changesOf } from '../record/index.ts';
import { countedFrom } from './facts-store.ts';
import {
  acceptDossier,
  type Dossier,
  type DossierChange,
  dossierFrom,
  extendDossier,
  getDossier,
  keptFacts,
  mirrorDossier,
  noteDossier,
  requestSupplement,
  returnResult,
  stopDossier,
  withdrawDossier,
} from './index.ts';
import { judgeUpdate } from './mirror.ts';
import { listDossiers, seeDossier } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };
const receptionist = official(BINH_LUC, 'receptionist');
const leader = official(BINH_LUC, 'leader');
const now = new Date('2026-11-25T02:00:00Z');
const does = <T = { id: string; version: number; outcome: string }>(
  actor: Actor,
  act: AnyAct,
  input: object,
) => perform(pool, act, actor, input, { key: randomUUID(), at: now }) as Promise<T>;
const refusal = (kind: string, code: string) => (error: unknown) => {
  const found = error as { kind?: string; code?: string };
  assert.equal(`${found.kind} ${found.code}`, `${kind} ${code}`);
  return true;
};
async function seen(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
const told = (code: string, version: number, more: object = {}) => ({
  system: 'Hệ thống Bộ Công an',
  code,
  version,
  at: `2026-11-2${version}T02:00:00Z`,
  nationalState: 4,
  procedureCode: PLAIN.procedureCode,
  receivingBodyId: BINH_LUC,
  applicant: { kind: 'citizen', fullName: 'Nguyễn Thị Thanh Hằng', personalId: '037192005678' },
  submittedAt: '2026-11-20T01:00:00Z',
  receivedAt: '2026-11-20T02:00:00Z',
  dueAt: '2026-11-27T10:00:00Z',
  ...more,
});
const ended = { nationalState: 9, endedAt: '2026-11-23T02:00:00Z' };

describe('a dossier that a ministry’s system decides', () => {
  test('is made by the first news and follows the later ones', async () => {
    const { id, outcome } = await does(SYSTEM, mirrorDossier, told('G01.899.1', 1));
    assert.equal(outcome, 'made');
    let dossier = await seen(id);
    assert.deepEqual([dossier.code, dossier.state, dossier.step], ['G01.899.1', 'in-progress', null]);
    assert.equal((await does(SYSTEM, mirrorDossier, told('G01.899.1', 3, ended))).outcome, 'changed');
    dossier = await seen(id);
    assert.deepEqual([dossier.state, dossier.outcome], ['resolved', 'approved']);
    const changes = (await changesOf(pool, 'dossier', id)) as DossierChange[];
    assert.deepEqual(JSON.parse(JSON.stringify(dossierFrom(id, changes))), dossier);
    const kept = (await keptFacts(pool, [id])).get(id);
    assert.equal(kept?.facts.mirrored, true);
    assert.deepEqual(kept, countedFrom(id, changes, new Set([dossier.procedureVersionId])));
  });

  test('heeds neither old nor repeated news, and never comes back from its end', async () => {
    const code = 'G01.899.2';
    const { id } = await does(SYSTEM, mirrorDossier, told(code, 3, ended));
    assert.equal((await does(SYSTEM, mirrorDossier, told(code, 3, ended))).outcome, 'same');
    assert.equal((await does(SYSTEM, mirrorDossier, told(code, 2))).outcome, 'older');
    await assert.rejects(
      does(SYSTEM, mirrorDossier, told(code, 4, { nationalState: 4 })),
      refusal('conflict', 'mirror.backwards'),
    );
    assert.equal((await seen(id)).state, 'resolved');
  });

  test('told of twice at the same moment is made once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => does(SYSTEM, mirrorDossier, told('G01.899.3', 1))));
    assert.equal(new Set(made.map((one) => one.id)).size, 1);
    assert.deepEqual(made.map((one) => one.outcome).sort(), ['made', 'same', 'same']);
  });

  test('is marked on the lists, and only noted upon here', async () => {
    const { id } = await does(SYSTEM, mirrorDossier, told('G01.899.4', 1));
    const list = await listDossiers.run(pool, receptionist, { list: 'mirrored' }, now);
    assert.equal(list.items.find((row) => row.id === id)?.mirroredIn, 'Hệ thống Bộ Công an');
    const { acts } = (await seeDossier.run(pool, receptionist, { id }, now)) as { acts: { name: string }[] };
    assert.deepEqual(
      acts.map((act) => act.name),
      ['dossiers.note-dossier'],
    );
    const { version } = await seen(id);
    const on = { id, version };
    const items = [{ text: 'Giấy tờ' }];
    for (const [actor, act, input] of [
      [receptionist, withdrawDossier, { reason: 'Người dân rút' }],
      [receptionist, stopDossier, { reason: 'Dừng', ground: 'request' }],
      [official(BINH_LUC, 'receptionist'), requestSupplement, { items, reason: 'Thiếu giấy' }],
      [leader, extendDossier, { reason: 'Cần xác minh', newDay: '2026-12-04' }],
    ] as [Actor, AnyAct, object][])
      await assert.rejects(does(actor, act, { ...on, ...input }), refusal('conflict', 'dossier.mirrored'));
    await assert.rejects(does(receptionist, acceptDossier, on), refusal('conflict', 'dossier.mirrored'));
    await does(receptionist, noteDossier, { ...on, reason: 'Đã gọi điện cho người nộp', tell: true });
    assert.equal((await seen(id)).notes?.length, 1);
    const { rows } = await pool.query(
      `select from messages where subject_id = $1 and body ->> 'event' = 'told'`,
      [id],
    );
    assert.equal(rows.length, 1);
  });

  test('is handed over here only where that is ours', async () => {
    const theirs = await does(SYSTEM, mirrorDossier, told('G01.899.5', 3, ended));
    const ours = await does(SYSTEM, mirrorDossier, told('G01.899.6', 3, { ...ended, returnedHere: true }));
    const back = async (id: string) =>
      does(receptionist, returnResult, { id, version: (await seen(id)).version, by: 'counter' });
    await assert.rejects(back(theirs.id), refusal('conflict', 'dossier.mirrored'));
    await back(ours.id);
    assert.equal((await seen(ours.id)).state, 'returned');
    const waiting = await listDossiers.run(pool, receptionist, { list: 'to-return' }, now);
    assert.ok(!waiting.items.some((row) => row.id === theirs.id));
  });

  test('is told of by the exchange alone, and a state that contradicts its dates is refused', async () => {
    await assert.rejects(
      does(receptionist, mirrorDossier, told('G01.899.7', 1)),
      refusal('forbidden', 'act.forbidden'),
    );
    await assert.rejects(
      does(
        SYSTEM,
        mirrorDossier,
        told('G01.899.7', 1, { nationalState: 10, endedAt: '2026-11-19T00:00:00Z' }),
      ),
      (error: { details: { fields: { path: string }[] } }) => {
        assert.deepEqual(
          error.details.fields.map((field) => field.path),
          ['/returnedAt', '/endedAt'],
        );
        return true;
      },
    );
  });
});

test('news in any order leave the dossier where the news in order leave it', () => {
  const at = (version: number) => `2026-11-2${version}`;
  const news = [
    { version: 1, at: at(1), nationalState: 2 as const },
    { version: 2, at: at(2), nationalState: 4 as const },
    { version: 3, at: at(3), nationalState: 5 as const },
    { version: 4, at: at(4), nationalState: 4 as const },
    { version: 5, at: at(5), nationalState: 9 as const },
    { version: 6, at: at(6), nationalState: 10 as const },
  ];
  const last = (order: typeof news) =>
    order.reduce<(typeof news)[number] | null>(
      (known, one) => (judgeUpdate(known, one) === 'believe' ? one : known),
      null,
    );
  for (let turn = 0; turn < 200; turn++) {
    const order = [...news, ...news].sort(
      (a, b) => ((a.version * 7 + turn * 13) % 17) - ((b.version * 5 + turn) % 17),
    );
    assert.equal(last(order)?.version, 6);
  }
});
