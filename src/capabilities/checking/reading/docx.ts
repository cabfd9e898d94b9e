import { Refusal } from '../../../kernel/refusal.ts';
import type { TextBlock } from '../text.ts';
import { BlockList } from './block-list.ts';
import { MappedText } from './mapped-text.ts';
import { type Archive, openArchive } from './open-archive.ts';
import { decodeXml, parseXml, type XmlTag } from './parse-xml.ts';

/** A run of the main part, by its places in the XML. */
export interface Run {
  start: number;
  openEnd: number;
  /** Its properties, as they stand; a run that is split carries them on both sides. */
  properties: string;
  closeStart: number;
  end: number;
  /** Where the first thing after its properties begins. */
  contentStart: number;
  /** The run that holds the text box in which this run stands: comments cannot be set inside a text box. */
  host: Run | null;
}

/** One text node or one tab or line break, by its places in the XML. */
export interface TextNode {
  start: number;
  end: number;
  /** The opening tag `<w:t …>`; null for tabs, line breaks and what else cannot be split inside. */
  tag: { start: number; end: number; preserve: boolean } | null;
  run: Run;
}

/** Where the characters of a block stand in the main part, or at which run a comment on it may be set. */
export interface BlockAnchor {
  origins: Int32Array;
  /** Set for a footnote: the run of the main text that refers to it. */
  reference: Run | null;
}

export interface DocxReading {
  blocks: TextBlock[];
  anchors: BlockAnchor[];
  nodes: TextNode[];
  /** The main part and its name in the archive. */
  mainName: string;
  main: string;
  /** The prefix of the word-processing namespace with its colon, nearly always `w:`. */
  prefix: string;
  pages: number | null;
}

const WORD_NAMESPACES = [
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  'http://purl.oclc.org/ooxml/wordprocessingml/main',
];

interface Paragraph {
  mapped: MappedText;
  marks: { at: number; mark: string }[];
  style: string | null;
  outline: number | null;
  list: { level: number } | null;
  page: number;
}

interface Cell {
  mapped: MappedText;
  marks: { at: number; mark: string }[];
  column: number;
  columnSpan: number;
  merge: 'none' | 'start' | 'continued';
  page: number;
}

interface Table {
  index: number;
  row: number;
  column: number;
  cell: Cell | null;
  /** The block of the cell that a vertical merge continues, by grid column. */
  merged: Map<number, TextBlock>;
}

interface Style {
  name: string;
  outline: number | null;
  basedOn: string | null;
  superscript: boolean;
  list: boolean;
}

interface Part {
  xml: string;
  prefix: string;
}

/** What a walk through one part of the document finds. */
interface Walk {
  list: BlockList;
  nodes: TextNode[];
  /** Footnote ids in the order in which the text refers to them, with the referring run. */
  references: { id: string; mark: string; run: Run; kind: 'footnote' | 'endnote' }[];
  pages: number;
}

/** Reads a .docx: paragraphs, headings, list items, cells with their spans, footnotes and their marks, with exact places. */
export function readDocx(bytes: Uint8Array): DocxReading {
  const archive = openArchive(bytes, (name) => /^(_rels\/\.rels|word\/[^/]+\.xml|[^/]+\.xml)$/.test(name));
  const mainName = mainPartOf(archive);
  const main = partOf(archive, mainName);
  if (main === null) throw new Refusal('invalid', 'document.unreadable', { why: 'no-main-part' });
  const folder = mainName.slice(0, mainName.lastIndexOf('/') + 1);
  const styles = readStyles(partOf(archive, `${folder}styles.xml`));
  const walk: Walk = { list: new BlockList(), nodes: [], references: [], pages: 1 };
  walkPart(main, styles, walk, null);
  const anchors: BlockAnchor[] = walk.list.origins.map((origins) => ({ origins, reference: null }));

  for (const kind of ['footnote', 'endnote'] as const) {
    const wanted = walk.references.filter((reference) => reference.kind === kind);
    if (wanted.length === 0) continue;
    const part = partOf(archive, `${folder}${kind}s.xml`);
    if (part === null) continue;
    const notes = new Map<string, { text: string }>();
    const noteWalk: Walk = { list: new BlockList(), nodes: [], references: [], pages: 1 };
    walkPart(part, styles, noteWalk, (id, text) => notes.set(id, { text }));
    for (const reference of wanted) {
      const note = notes.get(reference.id);
      if (note === undefined) continue;
      const index = walk.list.add(
        { kind: 'footnote', text: note.text, footnote: reference.mark },
        new Int32Array(0),
      );
      if (index !== -1) anchors[index] = { origins: new Int32Array(0), reference: reference.run };
    }
  }
  return {
    blocks: walk.list.blocks,
    anchors,
    nodes: walk.nodes,
    mainName,
    main: main.xml,
    prefix: main.prefix,
    pages: walk.pages > 1 ? walk.pages : null,
  };
}

