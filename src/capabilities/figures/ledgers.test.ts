import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import * as XLSX from '@e965/xlsx';
import { layLedger } from '../../../test/support/ledger.ts';
import {
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  PLAIN,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { connect, inSnapshot, inTransaction } from '../../db/connect.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { communeTenMonths } from '../../loading/ledger/index.ts';
import { perform } from '../../perform.ts';
import {
  countedFrom,
  type DossierChange,
  keptFacts,
  receiveDossier,
  requestSupplement,
  undoAct,
  withdrawDossier,
} from '../dossiers/index.ts';
import { changesOf } from '../record/index.ts';
import { importDefinitions } from './acts/import-definitions.ts';
import { foldCells } from './cells.ts';
import { definitionsOf } from './definitions-store.ts';
import type { FormFault, IndexForm } from './form.ts';
import { type Indicator, percentOf } from './indicator.ts';
import { dayAfter } from './period.ts';
import { reckoned } from './recount.ts';
import { shippedDefinitions, shippedIndicators } from './shipped.ts';
import { countFigures, countOneByOne, EVERYTHING } from './store.ts';
import {
  type FilledGrid,
  type FilledIndex,
  type FilledList,
  fillForm,
  openFigure,
  seeFigures,
} from './views.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
const NOW = new Date('2026-11-20T03:00:00Z');
const { app, close } = await testApp(pool, { now: () => NOW });
after(async () => {
  await close();
  await pool.end();
  await owner.end();
});

const TEN_MONTHS = { from: '2025-07-01', to: '2026-05-01' };
const leader = official(OTHER_COMMUNE, 'leader');
const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Đinh Thị Kiểm',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};
type Seen = {
  total: Record<string, number | null>;
  rows: { key: string; figures: Record<string, number | null> }[];
};
const figuresOf = (actor: Actor, asked: Parameters<typeof seeFigures.run>[2], at = NOW) =>
  inSnapshot(pool, (tx) => seeFigures.run(tx, actor, asked, at)) as Promise<Seen>;
const formOf = <T>(actor: Actor, code: string, asked: { from: string; to: string; by?: 'body' }) =>
  inSnapshot(pool, (tx) => fillForm(tx, actor, { code, ...asked }, NOW)) as Promise<T>;
const fold = () =>
  inTransaction(owner, async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    return foldCells(tx, (await definitionsOf(tx)).indicators);
  });
const bring = (content: unknown) =>
  perform(
    pool,
    importDefinitions,
    SYSTEM,
    { name: 'tinh.json', content: JSON.stringify(content) },
    { at: NOW },
  );
const faultsOf = async (content: unknown): Promise<string[]> => {
  const refusal = (await bring(content).then(
    () => assert.fail('it was loaded'),
    (error) => error,
  )) as Refusal;
  assert.equal(refusal.code, 'definitions.faulty');
  return (refusal.details.faults as FormFault[]).map(({ at, fault }) => `${at}: ${fault}`);
};

before(async () => {
  await inTransaction(owner, (tx) => layLedger(tx, communeTenMonths(OTHER_COMMUNE)));
  // A catalogue as a commune counts it: 320 procedures, 102 of them full-process, 243 received at any centre.
  await owner.query(`delete from procedure_versions where effective_from >= '2026-06-01'`);
  await owner.query(
    `update procedure_versions set effective_to = '2026-06-01' where effective_to is null or effective_to > '2026-06-01'`,
  );
  await owner.query(
    `insert into procedure_versions (id, code, effective_from, name, name_folded, sector, level, competent, channels,
       full_process, provenance, body, content_hash, origin, loaded_at)
     select '8.' || lpad(n::text, 6, '0') || '@2026-06-01', '8.' || lpad(n::text, 6, '0'), '2026-06-01', 'Thủ tục ' || n, 'thu tuc ' || n,
       'ho-tich', 'commune', 'commune-committee', '{counter}', n <= 102, 'province',
       json_build_object('placeIndependent', n <= 243), '', 'phép thử', now()
     from generate_series(1, 320) n`,
  );
});

