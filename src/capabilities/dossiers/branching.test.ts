import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before, describe } from 'node:test';
import { atCounter, BINH_LUC, official, testProvince } from '../../../test/support/province.ts';
import { inTransaction } from '../../db/connect.ts';
import type { AnyAct } from '../../kernel/act.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import {
  findVersion,
  importCatalogue,
  type Process,
  rowsOfJson,
  type Step,
  wayThrough,
} from '../procedures/index.ts';
import { endWait, waitsOver } from './acts/end-wait.ts';
import {
  answerConsultation,
  approveDossier,
  assignDossier,
  completeStep,
  type Dossier,
  getDossier,
  issueResult,
  openParts,
  receiveDossier,
  refuseDossier,
  returnResult,
} from './index.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const head = official(BINH_LUC, 'officeHead');
const specialist = official(BINH_LUC, 'officeSpecialist');
const economy = official(BINH_LUC, 'economySpecialist');
const culture = official(BINH_LUC, 'cultureSpecialist');
const leader = official(BINH_LUC, 'leader');
const clerk = official(BINH_LUC, 'clerk');

/** Friday 20 November 2026, 09:00 in Viet Nam. */
const friday = new Date('2026-11-20T02:00:00Z');
const later = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
const does = (actor: Actor, act: AnyAct, input: object, at = friday) =>
  perform(pool, act, actor, input, { key: randomUUID(), at }) as Promise<{ id: string; version: number }>;
