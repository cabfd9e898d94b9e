import type { Claim, Read, Reading } from './claim.ts';
import { nothing, valuesOf } from './claim.ts';
import { slips } from './mend.ts';
import type { Passage } from './passage.ts';
import { bracketsOf, interval, MOST_IN_REACH, type Quantity, sameUnit, show, within } from './quantity.ts';
import { sentenceAt, sentenceEnds } from './sentence.ts';

/** Words that open a list of parts. The second column: does the wording promise that the list is complete? */
const OPENERS: [RegExp, Strength][] = [
  [/(?<=\d\s[^\d,.;:()]{2,40}):(?=\s*\d)/giu, 'all'],
  [/,\s*có(?=\s+\d)/giu, 'some'],
  [/(?<=trong (?:tổng )?số \d[\d.]{0,12}[^,.;()]{0,60}),(?=\s)/giu, 'some'],
  [/trong đó có(?=[\s:,])/giu, 'some'],
  [/trong số (?:đó|này)/giu, 'some'],
  [/trong đó/giu, 'usual'],
  [/bao gồm|gồm có|(?<![\p{L}]|bao )gồm/giu, 'all'],
  [
    /cụ thể(?: như sau| là)?|chia ra|như sau|lần lượt là|được chia thành|cơ cấu(?: như sau)?|phân loại(?: như sau)?|kết quả(?= ?:)/giu,
    'usual',
  ],
];

type Strength = 'all' | 'usual' | 'some';

interface Opener {
  start: number;
  end: number;
  strength: Strength;
}

/** Pairs of words that divide a whole in two with nothing left over. */
const OPPOSITES: [RegExp, RegExp][] = [
  [/trực tuyến/u, /trực tiếp/u],
  [/(trước|đúng)( và (trước|đúng))? hạn|trong hạn|chưa đến hạn/u, /quá hạn|trễ hạn|chậm|trễ/u],
  [/đã xử lý|giữ nguyên/u, /tiếp tục|sửa đổi|thông qua/u],
  [/toàn trình/u, /một phần/u],
  [/cấp tỉnh|cấp thành phố/u, /cấp xã|cấp huyện/u],
  [/(?<!không )nam(?![\p{L}])/u, /(?<![\p{L}])nữ/u],
  [/nghị quyết/u, /quyết định/u],
  [/cố định/u, /di động/u],
  [/trả trước/u, /trả sau/u],
  [/(?<!không )mật/u, /không mật/u],
  [/đã (giải quyết|xử lý|hoàn thành|thực hiện|giao)/u, /đang|còn|chưa/u],
  [/(?<!không )(?<!chưa )đạt/u, /(không|chưa) đạt/u],
  [/thu /u, /chi /u],
  [/công chức/u, /viên chức/u],
  [/hộ nghèo/u, /(hộ )?cận nghèo/u],
  [/mầm non|mẫu giáo/u, /tiểu học|thcs|trung học/u],
  [/ban hành mới/u, /(bị )?(hủy|huỷ|bãi) bỏ|sửa đổi|thay thế/u],
  [/xuất sắc/u, /hoàn thành (tốt )?nhiệm vụ/u],
  [/(tiếp nhận )?mới|trong kỳ/u, /kỳ trước|năm trước|chuyển (sang|tiếp)|tồn/u],
  [
    /ngân sách (trung ương|tỉnh|thành phố)|trung ương/u,
    /ngân sách (xã|huyện|địa phương)|địa phương|xã hội hóa/u,
  ],
  [/thường xuyên/u, /đầu tư|không thường xuyên/u],
  [/khen thưởng|tập thể/u, /cá nhân/u],
];

/** Groups that overlap: nobody adds women and party members up. */
const OVERLAPPING =
  /(?<![\p{L}])nữ|đảng viên|dân tộc|tôn giáo|trên đại học|thạc sĩ|tiến sĩ|đại học|trung cấp|cao cấp|lý luận|hộ nghèo|dưới \d|trên \d|trở lên|tiêu biểu|nổi bật|riêng/u;

const MOST_PARTS = 80;

