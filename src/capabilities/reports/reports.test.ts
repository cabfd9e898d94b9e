import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import * as XLSX from '@e965/xlsx';
import { strFromU8, unzipSync } from 'fflate';
import { extractText, getDocumentProxy } from 'unpdf';
import { type Entry, layLedger } from '../../../test/support/ledger.ts';
import {
  accountName,
  atCounter,
  BINH_LUC,
  OTHER_COMMUNE,
  official,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { connect, inSnapshot, inTransaction } from '../../db/connect.ts';
import { jobRunner } from '../../jobs/runner.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { receiveDossier } from '../dossiers/index.ts';
import { freezeFigures } from './acts/freeze-figures.ts';
import { importOutline } from './acts/import-outline.ts';
import { makeReport } from './acts/make-report.ts';
import { setDetails } from './acts/set-details.ts';
import { writeSection } from './acts/write-section.ts';
import { freezeDue } from './jobs.ts';
import { shippedOutlines } from './outlines.ts';
import { setWritable } from './store.ts';
import type { Block } from './text.ts';
import { checkReport, seeHistory, seeReport } from './views.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
const NOW = new Date('2026-06-20T03:00:00Z');
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
const receptionist = official(BINH_LUC, 'receptionist');
const control: Actor = {
  kind: 'official',
  id: 'control',
  name: 'Đinh Thị Kiểm',
  duties: [{ role: 'control-officer', agencyId: 'H42.01', bodyId: 'H42.01' }],
};
const justice: Actor = {
  kind: 'official',
  id: 'interior',
  name: 'Bùi Văn Nội',
  duties: [{ role: 'specialist', agencyId: 'H42.03', bodyId: 'H42.03' }],
};

const HALF = { outline: 'commune-reform', bodyId: BINH_LUC, period: 'half-year', year: 2026, number: 1 };
const at = (text: string) => `${text}:00+07:00`;
const entry = (received: string, ended?: string, more: Partial<Entry> = {}): Entry => ({
  receivedAt: at(received),
  dueAt: at(`${received.slice(0, 8)}28T17:00`),
  ...(ended === undefined ? {} : { ended: { at: at(ended), how: 'approved' } }),
  digitised: true,
  ...more,
});
const many = (count: number, one: Entry) => Array.from({ length: count }, () => one);

const make = (actor: Actor, input: object, when = NOW) =>
  perform(pool, makeReport, actor, { ...HALF, ...input }, { at: when });
const write = (actor: Actor, id: string, key: string, base: number, blocks: Block[], when = NOW) =>
  perform(pool, writeSection, actor, { id, key, base, blocks }, { at: when });
const see = (actor: Actor, id: string, when = NOW) =>
  inSnapshot(pool, (tx) => seeReport.run(tx, actor, { id }, when));
const p = (text: string): Block => ({ kind: 'paragraph', inline: [{ text }] });
type Seen = Awaited<ReturnType<typeof see>>;
const section = (seen: Seen, heading: RegExp) => {
  const found = seen.sections.find((one) => heading.test(one.heading));
  assert.ok(found, String(heading));
  return found;
};
const said = (seen: Seen, code: string, say: string) =>
  seen.figures.find((one) => one.code === code)?.said[say];

before(() =>
  inTransaction(owner, (tx) =>
    layLedger(tx, [
      // The half-year before, whole: the first dossier came when it began.
      ...many(40, entry('2025-06-15T08:00', '2025-06-20T09:00')),
      ...many(60, entry('2025-09-02T08:00', '2025-09-20T09:00')),
      ...many(12, entry('2026-02-02T08:00', '2026-02-10T09:00', { sector: 'chung-thuc' })),
      ...many(113, entry('2026-03-02T08:00', '2026-03-10T09:00')),
      ...many(3, entry('2026-03-02T08:00', '2026-04-10T09:00')),
      ...many(2, entry('2026-06-10T08:00')),
      entry('2026-03-02T08:00', '2026-03-10T09:00', { body: OTHER_COMMUNE, receivedBy: OTHER_COMMUNE }),
    ]),
  ),
);

describe('a report', () => {
  test('is made from its outline with the figures in it, the period before beside them, the change in words', async () => {
    const { id, made } = await make(office, {});
    assert.equal(made, true);
    const seen = await see(office, id);
    assert.equal(seen.period.name, '6 tháng đầu năm 2026');
    assert.equal(seen.details.subject.includes('6 tháng cuối năm 2026'), true);
    assert.equal(seen.values.received, 130);
    assert.equal(said(seen, 'received', 'before'), '100');
    assert.equal(said(seen, 'received', 'change'), 'tăng 30% so với kỳ trước');
    assert.equal(said(seen, 'received', 'change-last-year'), 'không có số liệu cùng kỳ năm trước');
    assert.equal(said(seen, 'in-time-share', 'ratio'), '125/128 = 97,66%');
    assert.equal(said(seen, 'ended-late', 'counted'), '03 hồ sơ');
    const table = seen.tables.find(({ name }) => name === 'by-sector');
    assert.deepEqual(
      table?.rows.map((row) => row.slice(0, 3).map((cell) => cell.text)),
      [
        ['Lĩnh vực', 'Tổng số', 'Tiếp nhận mới'],
        ['Chứng thực', '12', '12'],
        ['Hộ tịch', '118', '118'],
        ['Tổng số', '130', '130'],
      ],
    );
  });

  test('made twice is one report, also by two at once', async () => {
    const first = await make(office, { number: 1, period: 'quarter' });
    const both = await Promise.all([
      make(culture, { number: 2, period: 'quarter' }),
      make(office, { number: 2, period: 'quarter' }),
    ]);
    assert.deepEqual(await make(culture, { number: 1, period: 'quarter' }), { id: first.id, made: false });
    assert.equal(both[0].id, both[1].id);
    assert.deepEqual(both.map(({ made }) => made).sort(), [false, true]);
  });

  test('of a period that has not begun, of another kind of agency, or without outline is refused in words', async () => {
    await assert.rejects(make(office, { year: 2027 }), { code: 'report.period-not-begun' });
    await assert.rejects(make(control, { outline: 'province-reform' }), { code: 'outline.not-for-this' });
    await assert.rejects(make(office, { outline: 'nothing' }), { code: 'outline.unknown' });
    await assert.rejects(make(office, { number: 3 }), { code: 'input.invalid' });
  });

  test('is seen and written by its own agency, by the control officer, by nobody else', async () => {
    const { id } = await make(office, {});
    assert.ok(await see(control, id));
    await assert.rejects(see(stranger, id), { code: 'report.out-of-reach' });
    await assert.rejects(write(stranger, id, 's02', 1, [p('lạ')]), { code: 'act.out-of-reach' });
    await assert.rejects(make(stranger, {}), { code: 'act.out-of-reach' });
    await assert.rejects(make(receptionist, {}), { code: 'act.forbidden' });
  });

  test('opens its figures to whoever may see the dossiers, and to nobody else', async () => {
    const { id } = await make(office, {});
    const opens = (seen: Seen) => seen.figures.find(({ code }) => code === 'in-time-share')?.opens;
    assert.deepEqual(opens(await see(leader, id)), ['ended-in-time', 'ended']);
    const writers = await see(office, id);
    assert.deepEqual(opens(writers), []);
    assert.equal(
      writers.tables.flatMap(({ rows }) => rows.flat()).some(({ door }) => door !== null),
      false,
    );
    const doors = (await see(leader, id)).tables
      .find(({ name }) => name === 'by-sector')
      ?.rows[1]?.map(({ door }) => door);
    assert.match(doors?.[1] ?? '', /sector=chung-thuc/);
    // The list behind a cell is as long as the cell says.
    const { call } = await signedIn(app, accountName(BINH_LUC, 'leader'));
    const list = await call('GET', (doors?.[1] ?? '').replace('/so-lieu/ho-so', '/api/figures/dossiers'));
    assert.equal(list.body.total, 12);
    // The figure of the period before opens that period's.
    const compare = (await see(leader, id)).tables.find(({ name }) => name === 'compare')?.rows[2];
    assert.deepEqual(compare?.map(({ text }) => text).slice(1, 3), ['130', '100']);
    const earlier = await call(
      'GET',
      (compare?.[2]?.door ?? '').replace('/so-lieu/ho-so', '/api/figures/dossiers'),
    );
    assert.equal(earlier.body.total, 100);
  });

  test('of the province counts the whole province, and its departments write their own sections only', async () => {
    const { id } = await make(control, {
      outline: 'province-reform',
      bodyId: 'H42',
      period: 'year',
      number: 1,
    });
    const seen = await see(justice, id);
    assert.equal(seen.values.received, 131);
    const own = section(seen, /^2\. Tiến độ/);
    const other = section(seen, /^a\) Xây dựng, thẩm định/);
    assert.equal(own.mayWrite, true);
    assert.equal(other.mayWrite, false);
    await write(justice, id, own.key, 1, [p('Sở Nội vụ viết.')]);
    await assert.rejects(write(justice, id, other.key, 1, [p('không phải của mình')]), {
      code: 'act.out-of-reach',
    });
  });
});

