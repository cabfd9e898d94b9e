import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { type CatalogueRow, readCatalogue, rowsOfJson, sayCatalogueFault } from './catalogue.ts';
import { computeFee } from './fee.ts';
import { shippedGround, shippedProcedures } from './shipped.ts';

const ground = await shippedGround();
const ninhBinh = await shippedProcedures('37');
const { versions, faults } = readCatalogue(ninhBinh, ground);
const byCode = new Map(versions.map(({ version }) => [version.code, version]));

/** What communes handle most: these have their own form, process, fees and everyday words. */
const COMPLETE =
  `1.001193 1.000656 1.000894 1.004873 2.000635 1.004859 1.001022 1.004837 1.004884 2.000815 2.000884
  2.001035 1.004222 1.004194 1.001776 1.001731 1.001699 1.014027 1.001612 2.000720 1.001266 1.013978 1.013831`.split(
    /\s+/,
  );

describe('the shipped catalogue', () => {
  test('is sound in every row', () => {
    assert.deepEqual(faults.map(sayCatalogueFault), []);
  });

  test('has the procedures of communes and of the province, none that nobody has checked', () => {
    const count = (level: string) => versions.filter(({ version }) => version.level === level).length;
    assert.equal(count('commune'), 316);
    assert.equal(count('province'), 108);
    assert.deepEqual(
      versions.filter(({ version }) => version.provenance === 'recalled').map(({ version }) => version.code),
      [],
    );
  });

  test('is the same for every province but for what only communes at the border do', async () => {
    const langSon = await shippedProcedures('20');
    assert.equal(langSon.rows.length - ninhBinh.rows.length, 6);
  });

  test('has a form, a process, fees and everyday words of its own for what communes handle most', () => {
    for (const code of COMPLETE) {
      const procedure = byCode.get(code);
      assert.ok(procedure, code);
      const questions = Object.keys(procedure.form.properties).length;
      assert.ok(questions >= 8 && questions <= 26, `${code}: ${questions} questions`);
      assert.ok(procedure.form['x-groups'].length >= 3, code);
      assert.ok(
        !procedure.doubts.includes('form-general') && !procedure.doubts.includes('process-general'),
        code,
      );
      assert.ok(procedure.keywords.length >= 3, code);
      assert.ok(
        procedure.terms.length > 0 && procedure.components.length > 0 && procedure.results.length > 0,
        code,
      );
    }
  });

  test('asks nothing twice that the applicant is asked anyway, and ends with the promise', () => {
    for (const [key, form] of ground.forms)
      if (key !== 'trich-luc' && key !== 'chung-thuc-ban-sao')
        assert.equal(form.properties.promise?.const, true, key);
  });

  test('names the doubt wherever a term or a fee is not known', () => {
    for (const { version } of versions) {
      if (version.terms.length === 0) assert.ok(version.doubts.includes('term-unknown'), version.code);
      if (version.fees.some((fee) => fee.amount === null))
        assert.ok(version.doubts.includes('fees-unknown'), version.code);
    }
  });

  test('charges what the law says for a copy of an extract and for certified copies', () => {
    const fee = (code: string, more: object) => {
      const procedure = byCode.get(code);
      assert.ok(procedure);
      const asked = { channel: 'counter', groups: [], copies: 1, pages: 1, on: '2026-11-21' } as const;
      return computeFee(procedure, { ...asked, ...more });
    };
    assert.equal(fee('2.000635', { copies: 2 }).total, 16_000);
    assert.equal(fee('2.000815', { pages: 4 }).total, 6000);
    assert.equal(fee('2.000815', { pages: 400 }).total, 200_000);
    assert.equal(fee('2.000884', {}).total, 10_000);
    assert.equal(fee('2.001035', {}).total, 50_000);
    assert.equal(fee('1.001193', { case: 'dung-han' }).total, 0);
    assert.equal(fee('1.001193', { case: 'dung-han' }).undecided.length, 0);
    assert.equal(fee('1.001193', { case: 'qua-han' }).undecided.length, 1);
    assert.equal(fee('1.001193', { case: 'qua-han', groups: ['poor'] }).undecided.length, 0);
    assert.equal(fee('1.004222', { channel: 'online' }).total, 10_000);
    assert.equal(fee('1.004222', { groups: ['elderly'] }).total, 0);
    assert.equal(fee('1.014063', {}).total, 25_000);
    assert.equal(fee('1.014063', { on: '2027-01-01' }).total, 50_000);
  });
});

