import type { Place } from './finding.ts';
import type { BlockKind, CheckedText } from './text.ts';

/**
 * A paragraph as a person reads it: lines broken by a page or by the width of a page are joined again, marks of emphasis
 * and footnote marks are taken out, letters are composed. Every character still knows where it came from.
 */
export interface Passage {
  index: number;
  text: string;
  kind: BlockKind;
  /** The bullet, letter or number that the passage begins with, such as `-`, `+`, `a)`, `1.2.`, `II.`; else ''. */
  bullet: string;
  /** Where the words begin, after the bullet. */
  body: number;
  level?: number;
  /** The mark that this footnote answers to. */
  footnote?: string;
  /** Footnote marks and where they stood. */
  marks: { at: number; mark: string }[];
  cell?: NonNullable<CheckedText['blocks'][number]['cell']>;
  /** Index of the last heading at or before this passage, -1 before the first. */
  section: number;
  pieces: Piece[];
}

/** From `at` on, the passage's characters are the block's characters from `offset` on. */
interface Piece {
  at: number;
  block: number;
  offset: number;
}

interface Line {
  text: string;
  pieces: Piece[];
  marks: { at: number; mark: string }[];
  kind: BlockKind;
  level?: number;
  footnote?: string;
  cell?: Passage['cell'];
  /** Blank lines or a block's edge stood before it. */
  apart: boolean;
  /** Length as printed, to tell a line broken by the page's width. */
  printed: number;
}

