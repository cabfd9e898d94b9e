import { Refusal } from '../../../kernel/refusal.ts';
import type { BlockKind, TextBlock } from '../text.ts';
import { BlockList } from './block-list.ts';
import { MappedText } from './mapped-text.ts';

export interface PlainReading {
  blocks: TextBlock[];
  /** For each block, where each of its characters stands in the text that was read. */
  origins: Int32Array[];
  format: 'txt' | 'md';
}

/** The letters of a text file: UTF-8, UTF-16 with its mark, or the old Vietnamese Windows page. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 65_536).includes(0)) throw new Refusal('invalid', 'document.unknown-type');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1258').decode(bytes);
  }
}

/** One line of the source without its line end. */
interface Line {
  text: string;
  start: number;
}

/** A stretch of lines that belong together, before its marks are taken out. */
interface Stretch {
  kind: BlockKind;
  level?: number;
  lines: Line[];
  footnote?: string;
  cell?: NonNullable<TextBlock['cell']>;
}

const LIST_MARK =
  /^(?:[-+*•–▪◦●]\s+|\d{1,3}(?:\.\d{1,2})*[.)]\s+|\d{1,2}(?:\.\d{1,2})+\s+|[a-zđ]{1,2}[.)]\s+|[IVXLC]+[.)]\s*)/u;
const ROMAN_HEADING = /^(?:PHẦN\s+)?[IVXLC]{1,6}[.)]\s+\p{Lu}/u;
const ENDED = /[.;:!?…/][”"')\]]*\s*$/u;
const FOOTNOTE = /^(?:<sup>\s*(\d{1,3}|\*)\s*<\/sup>|\[\^([\w-]{1,20})\]:)\s*/;
const TABLE_ROW = /^\s*\|.*\|\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/**
 * Reads plain text and Markdown into blocks. Lines that a page or a mail program broke are joined again, also across
 * the blank line and the footnotes of a page break; list marks begin a new block; tables of pipes or tabs become cells.
 */
export function readPlain(source: string, declared: 'txt' | 'md' = 'txt'): PlainReading {
  const markdown = declared === 'md' || looksLikeMarkdown(source);
  const lines = splitLines(source);
  const width = wrapWidth(lines);
  const stretches: Stretch[] = [];
  let open: Stretch | null = null;
  let blank = true;
  let tables = 0;

  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] as Line;
    const text = line.text.trim();
    if (text === '' || /^(?:-{3,}|\*{3,}|_{3,}|\f)$/.test(text)) {
      blank = true;
      continue;
    }
    if (markdown && TABLE_ROW.test(line.text)) {
      const rows: Line[] = [];
      for (; i < lines.length && TABLE_ROW.test((lines[i] as Line).text); i += 1) rows.push(lines[i] as Line);
      i -= 1;
      stretches.push(...pipeTable(rows, tables++));
      open = null;
      blank = true;
      continue;
    }
    if (line.text.includes('\t')) {
      const tabs = line.text.split('\t').length;
      const rows: Line[] = [];
      while (
        i + rows.length < lines.length &&
        (lines[i + rows.length] as Line).text.split('\t').length === tabs
      )
        rows.push(lines[i + rows.length] as Line);
      if (rows.length > 1) {
        i += rows.length - 1;
        stretches.push(...tabTable(rows, tables++));
        open = null;
        blank = true;
        continue;
      }
    }
    const footnote = text.match(FOOTNOTE);
    if (footnote !== null) {
      open = { kind: 'footnote', lines: [line], footnote: footnote[1] ?? footnote[2] ?? '' };
      stretches.push(open);
      blank = false;
      continue;
    }
    const heading = markdown ? text.match(/^(#{1,6})\s+/) : null;
    if (heading !== null) {
      stretches.push({ kind: 'heading', level: (heading[1] ?? '').length, lines: [line] });
      open = null;
      blank = true;
      continue;
    }
    const before = continued(stretches, open, line, blank, width, markdown);
    if (before !== null) {
      before.lines.push(line);
      open = before;
    } else {
      open = startOf(text, line, markdown);
      stretches.push(open);
    }
    blank = false;
  }

  const list = new BlockList();
  for (const stretch of stretches) addBlock(list, stretch, markdown);
  return { blocks: list.blocks, origins: list.origins, format: markdown ? 'md' : 'txt' };
}

function looksLikeMarkdown(source: string): boolean {
  return /<sup>|^#{1,6} |^\*\*.+\*\*\s*$|^\|.*\|\s*$|\*\*[^*\n]+\*\*/m.test(source.slice(0, 400_000));
}

function splitLines(source: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= source.length) {
    let end = source.indexOf('\n', start);
    if (end === -1) end = source.length;
    const text = source.slice(start, end);
    lines.push({ text: text.endsWith('\r') ? text.slice(0, -1) : text, start });
    start = end + 1;
  }
  return lines;
}

