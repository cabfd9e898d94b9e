import writeWorkbook, { type Cell, type Row } from 'write-excel-file/node';
import { withValues } from '../figures/index.ts';
import { fullName, type Named } from './filled.ts';
import { clean } from './paper.ts';
import type { Report, ReportFigures } from './report.ts';
import type { Beside } from './say.ts';

const FONT = { fontFamily: 'Times New Roman', fontSize: 12 };
const EDGE = { ...FONT, borderStyle: 'thin' as const };
const text = (value: string, more: object = {}): Cell => ({
  type: String,
  value: clean(value),
  ...FONT,
  ...more,
});
const HEAD = {
  ...EDGE,
  fontWeight: 'bold' as const,
  align: 'center' as const,
  alignVertical: 'center' as const,
  wrap: true,
};

/** Where the first figure stands; above it title, period and head. */
const FIRST = 5;

/**
 * The annex as a workbook: counted cells are numbers, percentages and changes are live formulas over the cells they are
 * made of, so that whoever corrects one sees the rest follow. Text never becomes a formula.
 */
export async function annexWorkbook(
  report: Pick<Report, 'outline'>,
  about: { title: string; period: string; remarks: readonly string[] },
  figures: ReportFigures,
  indicators: ReadonlyMap<string, Named>,
): Promise<Uint8Array> {
  const codes = report.outline.annex.filter((code) => indicators.has(code));
  const rowOf = new Map(codes.map((code, place) => [code, FIRST + place]));
  const known = new Map<string, number>();
  const columns: [letter: string, figures: Readonly<Record<string, number | null>> | null][] = [
    ['C', figures.current],
    ['D', numbersOf(figures.before)],
    ['E', numbersOf(figures.lastYear)],
  ];
  const figure = (one: Named, letter: string, values: (typeof columns)[number][1], row: number): Cell => {
    const value = values?.[one.code] ?? null;
    if (values === null || (value === null && !('part' in one.counts)))
      return text('-', { ...EDGE, align: 'right' });
    const percent = one.unit === 'percent';
    const part = 'part' in one.counts ? rowOf.get(String(one.counts.part)) : undefined;
    const whole = 'whole' in one.counts ? rowOf.get(String(one.counts.whole)) : undefined;
    if (part !== undefined && whole !== undefined) {
      if (value !== null) known.set(`${letter}${row}`, value);
      return {
        type: 'Formula',
        value: `IF(${letter}${whole}=0,"-",ROUND(${letter}${part}/${letter}${whole}*100,2))`,
        format: '0.00',
        ...EDGE,
      };
    }
    return { type: Number, value: value ?? 0, format: percent ? '0.00' : '#,##0', ...EDGE };
  };
  const change = (letter: string, row: number, base: number | null | undefined, now: number | null): Cell => {
    if (typeof base === 'number' && base !== 0 && now !== null)
      known.set(`${letter === 'D' ? 'F' : 'G'}${row}`, Math.round(((now - base) / base) * 10_000) / 100);
    return {
      type: 'Formula',
      value: `IF(ISNUMBER(${letter}${row}),IF(${letter}${row}=0,"-",ROUND((C${row}-${letter}${row})/${letter}${row}*100,2)),"-")`,
      format: '0.00',
      ...EDGE,
    };
  };
  const rows = codes.map((code, place): Row => {
    const one = indicators.get(code) as Named;
    const row = FIRST + place;
    return [
      { type: Number, value: place + 1, ...EDGE, align: 'center' },
      text(one.unit === 'percent' ? `${fullName(one)} (%)` : fullName(one), {
        ...EDGE,
        wrap: true,
        height: 18 * Math.max(1, Math.ceil(fullName(one).length / 40)),
      }),
      ...columns.map(([letter, values]) => figure(one, letter, values, row)),
      ...(one.unit === 'percent'
        ? [text('', EDGE), text('', EDGE)]
        : [
            change('D', row, columns[1]?.[1]?.[code], figures.current[code] ?? null),
            change('E', row, columns[2]?.[1]?.[code], figures.current[code] ?? null),
          ]),
    ];
  });
  const bare = (value: string, more: object = {}): Row => [text(value, { columnSpan: 7, ...more })];
  const annex: Row[] = [
    bare('PHỤ LỤC', { fontWeight: 'bold', align: 'center', fontSize: 14 }),
    bare(about.title, { fontWeight: 'bold', align: 'center', wrap: true, height: 36 }),
    bare(about.period, { align: 'center', fontStyle: 'italic' }),
    [
      'TT',
      'Chỉ tiêu',
      'Kỳ báo cáo',
      'Kỳ trước',
      'Cùng kỳ năm trước',
      'So với kỳ trước (%)',
      'So với cùng kỳ (%)',
    ].map((name) => text(name, { ...HEAD, height: 34 })),
    ...rows,
    ...about.remarks.map((line) => bare(line, { fontStyle: 'italic', fontSize: 11, wrap: true })),
  ];
  const sheets: { sheet: string; data: Row[]; columns: { width: number }[] }[] = [
    {
      sheet: 'Phụ lục',
      data: annex,
      columns: [6, 46, 12, 12, 14, 14, 14].map((width) => ({ width })),
    },
  ];
  const formulas: Map<string, number>[] = [known];
  for (const [name, table] of Object.entries(report.outline.tables)) {
    if ('compare' in table) continue;
    const list = figures.tables[name] ?? [];
    const letters = table.columns.map((_, place) => String.fromCharCode(67 + place));
    const values = new Map<string, number>();
    const unit = (code: string) => indicators.get(code)?.unit ?? 'dossier';
    sheets.push({
      sheet:
        table.by === 'sector' ? 'Theo lĩnh vực' : table.by === 'body' ? 'Theo cơ quan' : name.slice(0, 30),
      columns: [6, 46, ...table.columns.map(() => 12)].map((width) => ({ width })),
      data: [
        [text(table.title, { columnSpan: 2 + letters.length, fontWeight: 'bold', align: 'center' })],
        [text(about.period, { columnSpan: 2 + letters.length, align: 'center', fontStyle: 'italic' })],
        ['TT', 'Tên', ...table.columns.map((column) => column.name)].map((head) =>
          text(head, { ...HEAD, height: 34 }),
        ),
        ...list.map(
          (row, place): Row => [
            { type: Number, value: place + 1, ...EDGE, align: 'center' },
            text(row.name, {
              ...EDGE,
              wrap: true,
              height: 18 * Math.max(1, Math.ceil(row.name.length / 40)),
            }),
            ...table.columns.map(
              ({ figure: code }): Cell => ({
                type: Number,
                value: row.figures[code] ?? 0,
                format: unit(code) === 'percent' ? '0.00' : '#,##0',
                ...EDGE,
              }),
            ),
          ],
        ),
        [
          text('', EDGE),
          text('Tổng số', { ...EDGE, fontWeight: 'bold' }),
          ...table.columns.map(({ figure: code }, place): Cell => {
            const letter = letters[place] ?? 'C';
            values.set(`${letter}${4 + list.length}`, figures.current[code] ?? 0);
            // Only what adds up is added up.
            return unit(code) === 'dossier'
              ? {
                  type: 'Formula',
                  value: list.length === 0 ? '0' : `SUM(${letter}4:${letter}${3 + list.length})`,
                  format: '#,##0',
                  ...EDGE,
                  fontWeight: 'bold',
                }
              : { type: Number, value: figures.current[code] ?? 0, format: '0.00', ...EDGE };
          }),
        ],
      ],
    });
    formulas.push(values);
  }
  const bytes = await writeWorkbook(
    sheets.map((one) => ({ ...one, stickyRowsCount: one.sheet === 'Phụ lục' ? 4 : 3 })),
  ).toBuffer();
  return withValues(new Uint8Array(bytes), ...formulas);
}

const numbersOf = (beside: Beside) => (beside.state === 'none' ? null : beside.figures);
