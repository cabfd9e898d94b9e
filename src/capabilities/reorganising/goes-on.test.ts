import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  atCounter,
  BINH_LUC,
  citizen,
  OTHER_COMMUNE,
  official,
  type Seat,
  testProvince,
} from '../../../test/support/province.ts';
import { connect, inTransaction } from '../../db/connect.ts';
import type { AnyAct } from '../../kernel/act.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { type Dossier, getDossier, owedAmount, receiveDossier } from '../dossiers/index.ts';
import {
  askRefund,
  closeCashBook,
  decideRefund,
  openCashBook,
  orderPayment,
  takeNotice,
  takePayment,
  voidReceipt,
} from '../payments/index.ts';
import { dayOfCentre, listRefunds, seeCashBook } from '../payments/views.ts';
import { appoint, delegateDuties, officialsAt } from '../people/index.ts';
import { groupsByResidence, importCatalogue, rowsOfJson, saveFeeArea } from '../procedures/index.ts';
import { findReport, makeReport, setDetails } from '../reports/index.ts';
import { openRound } from '../rounds/index.ts';
import { watchDossiers } from '../warnings/acts/watch-dossiers.ts';
import { carryOutReorganisation, planReorganisation } from './index.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
after(async () => {
  await pool.end();
  await owner.end();
});

/** Tuesday, the day before the merger, 09:00 in Viet Nam; and the first morning after it. */
const eve = new Date('2026-11-24T02:00:00Z');
const morning = new Date('2026-11-25T02:00:00Z');
const NEW = 'H42.99001';
const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Đinh Thị Kiểm',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};
const does = <A>(actor: Actor, act: AnyAct, input: object, at: Date) =>
  perform(pool, act, actor, input, { key: randomUUID(), at }) as Promise<A>;
/** The same official with the duties of the new commune. */
const now = (body: string, seat: Seat): Actor & { kind: 'official' } => {
  const one = official(body, seat);
  return {
    ...one,
    duties: one.duties.map((duty) => ({
      ...duty,
      bodyId: NEW,
      agencyId: duty.agencyId.replace(body, NEW),
    })),
  };
};
const into = (id: string, name: string, more: object = {}) => ({
  id,
  kind: null,
  name,
  shortName: name,
  hamlets: [],
  sectors: [],
  ...more,
});
const BASIS = {
  basisNumber: 'Nghị quyết số 12/NQ-UBTVQH16',
  basisDate: '2026-11-20',
  basisTitle: 'Sắp xếp trong phép thử',
};
async function reorganise(plan: object, effectiveOn: string, plannedAt: Date) {
  const { id } = await does<{ id: string }>(
    control,
    planReorganisation,
    { plan, ...BASIS, effectiveOn },
    plannedAt,
  );
  return does<Record<string, number>>(
    SYSTEM,
    carryOutReorganisation,
    { id },
    new Date(`${effectiveOn}T00:01:00+07:00`),
  );
}
const dossier = async (id: string) => (await getDossier(pool, id)) as Dossier;
async function received(actor: Actor, more: object = {}, at = eve): Promise<Dossier> {
  const { id } = await does<{ id: string }>(actor, receiveDossier, atCounter({ ...more }), at);
  return dossier(id);
}
const pays = (cashier: Actor, one: Dossier, at = eve) =>
  does<{ receiptId: string; number: string }>(
    cashier,
    takePayment,
    { dossierIds: [one.id], amount: owedAmount(one) },
    at,
  );
const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

