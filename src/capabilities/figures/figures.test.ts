import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import * as XLSX from '@e965/xlsx';
import readWorkbook from 'read-excel-file/node';
import { extractText, getDocumentProxy } from 'unpdf';
import { type Entry, layLedger } from '../../../test/support/ledger.ts';
import {
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { connect, inSnapshot, inTransaction } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import { communeHalfYear } from '../../loading/ledger/index.ts';
import { perform } from '../../perform.ts';
import { receiveDossier, requestSupplement, withdrawDossier } from '../dossiers/index.ts';
import { foldCells } from './cells.ts';
import { recount } from './recount.ts';
import { shippedDefinitions, shippedIndicators } from './shipped.ts';
import { type FilledGrid, fillForm, openFigure, seeFigures } from './views.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
const NOW = new Date('2026-11-20T03:00:00Z');
const { app, close } = await testApp(pool, { now: () => NOW });
after(async () => {
  await close();
  await pool.end();
  await owner.end();
});

const HALF_YEAR = { from: '2025-12-15', to: '2026-06-15' };
const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Đinh Thị Kiểm',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};
const leader = official(BINH_LUC, 'leader');
const otherLeader = official(OTHER_COMMUNE, 'leader');
const head = official(BINH_LUC, 'economyHead');

const lay = (entries: Iterable<Entry>) => inTransaction(owner, (tx) => layLedger(tx, entries));
const figuresOf = (actor: Actor, asked: Parameters<typeof seeFigures.run>[2], at = NOW) =>
  inSnapshot(pool, (tx) => seeFigures.run(tx, actor, asked, at)) as Promise<{
    total: Record<string, number | null>;
    rows: { key: string; name: string; figures: Record<string, number | null> }[];
  }>;
const behind = (actor: Actor, asked: Parameters<typeof openFigure.run>[2], at = NOW) =>
  inSnapshot(pool, (tx) => openFigure.run(tx, actor, asked, at)) as Promise<{
    total: number;
    items: { id: string }[];
  }>;

describe('the ledger of Bình Lục’s half-year', () => {
  before(async () => {
    await lay(communeHalfYear());
  });

  test('gives exactly the published figures, and 95,83 percent', async () => {
    const { total } = await figuresOf(leader, HALF_YEAR);
    const wanted = {
      received: 5082,
      'received-online': 5082,
      'received-direct': 0,
      'online-share': 100,
      'carried-over': 13,
      'received-total': 5095,
      ended: 5064,
      'ended-in-time': 5064,
      'ended-late': 0,
      'in-time-share': 100,
      open: 31,
      resolved: 5064,
      'digitised-both': 4853,
      'digitised-share': 95.83,
      'fee-bearing': 3944,
      'fee-paid-online': 3944,
      'paid-online-share': 100,
    };
    assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((code) => [code, total[code]])), wanted);
  });

  test('fills form II.06a, whose equations hold in every row and in the total', async () => {
    for (const by of ['sector', 'body'] as const) {
      const filled = (await inSnapshot(pool, (tx) =>
        fillForm(tx, control, { ...HALF_YEAR, code: 'II.06a', by }, NOW),
      )) as FilledGrid;
      assert.deepEqual(filled.broken, []);
      assert.equal(filled.rows.length, by === 'sector' ? 2 : 1);
      assert.deepEqual(
        [3, 4, 5, 6, 7, 10, 11].map((number) => filled.total.values[number]),
        [5095, 5082, 0, 13, 5064, 0, 31],
      );
      for (const number of filled.form.columns.map((column) => column.number))
        assert.equal(
          filled.rows.reduce((sum, row) => sum + (row.values[number] ?? 0), 0),
          filled.total.values[number],
          `column ${number}`,
        );
    }
  });

  test('opens as many dossiers as each figure says', async () => {
    const { total } = await figuresOf(leader, HALF_YEAR);
    for (const one of (await shippedIndicators()).values()) {
      if ('part' in one.counts || 'percentile' in one.counts) continue;
      if ('source' in one.counts) continue;
      const list = await behind(leader, { ...HALF_YEAR, indicator: one.code, limit: 3 });
      assert.equal(list.total, total[one.code], one.code);
      assert.equal(list.items.length, Math.min(3, list.total), one.code);
    }
    const pages = new Set<string>();
    for (let offset = 0; offset < 60; offset += 10)
      for (const { id } of (await behind(leader, { ...HALF_YEAR, indicator: 'open', offset, limit: 10 }))
        .items)
        pages.add(id);
    assert.equal(pages.size, 31);
  });

  test('is a workbook with live formulas and real numbers, and a paper', async () => {
    const { cookie } = await signedIn(app, 'kiemsoat');
    const file = (kind: string) =>
      app.inject({
        url: `/api/figures/forms/II.06a/${kind}?from=${HALF_YEAR.from}&to=${HALF_YEAR.to}&body=${BINH_LUC}`,
        headers: { cookie },
      });
    const xlsx = await file('xlsx');
    assert.equal(xlsx.statusCode, 200, xlsx.body.slice(0, 300));
    const sheet = Object.values(XLSX.read(xlsx.rawPayload).Sheets)[0] as Record<string, XLSX.CellObject>;
    assert.deepEqual([sheet.D8?.t, sheet.D8?.f], ['n', undefined]);
    assert.equal(sheet.C8?.f, 'D8+E8+F8');
    assert.equal(sheet.C10?.f, 'SUM(C8:C9)');
    assert.equal((sheet.D8?.v as number) + (sheet.D9?.v as number), 5082);
    assert.ok((await readWorkbook(Buffer.from(xlsx.rawPayload))).length > 0);
    const pdf = await file('pdf');
    assert.equal(pdf.statusCode, 200, pdf.body.slice(0, 300));
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf.rawPayload)), {
      mergePages: true,
    });
    assert.match(text, /II\.06a/);
    assert.match(text, /5\.095/);
    assert.match(text, /14\/06\/2026/);
  });

  test('is seen by a control officer for the province, by a leader for the own commune, by no other leader', async () => {
    assert.equal((await figuresOf(control, HALF_YEAR)).total.received, 5082);
    assert.equal((await figuresOf(otherLeader, HALF_YEAR)).total.received, 0);
    for (const view of [
      figuresOf,
      (actor: Actor, asked: object) => behind(actor, { ...HALF_YEAR, ...asked, indicator: 'received' }),
    ])
      await assert.rejects(view(otherLeader, { ...HALF_YEAR, body: BINH_LUC }), {
        code: 'figures.out-of-reach',
      });
    // Everything passed through the office; the economy division has seen none of it.
    assert.equal((await figuresOf(head, HALF_YEAR)).total.received, 0);
    assert.equal((await behind(head, { ...HALF_YEAR, indicator: 'received' })).total, 0);
    assert.equal((await figuresOf(official(BINH_LUC, 'officeHead'), HALF_YEAR)).total.received, 5082);
    const specialist = await signedIn(app, `${BINH_LUC}.officeSpecialist`.toLowerCase());
    assert.equal((await specialist.call('GET', '/api/figures?from=2026-01-01&to=2026-02-01')).status, 403);
  });
});

