import { getDocumentProxy } from 'unpdf';
import { Refusal } from '../../../kernel/refusal.ts';
import type { TextBlock } from '../text.ts';
import { BlockList } from './block-list.ts';
import { MAX_PDF_PAGES } from './bounds.ts';
import { isUnitPower } from './docx.ts';
import { MappedText } from './mapped-text.ts';

/** One piece of text on a page; x and y from the lower left corner, in points. */
interface Piece {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
}

interface Line {
  pieces: Piece[];
  left: number;
  right: number;
  y: number;
  /** The letter height of most of its text. */
  size: number;
  page: number;
}

/** Text whose letters are not on the page any more but in a picture of it: too few letters for what a page holds. */
const MIN_LETTERS = 20;
/** A footnote is set in letters smaller than the text by this much or more. */
const FOOTNOTE_SHRINK = 0.92;

/**
 * Reads a PDF that has a text layer: lines are put together from their pieces, paragraphs from their lines, also
 * across pages; page numbers and running heads go; raised digits are footnote marks; columns of figures become cells.
 */
export async function readPdf(bytes: Uint8Array): Promise<{ blocks: TextBlock[]; pages: number }> {
  let pdf: Awaited<ReturnType<typeof getDocumentProxy>>;
  try {
    // The library takes the buffer away; the caller keeps its own.
    pdf = await getDocumentProxy(bytes.slice(), { verbosity: 0 });
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'PasswordException') throw new Refusal('invalid', 'document.encrypted');
    throw new Refusal('invalid', 'document.unreadable', { why: 'pdf' });
  }
  try {
    if (pdf.numPages > MAX_PDF_PAGES)
      throw new Refusal('too-large', 'document.too-large', { limit: MAX_PDF_PAGES, what: 'pages' });
    const pages: Line[][] = [];
    let letters = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      let pieces: Piece[];
      try {
        const page = await pdf.getPage(number);
        const content = await page.getTextContent();
        pieces = content.items.flatMap((item) => {
          if (!('str' in item) || item.str === '') return [];
          const [, , c, d, x, y] = item.transform as number[];
          return [
            {
              text: item.str,
              x: x ?? 0,
              y: y ?? 0,
              width: item.width,
              size: Math.hypot(c ?? 0, d ?? 0) || item.height,
            },
          ];
        });
        page.cleanup();
      } catch {
        throw new Refusal('invalid', 'document.unreadable', { why: 'pdf-page', page: number });
      }
      for (const piece of pieces) letters += piece.text.trim().length;
      pages.push(linesOf(pieces, number));
    }
    if (letters < MIN_LETTERS) throw new Refusal('invalid', 'document.no-text');
    return { blocks: blocksOf(pages), pages: pdf.numPages };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** Puts the pieces of one page into lines, from the top down. */
function linesOf(pieces: readonly Piece[], page: number): Line[] {
  const lines: Line[] = [];
  // Pieces come in reading order for nearly every writer; a piece belongs to the last line if it overlaps it in height.
  for (const piece of pieces) {
    if (piece.text.trim() === '' && piece.width === 0) continue;
    const last = lines[lines.length - 1];
    const line =
      last !== undefined && sameLine(last, piece)
        ? last
        : lines.slice(-4).find((candidate) => sameLine(candidate, piece) && piece.x >= candidate.right - 1);
    if (line === undefined) {
      if (piece.text.trim() === '') continue;
      lines.push({
        pieces: [piece],
        left: piece.x,
        right: piece.x + piece.width,
        y: piece.y,
        size: piece.size,
        page,
      });
    } else {
      line.pieces.push(piece);
      line.left = Math.min(line.left, piece.x);
      line.right = Math.max(line.right, piece.x + piece.width);
      if (piece.size > line.size) {
        line.size = piece.size;
        line.y = piece.y;
      }
    }
  }
  for (const line of lines) line.pieces.sort((a, b) => a.x - b.x);
  return lines;
}

const sameLine = (line: Line, piece: Piece) => {
  const taller = Math.max(line.size, piece.size);
  return Math.abs(line.y - piece.y) < taller * 0.5 && piece.x > line.left - 1;
};

const textOf = (line: Line) => joinPieces(line.pieces, line).mapped.finish().text;

