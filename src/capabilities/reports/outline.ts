import { type Block, figuresIn, type Inline, SAYINGS, type Saying, type TextFault } from './text.ts';

/**
 * An outline is data: what a periodic report of some kind of agency consists of, since when. A province changes it by a
 * file of its own (`bin/haicap import-outline`); a report keeps the outline under which it was made.
 */
export interface Outline {
  code: string;
  /** As it stands on the list: "Báo cáo cải cách hành chính của xã". */
  name: string;
  /** Whose report it is. */
  for: 'commune-committee' | 'province-committee';
  /** For which periods, the usual one first. */
  periods: ('month' | 'quarter' | 'half-year' | 'year')[];
  cutOff: 'reporting' | 'calendar';
  effectiveFrom: string;
  effectiveTo: string | null;
  source: string;
  /** What is not certain about it, for whoever keeps the outlines. */
  doubts: string[];
  /** The subject under "BÁO CÁO"; may hold words such as {@period}. */
  subject: string;
  /** Before the first heading, as it were "the report is as follows". */
  opening: Line[];
  closing: Line[];
  /** After the number: "BC-UBND". */
  symbol: string;
  recipients: string[];
  /** "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH". */
  signature: { authority: string | null; title: string };
  sections: OutlineSection[];
  tables: Record<string, OutlineTable>;
  /** Figures of the annex, in their order. */
  annex: string[];
  /** Words after which a typed number is held against a figure. */
  watched: { figure: string; words: string[] }[];
}

export interface OutlineSection {
  key: string;
  heading: string;
  /** 1 for "I.", 2 for "1.", 3 for "a)". */
  level: 1 | 2 | 3;
  /** The division that usually writes it; the beginning of its name. */
  writer?: string;
  /** What belongs here, for whoever writes it; never printed. */
  hint?: string;
  text: Line[];
}

/** A paragraph with its placeholders in braces: {received}, {received:change}, {@period}. */
export type Line = string | { heading: string } | { bullets: string[] } | { table: string };

export type OutlineTable = {
  title: string;
  /** Each row a figure, beside it the period before and the same one of last year. */
} & ({ compare: string[] } | { by: 'sector' | 'body' | 'procedure' | 'channel'; columns: TableColumn[] });

export interface TableColumn {
  figure: string;
  name: string;
}

/** What {@…} may stand for; the report's own words. */
export const WORDS_OF_A_REPORT = [
  'period',
  'next-period',
  'year',
  'from',
  'until',
  'agency',
  'place',
  'province',
] as const;
export type ReportWord = (typeof WORDS_OF_A_REPORT)[number];
export type ReportWords = Record<ReportWord, string>;

type Piece = { words: string } | { figure: string; say: string } | { word: string };

/** Cuts a line at its placeholders. */
function piecesOf(line: string): Piece[] {
  return line
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part): Piece => {
      if (!/^\{.*\}$/.test(part)) return { words: part };
      const inside = part.slice(1, -1).trim();
      if (inside.startsWith('@')) return { word: inside.slice(1) };
      const [figure = '', say = 'value'] = inside.split(':');
      return { figure, say };
    });
}

const linesOf = (line: Line): string[] =>
  typeof line === 'string'
    ? [line]
    : 'bullets' in line
      ? line.bullets
      : 'heading' in line
        ? [line.heading]
        : [];

