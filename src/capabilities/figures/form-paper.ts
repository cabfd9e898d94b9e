import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeWorkbook, { type Cell, type Row } from 'write-excel-file/node';
import { type Letterhead, longDate } from '../../outside/pdf/papers.ts';
import { renderPdf } from '../../outside/pdf/pdf.ts';
import type { Criterion, FormColumn } from './form.ts';
import { columnsNotAddingUp, sumNotes } from './sum-notes.ts';
import type { FilledForm, FilledGrid, FilledIndex, FilledList } from './views.ts';

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

/** A, B … Z, AA, AB … */
function letter(index: number): string {
  return (index >= 26 ? letter(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
}
const nameOf = (column: FormColumn) =>
  column.within === undefined ? column.name : `${column.within}: ${column.name}`;

const border = { borderStyle: 'thin' as const, fontFamily: 'Times New Roman', fontSize: 11 };
const centred = { ...border, align: 'center' as const, alignVertical: 'center' as const, wrap: true };
const text = (value: string, more: object = {}): Cell => ({
  type: String,
  value,
  fontFamily: 'Times New Roman',
  fontSize: 12,
  ...more,
});

const whoseName = ({ whose }: FilledForm) =>
  `${whose.name}${whose.division === null ? '' : ` (${whose.division})`}`;

/** The four rows above every table: the form, its title, period and office, what is counted. */
function headRows(filled: FilledForm, width: number): Row[] {
  const head = headOf(filled);
  const line = (value: string, more: object): Row => [text(value, { columnSpan: width, ...more })];
  return [
    line(`${filled.form.symbol} (${filled.form.source})`, { fontStyle: 'italic' }),
    line(head.title.toUpperCase(), { fontWeight: 'bold', align: 'center', fontSize: 14 }),
    line(`${head.period}. Đơn vị báo cáo: ${whoseName(filled)}`, { align: 'center' }),
    line(`${head.counted} Đơn vị tính: ${filled.form.unit}`, { align: 'center', fontStyle: 'italic' }),
  ];
}

/** What the form says of itself, and what of these figures does not add up. */
const notesOf = (filled: FilledForm): string[] => [...filled.form.notes, ...sumNotes(filled)];

const noteRows = (filled: FilledForm, width: number): Row[] =>
  notesOf(filled).map((note) => [
    text(`- ${note}`, {
      columnSpan: width,
      fontSize: 10,
      fontStyle: 'italic',
      wrap: true,
      height: heightOf(note, 110),
    }),
  ]);

/**
 * The form as a workbook: real numbers in the counted cells, live formulas in every sum, share and score, so that
 * whoever corrects a cell sees the rest follow. Text stays text: no cell of ours begins a formula but those we write.
 */
export async function formWorkbook(filled: FilledForm): Promise<Uint8Array> {
  switch (filled.kind) {
    case 'grid':
      return gridWorkbook(filled);
    case 'list':
      return listWorkbook(filled);
    default:
      return indexWorkbook(filled);
  }
}

/** Twelve or so lines of text fit a row's height when it is told how many there are; the writer measures nothing. */
const heightOf = (name: string, letters: number) => 15 * Math.max(1, Math.ceil(name.length / letters));

async function listWorkbook(filled: FilledList): Promise<Uint8Array> {
  const FIRST = 6;
  const place = new Map(
    filled.items.flatMap((item, index) => (item.indicator === null ? [] : [[item.indicator, FIRST + index]])),
  );
  const known = new Map<string, number>();
  const cellOf = (item: FilledList['items'][number], at: number): Cell => {
    if (item.value === null) return text('', border);
    const [part, whole] = item.parts.map(({ indicator }) => place.get(indicator));
    if (part !== undefined && whole !== undefined) {
      known.set(`D${at}`, item.value);
      return {
        type: 'Formula',
        value: `IF(D${whole}=0,"",ROUND(D${part}/D${whole}*100,2))`,
        ...border,
        format: '#,##0.00',
      };
    }
    return { type: Number, value: item.value, ...border, format: item.unit === '%' ? '#,##0.00' : '#,##0' };
  };
  const bold = { fontWeight: 'bold' as const };
  const sheet: Row[] = [
    ...headRows(filled, 5),
    ['TT', 'Nội dung', 'Đơn vị tính', 'Số liệu', 'Ghi chú'].map((name) =>
      text(name, { ...centred, ...bold }),
    ),
    ...filled.items.map(
      (item, index): Row => [
        text(item.number, { ...border, ...(item.heading ? bold : {}) }),
        text(item.name, {
          ...border,
          wrap: true,
          height: heightOf(item.name, 60),
          ...(item.heading ? bold : {}),
        }),
        text(item.unit ?? '', { ...border, align: 'center' }),
        cellOf(item, FIRST + index),
        text(item.heading ? '' : item.entered ? 'nhập' : 'đếm', { ...border, align: 'center' }),
      ],
    ),
    [null],
    ...noteRows(filled, 5),
  ];
  const bytes = await writeWorkbook(sheet, {
    sheet: filled.form.code,
    columns: [{ width: 8 }, { width: 60 }, { width: 14 }, { width: 14 }, { width: 10 }],
    stickyRowsCount: FIRST - 1,
  }).toBuffer();
  return withValues(new Uint8Array(bytes), known);
}

const criteriaOf = ({ form }: FilledIndex): Criterion[] => form.groups.flatMap(({ criteria }) => criteria);
/** The criteria that are counted: the others would be columns of nothing. */
const countedCriteria = (filled: FilledIndex) => criteriaOf(filled).filter(({ measure }) => measure !== null);

async function indexWorkbook(filled: FilledIndex): Promise<Uint8Array> {
  const criteria = countedCriteria(filled);
  const FIRST = 7;
  const width = 2 + criteria.length * 3 + 3;
  const known = new Map<string, number>();
  const column = (index: number, which: number) => letter(2 + index * 3 + which);
  const [points, possible, percent] = [0, 1, 2].map((n) => letter(2 + criteria.length * 3 + n));
  const rowCells = (row: FilledIndex['total'], at: number): Cell[] => {
    const formula = (cell: string, value: string, is: number | null): Cell => {
      if (is !== null) known.set(`${cell}${at}`, is);
      return { type: 'Formula', value, ...border, format: '#,##0.00' };
    };
    const count = (value: number | null): Cell =>
      value === null ? text('', border) : { type: Number, value, ...border, format: '#,##0' };
    const scored = criteria.map((criterion) => row.scores.find((one) => one.number === criterion.number));
    return [
      ...criteria.flatMap((criterion, index): Cell[] => {
        const [part, whole, score] = [0, 1, 2].map((n) => column(index, n));
        const empty =
          criterion.empty === 'left-out' ? '""' : criterion.empty === 'all' ? criterion.points : 0;
        return [
          count(scored[index]?.part ?? null),
          count(scored[index]?.whole ?? null),
          formula(
            score ?? '',
            `IF(${whole}${at}=0,${empty},ROUND(MIN(1,${part}${at}*100/(${criterion.target}*${whole}${at}))*${criterion.points},2))`,
            scored[index]?.score ?? null,
          ),
        ];
      }),
      formula(
        points ?? '',
        `SUM(${criteria.map((_, index) => `${column(index, 2)}${at}`).join(',')})`,
        row.points,
      ),
      formula(
        possible ?? '',
        criteria.map(({ points }, index) => `IF(ISNUMBER(${column(index, 2)}${at}),${points},0)`).join('+'),
        row.possible,
      ),
      formula(
        percent ?? '',
        `IF(${possible}${at}=0,"",ROUND(${points}${at}/${possible}${at}*100,2))`,
        row.percent,
      ),
    ];
  };
  const head = (name: string, more: object = {}) => text(name, { ...centred, fontWeight: 'bold', ...more });
  const sheet: Row[] = [
    ...headRows(filled, width),
    [
      head('Hạng', { rowSpan: 2 }),
      head('Cơ quan', { rowSpan: 2 }),
      ...criteria.flatMap(({ number, name, points }): Cell[] => [
        head(`${number}. ${name} (${points} điểm)`, { columnSpan: 3, height: 64 }),
        null,
        null,
      ]),
      head('Điểm đạt', { rowSpan: 2 }),
      head('Điểm tính được', { rowSpan: 2 }),
      head('Trên 100', { rowSpan: 2 }),
    ],
    [null, null, ...criteria.flatMap(() => [head('Đạt'), head('Trên'), head('Điểm')]), null, null, null],
    ...[...filled.rows, filled.total].map(
      (row, index): Row => [
        row.rank === null ? text('', border) : { type: Number, value: row.rank, ...border, align: 'center' },
        text(row.name, { ...border, wrap: true, height: heightOf(row.name, 34) }),
        ...rowCells(row, FIRST + index),
      ],
    ),
    [null],
    ...noteRows(filled, width),
  ];
  const bytes = await writeWorkbook(sheet, {
    sheet: filled.form.code,
    columns: [{ width: 7 }, { width: 34 }, ...Array.from({ length: width - 2 }, () => ({ width: 9 }))],
    orientation: 'landscape',
    stickyRowsCount: FIRST - 1,
  }).toBuffer();
  return withValues(new Uint8Array(bytes), known);
}

async function gridWorkbook(filled: FilledGrid): Promise<Uint8Array> {
  const { form, rows } = filled;
  const width = form.columns.length + 2;
  const place = new Map(form.columns.map((column, index) => [column.number, letter(index + 2)]));
  const FIRST = 8;
  const numbers = (row: FilledGrid['total'] | null, at: number): Cell[] =>
    form.columns.map((column): Cell => {
      const style = { ...border, format: '#,##0', ...(row === null ? { fontWeight: 'bold' as const } : {}) };
      const own = place.get(column.number) ?? '';
      // The rows of procedures by unit are not parts of a whole: their total is a number of its own.
      if (row === null && !addsUp && !('sum' in column))
        return { type: Number, value: filled.total.values[column.number] ?? 0, ...style };
      if (row === null && addsUp)
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
      return { type: Number, value: row?.values[column.number] ?? 0, ...style };
    });
  const addsUp = columnsNotAddingUp(filled).length === 0;
  const groups = groupsOf(form.columns);
  const sheet: Row[] = [
    ...headRows(filled, width),
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
    ...noteRows(filled, width),
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
      unit: form.unit,
      whose: whoseName(filled),
      ...tableOf(filled),
      notes: notesOf(filled),
    },
    at,
  );
}

/** What stands in the table of the paper; every cell is a text already. */
interface PaperTable {
  lead: string;
  by: string;
  groups: { name: string; width: number }[];
  columns: { name: string; number: string }[];
  rows: { lead: string; name: string; strong: boolean; values: string[] }[];
}

function tableOf(filled: FilledForm): PaperTable {
  if (filled.kind === 'grid') {
    const { form } = filled;
    return {
      lead: 'TT',
      by: filled.by === 'body' ? 'Đơn vị' : 'Lĩnh vực',
      groups: groupsOf(form.columns).map((group) => ({ name: group.name, width: group.columns.length })),
      columns: form.columns.map((column) => ({
        name: nameOf(column),
        number: `(${column.number})${'sum' in column ? ` = ${column.sum.join(' + ')}` : ''}`,
      })),
      rows: [...filled.rows, filled.total].map((row, index) => ({
        lead: row === filled.total ? '' : String(index + 1),
        name: row.name,
        strong: row === filled.total,
        values: form.columns.map((column) => grouped(row.values[column.number] ?? 0)),
      })),
    };
  }
  if (filled.kind === 'list')
    return {
      lead: 'TT',
      by: 'Nội dung',
      groups: [{ name: 'Kỳ báo cáo', width: 2 }],
      columns: [
        { name: 'Đơn vị tính', number: '(3)' },
        { name: 'Số liệu', number: '(4)' },
      ],
      rows: filled.items.map((item) => ({
        lead: item.number,
        name: item.name,
        strong: item.heading,
        values: [item.unit ?? '', item.value === null ? '' : spoken(item.value)],
      })),
    };
  const criteria = countedCriteria(filled);
  return {
    lead: 'Hạng',
    by: 'Cơ quan',
    groups: [
      { name: 'Điểm theo tiêu chí', width: criteria.length },
      { name: 'Cộng', width: 3 },
    ],
    columns: [
      ...criteria.map(({ name, points }) => ({ name, number: `tối đa ${spoken(points)}` })),
      { name: 'Điểm đạt', number: '' },
      { name: 'Điểm tính được', number: '' },
      { name: 'Trên 100', number: '' },
    ],
    rows: [...filled.rows, filled.total].map((row) => ({
      lead: row.rank === null ? '' : String(row.rank),
      name: row.name,
      strong: row === filled.total,
      values: [
        ...criteria.map(({ number }) => {
          const score = row.scores.find((one) => one.number === number)?.score ?? null;
          return score === null ? '–' : spoken(score);
        }),
        spoken(row.points),
        spoken(row.possible),
        row.percent === null ? '–' : spoken(row.percent),
      ],
    })),
  };
}

/** 95,83; 100; 12.317 */
function spoken(value: number): string {
  const [whole = '0', part] = (Math.round(value * 100) / 100).toFixed(2).split('.');
  return part === '00' ? grouped(Number(whole)) : `${grouped(Number(whole))},${part}`;
}

/** 12.317 */
const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, '.');

/** Thirteen columns on one A4 sheet, as many rows as there are. */
function onOnePage(sheet: string): string {
  return sheet
    .replace(/(<worksheet[^>]*>)(?!<sheetPr)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    .replace(/<pageSetup /, '<pageSetup fitToWidth="1" fitToHeight="0" ');
}
