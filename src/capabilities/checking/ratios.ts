import type { Claim, Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { slips } from './mend.ts';
import type { Passage } from './passage.ts';
import { interval, type Quantity, sameUnit, show } from './quantity.ts';
import { sentenceAt, sentenceEnds } from './sentence.ts';

/** How a printed percentage compares with a/b. */
export function agrees(
  a: Quantity,
  b: Quantity,
  c: Quantity,
  values?: { a?: number; b?: number; c?: number },
): 'rounded' | 'truncated' | 'no' {
  const qa = values?.a === undefined ? a : { ...a, value: values.a };
  const qb = values?.b === undefined ? b : { ...b, value: values.b };
  const printed = values?.c ?? c.value;
  const [al, ah] = interval(qa);
  const [bl, bh] = interval(qb);
  if (bl <= 0) return 'no';
  const low = (100 * al) / bh;
  const high = (100 * ah) / bl;
  const slack = 1e-9 * Math.max(1, printed);
  const half = c.step / 2;
  if (c.approx === 'above') return high >= printed - slack ? 'rounded' : 'no';
  if (c.approx === 'below') return low <= printed + slack ? 'rounded' : 'no';
  if (c.approx === 'about') return low <= printed * 1.05 && high >= printed * 0.95 ? 'rounded' : 'no';
  if (low <= printed + half + slack && high >= printed - half - slack) return 'rounded';
  // Cut off instead of rounded: 54,99 printed as 54,9.
  if (low < printed + c.step - slack && high >= printed - slack) return 'truncated';
  return 'no';
}

/** Ratios and percentages. `wholesOf` tells of which whole a number is a part, as the sums were read. */
export function readRatios(reading: Reading, wholesOf: Map<Quantity, Quantity[]>): Read {
  const read = nothing();
  reading.passages.forEach((passage, p) => {
    const quantities = reading.quantities[p] ?? [];
    if (quantities.length === 0 || passage.kind === 'cell') return;
    const ends = sentenceEnds(passage.text);
    const used = new Set<Quantity>();
    const bases: { whole: Quantity; at: number }[] = [];
    const open: { a: Quantity; c: Quantity }[] = [];
    // a/b, with or without its percentage.
    for (let i = 0; i < quantities.length; i++) {
      const a = quantities[i] as Quantity;
      if (a.ratio?.role !== 'part') continue;
      const b = a.ratio.with;
      const percent = percentFor(passage, quantities, i, b);
      const lead = percent ? passage.text.slice(Math.min(b.end, percent.start), percent.start) : '';
      if (percent && /(tăng|vượt)\s*(?:\S+\s+){0,3}$/iu.test(lead)) {
        // "53,5/52 ha, tăng 2,9%": done against planned, and by how much more.
        used.add(percent);
        const growth = growthClaim(a, b, percent);
        const slip =
          slips(a).some((s) => growth.holds([s.value, b.value, percent.value])) ||
          slips(percent).some((s) => growth.holds([a.value, b.value, s.value])) ||
          slips(b).some((s) => growth.holds([a.value, s.value, percent.value]));
        if (growth.held || (slip && percent.step < 1)) read.claims.push(growth);
        continue;
      }
      if (percent && (percent.approx === 'exact' || agrees(a, b, percent) !== 'no')) {
        used.add(percent);
        read.claims.push(ratioClaim(a, b, percent, 0.97));
        const complement = remainderOf(passage, quantities, b, percent);
        if (complement) used.add(complement);
      } else if (looksLikeShare(passage, a, b)) {
        read.claims.push(shareClaim(a, b));
      }
    }
    // A number and its share, the whole elsewhere.
    for (let i = 0; i < quantities.length; i++) {
      const c = quantities[i] as Quantity;
      if (c.unit !== '%' || used.has(c)) continue;
      const a = partBefore(passage, quantities, i);
      if (!a) continue;
      const found = wholeFor(
        reading,
        p,
        quantities,
        i,
        a,
        c,
        wholesOf,
        ends,
        bases.some((b) => b.whole.passage === passage),
      );
      if (found.held) {
        used.add(c);
        read.claims.push(ratioClaim(a, found.held, c, 0.95));
        bases.push({ whole: found.held, at: c.start });
      } else if (found.strong) {
        used.add(c);
        read.claims.push({ ...ratioClaim(a, found.strong, c, 0.85) });
      } else if (c.value !== 100) {
        open.push({ a, c });
      }
    }
    const divided = divisions(open, ends);
    read.claims.push(...divided.claims);
    for (const { a, c } of open.slice(0, 200)) {
      if (divided.done.has(c)) continue;
      const whole = betrayed(quantities, a, c, bases, ends);
      if (whole) read.claims.push(ratioClaim(a, whole, c, 0.75));
      else if (
        !/^\s?%?\s*(?:so với\s+)?(?:kế hoạch|dự toán|chỉ tiêu|cùng kỳ|nghị quyết|mục tiêu|so )/iu.test(
          passage.text.slice(c.end, c.end + 30),
        )
      ) {
        read.skipped.push({
          passage,
          start: a.start,
          end: c.end,
          why: 'không tìm thấy mẫu số của tỷ lệ trong văn bản',
        });
      }
    }
  });
  return read;
}

/** "xuất sắc 12 người (19,4%), tốt 48 người (77,4%), hoàn thành 02 người (3,2%)": the whole is their sum. */
function divisions(
  open: { a: Quantity; c: Quantity }[],
  ends: number[],
): { claims: Claim[]; done: Set<Quantity> } {
  const claims: Claim[] = [];
  const done = new Set<Quantity>();
  for (let i = 0; i < open.length && i < 200; ) {
    const first = open[i] as { a: Quantity; c: Quantity };
    const [, to] = sentenceAt(ends, first.c.start);
    const group = [first];
    while (group.length < 10) {
      const next = open[i + group.length];
      if (!next || next.c.start >= to || next.a.unit !== first.a.unit || next.c.depth !== first.c.depth)
        break;
      group.push(next);
    }
    i += group.length;
    const shares = group.reduce((s, g) => s + g.c.value, 0);
    const exact = group.every((g) => g.a.approx === 'exact' && g.c.approx === 'exact');
    if (group.length < 2 || !exact || Math.abs(shares - 100) > 25) continue;
    const parts = group.map((g) => g.a);
    const made = group.map(({ c }, k): Claim => {
      const holds = (values: number[]): boolean => {
        const sum = values.slice(0, -1).reduce((s, v) => s + v, 0);
        return (
          sum > 0 && Math.abs((100 * (values[k] ?? 0)) / sum - (values.at(-1) ?? 0)) <= c.step * 0.51 + 1e-9
        );
      };
      const terms = [...parts, c];
      const sum = parts.reduce((s, q) => s + q.value, 0);
      return {
        kind: 'percentage',
        terms,
        holds,
        relation: `${show(parts[k]?.value ?? 0)}/(${parts.map((q) => show(q.value)).join(' + ')}) = ${show(c.value)}%`,
        computed: `${show((100 * (parts[k]?.value ?? 0)) / sum)}%`,
        expected: `${show(c.value)}%`,
        suspect: c,
        severity: 'error',
        confidence: 0.75,
        held: holds(terms.map((t) => t.value)),
      };
    });
    const held = made.filter((m) => m.held).length;
    // One share is wrong, or one number is: some slip must make all of them right.
    const values = parts.map((q) => q.value);
    const mended = parts.some((q, k) =>
      slips(q).some((s) =>
        made.every((m) =>
          m.holds([...values.map((v, j) => (j === k ? s.value : v)), m.terms.at(-1)?.value ?? 0]),
        ),
      ),
    );
    if (held === made.length || (held >= 2 && held >= made.length - 1) || mended) {
      for (const m of made) claims.push(m);
      for (const g of group) done.add(g.c);
    }
  }
  return { claims, done };
}

/**
 * A share whose whole is not said, but which one slip makes right: against the whole that its neighbours in the sentence
 * are shares of, or, with two decimals, against the nearest larger number of the same things in the passage.
 */
function betrayed(
  quantities: Quantity[],
  a: Quantity,
  c: Quantity,
  bases: { whole: Quantity; at: number }[],
  ends: number[],
): Quantity | null {
  if (a.approx !== 'exact' || c.approx !== 'exact' || c.step > 0.1 || c.value > 100) return null;
  const text = a.passage.text;
  if (
    /^\s?%?\s*(?:so với\s+)?(?:kế hoạch|dự toán|chỉ tiêu|cùng kỳ|nghị quyết|mục tiêu|so với)/iu.test(
      text.slice(c.end, c.end + 30),
    )
  )
    return null;
  const [from, to] = sentenceAt(ends, c.start);
  const mendable = (b: Quantity, withWhole: boolean): boolean =>
    slips(a).some((s) => agrees(a, b, c, { a: s.value }) === 'rounded') ||
    slips(c).some((s) => s.value <= 100 && agrees(a, b, c, { c: s.value }) === 'rounded') ||
    (withWhole && slips(b).some((s) => s.value >= a.value && agrees(a, b, c, { b: s.value }) === 'rounded'));
  for (const { whole, at } of bases) {
    if (at < from || at > to || whole === a || !sameUnit(a, whole)) continue;
    if (mendable(whole, false)) return whole;
  }
  if (c.step > 0.01) return null;
  const i = quantities.indexOf(a);
  const near = quantities
    .slice(Math.max(0, i - 12), i)
    .reverse()
    .find(
      (q) =>
        q.unit === a.unit &&
        q.unit !== '' &&
        q.approx === 'exact' &&
        q.value >= a.value &&
        q.depth <= a.depth,
    );
  return near && a.start - near.end < 260 && mendable(near, true) ? near : null;
}

/** The percentage said of a/b: right behind it, or right before it in front of a bracket. */
function percentFor(passage: Passage, quantities: Quantity[], i: number, b: Quantity): Quantity | undefined {
  const k = quantities.indexOf(b, i);
  const next = quantities[k + 1];
  if (next && next.unit === '%') {
    const between = passage.text.slice(b.end, next.start);
    if (between.length <= 130 && !/;|\.\s/u.test(between) && connects(between)) return next;
  }
  // "10/12 vụ, 15 đối tượng, đạt tỷ lệ 83,3%": another number may stand between, if the share then fits.
  const later = quantities[k + 2];
  const part = quantities[i];
  if (
    later &&
    part &&
    next &&
    next.unit !== '%' &&
    later.unit === '%' &&
    later.start - b.end < 90 &&
    agrees(part, b, later) === 'rounded'
  )
    return later;
  const before = quantities[i - 1];
  if (before && before.unit === '%') {
    const between = passage.text.slice(before.end, (quantities[i] as Quantity).start);
    if (/^\s?%?\s*\(?[^;.()]{0,40}$/u.test(between) && /\(|tức|tương ứng|là|=/u.test(between)) return before;
  }
  return undefined;
}

/** Words that tie a number to the percentage after it. */
function connects(between: string): boolean {
  return (
    /(=|≈|đạt|chiếm|tỷ lệ|tỉ lệ|tương ứng|tương đương|bằng|giảm|tăng|\()\s*(?:\S+\s*){0,8}$/iu.test(
      between,
    ) || /^[^,;.]{0,30},?\s*$/u.test(between)
  );
}

function remainderOf(
  _passage: Passage,
  _quantities: Quantity[],
  _b: Quantity,
  _c: Quantity,
): Quantity | undefined {
  return undefined;
}

function growthClaim(a: Quantity, b: Quantity, c: Quantity): Claim {
  const holds = ([x = 0, y = 0, z = 0]: number[]): boolean =>
    y > 0 && Math.abs((100 * (x - y)) / y - z) <= c.step * 1.001;
  return {
    kind: 'percentage',
    terms: [a, b, c],
    holds,
    relation: `(${show(a.value)} - ${show(b.value)})/${show(b.value)} = ${show(c.value)}%`,
    computed: `${show((100 * (a.value - b.value)) / b.value)}%`,
    expected: `${show(c.value)}%`,
    suspect: c,
    severity: 'error',
    confidence: 0.7,
    held: holds([a.value, b.value, c.value]),
  };
}

/** 34/41 nhiệm vụ: a share that can at least not exceed one. */
function looksLikeShare(passage: Passage, a: Quantity, b: Quantity): boolean {
  if (b.noun === '' && a.noun === '') return false;
  if (/(ngày|tháng|số|mục|khoản|điều)\s*$/iu.test(passage.text.slice(Math.max(0, a.start - 8), a.start)))
    return false;
  return (
    b.value > 0 &&
    a.value >= 0 &&
    /^(hồ|nhiệm|thủ|tthc|chỉ|tiêu|thôn|xã|trường|hộ|người|văn|đơn|cán|công|cơ|dịch|phường|kiến|ý|nội|đồng|đảng|chi|mục|dự|công|khu|tổ|điểm|phòng|học|em|cháu|lượt|doanh|hợp)/iu.test(
      b.noun,
    )
  );
}

function shareClaim(a: Quantity, b: Quantity): Claim {
  return {
    kind: 'part-exceeds-whole',
    terms: [a, b],
    holds: ([x = 0, y = 0]) => x <= y,
    relation: `${show(a.value)} ≤ ${show(b.value)}`,
    computed: show(a.value),
    expected: `không quá ${show(b.value)}`,
    suspect: a,
    severity: 'warning',
    confidence: 0.6,
    held: a.value <= b.value,
    ...(a.value <= b.value ? {} : { silent: 'kết quả có thể vượt chỉ tiêu' }),
  };
}

/** The number that a percentage speaks about: nearest before it in its clause. */
function partBefore(passage: Passage, quantities: Quantity[], i: number): Quantity | undefined {
  const c = quantities[i] as Quantity;
  for (let k = i - 1; k >= Math.max(0, i - 6); k--) {
    const a = quantities[k] as Quantity;
    const between = passage.text.slice(a.end, c.start);
    if (between.length > 140 || /;|\.\s/u.test(between.replace(/\([^()]*\)/g, ''))) return undefined;
    if (a.unit === '%') {
      if (a.depth > c.depth) continue;
      return undefined;
    }
    if (a.depth > c.depth) continue; // inside a bracket that closed before
    if (a.ratio?.role === 'whole') return undefined;
    const lead = between.replace(/\([^()]*\)/g, ' ');
    if (/(tăng|giảm|vượt)\s*(?:\S+\s){0,3}$/iu.test(lead)) return undefined;
    if (!/(chiếm|đạt|tỷ lệ|tỉ lệ|bằng|tương ứng|tương đương|\(|=|≈)\s*(?:[^\s\d]+\s){0,6}$/iu.test(lead))
      return undefined;
    return a;
  }
  return undefined;
}

interface Wholes {
  held?: Quantity;
  strong?: Quantity;
}

function wholeFor(
  reading: Reading,
  p: number,
  quantities: Quantity[],
  i: number,
  a: Quantity,
  c: Quantity,
  wholesOf: Map<Quantity, Quantity[]>,
  ends: number[],
  neighbours: boolean,
): Wholes {
  const passage = reading.passages[p] as Passage;
  const fits = (b: Quantity): boolean => b !== a && b.unit !== '%' && b.value > 0 && agrees(a, b, c) !== 'no';
  const [from, to] = sentenceAt(ends, c.start);
  // Said outright: "… 45,2% trên tổng số 1.200 hồ sơ", "so với kế hoạch 500".
  const next = quantities[i + 1];
  const saidText = next ? passage.text.slice(c.end, next.start) : '';
  const said =
    next &&
    next.unit !== '%' &&
    next.start < to &&
    saidText.length < 70 &&
    (/^\s?%?\s*(?:\(?)(?:trên|so với|của|trong|\/)\s[^;.,]*$/u.test(saidText) ||
      /^\s?%?\s*(?:so với\s+)?(?:kế hoạch|dự toán|chỉ tiêu)[^;.,()]{0,40}\(\s*$/u.test(saidText)) &&
    /(tổng|kế hoạch|chỉ tiêu|dự toán|trên|\/)/u.test(saidText)
      ? next
      : undefined;
  if (said && fits(said)) return { held: said };
  const aimed =
    /^\s?%?\s*(?:so với\s+)?(?:kế hoạch|dự toán|chỉ tiêu|cùng kỳ|nghị quyết|mục tiêu|số kế hoạch|vốn|so với)/iu.test(
      passage.text.slice(c.end, c.end + 30),
    );
  const parents = wholesOf.get(a) ?? [];
  if (aimed && said && a.unit === said.unit && a.approx === 'exact') return { strong: said };
  if (aimed) {
    // A share of a plan: only a number called plan, target or estimate can be the base.
    const target = quantities
      .slice(Math.max(0, i - 40), i)
      .find(
        (q) =>
          q !== a &&
          q.start < c.start &&
          q.start >= from &&
          /(kế hoạch|chỉ tiêu|dự toán|giao)/iu.test(q.label) &&
          q.unit === a.unit,
      );
    if (target && fits(target)) return { held: target };
    return target && a.approx === 'exact' && target.approx === 'exact' ? { strong: target } : {};
  }
  for (const b of parents) if (fits(b)) return { held: b };
  const same = (q: Quantity): boolean => q !== a && q.unit !== '%' && q.value >= a.value && sameUnit(a, q);
  const near = quantities.slice(Math.max(0, i - 40), i).filter(same);
  for (const b of near.reverse()) if (fits(b)) return { held: b };
  // Earlier in the section, then totals of the whole report.
  const section = passage.section;
  const candidates: Quantity[] = [];
  for (let k = p - 1; k >= Math.max(0, p - 15); k--) {
    for (const q of (reading.quantities[k] ?? []).slice(0, 60)) if (same(q)) candidates.push(q);
    if (candidates.length > 150) break;
  }
  for (const q of quantities.slice(i + 1, i + 20)) if (same(q)) candidates.push(q);
  for (const q of (reading.quantities[p + 1] ?? []).slice(0, 20)) if (same(q)) candidates.push(q);
  for (const b of candidates) {
    const close = b.unit === a.unit || reading.passages[b.passage.index]?.section === section;
    if (close && (c.step <= 0.01 || (c.step < 1 && !neighbours)) && fits(b)) return { held: b };
    if (close && parents.length === 0 && c.value === 100 && b.value === a.value) return { held: b };
    if (close && b.unit === a.unit && fits(b) && /tổng/iu.test(b.label)) return { held: b };
  }
  if (said && sameUnit(a, said) && a.approx === 'exact') return { strong: said };
  // "Trong số 819 văn bản … có 568 văn bản …, chiếm 69,4%".
  const outOf = near.filter(
    (q) =>
      q.start >= from &&
      /(?:trong|trên)\s+(?:tổng\s+)?số\s*$|(?:trong|trên) tổng số[^,;]*$/iu.test(
        passage.text.slice(Math.max(0, q.start - 40), q.start),
      ),
  );
  const [only] = outOf;
  if (
    outOf.length === 1 &&
    only &&
    only.unit === a.unit &&
    a.unit !== '' &&
    a.approx === 'exact' &&
    only.approx === 'exact' &&
    c.value <= 100
  )
    return { strong: only };
  const parent = parents[0];
  const lead = passage.text.slice(a.end, c.start);
  const promised = /chiếm|tỷ lệ|tỉ lệ|tương ứng/iu.test(lead) || /\(\s*$/u.test(lead);
  const money = a.unit === 'đồng' || a.scale > 1;
  if (
    parent &&
    c.value <= 100 &&
    (promised || (!money && /đạt|bằng/iu.test(lead))) &&
    (parent.unit === a.unit || ((a.unit === '' || parent.unit === '') && parent.passage === a.passage)) &&
    a.approx === 'exact' &&
    parent.approx === 'exact'
  ) {
    // "… đạt 100%" is mostly said of a plan or of a duty, not of the whole named before.
    if (c.value === 100)
      return (a.value > parent.value * 0.97 || slips(a).some((s) => s.value === parent.value)) &&
        a.value !== parent.value &&
        parent.passage === a.passage &&
        parent.start >= from
        ? { strong: parent }
        : {};
    return { strong: parent };
  }
  return {};
}

/** Two numbers of one scale are shown as printed: 8.450/16.900, not in single đồng. */
function pairOf(a: Quantity, b: Quantity): string {
  const scale = a.scale === b.scale ? a.scale : 1;
  return `${show(a.value / scale, 3)}/${show(b.value / scale, 3)}`;
}

export function ratioClaim(a: Quantity, b: Quantity, c: Quantity, confidence: number): Claim {
  const verdict = agrees(a, b, c);
  const decimals = Math.max(0, Math.round(-Math.log10(c.step)));
  const true_ = (100 * a.value) / b.value;
  const off = Math.abs(true_ - c.value) / c.step;
  const computed = `${show(true_, Math.max(decimals, 2))}%`;
  return {
    kind: 'percentage',
    terms: [a, b, c],
    holds: ([x = 0, y = 0, z = 0]) => agrees(a, b, c, { a: x, b: y, c: z }) !== 'no',
    relation: `${pairOf(a, b)} = ${show(c.value, decimals)}%${verdict === 'truncated' ? ' (cắt bớt phần lẻ, không làm tròn)' : ''}`,
    computed,
    expected: `${show(c.value, decimals)}%`,
    suspect: c,
    severity: off <= 1.6 ? 'warning' : 'error',
    confidence: off <= 1.6 ? confidence * 0.8 : confidence,
    held: verdict !== 'no',
  };
}
