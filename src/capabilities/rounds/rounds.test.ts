import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as XLSX from '@e965/xlsx';
import { type Entry, layLedger } from '../../../test/support/ledger.ts';
import {
  accountName,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { connect, inSnapshot, inTransaction } from '../../db/connect.ts';
import { jobRunner } from '../../jobs/runner.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { perform } from '../../perform.ts';
import { makeReport, writeSection } from '../reports/index.ts';
import { acceptSheets } from './acts/accept-sheets.ts';
import { approveSheet } from './acts/approve-sheet.ts';
import { attachReport } from './acts/attach-report.ts';
import { explainViolation } from './acts/explain-violation.ts';
import { fillCells } from './acts/fill-cells.ts';
import { fillFromWorkbook } from './acts/fill-from-workbook.ts';
import { importForm } from './acts/import-form.ts';
import { lockRound } from './acts/lock-round.ts';
import { openRound } from './acts/open-round.ts';
import { reopenSheet } from './acts/reopen-sheet.ts';
import { returnSheet } from './acts/return-sheet.ts';
import { submitSheet } from './acts/submit-sheet.ts';
import type { RoundForm } from './form.ts';
import { shippedForms } from './forms.ts';
import { roundJobs } from './jobs.ts';
import { seeBeside, seeCell, seeRound, seeSheet } from './views.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
const NOW = new Date('2026-06-20T03:00:00Z');
const BEFORE_CUT_OFF = new Date('2026-06-10T03:00:00Z');
const AFTER_DUE = new Date('2026-07-02T03:00:00Z');
const { app, close } = await testApp(pool, { now: () => NOW });
after(async () => {
  await close();
  await pool.end();
  await owner.end();
});

const office = official(BINH_LUC, 'officeSpecialist');
const culture = official(BINH_LUC, 'cultureSpecialist');
const leader = official(BINH_LUC, 'leader');
const stranger = official(OTHER_COMMUNE, 'officeSpecialist');
const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Đinh Thị Kiểm',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};

/** A small form that has one of everything. */
const SMALL: RoundForm = {
  code: 'bieu-thu',
  name: 'Biểu thử',
  source: 'Thử nghiệm',
  effectiveFrom: '2026-01-01',
  effectiveTo: null,
  for: ['commune-committee'],
  periods: ['half-year', 'year'],
  groups: [
    {
      key: 'chung',
      name: 'Chung',
      cells: [
        { key: 'received', name: 'Hồ sơ tiếp nhận', unit: 'hồ sơ', counted: 'received-total' },
        { key: 'late', name: 'Hồ sơ quá hạn', unit: 'hồ sơ', counted: 'ended-late' },
        { key: 'staff', name: 'Biên chế giao', unit: 'người' },
        { key: 'present', name: 'Biên chế có mặt', unit: 'người' },
        { key: 'share', name: 'Tỷ lệ có mặt', unit: '%', formula: 'present / staff * 100' },
        { key: 'words', name: 'Nhận xét', unit: '', kind: 'text', optional: true },
      ],
    },
  ],
  rules: [
    {
      code: 'present',
      level: 'block',
      says: 'Có mặt nhiều hơn biên chế.',
      check: 'relation',
      relation: 'present <= staff',
    },
    { code: 'late', level: 'explain', says: 'Có hồ sơ quá hạn.', check: 'relation', relation: 'late = 0' },
    {
      code: 'jump',
      level: 'warn',
      says: 'Khác kỳ trước.',
      check: 'jump',
      cell: 'staff',
      percent: 20,
      atLeast: 3,
    },
    {
      code: 'words',
      level: 'explain',
      says: 'Số trong lời khác số trong biểu.',
      check: 'text',
      cell: 'words',
      watched: [{ cell: 'received', words: ['tiếp nhận'] }],
    },
  ],
};
const HALF = {
  form: 'bieu-thu',
  period: 'half-year',
  year: 2026,
  number: 1,
  cutOffDay: '2026-06-14',
  dueDay: '2026-06-25',
  kinds: ['commune-committee'],
};

const doAct = (act: AnyAct, actor: Actor, input: object, at = NOW, key?: string) =>
  perform(pool, act, actor, input, { at, ...(key === undefined ? {} : { key }) });
const see = (actor: Actor, id: string, bodyId: string, at = NOW) =>
  inSnapshot(pool, (tx) => seeSheet.run(tx, actor, { id, bodyId }, at));
const overview = (id: string, at = NOW) => inSnapshot(pool, (tx) => seeRound.run(tx, control, { id }, at));
const open = async (more: object = {}, at = NOW): Promise<string> =>
  ((await doAct(openRound, control, { ...HALF, ...more }, at)) as { id: string }).id;
const fill = (actor: Actor, id: string, values: Record<string, number | string | null>, base = 0) =>
  doAct(fillCells, actor, {
    id,
    bodyId: actor.kind === 'official' ? actor.duties[0]?.bodyId : '',
    cells: Object.entries(values).map(([key, value]) => ({ key, base, value })),
  }) as Promise<{
    saved: { key: string; version: number }[];
    clashes: { key: string; value: unknown; byName: string }[];
  }>;
const refused =
  (code: string, check: (details: Refusal['details']) => boolean = () => true) =>
  (error: unknown) =>
    error instanceof Refusal && error.code === code && check(error.details);
const fieldOf = (path: string, code: string) =>
  refused('input.invalid', ({ fields = [] }) =>
    fields.some((field) => field.path === path && field.code === code),
  );
const forget = () => owner.query('delete from rounds');

const at = (text: string) => `${text}:00+07:00`;
const entry = (received: string, ended: string): Entry => ({
  receivedAt: at(received),
  dueAt: at(`${received.slice(0, 8)}28T17:00`),
  ended: { at: at(ended), how: 'approved' },
});
before(async () => {
  await inTransaction(owner, (tx) =>
    layLedger(tx, [
      ...Array.from({ length: 6 }, () => entry('2026-03-02T09:00', '2026-03-04T09:00')),
      entry('2026-03-02T09:00', '2026-04-04T09:00'),
      ...Array.from({ length: 4 }, () => entry('2025-10-02T09:00', '2025-10-04T09:00')),
    ]),
  );
  await doAct(importForm, control, { form: SMALL });
});

describe('opening a round', () => {
  after(forget);

  test('gives each of the 129 communes a sheet whose counted cells are filled at once', async () => {
    const id = await open();
    const seen = await overview(id);
    assert.equal(seen.counts.total, 129);
    const sheet = await see(office, id, BINH_LUC);
    assert.deepEqual(sheet.counted, { received: 7, late: 1 });
    assert.equal(sheet.before.received, 4);
    assert.equal(sheet.state, 'open');
  });

  test('asks the same of a period only once', async () => {
    await assert.rejects(open(), refused('round.exists'));
  });

  test('refuses what cannot be in clear codes at the place', async () => {
    await assert.rejects(
      open({ number: 2, cutOffDay: '2026-06-01' }),
      fieldOf('/cutOffDay', 'round.cut-off-before-period'),
    );
    await assert.rejects(open({ dueDay: '2026-06-14' }), fieldOf('/dueDay', 'round.due-before-cut-off'));
    await assert.rejects(open({ dueDay: '2026-06-19' }), fieldOf('/dueDay', 'round.due-past'));
    await assert.rejects(open({ cutOffDay: '2026-02-30' }), fieldOf('/cutOffDay', 'date.impossible'));
    await assert.rejects(open({ kinds: [] }), fieldOf('/bodyIds', 'round.nobody'));
    await assert.rejects(open({ period: 'month' }), fieldOf('/period', 'round.period-not-of-form'));
    await assert.rejects(open({ form: 'khong-co' }), refused('round-form.unknown'));
  });

  test('is for who collects alone', async () => {
    for (const actor of [office, leader])
      await assert.rejects(doAct(openRound, actor, HALF), refused('act.forbidden'));
  });

  test('makes no more questions for many bodies than for one', async () => {
    await forget();
    const count = async (more: object) => {
      let asked = 0;
      const counting = new Proxy(pool, {
        get(target, name) {
          if (name !== 'connect') return Reflect.get(target, name);
          return async () => {
            const client = await target.connect();
            return new Proxy(client, {
              get(inner, key) {
                const value = Reflect.get(inner, key);
                if (key !== 'query') return typeof value === 'function' ? value.bind(inner) : value;
                return (...given: unknown[]) => {
                  asked++;
                  return value.apply(inner, given);
                };
              },
            });
          };
        },
      });
      await perform(counting, openRound, control, { ...HALF, ...more }, { at: NOW });
      return asked;
    };
    const few = await count({
      kinds: [],
      bodyIds: [BINH_LUC],
      number: 2,
      cutOffDay: '2026-12-14',
      dueDay: '2026-12-20',
    });
    assert.equal(await count({}), few);
    assert.ok(few > 3, 'nothing was counted');
  });
});

describe('a sheet', () => {
  let id = '';
  before(async () => {
    await forget();
    id = await open();
  });
  after(forget);

  test('is filled in by several people, and nobody overwrites another', async () => {
    assert.deepEqual(await fill(office, id, { staff: 40 }), {
      saved: [{ key: 'staff', version: 1 }],
      clashes: [],
    });
    const both = await fill(culture, id, { staff: 41, present: 30 });
    assert.deepEqual(both.saved, [{ key: 'present', version: 1 }]);
    assert.deepEqual(
      both.clashes.map(({ key, value, byName }) => [key, value, byName]),
      [['staff', 40, office.name]],
    );
    assert.deepEqual((await fill(culture, id, { staff: 41 }, 1)).saved, [{ key: 'staff', version: 2 }]);
    // The same value twice is one effect.
    assert.deepEqual(await fill(office, id, { staff: 41 }), { saved: [], clashes: [] });
  });

  test('two who write one cell at one moment: the second is told of the first', async () => {
    const { version } = (await see(office, id, BINH_LUC)).answers.present ?? { version: 0 };
    const lock = await owner.connect();
    await lock.query('begin');
    await lock.query('select from round_sheets where round_id = $1 and body_id = $2 for update', [
      id,
      BINH_LUC,
    ]);
    const both = [fill(office, id, { present: 31 }, version), fill(culture, id, { present: 32 }, version)];
    // Both wait for the row before either decides.
    for (;;) {
      const { rows } = await owner.query<{ waiting: number }>(
        `select count(*)::integer as waiting from pg_stat_activity where datname = current_database()
           and wait_event_type = 'Lock' and query like '%round_sheets%'`,
      );
      if ((rows[0]?.waiting ?? 0) >= 2) break;
      await pause(5);
    }
    await lock.query('commit');
    lock.release();
    const [a, b] = await Promise.all(both);
    assert.deepEqual([a?.saved.length, b?.saved.length].sort(), [0, 1]);
    assert.deepEqual([a?.clashes.length, b?.clashes.length].sort(), [0, 1]);
    assert.equal((await see(office, id, BINH_LUC)).answers.present?.version, version + 1);
  });

  test('takes no counted cell, no unknown one, and no text where a number belongs: each is named', async () => {
    await assert.rejects(fill(office, id, { received: 9 }), fieldOf('/cells/0/key', 'cell.counted'));
    await assert.rejects(fill(office, id, { nothing: 9 }), fieldOf('/cells/0/key', 'cell.unknown'));
    await assert.rejects(
      fill(office, id, { present: 30, staff: 'bốn mươi' }),
      fieldOf('/cells/1/value', 'cell.not-number'),
    );
  });

  test('tells all that is broken, each at its cell, counted ones with what opens their dossiers', async () => {
    await fill(
      office,
      id,
      { present: 50, words: 'Xã tiếp nhận 9 hồ sơ.' },
      (await see(office, id, BINH_LUC)).answers.present?.version,
    );
    const { violations } = await see(office, id, BINH_LUC);
    assert.deepEqual(
      violations.map(({ rule, level, cells, indicators }) => [rule, level, cells, indicators]),
      [
        ['present', 'block', ['present', 'staff'], []],
        ['late', 'explain', ['late'], ['ended-late']],
        ['words:1', 'explain', ['words'], []],
      ],
    );
    assert.match(violations[2]?.says ?? '', /trong biểu 7, trong lời 9/);
  });

  test('is handed in when nothing blocks and all is explained; the explanation holds for what stood there', async () => {
    const submit = () => doAct(submitSheet, office, { id, bodyId: BINH_LUC });
    await assert.rejects(
      submit(),
      refused('sheet.hindered', ({ count }) => count === 3),
    );
    const version = (key: string) => see(office, id, BINH_LUC).then(({ answers }) => answers[key]?.version);
    await fill(office, id, { present: 39 }, await version('present'));
    const explain = (rule: string) =>
      doAct(explainViolation, office, { id, bodyId: BINH_LUC, rule, words: 'Hệ thống ngừng hai ngày.' });
    await explain('late');
    await explain('words:1');
    await fill(office, id, { words: 'Xã tiếp nhận 8 hồ sơ.' }, await version('words'));
    await assert.rejects(
      submit(),
      refused('sheet.hindered', ({ count }) => count === 1),
    );
    await fill(office, id, { words: 'Xã tiếp nhận 7 hồ sơ.' }, await version('words'));
    await assert.rejects(explain('words:1'), refused('violation.gone'));
    assert.deepEqual(await submit(), { state: 'submitted' });
    const { steps } = await see(office, id, BINH_LUC);
    assert.deepEqual(await submit(), { state: 'submitted' });
    assert.deepEqual((await see(office, id, BINH_LUC)).steps, steps, 'twice is once');
    await assert.rejects(fill(office, id, { present: 1 }, 9), refused('sheet.handed-in'));
  });

  test('goes to the leader, is returned with a reason, handed in anew, approved, accepted, locked, reopened', async () => {
    const key = { id, bodyId: BINH_LUC };
    await assert.rejects(doAct(approveSheet, office, key), refused('act.forbidden'));
    await assert.rejects(
      doAct(returnSheet, control, { ...key, reason: 'Sai số' }),
      refused('sheet.not-handed-in'),
    );
    await doAct(returnSheet, leader, { ...key, reason: 'Kiểm tra lại biên chế' });
    assert.equal((await see(office, id, BINH_LUC)).steps.at(-1)?.reason, 'Kiểm tra lại biên chế');
    await doAct(submitSheet, office, key);
    await doAct(approveSheet, leader, key);
    await assert.rejects(
      doAct(returnSheet, leader, { ...key, reason: 'Nhầm' }),
      refused('sheet.with-province'),
    );
    await doAct(returnSheet, control, { ...key, reason: 'Thiếu ghi chú' });
    await doAct(submitSheet, office, key, AFTER_DUE);
    await doAct(approveSheet, leader, key, AFTER_DUE);
    assert.equal((await see(office, id, BINH_LUC, AFTER_DUE)).late, false, 'a return is no delay');
    assert.deepEqual(await doAct(acceptSheets, control, { id, bodyIds: [BINH_LUC, OTHER_COMMUNE] }), {
      accepted: 1,
    });
    assert.deepEqual(await doAct(acceptSheets, control, { id, bodyIds: [BINH_LUC] }), { accepted: 0 });
    await assert.rejects(
      doAct(lockRound, control, { id }),
      refused('round.not-all-in', ({ count }) => count === 128),
    );
    assert.deepEqual(await doAct(lockRound, control, { id, despiteMissing: true }), { locked: 129 });
    assert.deepEqual(await doAct(lockRound, control, { id }), { locked: 0 });
    await assert.rejects(doAct(returnSheet, control, { ...key, reason: 'Sai' }), refused('sheet.locked'));
    await doAct(reopenSheet, control, { ...key, reason: 'Đính chính theo công văn' });
    const sheet = await see(office, id, BINH_LUC);
    assert.deepEqual([sheet.state, sheet.locked, sheet.steps.at(-1)?.kind], ['returned', false, 'reopened']);
    const { rows } = await owner.query<{ act: string }>(
      `select act from record where subject_kind = 'round' and subject_id = $1 order by seq`,
      [`${id}:${BINH_LUC}`],
    );
    assert.equal(rows.length > 12 && rows.at(-1)?.act, 'rounds.reopen-sheet');
  });
});

describe('the cut-off', () => {
  after(forget);

  test('ahead: figures move, nothing can be handed in; past: they stand still and a correction is told as then and now', async () => {
    await forget();
    const id = await open({ cutOffDay: '2026-06-14' }, BEFORE_CUT_OFF);
    await fill(office, id, { staff: 40, present: 39 });
    await assert.rejects(
      doAct(submitSheet, office, { id, bodyId: BINH_LUC }, BEFORE_CUT_OFF),
      refused('round.cut-off-ahead', ({ at: when }) => when === '2026-06-14T17:00:00.000Z'),
    );
    const runner = jobRunner({ pool, jobs: roundJobs({ publicUrl: 'http://localhost' }) });
    assert.equal((await overview(id, NOW)).round.frozenAt, null);
    // Known only after the cut-off: no part of it, though the clock has not frozen anything yet.
    const ids = await inTransaction(owner, (tx) =>
      layLedger(tx, [entry('2026-05-04T09:00', '2026-05-06T09:00')]),
    );
    await owner.query(`update dossier_facts set known_from = '2026-06-18' where dossier_id = any($1)`, [ids]);
    assert.deepEqual((await see(office, id, BINH_LUC)).counted, { received: 7, late: 1 });
    await runner.tick(NOW);
    await runner.tick(NOW);
    assert.equal((await overview(id, NOW)).round.frozenAt, NOW.toISOString());
    const { counted, corrected } = await see(office, id, BINH_LUC);
    assert.deepEqual(counted, { received: 7, late: 1 });
    assert.deepEqual(corrected, [{ cell: 'received', frozen: 7, now: 8 }]);
  });

  test('whose sheet is not sent two days before the due day is reminded once a day', async () => {
    await owner.query(`update officials set email = 'van-phong@vidu.vn' where id = $1`, [office.id]);
    const runner = jobRunner({ pool, jobs: roundJobs({ publicUrl: 'http://localhost' }) });
    const mails = async () => {
      const { rows } = await owner.query<{ body: { letter: { subject: string } } }>(
        `select body from messages where body ->> 'event' = 'round-reminder' order by id`,
      );
      return rows.map(({ body }) => body.letter.subject);
    };
    await runner.tick(new Date('2026-06-21T00:31:00Z'));
    assert.deepEqual(await mails(), []);
    await runner.tick(new Date('2026-06-24T00:31:00Z'));
    await runner.tick(new Date('2026-06-24T01:31:00Z'));
    assert.deepEqual(await mails(), ['Hạn gửi 25/06/2026: Biểu thử, 6 tháng đầu năm 2026']);
    await runner.tick(new Date('2026-06-26T00:31:00Z'));
    assert.equal((await mails()).at(-1), 'Đã quá hạn gửi: Biểu thử, 6 tháng đầu năm 2026');
  });
});

describe('what comes in', () => {
  let id = '';
  let communes: string[] = [];
  const sent = async (body: string, staff: number, present: number, when = NOW) => {
    const actor = official(body, 'officeSpecialist');
    await fill(actor, id, { staff, present });
    if (body === BINH_LUC)
      await doAct(explainViolation, actor, {
        id,
        bodyId: body,
        rule: 'late',
        words: 'Hệ thống ngừng hai ngày.',
      });
    await doAct(submitSheet, actor, { id, bodyId: body }, when);
    await doAct(approveSheet, official(body, 'leader'), { id, bodyId: body }, when);
  };
  before(async () => {
    await forget();
    id = await open();
    communes = (await overview(id)).sheets.map(({ bodyId }) => bodyId).filter((body) => body !== BINH_LUC);
  });
  after(forget);

  test('adds up from below while the rest is still out, and a ratio is one of sums', async () => {
    const [a = '', b = ''] = communes;
    await sent(a, 10, 10);
    await sent(b, 90, 45);
    await fill(office, id, { staff: 1000, present: 1 });
    const { counts, totals } = await overview(id);
    assert.deepEqual([counts.in, counts.total], [2, 129]);
    const cell = (key: string) => totals[0]?.cells.find((one) => one.key === key);
    assert.deepEqual([cell('staff')?.sum, cell('staff')?.of], [100, 2], 'what is not sent is no part of it');
    assert.equal(cell('share')?.sum, 55, 'and not the mean of 100 and 50');
    const { rows } = await inSnapshot(pool, (tx) => seeCell.run(tx, control, { id, key: 'staff' }, NOW));
    assert.equal(
      rows.filter((row) => row.in).reduce((sum, row) => sum + Number(row.value), 0),
      100,
    );
  });

  test('late is marked and not barred', async () => {
    const c = communes[2] ?? '';
    await sent(c, 20, 20, AFTER_DUE);
    const { sheets, counts } = await overview(id, AFTER_DUE);
    assert.deepEqual(sheets.find(({ bodyId }) => bodyId === c)?.late, true);
    assert.equal(sheets.find(({ bodyId }) => bodyId === communes[0])?.late, false);
    assert.equal(counts.late, 127);
  });

  test('a commune sees medians and its place among at least five, and never whose figures they are', async () => {
    const beside = () => inSnapshot(pool, (tx) => seeBeside.run(tx, office, { id, bodyId: BINH_LUC }, NOW));
    assert.deepEqual(
      (await beside()).cells.filter(({ cell }) => cell === 'staff'),
      [],
    );
    await sent(communes[3] ?? '', 30, 30);
    const found = await beside();
    assert.deepEqual(
      found.cells.find(({ cell }) => cell === 'staff'),
      { cell: 'staff', median: 30, place: 1, of: 5 },
    );
    for (const commune of communes) assert.doesNotMatch(JSON.stringify(found), new RegExp(commune));
  });

  test('nobody sees beyond their reach: another body’s sheet, its workbook, the whole', async () => {
    await assert.rejects(see(stranger, id, BINH_LUC), refused('sheet.out-of-reach'));
    await assert.rejects(
      fill({ ...stranger, duties: stranger.kind === 'official' ? stranger.duties : [] }, 'no', { staff: 1 }),
      refused('round.unknown'),
    );
    await assert.rejects(
      doAct(fillCells, stranger, { id, bodyId: BINH_LUC, cells: [{ key: 'staff', base: 0, value: 1 }] }),
      refused('act.out-of-reach'),
    );
    await assert.rejects(doAct(submitSheet, stranger, { id, bodyId: BINH_LUC }), refused('act.out-of-reach'));
    const { call } = await signedIn(app, accountName(OTHER_COMMUNE, 'leader'));
    const statuses = [];
    for (const path of [
      `/api/rounds/${id}`,
      `/api/rounds/${id}/cells/staff`,
      `/api/rounds/${id}/round.xlsx`,
      `/api/rounds/${id}/sheets/${BINH_LUC}`,
      `/api/rounds/${id}/sheets/${BINH_LUC}/beside`,
      `/api/rounds/${id}/sheets/${BINH_LUC}/sheet.xlsx`,
    ])
      statuses.push((await call('GET', path)).status);
    assert.deepEqual(statuses, [403, 403, 403, 403, 403, 403]);
    const own = await signedIn(app, accountName(BINH_LUC, 'leader'));
    const opened = [];
    for (const rest of ['', '/beside', '/sheet.xlsx'])
      opened.push((await own.call('GET', `/api/rounds/${id}/sheets/${BINH_LUC}${rest}`)).status);
    assert.deepEqual(opened, [200, 200, 200], 'one’s own is open');
    const collector = await signedIn(app, 'kiemsoat');
    for (const rest of ['', '/cells/staff', '/round.xlsx'])
      assert.equal((await collector.call('GET', `/api/rounds/${id}${rest}`)).status, 200, rest);
    const list = await call('GET', '/api/rounds');
    assert.doesNotMatch(JSON.stringify(list.body), new RegExp(BINH_LUC));
    assert.deepEqual(
      list.body.items.map((one: { total: number }) => one.total),
      [0],
      'nor how far the others are',
    );
  });
});

describe('the workbook', () => {
  let id = '';
  const upload = (sheet: XLSX.WorkSheet) => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'Biểu');
    const content = (XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer).toString('base64');
    return doAct(fillFromWorkbook, office, { id, bodyId: BINH_LUC, content });
  };
  const download = async () => {
    const { call } = await signedIn(app, accountName(BINH_LUC, 'officeSpecialist'));
    const { body } = await call('GET', `/api/rounds/${id}/sheets/${BINH_LUC}/sheet.xlsx`);
    const book = XLSX.read(body);
    return book.Sheets[book.SheetNames[0] ?? ''] as XLSX.WorkSheet;
  };
  const rowOf = (sheet: XLSX.WorkSheet, key: string) =>
    Object.entries(sheet)
      .find(([where, cell]) => where.startsWith('A') && (cell as { v?: unknown }).v === key)?.[0]
      .slice(1) ?? '';
  before(async () => {
    await forget();
    id = await open();
  });
  after(forget);

  test('is taken down, filled in and taken back; an empty cell says nothing', async () => {
    await fill(office, id, { present: 12 });
    const sheet = await download();
    sheet[`E${rowOf(sheet, 'staff')}`] = { t: 's', v: '1.040' };
    sheet[`E${rowOf(sheet, 'present')}`] = { t: 's', v: '' };
    const { saved, clashes } = (await upload(sheet)) as { saved: object[]; clashes: object[] };
    assert.deepEqual([saved.length, clashes.length], [1, 0]);
    const { answers } = await see(office, id, BINH_LUC);
    assert.deepEqual([answers.staff?.value, answers.present?.value], [1040, 12]);
  });

  test('with text where a number belongs tells row, column and what stood there, and takes nothing', async () => {
    const sheet = await download();
    sheet[`E${rowOf(sheet, 'staff')}`] = { t: 's', v: 'khoảng 40' };
    sheet[`E${rowOf(sheet, 'present')}`] = { t: 'n', v: 99 };
    await assert.rejects(
      upload(sheet),
      refused('workbook.faulty', ({ faults }) => {
        const [one] = faults as { row: number; column: string; stood: string }[];
        return String(one?.row) === rowOf(sheet, 'staff') && one?.column === 'E' && one.stood === 'khoảng 40';
      }),
    );
    assert.equal((await see(office, id, BINH_LUC)).answers.present?.value, 12);
  });

  test('does not overwrite what somebody changed after it was taken down', async () => {
    const sheet = await download();
    const { answers } = await see(office, id, BINH_LUC);
    await fill(culture, id, { present: 15 }, answers.present?.version);
    sheet[`E${rowOf(sheet, 'present')}`] = { t: 'n', v: 20 };
    const { clashes } = (await upload(sheet)) as { clashes: { key: string; value: number }[] };
    assert.deepEqual(
      clashes.map(({ key, value }) => [key, value]),
      [['present', 15]],
    );
  });

  test('that is none is refused in words', async () => {
    await assert.rejects(
      doAct(fillFromWorkbook, office, {
        id,
        bodyId: BINH_LUC,
        content: Buffer.from('không').toString('base64'),
      }),
      refused('workbook.unreadable'),
    );
    await assert.rejects(upload(XLSX.utils.aoa_to_sheet([['Tên', 'Số']])), refused('workbook.not-of-sheet'));
  });
});