async function now(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
const on = async (actor: Actor, act: AnyAct, id: string, more: object = {}, at = friday) =>
  does(actor, act, { id, version: (await now(id)).version, ...more }, at);

const step = (
  key: string,
  act: Step['act'],
  role: string,
  place: Step['place'],
  share: number,
  next: Step['next'],
  more: Partial<Step> = {},
): Step => ({ key, name: `Bước ${key}`, act, role, place, share, next, ...more });

/** Online it goes straight to the leader; otherwise two divisions work beside each other, and it is posted publicly. */
const process: Process = {
  name: 'Có rẽ nhánh',
  decision: null,
  steps: [
    step('nhan', 'receive', 'receptionist', 'centre', 0.1, [
      { to: 'duyet-nhanh', if: [{ of: 'channel', is: ['online'] }] },
      { to: 'giao' },
    ]),
    step('duyet-nhanh', 'appraise', 'leader', 'leadership', 0.7, [{ to: 'duyet' }]),
    step('giao', 'assign', 'division-head', 'division', 0.1, [{ to: 'tham-dinh' }]),
    step('tham-dinh', 'appraise', 'specialist', 'division', 0.4, [{ to: 'bao' }], {
      parts: [
        { key: 'dat', name: 'Kiểm tra thửa đất', role: 'specialist', division: 'economy', share: 0.2 },
        { key: 'van', name: 'Xác nhận di tích', role: 'specialist', division: 'culture-society', share: 0.4 },
      ],
    }),
    step('bao', 'notify', 'system', 'office', 0, [{ to: 'niem-yet' }], {
      message: 'Đang niêm yết công khai',
    }),
    step('niem-yet', 'wait', 'system', 'office', 0.2, [{ to: 'duyet' }]),
    step('duyet', 'approve', 'leader', 'leadership', 0.1, [
      { to: 'cap-ngay', if: [{ of: 'outcome', is: ['refused'] }] },
      { to: 'cap' },
    ]),
    step('cap', 'issue', 'clerk', 'office', 0.1, [{ to: 'tra' }]),
    step('cap-ngay', 'issue', 'clerk', 'office', 0.1, [{ to: 'tra' }]),
    step('tra', 'return', 'receptionist', 'centre', 0, []),
  ],
};

before(async () => {
  const plain = await findVersion(pool, '9.000001', '2026-11-20');
  assert.ok(plain);
  await inTransaction(pool, (tx) =>
    importCatalogue(
      tx,
      rowsOfJson('re-nhanh.json', { procedures: [{ ...plain.procedure, code: '9.000009', process }] }),
      { at: friday, record: async () => {}, sameDay: 'refuse' },
    ),
  );
});

const BRANCHING = { procedureCode: '9.000009', procedureVersionId: '9.000009@2025-07-01' };

describe('a dossier whose process parts ways', () => {
  test('has its parts opened together, goes on when all are done, tells the applicant and waits by itself', async () => {
    const { id } = await does(receptionist, receiveDossier, atCounter(BRANCHING));
    assert.equal((await now(id)).step?.key, 'giao');
    await on(head, assignDossier, id, { officialId: specialist.id });
    const working = await now(id);
    assert.deepEqual(
      openParts(working).map((part) => [part.question, part.agencyId, part.askedByName]),
      [
        ['Kiểm tra thửa đất', `${BINH_LUC}.02`, specialist.name],
        ['Xác nhận di tích', `${BINH_LUC}.03`, specialist.name],
      ],
    );
    // The longest part is due with the step itself, the other one in half of its time.
    const [land, relic] = working.parts;
    assert.equal(relic?.dueAt, working.step?.dueAt);
    assert.ok((land?.dueAt ?? '') < (relic?.dueAt ?? ''));

    await assert.rejects(on(specialist, completeStep, id), { code: 'dossier.parts-open' });
    for (const [actor, part] of [
      [economy, land],
      [culture, relic],
    ] as const)
      await does(actor, answerConsultation, { id, part: part?.id, answer: 'Không vướng mắc' });
    await on(specialist, completeStep, id);

    const posted = await now(id);
    assert.deepEqual([posted.step?.key, posted.step?.role], ['niem-yet', 'system']);
    assert.deepEqual(
      posted.steps.map((visit) => visit.key),
      ['nhan', 'giao', 'tham-dinh', 'bao'],
    );
    const { rows } = await pool.query<{ text: string }>(
      `select body ->> 'text' as text from messages where subject_id = $1 and body ->> 'event' = 'told'`,
      [id],
    );
    assert.deepEqual(
      rows.map((row) => row.text),
      ['Đang niêm yết công khai'],
    );

    assert.deepEqual(await waitsOver(pool, later(1)), []);
    await assert.rejects(does(SYSTEM, endWait, { id }, later(1)), { code: 'dossier.not-at-this-step' });
    await assert.rejects(does(leader, endWait, { id }, later(100)), { code: 'act.forbidden' });
    // A fifth of three working days is not quite five working hours: over by Monday.
    const monday = later(72);
    assert.deepEqual(await waitsOver(pool, monday), [id]);
    await does(SYSTEM, endWait, { id }, monday);
    assert.equal((await now(id)).step?.key, 'duyet');
    await on(leader, approveDossier, id, {}, monday);
    await on(clerk, issueResult, id, {}, monday);
    await on(receptionist, returnResult, id, { by: 'counter' }, monday);
    const ended = await now(id);
    assert.equal(ended.state, 'returned');
    const given = new Map(process.steps.map((one) => [one.key, one.share]));
    const shares = ended.steps.reduce((sum, visit) => sum + (given.get(visit.key) ?? 0), 0);
    assert.ok(Math.abs(shares - 1) < 1e-9, String(shares));
  });

  test('takes the way that its own circumstances open, and after a refusal the one for what is refused', async () => {
    const { id } = await does(receptionist, receiveDossier, atCounter({ ...BRANCHING, channel: 'post' }));
    const dossier = await now(id);
    assert.equal(dossier.step?.key, 'giao');
    const online = wayThrough(process, { case: null, channel: 'online', answers: {}, fee: 0, outcome: null });
    assert.deepEqual(
      online.map((one) => one.key),
      ['nhan', 'duyet-nhanh', 'duyet', 'cap', 'tra'],
    );
    await on(head, assignDossier, id, { officialId: specialist.id });
    for (const part of openParts(await now(id)))
      await does(part.agencyId.endsWith('.02') ? economy : culture, answerConsultation, {
        id,
        part: part.id,
        answer: 'Đã xong',
      });
    await on(specialist, completeStep, id);
    await does(SYSTEM, endWait, { id }, later(72));
    await on(leader, refuseDossier, id, { reason: 'Không đủ điều kiện' }, later(72));
    assert.equal((await now(id)).step?.key, 'cap-ngay');
  });
});
