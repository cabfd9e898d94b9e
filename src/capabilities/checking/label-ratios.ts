import type { Claim, Read, Reading } from './claim.ts';
import { nothing } from './claim.ts';
import { slips } from './mend.ts';
import { type Quantity, show } from './quantity.ts';
import { agrees, ratioClaim } from './ratios.ts';

const EMPTY = new Set(
  'tỷ lệ tỉ số % của trên tổng là đạt các và cho có được trong so với tại theo ở toàn'.split(' '),
);
/** How far a percentage may look for its two numbers. */
const REACH = 14;
const MOST = 40;

interface Pool {
  q: Quantity;
  words: Set<string>;
}

/**
 * Percentages that stand alone under a name, "Tỷ lệ DVCTT toàn trình phát sinh hồ sơ: 13,45%", whose two numbers stand
 * elsewhere in the section. They are found by the words they share and by the value. A mismatch is spoken of only when one
 * slip in one number makes two or more such percentages come right at once: that cannot be chance.
 */
export function readLabelRatios(reading: Reading, taken: Set<Quantity>): Read {
  const read = nothing();
  let budget = 1_200_000;
  let sums = 150; // how many percentages may also be tried against sums over neighbouring rows
  const loose: { c: Quantity; words: Set<string>; pool: Pool[]; p: number }[] = [];
  reading.passages.forEach((passage, p) => {
    if (passage.kind === 'cell' || budget <= 0) return;
    for (const c of reading.quantities[p] ?? []) {
      if (
        c.unit !== '%' ||
        taken.has(c) ||
        c.approx !== 'exact' ||
        c.step > 0.1 ||
        c.value <= 0 ||
        c.value >= 100
      )
        continue;
      const words = wordsOf(
        c.label === '' || c.label.length < 6
          ? passage.text.slice(Math.max(0, c.start - 120), c.start)
          : c.label,
      );
      if (words.size < 2) continue;
      const pool = poolFor(reading, p);
      budget -= pool.length * pool.length;
      if (budget <= 0) {
        read.skipped.push({
          passage,
          start: c.start,
          end: c.end,
          why: 'văn bản có quá nhiều số nên không thử hết các mẫu số',
        });
        return;
      }
      const found = search(c, words, pool, sums-- > 0);
      if (found) read.claims.push(found);
      else loose.push({ c, words, pool, p });
    }
  });
  const mended = mendTogether(loose);
  read.claims.push(...mended.claims);
  // A percentage whose numbers the text does not give is no relation: nothing to report as unread.
  return read;
}

function poolFor(reading: Reading, p: number): Pool[] {
  const pool: Pool[] = [];
  for (let k = Math.max(0, p - REACH); k <= Math.min(reading.passages.length - 1, p + 2); k++) {
    const passage = reading.passages[k];
    if (!passage || passage.kind === 'cell') continue;
    const head = passage.text.slice(passage.body, passage.body + 70).split(':')[0] ?? '';
    for (const q of (reading.quantities[k] ?? []).slice(0, 24)) {
      if (q.unit === '%' || q.scale > 1 || q.approx !== 'exact') continue;
      pool.push({ q, words: wordsOf(`${head} ${q.label} ${q.noun}`) });
    }
  }
  return pool.slice(-MOST);
}

function wordsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/[\p{L}]+/gu) ?? []).filter((w) => !EMPTY.has(w)));
}

function coverage(words: Set<string>, ...sets: Set<string>[]): number {
  let hit = 0;
  for (const w of words) if (sets.some((s) => s.has(w))) hit++;
  return hit / words.size;
}

function search(c: Quantity, words: Set<string>, pool: Pool[], sums: boolean): Claim | null {
  let best: { claim: Claim; score: number } | null = null;
  const need = c.step <= 0.01 ? 0.5 : 0.75;
  for (const a of pool) {
    for (const b of pool) {
      if (a.q === b.q || b.q.value <= a.q.value || a.q.value === 0) continue;
      const score = coverage(words, a.words, b.words);
      if (score < need || (best !== null && score <= best.score)) continue;
      if (agrees(a.q, b.q, c) !== 'no') best = { claim: ratioClaim(a.q, b.q, c, 0.6), score };
    }
  }
  if (best) return best.claim;
  if (c.step > 0.01 || !sums) return null;
  for (const f of formulas(pool, words)) {
    const claim = f(c);
    if (claim.held) return claim;
  }
  return null;
}

