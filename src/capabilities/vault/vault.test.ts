import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import { BINH_LUC, CITIZENS, citizen, official, testProvince } from '../../../test/support/province.ts';
import { connect } from '../../db/connect.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import {
  approveDossier,
  assignDossier,
  completeStep,
  correctResult,
  type Dossier,
  fileDossier,
  getDossier,
  issueResult,
  keptFacts,
  receiveDossier,
  undoAct,
} from '../dossiers/index.ts';
import { insertPaper } from '../papers/index.ts';
import { importCatalogue, rowsOfJson, versionInForce } from '../procedures/index.ts';
import { addOwnPaper, openAtCounter, papersOfVault, removeOwnPaper, usesOfVault } from './index.ts';
import { endOfValidity, kindOf, kindsIn } from './paper-kind.ts';
import { paperKinds } from './shipped.ts';
import { offersFor, type VaultPaper } from './vault-paper.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
after(() => Promise.all([pool.end(), owner.end()]));

const friday = new Date('2026-11-20T02:00:00Z');
const later = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
const who = (seat: string) => official(BINH_LUC, seat);
const receptionist = who('receptionist');
const an = citizen(0);

/** The plain procedure of the tests, but it asks for a birth certificate and issues one. */
const plain = await versionInForce(pool, '9.000001', '2026-11-20');
assert.ok(plain);
await importCatalogue(
  owner,
  rowsOfJson('test', {
    procedures: [
      {
        ...plain.procedure,
        code: '9.000055',
        name: 'Thủ tục cần giấy khai sinh',
        components: [
          ...plain.procedure.components,
          {
            key: 'khai-sinh',
            name: 'Bản sao Giấy khai sinh của trẻ',
            original: 0,
            copy: 1,
            mode: 'submit',
            conditional: true,
          },
        ],
        results: [{ name: 'Giấy khai sinh', code: null }],
      },
    ],
  }),
  { at: new Date('2025-07-01T00:00:00Z'), record: async () => {}, sameDay: 'refuse' },
);
const BIRTH = { procedureCode: '9.000055', procedureVersionId: '9.000055@2025-07-01' };

// biome-ignore lint/suspicious/noExplicitAny: answers of many acts
const does = (actor: Actor, act: AnyAct, input: object, at = friday): Promise<any> =>
  perform(pool, act, actor, input, { key: randomUUID(), at });