describe('writing', () => {
  test('by two at different paragraphs of one section keeps both, by two at the same one shows both', async () => {
    const { id } = await make(office, { outline: 'one-stop-control' });
    const key = section(await see(office, id), /^II\./).key;
    const first = await write(office, id, key, 1, [p('một'), p('hai')]);
    assert.equal(first.version, 2);
    await write(culture, id, key, 2, [p('một'), p('hai'), p('ba của Hoa')]);
    const merged = await write(office, id, key, 2, [p('một, sửa'), p('hai')]);
    assert.deepEqual(merged, {
      version: 4,
      blocks: [p('một, sửa'), p('hai'), p('ba của Hoa')],
      merged: true,
    });
    await assert.rejects(
      write(culture, id, key, 2, [p('một, khác'), p('hai')]),
      (refusal: { code: string; details: { theirs: Block[]; by: string } }) => {
        assert.equal(refusal.code, 'section.conflict');
        assert.deepEqual(refusal.details.theirs[0], p('một, sửa'));
        assert.equal(refusal.details.by, office.name);
        return true;
      },
    );
    const { versions } = await inSnapshot(pool, (tx) => seeHistory.run(tx, office, { id, key }, NOW));
    assert.deepEqual(
      versions.map(({ version, byName }) => [version, byName]),
      [
        [4, office.name],
        [3, culture.name],
        [2, office.name],
        [1, office.name],
      ],
    );
  });

  test('at the same moment loses nothing: each writer waits for the other and is brought together', async () => {
    const { id } = await make(office, { outline: 'one-stop-control' });
    const key = section(await see(office, id), /^III\./).key;
    const [top, , bottom] = [p('đầu'), p('giữa'), p('cuối')];
    await write(office, id, key, 1, [top, p('giữa'), bottom]);
    const lock = await owner.connect();
    try {
      await lock.query('begin');
      await lock.query('select 1 from reports where id = $1 for update', [id]);
      const both = Promise.all([
        write(office, id, key, 2, [p('đầu mới'), p('giữa'), bottom]),
        write(culture, id, key, 2, [top, p('giữa'), p('cuối mới')]),
      ]);
      for (let waiting = 0; waiting < 2; )
        waiting =
          (
            await owner.query<{ n: number }>(
              `select count(*)::int as n from pg_stat_activity
               where wait_event_type = 'Lock' and datname = current_database()`,
            )
          ).rows[0]?.n ?? 0;
      await lock.query('commit');
      await both;
    } finally {
      lock.release();
    }
    assert.deepEqual(section(await see(office, id), /^III\./).blocks, [
      p('đầu mới'),
      p('giữa'),
      p('cuối mới'),
    ]);
  });

  test('a figure that nobody counts, or a table that the outline has not, is refused at the place', async () => {
    const { id } = await make(office, { outline: 'one-stop-control' });
    await assert.rejects(
      write(office, id, 's02', 1, [
        p('đúng'),
        { kind: 'paragraph', inline: [{ text: 'a ' }, { figure: 'nothing', say: 'value' }] },
        { kind: 'table', name: 'nowhere' },
      ]),
      (refusal: { details: { fields: { path: string; code: string }[] } }) => {
        assert.deepEqual(
          refusal.details.fields.map(({ path, code }) => `${path} ${code}`),
          ['/blocks/1/inline/1 placeholder.no-figure', '/blocks/2 placeholder.no-table'],
        );
        return true;
      },
    );
  });

  test('is closed while a round holds the report', async () => {
    const { id } = await make(office, { period: 'year' });
    await inTransaction(pool, (tx) => setWritable(tx, id, false));
    await assert.rejects(write(office, id, 's02', 1, [p('muộn')]), { code: 'report.handed-in' });
    assert.equal(
      (await see(office, id)).sections.some(({ mayWrite }) => mayWrite),
      false,
    );
  });

  test('checks the whole report: a typed number against the figure, a sum against its parts', async () => {
    const { id } = await make(office, {});
    const key = section(await see(office, id), /^1\. Ưu điểm/).key;
    const findings = async () =>
      (await inSnapshot(pool, (tx) => checkReport.run(tx, office, { id }, NOW))).findings;
    assert.deepEqual(await findings(), []);
    await write(office, id, key, 1, [
      p('Trong kỳ tiếp nhận mới 103 hồ sơ. Xã đã cử 12 người đi học, gồm 05 công chức và 08 viên chức.'),
    ]);
    const found = await findings();
    assert.deepEqual(found.map((one) => [one.section, one.title, one.suggestion]).slice(0, 1), [
      [key, 'Số gõ tay khác số liệu', '130'],
    ]);
    assert.ok(found.some(({ title }) => title === 'Tổng không khớp'));
  });
});