describe('a catalogue in JSON', () => {
  const good = ninhBinh.rows.find((row) => (row.value as { code: string }).code === '1.001193')
    ?.value as Record<string, unknown>;
  const read = (...procedures: unknown[]) =>
    readCatalogue(rowsOfJson('tinh.json', { procedures }), ground).faults.map(
      (fault) => `${fault.row} ${fault.column}: ${fault.text}`,
    );
  const other = (number: number, more: object = {}) => ({
    ...good,
    code: `9.${String(number).padStart(6, '0')}`,
    ...more,
  });

  test('with a broken row 300 names every fault of it, by row and place, and no other', () => {
    const rows = Array.from({ length: 400 }, (_, place) => other(place));
    rows[299] = other(299, {
      terms: [{ unit: 'week', value: 2 }],
      fees: [{ key: 'phi', name: 'Phí', amount: -5, per: 'dossier', setBy: 'state' }],
      sector: 'khong-co',
    });
    const found = read(...rows);
    assert.deepEqual(
      found.map((text) => text.split(':')[0]),
      ['300 Thời hạn 1 đơn vị', '300 Phí, lệ phí 1 mức thu', '300 Lĩnh vực'],
    );
    assert.match(found[0] ?? '', /working-day, calendar-day, working-hour, same-day/);
  });

  test('with one code twice for one day is refused at the second', () => {
    assert.deepEqual(read(good, good), ['2 Mã thủ tục: trùng với thủ tục đã ghi ở dòng 1']);
  });

  test('with two versions of a code in force at once is refused', () => {
    assert.deepEqual(read({ ...good, effectiveTo: '2026-06-01' }, { ...good, effectiveFrom: '2026-05-01' }), [
      '2 Có hiệu lực từ: thủ tục 1.001193 có hai phiên bản cùng có hiệu lực ngày 2026-05-01',
    ]);
    assert.deepEqual(
      read({ ...good, effectiveTo: '2026-05-01' }, { ...good, effectiveFrom: '2026-05-01' }),
      [],
    );
  });

  test('that names a form or a process nobody has is refused at that place', () => {
    assert.deepEqual(read({ ...good, form: 'x', process: 'y' }), [
      '1 Tờ khai: không có tờ khai này',
      '1 Quy trình: không có quy trình này',
    ]);
  });

  test('with something that is no procedure, or parts it does not know, says so', () => {
    assert.deepEqual(read('khai sinh', { ...good, colour: 'red' }), [
      '1 null: không phải một thủ tục',
      '2 colour: không có mục này trong danh mục',
    ]);
    assert.deepEqual(
      readCatalogue(rowsOfJson('x.json', [1, 2]), ground).faults.map((f) => f.text),
      ['tệp không phải một danh mục thủ tục'],
    );
    assert.deepEqual(
      readCatalogue(rowsOfJson('x.json', {}), ground).faults.map((f) => f.text),
      ['tệp không có danh sách "procedures" hoặc "amend"'],
    );
  });

  test('with a broken process of its own tells the fault at the process, not at each procedure', () => {
    const input = rowsOfJson('x.json', {
      processes: { rieng: { name: 'Riêng', decision: null, steps: [{ key: 'a' }] } },
      procedures: [{ ...good, process: 'rieng' }],
    });
    const found = readCatalogue(input, ground).faults;
    assert.ok(found.length > 0);
    assert.ok(found.every((fault) => fault.column?.startsWith('quy trình rieng')));
  });

  test('may change parts of what is in force and leave the rest', () => {
    const current = byCode.get('1.004873');
    assert.ok(current);
    const change = {
      code: '1.004873',
      effectiveFrom: '2026-12-01',
      fees: [{ key: 'phi', name: 'Lệ phí', amount: 15_000, per: 'dossier', setBy: 'province-council' }],
    };
    const input = rowsOfJson('nghi-quyet.json', { amend: [change, { ...change, code: '9.999999' }] });
    const result = readCatalogue(input, ground, (code) => (code === current.code ? current : null));
    assert.deepEqual(
      result.faults.map((f) => `${f.row} ${f.text}`),
      ['2 không có thủ tục này đang có hiệu lực để sửa đổi'],
    );
    const amended = result.versions[0]?.version;
    assert.equal(amended?.fees[0]?.amount, 15_000);
    assert.equal(amended?.provenance, 'province');
    assert.deepEqual(amended?.components, current.components);
  });
});

test('a fault is said in one line with file, sheet, row, column and what stands there', () => {
  const row: CatalogueRow['whereIs'] = () => ({
    file: 'a.xlsx',
    sheet: 'Thủ tục',
    row: 300,
    column: 'Thời hạn',
  });
  assert.equal(
    sayCatalogueFault({ ...row(''), found: 'ba', text: 'phải là một số' }),
    'a.xlsx, trang "Thủ tục", dòng 300, cột "Thời hạn": phải là một số (đang ghi: ba)',
  );
});