const PLAIN = /^[^*$\\<#|\u00a0\t\u00b9\u00b2\u00b3\u2070-\u2079\u200b\u00ad\u2002-\u200a\u202f\r&]*$/;
const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const COMBINING = /[\u0300-\u036f]/;
const LETTER = /\p{L}/u;

/** Normalises one printed line; `offset` is where it stands in its block. */
function readLine(raw: string, block: number, offset: number): Omit<Line, 'kind' | 'apart'> {
  const printed = raw.length;
  if (PLAIN.test(raw) && !COMBINING.test(raw) && !raw.includes('  ')) {
    const lead = raw.length - raw.trimStart().length;
    return { text: raw.trim(), pieces: [{ at: 0, block, offset: offset + lead }], marks: [], printed };
  }
  let text = '';
  const pieces: Piece[] = [];
  const marks: { at: number; mark: string }[] = [];
  let footnote: string | undefined;
  let level: number | undefined;
  let expected = -1;
  const put = (chars: string, from: number): void => {
    if (from !== expected) pieces.push({ at: text.length, block, offset: offset + from });
    text += chars;
    expected = from + chars.length;
  };
  let i = 0;
  const hashes = /^\s*(#{1,6})\s+/.exec(raw);
  if (hashes?.[1]) {
    level = hashes[1].length;
    i = hashes[0].length;
  }
  while (i < raw.length) {
    const c = raw[i] as string;
    if (c === '<') {
      const tag = /^<(\/?)(sup|sub|br|b|i|u|em|strong|span|p|div)\b[^<>]{0,80}>/i.exec(raw.slice(i, i + 100));
      if (tag) {
        const mark =
          tag[2]?.toLowerCase() === 'sup'
            ? /^<sup>\s*\(?(\d{1,3}|\*{1,3})\)?\s*<\/sup>/i.exec(raw.slice(i, i + 40))
            : null;
        if (mark?.[1]) {
          if (text.trim() === '') footnote = mark[1];
          else marks.push({ at: text.length, mark: mark[1] });
          i += mark[0].length;
        } else i += tag[0].length;
        continue;
      }
    }
    if (SUPERSCRIPT.includes(c)) {
      let mark = '';
      let j = i;
      while (j < raw.length && SUPERSCRIPT.includes(raw[j] as string)) {
        mark += String(SUPERSCRIPT.indexOf(raw[j] as string));
        j++;
      }
      // m² and km² are units, not footnotes.
      if (!/(^|[^\p{L}])(k|d|c|m)?m$/iu.test(text.slice(-4))) {
        if (text.trim() === '') footnote = mark;
        else marks.push({ at: text.length, mark });
        i = j;
        continue;
      }
      put(c === '²' ? '2' : c === '³' ? '3' : c, i);
      i++;
      continue;
    }
    if (c === '*' || c === '`' || (c === '_' && raw[i + 1] === '_')) {
      i++;
      continue;
    }
    if (c === '$') {
      // Mathematics in markdown; a lone dollar is money and stays out of the way as well.
      i++;
      continue;
    }
    if (c === '\\') {
      const frac = /^\\d?frac\{([^{}]{1,20})\}\{([^{}]{1,20})\}/.exec(raw.slice(i, i + 60));
      if (frac?.[1] && frac[2]) {
        const first = raw.indexOf('{', i) + 1;
        put(frac[1], first);
        put('/', first + frac[1].length);
        put(frac[2], first + frac[1].length + 2);
        i += frac[0].length;
        continue;
      }
      const word = /^\\(times|cdot|approx|text|mathrm|left|right|quad|,|;|!| )/.exec(raw.slice(i, i + 10));
      if (word) {
        if (word[1] === 'times') put('×', i);
        else if (!text.endsWith(' ')) put(' ', i);
        i += word[0].length;
        continue;
      }
      i++;
      continue;
    }
    if (c === '{' && raw.slice(i, i + 3) === '{,}') {
      put(',', i + 1);
      i += 3;
      continue;
    }
    if (c === '&') {
      const entity = /^&(nbsp|amp|lt|gt|quot);/.exec(raw.slice(i, i + 7));
      if (entity) {
        if (entity[1] === 'nbsp') {
          if (!text.endsWith(' ')) put(' ', i);
        } else put(entity[1] === 'amp' ? '&' : entity[1] === 'lt' ? '<' : entity[1] === 'gt' ? '>' : '"', i);
        i += entity[0].length;
        continue;
      }
    }
    if (c === '\u200b' || c === '\u00ad' || c === '\r') {
      i++;
      continue;
    }
    if (/\s/.test(c)) {
      if (text !== '' && !text.endsWith(' ')) put(' ', i);
      i++;
      continue;
    }
    if (i + 1 < raw.length && COMBINING.test(raw[i + 1] as string)) {
      let j = i + 1;
      while (j < raw.length && j < i + 5 && COMBINING.test(raw[j] as string)) j++;
      put(raw.slice(i, j).normalize('NFC'), i);
      expected = -1; // fewer characters than in the source: a new piece begins
      i = j;
      continue;
    }
    put(c, i);
    i++;
  }
  const cut = text.trimEnd();
  return {
    text: cut,
    pieces: pieces.length > 0 ? pieces : [{ at: 0, block, offset }],
    marks: marks.map((m) => ({ at: Math.min(m.at, cut.length), mark: m.mark })),
    printed,
    ...(footnote === undefined ? {} : { footnote }),
    ...(level === undefined ? {} : { level }),
  };
}

const BULLET =
  /^(?:([-–—+•●○▪*]|\+\)|\([a-zđ0-9]{1,2}\)|[a-zđ]\)|\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[IVX]{1,6}[.)])\s*)(?=\S)/u;

/** The bullet at the head of a line and where the words begin. */
function bulletOf(text: string): { bullet: string; body: number } {
  const found = BULLET.exec(text);
  if (!found?.[1]) return { bullet: '', body: 0 };
  const after = text.slice(found[0].length);
  // "1.234 hồ sơ", "12.5%", "2.1" alone are numbers, not bullets; "-5" neither.
  if (/^\d/.test(found[1]) && !/[.)]$/.test(found[1]) && !/^\s/.test(text.slice(found[1].length)))
    return { bullet: '', body: 0 };
  if (/^\d/.test(found[1]) && /^[\d%]/.test(after) && !/\s$/.test(found[0])) return { bullet: '', body: 0 };
  if (/^\d+(\.\d+)+$/.test(found[1]) && !/^\p{Lu}/u.test(after)) return { bullet: '', body: 0 };
  return { bullet: found[1], body: found[0].length };
}