async function paperOf(actor: Actor, name = 'quet.pdf'): Promise<string> {
  const id = randomUUID();
  await insertPaper(pool, {
    id,
    name,
    type: 'application/pdf',
    size: 10,
    sha256: 'b'.repeat(64),
    uploadedBy: actor.id,
    uploadedAt: friday.toISOString(),
    origin: 'counter',
    dossierId: null,
  });
  return id;
}
const AN = CITIZENS[0];
const forAn = (components: object[]) => ({
  ...BIRTH,
  channel: 'counter',
  applicant: {
    kind: 'citizen',
    fullName: AN.fullName,
    personalId: AN.personalId,
    birthDate: AN.birthDate,
    sex: AN.sex,
  },
  form: { content: 'Đề nghị xác nhận' },
  components,
  returnBy: 'counter',
});
async function now(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
async function onward(actor: Actor, act: AnyAct, id: string, input: object = {}, at = friday) {
  await does(actor, act, { id, version: (await now(id)).version, ...input }, at);
  return now(id);
}
async function issued(components: object[] = [{ key: 'don', originals: 1 }]): Promise<Dossier> {
  const { id } = await does(receptionist, receiveDossier, forAn(components));
  await onward(who('officeHead'), assignDossier, id, { officialId: who('officeSpecialist').id }, later(1));
  await onward(who('officeSpecialist'), completeStep, id, {}, later(2));
  await onward(who('officeHead'), completeStep, id, {}, later(3));
  await onward(who('leader'), approveDossier, id, {}, later(4));
  const clerk = who('clerk');
  return onward(clerk, issueResult, id, { paperId: await paperOf(clerk, 'ket-qua.pdf') }, later(5));
}
const open = (actor: Actor = receptionist, at = later(6)) =>
  does(
    actor,
    openAtCounter,
    {
      personalId: AN.personalId,
      procedureVersionId: BIRTH.procedureVersionId,
      channel: 'counter',
      consent: true,
    },
    at,
  );
const held = async (paperId: string | null | undefined) =>
  (await papersOfVault(pool, AN.id)).find((paper) => paper.paperId === paperId);
const faults =
  (...expected: string[]) =>
  (error: unknown) => {
    const fields =
      (error as { details?: { fields?: { path: string; code: string }[] } }).details?.fields ?? [];
    assert.deepEqual(
      fields.map(({ path, code }) => `${path} ${code}`),
      expected,
    );
    return true;
  };

describe('kinds of papers', () => {
  test('are told by the words of a name, whatever marks it bears', async () => {
    const catalogue = await paperKinds();
    assert.equal(kindOf('Bản sao GIẤY KHAI SINH của trẻ', catalogue)?.code, 'birth');
    assert.deepEqual(
      kindsIn('Giấy tờ tùy thân (hộ chiếu, thẻ căn cước)', catalogue).map((kind) => kind.code),
      ['identity', 'passport'],
    );
    assert.equal(kindOf('Hộ chiếu hoặc thẻ căn cước', catalogue), null);
    assert.deepEqual(kindsIn('Tờ khai cấp bản sao Giấy khai sinh', catalogue), []);
  });

  test('that end do so after their months, on a day that the month has', () => {
    assert.equal(endOfValidity('2026-08-31', 6), '2027-02-28');
    assert.equal(endOfValidity('2026-05-12', 6), '2026-11-12');
  });

  test('are offered while they hold, what was issued before what nobody has checked', async () => {
    const paper = (id: string, more: Partial<VaultPaper>): VaultPaper => ({
      id,
      personId: 'p',
      paperId: id,
      source: 'handed-in',
      kind: 'marital-status',
      name: 'Giấy xác nhận tình trạng hôn nhân',
      form: 'copy',
      dossierId: null,
      dossierCode: null,
      number: null,
      agencyId: null,
      checkedByName: null,
      laidAt: '2026-11-01T00:00:00.000Z',
      validFrom: null,
      validTo: null,
      withdrawnAt: null,
      withdrawnWhy: null,
      ...more,
    });
    const papers = [
      paper('own', { source: 'own', validTo: '2027-01-01' }),
      paper('day of issue unknown', {}),
      paper('ended today', { source: 'issued', validTo: '2026-11-20' }),
      paper('a form', { kind: null, name: 'Tờ khai xác nhận tình trạng hôn nhân' }),
      paper('withdrawn', {
        source: 'issued',
        validTo: '2027-01-01',
        withdrawnAt: '2026-11-02T00:00:00.000Z',
      }),
      paper('issued', { source: 'issued', validTo: '2026-11-21' }),
    ];
    const offered = offersFor('Giấy xác nhận tình trạng hôn nhân', papers, await paperKinds(), '2026-11-20');
    assert.deepEqual(
      offered.map((one) => one.paper.id),
      ['issued', 'own'],
    );
  });
});

describe('the vault', () => {
  test('holds the scans that a centre took in, saying who checked them and what they were', async () => {
    const scan = await paperOf(receptionist);
    const { id, code } = await does(
      receptionist,
      receiveDossier,
      forAn([
        { key: 'don', originals: 1 },
        { key: 'khai-sinh', copies: 1, paperIds: [scan] },
      ]),
    );
    const paper = await held(scan);
    assert.equal(paper?.source, 'handed-in');
    assert.equal(paper?.kind, 'birth');
    assert.equal(paper?.form, 'copy');
    assert.equal(paper?.dossierCode, code);
    assert.equal(paper?.checkedByName, receptionist.name);
    await onward(receptionist, undoAct, id, { reason: 'Nhập nhầm người' }, later(0.2));
    assert.equal((await held(scan))?.withdrawnWhy, 'undone');
  });

  test('holds an issued result at once, and counts it', async () => {
    const dossier = await issued();
    const paper = await held(dossier.result?.paperId);
    assert.equal(paper?.source, 'issued');
    assert.equal(paper?.number, dossier.result?.number);
    assert.equal(paper?.validFrom, '2026-11-20');
    const facts = (await keptFacts(pool, [dossier.id])).get(dossier.id)?.facts;
    assert.deepEqual([facts?.inVault, facts?.digitisedOut, facts?.reused], [true, true, false]);
  });

  test('keeps forms to be seen, and lets none of them serve again', async () => {
    const scan = await paperOf(receptionist);
    await does(receptionist, receiveDossier, forAn([{ key: 'don', originals: 1, paperIds: [scan] }]));
    const form = await held(scan);
    await assert.rejects(
      does(an, fileDossier, {
        ...BIRTH,
        competentBodyId: BINH_LUC,
        form: { content: 'Đề nghị xác nhận' },
        components: [{ key: 'don', vaultIds: [form?.id] }],
        returnBy: 'online',
      }),
      faults('/components/don vault.kept'),
    );
  });

  test('takes a result only as a PDF', async () => {
    const dossier = await issued();
    const leader = who('leader');
    const paperId = await paperOf(leader, 'ket-qua.png');
    await owner.query(`update papers set type = 'image/png' where id = $1`, [paperId]);
    const { id, version } = dossier;
    await assert.rejects(
      does(leader, correctResult, { id, version, reason: 'Sai ngày sinh', paperId }, later(6)),
      faults('/paperId result.not-pdf'),
    );
    assert.equal((await now(id)).result?.paperId, dossier.result?.paperId);
  });

  test('offers no longer what was corrected; the new result stands in its place', async () => {
    const dossier = await issued();
    const leader = who('leader');
    const after = await onward(
      leader,
      correctResult,
      dossier.id,
      { reason: 'Sai ngày sinh', paperId: await paperOf(leader, 'moi.pdf') },
      later(6),
    );
    assert.equal((await held(dossier.result?.paperId))?.withdrawnWhy, 'result-corrected');
    assert.equal((await held(after.result?.paperId))?.withdrawnAt, null);
    await open();
    const old = (await held(dossier.result?.paperId))?.id;
    await assert.rejects(
      does(receptionist, receiveDossier, forAn([{ key: 'don', vaultIds: [old] }]), later(7)),
      faults('/components/don vault.withdrawn'),
    );
  });

  test('is closed to an official until the applicant stands there and agrees, and again hours later', async () => {
    const dossier = await issued();
    const paper = await held(dossier.result?.paperId);
    const taking = forAn([
      { key: 'don', originals: 1 },
      { key: 'khai-sinh', vaultIds: [paper?.id] },
    ]);
    const other = who('receptionist2');
    await assert.rejects(
      does(other, receiveDossier, taking, later(6)),
      faults('/components/khai-sinh vault.not-open'),
    );
    await assert.rejects(
      does(other, openAtCounter, { personalId: AN.personalId, ...BIRTH, channel: 'counter', consent: false }),
    );
    const { offers } = await open(other);
    const offer = offers.find((one: { componentKey: string }) => one.componentKey === 'khai-sinh');
    assert.ok(offer.papers.some((one: { id: string }) => one.id === paper?.id));
    await assert.rejects(
      does(other, receiveDossier, taking, later(10.5)),
      faults('/components/khai-sinh vault.not-open'),
    );
    const { id } = await does(other, receiveDossier, taking, later(9));
    const facts = (await keptFacts(pool, [id])).get(id)?.facts;
    assert.deepEqual([facts?.reused, facts?.digitisedIn], [true, true]);
    const [taken] = (await now(id)).components.flatMap((one) => one.taken ?? []);
    const uses = (await usesOfVault(pool, AN.id)).filter((use) => use.dossierId === id);
    assert.deepEqual(
      uses.map((use) => [use.vaultId, use.paperId, use.byName]),
      [[paper?.id, taken?.paperId, other.name]],
    );
  });

  test('gives one paper for several components of an online filing, and nobody else a paper of it', async () => {
    const dossier = await issued();
    const paper = await held(dossier.result?.paperId);
    const filing = {
      ...BIRTH,
      competentBodyId: BINH_LUC,
      form: { content: 'Đề nghị xác nhận' },
      components: [
        { key: 'don', vaultIds: [paper?.id] },
        { key: 'khai-sinh', vaultIds: [paper?.id] },
      ],
      returnBy: 'online',
    };
    await assert.rejects(
      does(citizen(1), fileDossier, filing, later(6)),
      faults('/components/don vault.unknown', '/components/khai-sinh vault.unknown'),
    );
    const { id } = await does(an, fileDossier, filing, later(6));
    const { components } = await now(id);
    assert.equal(new Set(components.flatMap((one) => one.paperIds)).size, 1);
    const uses = (await usesOfVault(pool, AN.id)).filter((use) => use.dossierId === id);
    assert.equal(uses.length, 1);
  });

  test('takes a paper of one’s own, which one may take out again, and an office’s paper not', async () => {
    const paperId = await paperOf(an, 'bang.pdf');
    await assert.rejects(
      does(citizen(1), addOwnPaper, { paperId, name: 'Bằng tốt nghiệp' }),
      faults('/paperId paper.not-yours'),
    );
    const { id } = await does(an, addOwnPaper, { paperId, name: 'Bằng tốt nghiệp đại học' });
    assert.equal((await held(paperId))?.source, 'own');
    assert.equal((await held(paperId))?.kind, 'degree');
    await assert.rejects(does(citizen(1), removeOwnPaper, { id }), { code: 'paper.unknown' });
    await does(an, removeOwnPaper, { id });
    assert.equal((await held(paperId))?.withdrawnWhy, 'removed');
    const dossier = await issued();
    const result = await held(dossier.result?.paperId);
    await assert.rejects(does(an, removeOwnPaper, { id: result?.id }), { code: 'paper.unknown' });
  });

  test('does not give away a paper that is being corrected meanwhile', async () => {
    const dossier = await issued();
    const paper = await held(dossier.result?.paperId);
    const holder = await owner.connect();
    try {
      await holder.query('begin');
      await holder.query(
        `update ${database.schema}.vault_papers set withdrawn_at = now(), withdrawn_why = 'result-corrected' where id = $1`,
        [paper?.id],
      );
      const filing = does(
        an,
        fileDossier,
        {
          ...BIRTH,
          competentBodyId: BINH_LUC,
          form: { content: 'Đề nghị xác nhận' },
          components: [{ key: 'don', vaultIds: [paper?.id] }],
          returnBy: 'online',
        },
        later(7),
      );
      const refused = assert.rejects(filing, faults('/components/don vault.withdrawn'));
      for (;;) {
        const { rows } = await owner.query<{ waits: boolean }>(
          `select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update of v%') as waits`,
        );
        if (rows[0]?.waits) break;
      }
      await holder.query('commit');
      await refused;
    } finally {
      holder.release();
    }
  });
});