describe('two communes become one: what was under way', () => {
  const cashier = official(BINH_LUC, 'receptionist');
  const report = (bodyId: string, number: number, actor: Actor) =>
    does<{ id: string }>(
      actor,
      makeReport,
      { outline: 'commune-reform', bodyId, period: 'quarter', year: 2026, number },
      eve,
    );
  const made = { refund: '', order: '', receipt: '', own: '', twin: '', issued: '', voidable: '' };

  test('is asked, waits or is being written the day before', async () => {
    await does(cashier, openCashBook, { opening: 100_000 }, eve);
    const paid = await received(cashier);
    made.receipt = (await pays(cashier, paid)).receiptId;
    made.refund = (
      await does<{ id: string }>(
        cashier,
        askRefund,
        { dossierId: paid.id, receiptId: made.receipt, amount: 8000, reason: 'Thu nhầm' },
        eve,
      )
    ).id;
    made.voidable = (await pays(cashier, await received(cashier))).receiptId;
    const an = citizen(0);
    const mine = await received(official(OTHER_COMMUNE, 'receptionist'), {
      applicant: {
        kind: 'citizen',
        fullName: an.name,
        personalId: '037190001234',
        birthDate: '1990-05-02',
        sex: 'female',
        phone: '0912345678',
        address: 'Xóm 1',
      },
    });
    made.order = (await does<{ orderId: string }>(an, orderPayment, { id: mine.id }, eve)).orderId;
    made.own = (await report(BINH_LUC, 4, official(BINH_LUC, 'officeSpecialist'))).id;
    made.twin = (await report(OTHER_COMMUNE, 4, official(OTHER_COMMUNE, 'officeSpecialist'))).id;
    made.issued = (await report(BINH_LUC, 3, official(BINH_LUC, 'officeSpecialist'))).id;
    const kept = await findReport(pool, made.issued);
    await does(
      official(BINH_LUC, 'officeSpecialist'),
      setDetails,
      {
        id: made.issued,
        version: kept?.version,
        details: { ...kept?.details, number: '12/BC-UBND', issuedOn: '2026-10-01' },
      },
      eve,
    );
    for (const [number, bodyIds] of [
      [2, [BINH_LUC]],
      [1, [BINH_LUC, OTHER_COMMUNE]],
    ] as const)
      await does(
        control,
        openRound,
        {
          form: 'administrative-reform-data',
          period: 'half-year',
          year: 2026,
          number,
          cutOffDay: '2026-12-14',
          dueDay: '2026-12-25',
          bodyIds,
        },
        eve,
      );
    await does(
      official(BINH_LUC, 'leader'),
      delegateDuties,
      {
        fromOfficialId: `${BINH_LUC}:officeSpecialist`,
        toOfficialId: `${BINH_LUC}:officeSpecialist2`,
        from: '2026-11-24',
        until: '2026-11-30',
        reason: 'Đi học',
      },
      eve,
    );
    for (const unitCode of ['13504', '13495'])
      await does(
        control,
        saveFeeArea,
        { unitCode, kind: 'hardship', effectiveFrom: '2026-01-01', effectiveTo: null, source: 'QĐ thử' },
        eve,
      );
  });

  test('goes on in the new commune: money, reports, areas of reduced fees', async () => {
    const moved = await reorganise(
      {
        of: 'commune',
        from: ['13504', '13495'],
        into: [into('99001', 'Bình Lục Mới', { kind: 'commune', shortName: null })],
        rest: '99001',
      },
      '2026-11-25',
      eve,
    );
    assert.deepEqual(
      [moved.money, moved.reports, moved.feeAreas],
      [2, 3, 1],
      'a report and a sheet of each round',
    );
    assert.deepEqual(await groupsByResidence(pool, '99001', '2026-11-25'), ['remote']);
    assert.deepEqual(await groupsByResidence(pool, '13504', '2026-11-25'), []);
    assert.deepEqual(await groupsByResidence(pool, '13504', '2026-11-24'), ['remote'], 'that day stays');
  });

  test('the refund is decided by the new leader; a late payment is receipted by the new centre from number 1', async () => {
    const leader = now(OTHER_COMMUNE, 'leader');
    const listed = await listRefunds.run(pool, leader, {}, morning);
    assert.deepEqual(
      listed.refunds.map((one) => one.id),
      [made.refund],
    );
    await does(leader, decideRefund, { id: made.refund, approve: true }, morning);
    const { effect } = await does<{ effect: string }>(
      SYSTEM,
      takeNotice,
      {
        orderId: made.order,
        gatewayRef: 'GD-1',
        amount: 8000,
        result: 'paid',
        genuine: true,
        how: 'callback',
      },
      morning,
    );
    assert.equal(effect, 'paid');
    const { rows } = await pool.query(
      'select centre_id, body_id, series, number from receipts order by at, number',
    );
    assert.deepEqual(
      rows.map((row) => [row.centre_id, row.series, row.number]),
      [
        [`${BINH_LUC}.04`, 'Q26', 1],
        [`${BINH_LUC}.04`, 'Q26', 2],
        [`${NEW}.04`, 'T26', 1],
      ],
      'what was receipted before stays the old centre’s',
    );
  });

  test('the cashier still closes the book of the day before, the new leader sees it, the old receipt can be voided', async () => {
    const cashierNow = now(BINH_LUC, 'receptionist');
    const seen = await seeCashBook.run(pool, cashierNow, {}, morning);
    assert.deepEqual(seen.unclosed, ['2026-11-24']);
    const closed = await does<{ expected: number; difference: number }>(
      cashierNow,
      closeCashBook,
      { day: '2026-11-24', counted: 116_000 },
      morning,
    );
    assert.deepEqual([closed.expected, closed.difference], [116_000, 0]);
    const byLeader = await seeCashBook.run(
      pool,
      now(OTHER_COMMUNE, 'leader'),
      { day: '2026-11-24' },
      morning,
    );
    assert.equal(byLeader.books[0]?.counted, 116_000);
    assert.equal((await dayOfCentre(pool, [`${NEW}.04`], '2026-11-24', null)).books.length, 0);
    await does(cashierNow, voidReceipt, { id: made.voidable, reason: 'Thu nhầm người' }, morning);
    await assert.rejects(
      does(official('H42.13501', 'receptionist'), voidReceipt, { id: made.receipt, reason: 'Sai' }, morning),
      refused('act.out-of-reach'),
    );
  });

  test('one report goes on, the other of the same period stays as what was written, an issued one stays issued', async () => {
    const [own, twin, issued] = await Promise.all(
      [made.own, made.twin, made.issued].map((id) => findReport(pool, id)),
    );
    const bodies = [own?.bodyId, twin?.bodyId].sort();
    assert.deepEqual(bodies.includes(NEW) && bodies.some((id) => id !== NEW), true);
    for (const one of [own, twin]) assert.ok(one?.bodyIds.includes(NEW), 'seen by who took over');
    assert.equal(issued?.bodyId, BINH_LUC);
    assert.deepEqual(issued?.bodyIds, [BINH_LUC, NEW].sort());
  });

  test('a sheet that was not sent is filled in by the new commune, one in each round', async () => {
    const { rows } = await pool.query<{ n: number; body: string; name: string }>(
      `select r.period_number as n, s.body_id as body, s.body_name as name
       from round_sheets s join rounds r on r.id = s.round_id order by 1, 2`,
    );
    assert.deepEqual(
      rows.map((row) => [row.n, row.body === NEW]),
      [
        [1, false],
        [1, true],
        [2, true],
      ],
    );
    assert.match(rows.at(-1)?.name ?? '', /Bình Lục Mới/);
  });

  test('the deputy still acts for the absent, and warnings reach who now leads', async () => {
    const found = await officialsAt(pool, [`${BINH_LUC}:officeSpecialist2`], '2026-11-25');
    assert.deepEqual(
      found.get(`${BINH_LUC}:officeSpecialist2`)?.duties.map((duty) => duty.bodyId),
      [NEW],
    );
    const { rows: delegations } = await pool.query<{ to: string }>(
      `select to_official_id as to from delegations where valid_to > '2026-11-25'`,
    );
    assert.deepEqual(delegations, [{ to: `${BINH_LUC}:officeSpecialist2` }]);
    await does(SYSTEM, watchDossiers, {}, new Date('2026-11-30T02:00:00Z'));
    const { rows } = await pool.query<{ official: string; n: number }>(
      `select official_id as official, count(*)::int as n from warnings where cleared_at is null group by 1 order by 1`,
    );
    assert.ok(rows.length > 0, 'somebody of the new commune is warned of what is late there');
    const warned = await officialsAt(
      pool,
      rows.map((row) => row.official),
      '2026-11-30',
    );
    for (const one of warned.values())
      assert.ok(one.duties.every((duty) => duty.bodyId === NEW || duty.bodyId === 'H42.01'));
  });
});

