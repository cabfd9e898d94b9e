import type { Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { slips } from './mend.ts';
import { type Quantity, show } from './quantity.ts';
import { sentenceAt, sentenceEnds } from './sentence.ts';

/** Words of two shares that leave nothing over. */
const PAIRS: [RegExp, RegExp][] = [
  [/(trước|đúng)( và (trước|đúng))? hạn|trong hạn/u, /quá hạn|trễ hạn|chậm hạn|trễ|chậm/u],
  [/trực tuyến/u, /trực tiếp/u],
  [/(?<!không )(?<!chưa )hài lòng/u, /(không|chưa) hài lòng/u],
  [/(?<![\p{L}])nam(?![\p{L}])/u, /(?<![\p{L}])nữ(?![\p{L}])/u],
  [/(?<!không )(?<!chưa )(hoàn thành|đạt chuẩn|đạt yêu cầu)/u, /(không|chưa) (hoàn thành|đạt)/u],
  [/toàn trình/u, /một phần/u],
  [/nông thôn/u, /thành thị/u],
  [/(?<!không )(?<!chưa )được cấp/u, /(chưa|không) được cấp/u],
];

/** Shares of one whole that must make 100 %. */
export function readComplements(reading: Reading): Read {
  const read = nothing();
  reading.passages.forEach((passage, p) => {
    if (passage.kind === 'cell') return;
    const percents = (reading.quantities[p] ?? []).filter((q) => q.unit === '%');
    if (percents.length < 2) return;
    const ends = sentenceEnds(passage.text);
    let done = -1;
    for (let i = 0; i + 1 < percents.length; i++) {
      if (i <= done) continue;
      const a = percents[i] as Quantity;
      const [from, to] = sentenceAt(ends, a.start);
      // Three or more shares in one sentence that list a division.
      const group: Quantity[] = [a];
      for (let k = i + 1; k < Math.min(percents.length, i + 12); k++) {
        const q = percents[k] as Quantity;
        if (q.start >= to || q.depth !== a.depth) break;
        group.push(q);
      }
      const b = percents[i + 1] as Quantity;
      const near = b.start < to || (b.start - a.end < 160 && b.depth === a.depth);
      const la = about(passage.text, a, from);
      const lb = about(passage.text, b, a.end);
      const pair =
        near &&
        PAIRS.some(
          ([x, y]) => (x.test(la) && !y.test(la) && y.test(lb)) || (x.test(lb) && !y.test(lb) && y.test(la)),
        );
      const exact = group.filter((q) => q.approx === 'exact');
      if (
        pair &&
        a.approx === 'exact' &&
        b.approx === 'exact' &&
        (exact.length <= 2 || Math.abs(a.value + b.value - 100) <= a.step)
      ) {
        const near100 = Math.abs(a.value + b.value - 100) < 25 && Math.max(a.value, b.value) > 40;
        const close =
          near100 ||
          [a, b].some((q) =>
            slips(q).some((e) => Math.abs(a.value + b.value - q.value + e.value - 100) < 1e-9),
          );
        if (close) {
          push(read, [a, b], 0.85);
          done = i + 1;
          continue;
        }
      }
      const sum = group.reduce((s, q) => s + q.value, 0);
      const tolerance = group.reduce((s, q) => s + q.step / 2, 0) + 1e-9;
      if (
        group.length >= 2 &&
        group.every((q) => q.approx === 'exact' && q.value < 100) &&
        Math.abs(sum - 100) <= tolerance &&
        group.some((q) => q.step < 1 || group.length >= 3)
      ) {
        push(read, group, 0.8);
        done = i + group.length - 1;
      } else if (
        group.length >= 3 &&
        /cơ cấu|trong đó|gồm|phân loại|xếp loại/iu.test(
          passage.text.slice(Math.max(from, a.start - 300), a.start),
        ) &&
        /cơ cấu|xếp loại/iu.test(passage.text.slice(Math.max(from, a.start - 300), a.start)) &&
        Math.abs(sum - 100) < 15 &&
        group.every((q) => q.approx === 'exact' && q.value < 100) &&
        !/tăng|giảm|so với/iu.test(
          passage.text.slice(Math.max(from, a.start - 300), Math.min(to, a.start + 600)),
        )
      ) {
        push(read, group, 0.7);
        done = i + group.length - 1;
      }
    }
  });
  return read;
}

/** The words that say what a share is of: the clause around it. */
function about(text: string, q: Quantity, from: number): string {
  const before = text.slice(Math.max(from, q.start - 110), q.start);
  const cut = Math.max(
    before.lastIndexOf(';'),
    before.lastIndexOf('. '),
    before.lastIndexOf('('),
    before.lastIndexOf('%'),
  );
  const after = /^\s?%?[^,;.()\d]{0,40}/u.exec(text.slice(q.end, q.end + 50))?.[0] ?? '';
  const label = before.slice(cut + 1);
  return `${label} ${label.trim().length < 6 ? after : ''}`.toLowerCase();
}

function push(read: Read, terms: Quantity[], confidence: number): void {
  const tolerance = terms.reduce((s, q) => s + (q.step * 1.02) / 2, 0) + 1e-9;
  const sum = terms.reduce((s, q) => s + q.value, 0);
  const holds = (values: number[]): boolean =>
    Math.abs(values.reduce((s, v) => s + v, 0) - 100) <=
    (terms.length === 2 && terms[0]?.step === terms[1]?.step ? 1e-9 : tolerance);
  const last = terms[terms.length - 1] as Quantity;
  read.claims.push({
    kind: 'complement',
    terms,
    holds,
    relation: `${terms.map((q) => `${show(q.value)}%`).join(' + ')} = 100%`,
    computed: `${show(sum)}%`,
    expected: '100%',
    suspect: last,
    severity: 'error',
    confidence,
    held: holds(terms.map((q) => q.value)),
  });
}
