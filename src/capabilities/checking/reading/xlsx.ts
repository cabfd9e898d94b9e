import * as XLSX from '@e965/xlsx';
import { zipSync } from 'fflate';
import { Refusal } from '../../../kernel/refusal.ts';
import type { TextBlock } from '../text.ts';
import { BlockList } from './block-list.ts';
import { MAX_SHEET_COLUMNS, MAX_SHEET_ROWS } from './bounds.ts';
import { openArchive } from './open-archive.ts';
import { decodeXml } from './parse-xml.ts';

/**
 * Reads a spreadsheet: each visible sheet is a heading (its name) and a table. A cell's text is what the official
 * sees, written the Vietnamese way; its value and formula stand beside. SheetJS is used because it alone of the kept
 * libraries gives number formats, formulas and merged cells together; it gets a copy of the archive that has passed
 * our bounds, holds no document type and nothing that is not needed.
 */
export function readXlsx(bytes: Uint8Array): { blocks: TextBlock[] } {
  const archive = openArchive(bytes, (name) =>
    /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook\.xml|styles\.xml|sharedStrings\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml))$/.test(
      name,
    ),
  );
  for (const part of Object.values(archive))
    if (decodeXml(part.subarray(0, 4096)).includes('<!DOCTYPE'))
      throw new Refusal('invalid', 'document.unreadable', { why: 'doctype' });
  let book: XLSX.WorkBook;
  try {
    book = XLSX.read(zipSync(archive, { level: 0 }), {
      type: 'array',
      dense: true,
      cellFormula: true,
      cellHTML: false,
      cellNF: true,
      sheetRows: MAX_SHEET_ROWS + 1,
    });
  } catch {
    throw new Refusal('invalid', 'document.unreadable', { why: 'spreadsheet' });
  }
  const list = new BlockList();
  const none = new Int32Array(0);
  for (const [table, name] of book.SheetNames.entries()) {
    const sheet = book.Sheets[name];
    if (sheet === undefined || (book.Workbook?.Sheets?.[table]?.Hidden ?? 0) !== 0) continue;
    const rows = (sheet['!data'] ?? []) as (XLSX.CellObject | undefined)[][];
    if (rows.length > MAX_SHEET_ROWS)
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_SHEET_ROWS, what: 'rows' });
    list.add({ kind: 'heading', level: 1, text: name.normalize('NFC').trim() }, none);
    const spans = new Map<string, { rowSpan: number; columnSpan: number }>();
    const covered = new Set<string>();
    for (const { s, e } of sheet['!merges'] ?? []) {
      if (s.r >= MAX_SHEET_ROWS || s.c >= MAX_SHEET_COLUMNS) continue;
      spans.set(`${s.r} ${s.c}`, { rowSpan: e.r - s.r + 1, columnSpan: e.c - s.c + 1 });
      for (let r = s.r; r <= Math.min(e.r, MAX_SHEET_ROWS); r += 1)
        for (let c = s.c; c <= Math.min(e.c, MAX_SHEET_COLUMNS); c += 1)
          if (r !== s.r || c !== s.c) covered.add(`${r} ${c}`);
      if (covered.size > 1_000_000)
        throw new Refusal('too-large', 'document.too-large', { limit: 1_000_000, what: 'merged' });
    }
    // By index: a row may be a hole in the list.
    for (let row = 0; row < rows.length; row += 1) {
      const cells = rows[row];
      if (cells === undefined) continue;
      for (let column = 0; column < Math.min(cells.length, MAX_SHEET_COLUMNS); column += 1) {
        const cell = cells[column];
        if (cell === undefined || cell === null || covered.has(`${row} ${column}`)) continue;
        const text = displayOf(cell);
        const span = spans.get(`${row} ${column}`) ?? { rowSpan: 1, columnSpan: 1 };
        const block: TextBlock = { kind: 'cell', text, cell: { table, row, column, ...span } };
        if (cell.t === 'n' && typeof cell.v === 'number' && block.cell && !isDate(cell))
          block.cell.value = cell.v;
        if (cell.f !== undefined && block.cell) block.cell.formula = cell.f;
        list.add(block, none);
      }
    }
  }
  return { blocks: list.blocks };
}

const isDate = (cell: XLSX.CellObject) => typeof cell.z === 'string' && XLSX.SSF.is_date(cell.z);

/** What the official sees in the cell: 1.234,5 and 05/02/2026, whatever language the format codes are in. */
function displayOf(cell: XLSX.CellObject): string {
  if (cell.t === 'z' || cell.v === undefined) return '';
  if (cell.t === 'e') return cell.w ?? '';
  if (cell.t === 'b') return cell.v === true ? 'Đúng' : 'Sai';
  if (cell.t !== 'n' || typeof cell.v !== 'number')
    return String(cell.v)
      .normalize('NFC')
      .replace(/[ \t\u00a0]+/g, ' ')
      .trim();
  const format = typeof cell.z === 'string' ? cell.z : 'General';
  if (isDate(cell)) {
    const at = XLSX.SSF.parse_date_code(cell.v);
    if (at === null || at === undefined || at.y < 1900) return String(cell.w ?? cell.v);
    const two = (value: number) => String(value).padStart(2, '0');
    return `${two(at.d)}/${two(at.m)}/${at.y}`;
  }
  if (format === 'General') return vietnamese(plainNumber(cell.v));
  return vietnamese((cell.w ?? plainNumber(cell.v)).trim());
}

/** A number without a format, to the fifteen digits that a spreadsheet keeps, without an exponent. */
function plainNumber(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1e15) return String(value);
  return Number(value.toPrecision(15)).toFixed(10).replace(/0+$/, '').replace(/\.$/, '');
}

/** Library output is written 1,234.5. */
const vietnamese = (text: string) => text.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ','));
