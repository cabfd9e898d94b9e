import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
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
import { insertPaper } from '../papers/index.ts';
import { changesOf } from '../record/index.ts';
import { listConsultations, seeConsultation } from './consultations.ts';
import {
  answerConsultation,
  askAgencies,
  assignDossier,
  completeStep,
  type Dossier,
  type DossierChange,
  declineConsultation,
  dossierFrom,
  getDossier,
  mayReadAsAsked,
  openParts,
  passOverConsultation,
  receiveDossier,
  remindConsultation,
  withdrawConsultation,
  withdrawDossier,
} from './index.ts';
import { seeDossier } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const head = official(BINH_LUC, 'officeHead');
const specialist = official(BINH_LUC, 'officeSpecialist');
const economy = official(BINH_LUC, 'economySpecialist');
const culture = official(BINH_LUC, 'cultureHead');
const otherLeader = official(OTHER_COMMUNE, 'leader');
const otherSpecialist = official(OTHER_COMMUNE, 'officeSpecialist');

/** Friday 20 November 2026, 09:00 in Viet Nam; the next working hours are that day's. */
const friday = new Date('2026-11-20T02:00:00Z');
const later = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
const does = (actor: Actor, act: AnyAct, input: object, at = friday, key = randomUUID()) =>
  perform(pool, act, actor, input, { key, at }) as Promise<{
    id: string;
    version: number;
    parts: { id: string; agencyId: string; dueAt: string }[];
  }>;
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
async function paperOf(actor: Actor): Promise<string> {
  const id = randomUUID();
  await insertPaper(pool, {
    id,
    name: 'don.pdf',
    type: 'application/pdf',
    size: 10,
    sha256: 'a'.repeat(64),
    uploadedBy: actor.id,
    uploadedAt: friday.toISOString(),
    origin: 'office',
    dossierId: null,
  });
  return id;
}

/** A dossier that lies with the specialist, with two papers: one is shown to whoever is asked. */
async function withSpecialist(): Promise<{ id: string; shown: string; hidden: string }> {
  const [shown, hidden] = [await paperOf(receptionist), await paperOf(receptionist)];
  const { id, version } = await does(
    receptionist,
    receiveDossier,
    atCounter({ components: [{ key: 'don', originals: 1, paperIds: [shown, hidden] }] }),
  );
  await does(head, assignDossier, { id, version, officialId: specialist.id });
  return { id, shown, hidden };
}
const ask = (agencyId: string, more: object = {}) => ({
  agencyId,
  question: 'Thửa đất này có thuộc quy hoạch không?',
  hours: 8,
  ...more,
});
async function asked(asks: object[], at = friday) {
  const dossier = await withSpecialist();
  const { version } = await now(dossier.id);
  const { parts } = await does(specialist, askAgencies, { id: dossier.id, version, asks }, at);
  return { ...dossier, parts };
}
const waiting = async (actor: Actor) =>
  (await listConsultations.run(pool, actor, {}, later(1))).items.map((item) => item.part);