/** Sums over two neighbouring rows: (a₁+a₂)/(b₁+b₂) and (a₁+a₂)/b. */
function formulas(pool: Pool[], words: Set<string>): ((c: Quantity) => Claim)[] {
  const out: ((c: Quantity) => Claim)[] = [];
  for (let i = 0; i < pool.length; i++) {
    for (let j = i + 1; j < pool.length; j++) {
      const a1 = pool[i] as Pool;
      const a2 = pool[j] as Pool;
      if (
        a1.q.passage === a2.q.passage ||
        a1.q.unit !== a2.q.unit ||
        a2.q.passage.index - a1.q.passage.index > 3 ||
        !alike(a1.q, a2.q)
      )
        continue;
      for (const b of pool) {
        if (b.q.value > a1.q.value && b.q.value > a2.q.value && coverage(words, a1.words, b.words) >= 0.6)
          out.push((c) => rowsClaim([a1.q, a2.q], [b.q], c));
        for (const d of pool) {
          if (
            b.q.passage !== a1.q.passage ||
            d.q.passage !== a2.q.passage ||
            b.q === a1.q ||
            d.q === a2.q ||
            b.q.unit !== d.q.unit ||
            !alike(b.q, d.q)
          )
            continue;
          if (b.q.value >= a1.q.value && d.q.value >= a2.q.value)
            out.push((c) => rowsClaim([a1.q, a2.q], [b.q, d.q], c));
        }
      }
      if (out.length > 800) return out;
    }
  }
  return out;
}

/** The same words stand before both numbers. */
function alike(a: Quantity, b: Quantity): boolean {
  const tail = (q: Quantity): string => q.label.toLowerCase().split(/\s+/u).slice(-2).join(' ');
  return tail(a) === tail(b);
}

function rowsClaim(tops: Quantity[], bottoms: Quantity[], c: Quantity): Claim {
  const terms = [...tops, ...bottoms, c];
  const sum = (values: number[]): number => values.reduce((s, v) => s + v, 0);
  const holds = (values: number[]): boolean => {
    const a = sum(values.slice(0, tops.length));
    const b = sum(values.slice(tops.length, tops.length + bottoms.length));
    return b > 0 && Math.abs((100 * a) / b - (values.at(-1) ?? 0)) <= c.step * 0.51;
  };
  const values = terms.map((t) => t.value);
  const rate = (100 * sum(tops.map((q) => q.value))) / Math.max(1, sum(bottoms.map((q) => q.value)));
  const text = (list: Quantity[]): string =>
    list.length === 1 ? show(list[0]?.value ?? 0) : `(${list.map((q) => show(q.value)).join(' + ')})`;
  return {
    kind: 'percentage',
    terms,
    holds,
    relation: `${text(tops)}/${text(bottoms)} = ${show(c.value)}%`,
    computed: `${show(rate)}%`,
    expected: `${show(c.value)}%`,
    suspect: c,
    severity: 'error',
    confidence: 0.8,
    held: holds(values),
  };
}

/** One slip in one number that makes several loose percentages right. */
function mendTogether(loose: { c: Quantity; words: Set<string>; pool: Pool[]; p: number }[]): {
  claims: Claim[];
  done: Set<Quantity>;
} {
  const done = new Set<Quantity>();
  const claims: Claim[] = [];
  const fine = loose.filter((l) => l.c.step <= 0.01).slice(0, 24);
  for (let i = 0; i < fine.length; i++) {
    const group = fine.filter((l) => Math.abs(l.p - (fine[i]?.p ?? 0)) <= 6 && !done.has(l.c)).slice(0, 8);
    if (group.length < 2 || !group.includes(fine[i] as (typeof fine)[number])) continue;
    const votes = new Map<string, { q: Quantity; claims: Map<Quantity, Claim> }>();
    for (const { c, words, pool } of group) {
      const candidates: ((x: Quantity) => Claim)[] = [];
      for (const a of pool) {
        for (const b of pool) {
          if (a.q !== b.q && coverage(words, a.words, b.words) >= 0.75)
            candidates.push((x) => ratioClaim(a.q, b.q, x, 0.85));
        }
      }
      candidates.push(...formulas(pool, words));
      for (const make of candidates.slice(0, 800)) {
        const claim = make(c);
        const values = claim.terms.map((t) => t.value);
        claim.terms.slice(0, -1).forEach((q, k) => {
          for (const edit of slips(q)) {
            if (edit.how === 'thiếu một chữ số') continue;
            const tried = [...values];
            tried[k] = edit.value;
            if (!claim.holds(tried)) continue;
            const key = `${q.passage.index}:${q.start}:${edit.value}`;
            const vote = votes.get(key) ?? { q, claims: new Map() };
            if (!vote.claims.has(c)) vote.claims.set(c, claim);
            votes.set(key, vote);
          }
        });
      }
    }
    const best = [...votes.values()]
      .filter((v) => v.claims.size >= 2)
      .sort((x, y) => y.claims.size - x.claims.size);
    if (
      best.length === 0 ||
      (best.length > 1 &&
        (best[1]?.claims.size ?? 0) === (best[0]?.claims.size ?? 0) &&
        best[1]?.q !== best[0]?.q)
    )
      continue;
    for (const [c, claim] of (best[0] as { claims: Map<Quantity, Claim> }).claims) {
      done.add(c);
      claims.push({ ...claim, suspect: (best[0] as { q: Quantity }).q, severity: 'error', confidence: 0.85 });
    }
  }
  return { claims, done };
}