describe('the ledger of a commune’s ten months', () => {
  const wanted = {
    received: 12_317,
    'received-counter': 1116,
    'received-online': 11_201,
    'received-post': 0,
    ended: 12_258,
    'ended-late': 54,
    refused: 119,
    withdrawn: 187,
    open: 59,
    'open-overdue': 0,
    'open-waiting': 7,
    'mirrored-received': 490,
    'mirrored-ended': 459,
    'mirrored-open': 31,
    'fee-bearing': 8510,
    'fee-paid-online': 8510,
  };
  const picked = (total: Record<string, number | null>) =>
    Object.fromEntries(Object.keys(wanted).map((code) => [code, total[code]]));

  test('gives exactly the published figures, one by one and from the cells', async () => {
    assert.deepEqual(picked((await figuresOf(leader, TEN_MONTHS)).total), wanted);
    await fold();
    assert.deepEqual(picked((await figuresOf(leader, TEN_MONTHS)).total), wanted);
    assert.deepEqual(picked((await figuresOf(control, TEN_MONTHS)).total), wanted);
  });

  test('fills form II.06a and the annex with the same figures', async () => {
    const form = await formOf<FilledGrid>(leader, 'II.06a', TEN_MONTHS);
    assert.deepEqual(form.broken, []);
    assert.deepEqual(
      [3, 4, 5, 6, 7, 10, 11, 12, 13].map((number) => form.total.values[number]),
      [12_317, 11_201, 1116, 0, 12_258, 54, 59, 59, 0],
    );
    const annex = await formOf<FilledList>(leader, 'CCHC', TEN_MONTHS);
    const value = (number: string) => annex.items.find((item) => item.number === number);
    assert.equal(value('3.3.1')?.value, 12_317);
    assert.equal(value('3.3.3')?.value, 490);
    assert.equal(value('3.4.2')?.value, 54);
    assert.equal(value('7.5.2')?.value, 100);
    assert.equal(value('1.1')?.entered, true);
  });

  test('every percentage that is printed is the rounding of the two counts that are printed with it', async () => {
    const annex = await formOf<FilledList>(leader, 'CCHC', TEN_MONTHS);
    const shares = annex.items.filter(({ unit }) => unit === '%');
    assert.ok(shares.length >= 5);
    // What is not counted has no share: 0 % would say that none is.
    const share = (part: number | null | undefined, whole: number | null | undefined) =>
      part == null || whole == null ? null : percentOf(part, whole);
    for (const { number, value, parts } of shares)
      assert.equal(value, share(parts[0]?.value, parts[1]?.value), number);
    const { total } = await figuresOf(control, TEN_MONTHS);
    for (const one of (await shippedIndicators()).values())
      if ('part' in one.counts)
        assert.equal(total[one.code], share(total[one.counts.part], total[one.counts.whole]), one.code);
  });
});

describe('procedures', () => {
  const day = { from: '2026-06-01', to: '2026-06-15' };
  test('are counted by kind as they stand on the last day: 243 of 320 are received at any centre', async () => {
    const { total } = await figuresOf(leader, day);
    assert.deepEqual(
      [
        'procedures',
        'procedures-full-process',
        'procedures-partial',
        'procedures-place-independent',
        'place-independent-share',
      ].map((code) => total[code]),
      [320, 102, 218, 243, 75.94],
    );
    const list = (await inSnapshot(pool, (tx) =>
      openFigure.run(
        tx,
        leader,
        { ...day, indicator: 'procedures-place-independent', limit: 200, offset: 200 },
        NOW,
      ),
    )) as { total: number; things: unknown[] };
    assert.deepEqual([list.total, list.things.length], [243, 43]);
    const before = (await figuresOf(leader, { from: '2026-05-01', to: '2026-05-15' })).total;
    assert.notEqual(before.procedures, 320);
    // The shipped catalogue does not say where each may be received: nothing is counted, which is not none.
    assert.equal(before['procedures-place-independent'] ?? null, null);
    assert.equal(before['place-independent-share'], null);
  });
  test('fill form II.07b, whose equations hold', async () => {
    const form = await formOf<FilledGrid>(leader, 'II.07b', day);
    assert.deepEqual(form.broken, []);
    assert.deepEqual(
      [3, 4, 5, 6, 7].map((number) => form.total.values[number]),
      [320, 0, 320, 102, 218],
    );
  });
});

