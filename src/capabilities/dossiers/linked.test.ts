import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before, describe } from 'node:test';
import { appointPoliceman, carriedToEnd, LINKED, POLICE } from '../../../test/support/linked.ts';
import { BINH_LUC, citizen, official, testProvince } from '../../../test/support/province.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { insertPaper } from '../papers/index.ts';
import { versionInForce } from '../procedures/index.ts';
import { changesOf } from '../record/index.ts';
import {
  acceptDossier,
  type Dossier,
  type DossierChange,
  dossierFrom,
  endOutsideLink,
  fileDossier,
  getDossier,
  keptFacts,
  mayReadAsPart,
  requestSupplement,
  returnResult,
  undoAct,
  withdrawDossier,
} from './index.ts';
import { dropped, linksReady } from './linked.ts';
import { listOwnDossiers, seeOwnDossier } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const mother = citizen(0);
/** Friday 20 November 2026, 09:00 in Viet Nam. */
const friday = new Date('2026-11-20T02:00:00Z');
const later = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
const does = <T = { id: string; version: number }>(actor: Actor, act: AnyAct, input: object, at = friday) =>
  perform(pool, act, actor, input, { key: randomUUID(), at }) as Promise<T>;
async function now(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
const refusal = (kind: string, code: string) => (error: unknown) => {
  const found = error as { kind?: string; code?: string };
  assert.equal(`${found.kind} ${found.code}`, `${kind} ${code}`);
  return true;
};
let policeman = '';
before(async () => {
  policeman = await appointPoliceman(pool);
});

async function paperOf(actor: Actor): Promise<string> {
  const id = randomUUID();
  const paper = {
    id,
    name: 'giay-chung-sinh.pdf',
    type: 'application/pdf',
    size: 10,
    sha256: 'a'.repeat(64),
  };
  await insertPaper(pool, {
    ...paper,
    uploadedBy: actor.id,
    uploadedAt: friday.toISOString(),
    origin: 'citizen',
    dossierId: null,
  });
  return id;
}

/** Filed once online and accepted: the birth is being registered, the rest waits for it. */
async function accepted(): Promise<Dossier> {
  const version = await versionInForce(pool, LINKED, '2026-11-20');
  assert.ok(version);
  const form: Record<string, unknown> = {};
  for (const key of version.procedure.form.required) {
    const question = version.procedure.form.properties[key];
    form[key] = question?.type === 'boolean' ? true : (question?.enum?.[0] ?? 'Đăng ký cho con mới sinh');
  }
  const components = [];
  for (const { key, mode, conditional } of version.procedure.components)
    if (mode === 'submit' && !conditional) components.push({ key, paperIds: [await paperOf(mother)] });
  const filed = await does(mother, fileDossier, {
    procedureCode: LINKED,
    procedureVersionId: version.id,
    competentBodyId: BINH_LUC,
    case: 'truong-hop-1',
    form,
    components,
    returnBy: 'online',
  });
  await does(receptionist, acceptDossier, { id: filed.id, version: filed.version });
  return now(filed.id);
}

/** Carries a part to its end by whoever holds each step. */
const carried = (id: string, outcome: 'approved' | 'refused' = 'approved', at = friday) =>
  carriedToEnd(pool, id, policeman, { outcome, at });
const link = (dossier: Dossier, key: string) => {
  const found = dossier.links?.find((one) => one.key === key);
  assert.ok(found);
  return found;
};

describe('a birth with residence, health insurance and identity card, filed once', () => {
  test('goes from filing to one return, in the order that the procedure says', async () => {
    let whole = await accepted();
    const birth = await now(link(whole, 'khai-sinh').dossierId ?? '');
    assert.deepEqual([birth.procedureCode, birth.competentBodyId], ['1.001193', BINH_LUC]);
    assert.equal(birth.receivedAt, whole.receivedAt);
    assert.equal(link(whole, 'thuong-tru').openedAt, null);
    assert.deepEqual(
      birth.components.flatMap((one) => one.paperIds),
      whole.components.flatMap((one) => one.paperIds),
    );

    await carried(birth.id, 'approved', later(2));
    whole = await now(whole.id);
    const residence = await now(link(whole, 'thuong-tru').dossierId ?? '');
    // Its dates begin when the birth certificate was issued, and the certificate goes on to it.
    assert.equal(residence.receivedAt, later(2).toISOString());
    assert.equal(residence.competentBodyId, POLICE);
    assert.equal(residence.components.find((one) => one.key === 'other')?.originals, 1);
    assert.equal(link(whole, 'bao-hiem-y-te').openedAt, later(2).toISOString());
    assert.equal(link(whole, 'can-cuoc').openedAt, null);
    // The police reads what was handed in with the whole.
    const [paper] = whole.components.flatMap((one) => one.paperIds);
    const police: Actor = {
      kind: 'official',
      id: policeman,
      name: 'Đào Văn Sơn',
      duties: [{ role: 'specialist', agencyId: POLICE, bodyId: POLICE }],
    };
    assert.ok(await mayReadAsPart(pool, police, whole.id, paper ?? ''));
    const stranger = official('H42.13495', 'officeSpecialist');
    assert.ok(!(await mayReadAsPart(pool, stranger, whole.id, paper ?? '')));

    await does(receptionist, endOutsideLink, {
      id: whole.id,
      key: 'bao-hiem-y-te',
      outcome: 'approved',
      number: 'GD4 37 123',
    });
    await carried(residence.id, 'approved', later(5));
    await carried(link(await now(whole.id), 'can-cuoc').dossierId ?? '', 'approved', later(6));
    whole = await now(whole.id);
    assert.deepEqual([whole.state, whole.outcome], ['resolved', 'approved']);
    assert.equal(whole.endedAt, later(6).toISOString());

    // One return: the parts are not handed over by themselves, and are with the whole.
    const part = await now(birth.id);
    await assert.rejects(
      does(receptionist, returnResult, { id: part.id, version: part.version, by: 'online' }),
      refusal('conflict', 'linked.returned-with-whole'),
    );
    await does(receptionist, returnResult, { id: whole.id, version: whole.version, by: 'online' }, later(7));
    for (const one of whole.links ?? [])
      if (one.dossierId !== null) assert.equal((await now(one.dossierId)).state, 'returned');

    // The citizen has one dossier, with its parts.
    const mine = await listOwnDossiers.run(pool, mother, {}, later(8));
    assert.equal(mine.items.filter((item) => item.id === whole.id).length, 1);
    assert.ok(!mine.items.some((item) => item.id === birth.id));
    const seen = await seeOwnDossier.run(pool, mother, { id: whole.id }, later(8));
    assert.deepEqual(
      (seen.links as { outcome: string }[]).map((one) => one.outcome),
      ['approved', 'approved', 'approved', 'approved'],
    );
    // Figures count the three that were decided here, and not the filing beside them.
    const ids = [whole.id, ...(whole.links ?? []).flatMap((one) => one.dossierId ?? [])];
    const kept = await keptFacts(pool, ids);
    assert.deepEqual(
      ids.map((id) => kept.get(id)?.facts.standsForOthers),
      [true, false, false, false],
    );
  });

  test('when the residence is refused the card falls away, the rest and the return go on', async () => {
    let whole = await accepted();
    await carried(link(whole, 'khai-sinh').dossierId ?? '');
    whole = await now(whole.id);
    await carried(link(whole, 'thuong-tru').dossierId ?? '', 'refused');
    whole = await now(whole.id);
    assert.equal(link(whole, 'can-cuoc').outcome, 'dropped');
    assert.equal(whole.state, 'in-progress');
    await does(receptionist, endOutsideLink, { id: whole.id, key: 'bao-hiem-y-te', outcome: 'approved' });
    whole = await now(whole.id);
    assert.deepEqual([whole.state, whole.outcome], ['resolved', 'approved']);
    assert.match(whole.decision?.reason ?? '', /thường trú.*thẻ căn cước/);
  });

  test('when the birth is refused nothing follows, and the whole is refused', async () => {
    let whole = await accepted();
    await carried(link(whole, 'khai-sinh').dossierId ?? '', 'refused');
    whole = await now(whole.id);
    assert.deepEqual([whole.state, whole.outcome], ['resolved', 'refused']);
    assert.ok(whole.links?.slice(1).every((one) => one.outcome === 'dropped'));
  });

  test('withdrawn, it takes what is open with it', async () => {
    let whole = await accepted();
    await does(receptionist, withdrawDossier, { id: whole.id, version: whole.version, reason: 'Đổi ý' });
    whole = await now(whole.id);
    assert.equal((await now(link(whole, 'khai-sinh').dossierId ?? '')).state, 'withdrawn');
    assert.deepEqual(
      whole.links?.map((one) => one.outcome),
      ['withdrawn', 'dropped', 'dropped', 'dropped'],
    );
  });

  test('what is lacking is asked for in a part; nothing of it is taken back; nothing comes before its turn', async () => {
    const whole = await accepted();
    const on = { id: whole.id, version: whole.version };
    const items = [{ text: 'Giấy chứng sinh' }];
    const head = official(BINH_LUC, 'officeHead');
    await assert.rejects(
      does(receptionist, requestSupplement, { ...on, items, reason: 'Thiếu giấy' }),
      refusal('conflict', 'linked.ask-in-part'),
    );
    const part = await now(link(whole, 'khai-sinh').dossierId ?? '');
    await does(head, requestSupplement, { id: part.id, version: part.version, items, reason: 'Thiếu giấy' });
    assert.equal((await now(part.id)).state, 'awaiting-supplement');
    assert.equal((await now(whole.id)).clock.at(-1)?.running, true);
    await assert.rejects(
      does(receptionist, endOutsideLink, { id: whole.id, key: 'bao-hiem-y-te', outcome: 'approved' }),
      refusal('conflict', 'linked.not-its-turn'),
    );
    await assert.rejects(does(receptionist, undoAct, { ...on, reason: 'Nhầm' }), (error: { code: string }) =>
      /^undo\./.test(error.code),
    );
  });

  test('of two parts that end at the same moment, both are seen and the whole ends once', async () => {
    let whole = await accepted();
    await carried(link(whole, 'khai-sinh').dossierId ?? '');
    whole = await now(whole.id);
    const ends = await Promise.allSettled([
      carried(link(whole, 'thuong-tru').dossierId ?? '', 'refused'),
      does(receptionist, endOutsideLink, { id: whole.id, key: 'bao-hiem-y-te', outcome: 'approved' }),
    ]);
    assert.ok(ends.every((one) => one.status === 'fulfilled'));
    whole = await now(whole.id);
    assert.equal(whole.state, 'resolved');
    const changes = (await changesOf(pool, 'dossier', whole.id)) as DossierChange[];
    assert.equal(changes.filter((one) => one.type === 'linked-resolved').length, 1);
    assert.deepEqual(JSON.parse(JSON.stringify(dossierFrom(whole.id, changes))), whole);
  });
});

test('what has its turn follows from what succeeded, and what failed drops all that follows', () => {
  const one = (key: string, after: string[], outcome: 'approved' | 'refused' | null = null) => ({
    key,
    name: key,
    procedureCode: null,
    outside: null,
    after,
    dossierId: null,
    code: null,
    bodyId: null,
    openedAt: outcome === null ? null : '2026-11-20',
    endedAt: outcome === null ? null : '2026-11-20',
    outcome,
    result: null,
  });
  const links = [
    one('a', [], 'approved'),
    one('b', ['a'], 'refused'),
    one('c', ['a']),
    one('d', ['b']),
    one('e', ['d', 'c']),
  ];
  const after = dropped(links, '2026-11-21');
  assert.deepEqual(
    after.map((link) => link.outcome),
    ['approved', 'refused', null, 'dropped', 'dropped'],
  );
  assert.deepEqual(
    linksReady(after).map((link) => link.key),
    ['c'],
  );
});