/** The text of a line, with its raised digits taken out as marks. */
function joinPieces(pieces: readonly Piece[], line: Line, into = new MappedText()) {
  const marks: { at: number; mark: string }[] = [];
  let end: number | null = null;
  for (const piece of pieces) {
    const raised = piece.size < line.size * 0.8 && piece.y > line.y + line.size * 0.15;
    if (raised && /^\d{1,3}$/.test(piece.text.trim()) && !isUnitPower(into, piece.text.trim())) {
      marks.push({ at: into.length, mark: piece.text.trim() });
      end = piece.x + piece.width;
      continue;
    }
    if (end !== null && piece.x - end > line.size * 0.18) into.add(' ', 0, true);
    into.add(piece.text, 0, true);
    end = piece.x + piece.width;
  }
  return { mapped: into, marks };
}

/** The stretches of a line that wide gaps part from each other: the cells of a table row. */
function cellsOf(line: Line): Piece[][] {
  const cells: Piece[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const piece of line.pieces) {
    if (piece.text.trim() === '') continue;
    // The tab after «1.» or «-» parts no cells.
    const afterMark =
      cells.length === 1 &&
      POINT_MARK.test(
        (cells[0] ?? [])
          .map((one) => one.text)
          .join('')
          .trim(),
      );
    if ((piece.x - end > line.size * 1.2 && !afterMark) || cells.length === 0) cells.push([]);
    cells[cells.length - 1]?.push(piece);
    end = piece.x + piece.width;
  }
  return cells;
}

/** The columns of a line that stands in two: parted by far more than justified text ever is. */
function wideColumns(line: Line): Piece[][] {
  const cells = cellsOf(line);
  for (let at = 1; at < cells.length; at += 1) {
    const before = cells[at - 1]?.at(-1);
    const after = cells[at]?.[0];
    if (before === undefined || after === undefined) return [];
    if (after.x - before.x - before.width < line.size * 1.8) return [];
  }
  return cells;
}

const LIST_MARK =
  /^(?:[-+*•–▪]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|\d{1,2}(?:\.\d{1,2})+\s|[a-zđ]{1,2}\)\s|[IVXLC]+[.)]\s)/u;
