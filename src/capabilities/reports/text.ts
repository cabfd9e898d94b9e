/**
 * The text of a report's section: a small closed model that the browser edits and that becomes Word, PDF and plain
 * text for the checker. Whatever else is pasted is reduced to it.
 */

/** How a figure is put into the text; `say.ts` has the words. */
export const SAYINGS = [
  'value',
  'counted',
  'ratio',
  'before',
  'last-year',
  'change',
  'change-last-year',
] as const;
export type Saying = (typeof SAYINGS)[number];

export type Inline =
  | { text: string; bold?: true; italic?: true }
  | { figure: string; say: Saying }
  /** A footnote; the papers number them. */
  | { note: string };

export type Block =
  | { kind: 'paragraph' | 'heading'; inline: Inline[] }
  | { kind: 'bullets' | 'numbers'; items: Inline[][] }
  /** A table that somebody typed; the first row is its head. */
  | { kind: 'grid'; rows: Inline[][][] }
  /** A table of figures, by its name in the outline. */
  | { kind: 'table'; name: string };

export interface TextFault {
  /** JSON pointer into the blocks. */
  path: string;
  code: string;
  name?: string;
}

const MAX_BLOCKS = 400;
const MAX_CELLS = 3000;

/** Every run of text, chip and note of a block, with its pointer. */
export function* inlinesOf(block: Block): Generator<{ inline: Inline; path: string }> {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      for (const [place, inline] of block.inline.entries()) yield { inline, path: `/inline/${place}` };
      return;
    case 'bullets':
    case 'numbers':
      for (const [item, run] of block.items.entries())
        for (const [place, inline] of run.entries()) yield { inline, path: `/items/${item}/${place}` };
      return;
    case 'grid':
      for (const [row, cells] of block.rows.entries())
        for (const [cell, run] of cells.entries())
          for (const [place, inline] of run.entries())
            yield { inline, path: `/rows/${row}/${cell}/${place}` };
      return;
    default:
  }
}

/** What in the text names something that is not there, or is too much; the shape itself is the schema's. */
export function faultsOfText(
  blocks: readonly Block[],
  known: { figures: ReadonlySet<string>; tables: ReadonlySet<string> },
): TextFault[] {
  const faults: TextFault[] = [];
  if (blocks.length > MAX_BLOCKS) faults.push({ path: '/', code: 'text.too-long' });
  let cells = 0;
  for (const [place, block] of blocks.entries()) {
    if (block.kind === 'table' && !known.tables.has(block.name))
      faults.push({ path: `/${place}`, code: 'placeholder.no-table', name: block.name });
    if (block.kind === 'grid') cells += block.rows.reduce((sum, row) => sum + row.length, 0);
    for (const { inline, path } of inlinesOf(block))
      if ('figure' in inline && !known.figures.has(inline.figure))
        faults.push({ path: `/${place}${path}`, code: 'placeholder.no-figure', name: inline.figure });
  }
  if (cells > MAX_CELLS) faults.push({ path: '/', code: 'text.too-long' });
  return faults;
}

/** The figures that a text names. */
export function figuresIn(blocks: readonly Block[]): Set<string> {
  const found = new Set<string>();
  for (const block of blocks)
    for (const { inline } of inlinesOf(block)) if ('figure' in inline) found.add(inline.figure);
  return found;
}