/**
 * The width to which the text was wrapped, or null where each line is a paragraph: a text is wrapped when many of its
 * lines run on, without a stop, into a next line that begins no new point.
 */
function wrapWidth(lines: readonly Line[]): number | null {
  const lengths: number[] = [];
  let filled = 0;
  for (let i = 0; i + 1 < lines.length; i += 1) {
    const text = (lines[i] as Line).text.trim();
    const next = (lines[i + 1] as Line).text.trim();
    if (text === '') continue;
    filled += 1;
    if (next !== '' && text.length >= 40 && text.length <= 160 && !ENDED.test(text) && !LIST_MARK.test(next))
      lengths.push(text.length);
  }
  if (lengths.length < 2 || lengths.length < filled * 0.25) return null;
  lengths.sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.5)] ?? null;
}

const plainOf = (text: string) =>
  text
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/[*_]+/g, '')
    .trim();

/** The stretch that this line carries on, or null when it begins a new one. */
function continued(
  stretches: readonly Stretch[],
  open: Stretch | null,
  line: Line,
  blank: boolean,
  width: number | null,
  markdown: boolean,
): Stretch | null {
  const text = plainOf(line.text);
  const marked = LIST_MARK.test(text) || ROMAN_HEADING.test(text);
  // Over the footnotes at the foot of a page, a paragraph goes on at the head of the next.
  let before: Stretch | null = open;
  if (blank) {
    let at = stretches.length - 1;
    while (at >= 0 && stretches[at]?.kind === 'footnote') at -= 1;
    before = stretches[at] ?? null;
  }
  if (before === null || before.kind === 'cell') return null;
  if (before.kind === 'heading') return !blank && !marked && isTitle(text) ? before : null;
  const last = plainOf(before.lines[before.lines.length - 1]?.text ?? '');
  const ended = ENDED.test(last);
  const full = width !== null && last.length >= width * 0.75;
  const lower = /^[\p{Ll}(,;]/u.test(text);
  const digits = /^\d/.test(text);
  // «b) Kết quả kiểm tra» / «Công tác kiểm tra …»: a point's title on one line, whose next word would have fitted.
  const point = before.lines.length === 1 && /^(?:\d{1,2}(?:\.\d{1,2})*\.?|[a-zđ]\)|[IVX]+\.)\s/u.test(last);
  const word = text.match(/^\S+/)?.[0].length ?? 0;
  const title = point && width !== null && /^\p{Lu}/u.test(text) && last.length + 1 + word <= width;
  if (!blank) {
    if (before.kind === 'footnote') return marked && ended ? null : before;
    if (marked && (ended || !full)) return null;
    if (title) return null;
    if (width !== null) return full || (!ended && (lower || digits || /[,(]$/.test(last))) ? before : null;
    // In text whose lines are paragraphs, Markdown still lets a paragraph run over several lines.
    return markdown && !ended && !marked && (lower || digits) ? before : null;
  }
  if (ended || marked || isTitle(last)) return null;
  if (lower) return before;
  if (digits) return last.length >= 40 && /[\p{Ll},]\s*$/u.test(last) ? before : null;
  return full && !title && !isTitle(text) ? before : null;
}

const isTitle = (text: string) => text.length > 0 && text === text.toUpperCase() && /\p{Lu}{2}/u.test(text);

function startOf(text: string, line: Line, markdown: boolean): Stretch {
  const plain = markdown ? plainOf(text) : text;
  if (ROMAN_HEADING.test(plain) && plain.length <= 200 && isTitle(plain.replace(/\([^)]*\)/g, '')))
    return { kind: 'heading', level: 1, lines: [line] };
  return { kind: /^[-+*•–▪◦●]\s/u.test(text) ? 'list-item' : 'paragraph', lines: [line] };
}

function pipeTable(rows: readonly Line[], table: number): Stretch[] {
  const cells: Stretch[] = [];
  let row = 0;
  for (const line of rows) {
    if (TABLE_RULE.test(line.text)) continue;
    const bars = [...line.text.matchAll(/(?<!\\)\|/g)].map((bar) => bar.index);
    for (let column = 0; column + 1 < bars.length; column += 1) {
      const from = (bars[column] as number) + 1;
      cells.push(cellOf(line.text.slice(from, bars[column + 1]), line.start + from, table, row, column));
    }
    row += 1;
  }
  return cells;
}