/** A list mark that stands alone before a tab. */
const POINT_MARK = /^(?:[-+*•–▪◦●]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]{1,2}[.)]|[IVXLC]+[.)])$/u;
const ENDED = /[.;:!?…/][”"')\]]*$/u;

function blocksOf(pages: readonly Line[][]): TextBlock[] {
  const list = new BlockList();
  const body = bodySize(pages);
  const pitch = linePitch(pages);
  const running = runningHeads(pages);
  let open: {
    mapped: MappedText;
    marks: { at: number; mark: string }[];
    block: TextBlock;
    first: Line;
    firstText: string;
    last: Line;
    text: string;
    lines: number;
  } | null = null;
  let waiting: TextBlock[] = [];
  let tables = 0;
  const close = () => {
    if (open !== null) {
      const { text, origins } = open.mapped.finish();
      open.block.text = text;
      if (open.marks.length > 0)
        open.block.marks = open.marks.map((mark) => ({ ...mark, at: Math.min(mark.at, text.length) }));
      list.add(open.block, origins);
      open = null;
    }
    for (const note of waiting) list.add(note, new Int32Array(0));
    waiting = [];
  };

  for (const lines of pages) {
    const kept = lines.filter((line, index) => !isPageNumber(line, index, lines, running));
    const right = edge(kept.map((line) => line.right));
    const left = bodyLeft(kept, right);
    /** Paragraphs of this page are told by their first lines, which are set in. */
    const indents =
      left !== null && kept.filter((line) => line.left > left + line.size * 0.8).length >= kept.length * 0.08;
    const footnotesFrom = footnoteStart(kept, body);
    let note: { block: TextBlock; mapped: MappedText } | null = null;
    const closeNote = () => {
      if (note === null) return;
      note.block.text = note.mapped.finish().text;
      waiting.push(note.block);
      note = null;
    };
    for (let i = 0; i < kept.length; i += 1) {
      const line = kept[i] as Line;
      if (i >= footnotesFrom) {
        const first = line.pieces.find((piece) => piece.text.trim() !== '');
        const mark = first === undefined ? null : footnoteMark(first, line);
        if (mark !== null && first !== undefined) {
          closeNote();
          note = {
            block: { kind: 'footnote', text: '', footnote: mark.mark, page: line.page },
            mapped: new MappedText(),
          };
          const rest = line.pieces.slice(line.pieces.indexOf(first) + 1);
          if (mark.rest !== '') rest.unshift({ ...first, text: mark.rest });
          joinPieces(rest, line, note.mapped);
        } else if (note !== null) {
          note.mapped.add(' ', 0, true);
          joinPieces(line.pieces, line, note.mapped);
        }
        continue;
      }
      const rows = tableRows(kept, i, footnotesFrom);
      if (rows > 0) {
        close();
        for (const block of tableBlocks(kept.slice(i, i + rows), tables++))
          list.add(block, new Int32Array(0));
        i += rows - 1;
        continue;
      }
      const text = textOf(line);
      if (text === '') continue;
      const columns = wideColumns(line);
      if (columns.length > 1) {
        // Name of the office and national motto, receivers and signature: side by side, not one sentence.
        close();
        for (const column of columns) {
          const { mapped, marks } = joinPieces(column, line);
          const { text: words, origins } = mapped.finish();
          const block: TextBlock = { kind: 'paragraph', text: words, page: line.page };
          if (marks.length > 0)
            block.marks = marks.map((mark) => ({ ...mark, at: Math.min(mark.at, words.length) }));
          list.add(block, origins);
        }
        continue;
      }
      if (
        open !== null &&
        !setIn(open, line, left) &&
        !(
          pitch !== null &&
          open.last.page === line.page &&
          open.last.y - line.y > pitch * line.size * 1.15 + 1
        ) &&
        carriesOn(open.last, open.text, line, text, right, indents)
      ) {
        if (!/[\p{L}\d]-$/u.test(open.text) || !/^[\p{Lu}\d]/u.test(text)) open.mapped.add(' ', 0, true);
        open.marks.push(...joinPieces(line.pieces, line, open.mapped).marks);
        open.last = line;
        open.text = text;
        open.lines += 1;
        continue;
      }
      close();
      const { mapped, marks } = joinPieces(line.pieces, line);
      const kind = /^[-+•–▪]\s/u.test(text) ? 'list-item' : 'paragraph';
      open = {
        mapped,
        marks,
        block: { kind, text: '', page: line.page },
        first: line,
        firstText: text,
        last: line,
        text,
        lines: 1,
      };
    }
    closeNote();
  }
  close();
  return list.blocks;
}

/** The letter height in which most of the text stands. */
function bodySize(pages: readonly Line[][]): number {
  const weights = new Map<number, number>();
  for (const lines of pages)
    for (const line of lines) {
      const size = Math.round(line.size * 2) / 2;
      weights.set(size, (weights.get(size) ?? 0) + (line.right - line.left));
    }
  return [...weights].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** How a running head is known again on the next page: its text without its figures, and its height on the page. */
const headKey = (line: Line) => `${textOf(line).replace(/\d+/g, '#')} ${Math.round(line.y / 4)}`;

/** A head or foot stands apart from the text by more than a line. */
function standsApart(lines: readonly Line[], index: number): boolean {
  const line = lines[index];
  const neighbour = lines[index === 0 ? 1 : index - 1];
  if (line === undefined || neighbour === undefined) return true;
  return Math.abs(line.y - neighbour.y) > Math.max(line.size, neighbour.size) * 2;
}

/** Lines that stand first or last, apart from the text, on at least three pages and half of all. */
function runningHeads(pages: readonly Line[][]): Set<string> {
  const seen = new Map<string, number>();
  for (const lines of pages)
    for (const index of new Set([0, lines.length - 1])) {
      const line = lines[index];
      if (line === undefined || !standsApart(lines, index)) continue;
      seen.set(headKey(line), (seen.get(headKey(line)) ?? 0) + 1);
    }
  return new Set(
    [...seen].filter(([, times]) => times >= 3 && times * 2 >= pages.length).map(([key]) => key),
  );
}

function isPageNumber(line: Line, index: number, lines: readonly Line[], running: Set<string>): boolean {
  if (index !== 0 && index < lines.length - 2) return false;
  const text = textOf(line);
  if (/^(?:trang\s+)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*\/\s*\d{1,4})?$/i.test(text) && cellsOf(line).length === 1)
    return true;
  return (
    (index === 0 || index === lines.length - 1) && standsApart(lines, index) && running.has(headKey(line))
  );
}

/** The right edge of full lines: what the longest tenth of the lines reach. */
function edge(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.9)] ?? 0;
}

/** The usual distance between the lines of a paragraph, in letter heights; null when there are too few lines to know. */
function linePitch(pages: readonly Line[][]): number | null {
  const seen = new Map<number, number>();
  let all = 0;
  for (const lines of pages)
    for (let i = 1; i < lines.length; i += 1) {
      const [above, line] = [lines[i - 1] as Line, lines[i] as Line];
      const gap = (above.y - line.y) / line.size;
      if (Math.abs(above.size - line.size) > 0.5 || gap < 0.9 || gap > 2.5) continue;
      const rounded = Math.round(gap * 50) / 50;
      seen.set(rounded, (seen.get(rounded) ?? 0) + 1);
      all += 1;
    }
  const [most] = [...seen].sort((a, b) => b[1] - a[1]);
  return most !== undefined && all >= 8 && most[1] >= all * 0.25 ? most[0] : null;
}