describe('the cut-off', () => {
  const early = new Date('2026-06-01T03:00:00Z');
  const MAY = {
    outline: 'one-stop-control',
    period: 'quarter',
    number: 2,
    year: 2026,
    bodyId: OTHER_COMMUNE,
  };
  const own = stranger;

  test('until it the figures move; after it they stand, and what was corrected since is said', async () => {
    const { id } = await make(own, MAY, early);
    const before = await see(own, id, early);
    assert.equal(before.frozenAt, null);
    assert.equal(before.values.received, 0);
    await assert.rejects(perform(pool, freezeFigures, own, { id }, { at: early }), {
      code: 'report.cut-off-ahead',
    });
    await perform(
      pool,
      receiveDossier,
      official(OTHER_COMMUNE, 'receptionist'),
      { ...atCounter(), competentBodyId: OTHER_COMMUNE, centreId: `${OTHER_COMMUNE}.04` },
      { at: early },
    );
    assert.equal((await see(own, id, early)).values.received, 1);
    const clock = jobRunner({ pool, jobs: [freezeDue] });
    assert.deepEqual(
      (await clock.tick(NOW)).map(({ end }) => end),
      ['done'],
    );
    // A dossier of the period that became known too late.
    await inTransaction(owner, (tx) =>
      layLedger(tx, [
        entry('2026-06-03T08:00', undefined, { body: OTHER_COMMUNE, receivedBy: OTHER_COMMUNE }),
      ]),
    );
    const after = await see(own, id);
    assert.equal(after.frozenAt, NOW.toISOString());
    assert.equal(after.values.received, 1);
    const one = after.figures.find(({ code }) => code === 'received');
    assert.deepEqual([one?.shown, one?.nowShown], ['1', '2']);
    const again = await perform(pool, freezeFigures, own, { id }, { at: new Date('2026-06-25T03:00:00Z') });
    assert.equal(again.frozenAt, NOW.toISOString());
    const { cookie } = await signedIn(app, accountName(OTHER_COMMUNE, 'officeSpecialist'));
    const pdf = await app.inject({ url: `/api/reports/${id}/report.pdf`, headers: { cookie } });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf.rawPayload)), {
      mergePages: true,
    });
    assert.match(text, /Tiếp nhận mới trong kỳ: khi chốt 1, sau khi đính chính 2/);
  });

  test('a report made after it is frozen at once', async () => {
    const { id } = await make(own, { ...MAY, number: 1 });
    assert.equal((await see(own, id)).frozenAt, NOW.toISOString());
  });
});