/** Sums: a whole and the parts that the text says it is made of. */
export function readSums(reading: Reading): Read {
  const read = nothing();
  const seen = new Set<string>();
  const add = (claim: Claim | null): void => {
    if (claim === null) return;
    const key = claim.terms.map((t) => `${t.passage.index}:${t.start}`).join(' ');
    if (seen.has(key)) return;
    seen.add(key);
    read.claims.push(claim);
  };
  reading.passages.forEach((passage, p) => {
    const quantities = reading.quantities[p] ?? [];
    if (passage.kind === 'cell') return;
    if (quantities.length === 0 && !/:$/.test(passage.text)) return;
    const ends = sentenceEnds(passage.text);
    const brackets = bracketsOf(passage.text);
    const openers = openersOf(passage);
    for (const opener of openers) {
      if (quantities.length === 0) break;
      const bracket = brackets.filter((b) => b.open < opener.start && b.close >= opener.start).at(-1);
      const [from, to] = sentenceAt(ends, opener.start);
      const limit = bracket ? bracket.close : to;
      const depth = bracket ? bracket.depth : 0;
      let strength = opener.strength;
      if (bracket && strength !== 'all') strength = strength === 'some' ? 'usual' : 'usual';
      const wholes = wholesBefore(reading, p, quantities, opener, from, depth, bracket?.open ?? -1);
      if (wholes.length === 0) continue;
      const empty =
        /^[\s:,]*$/.test(passage.text.slice(opener.end, limit)) && limit >= passage.text.length - 1;
      if (empty) {
        const parts = childrenOf(reading, p);
        add(sumOf(wholes, [parts], strength === 'some' ? 'usual' : strength, true));
        continue;
      }
      if (within(quantities, opener.end, limit).length >= MOST_IN_REACH) {
        read.skipped.push({
          passage,
          start: opener.start,
          end: opener.end,
          why: 'danh sách quá dài nên không cộng thử',
        });
        continue;
      }
      const word = passage.text.slice(opener.start, opener.end).toLowerCase();
      // "Trong số này đã giải quyết 17.651 hồ sơ, trong đó có …": what follows belongs to the part, not to the whole.
      const inner = /^trong số/u.test(word)
        ? openers.find((o) => o.start > opener.end && o.start < limit)
        : undefined;
      const claim = sumOf(
        wholes,
        partsIn(passage, quantities, opener.end, inner?.start ?? limit, depth, openers),
        strength,
        bracket !== undefined,
      );
      // "Kết quả: …" may tell of anything; it is believed only where it adds up.
      if (/^kết quả/u.test(word) && !(claim?.kind === 'sum' && claim.held)) continue;
      add(claim);
    }
    // Brackets right behind a number: 564 nhiệm vụ (139 …, 425 …).
    for (const bracket of brackets) {
      const inner = within(quantities, bracket.open, bracket.close);
      if (inner.length < 2) continue;
      const inside = passage.text.slice(bracket.open + 1, bracket.close);
      if (/^\s*(trong đó|gồm|bao gồm|có(?= \d))/iu.test(inside)) continue;
      const opener = openers.find((o) => o.start > bracket.open && o.start < bracket.close);
      const before = within(quantities, bracket.open - 200, bracket.open, 12, true).filter(
        (q) => q.end <= bracket.open && q.depth === bracket.depth - 1 && q.unit !== '%',
      );
      const whole = before.at(-1);
      if (!whole || bracket.open - whole.end > 90) continue;
      if (/[;]|\.\s/u.test(passage.text.slice(whole.end, bracket.open).replace(/\.\s*$/, ''))) continue;
      const parts = partsIn(
        passage,
        quantities,
        bracket.open + 1,
        opener ? opener.start : bracket.close,
        bracket.depth,
        openers,
      );
      add(sumOf([whole], parts, /(?:^|\s)(?:như|ví dụ|ưu tiên)/u.test(inside) ? 'some' : 'usual', true));
    }
    // Plain arithmetic: 3 = 1 + 2, 1 + 2 = 3.
    for (const claim of equations(passage, quantities)) add(claim);
    const alone = classified(reading, p, quantities);
    if (alone) add(alone);
    // A footnote that lists what a number in the text is made of.
    for (const mark of passage.marks) {
      const note = reading.passages.findIndex(
        (o) => o.kind === 'footnote' && o.footnote === mark.mark && Math.abs(o.index - passage.index) < 60,
      );
      if (note < 0) continue;
      const [from, to] = sentenceAt(ends, Math.max(0, mark.at - 1));
      const wholes = within(quantities, from, to).filter(
        (q) => q.start >= from && q.end <= to && q.unit !== '%' && q.value >= 2,
      );
      const listed = reading.quantities[note] ?? [];
      const notePassage = reading.passages[note] as Passage;
      for (const whole of wholes) {
        const close = mark.at >= whole.end && mark.at - whole.end < 60;
        const candidates = partsIn(notePassage, listed, notePassage.body, notePassage.text.length, 0, []);
        candidates.push(listed.filter((q) => q.unit !== '%' && q.unit === whole.unit && q.unit !== ''));
        // A note that begins with a number and lists little else is a list of parts.
        const starts =
          close &&
          /^\s*\d/.test(notePassage.text.slice(notePassage.body)) &&
          (listed.length >= 3 ||
            (listed.length === 2 && listed.every((q) => q.unit === whole.unit && q.unit !== '')));
        const claim = sumOf([whole], candidates, starts ? 'all' : 'some', false);
        const listedAlike = candidates.at(-1) ?? [];
        const division =
          close && listedAlike.length >= 2 ? claimOf(whole, listedAlike.slice(0, MOST_PARTS), 0.75) : null;
        if (claim?.kind === 'sum' && (claim.held || (starts && claim.silent === undefined)))
          add({ ...claim, confidence: Math.min(claim.confidence, 0.8) });
        else if (division && noted(division, notePassage)) add(division);
      }
    }
  });
  return read;
}

