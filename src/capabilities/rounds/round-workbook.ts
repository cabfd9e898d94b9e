import writeWorkbook, { type Cell, type Row } from 'write-excel-file/node';
import { withValues } from '../figures/index.ts';
import type { Expression } from './expression.ts';
import { addsUp, type ReadyForm } from './form.ts';
import type { Values } from './judge.ts';
import { sumOf } from './roll-up.ts';
import { isIn, type Round, type Sheet } from './round.ts';

const FONT = { fontFamily: 'Times New Roman', fontSize: 12 };
const EDGE = { ...FONT, borderStyle: 'thin' as const };
const text = (value: string, more: object = {}): Cell => ({ type: String, value, ...FONT, ...more });
/** Cells are rows here, bodies columns: the first body stands in this column. */
const FIRST_COLUMN = 4;
const FIRST_ROW = 4;

/** "A", "Z", "AA": the letters of a column, counted from zero. */
function letters(column: number): string {
  const rest = Math.floor(column / 26);
  return `${rest === 0 ? '' : letters(rest - 1)}${String.fromCharCode(65 + (column % 26))}`;
}

/**
 * A round as a workbook: a row for each cell, a column for each body that has sent, the sums as live formulas over them,
 * and what is computed as a formula over the sums.
 */
export async function roundWorkbook(
  ready: ReadyForm,
  round: Round,
  sheets: readonly Sheet[],
  values: ReadonlyMap<string, Values>,
): Promise<Uint8Array> {
  const sent = sheets.filter(isIn);
  const shown = [...ready.cells.values()].filter((cell) => addsUp(cell) || cell.formula !== undefined);
  const rowOf = new Map(shown.map(({ key }, at) => [key, FIRST_ROW + at]));
  const sums = sumOf(
    ready,
    sent.map(({ bodyId }) => values.get(bodyId) ?? {}),
    {},
  );
  const known = new Map<string, number>();
  const formulas = new Map(ready.formulas.map(({ key, formula }) => [key, formula]));
  const last = letters(FIRST_COLUMN + Math.max(0, sent.length - 1));
  const number = (value: unknown): Cell =>
    typeof value === 'number'
      ? { type: Number, value, format: Number.isInteger(value) ? '#,##0' : '#,##0.00', ...EDGE }
      : text('', EDGE);
  const rows: Row[] = shown.map((cell, at) => {
    const row = FIRST_ROW + at;
    const formula = formulas.get(cell.key);
    const inWords =
      formula === undefined ? `SUM(${letters(FIRST_COLUMN)}${row}:${last}${row})` : inExcel(formula, rowOf);
    const sum = sums[cell.key];
    if (typeof sum === 'number') known.set(`D${row}`, sum);
    return [
      { type: Number, value: at + 1, ...EDGE, align: 'center' },
      text(cell.name, { ...EDGE, wrap: true }),
      text(cell.unit, EDGE),
      inWords === null || sent.length === 0
        ? number(sum)
        : {
            type: 'Formula',
            value: formula === undefined ? inWords : `IFERROR(ROUND(${inWords},2),"-")`,
            format: formula === undefined && Number.isInteger(sum ?? 0) ? '#,##0' : '#,##0.00',
            ...EDGE,
            fontWeight: 'bold',
          },
      ...sent.map(({ bodyId }) => number(values.get(bodyId)?.[cell.key])),
    ];
  });
  const width = FIRST_COLUMN + sent.length;
  const bytes = await writeWorkbook([
    {
      sheet: 'Tổng hợp',
      stickyRowsCount: 3,
      stickyColumnsCount: FIRST_COLUMN,
      columns: Array.from({ length: width }, (_, at) => ({ width: [6, 56, 14, 16][at] ?? 16 })),
      data: [
        [text(round.name, { fontWeight: 'bold', fontSize: 14 })],
        [text(`Cộng từ ${sent.length}/${sheets.length} cơ quan đã gửi`, { fontStyle: 'italic' })],
        ['TT', 'Chỉ tiêu', 'Đơn vị', 'Cộng', ...sent.map(({ bodyName }) => bodyName)].map((head) =>
          text(head, {
            ...EDGE,
            fontWeight: 'bold',
            align: 'center',
            alignVertical: 'center',
            wrap: true,
            height: 64,
          }),
        ),
        ...rows,
      ],
    },
  ]).toBuffer();
  return withValues(new Uint8Array(bytes), known);
}

/** A formula over the column of sums; null where it speaks of what stands in no row of this workbook. */
function inExcel(expression: Expression, rowOf: ReadonlyMap<string, number>): string | null {
  if ('number' in expression) return String(expression.number);
  if ('cell' in expression) {
    const row = rowOf.get(expression.cell);
    return row === undefined || expression.before ? null : `D${row}`;
  }
  const parts = ('call' in expression ? expression.of : [expression.left, expression.right]).map((part) =>
    inExcel(part, rowOf),
  );
  if (parts.includes(null)) return null;
  return 'call' in expression
    ? `${expression.call.toUpperCase()}(${parts.join(',')})`
    : `(${parts.join(expression.op)})`;
}