/** Lines are joined into passages up to this length; longer ones are not the work of a person. */
const LONGEST = 12_000;
const TERMINAL = /[.;:!?…]["”’)\]]?$/;

/** True if `text` looks like a heading: numbered and short, or in capitals, and not a sentence. */
function looksLikeHeading(text: string, bullet: string): boolean {
  if (text.length > 220) return false;
  if (/^[IVX]+[.)]?$/.test(bullet)) return /^\p{Lu}/u.test(text.slice(bullet.length).trim());
  if (/^\d/.test(bullet) || /^[a-zđ]\)$/.test(bullet))
    return !/[.;,:]$/.test(text) && /^\p{Lu}/u.test(text.slice(bullet.length).trim());
  return false;
}

function linesOf(text: CheckedText): Line[] {
  const lines: Line[] = [];
  text.blocks.forEach((block, b) => {
    let from = 0;
    let apart = true;
    const raw = block.text;
    while (from <= raw.length) {
      let to = raw.indexOf('\n', from);
      if (to < 0) to = raw.length;
      const line = readLine(raw.slice(from, to), b, from);
      if (line.text === '') apart = true;
      else {
        const glued = (block.marks ?? [])
          .filter((m) => m.at >= from && m.at <= to)
          .map((m) => ({ at: inLine(line.pieces, m.at, line.text.length), mark: m.mark }));
        lines.push({
          ...line,
          marks: [...line.marks, ...glued],
          kind: block.kind,
          apart,
          ...(block.level === undefined ? {} : { level: block.level }),
          ...(block.footnote === undefined ? {} : { footnote: block.footnote }),
          ...(block.cell === undefined ? {} : { cell: block.cell }),
        });
        apart = false;
      }
      from = to + 1;
    }
  });
  return lines;
}

/** Footnote numbers that the text refers to with a number stuck to a word or to a year: "Kế hoạch1", "năm 202512". */
function gluedNumbers(lines: Line[]): Set<number> {
  const found = new Set<number>();
  for (const line of lines) {
    if (!/\d/.test(line.text)) continue;
    for (const m of line.text.matchAll(
      /[\p{Ll})”](\d{1,3})(?=[\s,;.:)]|$)|(?:19|20)\d\d(\d{1,2})(?=[\s,;.:)]|$)/gu,
    )) {
      found.add(Number(m[1] ?? m[2]));
    }
  }
  return found;
}

function sliceLine(line: Line, from: number, to: number, apart: boolean): Line {
  const pieces: Piece[] = [];
  for (let i = 0; i < line.pieces.length; i++) {
    const piece = line.pieces[i] as Piece;
    const end = line.pieces[i + 1]?.at ?? line.text.length;
    if (end <= from || piece.at >= to) continue;
    const cut = Math.max(0, from - piece.at);
    pieces.push({ at: Math.max(0, piece.at - from), block: piece.block, offset: piece.offset + cut });
  }
  const text = line.text.slice(from, to).trimEnd();
  return {
    ...line,
    text,
    pieces: pieces.length > 0 ? pieces : line.pieces,
    marks: line.marks
      .filter((m) => m.at >= from && m.at <= to)
      .map((m) => ({ at: m.at - from, mark: m.mark })),
    apart,
  };
}

/**
 * Footnotes whose raised numbers were lost stand in the middle of the text where a page ended: "… ban hành 20 Quyết
 * 16 Kế hoạch số … năm 2025. định, phê duyệt …". They are cut out if the text refers to that number and the numbers go up by one.
 */
