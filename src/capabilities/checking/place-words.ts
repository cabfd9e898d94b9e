import type { Place } from './finding.ts';
import type { TextBlock } from './text.ts';

/** Column letters as a spreadsheet writes them: 0 is A, 26 is AA. */
function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Where a finding stands, as an official looks for it: page, paragraph, table row and column, footnote. */
export function placeWords(blocks: readonly TextBlock[], place: Place, format: string): string {
  const block = blocks[place.block];
  const page = place.page ?? block?.page;
  const parts = page === undefined ? [] : [`trang ${page}`];
  if (block?.cell !== undefined) {
    const { table, row, column } = block.cell;
    if (format === 'xlsx') {
      const sheet = sheetName(blocks, place.block);
      parts.push(
        `${sheet === null ? `trang tính ${table + 1}` : `trang tính “${sheet}”`}, ô ${columnLetters(column)}${row + 1}`,
      );
    } else parts.push(`bảng ${table + 1}, hàng ${row + 1}, cột ${column + 1}`);
  } else if (block?.kind === 'footnote') parts.push(`chú thích ${block.footnote ?? ''}`.trim());
  else parts.push(`đoạn ${place.block + 1}`);
  return parts.join(', ');
}

/** A sheet's name is the heading before its cells. */
function sheetName(blocks: readonly TextBlock[], from: number): string | null {
  for (let at = from; at >= 0; at -= 1) {
    const block = blocks[at];
    if (block?.kind === 'heading') return block.text;
  }
  return null;
}
