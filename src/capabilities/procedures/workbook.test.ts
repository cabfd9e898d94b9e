import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import writeWorkbook, { type SheetData } from 'write-excel-file/node';
import { Refusal } from '../../kernel/refusal.ts';
import { readCatalogue } from './catalogue.ts';
import { shippedGround } from './shipped.ts';
import { readCatalogueFile, templateWorkbook } from './workbook.ts';

type Cell = string | number | boolean | Date | null;

const HEADS = {
  'Thủ tục': [
    'Mã thủ tục *',
    'Tên thủ tục *',
    'Lĩnh vực *',
    'Cấp *',
    'Cơ quan giải quyết *',
    'Đối tượng',
    'Thời hạn',
    'Đơn vị thời hạn *',
    'Kênh nộp *',
    'Có hiệu lực từ *',
    'Hiệu lực đến hết ngày',
    'Từ khóa',
  ],
  'Thành phần hồ sơ': [
    'Mã thủ tục *',
    'Tên giấy tờ *',
    'Bản chính',
    'Bản sao',
    'Hình thức',
    'Bắt buộc',
    'Trường hợp',
  ],
  'Phí, lệ phí': ['Mã thủ tục *', 'Tên khoản thu *', 'Mức thu', 'Tính theo', 'Đối tượng miễn', 'Căn cứ miễn'],
  'Kết quả': ['Mã thủ tục *', 'Tên kết quả *', 'Mã kết quả'],
};

async function workbook(sheets: { [name: string]: Cell[][] }): Promise<Uint8Array> {
  const cells = (rows: Cell[][]): SheetData =>
    rows.map((row) =>
      row.map((value) => (value instanceof Date ? { value, type: Date, format: 'dd/mm/yyyy' } : value)),
    ) as SheetData;
  const all = Object.entries({
    'Thủ tục': [],
    'Thành phần hồ sơ': [],
    'Phí, lệ phí': [],
    'Kết quả': [],
    ...sheets,
  });
  return new Uint8Array(
    await writeWorkbook(
      all.map(([sheet, rows]) => ({
        sheet,
        data: cells([HEADS[sheet as keyof typeof HEADS] ?? [], ...rows]),
      })),
    ).toBuffer(),
  );
}

function row(code: Cell, more: { [column: number]: Cell } = {}): Cell[] {
  const cells: Cell[] = [
    code,
    `Thủ tục ${code}`,
    'Hộ tịch',
    'xã',
    'Ủy ban nhân dân cấp xã',
    'Công dân Việt Nam; Tổ chức',
    3,
    'ngày làm việc',
    'trực tuyến; trực tiếp',
    '01/07/2026',
    null,
    'làm giấy; xin giấy',
  ];
  for (const [column, value] of Object.entries(more)) cells[Number(column)] = value;
  return cells;
}

async function read(sheets: { [name: string]: Cell[][] }) {
  return readCatalogue(await readCatalogueFile('tinh.xlsx', await workbook(sheets)), await shippedGround());
}
async function faults(sheets: { [name: string]: Cell[][] }) {
  return (await read(sheets)).faults.map((f) => `${f.sheet} ${f.row} ${f.column}: ${f.text}`);
}