function mainPartOf(archive: Archive): string {
  const relations = archive['_rels/.rels'];
  let name = 'word/document.xml';
  if (relations !== undefined) {
    parseXml(decodeXml(relations), {
      open: (tag) => {
        if (/\/officeDocument$/.test(tag.attributes.Type ?? '') && tag.attributes.Target !== undefined)
          name = tag.attributes.Target.replace(/^\//, '');
      },
      close: () => {},
      text: () => {},
    });
  }
  return name;
}

function partOf(archive: Archive, name: string): Part | null {
  const bytes = archive[name];
  if (bytes === undefined) return null;
  const xml = decodeXml(bytes);
  const root = xml.match(/<[A-Za-z][^>]*>/)?.[0] ?? '';
  let prefix = 'w:';
  for (const declared of root.matchAll(/xmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']/g))
    if (WORD_NAMESPACES.includes(declared[2] ?? ''))
      prefix = declared[1] === undefined ? '' : `${declared[1]}:`;
  return { xml, prefix };
}

function readStyles(part: Part | null): Map<string, Style> {
  const styles = new Map<string, Style>();
  if (part === null) return styles;
  const { xml, prefix } = part;
  let style: Style | null = null;
  parseXml(xml, {
    open: (tag) => {
      const name = tag.name.startsWith(prefix) ? tag.name.slice(prefix.length) : '';
      const value = tag.attributes[`${prefix}val`];
      if (name === 'style') {
        style = { name: '', outline: null, basedOn: null, superscript: false, list: false };
        styles.set(tag.attributes[`${prefix}styleId`] ?? '', style);
      } else if (style === null) return;
      else if (name === 'name') style.name = value ?? '';
      else if (name === 'basedOn') style.basedOn = value ?? null;
      else if (name === 'outlineLvl') style.outline = Number(value);
      else if (name === 'vertAlign') style.superscript = value === 'superscript';
      else if (name === 'numPr') style.list = true;
    },
    close: (name) => {
      if (name === `${prefix}style`) style = null;
    },
    text: () => {},
  });
  return styles;
}

/** The heading level that a paragraph style gives (1 = outermost), by its outline level or its name. */
function headingLevel(styles: Map<string, Style>, id: string | null): number | null {
  for (let step = 0; id !== null && step < 20; step += 1) {
    const style = styles.get(id);
    if (style === undefined) return null;
    if (style.outline !== null) return style.outline < 9 ? style.outline + 1 : null;
    const named = style.name.match(/^heading (\d)$/i);
    if (named !== null) return Number(named[1]);
    if (/^title$/i.test(style.name)) return 1;
    id = style.basedOn;
  }
  return null;
}

function walkPart(
  part: Part,
  styles: Map<string, Style>,
  walk: Walk,
  note: ((id: string, text: string) => void) | null,
): void {
  const { xml, prefix } = part;
  const paragraphs: Paragraph[] = [];
  const tables: Table[] = [];
  /** Text boxes begin a flow of their own: cells and paragraphs around them wait. */
  const flows: { tables: number; run: Run | null }[] = [];
  const runs: { run: Run; superscript: boolean; hidden: boolean; begun: boolean }[] = [];
  let tableCount = 0;
  let skipping: { name: string; depth: number } | null = null;
  let textTag: XmlTag | null = null;
  let inRunProperties = 0;
  let inParagraphProperties = 0;
  let noteId: string | null = null;
  let noteText: string[] = [];
  let footnotes = 0;
  let endnotes = 0;

  const table = (): Table | null => {
    const bound = flows[flows.length - 1]?.tables ?? 0;
    return tables.length > bound ? (tables[tables.length - 1] ?? null) : null;
  };
  const paragraph = (): Paragraph | null => paragraphs[paragraphs.length - 1] ?? null;
  /** Where text goes now: into the cell, if the paragraph stands in one. */
  const target = (): { mapped: MappedText; marks: { at: number; mark: string }[] } | null =>
    table()?.cell ?? paragraph();
  const current = () => runs[runs.length - 1] ?? null;
  const place = (text: string, tag: XmlTag) => {
    const run = current();
    const into = target();
    if (run === null || into === null || paragraph() === null || run.hidden) return;
    walk.nodes.push({ start: tag.start, end: tag.end, tag: null, run: run.run });
    into.mapped.add(text, tag.start, true);
  };

  parseXml(xml, {
    open: (tag) => {
      if (skipping !== null) {
        if (tag.name === skipping.name) skipping.depth += 1;
        return;
      }
      if (tag.name === 'mc:Fallback') {
        skipping = { name: tag.name, depth: 1 };
        return;
      }
      if (!tag.name.startsWith(prefix)) return;
      const name = tag.name.slice(prefix.length);
      const value = tag.attributes[`${prefix}val`];
      const run = current();
      if (
        run !== null &&
        inRunProperties === 0 &&
        inParagraphProperties === 0 &&
        name !== 'rPr' &&
        !run.begun
      ) {
        run.begun = true;
        run.run.contentStart = tag.start;
      }
      switch (name) {
        case 'del':
        case 'moveFrom':
          // Text that a tracked change took away is no longer the report's.
          if (!tag.selfClosing && inRunProperties === 0) skipping = { name: tag.name, depth: 1 };
          return;
        case 'pPrChange':
        case 'rPrChange':
        case 'tcPrChange':
          // The properties before a tracked change.
          skipping = { name: tag.name, depth: 1 };
          return;
        case 'pPr':
          inParagraphProperties += 1;
          return;
        case 'p':
          paragraphs.push({
            mapped: new MappedText(),
            marks: [],
            style: null,
            outline: null,
            list: null,
            page: walk.pages,
          });
          return;
        case 'pStyle':
          if (paragraph() !== null) (paragraph() as Paragraph).style = value ?? null;
          return;
        case 'outlineLvl':
          if (paragraph() !== null) (paragraph() as Paragraph).outline = Number(value);
          return;
        case 'numPr':
          if (paragraph() !== null) (paragraph() as Paragraph).list = { level: 0 };
          return;
        case 'ilvl': {
          const list = paragraph()?.list;
          if (list) list.level = Number(value);
          return;
        }
        case 'numId': {
          const of = paragraph();
          if (of !== null && value === '0') of.list = null;
          return;
        }
        case 'r':
          runs.push({
            run: {
              start: tag.start,
              openEnd: tag.end,
              properties: '',
              closeStart: tag.end,
              end: tag.end,
              contentStart: tag.end,
              host: flows[flows.length - 1]?.run ?? null,
            },
            superscript: false,
            hidden: false,
            begun: false,
          });
          return;
        case 'rPr':
          if (run !== null && inParagraphProperties === 0) inRunProperties += 1;
          return;
        case 'vertAlign':
          if (run !== null && inRunProperties > 0) run.superscript = value === 'superscript';
          return;
        case 'rStyle':
          if (run !== null && inRunProperties > 0 && styles.get(value ?? '')?.superscript)
            run.superscript = true;
          return;
        case 'vanish':
          if (run !== null && inRunProperties > 0) run.hidden = value !== '0' && value !== 'false';
          return;
        case 't':
          textTag = tag;
          return;
        case 'tab':
          if (inParagraphProperties === 0) place(' ', tag);
          return;
        case 'br':
        case 'cr':
          place(value === 'page' ? ' ' : '\n', tag);
          return;
        case 'noBreakHyphen':
          place('-', tag);
          return;
        case 'lastRenderedPageBreak':
          walk.pages += 1;
          return;
        case 'footnoteReference':
        case 'endnoteReference': {
          const into = target();
          if (run === null || into === null || paragraph() === null) return;
          const kind = name === 'footnoteReference' ? 'footnote' : 'endnote';
          const mark = kind === 'footnote' ? String(++footnotes) : roman(++endnotes);
          into.marks.push({ at: into.mapped.length, mark });
          walk.references.push({
            id: tag.attributes[`${prefix}id`] ?? '',
            mark,
            run: run.run.host ?? run.run,
            kind,
          });
          return;
        }
        case 'txbxContent':
          flows.push({ tables: tables.length, run: run?.run.host ?? run?.run ?? null });
          return;
        case 'tbl':
          tables.push({ index: tableCount++, row: -1, column: 0, cell: null, merged: new Map() });
          return;
        case 'tr': {
          const of = table();
          if (of !== null) {
            of.row += 1;
            of.column = 0;
          }
          return;
        }
        case 'gridBefore': {
          const of = table();
          if (of !== null) of.column += Number(value);
          return;
        }
        case 'tc': {
          const of = table();
          if (of !== null)
            of.cell = {
              mapped: new MappedText(),
              marks: [],
              column: of.column,
              columnSpan: 1,
              merge: 'none',
              page: walk.pages,
            };
          return;
        }
        case 'gridSpan': {
          const cell = table()?.cell;
          if (cell) cell.columnSpan = Math.max(1, Math.min(1000, Number(value) || 1));
          return;
        }
        case 'vMerge': {
          const cell = table()?.cell;
          if (cell) cell.merge = value === 'restart' ? 'start' : 'continued';
          return;
        }
        case 'footnote':
        case 'endnote':
          if (note !== null) {
            noteId = tag.attributes[`${prefix}id`] ?? '';
            noteText = [];
          }
          return;
      }
    },
    close: (tagName, start, end) => {
      if (skipping !== null) {
        if (tagName === skipping.name) {
          skipping.depth -= 1;
          if (skipping.depth === 0) skipping = null;
        }
        return;
      }
      if (!tagName.startsWith(prefix)) return;
      switch (tagName.slice(prefix.length)) {
        case 'pPr':
          inParagraphProperties -= 1;
          return;
        case 'rPr': {
          if (inParagraphProperties > 0 || inRunProperties === 0) return;
          inRunProperties -= 1;
          const run = current();
          if (run !== null) {
            run.run.properties = xml.slice(run.run.openEnd, end);
            run.run.contentStart = end;
          }
          return;
        }
        case 't':
          textTag = null;
          return;
        case 'r': {
          const run = runs.pop();
          if (run !== undefined) {
            run.run.closeStart = start;
            run.run.end = end;
          }
          return;
        }
        case 'p': {
          const ended = paragraphs.pop();
          if (ended === undefined) return;
          const cell = table()?.cell;
          if (cell) {
            cell.mapped.add('\n', start, true);
            return;
          }
          const { text, origins } = ended.mapped.finish();
          if (note !== null) {
            noteText.push(text);
            return;
          }
          const level = ended.outline !== null && ended.outline < 9 ? ended.outline + 1 : null;
          const heading = level ?? headingLevel(styles, ended.style);
          const listed =
            ended.list !== null || (ended.style !== null && styles.get(ended.style)?.list === true);
          const block: TextBlock =
            heading !== null
              ? { kind: 'heading', text, level: heading }
              : listed
                ? { kind: 'list-item', text, level: (ended.list?.level ?? 0) + 1 }
                : { kind: 'paragraph', text };
          if (walk.pages > 1) block.page = ended.page;
          if (ended.marks.length > 0) block.marks = clampMarks(ended.marks, text.length);
          walk.list.add(block, origins);
          return;
        }
        case 'tc': {
          const of = table();
          if (of === null || of.cell === null) return;
          const { cell } = of;
          of.cell = null;
          of.column = cell.column + cell.columnSpan;
          const { text, origins } = cell.mapped.finish();
          if (note !== null) {
            noteText.push(text);
            return;
          }
          if (cell.merge === 'continued') {
            const first = of.merged.get(cell.column);
            if (first?.cell) first.cell.rowSpan += 1;
            return;
          }
          const block: TextBlock = {
            kind: 'cell',
            text,
            cell: {
              table: of.index,
              row: of.row,
              column: cell.column,
              rowSpan: 1,
              columnSpan: cell.columnSpan,
            },
          };
          if (walk.pages > 1) block.page = cell.page;
          if (cell.marks.length > 0) block.marks = clampMarks(cell.marks, text.length);
          if (cell.merge === 'start') of.merged.set(cell.column, block);
          else of.merged.delete(cell.column);
          walk.list.add(block, origins);
          return;
        }
        case 'tbl':
          if (table() !== null) tables.pop();
          return;
        case 'txbxContent':
          flows.pop();
          return;
        case 'footnote':
        case 'endnote':
          if (note !== null && noteId !== null)
            note(noteId, noteText.filter((line) => line !== '').join('\n'));
          noteId = null;
          return;
      }
    },
    text: (text, start, end) => {
      const run = current();
      const into = target();
      if (skipping !== null || textTag === null || run === null || run.hidden || into === null) return;
      if (paragraph() === null) return;
      const raw = xml.slice(start, end);
      if (run.superscript && /^\s*\d{1,3}\s*$/.test(text) && !isUnitPower(into.mapped, text.trim())) {
        into.marks.push({ at: into.mapped.length, mark: text.trim() });
        return;
      }
      const opaque = raw.startsWith('<![CDATA[');
      walk.nodes.push({
        start,
        end,
        tag: opaque
          ? null
          : {
              start: textTag.start,
              end: textTag.end,
              preserve: textTag.attributes['xml:space'] === 'preserve',
            },
        run: run.run,
      });
      if (opaque) into.mapped.add(text, start, true);
      else into.mapped.addXml(raw, start);
    },
  });
  if (walk.pages > 1 && note === null) for (const block of walk.list.blocks) block.page ??= 1;
}

/** A raised 2 or 3 after a length is m² or m³, not a footnote's mark. */
export function isUnitPower(before: { lastUnit: string }, text: string): boolean {
  return (text === '2' || text === '3') && /[mM]/.test(before.lastUnit);
}

const clampMarks = (marks: { at: number; mark: string }[], length: number) =>
  marks.map((mark) => ({ ...mark, at: Math.min(mark.at, length) }));

function roman(value: number): string {
  const digits: [number, string][] = [
    [100, 'c'],
    [90, 'xc'],
    [50, 'l'],
    [40, 'xl'],
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ];
  let rest = value;
  let text = '';
  for (const [worth, letters] of digits) for (; rest >= worth; rest -= worth) text += letters;
  return text;
}