describe('the index of Decision 766', () => {
  test('ranks the bodies, and says what would raise each most', async () => {
    const index = await formOf<FilledIndex>(control, '766', TEN_MONTHS);
    const row = index.rows.find(({ key }) => key === OTHER_COMMUNE);
    assert.ok(row !== undefined);
    assert.equal(row.rank, 1);
    const score = (number: string) => row.scores.find((one) => one.number === number);
    // In time, or open and not late, of all that were received: 12,263 of 12,317.
    assert.deepEqual(
      [score('2.1')?.part, score('2.1')?.whole, score('2.1')?.percent, score('2.1')?.score],
      [12_263, 12_317, 99.56, 19.91],
    );
    assert.equal(score('4.3')?.score, 6);
    assert.equal(score('1.1')?.score, null);
    assert.deepEqual(row.raises[0], { number: '6.5', gain: 4, missing: score('6.5')?.whole });
    assert.equal(
      row.points,
      Math.round(row.scores.reduce((sum, one) => sum + (one.score ?? 0), 0) * 100) / 100,
    );
  });
  test('is a workbook whose scores are live formulas', async () => {
    const { cookie } = await signedIn(app, 'kiemsoat');
    for (const [code, cell] of [
      ['766', 'E7'],
      ['CCHC', null],
    ] as const) {
      const file = await app.inject({
        url: `/api/figures/forms/${code}/xlsx?from=${TEN_MONTHS.from}&to=${TEN_MONTHS.to}`,
        headers: { cookie },
      });
      assert.equal(file.statusCode, 200, file.body.slice(0, 200));
      const sheet = Object.values(XLSX.read(file.rawPayload).Sheets)[0] as Record<string, XLSX.CellObject>;
      if (cell !== null) {
        assert.match(sheet[cell]?.f ?? '', /^IF\(D7=0,"",ROUND\(MIN\(1,C7\*100/);
        assert.equal(sheet[cell]?.v, 19.91);
      }
    }
    const pdf = await app.inject({
      url: `/api/figures/forms/766/pdf?from=${TEN_MONTHS.from}&to=${TEN_MONTHS.to}`,
      headers: { cookie },
    });
    assert.equal(pdf.statusCode, 200, pdf.body.slice(0, 200));
  });
});

describe('cells', () => {
  const everything = { bodies: null, reach: EVERYTHING };
  const dossierOnly = (all: ReadonlyMap<string, Indicator>) =>
    [...all.values()].filter(({ counts }) => !('source' in counts) && !('part' in counts));
  test('say in any period what the dossiers say one by one, also in days that fill no half month', async () => {
    const all = await shippedIndicators();
    const list = dossierOnly(all);
    // Days drawn by a fixed rule: beginnings, ends and middles of months, single days and long spans.
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    // Each period by one way of grouping, in turn: the whole is counted beside the parts each time.
    const groupings = [null, 'body', 'sector', 'channel'] as const;
    for (let turn = 0; turn < 28; turn++) {
      let from = '2025-06-20';
      for (let n = random(300); n > 0; n--) from = dayAfter(from);
      let to = dayAfter(from);
      for (let n = turn % 5 === 0 ? 0 : random(120); n > 0; n--) to = dayAfter(to);
      const period = reckoned({ from, to }, NOW);
      {
        const by = groupings[turn % 4] ?? null;
        const [cells, scan] = await inSnapshot(pool, async (tx) => [
          await countFigures(
            tx,
            all,
            list.map(({ code }) => code),
            period,
            everything,
            by,
          ),
          await countOneByOne(tx, all, list, period, everything, by),
        ]);
        const shown = (figures: Record<string, number | null>) =>
          list.map(({ code }) => [code, figures[code] ?? null]);
        assert.deepEqual(shown(cells.total), shown(scan.total), `${from} to ${to}`);
        for (const [key, figures] of scan.rows)
          if (Object.values(figures).some((value) => value !== 0 && value !== null))
            assert.deepEqual(shown(cells.rows.get(key) ?? {}), shown(figures), `${from} to ${to}, ${key}`);
      }
    }
  });
  test('are as fresh as the act before anything is folded, and the same after', async () => {
    const today = { from: '2026-11-15', to: '2026-12-15' };
    const receptionist = official(BINH_LUC, 'receptionist');
    const seen = async () => {
      const { total } = await figuresOf(control, today);
      return ['received', 'withdrawn', 'open'].map((code) => total[code] ?? 0);
    };
    assert.deepEqual(await seen(), [0, 0, 59]);
    await owner.query(`update procedure_versions set effective_to = null where code = '9.000001'`);
    const made = (await perform(pool, receiveDossier, receptionist, atCounter(), { at: NOW })) as {
      id: string;
      version: number;
    };
    assert.deepEqual(await seen(), [1, 0, 60]);
    await fold();
    assert.deepEqual(await seen(), [1, 0, 60]);
    const later = new Date(NOW.getTime() + 3_600_000);
    await perform(
      pool,
      withdrawDossier,
      receptionist,
      { id: made.id, version: made.version, reason: 'Đổi ý' },
      { at: later },
    );
    assert.deepEqual((await figuresOf(control, today, later)).total.withdrawn, 1);
    assert.equal((await fold()).folded, 2);
    assert.deepEqual((await figuresOf(control, today, later)).total.withdrawn, 1);
    // As it was known before the withdrawal: it stood open, and nothing was withdrawn.
    const then = await figuresOf(control, { ...today, asOf: NOW.toISOString() }, later);
    assert.deepEqual(
      ['received', 'withdrawn', 'open'].map((code) => then.total[code]),
      [1, 0, 60],
    );
    const list = (await inSnapshot(pool, (tx) =>
      openFigure.run(tx, control, { ...today, indicator: 'open', asOf: NOW.toISOString() }, later),
    )) as { total: number };
    assert.equal(list.total, 60);
    await assert.rejects(figuresOf(control, { ...today, asOf: '2027-01-01' }), { code: 'input.invalid' });
  });

  test('of a past moment tell what was undone since as it stood then, and of today as if it had never been', async () => {
    const today = { from: '2026-11-15', to: '2026-12-15' };
    const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
    const receptionist = official(BINH_LUC, 'receptionist');
    const waiting = async (minutes: number) => {
      const asked = { ...today, body: BINH_LUC, asOf: at(minutes).toISOString() };
      const { total } = await figuresOf(control, asked, at(900));
      return ['open', 'open-waiting'].map((code) => total[code]);
    };
    const made = (await perform(pool, receiveDossier, receptionist, atCounter(), { at: at(120) })) as {
      id: string;
      version: number;
    };
    const before = await waiting(120);
    const asked = (await perform(
      pool,
      requestSupplement,
      official(BINH_LUC, 'officeHead'),
      {
        id: made.id,
        version: made.version,
        items: [{ componentKey: null, text: 'Bản chính' }],
        reason: 'Thiếu',
      },
      { at: at(121) },
    )) as { id: string; version: number };
    await perform(
      pool,
      undoAct,
      official(BINH_LUC, 'officeHead'),
      { id: asked.id, version: asked.version, reason: 'Nhầm hồ sơ' },
      { at: at(123) },
    );
    const [open, waits] = before as [number, number];
    assert.deepEqual(await waiting(122), [open, waits + 1]);
    assert.deepEqual(await waiting(123), [open, waits]);
    assert.deepEqual(await waiting(500), [open, waits]);
    // What is kept of it is what its record gives, when facts are made anew.
    const kept = (await keptFacts(pool, [made.id])).get(made.id);
    const changes = (await changesOf(pool, 'dossier', made.id)) as DossierChange[];
    assert.deepEqual(kept, countedFrom(made.id, changes, new Set([PLAIN.procedureVersionId])));
    assert.equal(kept?.undone.length, 1);
  });
});

describe('a province’s own forms', () => {
  const own = (more: object = {}) => ({
    kind: 'index',
    code: 'RIENG',
    title: 'Chỉ số của tỉnh',
    symbol: 'Chỉ số của tỉnh',
    source: 'Quyết định của UBND tỉnh',
    effectiveFrom: '2026-01-01',
    effectiveTo: null,
    unit: 'điểm',
    notes: [],
    bands: [],
    groups: [
      {
        number: '1',
        name: 'Tiến độ',
        points: 10,
        criteria: [
          {
            number: '1.1',
            name: 'Đúng hạn',
            points: 10,
            measure: { part: ['ended-in-time'], whole: ['ended'] },
            target: 98,
            empty: 'left-out',
            advice: '',
            ...more,
          },
        ],
      },
    ],
  });

  test('are refused with every fault in its place: nothing to divide by, an unknown field, a name that nothing fills', async () => {
    assert.deepEqual(await faultsOf({ forms: [own({ measure: { part: ['ended'], whole: [] } })] }), [
      'RIENG, tiêu chí 1.1: công thức chia cho không có gì: thiếu mẫu số',
    ]);
    assert.deepEqual(
      await faultsOf({ forms: [own({ measure: { part: ['nothing'], whole: ['ended'] }, target: 0 })] }),
      [
        'RIENG, tiêu chí 1.1: mục tiêu phải lớn hơn 0 và không quá 100 %',
        'RIENG, tiêu chí 1.1: không có chỉ tiêu nào tên "nothing"',
      ],
    );
    assert.deepEqual(await faultsOf({ forms: [own({ points: 'mười' })] }), [
      'forms[0] (RIENG) /groups/0/criteria/0/points: "mười" không dùng được ở đây',
    ]);
    const [unknown] = await faultsOf({
      indicators: [
        {
          code: 'mau-sac',
          name: 'Màu đỏ',
          group: 'Riêng',
          unit: 'dossier',
          counts: { moment: 'received', where: { field: 'colour', is: 'red' } },
          since: '2026-12-01',
          source: 'UBND tỉnh',
        },
      ],
    });
    assert.match(unknown ?? '', /^chỉ tiêu mau-sac: không có trường "colour"; có: channel, /);
    assert.deepEqual(await faultsOf({}), ['tệp: không có chỉ tiêu (indicators) hay biểu (forms) nào']);
    assert.equal((await definitionsOf(pool)).forms.length, (await shippedDefinitions()).forms.length);
  });

  test('hold from their day: last year’s report prints as last year’s, and what holds is not changed', async () => {
    assert.deepEqual(await bring({ forms: [own()] }), { loaded: 1, unchanged: 0 });
    assert.deepEqual(await bring({ forms: [own()] }), { loaded: 0, unchanged: 1 });
    assert.deepEqual(await faultsOf({ forms: [own({ target: 50 })] }), [
      'RIENG: bản từ ngày 01/01/2026 đã có hiệu lực; sửa bằng một bản có ngày hiệu lực mới',
    ]);
    await bring({ forms: [{ ...own({ target: 50 }), effectiveFrom: '2027-01-01' }] });
    const target = async (from: string, to: string) => {
      const { form } = await formOf<{ form: IndexForm }>(control, 'RIENG', { from, to });
      return form.groups[0]?.criteria[0]?.target;
    };
    assert.equal(await target('2026-01-01', '2026-12-15'), 98);
    assert.equal(await target('2027-01-01', '2027-02-01'), 50);
    await assert.rejects(target('2025-12-01', '2025-12-15'), { code: 'form.unknown' });
  });
});