describe('a workbook', () => {
  test('becomes procedures with their components, fees and results', async () => {
    const { versions, faults } = await read({
      'Thủ tục': [
        row('9.000001', { 9: new Date('2026-07-01T00:00:00Z'), 10: '31/12/2026' }),
        row('9.000002', { 6: null, 7: 'Trong ngày' }),
      ],
      'Thành phần hồ sơ': [
        ['9.000001', 'Tờ khai', 1, null, 'nộp', 'có', null],
        ['9.000001', 'Giấy chứng tử', null, 2, 'Xuất trình', 'không', 'Cấp lại'],
      ],
      'Phí, lệ phí': [
        ['9.000001', 'Lệ phí', '1.500', 'bản', 'Người thuộc hộ nghèo; Trẻ em', 'Nghị quyết 01'],
        ['9.000001', 'Phí khác', null, null, null, null],
      ],
      'Kết quả': [['9.000001', 'Giấy xác nhận', 'KQ.1']],
    });
    assert.deepEqual(faults, []);
    const [one, two] = versions.map(({ version }) => version);
    assert.deepEqual(one?.terms, [{ unit: 'working-day', value: 3 }]);
    assert.deepEqual(two?.terms, [{ unit: 'same-day', value: 0 }]);
    assert.equal(two?.process.name, 'Quy trình giải quyết trong ngày cấp xã');
    assert.deepEqual([one?.effectiveFrom, one?.effectiveTo], ['2026-07-01', '2027-01-01']);
    assert.deepEqual(one?.applicants, ['citizen', 'organisation']);
    assert.deepEqual(one?.keywords, ['làm giấy', 'xin giấy']);
    assert.deepEqual(one?.components, [
      { key: 'tp1', name: 'Tờ khai', original: 1, copy: 0, mode: 'submit', conditional: false },
      {
        key: 'tp2',
        name: 'Giấy chứng tử',
        original: 0,
        copy: 2,
        mode: 'present',
        conditional: true,
        case: 'truong-hop-1',
      },
    ]);
    assert.deepEqual(one?.cases, [{ key: 'truong-hop-1', name: 'Cấp lại' }]);
    assert.deepEqual(
      one?.fees.map((fee) => [fee.amount, fee.per]),
      [
        [1500, 'copy'],
        [null, 'dossier'],
      ],
    );
    assert.deepEqual(
      one?.exemptions.map((e) => e.group),
      ['poor', 'child'],
    );
    assert.deepEqual(one?.results, [{ name: 'Giấy xác nhận', code: 'KQ.1' }]);
  });

  test('with a broken row 300 names sheet, row, column and what stands there', async () => {
    const rows = Array.from({ length: 350 }, (_, place) => row(`9.${String(place).padStart(6, '0')}`));
    rows[298] = row('9.000298', { 6: 'ba', 7: 'tuần', 9: '31/02/2026' });
    const result = await read({ 'Thủ tục': rows });
    assert.deepEqual(
      result.faults.map((f) => [f.sheet, f.row, f.column, f.found]),
      [
        ['Thủ tục', 300, 'Đơn vị thời hạn', 'tuần'],
        ['Thủ tục', 300, 'Thời hạn', 'ba'],
        ['Thủ tục', 300, 'Có hiệu lực từ', '31/02/2026'],
      ],
    );
    assert.match(result.faults[0]?.text ?? '', /ngày làm việc, ngày, giờ làm việc, trong ngày/);
  });

  test('with a cell that looks like a formula is refused at the cell', async () => {
    for (const formula of ['=HYPERLINK("http://x")', '=1+1', '@SUM(A1)', '+cmd(1)', '-SUM(A1)', '+A1'])
      assert.deepEqual(await faults({ 'Thủ tục': [row('9.000001', { 1: formula })] }), [
        'Thủ tục 2 Tên thủ tục: ô này giống một công thức, không nhận',
      ]);
    assert.deepEqual(await faults({ 'Thủ tục': [row('9.000001', { 1: '- Cấp giấy xác nhận' })] }), []);
  });

  test('with a code twice, a code of the wrong form or a row without a code is refused', async () => {
    assert.deepEqual(
      await faults({
        'Thủ tục': [row('9.000001'), row('9.000001'), row('1.1'), row('9.000004', { 0: null })],
      }),
      [
        'Thủ tục 5 Mã thủ tục: không được để trống',
        'Thủ tục 3 Mã thủ tục: trùng với thủ tục đã ghi ở dòng 2',
        'Thủ tục 4 Mã thủ tục: không đúng dạng',
      ],
    );
  });

  test('may hold codes that the spreadsheet took for numbers', async () => {
    const { versions, faults } = await read({
      'Thủ tục': [row(2.0009)],
      'Kết quả': [[2.0009, 'Giấy', null]],
    });
    assert.deepEqual(faults, []);
    assert.deepEqual(
      versions.map(({ version }) => [version.code, version.results.length]),
      [['2.000900', 1]],
    );
  });

  test('with components, fees or results of a procedure that is not in it is refused at the row', async () => {
    assert.deepEqual(
      await faults({
        'Thủ tục': [row('9.000001')],
        'Kết quả': [
          ['9.000001', 'A', null],
          ['9.000009', 'B', null],
        ],
      }),
      ['Kết quả 3 Mã thủ tục: trang "Thủ tục" không có thủ tục này'],
    );
  });

  test('with a component that asks for nothing is refused', async () => {
    const found = await faults({
      'Thủ tục': [row('9.000001')],
      'Thành phần hồ sơ': [['9.000001', 'Tờ khai', 0, 0, 'nộp', 'có', null]],
    });
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /không cần bản chính cũng không cần bản sao/);
  });

  test('without a sheet or a column it needs is told so once, not at every row', async () => {
    const bytes = new Uint8Array(
      await writeWorkbook([
        {
          sheet: 'Thủ tục',
          data: [
            ['Mã thủ tục', 'Màu'],
            ['9.000001', 'đỏ'],
          ],
        },
      ]).toBuffer(),
    );
    const { faults } = await readCatalogueFile('x.xlsx', bytes);
    assert.deepEqual(faults.map((f) => `${f.row} ${f.column}: ${f.text}`).slice(0, 3), [
      '1 Màu: không có cột tên này trong mẫu',
      '1 Tên thủ tục: thiếu cột này',
      '1 Lĩnh vực: thiếu cột này',
    ]);
    assert.ok(faults.every((f) => f.row === 1));
    const other = new Uint8Array(await writeWorkbook([{ sheet: 'Sheet1', data: [['a']] }]).toBuffer());
    assert.deepEqual(
      (await readCatalogueFile('x.xlsx', other)).faults.map((f) => f.text),
      ['tệp không có trang này'],
    );
  });

  test('that is a zip of something else, an old .xls or cut off is refused as unreadable', async () => {
    const whole = await workbook({ 'Thủ tục': [row('9.000001')] });
    for (const bytes of [
      new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]),
      whole.slice(0, 400),
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    ]) {
      const refusal = await readCatalogueFile('x.xlsx', bytes).catch((error: unknown) => error);
      assert.ok(refusal instanceof Refusal, String(refusal));
      assert.equal(refusal.code, 'catalogue.not-readable');
    }
  });
});

describe('the template', () => {
  test('is read as an empty catalogue: its headings are the ones the importer knows', async () => {
    const input = await readCatalogueFile('mau.xlsx', await templateWorkbook());
    assert.deepEqual([input.faults, input.rows.length], [[], 0]);
  });
});
