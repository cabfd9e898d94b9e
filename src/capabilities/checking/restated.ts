import type { Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { slips } from './mend.ts';
import type { Passage } from './passage.ts';
import { type Quantity, sameUnit, show } from './quantity.ts';
import { sentenceAt, sentenceEnds } from './sentence.ts';

/**
 * One quantity stated twice with different values. Reports repeat words while they change the period, the place or the
 * scope, so only three situations are certain enough: the same document is said to hold two numbers of the same thing;
 * the same unit "has" two numbers of the same kind of body; the same long name stands before two numbers that differ by one slip.
 */
export function readRestated(reading: Reading): Read {
  const read = nothing();
  byDocument(reading, read);
  byOwner(reading, read);
  byName(reading, read);
  return read;
}

function two(read: Read, a: Quantity, b: Quantity, what: string, confidence: number): void {
  read.claims.push({
    kind: 'restated',
    terms: [b, a],
    holds: ([x = 0, y = 0]) => x === y,
    relation: `${what}: ${show(a.value)} và ${show(b.value)} phải bằng nhau`,
    computed: show(b.value),
    expected: show(a.value),
    suspect: b,
    severity: 'warning',
    confidence,
    held: a.value === b.value,
  });
}

/** "Kế hoạch số 08/KH-UBND … đề ra 10 nhiệm vụ cụ thể" and elsewhere "… 43 nhiệm vụ cụ thể". */
function byDocument(reading: Reading, read: Read): void {
  const said = new Map<string, Quantity[]>();
  reading.passages.forEach((passage, p) => {
    const citations = reading.citations[p] ?? [];
    if (citations.length === 0) return;
    const ends = sentenceEnds(passage.text);
    for (const q of reading.quantities[p] ?? []) {
      if (q.unit === '%' || q.approx !== 'exact' || q.depth > 0 || q.ratio || q.noun.split(' ').length < 2)
        continue;
      const [from] = sentenceAt(ends, q.start);
      const c = citations.filter((x) => x.end <= q.start && x.start >= from).at(-1);
      if (!c || q.start - c.end > 260 || c.date === null) continue;
      const between = passage.text.slice(c.end, q.start);
      if (
        !/(đề ra|phê duyệt|xác định|giao|gồm|đưa ra|với|quy định|ban hành|nêu)\s*(?:tổng số\s*)?(?:\d+\s\S+(?:\s\S+){0,3}\s(?:với|và)\s)?$/iu.test(
          between,
        )
      )
        continue;
      const key = `${c.symbol}|${c.date.order ?? ''}|${words(q.noun, 3)}`;
      said.set(key, [...(said.get(key) ?? []), q]);
    }
  });
  for (const [key, list] of said)
    pairs(read, list, `số ${list[0]?.noun ?? ''} theo văn bản ${key.split('|')[0]}`, 0.75);
}

/** "tỉnh X có 13 cơ quan chuyên môn", "UBND tỉnh X có 14 cơ quan chuyên môn". */
function byOwner(reading: Reading, read: Read): void {
  const said = new Map<string, Quantity[]>();
  reading.passages.forEach((passage, p) => {
    for (const q of reading.quantities[p] ?? []) {
      if (q.unit === '%' || q.approx !== 'exact' || q.depth > 0 || q.ratio || q.step !== 1 || q.value < 2)
        continue;
      if (
        !/^(cơ quan chuyên môn|cơ quan|đơn vị hành chính|đơn vị sự nghiệp|phòng chuyên môn|xã|thôn|tổ dân phố|trường học|trạm y tế|thành viên)/iu.test(
          q.noun,
        )
      )
        continue;
      const before = passage.text.slice(Math.max(0, q.start - 110), q.start);
      const owner =
        /(?:^|[\s,])((?:UBND |Ủy ban nhân dân |Uỷ ban nhân dân )?(?:tỉnh|xã|phường|thành phố|huyện)\s(?:\p{Lu}\p{Ll}+\s){1,4})(?:hiện |hiện nay |nay |đã )?có\s$/u.exec(
          before,
        );
      if (!owner?.[1]) continue;
      if (
        /(trước|cũ|năm \d{4}|nhiệm kỳ)[^,]*$/iu.test(before.slice(0, owner.index)) &&
        !/sau/iu.test(before.slice(0, owner.index))
      )
        continue;
      const name = owner[1]
        .toLowerCase()
        .replace(/^(ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s/u, '')
        .trim();
      const kind = words(q.noun, 3);
      const key = `${name}|${kind}`;
      said.set(key, [...(said.get(key) ?? []), q]);
    }
  });
  for (const [key, list] of said)
    pairs(read, list, `số ${list[0]?.noun ?? ''} của ${key.split('|')[0]}`, 0.75);
}

/** The same long name before two large numbers that differ by one slip of the pen. */
function byName(reading: Reading, read: Read): void {
  const said = new Map<string, Quantity[]>();
  reading.passages.forEach((passage, p) => {
    if (passage.kind === 'cell') return;
    for (const q of reading.quantities[p] ?? []) {
      if (q.unit === '%' || q.approx !== 'exact' || q.ratio || q.value < 100 || q.depth > 0) continue;
      const name = named(passage, q);
      if (name === '') continue;
      const key = `${name}|${q.unit}`;
      const list = said.get(key) ?? [];
      if (list.length < 12) list.push(q);
      said.set(key, list);
    }
  });
  for (const [key, list] of said) {
    const name = key.split('|')[0] ?? '';
    for (let i = 1; i < list.length; i++) {
      const a = list[i - 1] as Quantity;
      const b = list[i] as Quantity;
      if (!sameUnit(a, b)) continue;
      if (a.value === b.value) two(read, a, b, name, 0.7);
      else if (
        a.passage !== b.passage &&
        slips(b).some((s) => s.value === a.value && s.how !== 'thiếu một chữ số') &&
        String(a.value).length >= 4
      ) {
        const before = periodOf(a);
        const after = periodOf(b);
        if (before === after) two(read, a, b, name, 0.65);
      }
    }
  }
}

/** The clause before a number if it is a long name such as "Tổng số dịch vụ công trực tuyến toàn trình"; else ''. */
function named(_passage: Passage, q: Quantity): string {
  const label = q.label
    .toLowerCase()
    .replace(/^(trong đó|và|còn|-|\+)\s*:?\s*/u, '')
    .replace(/\s*(là|đạt|có|:|được|gồm|hiện có)\s*$/u, '')
    .replace(/\([^)]*\)?/g, '')
    .trim();
  const count = label.split(/\s+/u).length;
  return count >= 5 && count <= 22 && /^(tổng số|số lượng|số|tổng)/u.test(label)
    ? label.replace(/\s+(là|của|trên địa bàn|tỉnh|xã|toàn)(?=\s|$)/gu, '')
    : '';
}

/** Years and halves named near a number tell that it is of another period. */
function periodOf(q: Quantity): string {
  const near = q.passage.text.slice(Math.max(0, q.start - 160), q.start + 60);
  return (near.match(/năm \d{4}|\d+ tháng|quý \S+|kỳ trước|cùng kỳ/giu) ?? []).join(',').toLowerCase();
}

function words(noun: string, n: number): string {
  return noun.toLowerCase().split(' ').slice(0, n).join(' ');
}

function pairs(read: Read, list: Quantity[], what: string, confidence: number): void {
  for (let i = 1; i < list.length; i++) {
    const a = list[0] as Quantity;
    const b = list[i] as Quantity;
    two(read, a, b, what, confidence);
  }
}
