import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { connect, inTransaction } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/tx.ts';
import { loadCalendarCatalogue } from '../calendar/index.ts';
import {
  agencyIdsBelow,
  findAgencies,
  findAgenciesById,
  findAgency,
  findSuccessors,
  findUnit,
  findUnits,
  loadAgencies,
  loadUnits,
  unitsChanged,
} from './index.ts';
import { listAgencies, listCentres, resolveAddress, searchUnits } from './views.ts';

const { appUrl, schema } = await testDatabase();
const pool = connect(appUrl, schema, 4);
after(() => pool.end());
const load = () =>
  inTransaction(pool, async (tx) => {
    await loadCalendarCatalogue(tx);
    return [await loadUnits(tx, '37'), await loadAgencies(tx, '37')];
  });
const loaded = await load();

const today = '2026-11-21';
const now = new Date('2026-11-21T10:00:00+07:00');
const visitor: Actor = { kind: 'visitor', id: 'visitor', name: 'Khách' };
const ask = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(pool, work);

describe('the units of the country', () => {
  test('are 34 provinces and 3,321 communes, of which Ninh Bình has 97 communes and 32 wards', async () => {
    assert.equal((loaded[0] as { units: number }).units, 34 + 3321);
    const { rows } = await pool.query(
      `select kind, count(*) as count from units where parent_code = '37' group by kind order by kind`,
    );
    assert.deepEqual(rows, [
      { kind: 'commune', count: 97 },
      { kind: 'ward', count: 32 },
    ]);
    assert.equal((await ask((tx) => findUnits(tx, { parentCode: null }, today))).length, 34);
  });

  test('bear names in composed letters and single spaces, with and without their kind', async () => {
    const { rows } = await pool.query(
      `select code from units where name is not nfc normalized or name ~ '^\\s|\\s$|\\s\\s'
         or name ~* '^(xã|phường|tỉnh|thành phố) ' or full_name not like '% ' || name`,
    );
    assert.deepEqual(rows, []);
    assert.equal((await ask((tx) => findUnit(tx, '03194', today)))?.name, 'Nậm Nèn'.normalize('NFC'));
    assert.equal((await ask((tx) => findUnit(tx, '46', today)))?.fullName, 'thành phố Huế');
    assert.equal((await ask((tx) => findUnit(tx, '37', today)))?.fullName, 'tỉnh Ninh Bình');
  });

  test('are found without marks, in capitals, with their kind; what is typed has no wild cards', async () => {
    for (const text of ['binh luc', 'BÌNH LỤC', '  xã Bình Lục ', 'Bi\u0300nh Lục']) {
      const [first] = await ask((tx) => findUnits(tx, { text, parentCode: '37' }, today));
      assert.equal(first?.code, '13504', text);
    }
    for (const text of ['%', '_', 'b%c', "'; drop table units; --", '\\']) {
      assert.deepEqual(await ask((tx) => findUnits(tx, { text }, today)), [], text);
    }
  });

  test('have nothing before the two tiers began, and what replaced a unit holds from its day on', async () => {
    assert.equal(await ask((tx) => findUnit(tx, '13504', '2025-06-30')), null);
    assert.ok(await ask((tx) => findUnit(tx, '13504', '2025-07-01')));
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(`update units set valid_to = '2026-10-01' where code = '13504'`);
      await client.query(
        `insert into units (code, valid_from, kind, name, full_name, parent_code, legal_basis)
         values ('13504', '2026-10-01', 'ward', 'Bình Lục', 'phường Bình Lục', '37', 'trong phép thử')`,
      );
      const tx = client as unknown as Tx;
      assert.equal((await findUnit(tx, '13504', '2026-09-30'))?.kind, 'commune');
      assert.equal((await findUnit(tx, '13504', '2026-10-01'))?.kind, 'ward');
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('what the old communes became', () => {
  test('always leads to a unit that exists, also where the package has a wrong code', async () => {
    const { rows } = await pool.query(
      `select count(*) as count from units_history where new_code not in (select code from units)`,
    );
    assert.deepEqual(rows, [{ count: 0 }]);
    const [change] = await ask((tx) => findSuccessors(tx, { text: 'niem nghia, quan le chan' }));
    assert.ok(change);
    assert.equal((await ask((tx) => findUnit(tx, change.newCode, today)))?.fullName, 'phường An Biên');
  });

  test('is found by the old code or by the old name with its district', async () => {
    const [byName] = await ask((tx) => findSuccessors(tx, { text: 'Xã Bồ Đề, Huyện Bình Lục' }));
    assert.equal(byName?.oldProvince, 'Tỉnh Hà Nam');
    const [byCode] = await ask((tx) => findSuccessors(tx, { code: '07075' }));
    assert.deepEqual([byCode?.oldName, byCode?.newCode], ['Xã An Sinh', '07090']);
    assert.deepEqual(await ask((tx) => findSuccessors(tx, {})), []);
  });
});

describe('the agencies of Ninh Bình', () => {
  test('are the committee, its departments and centre, and six bodies in each of 129 communes', async () => {
    const { rows } = await pool.query(
      'select kind, count(*) as count from agencies group by kind order by kind',
    );
    assert.deepEqual(rows, [
      { kind: 'centre', count: 130 },
      { kind: 'commune-committee', count: 129 },
      { kind: 'commune-police', count: 129 },
      { kind: 'department', count: 15 },
      { kind: 'division', count: 258 },
      { kind: 'office', count: 130 },
      { kind: 'province-committee', count: 1 },
    ]);
  });

  test('a centre acts for its committee; a ward has the division of a city', async () => {
    const centre = await ask((tx) => findAgency(tx, 'H42.13504.04'));
    assert.equal(centre?.name, 'Trung tâm Phục vụ hành chính công xã Bình Lục');
    assert.equal(centre?.bodyId, 'H42.13504');
    const found = await ask((tx) => findAgenciesById(tx, ['H42.13504.02', 'H42.13285.02', 'H42.NOBODY']));
    assert.equal(found.size, 2);
    assert.equal(found.get('H42.13504.02')?.name, 'Phòng Kinh tế xã Bình Lục');
    assert.equal(found.get('H42.13285.02')?.name, 'Phòng Kinh tế, Hạ tầng và Đô thị phường Phủ Lý');
  });

  test('below the committee of a commune are its own parts and not the police', async () => {
    assert.deepEqual(await ask((tx) => agencyIdsBelow(tx, ['H42.13504'])), [
      'H42.13504',
      'H42.13504.01',
      'H42.13504.02',
      'H42.13504.03',
      'H42.13504.04',
    ]);
    assert.equal((await ask((tx) => agencyIdsBelow(tx, ['H42']))).length, 792 - 129);
  });

  test('are found by name without marks', async () => {
    const [first] = await ask((tx) =>
      findAgencies(tx, { text: 'ubnd xa binh luc', kind: 'commune-committee' }, today),
    );
    assert.equal(first?.id, 'H42.13504');
  });

  test('loading a second time changes no row', async () => {
    const picture = async () => {
      const { rows } = await pool.query(
        `select (select md5(string_agg(u::text, '|' order by code)) from units u) as units,
                (select md5(string_agg(h::text, '|' order by h::text)) from units_history h) as history,
                (select md5(string_agg(a::text, '|' order by id)) from agencies a) as agencies,
                (select md5(string_agg(o::text, '|' order by o::text)) from office_hours o) as hours,
                (select md5(string_agg(d::text, '|' order by day)) from calendar_days d) as days`,
      );
      return rows[0];
    };
    const before = await picture();
    await load();
    assert.deepEqual(await picture(), before);
  });

  test('a province that does not exist is not loaded', async () => {
    await assert.rejects(
      ask((tx) => loadUnits(tx, '99')),
      RangeError,
    );
    await assert.rejects(
      ask((tx) => loadAgencies(tx, '99')),
      RangeError,
    );
  });
});

describe('what everybody may see', () => {
  test('a centre with address, hours and a telephone that rings nowhere', async () => {
    const { centres } = await ask((tx) => listCentres.run(tx, visitor, { q: 'phu ly' }, now));
    assert.equal(centres.length, 1);
    assert.deepEqual(centres[0]?.hours, [
      'Thứ Hai đến Thứ Sáu: 08:00–12:00, 13:00–17:00',
      'Thứ Bảy: 07:30–11:30',
    ]);
    assert.match(centres[0]?.phone ?? '', /^0229 0/);
    assert.equal(centres[0]?.contactInvented, true);
    assert.equal((await ask((tx) => listCentres.run(tx, visitor, {}, now))).centres.length, 130);
  });

  test('units: the provinces first, then the communes of one, or those that the words mean', async () => {
    assert.equal((await ask((tx) => searchUnits.run(tx, visitor, {}, now))).units.length, 34);
    assert.equal((await ask((tx) => searchUnits.run(tx, visitor, { parent: '37' }, now))).units.length, 129);
    const { units } = await ask((tx) => searchUnits.run(tx, visitor, { q: 'ninh bình' }, now));
    assert.equal(units[0]?.code, '37');
  });

  test('an old address, with the unit that it leads to today, also after that one was merged', async () => {
    const words = { q: 'xóm 3, xã bồ đề, h. bình lục, hà nam', home: '37' };
    const read = await ask((tx) => resolveAddress.run(tx, visitor, words, now));
    assert.deepEqual(
      [read.outcome, read.candidates[0]?.fullName, read.detail],
      ['found', 'xã Bình Giang', 'xóm 3'],
    );
    const { units, formerly } = await ask((tx) =>
      searchUnits.run(tx, visitor, { q: words.q, parent: '37' }, now),
    );
    assert.deepEqual(
      [units, formerly.map((unit) => unit.formerly)],
      [[], ['Xã Bồ Đề, Huyện Bình Lục, Tỉnh Hà Nam']],
    );
    const client = await pool.connect();
    try {
      await client.query('begin');
      const tx = client as unknown as Tx;
      const code = read.candidates[0]?.code;
      await client.query(`update units set valid_to = '2026-10-01' where code = $1`, [code]);
      await client.query(
        `insert into units_history values ($1, 'Xã Bình Giang', '', 'tỉnh Ninh Bình', '13504', '2026-10-01', 'trong phép thử')`,
        [code],
      );
      await unitsChanged(tx);
      const then = await resolveAddress.run(tx, visitor, words, now);
      assert.deepEqual([then.outcome, then.candidates[0]?.code], ['found', '13504']);
      const merged = await resolveAddress.run(tx, visitor, { q: 'xã Bình Giang, Ninh Bình' }, now);
      assert.equal(merged.candidates[0]?.code, '13504');
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  test('agencies by the one above', async () => {
    const { agencies } = await ask((tx) => listAgencies.run(tx, visitor, { parent: 'H42.13504' }, now));
    assert.deepEqual(
      agencies.map((agency) => agency.shortName),
      ['Văn phòng HĐND và UBND', 'Phòng Kinh tế', 'Phòng Văn hoá - Xã hội', 'TTPVHCC xã Bình Lục'],
    );
  });
});
