import { unzipSync } from 'fflate';
import readWorkbook, { type CellValue } from 'read-excel-file/node';
import writeWorkbook, { type Cell, type Row } from 'write-excel-file/node';
import { Refusal } from '../../kernel/refusal.ts';
import type { Wanted } from './filling.ts';
import { isAsked, kindOf, type ReadyForm } from './form.ts';
import { readNumber, type Values } from './judge.ts';
import type { Sheet } from './round.ts';

const FONT = { fontFamily: 'Times New Roman', fontSize: 12 };
const EDGE = { ...FONT, borderStyle: 'thin' as const };
const HEADS = ['Mã ô', 'Chỉ tiêu', 'Đơn vị', 'Kỳ trước', 'Kỳ này', 'Ghi chú', 'Bản'] as const;
const WIDTHS = [20, 60, 14, 14, 16, 40, 7];
const AT = { key: 0, value: 4, note: 5, version: 6 };
const MOST_ROWS = 2000;
/** Bytes that a workbook may become when it is unpacked. */
const MOST_UNPACKED = 20_000_000;

/** No formula, whatever was typed; characters that no workbook keeps are left out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
const clean = (text: string) => text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
const text = (value: string, more: object = {}): Cell => ({
  type: String,
  value: clean(value),
  ...FONT,
  ...more,
});

/** A sheet as a workbook to be filled in elsewhere: what is counted or computed stands grey, what is asked for is empty or as it stands. */
export async function sheetWorkbook(
  ready: ReadyForm,
  sheet: Pick<Sheet, 'bodyName' | 'cells'>,
  about: { name: string; values: Values; before: Values },
): Promise<Uint8Array> {
  const cell = (value: number | string | null | undefined, more: object = {}): Cell =>
    typeof value === 'number'
      ? { type: Number, value, ...EDGE, format: Number.isInteger(value) ? '#,##0' : '#,##0.00', ...more }
      : text(value ?? '', { ...EDGE, wrap: true, ...more });
  const grey = { backgroundColor: '#EBE5DA' };
  const rows: Row[] = [
    [text(about.name, { columnSpan: HEADS.length, fontWeight: 'bold', fontSize: 14, wrap: true })],
    [
      text(
        `${sheet.bodyName}. Chỉ ghi vào ô trắng của cột “Kỳ này” và “Ghi chú”; ô xám do hệ thống đếm hoặc tính.`,
        {
          columnSpan: HEADS.length,
          fontStyle: 'italic',
          wrap: true,
        },
      ),
    ],
    HEADS.map((head) => text(head, { ...EDGE, fontWeight: 'bold', align: 'center', wrap: true })),
  ];
  for (const group of ready.form.groups) {
    rows.push([text(group.name, { ...EDGE, columnSpan: HEADS.length, fontWeight: 'bold' })]);
    for (const one of group.cells) {
      const answer = sheet.cells[one.key];
      const fixed = isAsked(one) ? {} : grey;
      rows.push([
        text(one.key, { ...EDGE, ...grey, textColor: '#6B6259' }),
        text(one.name, { ...EDGE, wrap: true }),
        text(one.unit, EDGE),
        cell(about.before[one.key], grey),
        cell(about.values[one.key], fixed),
        text(answer?.note ?? '', { ...EDGE, wrap: true, ...fixed }),
        { type: Number, value: answer?.version ?? 0, ...EDGE, ...grey, textColor: '#6B6259' },
      ]);
    }
  }
  return new Uint8Array(
    await writeWorkbook([
      { sheet: 'Biểu', data: rows, columns: WIDTHS.map((width) => ({ width })), stickyRowsCount: 3 },
    ]).toBuffer(),
  );
}

/** A cell of a workbook that cannot be taken: where it stands as people see it, what stood there, what is wrong. */
export interface WorkbookFault {
  row: number;
  column: string;
  stood: string;
  fault: string;
}

/** Reads what is asked for out of a sheet's workbook. An empty cell says nothing: what stands in the sheet stays. */
export async function readSheetWorkbook(
  ready: ReadyForm,
  bytes: Buffer,
): Promise<{ wanted: Wanted[]; faults: WorkbookFault[] }> {
  // The old binary format and encrypted workbooks begin otherwise.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new Refusal('invalid', 'workbook.unreadable');
  let rows: (CellValue | null)[][];
  try {
    let unpacked = 0;
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unpacked += originalSize;
        return false;
      },
    });
    if (unpacked > MOST_UNPACKED) throw new Error('too much when unpacked');
    const [first] = await readWorkbook(bytes);
    rows = first?.data ?? [];
  } catch {
    throw new Refusal('invalid', 'workbook.unreadable');
  }
  const head = rows.findIndex((row) => HEADS.every((name, at) => String(row[at] ?? '').trim() === name));
  if (head < 0 || rows.length > MOST_ROWS) throw new Refusal('invalid', 'workbook.not-of-sheet');
  const wanted: Wanted[] = [];
  const faults: WorkbookFault[] = [];
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    if (at <= head) continue;
    const key = String(row[AT.key] ?? '').trim();
    const cell = ready.cells.get(key);
    // Headings of groups, and what people write under the table.
    if (cell === undefined || !isAsked(cell)) continue;
    const stood = row[AT.value] ?? null;
    const fail = (fault: string) => faults.push({ row: at + 1, column: 'E', stood: String(stood), fault });
    if (seen.has(key)) {
      fail(`Ô “${cell.name}” có hai dòng.`);
      continue;
    }
    seen.add(key);
    const note = clean(String(row[AT.note] ?? '')).trim();
    const version = row[AT.version];
    const base = typeof version === 'number' && Number.isInteger(version) && version > 0 ? version : 0;
    if (stood === null || String(stood).trim() === '') continue;
    const value = valueIn(kindOf(cell), stood);
    if (value === null)
      fail(`“${cell.name}” phải là ${kindOf(cell) === 'yes-no' ? 'có hoặc không' : 'một số'}.`);
    else wanted.push({ key, base, value, note });
  }
  return { wanted, faults };
}

function valueIn(kind: ReturnType<typeof kindOf>, stood: CellValue): number | string | null {
  if (kind === 'text') return clean(String(stood)).slice(0, 5000);
  if (typeof stood === 'number') return Number.isFinite(stood) && Math.abs(stood) <= 1e13 ? stood : null;
  if (typeof stood !== 'string') return null;
  if (kind === 'yes-no') {
    const word = stood.trim().toLowerCase();
    if (word === 'có' || word === 'x') return 1;
    if (word === 'không') return 0;
  }
  return readNumber(stood);
}