describe('an outline of the province’s own', () => {
  test('takes the place of the shipped one from its day on; reports made before keep theirs', async () => {
    const [shipped] = (await shippedOutlines()).filter(({ code }) => code === 'one-stop-control');
    assert.ok(shipped);
    const old = await make(stranger, { outline: 'one-stop-control', period: 'year', bodyId: OTHER_COMMUNE });
    const system: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };
    const outline = {
      ...shipped,
      effectiveFrom: '2026-06-15',
      sections: [{ key: 'only', heading: 'I. MỘT MỤC', level: 1, text: ['Có {received} hồ sơ.'] }],
    };
    await perform(pool, importOutline, system, { outline }, { at: NOW });
    const half = { outline: 'one-stop-control', period: 'half-year', number: 2, bodyId: OTHER_COMMUNE };
    const young = await make(stranger, half);
    const headings = async (id: string) => (await see(stranger, id)).sections.map(({ heading }) => heading);
    assert.deepEqual(await headings(young.id), ['Mở đầu', 'I. MỘT MỤC', 'Kết thúc']);
    assert.ok((await headings(old.id)).length > 5);
    // The half-year that ended before the new outline's day goes by the old one.
    assert.ok((await headings((await make(stranger, { ...half, number: 1 })).id)).length > 5);
    await assert.rejects(
      perform(pool, importOutline, system, {
        outline: { ...outline, sections: [{ ...outline.sections[0], text: ['{nothing}'] }] },
      }),
      { code: 'outline.faulty' },
    );
  });
});

