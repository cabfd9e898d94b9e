import type { CheckedText, TextBlock } from '../checking/index.ts';
import { type Piece, type Run, textOf } from './filled.ts';
import type { Report, ReportFigures } from './report.ts';
import { contradictions } from './watch.ts';

/** Where in the report a line of the checked text comes from. */
export interface Origin {
  section: string;
  block: number;
}

/** The report as the checker reads documents, with the origin of each of its blocks. */
export function checkedText(pieces: readonly Piece[]): { text: CheckedText; origins: Origin[] } {
  const blocks: TextBlock[] = [];
  const origins: Origin[] = [];
  let table = 0;
  const add = (piece: Piece, block: TextBlock) => {
    if (block.text.trim() === '') return;
    blocks.push(block);
    origins.push({ section: piece.section, block: piece.block });
  };
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'heading':
        add(piece, { kind: 'heading', text: piece.text, level: piece.level });
        break;
      case 'list':
        for (const item of piece.items) add(piece, { kind: 'list-item', text: textOf(item) });
        break;
      case 'grid':
        for (const [row, cells] of piece.rows.entries())
          for (const [column, cell] of cells.entries())
            add(piece, {
              kind: 'cell',
              text: textOf(cell),
              cell: { table, row, column, rowSpan: 1, columnSpan: 1 },
            });
        table++;
        break;
      default:
        add(piece, { kind: 'paragraph', text: textOf(piece.runs) });
    }
    for (const run of runsIn(piece))
      if (run.note !== undefined) add(piece, { kind: 'footnote', text: run.note });
  }
  return { text: { name: 'báo cáo', format: 'docx', blocks }, origins };
}

function runsIn(piece: Piece): Run[] {
  switch (piece.kind) {
    case 'paragraph':
    case 'subheading':
      return piece.runs;
    case 'list':
      return piece.items.flat();
    case 'grid':
      return piece.rows.flat(2);
    default:
      return [];
  }
}

/** Numbers that somebody typed where a figure is counted, and which are not that figure. */
export function typedAgainstFigures(
  pieces: readonly Piece[],
  report: Pick<Report, 'outline'>,
  figures: ReportFigures,
): (Origin & { figure: string; quote: string; typed: number; counted: number })[] {
  const beside = (code: string) => [
    figures.current[code] ?? null,
    ...[figures.before, figures.lastYear].map((one) =>
      one.state === 'none' ? null : (one.figures[code] ?? null),
    ),
  ];
  return pieces.flatMap((piece) => {
    const lines =
      piece.kind === 'paragraph' ? [piece.runs] : piece.kind === 'list' ? piece.items : ([] as Run[][]);
    return lines.flatMap((runs) => {
      const text = textOf(runs);
      return contradictions(
        runs.map((run) => ({ text: run.text, typed: run.figure === undefined })),
        report.outline.watched,
        beside,
      ).map(({ figure, start, end, typed, counted }) => ({
        section: piece.section,
        block: piece.block,
        figure,
        quote: text.slice(Math.max(0, start - 30), end + 8).trim(),
        typed,
        counted,
      }));
    });
  });
}
