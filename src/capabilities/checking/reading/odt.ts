import { Refusal } from '../../../kernel/refusal.ts';
import type { TextBlock } from '../text.ts';
import { BlockList } from './block-list.ts';
import { MappedText } from './mapped-text.ts';
import { openArchive } from './open-archive.ts';
import { decodeXml, parseXml } from './parse-xml.ts';

/** How often one written cell or row may stand for many: empty ones are only counted, filled ones are repeated so far. */
const MAX_REPEATS = 100;

interface Flow {
  mapped: MappedText;
  marks: { at: number; mark: string }[];
  heading: number | null;
}

interface Table {
  index: number;
  row: number;
  column: number;
  repeat: number;
  cell: { flow: Flow; rowSpan: number; columnSpan: number; value: number | null } | null;
}

/** Reads an OpenDocument text: paragraphs, headings, lists, tables with spans, notes and their marks. */
export function readOdt(bytes: Uint8Array): { blocks: TextBlock[] } {
  const archive = openArchive(bytes, (name) => name === 'content.xml' || name === 'META-INF/manifest.xml');
  const manifest = archive['META-INF/manifest.xml'];
  if (manifest !== undefined && decodeXml(manifest).includes('encryption-data'))
    throw new Refusal('invalid', 'document.encrypted');
  const content = archive['content.xml'];
  if (content === undefined) throw new Refusal('invalid', 'document.unreadable', { why: 'no-main-part' });
  const list = new BlockList();
  const notes: { mark: string; text: string }[] = [];
  const flows: Flow[] = [];
  const tables: Table[] = [];
  const repeats: number[] = [];
  let lists = 0;
  let tableCount = 0;
  let skipping: { name: string; depth: number } | null = null;
  let note: { mark: string; lines: string[]; citation: boolean; body: boolean } | null = null;

  const flow = () => flows[flows.length - 1] ?? null;
  const table = () => tables[tables.length - 1] ?? null;
  const count = (value: string | undefined) => Math.max(1, Math.min(1_000_000, Number(value ?? 1) || 1));

  parseXml(decodeXml(content), {
    open: (tag) => {
      if (skipping !== null) {
        if (tag.name === skipping.name) skipping.depth += 1;
        return;
      }
      const attribute = tag.attributes;
      switch (tag.name) {
        case 'text:tracked-changes':
        case 'office:annotation':
        case 'text:ruby-text':
        case 'text:table-of-content':
          skipping = { name: tag.name, depth: 1 };
          return;
        case 'text:p':
        case 'text:h':
          flows.push({
            mapped: new MappedText(),
            marks: [],
            heading: tag.name === 'text:h' ? count(attribute['text:outline-level']) : null,
          });
          return;
        case 'text:list':
          lists += 1;
          return;
        case 'text:s':
        case 'text:tab':
          flow()?.mapped.add(' ', 0, true);
          return;
        case 'text:line-break':
          flow()?.mapped.add('\n', 0, true);
          return;
        case 'text:note':
          note = { mark: '', lines: [], citation: false, body: false };
          return;
        case 'text:note-citation':
          if (note !== null) note.citation = true;
          return;
        case 'text:note-body':
          if (note !== null) note.body = true;
          return;
        case 'table:table':
          tables.push({ index: tableCount++, row: -1, column: 0, repeat: 1, cell: null });
          return;
        case 'table:table-row': {
          const of = table();
          if (of === null) return;
          of.row += of.row === -1 ? 1 : of.repeat;
          of.repeat = count(attribute['table:number-rows-repeated']);
          of.column = 0;
          return;
        }
        case 'table:covered-table-cell': {
          const of = table();
          if (of !== null) of.column += count(attribute['table:number-columns-repeated']);
          skipping = { name: tag.name, depth: 1 };
          return;
        }
        case 'table:table-cell': {
          const of = table();
          if (of === null) return;
          const value = attribute['office:value'];
          of.cell = {
            flow: { mapped: new MappedText(), marks: [], heading: null },
            rowSpan: count(attribute['table:number-rows-spanned']),
            columnSpan: count(attribute['table:number-columns-spanned']),
            value: value === undefined || Number.isNaN(Number(value)) ? null : Number(value),
          };
          repeats.push(count(attribute['table:number-columns-repeated']));
          return;
        }
      }
    },
    close: (name) => {
      if (skipping !== null) {
        if (name === skipping.name) {
          skipping.depth -= 1;
          if (skipping.depth === 0) skipping = null;
        }
        return;
      }
      switch (name) {
        case 'text:p':
        case 'text:h': {
          const ended = flows.pop();
          if (ended === undefined) return;
          const { text, origins } = ended.mapped.finish();
          if (note?.body) {
            note.lines.push(text);
            return;
          }
          const cell = table()?.cell;
          if (cell) {
            const before = cell.flow.mapped;
            for (const mark of ended.marks) cell.flow.marks.push({ ...mark, at: before.length + mark.at });
            before.add(text, 0, true);
            before.add('\n', 0, true);
            return;
          }
          const block: TextBlock =
            ended.heading !== null
              ? { kind: 'heading', text, level: ended.heading }
              : lists > 0
                ? { kind: 'list-item', text, level: lists }
                : { kind: 'paragraph', text };
          if (ended.marks.length > 0)
            block.marks = ended.marks.map((mark) => ({ ...mark, at: Math.min(mark.at, text.length) }));
          list.add(block, origins);
          return;
        }
        case 'text:list':
          lists -= 1;
          return;
        case 'text:note-citation':
          if (note !== null) note.citation = false;
          return;
        case 'text:note': {
          if (note === null) return;
          notes.push({ mark: note.mark, text: note.lines.filter((line) => line !== '').join('\n') });
          const into = flow();
          if (into !== null) into.marks.push({ at: into.mapped.length, mark: note.mark });
          note = null;
          return;
        }
        case 'table:table-cell': {
          const of = table();
          const repeat = repeats.pop() ?? 1;
          if (of === null || of.cell === null) return;
          const { cell } = of;
          of.cell = null;
          const { text, origins } = cell.flow.mapped.finish();
          const columns = text === '' ? 0 : Math.min(repeat, MAX_REPEATS);
          const rows = text === '' ? 0 : Math.min(of.repeat, MAX_REPEATS);
          for (let row = 0; row < rows; row += 1)
            for (let column = 0; column < columns; column += 1) {
              const block: TextBlock = {
                kind: 'cell',
                text,
                cell: {
                  table: of.index,
                  row: of.row + row,
                  column: of.column + column,
                  rowSpan: cell.rowSpan,
                  columnSpan: cell.columnSpan,
                },
              };
              if (cell.value !== null && block.cell) block.cell.value = cell.value;
              if (cell.flow.marks.length > 0)
                block.marks = cell.flow.marks.map((mark) => ({
                  ...mark,
                  at: Math.min(mark.at, text.length),
                }));
              list.add(block, origins);
            }
          of.column += repeat;
          return;
        }
        case 'table:table':
          tables.pop();
          return;
      }
    },
    text: (text) => {
      if (skipping !== null) return;
      if (note?.citation) note.mark += text.trim();
      else if (note === null || note.body) flow()?.mapped.add(text.replace(/[\r\n]+/g, ' '), 0, true);
    },
  });
  for (const { mark, text } of notes) list.add({ kind: 'footnote', text, footnote: mark }, new Int32Array(0));
  return { blocks: list.blocks };
}