describe('departments are split, merged and renamed', () => {
  const plain = (code: string, sector: string) => ({
    code,
    name: `Thủ tục ${code} của sở`,
    sector,
    level: 'province',
    competent: 'department-justice',
    applicants: ['citizen'],
    terms: [{ unit: 'working-day', value: 5 }],
    fees: [],
    exemptions: [],
    components: [],
    cases: [],
    results: [{ name: 'Văn bản', code: null }],
    channels: ['counter'],
    serviceLevel: 'partial',
    partialReason: 'Nộp trực tiếp',
    legalBasis: ['Luật thử'],
    decision: null,
    effectiveFrom: '2025-07-01',
    effectiveTo: null,
    provenance: 'province',
    doubts: [],
    keywords: [],
    form: {
      type: 'object',
      properties: { content: { type: 'string', title: 'Nội dung', 'x-kind': 'text', 'x-group': 'chung' } },
      required: [],
      additionalProperties: false,
      'x-groups': [{ key: 'chung', title: 'Nội dung' }],
    },
    process: 'province',
  });
  const counter = now(BINH_LUC, 'receptionist');
  const at = (procedureCode: string, when: Date) =>
    received(
      counter,
      { procedureCode, procedureVersionId: `${procedureCode}@2025-07-01`, form: {}, components: [] },
      when,
    );
  const decides = async () =>
    Object.fromEntries(
      (
        await pool.query<{ code: string; body: string }>(
          `select procedure_code || coalesce(' ' || right(code, 4), '') as code, competent_body_id as body from dossiers
           where procedure_code like '9.9%' order by code`,
        )
      ).rows.map((row) => [row.code, row.body]),
    );

  test('split by sector, but a dossier picked by hand goes where it was picked for', async () => {
    await inTransaction(owner, async (tx) => {
      await importCatalogue(
        tx,
        rowsOfJson('test', { procedures: [plain('9.900001', 'ho-tich'), plain('9.900002', 'chung-thuc')] }),
        { at: morning, record: async () => {}, sameDay: 'refuse' },
      );
      await appoint(tx, [
        {
          officialId: 'justice',
          fullName: 'Bùi Văn Pháp',
          title: 'Giám đốc Sở',
          accountName: 'sotuphap',
          passwordHash: 'x',
          role: 'leader',
          agencyId: 'H42.04',
          bodyId: 'H42.04',
          from: '2025-07-01',
          demo: false,
        },
      ]);
    });
    const [a, b, c] = [
      await at('9.900001', morning),
      await at('9.900002', morning),
      await at('9.900002', morning),
    ];
    assert.deepEqual(new Set(Object.values(await decides())), new Set(['H42.04']));
    const split = (dossiers: string[], other: string[] = []) => ({
      of: 'agency',
      from: ['H42.04'],
      into: [
        into('H42.04', 'Sở Tư pháp', { dossiers: other }),
        into('H42.94', 'Sở Công chứng', { sectors: ['chung-thuc'], dossiers }),
      ],
      rest: 'H42.04',
    });
    for (const [plan, code] of [
      [split(['H42.99001-000000-0001']), 'reorganisation.not-there'],
      [split([a.code ?? ''], [a.code ?? '']), 'reorganisation.picked-twice'],
    ] as const)
      await assert.rejects(reorganise(plan, '2026-11-26', morning), (error: unknown) =>
        JSON.stringify((error as { details: unknown }).details).includes(code),
      );
    await reorganise(split([a.code ?? ''], [c.code ?? '']), '2026-11-26', morning);
    assert.deepEqual(
      await Promise.all([a, b, c].map(async ({ id }) => (await dossier(id)).competentBodyId)),
      ['H42.94', 'H42.94', 'H42.04'],
    );
  });

  test('merged into a new one, all of it goes there with its officials; renamed, it keeps code and dossiers', async () => {
    const thursday = new Date('2026-11-26T02:00:00Z');
    const moved = await reorganise(
      {
        of: 'agency',
        from: ['H42.04', 'H42.94'],
        into: [into('H42.95', 'Sở Tư pháp và Công chứng')],
        rest: 'H42.95',
      },
      '2026-11-27',
      thursday,
    );
    assert.equal(moved.dossiers, 3);
    assert.equal(moved.duties, 1);
    assert.deepEqual(new Set(Object.values(await decides())), new Set(['H42.95']));
    const friday = new Date('2026-11-27T02:00:00Z');
    const fresh = await at('9.900001', friday);
    assert.equal(fresh.competentBodyId, 'H42.95', 'the task went along');
    await reorganise(
      { of: 'agency', from: ['H42.95'], into: [into('H42.95', 'Sở Tư pháp Ninh Bình')], rest: 'H42.95' },
      '2026-11-28',
      friday,
    );
    assert.equal((await dossier(fresh.id)).competentBodyId, 'H42.95');
    const { rows } = await pool.query(`select name from agencies where id = 'H42.95'`);
    assert.equal(rows[0]?.name, 'Sở Tư pháp Ninh Bình');
  });
});