describe('a data form', () => {
  const faulty = async (change: (form: RoundForm) => void, path: string, words: RegExp) => {
    const form = structuredClone(SMALL);
    form.code = 'bieu-sai';
    change(form);
    await assert.rejects(
      doAct(importForm, control, { form }),
      refused('round-form.faulty', ({ fields = [] }) =>
        fields.some((field) => field.path === path && words.test(String(field.fault))),
      ),
      path,
    );
  };

  test('that divides by nothing, names an unknown field or goes round in a circle is refused at the place', async () => {
    const cell = (form: RoundForm, key: string) => {
      const found = form.groups[0]?.cells.find((one) => one.key === key);
      assert.ok(found);
      return found;
    };
    await faulty(
      (form) => Object.assign(cell(form, 'share'), { formula: 'present / 0' }),
      '/form/groups/0/cells/4/formula',
      /ký tự thứ 9: chia cho số không/,
    );
    await faulty(
      (form) => Object.assign(cell(form, 'share'), { formula: 'present / (staff - staff)' }),
      '/form/groups/0/cells/4/formula',
      /chia cho số không/,
    );
    await faulty(
      (form) => Object.assign(cell(form, 'share'), { formula: 'present /' }),
      '/form/groups/0/cells/4/formula',
      /sau dấu chia chưa có gì/,
    );
    await faulty(
      (form) => Object.assign(cell(form, 'share'), { formula: 'present / people' }),
      '/form/groups/0/cells/4/formula',
      /không có ô nào tên "people"/,
    );
    await faulty(
      (form) => Object.assign(cell(form, 'share'), { formula: 'share + 1' }),
      '/form/groups/0/cells/4/formula',
      /đi vòng: share → share/,
    );
    await faulty(
      (form) => Object.assign(cell(form, 'late'), { counted: 'in-time-share' }),
      '/form/groups/0/cells/1/counted',
      /không cộng được/,
    );
    await faulty(
      (form) => Object.assign(cell(form, 'late'), { counted: 'nothing' }),
      '/form/groups/0/cells/1/counted',
      /không có chỉ tiêu/,
    );
    await faulty(
      (form) => Object.assign(form.rules[0] ?? {}, { relation: 'present staff' }),
      '/form/rules/0/relation',
      /thiếu dấu so sánh/,
    );
  });

  test('that has begun to hold is not changed; the same again is no change', async () => {
    assert.deepEqual(await doAct(importForm, control, { form: SMALL }), { code: 'bieu-thu', loaded: false });
    await assert.rejects(
      doAct(importForm, control, { form: { ...SMALL, name: 'Khác' } }),
      refused('round-form.held'),
    );
    await assert.rejects(doAct(importForm, office, { form: SMALL }), refused('act.forbidden'));
  });

  test('that ships is without faults and can be asked for', async () => {
    const [form] = await shippedForms();
    assert.deepEqual(await doAct(importForm, control, { form: { ...form, effectiveFrom: '2027-01-01' } }), {
      code: 'administrative-reform-data',
      loaded: true,
    });
  });
});