function cutNotes(lines: Line[]): Line[] {
  const glued = gluedNumbers(lines);
  if (!glued.has(1)) return lines;
  const out: Line[] = [];
  let last = 0;
  for (const line of lines) {
    if (line.kind !== 'paragraph' || line.footnote !== undefined || line.level !== undefined) {
      out.push(line);
      continue;
    }
    let rest = line;
    let inNote = false;
    for (let guard = 0; guard < 60; guard++) {
      const next = glued.has(last + 1)
        ? new RegExp(`(?<=^|\\s)${last + 1} (?=\\p{Lu}[\\p{L}]+ |\\d{2,} \\p{Ll})`, 'u').exec(rest.text)
        : null;
      if (!next || !plausibleNote(rest.text, next.index, inNote)) break;
      if (next.index > 0) out.push(sliceLine(rest, 0, next.index, rest.apart));
      const note = sliceLine(rest, next.index, rest.text.length, true);
      last++;
      inNote = true;
      const following = glued.has(last + 1)
        ? note.text.search(
            new RegExp(`(?<=[.;…\\d\\p{L}]\\s)${last + 1} (?=\\p{Lu}[\\p{L}]+ |\\d{2,} \\p{Ll})`, 'u'),
          )
        : -1;
      const resume = /[.] (?=\p{Ll}{2,} )/u.exec(note.text);
      if (following < 0 && resume && resume.index > 20) {
        out.push(sliceLine(note, 0, resume.index + 1, true));
        rest = sliceLine(note, resume.index + 2, note.text.length, true);
        inNote = false;
        continue;
      }
      if (following > 0) {
        out.push(sliceLine(note, 0, following, true));
        rest = sliceLine(note, following, note.text.length, true);
        continue;
      }
      rest = note;
      break;
    }
    out.push(rest);
  }
  return out;
}

/** At a line's head, behind a full stop, or where a sentence breaks off; and what follows is long enough for a note. */
function plausibleNote(text: string, at: number, inNote: boolean): boolean {
  if (text.length - at < 25) return false;
  if (at === 0 || inNote) return true;
  const before = text.slice(Math.max(0, at - 14), at);
  return (
    /[.;…]\s$/u.test(before) ||
    /^\d+ (Kế hoạch|Quyết định|Nghị quyết|Nghị định|Văn bản|Công văn|Thông tư|Chỉ thị|Báo cáo|Luật|Tổng số|Kết luận|Lĩnh vực|Công điện|Đề án|Thông báo|Tờ trình|Hướng dẫn|Chương trình|Trong|Gồm|Bao gồm|Rà soát|Mở|Theo|Căn cứ)/u.test(
      text.slice(at, at + 24),
    )
  );
}

function inLine(pieces: Piece[], offset: number, length: number): number {
  let at = 0;
  for (const piece of pieces) if (piece.offset <= offset) at = piece.at + (offset - piece.offset);
  return Math.min(at, length);
}

