import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { testDatabase } from '../../../test/support/database.ts';
import { connect, inTransaction } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { perform } from '../../perform.ts';
import { importCatalogue } from './acts/import-catalogue.ts';
import { rowsOfJson } from './catalogue.ts';
import { importShippedCatalogue, importCatalogue as loadRows } from './import.ts';
import { findSector, findVersion, getVersion } from './store.ts';
import { computeFeeView, listSectors, listVersions, searchProcedures, seeProcedure } from './views.ts';

const db = await testDatabase();
const pool = connect(db.appUrl, db.schema);
after(() => pool.end());

const system: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };
const visitor: Actor = { kind: 'visitor', id: 'visitor', name: '' };
const today = new Date('2026-11-21T03:00:00Z');
const shipped = () =>
  inTransaction(pool, (tx) => importShippedCatalogue(tx, '37', { at: today, record: async () => {} }));
const load = (content: unknown, at = today) =>
  perform(
    pool,
    importCatalogue,
    system,
    {
      name: 'tinh.json',
      content: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString(
        'base64',
      ),
    },
    { at },
  );
const faultsOf = async (loading: Promise<unknown>): Promise<string[]> => {
  const refusal = await loading.then(
    () => assert.fail('it was loaded'),
    (error: unknown) => error,
  );
  assert.ok(refusal instanceof Refusal, String(refusal));
  assert.equal(refusal.kind, 'invalid');
  return (refusal.details.faults as { row: number | null; text: string }[]).map((f) => `${f.row}: ${f.text}`);
};
const find = async (q: string, more: object = {}) =>
  (await searchProcedures.run(pool, visitor, { q, limit: 5, ...more }, today)).items.map((item) => item.code);
const count = async () =>
  Number((await pool.query('select count(*) as n from procedure_versions')).rows[0]?.n);

await shipped();
const birth = (await findVersion(pool, '1.001193', '2026-11-21'))?.procedure;
assert.ok(birth);

describe('the shipped catalogue in the database', () => {
  test('is loaded once: a second load changes nothing', async () => {
    assert.deepEqual(await shipped(), { loaded: 0, closed: 0, unchanged: 424 });
  });

  test('is known to the sectors, with who handles them', async () => {
    const sectors = await listSectors.run(pool, visitor, {}, today);
    assert.equal(
      sectors.reduce((sum, sector) => sum + sector.count, 0),
      424,
    );
    assert.deepEqual(await findSector(pool, 'ho-tich'), {
      code: 'ho-tich',
      name: 'Hộ tịch',
      division: 'office',
      department: 'department-justice',
    });
  });

  test('comes back from the database as it went in', async () => {
    const { versionId, sectorName, immediate, ...rest } = await seeProcedure.run(
      pool,
      visitor,
      { code: '1.001193' },
      today,
    );
    assert.deepEqual(rest, birth);
    assert.deepEqual([versionId, sectorName, immediate], ['1.001193@2025-07-01', 'Hộ tịch', true]);
  });
});

test('every answer has the shape that the API describes', async () => {
  const fits = (schema: TSchema, answer: unknown) => {
    const wrong = Compile(schema).Errors(answer);
    assert.deepEqual([...wrong], []);
  };
  fits(searchProcedures.output, await searchProcedures.run(pool, visitor, { limit: 1000 }, today));
  fits(listSectors.output, await listSectors.run(pool, visitor, {}, today));
  for (const code of ['1.001193', '2.000815', '1.013831', '1.012537']) {
    fits(seeProcedure.output, await seeProcedure.run(pool, visitor, { code }, today));
    fits(listVersions.output, await listVersions.run(pool, visitor, { code }, today));
    fits(computeFeeView.output, await computeFeeView.run(pool, visitor, { code }, today));
  }
});

describe('a search', () => {
  test('understands what people say', async () => {
    for (const [words, code] of [
      ['làm giấy khai sinh', '1.001193'],
      ['xác nhận độc thân', '1.004873'],
      ['sang tên sổ đỏ', '1.013831'],
      ['làm sổ đỏ', '1.013978'],
      ['sao y công chứng', '2.000815'],
      ['nhập hộ khẩu', '1.004222'],
      ['mở quán', '1.001612'],
      ['người nhà mất', '1.000656'],
      ['Tôi muốn làm thủ tục đăng ký kết hôn', '1.000894'],
    ] as const)
      assert.equal((await find(words))[0], code, words);
  });

  test('needs neither marks nor capitals', async () => {
    assert.equal((await find('LAM GIAY KHAI SINH'))[0], '1.001193');
    assert.equal((await find('xac nhan doc than'))[0], '1.004873');
    assert.equal((await find('tro cap nguoi khuyet tat'))[0], '1.001776');
    assert.equal((await find('trợ cấp người khuyết tật'.normalize('NFD')))[0], '1.001776');
  });

  test('forgives a slip of the pen', async () => {
    assert.equal((await find('lam giay khai sin'))[0], '1.001193');
    assert.equal((await find('xac nhan doc tham'))[0], '1.004873');
    assert.equal((await find('dang ky ket honn'))[0], '1.000894');
  });

  test('by code finds the procedure itself first', async () => {
    assert.deepEqual(await find('2.000815'), ['2.000815']);
  });

  test('for nothing that exists finds nothing, and says so', async () => {
    assert.deepEqual(await searchProcedures.run(pool, visitor, { q: 'xyzzy qwerty' }, today), {
      total: 0,
      items: [],
    });
  });

  test('takes signs of other languages as text', async () => {
    for (const words of ["'; drop table sectors; --", '%', '\\', '()[]*+?', '<b>', '💐', ' '])
      await find(words);
    assert.notEqual(await findSector(pool, 'ho-tich'), null);
  });

  test('keeps to a sector and a level, page by page, with the total of all', async () => {
    const page = (offset: number) =>
      searchProcedures.run(pool, visitor, { sector: 'dat-dai', level: 'commune', limit: 10, offset }, today);
    const [first, second, beyond] = [await page(0), await page(10), await page(100)];
    assert.deepEqual([first.total, second.total, beyond.total], [17, 17, 17]);
    assert.deepEqual([first.items.length, second.items.length, beyond.items.length], [10, 7, 0]);
    const codes = new Set([...first.items, ...second.items].map((item) => item.code));
    assert.equal(codes.size, 17);
  });
});