/** Where the lines inside paragraphs begin on this page. */
function bodyLeft(lines: readonly Line[], right: number): number | null {
  const seen = new Map<number, number>();
  let full = 0;
  for (const line of lines) {
    if (line.right < right - line.size * 2) continue;
    full += 1;
    const rounded = Math.round(line.left);
    seen.set(rounded, (seen.get(rounded) ?? 0) + 1);
  }
  const [most] = [...seen].sort((a, b) => b[1] - a[1]);
  return most !== undefined && full >= 4 && most[1] >= full * 0.3 ? most[0] : null;
}

/** Whether the line is set in as the first line of a paragraph is; the lines of a hanging point are not. */
function setIn(
  open: { first: Line; firstText: string; last: Line; lines: number },
  line: Line,
  left: number | null,
): boolean {
  if (left === null || line.left < left + line.size * 0.8) return false;
  if (LIST_MARK.test(open.firstText) && open.first.left < line.left - 2) return false;
  if (open.lines > 1 && Math.abs(open.last.left - line.left) < 2) return false;
  // The lines of a centred title share their middle.
  const middle = (of: Line) => (of.left + of.right) / 2;
  return !(Math.abs(middle(open.last) - middle(line)) < 3 && Math.abs(open.last.left - line.left) > 2);
}

function footnoteMark(first: Piece, line: Line): { mark: string; rest: string } | null {
  const alone = first.text.trim().match(/^(\d{1,3})$/);
  if (alone !== null && (first.size < line.size * 0.85 || first.y > line.y + line.size * 0.15))
    return { mark: alone[1] ?? '', rest: '' };
  return null;
}

/** The index of the first footnote line on the page, or the number of lines. */
function footnoteStart(lines: readonly Line[], body: number): number {
  let start = lines.length;
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const line = lines[i] as Line;
    const first = line.pieces.find((piece) => piece.text.trim() !== '');
    if (line.size > body * FOOTNOTE_SHRINK) break;
    if (first !== undefined && footnoteMark(first, line) !== null) start = i;
  }
  return start;
}