describe('periods that touch', () => {
  // In a year of their own, so that nothing else is counted.
  const cut = '2024-06-15';
  const at = (text: string) => `${text}:00+07:00`;
  const entries: Entry[] = [
    // Received in the last minute before the cut-off, and in the first one after it.
    {
      receivedAt: at('2024-06-14T23:59'),
      dueAt: at('2024-06-20T17:00'),
      ended: { at: at('2024-06-18T10:00'), how: 'approved' },
    },
    {
      receivedAt: at('2024-06-15T00:00'),
      dueAt: at('2024-06-20T17:00'),
      ended: { at: at('2024-06-18T10:00'), how: 'approved' },
    },
    // Ended at midnight itself, and in the last minute before.
    {
      receivedAt: at('2024-06-10T08:00'),
      dueAt: at('2024-06-13T17:00'),
      ended: { at: at('2024-06-15T00:00'), how: 'approved' },
    },
    {
      receivedAt: at('2024-06-10T08:00'),
      dueAt: at('2024-06-14T17:00'),
      ended: { at: at('2024-06-14T23:59'), how: 'refused' },
    },
    // Across the cut-off with a supplement asked for before and answered after, and the other way round.
    {
      receivedAt: at('2024-06-11T08:00'),
      dueAt: at('2024-06-14T08:00'),
      supplement: {
        at: at('2024-06-13T08:00'),
        answeredAt: at('2024-06-17T08:00'),
        dueAt: at('2024-06-20T08:00'),
      },
    },
    {
      receivedAt: at('2024-06-11T08:00'),
      dueAt: at('2024-06-14T08:00'),
      supplement: { at: at('2024-06-15T00:00') },
      ended: { at: at('2024-06-25T08:00'), how: 'withdrawn' },
    },
  ];

  before(async () => {
    await lay(entries);
  });

  test('count no dossier twice and lose none, at midnight, on the cut-off day, across a supplement', async () => {
    const first = (await figuresOf(control, { from: '2024-05-15', to: cut })).total;
    const second = (await figuresOf(control, { from: cut, to: '2024-07-15' })).total;
    const both = (await figuresOf(control, { from: '2024-05-15', to: '2024-07-15' })).total;
    assert.equal(first.received, 5);
    assert.equal(second.received, 1);
    for (const code of [
      'received',
      'ended',
      'ended-early',
      'ended-on-time',
      'ended-late',
      'withdrawn',
      'refused',
    ])
      assert.equal((first[code] ?? 0) + (second[code] ?? 0), both[code], code);
    assert.equal(first.open, second['carried-over']);
    assert.equal(first.open, 4);
    assert.equal(both.open, second.open);
    for (const one of [first, second, both])
      assert.equal((one['carried-over'] ?? 0) + (one.received ?? 0), (one.ended ?? 0) + (one.open ?? 0));
    // What stood then, though all of it has since gone on: one waited, two were overdue, one was within its term.
    assert.deepEqual([first['open-waiting'], first['open-overdue'], first['open-within']], [1, 2, 2]);
    assert.equal(second['open-waiting'], 0);
  });

  test('read the same on any day: midnight to midnight, each dossier counts on one day only', async () => {
    let sum = 0;
    for (let n = 10; n < 30; n++) {
      const { total } = await figuresOf(control, { from: `2024-06-${n}`, to: `2024-06-${n + 1}` });
      sum += total.received ?? 0;
    }
    assert.equal(sum, entries.length);
  });
});

