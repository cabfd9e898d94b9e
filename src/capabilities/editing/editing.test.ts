import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  accountName,
  atCounter,
  BINH_LUC,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { inTransaction } from '../../db/connect.ts';
import { importCatalogue, type ProcedureVersion, type Process, rowsOfJson } from '../procedures/index.ts';

const { pool } = await testProvince();
let now = new Date('2026-11-25T02:00:00Z');
const { app, close } = await testApp(pool, { now: () => now });
after(async () => {
  await close();
  await pool.end();
});
let control = await signedIn(app, 'kiemsoat');
let receptionist = await signedIn(app, accountName(BINH_LUC, 'receptionist'));
/** Another day: who sat here signs in again. */
async function onTheDay(day: string) {
  now = new Date(`${day}T02:00:00Z`);
  control = await signedIn(app, 'kiemsoat');
  receptionist = await signedIn(app, accountName(BINH_LUC, 'receptionist'));
}

interface Seen {
  version: number;
  body: ProcedureVersion;
  faults: { pointer: string; text: string; step?: string; way?: string[]; dossier?: string }[];
  lacking: { step: string; bodies: string[] }[];
  differences: { text: string }[];
  base: { versionId: string; outdated: boolean };
}
const DRAFTS = '/api/procedure-drafts';
const see = async (code: string) => (await control.call('GET', `${DRAFTS}/${code}`)).body as Seen;
const save = (code: string, version: number, body: object) =>
  control.call('PUT', `${DRAFTS}/${code}`, { version, body });
const DECISION = { decisionNumber: '1234/QĐ-UBND', decisionDate: '2026-11-24' };
const approve = (code: string, version: number, effectiveFrom: string, more: object = {}) =>
  control.call('POST', `${DRAFTS}/${code}/approve`, { version, ...DECISION, effectiveFrom, ...more });

/** The process with a step of checking on site between appraising and submitting. */
function withSiteCheck(process: Process, share: number): Process {
  return {
    ...process,
    steps: process.steps.flatMap((step) =>
      step.key !== 'tham-dinh'
        ? [step]
        : [
            { ...step, next: [{ to: 'thuc-dia' }] },
            {
              key: 'thuc-dia',
              name: 'Kiểm tra thực địa',
              role: 'specialist',
              place: 'division' as const,
              act: 'appraise' as const,
              share,
              next: [{ to: 'trinh' }],
            },
          ],
    ),
  };
}

