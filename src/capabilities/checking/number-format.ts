import type { Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import type { Quantity } from './quantity.ts';

/** Numbers not written in the Vietnamese manner, and two manners side by side. */
export function readNumberFormat(reading: Reading): Read {
  const read = nothing();
  const all: Quantity[] = [];
  for (const list of reading.quantities)
    for (const q of list) if (!q.passage.cell && q.style !== 'small') all.push(q);
  const commas = all.filter((q) => q.style === 'comma-decimal').length;
  const dots = all.filter((q) => q.style === 'dots').length;
  for (const q of all) {
    if (q.style === 'dot-decimal') {
      if (q.unit !== '%' && q.scale === 1 && commas === 0) continue;
      // 1.5 km in a text that never uses the comma: an English habit, told only if the text mixes both or has a percentage.
      push(
        read,
        q,
        q.raw.replace('.', ','),
        commas > 0
          ? 'phần lẻ viết bằng dấu phẩy như các số khác trong văn bản'
          : 'phần lẻ viết bằng dấu phẩy',
        commas > 0 ? 'warning' : 'note',
      );
    } else if (q.style === 'english') {
      push(
        read,
        q,
        q.raw.replaceAll(',', '#').replace('.', ',').replaceAll('#', '.'),
        'hàng nghìn ngăn bằng dấu chấm, phần lẻ bằng dấu phẩy',
        'warning',
      );
    } else
      read.kept.push({
        kind: 'number-format',
        passage: q.passage,
        start: q.start,
        end: q.end,
        statement: `${q.raw} viết đúng lối`,
      });
  }
  // 1188 beside 3.260: one remark for the whole document.
  const bare = all.filter((q) => q.style === 'bare' && q.raw.length >= 4 && q.raw.length <= 12);
  if (bare.length > 0 && dots > 0) {
    const [first, ...rest] = bare;
    if (first) {
      read.observations.push({
        kind: 'number-format',
        passage: first.passage,
        start: first.start,
        end: first.end,
        relation: 'các số từ bốn chữ số trở lên viết cùng một lối',
        computed: `${bare.length} số không ngăn hàng nghìn, ${dots} số có ngăn`,
        expected: 'cùng một lối, ví dụ 1.234',
        suggestion: first.raw.replace(/\B(?=(\d{3})+(?!\d))/g, '.'),
        severity: 'note',
        confidence: 0.7,
        related: rest.slice(0, 20).map((q) => ({ passage: q.passage, start: q.start, end: q.end })),
      });
    }
  }
  return read;
}

function push(
  read: Read,
  q: Quantity,
  suggestion: string,
  relation: string,
  severity: 'warning' | 'note',
): void {
  read.observations.push({
    kind: 'number-format',
    passage: q.passage,
    start: q.start,
    end: q.end,
    relation,
    computed: q.raw,
    expected: suggestion,
    suggestion,
    severity,
    confidence: 0.85,
    related: [],
  });
}
