import type { Claim } from './claim.ts';
import { valuesOf } from './claim.ts';
import { type Quantity, readNumeral, writeLike } from './quantity.ts';

export interface Mend {
  quantity: Quantity;
  value: number;
  /** The corrected number, written the way the text writes. */
  written: string;
  /** Other claims that come right by the same correction. */
  mended: Claim[];
  how: 'thừa một chữ số' | 'thiếu một chữ số' | 'sai một chữ số' | 'đảo hai chữ số' | 'tính lại';
}

interface Edit {
  value: number;
  how: Mend['how'];
}

/** Every number one slip of the pen away: a digit too many, lost, changed, or two swapped. */
export function slips(q: Quantity): Edit[] {
  const edits = new Map<number, Mend['how']>();
  const decimal =
    q.raw.search(/,\d+$/) >= 0 && q.style !== 'dots' && q.style !== 'english'
      ? q.raw.indexOf(',')
      : q.style === 'dot-decimal'
        ? q.raw.indexOf('.')
        : q.style === 'dots'
          ? q.raw.indexOf(',')
          : -1;
  const digits = q.raw.replace(/\D/g, '');
  const decimals = decimal < 0 ? 0 : q.raw.length - decimal - 1;
  const put = (text: string, how: Mend['how']): void => {
    if (text.length === 0 || text.length > 15) return;
    const value = (Number(text) / 10 ** decimals) * q.scale;
    const rounded = Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value;
    if (Math.abs(rounded - q.value) < 1e-9 || edits.has(rounded)) return;
    edits.set(rounded, how);
  };
  if (digits.length > 14 || q.word) return [];
  for (let i = 0; i < digits.length; i++) put(digits.slice(0, i) + digits.slice(i + 1), 'thừa một chữ số');
  for (let i = 0; i + 1 < digits.length; i++)
    put(digits.slice(0, i) + digits[i + 1] + digits[i] + digits.slice(i + 2), 'đảo hai chữ số');
  for (let i = 0; i < digits.length; i++)
    for (let d = 0; d <= 9; d++) put(digits.slice(0, i) + d + digits.slice(i + 1), 'sai một chữ số');
  for (let i = 0; i <= digits.length; i++)
    for (let d = 0; d <= 9; d++) put(digits.slice(0, i) + d + digits.slice(i), 'thiếu một chữ số');
  return [...edits].map(([value, how]) => ({ value, how }));
}

/**
 * The one correction that makes a failed claim right and helps the most other claims; null if several are as good.
 * `claims` tells in which claims a number takes part.
 */
export function mendOf(claim: Claim, claims: Map<Quantity, Claim[]>): Mend | null {
  const values = valuesOf(claim.terms);
  interface Candidate extends Mend {
    score: number;
  }
  const candidates: Candidate[] = [];
  const terms = claim.terms.slice(0, 40);
  terms.forEach((q, i) => {
    const others = (claims.get(q) ?? []).filter((c) => c !== claim);
    const seen = new Set<number>();
    const weigh = (value: number, how: Mend['how'], base: number): void => {
      if (seen.has(value) || value < 0) return;
      seen.add(value);
      const tried = [...values];
      tried[i] = value;
      if (!claim.holds(tried)) return;
      let score = base;
      const mended: Claim[] = [];
      for (const other of others.slice(0, 30)) {
        const now = other.terms.map((t) => (t === q ? value : t.value));
        const after = other.holds(now);
        if (after && !other.held) {
          score += 2;
          mended.push(other);
        } else if (!after && other.held) score -= 2;
      }
      candidates.push({ quantity: q, value, written: writeLike(value, q), mended, how, score });
    };
    for (const edit of slips(q)) weigh(edit.value, edit.how, edit.how === 'thiếu một chữ số' ? 0 : 0.2);
    const exact = solve(claim, i);
    // A missing item is as likely as a wrong total: a sum is never corrected by mere recomputation.
    if (exact !== null && claim.kind !== 'sum') weigh(exact, 'tính lại', q === claim.suspect ? 0.15 : -0.5);
  });
  candidates.sort((a, b) => b.score - a.score);
  const [best, second] = candidates;
  if (!best) return null;
  if (second && second.score > best.score - 0.15 && best.score < 1.5) {
    // Equal chances: only the plain recomputation of the suspect may stand alone.
    const rivals = candidates.filter((c) => c.score > best.score - 0.15);
    const quantities = new Set(rivals.map((c) => c.quantity));
    if (quantities.size > 1) {
      const recomputed = candidates.find((c) => c.how === 'tính lại' && c.quantity === claim.suspect);
      // A percentage follows from its numbers; numbers that take part in other relations that hold are beyond doubt.
      if (recomputed && claim.kind === 'percentage') return recomputed;
      return null;
    }
  }
  return best;
}

/** The value of one term that makes the claim right, if it is simple to find. */
function solve(claim: Claim, i: number): number | null {
  const values = valuesOf(claim.terms);
  const q = claim.terms[i];
  if (!q) return null;
  if (claim.kind === 'sum') {
    const parts = values.slice(1);
    const value =
      i === 0
        ? parts.reduce((s, v) => s + v, 0)
        : (values[0] ?? 0) - parts.reduce((s, v, k) => (k + 1 === i ? s : s + v), 0);
    return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : Number(value.toFixed(6));
  }
  if (claim.kind === 'percentage' && i === 2) {
    const [a = 0, b = 0] = values;
    // a/b, or growth from a to b: whichever the claim accepts.
    for (const rate of [(100 * a) / b, (100 * (b - a)) / a, (100 * (a - b)) / a]) {
      const rounded = Math.round(rate / q.step) * q.step;
      const tried = [...values];
      tried[2] = Number(rounded.toFixed(6));
      if (claim.holds(tried)) return tried[2] ?? null;
    }
    return null;
  }
  if (claim.kind === 'difference' && claim.terms.length === 3) {
    for (const value of i === 2
      ? [Math.abs((values[0] ?? 0) - (values[1] ?? 0))]
      : i === 0
        ? [(values[1] ?? 0) + (values[2] ?? 0), (values[1] ?? 0) - (values[2] ?? 0)]
        : [(values[0] ?? 0) - (values[2] ?? 0), (values[0] ?? 0) + (values[2] ?? 0)]) {
      const tried = [...values];
      tried[i] = value;
      if (value >= 0 && claim.holds(tried)) return value;
    }
  }
  return null;
}

/** For tests and for suggestions typed by hand: does this text read as that value? */
export function readsAs(raw: string, value: number): boolean {
  return readNumeral(raw, false)?.value === value;
}