describe('the fee of a procedure', () => {
  test('is computed for the asker, with the reason of each line', async () => {
    const fee = await computeFeeView.run(
      pool,
      visitor,
      { code: '2.000815', channel: 'counter', copies: 2, pages: 3 },
      today,
    );
    assert.equal(fee.total, 10_000);
    assert.match(fee.lines[0]?.why ?? '', /2 bản/);
  });
  test('of a procedure that does not exist is missing', async () => {
    await assert.rejects(computeFeeView.run(pool, visitor, { code: '9.999999' }, today), { kind: 'missing' });
  });
});

describe('a province that loads its own', () => {
  const mine = (more: object) => ({
    procedures: [{ ...birth, code: '9.000001', name: 'Thủ tục của tỉnh', ...more }],
  });

  test('finds it at once, marked with where it came from', async () => {
    assert.deepEqual(await load(mine({})), { loaded: 1, closed: 0, unchanged: 0 });
    assert.equal((await find('thủ tục của tỉnh'))[0], '9.000001');
    const versions = await listVersions.run(pool, visitor, { code: '9.000001' }, today);
    assert.deepEqual(
      versions.map((v) => [v.effectiveFrom, v.effectiveTo, v.origin]),
      [['2025-07-01', null, 'tinh.json']],
    );
    const { rows } = await pool.query(
      `select act, actor_kind, change->>'loaded' as loaded from record where subject_id = '9.000001'`,
    );
    assert.deepEqual(rows, [
      { act: 'procedures.import-catalogue', actor_kind: 'system', loaded: '9.000001@2025-07-01' },
    ]);
  });

  test('changes nothing by loading the same again, in whatever order its parts stand', async () => {
    const [procedure] = mine({}).procedures;
    const backwards = Object.fromEntries(Object.entries(procedure ?? {}).reverse());
    assert.deepEqual(await load({ procedures: [backwards] }), { loaded: 0, closed: 0, unchanged: 1 });
  });

  test('ends the old version by a new one; each holds in its own time and the old one stays as it was', async () => {
    assert.deepEqual(await load(mine({ effectiveFrom: '2026-11-22', name: 'Thủ tục mới' })), {
      loaded: 1,
      closed: 1,
      unchanged: 0,
    });
    const name = async (day: string) => (await findVersion(pool, '9.000001', day))?.procedure.name;
    assert.equal(await name('2026-11-21'), 'Thủ tục của tỉnh');
    assert.equal(await name('2026-11-22'), 'Thủ tục mới');
    assert.equal(await name('2025-06-30'), undefined);
    const old = await getVersion(pool, '9.000001@2025-07-01');
    assert.deepEqual([old?.procedure.name, old?.procedure.effectiveTo], ['Thủ tục của tỉnh', '2026-11-22']);
  });

  test('cannot rewrite what is in use: the same day with another content is refused', async () => {
    assert.deepEqual(await faultsOf(load(mine({ name: 'Tên khác' }))), [
      '1: thủ tục 9.000001 đã có phiên bản khác cùng có hiệu lực từ ngày này; phiên bản đã dùng thì không sửa, ghi ngày hiệu lực mới',
    ]);
  });

  test('cannot push a version under a newer one', async () => {
    assert.deepEqual(await faultsOf(load(mine({ effectiveFrom: '2026-01-01' }))), [
      '1: thủ tục 9.000001 đã có phiên bản mới hơn, có hiệu lực từ 2026-11-22',
    ]);
  });

  test('cannot let two versions overlap', async () => {
    await load(mine({ code: '9.000002', effectiveTo: '2026-12-31' }));
    assert.deepEqual(await faultsOf(load(mine({ code: '9.000002', effectiveFrom: '2026-12-01' }))), [
      '1: phiên bản trước của thủ tục 9.000002 còn hiệu lực đến ngày 2026-12-31, hai phiên bản chồng nhau',
    ]);
    assert.deepEqual(await load(mine({ code: '9.000002', effectiveFrom: '2026-12-31' })), {
      loaded: 1,
      closed: 0,
      unchanged: 0,
    });
  });

  test('loads an old and a new version in one file, the old one ended by the new', async () => {
    const [one] = mine({ code: '9.000003' }).procedures;
    await load({ procedures: [{ ...one, effectiveFrom: '2026-10-01', name: 'Mới' }, one] });
    assert.equal((await findVersion(pool, '9.000003', '2026-09-30'))?.procedure.name, 'Thủ tục của tỉnh');
    assert.equal((await findVersion(pool, '9.000003', '2026-10-01'))?.procedure.name, 'Mới');
  });

  test('does not find today what ended yesterday', async () => {
    await load(mine({ code: '9.000004', name: 'Thủ tục đã hết hiệu lực', effectiveTo: '2026-11-21' }));
    assert.equal(await findVersion(pool, '9.000004', '2026-11-21'), null);
    assert.notEqual(await findVersion(pool, '9.000004', '2026-11-20'), null);
    assert.equal((await find('Thủ tục đã hết hiệu lực')).includes('9.000004'), false);
    await assert.rejects(seeProcedure.run(pool, visitor, { code: '9.000004' }, today), {
      kind: 'missing',
      code: 'procedure.unknown',
    });
    // At half past midnight in Hà Nội it is still the day before in UTC.
    const midnight = new Date('2026-11-20T17:30:00Z');
    await assert.rejects(seeProcedure.run(pool, visitor, { code: '9.000004' }, midnight), {
      kind: 'missing',
    });
  });

  test('sets its own fees upon a shipped procedure and leaves the rest', async () => {
    const fees = [{ key: 'phi', name: 'Lệ phí', amount: 12_000, per: 'dossier', setBy: 'province-council' }];
    await load({ amend: [{ code: '1.004873', effectiveFrom: '2026-11-01', fees }] });
    const fee = await computeFeeView.run(pool, visitor, { code: '1.004873' }, today);
    assert.equal(fee.total, 12_000);
    const exempt = await computeFeeView.run(pool, visitor, { code: '1.004873', groups: ['poor'] }, today);
    assert.deepEqual([exempt.total, exempt.lines[0]?.amount], [0, 0]);
    assert.deepEqual(await shipped(), { loaded: 0, closed: 0, unchanged: 424 });
    assert.equal((await findVersion(pool, '1.004873', '2026-11-21'))?.procedure.provenance, 'province');
  });

  test('loads nothing when row 300 of 400 is broken, and leaves no trace', async () => {
    const before = await count();
    const procedures: object[] = Array.from({ length: 400 }, (_, place) => ({
      ...birth,
      code: `8.${String(place).padStart(6, '0')}`,
    }));
    procedures[299] = { ...procedures[299], terms: [{ unit: 'week', value: 1 }], channels: [] };
    const found = await faultsOf(load({ procedures }));
    assert.deepEqual(
      found.map((text) => text.split(':')[0]),
      ['300', '300'],
    );
    assert.equal(await count(), before);
    const { rows } = await pool.query(`select from record where subject_id like '8.%'`);
    assert.equal(rows.length, 0);
  });

  test('with something that is neither Excel nor JSON is told so', async () => {
    for (const content of ['không phải danh mục', '', '%PDF-1.7 …', '{"procedures": [']) {
      const refusal = await load(content).catch((error: unknown) => error);
      assert.ok(refusal instanceof Refusal);
      assert.deepEqual([refusal.kind, refusal.code], ['invalid', 'catalogue.not-readable']);
    }
  });

  test('may do so only through officials who have the task', async () => {
    const receptionist: Actor = {
      kind: 'official',
      id: 'o1',
      name: 'Nguyễn Văn Thử',
      duties: [{ role: 'receptionist', agencyId: 'a', bodyId: 'b' }],
    };
    const input = { name: 'x.json', content: '' };
    await assert.rejects(perform(pool, importCatalogue, receptionist, input), { kind: 'forbidden' });
    await assert.rejects(perform(pool, importCatalogue, visitor, input), { kind: 'unauthenticated' });
  });

  test('twice at once is loaded once: the second waits for the first and finds its work done', async () => {
    const file = mine({ code: '9.000009' });
    const second = await inTransaction(pool, async (tx) => {
      const first = await loadRows(tx, rowsOfJson('tinh.json', file), {
        at: today,
        record: async () => {},
        sameDay: 'refuse',
      });
      assert.equal(first.loaded, 1);
      const other = load(file);
      other.catch(() => {});
      // Only a second one that waits upon the first proves anything.
      for (let waiting = 0; waiting === 0; )
        waiting = Number(
          (
            await tx.query<{ n: number }>(
              `select count(*)::integer as n from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`,
            )
          ).rows[0]?.n,
        );
      return { other };
    });
    assert.deepEqual(await second.other, { loaded: 0, closed: 0, unchanged: 1 });
  });
});