describe('editing a process', () => {
  test('begins from the version in force, is saved while wrong with the place marked, and is not approved so', async () => {
    const begun = await see('9.000001');
    assert.equal(begun.version, 0);
    assert.deepEqual(begun.faults, []);
    assert.ok(begun.lacking.every((one) => one.bodies.length > 100));

    const wrong = { ...begun.body, process: withSiteCheck(begun.body.process, 0.2) };
    const saved = await save('9.000001', 0, wrong);
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const { faults } = saved.body as Seen;
    assert.deepEqual(
      faults.map((fault) => fault.pointer),
      ['/process/steps/0/share'],
    );
    assert.match(faults[0]?.text ?? '', /120%, phải là 100%/);
    assert.ok(faults[0]?.way?.includes('thuc-dia'));

    const refused = await approve('9.000001', 1, '2026-12-01');
    assert.equal(refused.status, 422);
    const problem = refused.body as { code: string; details: { fields: { path: string; text: string }[] } };
    assert.equal(problem.code, 'procedure-draft.faults');
    assert.equal(problem.details.fields[0]?.path, '/process/steps/0/share');
  });

  test('is tried on an example by the real calendar, each step due within the whole term', async () => {
    const { body } = await see('9.000001');
    const appraise = body.process.steps.find((step) => step.key === 'tham-dinh');
    assert.ok(appraise !== undefined);
    appraise.share = 0.35;
    assert.equal((await save('9.000001', 1, body)).status, 200);
    // Received on a Wednesday at nine: three working days end on Monday at nine.
    const tried = await control.call('GET', `${DRAFTS}/9.000001/try?at=2026-11-25T02:00:00Z&channel=online`);
    const { steps, dueAt, bodyName } = tried.body as {
      steps: { key: string; dueAt: string; startsAt: string; minutes: number; agencyName: string }[];
      dueAt: string;
      bodyName: string;
    };
    assert.deepEqual(
      steps.map((step) => step.key),
      ['tiep-nhan', 'phan-cong', 'tham-dinh', 'thuc-dia', 'trinh', 'phe-duyet', 'phat-hanh', 'tra-ket-qua'],
    );
    assert.equal(
      steps.reduce((sum, step) => sum + step.minutes, 0),
      3 * 480,
    );
    assert.equal(dueAt, '2026-11-30T02:00:00.000Z');
    assert.equal(steps.at(-1)?.dueAt, dueAt);
    for (const [place, step] of steps.entries())
      assert.equal(step.startsAt, place === 0 ? '2026-11-25T02:00:00.000Z' : steps[place - 1]?.dueAt);
    assert.match(bodyName, /Ủy ban nhân dân/);
    assert.match(steps[0]?.agencyName ?? '', /Trung tâm Phục vụ hành chính công/);
  });

  test('approved, new dossiers follow it from its day while those received before keep their own', async () => {
    const old = await receptionist.call('POST', '/api/dossiers/receive', atCounter());
    const { version } = await see('9.000001');
    const approved = await approve('9.000001', version, '2026-12-01');
    assert.equal(approved.status, 200, JSON.stringify(approved.body));
    assert.match(
      (approved.body as { differences: string[] }).differences.join('\n'),
      /Thêm bước “Kiểm tra thực địa”/,
    );
    assert.equal((await see('9.000001')).version, 0);

    const today = await control.call('GET', '/api/procedures/9.000001');
    assert.equal((today.body as { versionId: string }).versionId, '9.000001@2025-07-01');
    const history = (await control.call('GET', `${DRAFTS}/9.000001/history`)).body as {
      items: { state: string; decision: string; differences: string[]; effectiveTo: string | null }[];
    };
    assert.deepEqual(
      history.items.map((item) => [item.state, item.effectiveTo]),
      [
        ['ahead', null],
        ['in-force', '2026-12-01'],
      ],
    );
    assert.equal(history.items[0]?.decision, '1234/QĐ-UBND ngày 24/11/2026');

    await onTheDay('2026-12-01');
    const fresh = await receptionist.call(
      'POST',
      '/api/dossiers/receive',
      atCounter({ procedureVersionId: '9.000001@2026-12-01' }),
    );
    assert.equal(fresh.status, 200, JSON.stringify(fresh.body));
    const steps = async (id: string) =>
      (
        (await receptionist.call('GET', `/api/dossiers/${id}`)).body as { steps: { key: string }[] }
      ).steps.map((step) => step.key);
    assert.ok((await steps((fresh.body as { id: string }).id)).includes('thuc-dia'));
    assert.ok(!(await steps((old.body as { id: string }).id)).includes('thuc-dia'));
    await onTheDay('2026-11-25');
  });

  test('names the step whose role nobody holds today anywhere', async () => {
    const { body } = await see('9.000003');
    const division = body.process.steps.map((step) =>
      step.key === 'trinh' ? { ...step, division: 'police' as const } : step,
    );
    await pool.query(`update duties set valid_to = '2026-11-01' where role = 'clerk'`);
    const saved = await save('9.000003', 0, { ...body, process: { ...body.process, steps: division } });
    assert.deepEqual(
      (saved.body as Seen).faults.map((fault) => [fault.pointer, fault.step]),
      [['/process/steps/5/role', 'phat-hanh']],
    );
    await pool.query(`update duties set valid_to = null where role = 'clerk'`);
  });
});

describe('two who edit one procedure', () => {
  test('are told of each other, and what is replaced stays in the record', async () => {
    const { body } = await see('1.001193');
    assert.equal((await save('1.001193', 0, { ...body, name: 'Tên một' })).status, 200);
    await pool.query(
      `update procedure_drafts set saved_by = 'other', saved_by_name = 'Lê Thị Hoà', version = 2 where code = '1.001193'`,
    );
    const stale = await save('1.001193', 1, { ...body, name: 'Tên hai' });
    assert.equal(stale.status, 409);
    const { code, details } = stale.body as { code: string; details: { by: string; version: number } };
    assert.equal(code, 'procedure-draft.stale');
    assert.deepEqual([details.by, details.version], ['Lê Thị Hoà', 2]);
    assert.equal((await save('1.001193', 2, { ...body, name: 'Tên hai' })).status, 200);
    const { rows } = await pool.query<{ name: string }>(
      `select change #>> '{replaced,body,name}' as name from record
       where subject_kind = 'procedure' and subject_id = '1.001193' and change ? 'replaced'`,
    );
    assert.deepEqual(
      rows.map((row) => row.name),
      ['Tên một'],
    );
  });

  test('who begin at the same time: one has it, the other is told', async () => {
    const { body } = await see('1.000656');
    const answers = await Promise.all([save('1.000656', 0, body), save('1.000656', 0, body)]);
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409]);
  });

  test('who approve at the same time make one version', async () => {
    const { body } = await see('1.000894');
    await save('1.000894', 0, { ...body, keywords: [...body.keywords, 'cưới'] });
    const answers = await Promise.all([
      approve('1.000894', 1, '2026-12-15'),
      approve('1.000894', 1, '2026-12-15'),
    ]);
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409]);
  });

  test('a request sent twice has one effect', async () => {
    const { body } = await see('1.004873');
    const key = randomUUID();
    const send = () => control.call('PUT', `${DRAFTS}/1.004873`, { version: 0, body }, key);
    assert.deepEqual([(await send()).body, (await see('1.004873')).version], [(await send()).body, 1]);
  });
});