describe('figures of acts', () => {
  const receptionist = official(BINH_LUC, 'receptionist');
  const TODAY = { from: '2026-11-20', to: '2026-11-21' };

  test('change with the act itself: received, waiting, withdrawn, received for another commune', async () => {
    const receive = (more: object = {}) =>
      perform(pool, receiveDossier, receptionist, atCounter({ ...more }), { at: NOW });
    const before = (await figuresOf(control, TODAY)).total;
    const one = (await receive()) as { id: string; version: number };
    const other = (await receive({ competentBodyId: OTHER_COMMUNE })) as { id: string; version: number };
    const third = (await receive()) as { id: string; version: number };
    await perform(
      pool,
      requestSupplement,
      official(BINH_LUC, 'officeHead'),
      {
        id: one.id,
        version: one.version,
        items: [{ componentKey: null, text: 'Bản chính' }],
        reason: 'Thiếu',
      },
      { at: NOW },
    );
    await perform(
      pool,
      withdrawDossier,
      receptionist,
      { id: third.id, version: third.version, reason: 'Đổi ý' },
      { at: NOW },
    );
    const { total } = await figuresOf(control, TODAY);
    const grown = (code: string) => (total[code] ?? 0) - (before[code] ?? 0);
    assert.deepEqual(
      [
        'received',
        'received-counter',
        'received-for-others',
        'open',
        'open-waiting',
        'ended',
        'withdrawn',
      ].map(grown),
      [3, 3, 1, 2, 1, 1, 1],
    );
    // Counted where it was received, and where it is decided; each leader opens their own.
    const mine = await behind(leader, { ...TODAY, indicator: 'received-for-others' });
    assert.deepEqual(
      mine.items.map(({ id }) => id),
      [other.id],
    );
    const theirs = await behind(otherLeader, { ...TODAY, indicator: 'received-by-others' });
    assert.deepEqual(
      theirs.items.map(({ id }) => id),
      [other.id],
    );
    assert.equal((await figuresOf(otherLeader, TODAY)).total['received-for-others'], 0);
  });

  test('are those of the flow that the board reads', async () => {
    const { call } = await signedIn(app, 'kiemsoat');
    for (const [from, to] of [
      ['2025-12-15', '2026-06-15'],
      ['2026-11-20', '2026-11-21'],
      ['2026-01-10', '2026-01-11'],
    ] as const) {
      const flow = (await call('GET', `/api/flow?from=${from}&to=${to}`)).body as {
        bodies: Record<string, number | string>[];
      };
      const { rows } = await figuresOf(control, { from, to, by: 'body' });
      assert.ok(flow.bodies.length > 0);
      for (const body of flow.bodies) {
        const figures = rows.find(({ key }) => key === body.bodyId)?.figures ?? {};
        assert.deepEqual(
          ['carried-over', 'received', 'resolved', 'resolved-late', 'withdrawn', 'open'].map(
            (code) => figures[code] ?? 0,
          ),
          [
            body.carriedOver,
            body.received,
            body.resolved,
            body.resolvedLate,
            body.withdrawn,
            body.inProgress,
          ],
          `${body.bodyId} ${from}`,
        );
      }
    }
  });

  test('the board’s overdue is the figure’s, to the minute', async () => {
    const { call } = await signedIn(app, 'kiemsoat');
    const board = (await call('GET', '/api/board')).body as {
      counts: { inProgress: number; overdue: number; awaitingSupplement: number };
    };
    const { total } = await figuresOf(control, { from: '2026-01-01', to: '2026-11-21' });
    assert.deepEqual([total.open, total['open-overdue']], [board.counts.inProgress, board.counts.overdue]);
    assert.equal(total['open-waiting'], board.counts.awaitingSupplement);
  });
});

