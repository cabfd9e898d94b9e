import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeWorkbook, { type Cell, type Row } from 'write-excel-file/node';
import { type Letterhead, longDate } from '../../outside/pdf/papers.ts';
import { renderPdf } from '../../outside/pdf/pdf.ts';
import type { FormColumn } from './statistics-form.ts';
import type { FilledForm } from './views.ts';

/** "15/12/2025" of a legal day. */
const shown = (day: string) => day.split('-').reverse().join('/');

function headOf(filled: FilledForm): { title: string; period: string; counted: string } {
  const { period, form } = filled;
  return {
    title: form.title,
    period: `Từ ngày ${shown(period.from)} đến ngày ${shown(period.until)}`,
    counted: period.finished
      ? 'Kỳ báo cáo đã kết thúc.'
      : `Kỳ chưa kết thúc; số liệu tính đến ${clock(period.at)}.`,
  };
}

function clock(iso: string): string {
  const local = new Date(Date.parse(iso) + 7 * 3_600_000).toISOString();
  return `${local.slice(11, 16)} ngày ${shown(local.slice(0, 10))}`;
}

/** The two head rows above the numbers of the columns: groups, and what stands below them. */
function groupsOf(columns: FormColumn[]): { name: string; columns: FormColumn[] }[] {
  const groups: { name: string; columns: FormColumn[] }[] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last?.name === column.group) last.columns.push(column);
    else groups.push({ name: column.group, columns: [column] });
  }
  return groups;
}

const letter = (index: number) => String.fromCharCode(65 + index);
const nameOf = (column: FormColumn) =>
  column.within === undefined ? column.name : `${column.within}: ${column.name}`;

/**
 * The form as a workbook: real numbers in the counted cells, live formulas in every sum and total, so that whoever
 * corrects a cell sees the rest follow. Text stays text: no cell of ours begins a formula but those we write.
 */
export async function formWorkbook(filled: FilledForm): Promise<Uint8Array> {
  const { form, rows } = filled;
  const head = headOf(filled);
  const width = form.columns.length + 2;
  const place = new Map(form.columns.map((column, index) => [column.number, letter(index + 2)]));
  const border = { borderStyle: 'thin' as const, fontFamily: 'Times New Roman', fontSize: 11 };
  const centred = { ...border, align: 'center' as const, alignVertical: 'center' as const, wrap: true };
  const text = (value: string, more: object = {}): Cell => ({
    type: String,
    value,
    fontFamily: 'Times New Roman',
    fontSize: 12,
    ...more,
  });
  const line = (value: string, more: object = {}): Row => [text(value, { columnSpan: width, ...more })];
  const FIRST = 8;
  const numbers = (row: FilledForm['total'] | null, at: number): Cell[] =>
    form.columns.map((column): Cell => {
      const style = { ...border, format: '#,##0', ...(row === null ? { fontWeight: 'bold' as const } : {}) };
      const own = place.get(column.number) ?? '';
      if (row === null)
        // The total of each column comes from the rows above it; of nothing it is nought.
        return {
          type: 'Formula',
          value: rows.length === 0 ? '0' : `SUM(${own}${FIRST}:${own}${FIRST + rows.length - 1})`,
          ...style,
        };
      if ('sum' in column)
        return {
          type: 'Formula',
          value: `${column.sum.map((number) => `${place.get(number)}${at}`).join('+')}`,
          ...style,
        };
      return { type: Number, value: row.values[column.number] ?? 0, ...style };
    });
  const groups = groupsOf(form.columns);
  const sheet: Row[] = [
    line(`${form.symbol} (${form.source})`, { fontStyle: 'italic' }),
    line(head.title.toUpperCase(), { fontWeight: 'bold', align: 'center', fontSize: 14 }),
    line(
      `${head.period}. Đơn vị báo cáo: ${filled.whose.name}${filled.whose.division === null ? '' : ` (${filled.whose.division})`}`,
      { align: 'center' },
    ),
    line(`${head.counted} Đơn vị tính: số hồ sơ`, { align: 'center', fontStyle: 'italic' }),
    [
      text('TT', { ...centred, fontWeight: 'bold', rowSpan: 2 }),
      text(filled.by === 'body' ? 'Đơn vị' : 'Lĩnh vực', { ...centred, fontWeight: 'bold', rowSpan: 2 }),
      ...groups.flatMap((group): Cell[] => [
        text(group.name, { ...centred, fontWeight: 'bold', columnSpan: group.columns.length }),
        ...group.columns.slice(1).map(() => null),
      ]),
    ],
    [
      null,
      null,
      ...form.columns.map((column) => text(nameOf(column), { ...centred, fontWeight: 'bold', height: 64 })),
    ],
    [
      '(1)',
      '(2)',
      ...form.columns.map(
        (column) => `(${column.number})${'sum' in column ? `=${column.sum.join('+')}` : ''}`,
      ),
    ].map((value) => text(value, { ...centred, fontSize: 10, fontStyle: 'italic' })),
    ...rows.map(
      (row, index): Row => [
        { type: Number, value: index + 1, ...border, align: 'center' },
        // Thirty letters to a line; the writer does not measure text, so the row is told how tall it is.
        text(row.name, { ...border, wrap: true, height: 15 * Math.max(1, Math.ceil(row.name.length / 30)) }),
        ...numbers(row, FIRST + index),
      ],
    ),
    [
      text('', border),
      text('Tổng số', { ...border, fontWeight: 'bold' }),
      ...numbers(null, FIRST + rows.length),
    ],
    [null],
    ...form.notes.map((note) => line(`- ${note}`, { fontSize: 10, fontStyle: 'italic' })),
  ];
  const bytes = await writeWorkbook(sheet, {
    sheet: form.code,
    columns: [{ width: 5 }, { width: 30 }, ...form.columns.map(() => ({ width: 9 }))],
    orientation: 'landscape',
    stickyRowsCount: 7,
  }).toBuffer();
  const known = new Map<string, number>();
  for (const [index, row] of [...rows, filled.total].entries())
    for (const column of form.columns)
      known.set(`${place.get(column.number)}${FIRST + index}`, row.values[column.number] ?? 0);
  return withValues(new Uint8Array(bytes), known);
}