function carriesOn(
  last: Line,
  lastText: string,
  line: Line,
  text: string,
  right: number,
  indents: boolean,
): boolean {
  const nextPage = line.page !== last.page;
  const gap = last.y - line.y;
  if (Math.abs(line.size - last.size) > last.size * 0.15) return false;
  const ended = ENDED.test(lastText);
  const full = last.right > right - last.size * 4;
  const marked = LIST_MARK.test(text);
  if (marked && (ended || !full)) return false;
  if (ended && !full) return false;
  const title = lastText === lastText.toUpperCase() && /\p{Lu}{2}/u.test(lastText);
  if (title !== (text === text.toUpperCase() && /\p{Lu}{2}/u.test(text)) && !full) return false;
  if (!nextPage && gap > last.size * 2.4) return false;
  // A first line is set in; after a stop at a full line that alone says that a new paragraph begins.
  if (ended && line.left > last.left + last.size * 0.8) return false;
  if (full) return indents || !(ended && nextPage && /^\p{Lu}/u.test(text));
  return !ended && /^[\p{Ll}\d(,;]/u.test(text);
}

interface Column {
  left: number;
  right: number;
}

interface TableCell {
  pieces: Piece[];
  line: Line;
  left: number;
  right: number;
}

const FIGURES = /^[\d.,%/\-()\s]+$/;

function tableCell(pieces: Piece[], line: Line): TableCell {
  const last = pieces[pieces.length - 1] as Piece;
  return { pieces, line, left: (pieces[0] as Piece).x, right: last.x + last.width };
}

const tableCells = (line: Line): TableCell[] => cellsOf(line).map((pieces) => tableCell(pieces, line));

/** Cells whose text fills its column stand close to the next: they are parted where other rows show the next column. */
function partedBy(columns: readonly Column[], cells: readonly TableCell[]): TableCell[] {
  return cells.flatMap((cell) => {
    const parts: Piece[][] = [];
    let reached = -1;
    let end = 0;
    for (const piece of cell.pieces) {
      if (piece.text.trim() === '') continue;
      const at = reach(columns, { left: piece.x, right: piece.x + piece.width });
      const next = (at[0] ?? -1) > reached && piece.x - end > cell.line.size * 0.4;
      if (parts.length === 0 || next) parts.push([]);
      parts[parts.length - 1]?.push(piece);
      reached = Math.max(reached, at.at(-1) ?? -1);
      end = piece.x + piece.width;
    }
    return parts.map((pieces) => tableCell(pieces, cell.line));
  });
}

const isFigures = (cell: TableCell) => FIGURES.test(cell.pieces.map((piece) => piece.text).join(''));

/** The columns of a table: ranges of x in which cells of several rows stand, from its fullest rows on. */
function columnsOf(rows: readonly TableCell[][]): Column[] {
  const columns: Column[] = [];
  for (const cell of [...rows].sort((a, b) => b.length - a.length).flat()) {
    const overlap = columns.filter((column) => cell.left < column.right && cell.right > column.left);
    const only = overlap[0];
    if (overlap.length === 0) columns.push({ left: cell.left, right: cell.right });
    else if (overlap.length === 1 && only !== undefined) {
      only.left = Math.min(only.left, cell.left);
      only.right = Math.max(only.right, cell.right);
    }
  }
  return columns.sort((a, b) => a.left - b.left);
}

const reach = (columns: readonly Column[], cell: Column): number[] =>
  columns.flatMap((column, at) => (cell.left < column.right && cell.right > column.left ? [at] : []));

/**
 * How many lines from here on form a table: rows of at least three cells, or of two that are mostly figures. A line
 * in which only one cell goes on belongs to the table when it stands in one column, close under the line before.
 */
function tableRows(lines: readonly Line[], from: number, bound: number): number {
  const rows: TableCell[][] = [];
  let figures = 0;
  let widest = 0;
  let taken = 0;
  for (let i = from; i < bound; i += 1) {
    const line = lines[i] as Line;
    const cells = tableCells(line);
    if (cells.length >= 2) {
      widest = Math.max(widest, cells.length);
      figures += cells.filter(isFigures).length;
      rows.push(cells);
      taken = i - from + 1;
      continue;
    }
    const [only] = cells;
    const above = lines[i - 1];
    if (only === undefined || above === undefined || rows.length === 0 || above.page !== line.page) break;
    const columns = columnsOf(rows);
    const [column, ...others] = reach(columns, only);
    const width = (columns.at(-1)?.right ?? 0) - (columns[0]?.left ?? 0);
    const gap = above.y - line.y;
    if (others.length > 0 || only.right - only.left > width * 0.6 || gap > line.size * 1.7) break;
    // The last lines of the last row: under their column's own left edge, or they are the text after the table.
    const edgeOf = column === undefined ? null : columns[column]?.left;
    if (
      edgeOf !== null &&
      edgeOf !== undefined &&
      Math.abs(edgeOf - only.left) < 3 &&
      gap <= line.size * 1.35
    )
      taken = i - from + 1;
  }
  return rows.length >= 2 && (widest >= 3 || figures >= rows.length) && figures > 0 ? taken : 0;
}

/** The cells of a table's lines; a line in which cells only go on is put to the row above. */
function tableBlocks(lines: readonly Line[], table: number): TextBlock[] {
  const clear = lines.map(tableCells);
  const rows = clear.map((cells) => partedBy(columnsOf(clear), cells));
  const columns = columnsOf(rows);
  const blocks: TextBlock[] = [];
  let row = -1;
  let current = new Map<number, TextBlock>();
  for (const cells of rows) {
    const goesOn =
      row >= 0 &&
      !cells.some(isFigures) &&
      (cells.length === 1 || (reach(columns, cells[0] as TableCell)[0] ?? 0) > 0);
    if (!goesOn) {
      row += 1;
      current = new Map();
    }
    for (const cell of cells) {
      const reached = reach(columns, cell);
      const column = reached[0] ?? 0;
      const { mapped, marks } = joinPieces(cell.pieces, cell.line);
      const { text } = mapped.finish();
      const above = goesOn ? current.get(column) : undefined;
      if (above !== undefined) {
        above.text += ` ${text}`;
        continue;
      }
      const block: TextBlock = {
        kind: 'cell',
        text,
        page: cell.line.page,
        cell: { table, row, column, rowSpan: 1, columnSpan: Math.max(1, reached.length) },
      };
      if (marks.length > 0)
        block.marks = marks.map((mark) => ({ ...mark, at: Math.min(mark.at, text.length) }));
      current.set(column, block);
      blocks.push(block);
    }
  }
  return blocks;
}