/** What the clock does every minute. */
const fold = () =>
  inTransaction(owner, async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    return foldCells(tx, (await shippedDefinitions()).indicators);
  });

describe('the recount from the record', () => {
  test('finds no difference, before the cells are made and after', async () => {
    const found = await inSnapshot(pool, async (tx) =>
      recount(tx, (await shippedDefinitions()).indicators, NOW),
    );
    assert.deepEqual(found.examples, []);
    assert.equal(found.difference, 0);
    assert.ok(found.figures > 1000, `only ${found.figures} compared`);
    assert.deepEqual(await fold(), { folded: 0, built: true });
    const after = await inSnapshot(pool, async (tx) =>
      recount(tx, (await shippedDefinitions()).indicators, NOW),
    );
    assert.deepEqual(after.examples, []);
    assert.equal(after.figures, found.figures);
  });

  test('names the dossier whose facts are not what the record says, and the figure whose cell is not', async () => {
    const recounted = () =>
      inSnapshot(pool, async (tx) => recount(tx, (await shippedDefinitions()).indicators, NOW));
    await owner.query(`update dossier_facts set ending = 'late' where dossier_id = 'ledger-00000100'`);
    await owner.query(
      `update figure_cells set n = n + 1 where kind = 'body' and half = '2026-01-15' and measure like 'ended-late@%'`,
    );
    await owner.query(
      `insert into figure_cells values ('body', '2026-01-15', $1, 'refused@2025-07-01', 1)
       on conflict (kind, half, key, measure) do update set n = figure_cells.n + 1`,
      [BINH_LUC],
    );
    const found = await recounted();
    assert.match(
      found.examples[0] ?? '',
      /ledger-00000100: ending is "late", by the record "e|ledger-00000100: ending is "late", by the record "on/,
    );
    assert.ok(
      found.examples.some((words) =>
        words.startsWith(`refused, 2026-01-15 to 2026-02-15, body ${BINH_LUC}: `),
      ),
      found.examples.join('\n'),
    );
  });
});