function tabTable(rows: readonly Line[], table: number): Stretch[] {
  const cells: Stretch[] = [];
  for (const [row, line] of rows.entries()) {
    let from = 0;
    for (const [column, text] of line.text.split('\t').entries()) {
      cells.push(cellOf(text, line.start + from, table, row, column));
      from += text.length + 1;
    }
  }
  return cells;
}

function cellOf(text: string, start: number, table: number, row: number, column: number): Stretch {
  return {
    kind: 'cell',
    lines: [{ text, start }],
    cell: { table, row, column, rowSpan: 1, columnSpan: 1 },
  };
}

/** What Markdown and HTML write around the text: emphasis, tags, escapes, raised marks. */
const INLINE =
  /<sup>\s*([^<]{1,12}?)\s*<\/sup>|\[\^([\w-]{1,20})\]|<br\s*\/?>|<\/?[a-zA-Z][^<>]{0,200}>|\\([\\`*_{}[\]()#+.!|~>-])|&(amp|lt|gt|quot|nbsp|#\d{1,6});|(\*{1,3}|_{2,3})(?=\S)|(?<=\S)(\*{1,3}|_{2,3})/g;

function addBlock(list: BlockList, stretch: Stretch, markdown: boolean): void {
  const mapped = new MappedText();
  const marks: { at: number; mark: string }[] = [];
  for (const [index, line] of stretch.lines.entries()) {
    let { text, start } = line;
    if (index === 0) {
      const head =
        stretch.kind === 'heading' && markdown
          ? text.match(/^\s*#{1,6}\s+/)
          : stretch.kind === 'footnote'
            ? text.match(/^\s*/)
            : null;
      const cut = (head?.[0].length ?? 0) + (stretch.kind === 'footnote' ? footnoteHead(text) : 0);
      text = text.slice(cut);
      start += cut;
    } else {
      const lead = text.length - text.trimStart().length;
      text = text.slice(lead);
      start += lead;
      // «số 57-» / «NQ/TW»: a symbol broken after its hyphen is one symbol.
      if (!/[\p{L}\d]-$/u.test(stretch.lines[index - 1]?.text.trimEnd() ?? '') || !/^[\p{Lu}\d]/u.test(text))
        mapped.add(' ', start - 1, true);
    }
    text = text.trimEnd();
    if (markdown) addInline(mapped, marks, text, start);
    else mapped.add(text, start);
  }
  const { text, origins } = mapped.finish();
  const block: TextBlock = { kind: stretch.kind, text };
  if (stretch.level !== undefined) block.level = stretch.level;
  if (stretch.cell !== undefined) block.cell = stretch.cell;
  if (stretch.footnote !== undefined) block.footnote = stretch.footnote;
  if (marks.length > 0) block.marks = marks.map((mark) => ({ ...mark, at: Math.min(mark.at, text.length) }));
  list.add(block, origins);
}

const footnoteHead = (text: string) => text.trimStart().match(FOOTNOTE)?.[0].length ?? 0;

function addInline(
  mapped: MappedText,
  marks: { at: number; mark: string }[],
  text: string,
  start: number,
): void {
  // A list's own star is no emphasis.
  let from = text.match(/^\s*\*\s+/)?.[0].length ?? 0;
  mapped.add(text.slice(0, from), start);
  for (const found of text.matchAll(INLINE)) {
    if (found.index < from) continue;
    mapped.add(text.slice(from, found.index), start + from);
    from = found.index + found[0].length;
    const at = start + found.index;
    const [, raised, reference, escaped, entity] = found;
    if (raised !== undefined) {
      if (/^\d{1,3}$|^\*$/.test(raised) && !(/^[23]$/.test(raised) && /[mM]/.test(mapped.lastUnit)))
        marks.push({ at: mapped.length, mark: raised });
      else mapped.add(raised, at + found[0].indexOf(raised));
    } else if (reference !== undefined) marks.push({ at: mapped.length, mark: reference });
    else if (escaped !== undefined) mapped.add(escaped, at + 1);
    else if (entity !== undefined) mapped.add(entityOf(entity), at, true);
    else if (/^<br/i.test(found[0])) mapped.add('\n', at, true);
  }
  mapped.add(text.slice(from), start + from);
}

function entityOf(entity: string): string {
  if (entity.startsWith('#')) {
    const code = Number(entity.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  }
  return { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }[entity] ?? '';
}