describe('a draft', () => {
  test('of texts and fees is shown to citizens as it would be, and to nobody else before its day', async () => {
    const { body } = await see('2.000635');
    const fees = body.fees.map((fee) => ({ ...fee, amount: 12_000 }));
    await save('2.000635', 0, { ...body, name: 'Cấp bản sao trích lục', fees });
    const preview = await control.call('GET', `${DRAFTS}/2.000635/preview`);
    assert.equal((preview.body as ProcedureVersion).name, 'Cấp bản sao trích lục');
    assert.equal((preview.body as ProcedureVersion).fees[0]?.amount, 12_000);
    const inForce = await receptionist.call('GET', '/api/procedures/2.000635');
    assert.notEqual((inForce.body as ProcedureVersion).name, 'Cấp bản sao trích lục');
    assert.equal((await receptionist.call('GET', `${DRAFTS}/2.000635/preview`)).status, 403);
    assert.equal((await receptionist.call('PUT', `${DRAFTS}/2.000635`, { version: 1, body })).status, 403);
    const { differences } = await see('2.000635');
    assert.match(differences.map((one) => one.text).join('\n'), /8\.000 đ” thành “.*12\.000 đ”/);
  });

  test('whose shape is wrong says where, and is neither shown nor approved', async () => {
    const { body, version } = await see('2.000635');
    const saved = await save('2.000635', version, { ...body, name: '', colour: 'đỏ' });
    assert.deepEqual((saved.body as Seen).faults.map((fault) => fault.pointer).sort(), ['/colour', '/name']);
    assert.equal((await control.call('GET', `${DRAFTS}/2.000635/preview`)).status, 422);
    assert.equal((await approve('2.000635', version + 1, '2026-12-01')).status, 422);
  });

  test('without a change, with a day gone by or with a decision of tomorrow is not approved', async () => {
    const { body } = await see('2.000815');
    await save('2.000815', 0, body);
    const code = async (answer: ReturnType<typeof approve>) => {
      const { code, details } = (await answer).body as {
        code: string;
        details?: { fields?: { code: string }[] };
      };
      return details?.fields?.[0]?.code ?? code;
    };
    assert.equal(await code(approve('2.000815', 1, '2026-12-01')), 'procedure-draft.no-change');
    assert.equal(await code(approve('2.000815', 1, '2026-11-24')), 'procedure-draft.effective-past');
    assert.equal(
      await code(approve('2.000815', 1, '2026-12-01', { decisionDate: '2026-11-26' })),
      'procedure-draft.decision-ahead',
    );
  });

  test('never overruns a version that was loaded after it was begun', async () => {
    const { body } = await see('2.000884');
    await save('2.000884', 0, { ...body, keywords: ['chữ ký'] });
    await inTransaction(pool, (tx) =>
      importCatalogue(
        tx,
        rowsOfJson('nghi-quyet.json', {
          amend: [{ code: '2.000884', effectiveFrom: '2026-12-10', keywords: ['ký'] }],
        }),
        { at: now, record: async () => {}, sameDay: 'refuse' },
      ),
    );
    assert.equal((await see('2.000884')).base.outdated, true);
    const refused = await approve('2.000884', 1, '2026-12-20');
    assert.equal((refused.body as { code: string }).code, 'procedure-draft.base-changed');
    assert.equal((await control.call('POST', `${DRAFTS}/2.000884/discard`, { version: 1 })).status, 200);
    assert.equal((await see('2.000884')).version, 0);
  });
});