describe('two agencies asked at once', () => {
  test('see their own question and deadline; the dossier stays and its clock runs on', async () => {
    const { id, parts } = await asked([
      ask(`${BINH_LUC}.02`),
      ask(OTHER_COMMUNE, { question: 'Ông A có cư trú tại xã không?', hours: 16 }),
    ]);
    const [first, second] = parts;
    // 8 working hours from Friday 09:00 end on Monday 09:00; Tuesday 24 November is a holiday.
    assert.equal(first?.dueAt, '2026-11-23T02:00:00.000Z');
    assert.equal(second?.dueAt, '2026-11-25T02:00:00.000Z');
    const dossier = await now(id);
    assert.equal(dossier.step?.officialId, specialist.id);
    assert.equal(dossier.dueAt, '2026-11-26T02:00:00.000Z');
    assert.equal(dossier.clock.at(-1)?.running, true);
    assert.ok((await waiting(economy)).includes(first?.id ?? ''));
    assert.ok(!(await waiting(economy)).includes(second?.id ?? ''));
    assert.ok((await waiting(otherLeader)).includes(second?.id ?? ''));
    assert.deepEqual(await waiting(culture), []);
  });

  test('answer in any order, with words and papers, and only then the dossier goes on', async () => {
    const { id, parts } = await asked([ask(`${BINH_LUC}.02`), ask(OTHER_COMMUNE)]);
    const { version } = await now(id);
    await assert.rejects(
      does(specialist, completeStep, { id, version }),
      refusal('conflict', 'dossier.parts-open'),
    );
    const paper = await paperOf(economy);
    await does(economy, answerConsultation, {
      id,
      part: parts[0]?.id,
      answer: 'Phù hợp quy hoạch',
      paperIds: [paper],
    });
    await assert.rejects(
      does(specialist, completeStep, { id, version: version + 1 }),
      refusal('conflict', 'dossier.parts-open'),
    );
    await does(otherLeader, declineConsultation, {
      id,
      part: parts[1]?.id,
      reason: 'Không thuộc địa bàn xã',
    });
    const dossier = await now(id);
    assert.deepEqual(
      dossier.parts.map((part) => [part.ending, part.answeredByName]),
      [
        ['answered', economy.name],
        ['declined', otherLeader.name],
      ],
    );
    await does(specialist, completeStep, { id, version: dossier.version });
    assert.equal((await now(id)).step?.role, 'division-head');
    const { rows } = await pool.query<{ recipient: string; event: string }>(
      `select recipient, body ->> 'event' as event from messages where subject_id = $1 and body ->> 'event' like 'consult%' order by id`,
      [id],
    );
    assert.deepEqual(
      rows.map((row) => `${row.recipient} ${row.event}`),
      [
        `agency:${BINH_LUC}.02 consulted`,
        `agency:${OTHER_COMMUNE} consulted`,
        `${specialist.id} consultation-answered`,
        `${specialist.id} consultation-declined`,
      ],
    );
  });

  test('answer at the same moment: both stand', async () => {
    const { id, parts } = await asked([ask(`${BINH_LUC}.02`), ask(`${BINH_LUC}.03`)]);
    const gate = await pool.connect();
    await gate.query('begin');
    await gate.query('select from dossiers where id = $1 for update', [id]);
    const both = [economy, culture].map((who, place) =>
      does(who, answerConsultation, { id, part: parts[place]?.id, answer: 'Đồng ý' }),
    );
    for (;;) {
      const { rows } = await pool.query(
        `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      if (rows[0].n === 2) break;
    }
    await gate.query('commit');
    gate.release();
    await Promise.all(both);
    assert.deepEqual(openParts(await now(id)), []);
  });

  test('a question is answered once; who comes second is told how it ended', async () => {
    const { id, parts } = await asked([ask(`${BINH_LUC}.02`)]);
    await does(economy, answerConsultation, { id, part: parts[0]?.id, answer: 'Đồng ý' });
    await assert.rejects(
      does(official(BINH_LUC, 'economyHead'), answerConsultation, {
        id,
        part: parts[0]?.id,
        answer: 'Không',
      }),
      refusal('conflict', 'consultation.ended'),
    );
  });
});

describe('an asked agency', () => {
  test('reaches the question and the papers shown to it, and nothing else of the dossier', async () => {
    const dossier = await withSpecialist();
    const { version } = await now(dossier.id);
    const { parts } = await does(specialist, askAgencies, {
      id: dossier.id,
      version,
      asks: [ask(OTHER_COMMUNE, { paperIds: [dossier.shown] })],
    });
    const seen = await seeConsultation.run(
      pool,
      otherLeader,
      { id: dossier.id, part: parts[0]?.id ?? '' },
      later(1),
    );
    assert.deepEqual(
      (seen.papers as { paperId: string }[]).map((paper) => paper.paperId),
      [dossier.shown],
    );
    assert.equal(seen.story, undefined);
    assert.ok(await mayReadAsAsked(pool, otherLeader, dossier.id, dossier.shown));
    assert.ok(!(await mayReadAsAsked(pool, otherLeader, dossier.id, dossier.hidden)));
    assert.ok(!(await mayReadAsAsked(pool, culture, dossier.id, dossier.shown)));
    await assert.rejects(
      seeDossier.run(pool, otherLeader, { id: dossier.id }, later(1)),
      refusal('missing', 'dossier.unknown'),
    );
    // Once answered it sees what it answered, and no longer the papers.
    await does(otherLeader, answerConsultation, { id: dossier.id, part: parts[0]?.id, answer: 'Có cư trú' });
    const afterwards = await seeConsultation.run(
      pool,
      otherLeader,
      { id: dossier.id, part: parts[0]?.id ?? '' },
      later(2),
    );
    assert.deepEqual([afterwards.answer, afterwards.papers, afterwards.form], ['Có cư trú', [], null]);
    assert.ok(!(await mayReadAsAsked(pool, otherLeader, dossier.id, dossier.shown)));
  });

  test('answers with its own papers, never with those of the dossier that it was not shown', async () => {
    const dossier = await withSpecialist();
    const { version } = await now(dossier.id);
    const { parts } = await does(specialist, askAgencies, {
      id: dossier.id,
      version,
      asks: [ask(OTHER_COMMUNE)],
    });
    await assert.rejects(
      does(otherLeader, answerConsultation, {
        id: dossier.id,
        part: parts[0]?.id,
        answer: 'Đồng ý',
        paperIds: [dossier.hidden],
      }),
      refusal('invalid', 'input.invalid'),
    );
  });

  test('is the one that was asked: another division and a specialist below the asked committee are not', async () => {
    const { id, parts } = await asked([ask(`${BINH_LUC}.02`), ask(OTHER_COMMUNE)]);
    for (const [who, place] of [
      [culture, 0],
      [otherLeader, 0],
      [otherSpecialist, 1],
    ] as const)
      await assert.rejects(
        does(who, answerConsultation, { id, part: parts[place]?.id, answer: 'Đồng ý' }),
        refusal('forbidden', 'act.out-of-reach'),
      );
  });
});

describe('who asks', () => {
  test('may remind, and withdraw with a reason', async () => {
    const { id, parts } = await asked([ask(`${BINH_LUC}.02`)]);
    await does(specialist, remindConsultation, { id, part: parts[0]?.id, note: 'Xin trả lời sớm' });
    assert.equal((await now(id)).parts[0]?.remindedAt.length, 1);
    await does(specialist, withdrawConsultation, { id, part: parts[0]?.id, reason: 'Đã có thông tin' });
    assert.deepEqual(await waiting(economy).then((all) => all.includes(parts[0]?.id ?? '')), false);
    const { version } = await now(id);
    await does(specialist, completeStep, { id, version });
  });

  test('goes on without an answer only when its deadline has passed, and the note stays', async () => {
    const { id, parts } = await asked([ask(`${BINH_LUC}.02`)]);
    const over = { id, part: parts[0]?.id, reason: 'Quá hạn, không có ý kiến' };
    await assert.rejects(
      does(specialist, passOverConsultation, over, new Date('2026-11-23T02:00:00Z')),
      refusal('conflict', 'consultation.not-yet-due'),
    );
    await does(specialist, passOverConsultation, over, new Date('2026-11-23T02:01:00Z'));
    assert.deepEqual(
      [(await now(id)).parts[0]?.ending, (await now(id)).parts[0]?.answer],
      ['passed-over', 'Quá hạn, không có ý kiến'],
    );
  });

  test('asks neither itself nor the same agency twice, nor one that does not exist', async () => {
    const { id } = await withSpecialist();
    const { version } = await now(id);
    await assert.rejects(
      does(specialist, askAgencies, {
        id,
        version,
        asks: [ask(`${BINH_LUC}.01`), ask(`${BINH_LUC}.02`), ask(`${BINH_LUC}.02`), ask('H42.KHONG')],
      }),
      (error: { details: { fields: { path: string; code: string }[] } }) => {
        assert.deepEqual(
          error.details.fields.map((field) => `${field.path} ${field.code}`),
          [
            '/asks/0/agencyId consultation.oneself',
            '/asks/2/agencyId consultation.twice',
            '/asks/3/agencyId agency.unknown',
          ],
        );
        return true;
      },
    );
  });

  test('is whoever holds the dossier, not a colleague and not the receptionist', async () => {
    const { id } = await withSpecialist();
    const { version } = await now(id);
    const asks = [ask(`${BINH_LUC}.02`)];
    await assert.rejects(
      does(official(BINH_LUC, 'officeSpecialist2'), askAgencies, { id, version, asks }),
      refusal('forbidden', 'act.out-of-reach'),
    );
    await assert.rejects(
      does(receptionist, askAgencies, { id, version, asks }),
      refusal('forbidden', 'act.forbidden'),
    );
  });
});

test('a dossier that is withdrawn asks nobody any more', async () => {
  const { id, parts } = await asked([ask(`${BINH_LUC}.02`)]);
  const { version } = await now(id);
  await does(receptionist, withdrawDossier, { id, version, reason: 'Người dân xin rút' });
  assert.ok(!(await waiting(economy)).includes(parts[0]?.id ?? ''));
  await assert.rejects(
    does(economy, answerConsultation, { id, part: parts[0]?.id, answer: 'Đồng ý' }),
    refusal('conflict', 'consultation.ended'),
  );
});

test('the record alone gives the parts back, and the rows of those asked say the same', async () => {
  const { rows } = await pool.query<{ id: string; body: Dossier }>('select id, body from dossiers');
  for (const { id, body } of rows) {
    const changes = (await changesOf(pool, 'dossier', id)) as DossierChange[];
    assert.deepEqual(JSON.parse(JSON.stringify(dossierFrom(id, changes))), body);
    const kept = await pool.query<{ id: string; ending: string | null }>(
      'select id, ending from dossier_parts where dossier_id = $1 order by id',
      [id],
    );
    assert.deepEqual(
      kept.rows,
      body.parts.map((part) => ({ id: part.id, ending: part.ending })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  }
});