function openersOf(passage: Passage): Opener[] {
  const found: Opener[] = [];
  if (!/: \d|trong|gồm|, có|cụ thể|chia|sau|lần lượt|cơ cấu|phân loại|kết quả/iu.test(passage.text))
    return found;
  for (const [pattern, strength] of OPENERS) {
    for (const m of passage.text.matchAll(pattern)) {
      if (found.some((o) => o.start <= m.index && o.end > m.index)) continue;
      // "không bao gồm", "chưa gồm", "không gồm" exclude.
      if (/(không|chưa|chẳng)\s*$/iu.test(passage.text.slice(Math.max(0, m.index - 8), m.index))) continue;
      found.push({ start: m.index, end: m.index + m[0].length, strength });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** A note close behind its number that counts the same things and nearly makes it up is its division, unless it only gives examples. */
function noted(claim: Claim, note: Passage): boolean {
  const [whole, ...parts] = claim.terms;
  if (!whole || whole.unit === '' || parts.some((q) => q.unit !== whole.unit)) return false;
  if (/trong đó|như:|điển hình|tiêu biểu|ví dụ/iu.test(note.text)) return false;
  const ratio = total(parts) / whole.value;
  return (ratio > 0.8 && ratio < 1.25) || (whole.value >= 1000 && slipped(whole, parts));
}

/** "Kết quả xếp loại: xuất sắc 5 người; tốt 42 người; hoàn thành 0 người": the whole was named earlier. Told only if it adds up. */
function classified(reading: Reading, p: number, quantities: Quantity[]): Claim | null {
  const passage = reading.passages[p] as Passage;
  const colon = passage.text.indexOf(':');
  if (
    colon < 0 ||
    colon > 120 ||
    !/xếp loại|phân loại|đánh giá|kết quả|trình độ/iu.test(passage.text.slice(0, colon))
  )
    return null;
  const parts = within(quantities, colon, colon + 1500, 40)
    .filter((q) => q.start > colon && q.depth === 0 && q.unit !== '%')
    .slice(0, 12);
  const [first] = parts;
  if (parts.length < 3 || !first || parts.some((q) => q.unit !== first.unit || q.approx !== 'exact'))
    return null;
  for (let k = p - 1; k >= Math.max(0, p - 14); k--) {
    const whole = (reading.quantities[k] ?? []).find(
      (q) => q.unit === first.unit && q.approx === 'exact' && gapOf(q, parts) === 0,
    );
    if (whole) return claimOf(whole, parts, 0.8);
  }
  return null;
}

/** Candidates for the whole, the likeliest first. */
function wholesBefore(
  reading: Reading,
  p: number,
  quantities: Quantity[],
  opener: Opener,
  from: number,
  depth: number,
  bracket: number,
): Quantity[] {
  const passage = reading.passages[p] as Passage;
  const usable = (q: Quantity): boolean => q.unit !== '%' && !(q.ratio?.role === 'whole');
  const lead = passage.text.slice(from, opener.start);
  let before = within(quantities, from, opener.start, 40, true).filter(
    (q) =>
      q.start >= from &&
      q.end <= opener.start &&
      usable(q) &&
      q.depth <= depth &&
      (q.bracket === bracket || q.depth < depth),
  );
  if (before.length > 0) {
    before = before.slice(-4).reverse();
    // Several numbers before: the one called a total goes first if the nearest is not.
    const total = before.find((q) => /tổng/iu.test(q.label));
    if (total && total !== before[0] && !/tổng/iu.test(before[0]?.label ?? ''))
      before = [before[0] as Quantity, total, ...before.slice(1).filter((q) => q !== total)];
    return before;
  }
  const opens = /^trong (đó|số)/iu.test(passage.text.slice(opener.start, opener.end));
  if (!opens || (lead.match(/\p{L}/gu)?.length ?? 0) > 4) return [];
  // "Trong đó, …" opens a sentence: the whole stands in the sentence before, or in the passage before.
  const sentence = within(quantities, from - 1200, from, 40, true).filter(
    (q) => q.end <= from && usable(q) && q.depth === 0,
  );
  const earlier =
    sentence.length > 0
      ? sentence
      : passage.bullet === '' || /^\p{Lu}/u.test(lead.trim()) || lead.trim() === ''
        ? previousQuantities(reading, p, usable)
        : [];
  const recent = earlier.slice(-4);
  const total = recent.filter((q) => /tổng/iu.test(q.label));
  return [...new Set([...total.reverse(), ...recent.reverse()])];
}

function previousQuantities(reading: Reading, p: number, usable: (q: Quantity) => boolean): Quantity[] {
  const passage = reading.passages[p - 1];
  if (!passage || passage.kind === 'heading' || passage.kind === 'footnote' || passage.kind === 'cell')
    return [];
  const [from] = sentenceAt(sentenceEnds(passage.text), passage.text.length - 1);
  return (reading.quantities[p - 1] ?? []).filter((q) => usable(q) && q.depth === 0 && q.start >= from);
}

/** The first number of every item under a passage that ends with an opener. */
function childrenOf(reading: Reading, p: number): Quantity[] {
  const passage = reading.passages[p] as Passage;
  const parts: Quantity[] = [];
  const first = reading.passages[p + 1];
  if (!first) return parts;
  const level = bulletClass(first);
  const own = bulletClass(passage);
  let stopped = false;
  let semicolons = false;
  if (level !== '' && level === own && own !== '1.') return parts;
  for (let i = p + 1; i < reading.passages.length && parts.length < MOST_PARTS && i < p + 120; i++) {
    const child = reading.passages[i] as Passage;
    if (child.kind === 'footnote') continue;
    if (child.kind === 'cell') break;
    const c = bulletClass(child);
    if (c !== level) {
      if (c !== '' && deeper(c, level)) continue;
      break;
    }
    if (
      level === '' &&
      !/^(số|tổng|trong đó|\d)/iu.test(child.text) &&
      !/^[^.]{0,80}:\s*\d/u.test(child.text)
    )
      break;
    if (/^(tỷ lệ|tỉ lệ)/iu.test(child.text.slice(child.body))) break;
    // The list is over: another total begins, or the item before ended with a full stop after others with semicolons.
    if (parts.length > 0 && /^tổng/iu.test(child.text.slice(child.body))) break;
    if (parts.length > 1 && stopped) break;
    stopped = semicolons && child.text.endsWith('.');
    semicolons ||= child.text.endsWith(';');
    const q = (reading.quantities[i] ?? []).find(
      (x) => x.unit !== '%' && x.ratio?.role !== 'whole' && x.depth === 0,
    );
    if (q) parts.push(q);
    else if (level === '') break;
  }
  return parts;
}

/** '-', '+', '1.', 'a)', 'I.' or ''. */
export function bulletClass(passage: Passage): string {
  const b = passage.bullet;
  if (b === '')
    return passage.kind === 'heading' ? `#${passage.level ?? ''}` : passage.kind === 'list-item' ? '•' : '';
  if (/^[IVX]+[.)]/.test(b)) return 'I.';
  if (/^\(?\d+[.)]$/.test(b)) return '1.';
  if (/^\d/.test(b)) return '1.1';
  if (/^\(?[a-zđ]\)$/.test(b)) return 'a)';
  if (/^[-–—]$/.test(b)) return '-';
  return b;
}

const ORDER = ['I.', '1.', '1.1', 'a)', '', '-', '+', '•', '●', '○', '*'];
function deeper(a: string, b: string): boolean {
  return ORDER.indexOf(a) > ORDER.indexOf(b);
}

/** Several ways to cut a region into parts, each a list of the parts' numbers. */
function partsIn(
  passage: Passage,
  quantities: Quantity[],
  from: number,
  to: number,
  depth: number,
  openers: Opener[],
): Quantity[][] {
  const text = passage.text;
  const inside = within(quantities, from, to).filter(
    (q) => q.start >= from && q.end <= to && q.depth === depth && q.unit !== '%' && q.ratio?.role !== 'whole',
  );
  if (
    inside.length === 0 &&
    !within(quantities, from, to).some((q) => q.start >= from && q.end <= to && q.depth === depth + 1)
  )
    return [];
  const sub = openers.length > 400 ? [] : openers.filter((o) => o.start > from && o.start < to);
  const byBoth: Quantity[] = [];
  const bySemicolon: Quantity[] = [];
  let lastBoth = from;
  let lastSemi = from;
  const flat: Quantity[] = [];
  const top: Quantity[] = [];
  const has = (a: number, b: number, re: RegExp): boolean => re.test(maskBrackets(text, a, b, depth));
  for (const q of inside.slice(0, MOST_PARTS)) {
    const isFirstBoth = byBoth.length === 0 || has(lastBoth, q.start, /[;,]|\s(?:và|cùng)\s|\.\s/u);
    const isFirstSemi = bySemicolon.length === 0 || has(lastSemi, q.start, /;/u);
    if (isFirstBoth) {
      byBoth.push(q);
      lastBoth = q.end;
    }
    if (isFirstSemi) {
      bySemicolon.push(q);
      lastSemi = q.end;
    }
    flat.push(q);
    // Nested: after a lower opener, until the next semicolon.
    const opener = sub.filter((o) => o.end <= q.start).at(-1);
    const nested = opener !== undefined && !/;/.test(maskBrackets(text, opener.end, q.start, depth));
    if (!nested && isFirstBoth) top.push(q);
  }
  // "lĩnh vực nội vụ (02 quyết định); lĩnh vực y tế (03 quyết định)": the numbers stand in brackets behind their items.
  const bracketed: Quantity[] = [];
  for (const q of within(quantities, from, to)) {
    if (
      q.start >= from &&
      q.end <= to &&
      q.depth === depth + 1 &&
      q.unit !== '%' &&
      bracketed.length < MOST_PARTS &&
      bracketed.at(-1)?.bracket !== q.bracket
    )
      bracketed.push(q);
  }
  const ways = [
    byBoth,
    bySemicolon,
    top,
    flat,
    ...(bracketed.length >= 2 && (inside.length === 0 || bracketed.length > inside.length)
      ? [bracketed]
      : []),
  ];
  // Nested with commas only: what stands before the lower opener, and whole prefixes of it.
  return ways.filter(
    (w, i) =>
      w.length > 0 && ways.findIndex((o) => o.length === w.length && o.every((q, k) => q === w[k])) === i,
  );
}

function maskBrackets(text: string, from: number, to: number, _depth: number): string {
  const slice = text.slice(from, to);
  return slice.includes('(') ? slice.replace(/\([^()]*\)/g, ' ') : slice;
}

const GENERIC = new Set(['', 'số', 'trường', 'hợp']);

/** Builds the claim: held if any plausible whole equals any plausible list of parts. */
function sumOf(wholes: Quantity[], ways: Quantity[][], strength: Strength, bracketed: boolean): Claim | null {
  interface Option {
    whole: Quantity;
    parts: Quantity[];
    gap: number;
    rank: number;
  }
  const options: Option[] = [];
  wholes.forEach((whole, rank) => {
    for (const way of ways) {
      const kin = way.filter((q) => q !== whole && sameUnit(whole, q));
      const rest = way.filter((q) => q !== whole && (q.unit === 'đồng') === (whole.unit === 'đồng'));
      const same = way.filter((q) => q !== whole && q.unit === whole.unit && !GENERIC.has(q.unit));
      for (const parts of [kin, rest, same]) {
        if (parts.length < 2) continue;
        const gap = gapOf(whole, parts);
        options.push({ whole, parts, gap, rank });
        if (gap !== 0) {
          // The list goes on with things of another kind: 12 trường gồm 4 …, 4 …, 4 … và 03 đơn vị khác.
          for (let k = 2; k < parts.length; k++) {
            const prefix = parts.slice(0, k);
            const uniform = prefix.every((q) => q.unit === prefix[0]?.unit);
            if (!uniform || (parts[k]?.unit ?? '') === (prefix[0]?.unit ?? '')) continue;
            if (gapOf(whole, prefix) === 0) options.push({ whole, parts: prefix, gap: 0, rank });
          }
        }
      }
    }
  });
  const held = options
    .filter((o) => o.gap === 0)
    .sort((a, b) => a.rank - b.rank || b.parts.length - a.parts.length)[0];
  if (held) return claimOf(held.whole, held.parts, 0.99);
  // The difference of two wholes may be what is explained: 88 before, 69 after, 19 = 17 + 2.
  const [w1, w2] = wholes;
  if (w1 && w2 && sameUnit(w1, w2)) {
    for (const way of ways) {
      const parts = way.filter((q) => sameUnit(w1, q) && q !== w1 && q !== w2);
      if (
        parts.length >= 1 &&
        Math.abs(Math.abs(w1.value - w2.value) - total(parts)) < 1e-9 &&
        total(parts) > 0
      )
        return differenceClaim(w1, w2, parts);
    }
  }
  const whole = wholes[0];
  if (!whole) return null;
  // Of several numbers before the list, the one that counts the same things is meant; else the nearest.
  const flat = ways[0] ?? [];
  const common = flat.length > 1 && flat.every((q) => q.unit === flat[0]?.unit) ? (flat[0]?.unit ?? '') : '';
  const alike = wholes.findIndex(
    (w) => w.unit !== '' && flat.filter((q) => q !== w && q.unit === w.unit).length >= 2,
  );
  const chosen =
    alike >= 0 ? alike : Math.max(0, common === '' ? 0 : wholes.findIndex((w) => w.unit === common));
  const primary = options
    .filter((o) => o.rank === chosen && o.parts.every((q) => q.depth === o.parts[0]?.depth))
    .sort((a, b) => Math.abs(a.gap) - Math.abs(b.gap))[0];
  if (!primary) {
    // A single part: it can only be checked not to exceed the whole.
    const one = ways.flat().find((q) => q !== whole && q.unit === whole.unit && q.unit !== '');
    return one ? partClaim(whole, [one], strength) : null;
  }
  const claim = claimOf(primary.whole, primary.parts, 0.9);
  const doubt = doubtOf(primary.whole, primary.parts, strength, bracketed, ways);
  if (doubt === null) return claim;
  const part = partClaim(primary.whole, primary.parts, strength);
  return part.held || part.silent !== undefined
    ? { ...claim, silent: doubt, ...(part.held ? asPart(part) : {}) }
    : part;
}

/** An unsure list of parts still tells that no part exceeds the whole. */
function asPart(part: Claim): Partial<Claim> {
  return {
    kind: part.kind,
    held: true,
    holds: part.holds,
    terms: part.terms,
    relation: part.relation,
    computed: part.computed,
    expected: part.expected,
  };
}

/** Why a sum that does not add up may still be right; null if it must be wrong. */
function doubtOf(
  whole: Quantity,
  parts: Quantity[],
  strength: Strength,
  bracketed: boolean,
  ways: Quantity[][],
): string | null {
  const sum = total(parts);
  const labels = parts.map((q) => `${q.label} ${behind(q)}`.toLowerCase());
  if ([whole, ...parts].some((q) => q.approx !== 'exact') && Math.abs(sum / whole.value - 1) < 0.3)
    return 'có số ước lượng nên không cộng được chính xác';
  if (parts.some((q) => q.unit !== '' && whole.unit !== '' && !sameUnit(whole, q)) && strength !== 'all')
    return 'đơn vị đếm của các phần khác với tổng';
  const opposite = OPPOSITES.some(
    ([a, b]) => labels.some((l) => a.test(l)) && labels.some((l) => b.test(l) && !(a.test(l) && !b.test(l))),
  );
  const overlapping = parts.length <= 4 && labels.some((l) => OVERLAPPING.test(l)) && !opposite;
  if (overlapping) return 'các nhóm được nêu có thể trùng nhau';
  const ratio = whole.value === 0 ? 9 : sum / whole.value;
  const unlike = ways.some(
    (w) => w.length >= 2 && Math.abs(total(w.filter((q) => q !== whole)) - sum) > 1e-9,
  );
  const kind = new Set(parts.map((q) => q.unit).filter((u) => u !== ''));
  const plain = kind.size <= 1 && (whole.unit === '' || kind.size === 0 || kind.has(whole.unit));
  const uniform = plain || (whole.unit !== '' && parts.every((q) => q.unit !== '' && sameUnit(whole, q)));
  if (strength === 'all') {
    const kin = parts.every((q) => sameUnit(whole, q));
    if (!plain && (!kin || !((ratio > 0.5 && ratio < 2) || slipped(whole, parts))))
      return 'các phần đếm những thứ khác với tổng';
    if (ratio < 0.3 || ratio > 3.5)
      return closest(whole, parts) || slipped(whole, parts)
        ? null
        : 'danh sách có thể không cùng loại với tổng';
    return null;
  }
  if (opposite)
    return (ratio > 0.2 && ratio < 20) || slipped(whole, parts) ? null : 'chênh lệch quá lớn để là một tổng';
  if (strength === 'some' && !bracketed) return 'danh sách sau "trong đó có" có thể chưa đủ';
  // Not promised to be complete: only a slip, or hardly any difference, tells an error from parts left unsaid.
  const slip = slipped(whole, parts);
  if (uniform && bracketed && ratio > 0.5 && ratio < 2 && (slip || (ratio > 0.9 && ratio < 1.1)))
    return unlike && ratio < 0.8 ? 'có nhiều cách hiểu các phần' : null;
  if (uniform && parts.length >= 3 && ratio > 0.6 && ratio < 1.7 && (slip || (ratio > 0.97 && ratio < 1.03)))
    return null;
  if (uniform && slip && ratio > 0.3 && ratio < 12 && whole.value >= 20) return null;
  return 'danh sách có thể chưa đủ các phần';
}

/** The words behind a number, to the end of its clause. */
function behind(q: Quantity): string {
  return /^[^,;.:()\d]{0,60}/u.exec(q.passage.text.slice(q.end, q.end + 60))?.[0] ?? '';
}

/** True if one slip of the pen in one number makes the sum right. */
function slipped(whole: Quantity, parts: Quantity[]): boolean {
  const sum = total(parts);
  return (
    slips(whole).some((s) => s.value === sum) ||
    parts.slice(0, 20).some((q) => slips(q).some((s) => sum - q.value + s.value === whole.value))
  );
}

/** True if one digit changed, lost or added in one number makes the sum right, and the numbers are long enough for that to mean something. */
function closest(whole: Quantity, parts: Quantity[]): boolean {
  const sum = total(parts);
  const gap = Math.abs(whole.value - sum);
  const size = Math.max(whole.value, sum);
  if (size < 100) return false;
  const power = 10 ** Math.floor(Math.log10(Math.max(gap, 1)) + 1e-9);
  return Math.abs(gap / power - Math.round(gap / power)) < 1e-9 && gap / power < 10;
}

function total(parts: Quantity[]): number {
  let sum = 0;
  for (const q of parts) sum += q.value;
  return Math.abs(sum - Math.round(sum)) < 1e-6 ? Math.round(sum) : sum;
}

/** 0 if the interval of the sum meets that of the whole; else how far they are apart. */
function gapOf(whole: Quantity, parts: Quantity[]): number {
  const [wl, wh] = interval(whole);
  let low = 0;
  let high = 0;
  for (const q of parts) {
    const [l, h] = interval(q);
    low += l;
    high += h;
  }
  const slack = 1e-6 * Math.max(1, Math.abs(wh));
  if (high + slack < wl) return high - wl;
  if (low - slack > wh) return low - wh;
  return 0;
}

function gapWith(whole: Quantity, parts: Quantity[], values: number[]): number {
  const shifted = (q: Quantity, v: number): Quantity => ({ ...q, value: v });
  return gapOf(
    shifted(whole, values[0] ?? 0),
    parts.map((q, i) => shifted(q, values[i + 1] ?? 0)),
  );
}

function claimOf(whole: Quantity, parts: Quantity[], confidence: number): Claim {
  const sum = total(parts);
  const terms = [whole, ...parts];
  const scaled = whole.scale;
  const unit = whole.unit === 'đồng' && scaled > 1 ? ` (${scaleWord(scaled)})` : '';
  return {
    kind: 'sum',
    terms,
    holds: (values) => gapWith(whole, parts, values) === 0,
    relation: `${show(whole.value / scaled, 3)} = ${parts.map((q) => show(q.value / scaled, 3)).join(' + ')}${unit}`,
    computed: show(sum / scaled, 3),
    expected: show(whole.value / scaled, 3),
    suspect: whole,
    severity: 'error',
    confidence,
    held: gapWith(whole, parts, valuesOf(terms)) === 0,
  };
}

function scaleWord(scale: number): string {
  return scale === 1e6
    ? 'triệu đồng'
    : scale === 1e9
      ? 'tỷ đồng'
      : scale === 1e12
        ? 'nghìn tỷ đồng'
        : 'nghìn đồng';
}

function differenceClaim(a: Quantity, b: Quantity, parts: Quantity[]): Claim {
  const terms = [a, b, ...parts];
  return {
    kind: 'difference',
    terms,
    holds: ([x = 0, y = 0, ...rest]) => Math.abs(Math.abs(x - y) - rest.reduce((s, v) => s + v, 0)) < 1e-6,
    relation: `|${show(a.value)} - ${show(b.value)}| = ${parts.map((q) => show(q.value)).join(' + ')}`,
    computed: show(Math.abs(a.value - b.value)),
    expected: show(total(parts)),
    suspect: parts[0] ?? a,
    severity: 'error',
    confidence: 0.8,
    held: true,
  };
}

/** No part may exceed its whole. */
function partClaim(whole: Quantity, parts: Quantity[], strength: Strength): Claim {
  const worst =
    parts
      .filter((q) => q.unit === whole.unit || whole.unit === '' || q.unit === '')
      .reduce<Quantity | undefined>((a, b) => (a === undefined || b.value > a.value ? b : a), undefined) ??
    (parts[0] as Quantity);
  const fits = (w: number, q: number): boolean =>
    interval({ ...worst, value: q })[0] <= interval({ ...whole, value: w })[1] + 1e-9;
  const held = fits(whole.value, worst.value);
  const people = sameUnit(whole, worst) && worst.unit === whole.unit && whole.unit !== '';
  return {
    kind: 'part-exceeds-whole',
    terms: [whole, worst],
    holds: ([w = 0, q = 0]) => fits(w, q),
    relation: `${show(worst.value)} ≤ ${show(whole.value)}`,
    computed: show(worst.value),
    expected: `không quá ${show(whole.value)}`,
    suspect: worst,
    severity: 'error',
    confidence: 0.85,
    held,
    ...(held ||
    (people &&
      strength !== 'some' &&
      !/lượt/u.test(worst.noun + whole.noun) &&
      worst.noun.split(' ')[1] === whole.noun.split(' ')[1])
      ? {}
      : { silent: 'phần và tổng có thể đếm những thứ khác nhau' }),
  };
}

function equations(passage: Passage, quantities: Quantity[]): Claim[] {
  const claims: Claim[] = [];
  if (!/[=+]/.test(passage.text)) return claims;
  for (let i = 0; i < quantities.length; i++) {
    // A chain of numbers joined by "+".
    const chain: Quantity[] = [quantities[i] as Quantity];
    let j = i;
    while (j + 1 < quantities.length && chain.length < 20) {
      const between = passage.text.slice(
        (quantities[j] as Quantity).end,
        (quantities[j + 1] as Quantity).start,
      );
      if (!/^[^=\d;.]{0,30}\+\s*$/u.test(between)) break;
      j++;
      chain.push(quantities[j] as Quantity);
    }
    if (chain.length < 2) continue;
    const after = quantities[j + 1];
    const before = quantities[i - 1];
    if (
      after &&
      /^[^+\d;]{0,30}=\s*$/u.test(passage.text.slice((quantities[j] as Quantity).end, after.start))
    )
      claims.push(claimOf(after, chain, 0.97));
    else if (
      before &&
      /^[^+\d;]{0,30}=\s*$/u.test(passage.text.slice(before.end, (quantities[i] as Quantity).start))
    )
      claims.push(claimOf(before, chain, 0.97));
    i = j;
  }
  return claims;
}