describe('on paper', () => {
  const HOSTILE = '=HYPERLINK("http://x")<w:br/>&#1;\u202E]]>#eval("1") {received}';

  test('a report is Word, PDF and workbook, and hostile text stays text', async () => {
    const { id } = await make(office, {});
    const seen = await see(office, id);
    const key = section(seen, /^1\. Về tổ chức/).key;
    await write(office, id, key, section(seen, /^1\. Về tổ chức/).version, [
      {
        kind: 'paragraph',
        inline: [{ text: HOSTILE, bold: true }, { note: 'Quyết định số 01/QĐ-UBND ngày 05/01/2026.' }],
      },
      { kind: 'numbers', items: [[{ text: 'mục một' }], [{ text: 'mục hai' }]] },
      {
        kind: 'grid',
        rows: [
          [[{ text: 'Tên' }], [{ text: '=1+1' }]],
          [[{ text: 'a' }], [{ text: '2' }]],
        ],
      },
    ]);
    await perform(pool, setDetails, office, {
      id,
      version: seen.version,
      details: {
        ...seen.details,
        number: '7',
        issuedOn: '2026-02-05',
        signer: { authority: 'TM. ỦY BAN NHÂN DÂN', title: 'Chủ tịch', name: 'Trần Văn Thử' },
      },
    });
    const { cookie } = await signedIn(app, accountName(BINH_LUC, 'officeSpecialist'));
    const file = async (kind: string) => {
      const answer = await app.inject({ url: `/api/reports/${id}/report.${kind}`, headers: { cookie } });
      assert.equal(answer.statusCode, 200, answer.body.slice(0, 300));
      return new Uint8Array(answer.rawPayload);
    };
    const parts = unzipSync(await file('docx'));
    const xml = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
    const document = xml('word/document.xml');
    assert.match(document, /=HYPERLINK\(&quot;http:\/\/x&quot;\)&lt;w:br\/&gt;/);
    assert.match(xml('word/footnotes.xml'), /Quyết định số 01\/QĐ-UBND/);
    assert.match(document, /w:tblHeader/);
    assert.match(document, /w:titlePg/);
    assert.match(document, /w:w="11907" w:h="16840"/);
    assert.match(document, /w:top="1134" w:right="851" w:bottom="1134" w:left="1701"/);
    assert.match(document, /Số: 07\/BC-UBND/);
    assert.match(document, /Bình Lục, ngày 05 tháng 02 năm 2026/);
    assert.ok(Object.keys(parts).some((name) => /header\d\.xml$/.test(name) && /PAGE/.test(xml(name))));
    assert.match(xml('word/styles.xml'), /Times New Roman/);

    const { text } = await extractText(await getDocumentProxy(await file('pdf')), { mergePages: true });
    for (const wanted of [
      /CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM/,
      /#eval\("1"\) \{received\}/,
      /tổng số hồ sơ phải giải quyết là 130 hồ sơ/,
      /125\/128 = 97,66%/,
      /Nơi nhận/,
      /Trần Văn Thử/,
      /Phụ lục/,
    ])
      assert.match(text.replace(/\s+/g, ' '), wanted);

    const book = XLSX.read(await file('xlsx'));
    const annex = book.Sheets['Phụ lục'] as Record<string, XLSX.CellObject>;
    const rows = Object.entries(annex).filter(([at]) => /^B\d+$/.test(at));
    const at = (name: string) => rows.find(([, cell]) => cell.v === name)?.[0].slice(1) ?? '';
    const receivedRow = at('Tiếp nhận mới trong kỳ');
    assert.deepEqual([annex[`C${receivedRow}`]?.t, annex[`C${receivedRow}`]?.v], ['n', 130]);
    assert.deepEqual(
      [annex[`F${receivedRow}`]?.f, annex[`F${receivedRow}`]?.v],
      [
        `IF(ISNUMBER(D${receivedRow}),IF(D${receivedRow}=0,"-",ROUND((C${receivedRow}-D${receivedRow})/D${receivedRow}*100,2)),"-")`,
        30,
      ],
    );
    const shareRow = at('Tỷ lệ giải quyết trước hạn, đúng hạn (%)');
    assert.match(annex[`C${shareRow}`]?.f ?? '', /ROUND\(C\d+\/C\d+\*100,2\)/);
    assert.equal(annex[`C${shareRow}`]?.v, 97.66);
    const sectors = book.Sheets['Theo lĩnh vực'] as Record<string, XLSX.CellObject>;
    assert.deepEqual([sectors.C6?.f, sectors.C6?.v], ['SUM(C4:C5)', 130]);
  });
});