describe('a written report', () => {
  after(forget);

  test('is handed in with the sheet: what it contradicts wants an explanation, and it is out of its writers’ hands', async () => {
    await forget();
    const id = await open();
    const { id: reportId } = await perform(
      pool,
      makeReport,
      office,
      { outline: 'commune-reform', bodyId: BINH_LUC, period: 'half-year', year: 2026, number: 1 },
      { at: NOW },
    );
    const { rows } = await owner.query<{ key: string; version: number }>(
      `select key, max(version)::integer as version from report_sections where report_id = $1 and key not in ('opening', 'closing')
       group by key order by key limit 1`,
      [reportId],
    );
    const section = rows[0] ?? { key: '', version: 0 };
    await perform(
      pool,
      writeSection,
      office,
      {
        id: reportId,
        key: section.key,
        base: section.version,
        blocks: [
          {
            kind: 'paragraph',
            inline: [{ text: 'Năm nay có 40 nhiệm vụ, đã hoàn thành 30/40 nhiệm vụ, đạt 95%.' }],
          },
        ],
      },
      { at: NOW },
    );
    await assert.rejects(
      doAct(attachReport, stranger, { id, bodyId: OTHER_COMMUNE, reportId }),
      refused('sheet.report-not-fitting'),
    );
    await doAct(attachReport, office, { id, bodyId: BINH_LUC, reportId });
    await fill(office, id, { staff: 40, present: 39 });
    const broken = (await see(office, id, BINH_LUC)).violations.filter(({ level }) => level === 'explain');
    assert.ok(
      broken.some(({ rule, says }) => rule.startsWith('report:') && /95/.test(says)),
      JSON.stringify(broken),
    );
    await assert.rejects(doAct(submitSheet, office, { id, bodyId: BINH_LUC }), refused('sheet.hindered'));
    for (const { rule } of broken)
      await doAct(explainViolation, office, {
        id,
        bodyId: BINH_LUC,
        rule,
        words: 'Tính cả nhiệm vụ chuyển tiếp.',
      });
    await doAct(submitSheet, office, { id, bodyId: BINH_LUC });
    const write = () =>
      perform(
        pool,
        writeSection,
        office,
        { id: reportId, key: section.key, base: section.version + 1, blocks: [] },
        { at: NOW },
      );
    await assert.rejects(write(), refused('report.handed-in'));
    await doAct(returnSheet, leader, { id, bodyId: BINH_LUC, reason: 'Sửa lại báo cáo' });
    await write();
  });
});
