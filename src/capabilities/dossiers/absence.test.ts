import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  PASSWORD,
  testProvince,
} from '../../../test/support/province.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { actorOfSession, delegateDuties, endDelegation, signIn } from '../people/index.ts';
import { changesOf, verifyRecord } from '../record/index.ts';
import { countedFrom, keptFacts } from './facts-store.ts';
import {
  approveDossier,
  assignDossier,
  completeStep,
  type Dossier,
  type DossierChange,
  dossierFrom,
  getDossier,
  handOverQueue,
  receiveDossier,
  requestSupplement,
  sendBack,
} from './index.ts';
import { spread } from './queue.ts';
import { listDossiers, listQueue } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const head = official(BINH_LUC, 'officeHead');
const specialist = official(BINH_LUC, 'officeSpecialist');
const colleague = official(BINH_LUC, 'officeSpecialist2');
const leader = official(BINH_LUC, 'leader');

/** Friday 20 November 2026, 09:00 in Viet Nam. */
const friday = new Date('2026-11-20T02:00:00Z');
const monday = new Date('2026-11-23T02:00:00Z');
const does = <T = { id: string; version: number }>(
  actor: Actor,
  act: AnyAct,
  input: object,
  at = friday,
  key = randomUUID(),
) => perform(pool, act, actor, input, { key, at }) as Promise<T>;
async function now(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
async function onward(actor: Actor, act: AnyAct, id: string, input: object = {}, at = friday) {
  await does(actor, act, { id, version: (await now(id)).version, ...input }, at);
  return now(id);
}
const refusal = (kind: string, code: string) => (error: unknown) => {
  const found = error as { kind?: string; code?: string };
  assert.equal(`${found.kind} ${found.code}`, `${kind} ${code}`);
  return true;
};
const fieldFaults =
  (...expected: string[]) =>
  (error: unknown) => {
    const fields =
      (error as { details: { fields?: { path: string; code: string }[] } }).details?.fields ?? [];
    assert.deepEqual(fields.map((field) => `${field.path} ${field.code}`).sort(), expected.sort());
    return true;
  };
async function withSpecialist(who = specialist): Promise<string> {
  const { id } = await does(receptionist, receiveDossier, atCounter());
  await onward(head, assignDossier, id, { officialId: who.id });
  return id;
}
/** Who this official is today, with the duties of those for whom they act, as a session tells it. */
async function today(seat: 'leader' | 'officeHead' | 'officeSpecialist2', at: Date): Promise<Actor> {
  const given = { name: accountName(BINH_LUC, seat), password: PASSWORD, from: 'test', address: 'test', at };
  const { token } = await signIn((work) => work(pool), given);
  const opened = await actorOfSession(pool, token, at);
  assert.ok(opened);
  return opened.actor;
}
const away = { from: '2026-11-20', until: '2026-11-20', reason: 'Đi công tác' };
const none = () => pool.query('delete from delegations');

describe('a deputy', () => {
  test('acts for the absent, within their rights and days, and the record says both', async () => {
    await none();
    const id = await withSpecialist();
    await onward(specialist, completeStep, id);
    await onward(head, completeStep, id);
    await assert.rejects(onward(head, approveDossier, id), refusal('forbidden', 'act.forbidden'));
    const named = await does<{ authority: string }>(leader, delegateDuties, {
      ...away,
      toOfficialId: head.id,
    });
    assert.equal(named.authority, 'TL.');
    const deputy = await today('officeHead', friday);
    const dossier = await onward(deputy, approveDossier, id);
    assert.equal(dossier.decision?.byName, head.name);
    assert.deepEqual(
      [dossier.decision?.onBehalf?.id, dossier.decision?.onBehalf?.authority],
      [leader.id, 'TL.'],
    );
    const visit = dossier.steps.at(-1);
    assert.deepEqual([visit?.officialId, visit?.deputyName], [leader.id, head.name]);
    const { rows } = await pool.query<{ actor_id: string; away: string }>(
      `select actor_id, change #>> '{onBehalf,id}' as away from record where subject_id = $1 and act = 'dossiers.approve-dossier'`,
      [id],
    );
    assert.deepEqual(rows[0], { actor_id: head.id, away: leader.id });
    // It ends by itself: the next day the same session has no such duty.
    const next = await today('officeHead', monday);
    assert.ok(next.kind === 'official' && next.duties.every((duty) => duty.delegated === undefined));
  });

  test('of a specialist finds their dossiers among their own work, and finishes the step for them', async () => {
    await none();
    const id = await withSpecialist();
    await does(head, delegateDuties, { ...away, fromOfficialId: specialist.id, toOfficialId: colleague.id });
    const deputy = await today('officeSpecialist2', friday);
    const list = await listDossiers.run(pool, deputy, { list: 'with-me' }, friday);
    assert.ok(list.items.some((row) => row.id === id));
    const dossier = await onward(deputy, completeStep, id);
    assert.equal(dossier.steps.at(-1)?.deputyName, colleague.name);
    // One's own work stays one's own.
    const own = await withSpecialist(colleague);
    assert.equal((await onward(deputy, completeStep, own)).steps.at(-1)?.deputyName, undefined);
  });

  test('of named acts does these and no others', async () => {
    await none();
    const id = await withSpecialist();
    const acts = ['dossiers.send-back'];
    await does(specialist, delegateDuties, { ...away, toOfficialId: colleague.id, acts });
    const deputy = await today('officeSpecialist2', friday);
    await assert.rejects(onward(deputy, completeStep, id), refusal('forbidden', 'act.out-of-reach'));
    await onward(deputy, sendBack, id, { to: 'phan-cong', reason: 'Giao lại' });
  });

  test('does not pass on what was delegated, nor stand in while away', async () => {
    await none();
    await does(leader, delegateDuties, { ...away, toOfficialId: head.id });
    await assert.rejects(
      does(head, delegateDuties, { ...away, toOfficialId: leader.id }),
      fieldFaults('/toOfficialId delegation.chain'),
    );
    await assert.rejects(
      does(head, delegateDuties, { ...away, toOfficialId: specialist.id }),
      fieldFaults('/toOfficialId delegation.chain'),
    );
    const deputy = await today('officeHead', friday);
    await assert.rejects(
      does(deputy, delegateDuties, { ...away, fromOfficialId: leader.id, toOfficialId: specialist.id }),
      refusal('forbidden', 'act.out-of-reach'),
    );
  });

  test('is named by the absent or their head, from the same house, and one for the same act', async () => {
    await none();
    await assert.rejects(
      does(colleague, delegateDuties, { ...away, fromOfficialId: specialist.id, toOfficialId: colleague.id }),
      refusal('forbidden', 'act.out-of-reach'),
    );
    for (const to of [official(OTHER_COMMUNE, 'leader'), official(BINH_LUC, 'cultureSpecialist'), leader])
      await assert.rejects(
        does(leader, delegateDuties, { ...away, toOfficialId: to.id }),
        fieldFaults('/toOfficialId delegation.not-a-deputy'),
      );
    await assert.rejects(
      does(specialist, delegateDuties, {
        ...away,
        toOfficialId: colleague.id,
        acts: ['dossiers.approve-dossier'],
      }),
      fieldFaults('/acts delegation.not-theirs'),
    );
    await assert.rejects(
      does(specialist, delegateDuties, {
        ...away,
        from: '2026-11-19',
        until: '2026-11-18',
        toOfficialId: colleague.id,
      }),
      fieldFaults('/from date.past', '/until date.order'),
    );
    await does(specialist, delegateDuties, { ...away, toOfficialId: colleague.id });
    await assert.rejects(
      does(specialist, delegateDuties, { ...away, toOfficialId: head.id }),
      fieldFaults('/from delegation.overlap'),
    );
  });

  test('stops when the absent one is back early', async () => {
    await none();
    const { id } = await does(specialist, delegateDuties, {
      ...away,
      until: '2026-11-30',
      toOfficialId: colleague.id,
    });
    await does(head, endDelegation, { id }, monday);
    const deputy = await today('officeSpecialist2', monday);
    assert.ok(deputy.kind === 'official' && deputy.duties.every((duty) => duty.delegated === undefined));
    await assert.rejects(does(head, endDelegation, { id }, monday), refusal('conflict', 'delegation.ended'));
  });
});

describe('a queue is handed over', () => {
  test('in one act: each dossier recorded, loads evened out, nothing else changed', async () => {
    await none();
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push(await withSpecialist());
    await onward(specialist, requestSupplement, ids[0] ?? '', {
      items: [{ text: 'Bản sao' }],
      reason: 'Thiếu bản sao',
    });
    const queue = await listQueue.run(pool, head, { official: specialist.id }, friday);
    assert.ok(ids.every((id) => queue.items.some((row) => row.id === id)));
    const before = new Map<string, Dossier>();
    for (const id of ids) before.set(id, await now(id));
    const key = randomUUID();
    const input = {
      officialId: specialist.id,
      to: [colleague.id],
      dossierIds: [...ids, 'khong-co'],
      reason: 'Chuyển công tác',
    };
    const answer = await does<{ handed: number; left: string[] }>(head, handOverQueue, input, friday, key);
    assert.deepEqual([answer.handed, answer.left], [12, ['khong-co']]);
    assert.deepEqual(await does(head, handOverQueue, input, friday, key), answer);
    for (const id of ids) {
      const dossier = await now(id);
      assert.equal(dossier.step?.officialId, colleague.id);
      assert.equal(dossier.state, before.get(id)?.state);
      assert.equal(dossier.step?.dueAt, before.get(id)?.step?.dueAt);
      assert.equal(dossier.version, (before.get(id)?.version ?? 0) + 1);
      const changes = (await changesOf(pool, 'dossier', id)) as DossierChange[];
      assert.deepEqual(JSON.parse(JSON.stringify(dossierFrom(id, changes))), dossier);
      const kept = (await keptFacts(pool, [id])).get(id);
      assert.deepEqual(kept, countedFrom(id, changes, new Set([dossier.procedureVersionId])));
    }
    assert.deepEqual((await verifyRecord(pool)).faults, []);
  });

  test('with as many questions to the database for forty as for two', async () => {
    const ask = async (count: number) => {
      const ids: string[] = [];
      for (let i = 0; i < count; i++) ids.push(await withSpecialist());
      let questions = 0;
      const counted = {
        ...pool,
        connect: async () => {
          const client = await pool.connect();
          const query = client.query.bind(client);
          return Object.assign(Object.create(client), {
            // biome-ignore lint/suspicious/noExplicitAny: passes on whatever it is asked
            query: (...args: any[]) => {
              questions++;
              return (query as (...all: unknown[]) => unknown)(...args);
            },
          });
        },
      } as unknown as typeof pool;
      await perform(
        counted,
        handOverQueue,
        head,
        { officialId: specialist.id, to: [colleague.id], dossierIds: ids, reason: 'Nghỉ phép' },
        { at: friday },
      );
      return questions;
    };
    const few = await ask(2);
    assert.ok(few > 5);
    assert.equal(await ask(40), few);
  });

  test('by who heads the division, to who sits there', async () => {
    const id = await withSpecialist();
    const input = { officialId: specialist.id, to: [colleague.id], dossierIds: [id], reason: 'Nghỉ phép' };
    await assert.rejects(
      does(official(BINH_LUC, 'economyHead'), handOverQueue, input),
      refusal('forbidden', 'act.out-of-reach'),
    );
    await assert.rejects(
      does(head, handOverQueue, { ...input, to: [official(BINH_LUC, 'economySpecialist').id] }),
      fieldFaults('/to official.not-here'),
    );
    await assert.rejects(does(specialist, handOverQueue, input), refusal('forbidden', 'act.forbidden'));
  });

  test('spreads the most urgent first to whoever has least', () => {
    const due = (id: string, dueAt: string | null) => ({ id, dueAt });
    const given = spread(
      [due('c', null), due('b', '2026-11-22'), due('a', '2026-11-21'), due('d', '2026-11-23')],
      [
        { name: 'x', open: 2 },
        { name: 'y', open: 0 },
      ],
    );
    assert.deepEqual(
      given.map(({ dossier, taker }) => `${dossier.id} ${taker.name}`),
      ['a y', 'b y', 'd x', 'c y'],
    );
  });
});
