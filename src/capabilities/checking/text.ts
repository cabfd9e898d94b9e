/**
 * What the checker reads: one document as a row of text blocks, whatever file it came from.
 * Places in findings are counted in the text of a block, so a reader must not alter a block's text after handing it over.
 */
export type BlockKind = 'paragraph' | 'heading' | 'list-item' | 'footnote' | 'cell';

export interface TextBlock {
  kind: BlockKind;
  text: string;
  /** 1-based page in the source, where the source has pages. */
  page?: number;
  /** Heading level, if the source says (1 = outermost). */
  level?: number;
  /** Where a cell stands; `row` and `column` count from 0, `table` counts the tables of the document from 0. */
  cell?: {
    table: number;
    row: number;
    column: number;
    rowSpan: number;
    columnSpan: number;
    /** The spreadsheet's own number, not its rounded display. */
    value?: number;
    formula?: string;
  };
  /** The mark that this footnote answers to. */
  footnote?: string;
  /** Footnote reference marks: the position in `text` where the mark stood (the mark itself is removed from the text). */
  marks?: { at: number; mark: string }[];
}

export interface CheckedText {
  name: string;
  format: 'docx' | 'pdf' | 'odt' | 'txt' | 'md' | 'xlsx';
  blocks: TextBlock[];
  pages?: number;
}
