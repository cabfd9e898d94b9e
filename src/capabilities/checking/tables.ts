import type { Claim, Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import type { Passage } from './passage.ts';
import { interval, type Quantity, show } from './quantity.ts';
import { agrees, ratioClaim } from './ratios.ts';

interface Cell {
  passage: Passage;
  text: string;
  /** Its one number, if it holds one and little else. */
  q: Quantity | null;
  row: number;
  column: number;
  columnSpan: number;
  rowSpan: number;
}

const TOTAL =
  /^(tổng( số| cộng)?|cộng|cộng chung|tổng chung|toàn (xã|tỉnh|thành phố|phường|huyện)|chung)(?![\p{L}])/iu;
const TOTAL_HEAD = /^(tổng( số| cộng)?|cộng)(?![\p{L}])/iu;
const SHARE_HEAD = /tỷ lệ|tỉ lệ|%/iu;
const NO_SUM =
  /^(stt|tt|số tt|ghi chú|đơn vị( tính)?|đvt|năm|mã|kỳ|ngày|số điện thoại|đơn giá|điểm|xếp hạng|thứ hạng)/iu;
const MOST_ROWS = 20_000;

/** Total rows and total columns of tables, shares within a row. */
export function readTables(reading: Reading): Read {
  const read = nothing();
  const tables = new Map<number, Cell[]>();
  reading.passages.forEach((passage, p) => {
    if (!passage.cell) return;
    const list = reading.quantities[p] ?? [];
    const numbers = list.filter((q) => !q.ratio || q.ratio.role === 'part');
    const words = passage.text.replace(/[\d.,%\s()/+-]/g, '');
    const q = numbers.length === 1 && words.length <= 14 ? (numbers[0] ?? null) : null;
    const cell: Cell = {
      passage,
      text: passage.text,
      q,
      row: passage.cell.row,
      column: passage.cell.column,
      columnSpan: passage.cell.columnSpan,
      rowSpan: passage.cell.rowSpan,
    };
    const table = tables.get(passage.cell.table);
    if (table) table.push(cell);
    else tables.set(passage.cell.table, [cell]);
  });
  for (const cells of tables.values()) readTable(cells, read);
  return read;
}

function readTable(cells: Cell[], read: Read): void {
  const rows = new Map<number, Cell[]>();
  for (const cell of cells) {
    const row = rows.get(cell.row);
    if (row) row.push(cell);
    else rows.set(cell.row, [cell]);
  }
  const order = [...rows.keys()].sort((a, b) => a - b).slice(0, MOST_ROWS);
  if (order.length < rows.size) {
    const first = cells[0];
    if (first)
      read.skipped.push({
        passage: first.passage,
        start: 0,
        end: first.text.length,
        why: `bảng quá dài: chỉ đọc ${MOST_ROWS} dòng đầu`,
      });
  }
  const heads = headsOf(order, rows);
  const body = order.slice(heads.rows);
  // Row labels: the longest text among the first cells.
  const labelOf = (row: number): string => {
    const list = rows.get(row) ?? [];
    const words = list.filter((c) => c.column <= 2 && c.q === null && /\p{L}{2}/u.test(c.text));
    return (words[0]?.text ?? list[0]?.text ?? '').trim();
  };
  const grid = new Map<string, Cell>();
  for (const cell of cells) if (cell.q) grid.set(`${cell.row}:${cell.column}`, cell);
  const columns = [...new Set(cells.filter((c) => c.q).map((c) => c.column))].sort((a, b) => a - b);
  const sumColumns = columns.filter(
    (c) => !NO_SUM.test(heads.text(c)) && !SHARE_HEAD.test(heads.text(c)) && !isIndex(body, grid, c),
  );
  totalRows(body, rows, labelOf, sumColumns, grid, read);
  totalColumns(body, sumColumns, heads, grid, read);
  shares(body, columns, heads, grid, labelOf, read);
}

interface Heads {
  rows: number;
  text(column: number): string;
}

/** How many rows at the top hold headings, and what stands over a column. */
function headsOf(order: number[], rows: Map<number, Cell[]>): Heads {
  let count = 0;
  for (const row of order.slice(0, 4)) {
    const list = rows.get(row) ?? [];
    const numbers = list.filter((c) => c.q !== null).length;
    // "(1) (2) (3)" or "1 2 3" under the headings numbers the columns.
    const numbering =
      list.length > 2 && list.every((c) => /^\(?[\dA-Z]{1,2}\)?(\s?=.*)?$/u.test(c.text.trim()));
    if (
      numbers === 0 ||
      numbering ||
      (count < 2 &&
        numbers <= list.length * 0.25 &&
        list.filter((c) => /\p{L}{3}/u.test(c.text)).length > list.length * 0.6)
    )
      count++;
    else break;
  }
  const texts = new Map<number, string>();
  for (const row of order.slice(0, count)) {
    for (const cell of rows.get(row) ?? []) {
      if (/^\(?\d{1,2}\)?$/.test(cell.text.trim())) continue;
      for (let c = cell.column; c < cell.column + Math.min(cell.columnSpan, 60); c++)
        texts.set(c, `${texts.get(c) ?? ''} ${cell.text}`.trim());
    }
  }
  return { rows: count, text: (column) => texts.get(column) ?? '' };
}

/** A column that counts 1, 2, 3 … is no quantity. */
function isIndex(body: number[], grid: Map<string, Cell>, column: number): boolean {
  let run = 0;
  let seen = 0;
  for (const row of body) {
    const q = grid.get(`${row}:${column}`)?.q;
    if (!q) continue;
    seen++;
    if (q.value === seen) run++;
  }
  return seen >= 3 && run >= seen - 1;
}

function sumClaim(total: Quantity, parts: Quantity[], confidence: number): Claim {
  const terms = [total, ...parts];
  const holds = (values: number[]): boolean => {
    let low = 0;
    let high = 0;
    parts.forEach((q, i) => {
      const [l, h] = interval({ ...q, value: values[i + 1] ?? 0 });
      low += l;
      high += h;
    });
    const [tl, th] = interval({ ...total, value: values[0] ?? 0 });
    const slack = 1e-6 * Math.max(1, Math.abs(th));
    return high + slack >= tl && low - slack <= th;
  };
  const sum = parts.reduce((s, q) => s + q.value, 0);
  const listed =
    parts.length > 8
      ? `${parts
          .slice(0, 4)
          .map((q) => show(q.value))
          .join(' + ')} + … + ${show(parts[parts.length - 1]?.value ?? 0)} (${parts.length} số)`
      : parts.map((q) => show(q.value)).join(' + ');
  return {
    kind: 'sum',
    terms,
    holds,
    relation: `${show(total.value)} = ${listed}`,
    computed: show(sum),
    expected: show(total.value),
    suspect: total,
    severity: 'error',
    confidence,
    held: holds(terms.map((t) => t.value)),
  };
}

function totalRows(
  body: number[],
  rows: Map<number, Cell[]>,
  labelOf: (row: number) => string,
  columns: number[],
  grid: Map<string, Cell>,
  read: Read,
): void {
  let budget = 3_000_000; // cells added up in one table
  const totals = new Set(body.filter((r) => TOTAL.test(labelOf(r))));
  body.forEach((row, at) => {
    if (budget < 0) return;
    const label = labelOf(row);
    const first = rows.get(row)?.[0]?.text.trim() ?? '';
    if (!TOTAL.test(label) && !TOTAL.test(first)) return;
    // A total stands under its rows, or over them when it is the first row.
    budget -= body.length * Math.max(1, columns.length);
    const above = body.slice(0, at);
    const previous = above.findLastIndex((r) => totals.has(r));
    const below = body.slice(at + 1);
    const nextTotal = below.findIndex((r) => totals.has(r));
    const regions: number[][] = [];
    if (above.length >= 2) {
      regions.push(above);
      if (previous >= 0 && above.length - previous - 1 >= 2) regions.push(above.slice(previous + 1));
    }
    if (at === 0 && below.length >= 2) regions.push(nextTotal > 0 ? below.slice(0, nextTotal) : below);
    let best: { claims: Claim[]; held: number } | null = null;
    for (const region of regions) {
      for (const pick of picks(region, rows, labelOf)) {
        const claims: Claim[] = [];
        for (const column of columns) {
          const total = grid.get(`${row}:${column}`)?.q;
          if (!total) continue;
          const parts = pick
            .map((r) => grid.get(`${r}:${column}`)?.q)
            .filter((q) => q !== null && q !== undefined);
          if (
            parts.length < 2 ||
            parts.some((q) => (q.unit === '%') !== (total.unit === '%')) ||
            total.unit === '%'
          )
            continue;
          claims.push(sumClaim(total, parts, 0.88));
        }
        const held = claims.filter((c) => c.held).length;
        if (
          claims.length > 0 &&
          (best === null || held > best.held || (held === best.held && claims.length > best.claims.length))
        )
          best = { claims, held };
      }
    }
    if (!best) return;
    // Most columns agree, so the others are wrong; if none agrees, the rows are not what they seem, unless they are few and plain.
    const plain = best.claims.length === 1 || best.held === 0;
    const sure =
      best.held >= best.claims.length / 2 ||
      (plain && regions[0] !== undefined && regions[0].length <= 40 && nearMiss(best.claims));
    for (const claim of best.claims) {
      read.claims.push(
        claim.held || sure ? claim : { ...claim, silent: 'không rõ những dòng nào được cộng vào dòng tổng' },
      );
    }
  });
}

/** Every failed column is off by a little: a slip, not another meaning. */
function nearMiss(claims: Claim[]): boolean {
  return claims.every((c) => {
    const [total = 0, ...parts] = c.terms.map((t) => t.value);
    const sum = parts.reduce((s, v) => s + v, 0);
    return total > 0 && sum / total > 0.5 && sum / total < 1.6;
  });
}

/** Which rows may be added up: all; only main rows (I, II); only those that no deeper row explains. */
function picks(region: number[], rows: Map<number, Cell[]>, labelOf: (row: number) => string): number[][] {
  const ways: number[][] = [];
  const index = (row: number): string => rows.get(row)?.[0]?.text.trim() ?? '';
  const usable = region.filter((r) => !TOTAL.test(labelOf(r)) && !/^(trong đó|-|\+)/iu.test(labelOf(r)));
  ways.push(usable);
  const romans = region.filter((r) => /^[IVX]{1,5}\.?$/u.test(index(r)));
  if (romans.length >= 2) ways.push(romans);
  const letters = region.filter((r) => /^[A-H]\.?$/u.test(index(r)));
  if (letters.length >= 2) ways.push(letters);
  const digits = region.filter((r) => /^\d{1,3}\.?$/u.test(index(r)));
  if (digits.length >= 2 && digits.length < usable.length) ways.push(digits);
  if (usable.length !== region.length) ways.push(region.filter((r) => !TOTAL.test(labelOf(r))));
  return ways.filter((w) => w.length >= 2);
}

/** "Tổng số | Trong đó: nam | nữ": the total column against the columns behind it. */
function totalColumns(
  body: number[],
  columns: number[],
  heads: Heads,
  grid: Map<string, Cell>,
  read: Read,
): void {
  columns.forEach((column, at) => {
    const head = heads.text(column);
    if (!TOTAL_HEAD.test(head.trim()) && !/(tổng số|tổng cộng|cộng)\s*$/iu.test(head)) return;
    const after = columns.slice(at + 1);
    const before = columns.slice(0, at);
    const until = after.findIndex((c) => TOTAL_HEAD.test(heads.text(c).trim()));
    const groups: number[][] = [];
    const follow = until >= 0 ? after.slice(0, until) : after;
    for (let k = 2; k <= Math.min(follow.length, 12); k++) groups.push(follow.slice(0, k));
    if (before.length >= 2) groups.push(before);
    let best: { claims: Claim[]; held: number; group: number[] } | null = null;
    const tryGroup = (
      group: number[],
      among: number[],
    ): { claims: Claim[]; held: number; group: number[] } => {
      const claims: Claim[] = [];
      for (const row of among) {
        const total = grid.get(`${row}:${column}`)?.q;
        if (!total || total.unit === '%') continue;
        const parts = group
          .map((c) => grid.get(`${row}:${c}`)?.q)
          .filter((q) => q !== null && q !== undefined);
        if (parts.length < 2 || parts.some((q) => q.unit === '%')) continue;
        claims.push(sumClaim(total, parts, 0.88));
      }
      return { claims, held: claims.filter((c) => c.held).length, group };
    };
    for (const group of groups) {
      const tried = tryGroup(group, body.slice(0, 60));
      if (best === null || tried.held > best.held) best = tried;
    }
    if (!best || best.claims.length === 0) return;
    if (best.held < 2 || best.held < best.claims.length * 0.5) return; // these columns do not make up that total
    for (const claim of (body.length > 60 ? tryGroup(best.group, body) : best).claims)
      read.claims.push(claim);
  });
}

/** A column of percentages: which two columns of the row give it? The pair that fits most rows is taken. */
function shares(
  body: number[],
  columns: number[],
  heads: Heads,
  grid: Map<string, Cell>,
  _labelOf: (row: number) => string,
  read: Read,
): void {
  const data = body.filter((r) => columns.some((c) => grid.has(`${r}:${c}`)));
  if (data.length < 2) return;
  for (const column of columns) {
    const head = heads.text(column);
    const cells = data.map((r) => grid.get(`${r}:${column}`)?.q ?? null);
    const percent = SHARE_HEAD.test(head) || cells.filter((q) => q?.unit === '%').length > data.length / 2;
    if (!percent) continue;
    const others = columns.filter((c) => c !== column).slice(0, 14);
    const sample = data.slice(0, 60);
    const rowOf = (row: number, a: number, b: number): [Quantity, Quantity, Quantity] | null => {
      const [qa, qb, qc] = [
        grid.get(`${row}:${a}`)?.q,
        grid.get(`${row}:${b}`)?.q,
        grid.get(`${row}:${column}`)?.q,
      ];
      return !qa || !qb || !qc || qa.unit === '%' || qb.unit === '%' || qb.value === 0 ? null : [qa, qb, qc];
    };
    let best: { a: number; b: number; held: number; of: number } | null = null;
    for (const a of others) {
      for (const b of others) {
        if (a === b) continue;
        let held = 0;
        let of = 0;
        for (const row of sample) {
          const triple = rowOf(row, a, b);
          if (!triple) continue;
          of++;
          if (agrees(triple[0], triple[1], triple[2]) !== 'no') held++;
        }
        if (of >= 2 && (best === null || held > best.held)) best = { a, b, held, of };
      }
    }
    if (!best || best.held < 2 || best.held < best.of * 0.5) continue;
    for (const row of data) {
      const triple = rowOf(row, best.a, best.b);
      if (triple) read.claims.push(ratioClaim(triple[0], triple[1], triple[2], 0.85));
    }
  }
}