/**
 * The same workbook with each formula's value beside it: the writer leaves that to Excel, but a preview in a browser or
 * on a phone, and whoever reads the file by program, computes nothing and would show empty cells. `ofSheets`: by the
 * address of a cell, the sheets in their order.
 */
export function withValues(workbook: Uint8Array, ...ofSheets: ReadonlyMap<string, number>[]): Uint8Array {
  const files = unzipSync(workbook);
  for (const name of Object.keys(files).filter((path) => /^xl\/worksheets\/sheet\d+\.xml$/.test(path))) {
    const values = ofSheets[Number(/\d+/.exec(name.slice(-8))?.[0] ?? 1) - 1] ?? new Map<string, number>();
    const xml = strFromU8(files[name] ?? new Uint8Array());
    files[name] = strToU8(
      onOnePage(xml).replace(
        /<c r="([A-Z]+\d+)"([^>]*)><f>([^<]*)<\/f><\/c>/g,
        (cell, at: string, rest: string, formula: string) =>
          values.has(at) ? `<c r="${at}"${rest}><f>${formula}</f><v>${values.get(at)}</v></c>` : cell,
      ),
    );
  }
  return zipSync(files);
}

/** The form on paper: landscape A4 under the heading of Decree 30/2020. */
export async function formPdf(
  filled: FilledForm,
  letterhead: Pick<Letterhead, 'above' | 'issuer' | 'place' | 'demo'>,
  at: Date,
): Promise<Uint8Array> {
  const { form } = filled;
  return renderPdf(
    'form-statistics',
    {
      ...letterhead,
      number: '',
      issued: longDate(at),
      qrSvg: null,
      ...headOf(filled),
      symbol: form.symbol,
      source: form.source,
      whose: `${filled.whose.name}${filled.whose.division === null ? '' : ` (${filled.whose.division})`}`,
      by: filled.by === 'body' ? 'Đơn vị' : 'Lĩnh vực',
      groups: groupsOf(form.columns).map((group) => ({ name: group.name, width: group.columns.length })),
      columns: form.columns.map((column) => ({
        name: nameOf(column),
        number: `(${column.number})${'sum' in column ? ` = ${column.sum.join(' + ')}` : ''}`,
      })),
      rows: [...filled.rows, filled.total].map((row) => ({
        name: row.name,
        values: form.columns.map((column) => grouped(row.values[column.number] ?? 0)),
      })),
      notes: form.notes,
    },
    at,
  );
}

/** 12.317 */
const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, '.');

/** Thirteen columns on one A4 sheet, as many rows as there are. */
function onOnePage(sheet: string): string {
  return sheet
    .replace(/(<worksheet[^>]*>)(?!<sheetPr)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    .replace(/<pageSetup /, '<pageSetup fitToWidth="1" fitToHeight="0" ');
}