/** What is wrong with an outline, each fault at its place; none when it can be used. */
export function faultsOfOutline(outline: Outline, figures: ReadonlySet<string>): TextFault[] {
  const faults: TextFault[] = [];
  const fault = (path: string, code: string, name?: string) =>
    faults.push({ path, code, ...(name === undefined ? {} : { name }) });
  const figure = (path: string, code: string) => {
    if (!figures.has(code)) fault(path, 'placeholder.no-figure', code);
  };
  const look = (path: string, line: string) => {
    for (const piece of piecesOf(line)) {
      if ('words' in piece) {
        if (/[{}]/.test(piece.words)) fault(path, 'placeholder.unclosed', piece.words.trim().slice(0, 60));
      } else if ('word' in piece) {
        if (!(WORDS_OF_A_REPORT as readonly string[]).includes(piece.word))
          fault(path, 'placeholder.no-word', piece.word);
      } else {
        figure(path, piece.figure);
        if (!(SAYINGS as readonly string[]).includes(piece.say))
          fault(path, 'placeholder.no-saying', piece.say);
      }
    }
  };
  const lines = (path: string, text: readonly Line[]) => {
    for (const [place, line] of text.entries()) {
      if (typeof line === 'object' && 'table' in line && !Object.hasOwn(outline.tables, line.table))
        fault(`${path}/${place}`, 'placeholder.no-table', line.table);
      for (const words of linesOf(line)) look(`${path}/${place}`, words);
    }
  };
  if (outline.effectiveTo !== null && outline.effectiveTo <= outline.effectiveFrom)
    fault('/effectiveTo', 'date.order');
  look('/subject', outline.subject);
  lines('/opening', outline.opening);
  lines('/closing', outline.closing);
  for (const [place, words] of outline.recipients.entries()) look(`/recipients/${place}`, words);
  const keys = new Set<string>();
  for (const [place, section] of outline.sections.entries()) {
    if (keys.has(section.key)) fault(`/sections/${place}/key`, 'outline.key-twice', section.key);
    keys.add(section.key);
    look(`/sections/${place}/heading`, section.heading);
    lines(`/sections/${place}/text`, section.text);
  }
  for (const [name, table] of Object.entries(outline.tables))
    if ('compare' in table)
      for (const [place, code] of table.compare.entries()) figure(`/tables/${name}/compare/${place}`, code);
    else
      for (const [place, column] of table.columns.entries())
        figure(`/tables/${name}/columns/${place}/figure`, column.figure);
  for (const [place, code] of outline.annex.entries()) figure(`/annex/${place}`, code);
  for (const [place, { figure: code }] of outline.watched.entries()) figure(`/watched/${place}/figure`, code);
  return faults;
}

/** A fault in Vietnamese, for whoever edits the file. */
export function sayOutlineFault({ path, code, name = '' }: TextFault): string {
  const words: Record<string, string> = {
    'placeholder.no-figure': `không có chỉ tiêu nào tên “${name}” để điền vào đây`,
    'placeholder.no-word': `không có từ nào tên “@${name}”; dùng được: ${WORDS_OF_A_REPORT.join(', ')}`,
    'placeholder.no-saying': `không có cách viết “${name}”; dùng được: ${SAYINGS.join(', ')}`,
    'placeholder.no-table': `đề cương không có bảng nào tên “${name}”`,
    'placeholder.unclosed': `dấu ngoặc nhọn thiếu một bên: “${name}”`,
    'outline.key-twice': `mã mục “${name}” dùng hai lần`,
    'date.order': 'ngày hết hiệu lực phải sau ngày có hiệu lực',
  };
  return `${path}: ${words[code] ?? code}`;
}

/** A line with the report's own words put in; figures stay placeholders. */
export const withWords = (line: string, words: ReportWords): string =>
  line.replace(/\{@([a-z-]+)\}/g, (all, word: string) =>
    Object.hasOwn(words, word) ? words[word as ReportWord] : all,
  );

/** The report's words become text: what stands in a name is never read as a placeholder. */
function inlineOf(line: string, words: ReportWords): Inline[] {
  const inline: Inline[] = [];
  for (const piece of piecesOf(line)) {
    if ('figure' in piece) {
      inline.push({ figure: piece.figure, say: piece.say as Saying });
      continue;
    }
    const text = 'words' in piece ? piece.words : words[piece.word as ReportWord];
    const last = inline.at(-1);
    if (last !== undefined && 'text' in last) last.text += text;
    else inline.push({ text });
  }
  return inline;
}

/** The text with which a section begins: the outline's standing paragraphs, the report's words put in. */
export function draftOf(text: readonly Line[], words: ReportWords): Block[] {
  return text.map((line): Block => {
    if (typeof line === 'string') return { kind: 'paragraph', inline: inlineOf(line, words) };
    if ('heading' in line) return { kind: 'heading', inline: inlineOf(line.heading, words) };
    if ('table' in line) return { kind: 'table', name: line.table };
    return { kind: 'bullets', items: line.bullets.map((item) => inlineOf(item, words)) };
  });
}

/** Every figure that a report of this outline may need beside what people put into its text. */
export function figuresOfOutline(outline: Outline): Set<string> {
  const found = new Set([...outline.annex, ...outline.watched.map(({ figure }) => figure)]);
  for (const table of Object.values(outline.tables))
    if ('compare' in table) for (const code of table.compare) found.add(code);
  const plain = Object.fromEntries(WORDS_OF_A_REPORT.map((word) => [word, ''])) as ReportWords;
  for (const text of [outline.opening, outline.closing, ...outline.sections.map((one) => one.text)])
    for (const code of figuresIn(draftOf(text, plain))) found.add(code);
  return found;
}