/** Joins the lines of a document into passages. */
export function passagesOf(text: CheckedText): Passage[] {
  const lines = cutNotes(linesOf(text));
  // A document is hard-wrapped if most of its longer lines end without a stop near one same width.
  const long = lines.filter((l) => l.printed >= 60 && l.kind !== 'cell');
  const wrapped = long.filter((l) => l.printed <= 125 && !TERMINAL.test(l.text));
  const hardWrapped = long.length >= 8 && wrapped.length > long.length * 0.5;
  const passages: Passage[] = [];
  let open: Passage | null = null; // the running text
  let note: Passage | null = null; // the running footnote
  let lastPrinted = 0;
  let lastNote = 0;
  let section = -1;

  const begin = (line: Line, extra: Partial<Passage>): Passage => {
    const { bullet, body } = bulletOf(line.text);
    const passage: Passage = {
      index: passages.length,
      text: line.text,
      kind: line.kind,
      bullet,
      body,
      marks: line.marks,
      section,
      pieces: line.pieces,
      ...(line.level === undefined ? {} : { level: line.level }),
      ...(line.cell === undefined ? {} : { cell: line.cell }),
      ...extra,
    };
    if (passage.kind === 'paragraph' && (line.level !== undefined || looksLikeHeading(line.text, bullet)))
      passage.kind = 'heading';
    if (passage.kind === 'heading') {
      section = passage.index;
      passage.section = passage.index;
    }
    passages.push(passage);
    return passage;
  };
  const join = (passage: Passage, line: Line): void => {
    // "số 57-⏎NQ/TW", "2026-⏎2030", "xã/⏎phường": one word broken over two lines.
    const tail = passage.text.slice(-3);
    const tight = /[\p{L}\d][-/]$/u.test(tail) && /^[\p{Lu}\d]/u.test(line.text) && !/\s[-–]$/.test(tail);
    const at = passage.text.length + (tight ? 0 : 1);
    passage.text += (tight ? '' : ' ') + line.text;
    for (const piece of line.pieces) passage.pieces.push({ ...piece, at: piece.at + at });
    for (const m of line.marks) passage.marks.push({ at: m.at + at, mark: m.mark });
  };

  for (const line of lines) {
    if (line.kind === 'cell') {
      begin(line, {});
      open = null;
      note = null;
      continue;
    }
    const first = line.text[0] as string;
    const { bullet } = bulletOf(line.text);
    const numberedNote = /^(\d{1,3}) (?=[\p{Lu}\d])/u.exec(line.text);
    const isNote =
      line.footnote !== undefined ||
      line.kind === 'footnote' ||
      (numberedNote !== null &&
        Number(numberedNote[1]) === lastNote + 1 &&
        /^\d{1,3} (\p{Lu}\p{Ll}|\d{2,} \p{Ll}|[\p{Lu}]{2,} )/u.test(line.text) &&
        line.kind === 'paragraph');
    if (isNote) {
      const mark: string = line.footnote ?? numberedNote?.[1] ?? '';
      if (/^\d+$/.test(mark)) lastNote = Number(mark);
      note = begin(line, { kind: 'footnote', ...(mark === '' ? {} : { footnote: mark }) });
      if (line.footnote === undefined && numberedNote) note.body = numberedNote[0].length;
      lastPrinted = line.printed;
      continue;
    }
    const startsLow = /\p{Ll}/u.test(first) || /^[(\d,%“"]/.test(first);
    const mayJoin = (target: Passage | null): target is Passage => {
      if (target === null || line.level !== undefined || line.kind === 'heading') return false;
      if (/^([-–—+•●○▪]|[a-zđ]\))$/u.test(bullet)) return false;
      if (target.level !== undefined || target.kind === 'heading') {
        // A heading broken over two lines goes on in the same style; only lower-case words tell.
        if (!(hardWrapped && !line.apart && lastPrinted >= 60))
          return (
            /\p{Ll}/u.test(first) &&
            !TERMINAL.test(target.text.slice(-3)) &&
            (!line.apart || lastPrinted >= 50)
          );
      }
      if (
        bullet !== '' &&
        !(/^\d/.test(bullet) && /[-–(,]$/.test(target.text.slice(-1))) &&
        !/^[-–—]$/.test(bullet)
      )
        return false;
      if (/^[-–—+•]$/.test(bullet)) return false;
      if (/https?:\/\//.test(line.text.slice(0, 10)) || /^\d{1,3}$/.test(line.text)) return false;
      if (target.text.length > LONGEST) return false;
      const ended = TERMINAL.test(target.text.slice(-3));
      if (!line.apart && hardWrapped) {
        if (lastPrinted < 55) return !ended && /\p{Ll}/u.test(first);
        return !(ended && lastPrinted < 70 && !startsLow);
      }
      if (ended) return !line.apart && /\p{Ll}/u.test(first) && !/[:;]$/.test(target.text.slice(-1));
      if (hardWrapped && lastPrinted >= 50 && lastPrinted <= 125 && target.kind !== 'heading') return true;
      if (/\p{Ll}/u.test(first)) return true;
      if (/[,\-–(/]$/.test(target.text.slice(-1))) return true;
      // A page-broken paragraph may go on with a number or a name; the previous line must be a full one.
      return startsLow && lastPrinted >= 60 && !looksLikeHeading(target.text, target.bullet);
    };
    if (/^\d{1,3}$/.test(line.text) || /^https?:\/\/\S+$/.test(line.text)) continue; // page numbers, bare links
    if (note !== null) {
      const noteOpen = !TERMINAL.test(note.text.slice(-3)) || (!line.apart && !/^\p{Ll}/u.test(first));
      if (noteOpen && mayJoin(note)) {
        join(note, line);
        lastPrinted = line.printed;
        continue;
      }
      note = null;
      if (
        open !== null &&
        !TERMINAL.test(open.text.slice(-3)) &&
        /^[\p{Ll}\d(]/u.test(first) &&
        bullet === ''
      ) {
        join(open, line);
        lastPrinted = line.printed;
        continue;
      }
    } else if (mayJoin(open)) {
      join(open, line);
      lastPrinted = line.printed;
      continue;
    }
    open = begin(line, {});
    lastPrinted = line.printed;
  }
  for (const passage of passages) {
    if (passage.kind === 'heading' && passage.level === undefined && passage.text.length > 250)
      passage.kind = 'paragraph';
    glue(passage, lastNote);
  }
  if (lastNote > 0) glueYears(passages, lastNote);
  return passages;
}

/** Marks stuck to a year: "năm 202512", "12/9/202518". Each mark stands once, so one that was seen elsewhere is a slip in the year. */
function glueYears(passages: Passage[], last: number): void {
  const used = new Set(passages.flatMap((p) => p.marks.map((m) => m.mark)));
  for (const passage of passages) {
    if (!/\d{5}/.test(passage.text)) continue;
    for (const m of passage.text.matchAll(/(?:năm\s|\/)((?:19|20)\d\d)(\d{1,2})(?=[\s,;.:)]|$)/gu)) {
      const mark = m[2] as string;
      if (
        Number(mark) >= 1 &&
        Number(mark) <= last &&
        !used.has(mark) &&
        Number(mark) > Number(passage.footnote ?? 0)
      )
        passage.marks.push({ at: m.index + m[0].length - mark.length, mark });
    }
  }
}

/** A footnote mark that lost its raised position: "Kế hoạch1", "năm 202512". `last` is the highest footnote of the document. */
function glue(passage: Passage, last: number): void {
  if (last === 0 || !/\d/.test(passage.text)) return;
  if (!/[\p{Ll})”]\d/u.test(passage.text)) return;
  for (const m of passage.text.matchAll(/[\p{Ll})”](\d{1,3})(?=[\s,;.:)]|$)/gu)) {
    const mark = m[1] as string;
    if (
      Number(mark) >= 1 &&
      Number(mark) <= last &&
      !/^m[23]$/.test(m[0]) &&
      !LETTER.test(passage.text[m.index + m[0].length] ?? '')
    )
      passage.marks.push({ at: m.index + 1, mark });
  }
}

/** The place of characters `start` to `end` of a passage, in the block where `start` lies. */
export function placeIn(text: CheckedText, passage: Passage, start: number, end: number): Place {
  const first = pieceAt(passage, start);
  const last = pieceAt(passage, Math.max(start, end - 1));
  const from = first.offset + (start - first.at);
  const block = text.blocks[first.block];
  const length = block?.text.length ?? from;
  const to = last.block === first.block ? last.offset + (Math.max(start, end - 1) - last.at) + 1 : length;
  const place: Place = {
    block: first.block,
    start: Math.min(from, length),
    end: Math.min(Math.max(to, from), length),
  };
  if (block?.page !== undefined) place.page = block.page;
  return place;
}

function pieceAt(passage: Passage, at: number): Piece {
  let low = 0;
  let high = passage.pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((passage.pieces[middle] as Piece).at <= at) low = middle;
    else high = middle - 1;
  }
  return passage.pieces[low] ?? { at: 0, block: 0, offset: 0 };
}
