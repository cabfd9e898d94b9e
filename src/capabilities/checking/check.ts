import { citationsOf } from './citation.ts';
import { readCitations } from './citation-faults.ts';
import type { Claim, Observation, Read, Reading } from './claim.ts';
import { readComplements } from './complements.ts';
import { datesOf, yearSpansOf } from './date.ts';
import { readDates } from './date-faults.ts';
import { readDifferences } from './differences.ts';
import type { CheckResult, Finding, Place, Relation, Unread } from './finding.ts';
import { readHeadings } from './headings.ts';
import { readLabelRatios } from './label-ratios.ts';
import { readLists } from './lists.ts';
import { mendOf } from './mend.ts';
import { readNames } from './names.ts';
import { readNumberFormat } from './number-format.ts';
import { passagesOf, placeIn } from './passage.ts';
import { type Quantity, quantitiesOf, type Span, show } from './quantity.ts';
import { readRatios } from './ratios.ts';
import { readRestated } from './restated.ts';
import { readSums } from './sums.ts';
import { readTables } from './tables.ts';
import type { CheckedText } from './text.ts';

/** Official names that spellings are held against; injected, so that the readers stay pure. */
export interface OfficialNames {
  /** "xã Bình Lục", "tỉnh Ninh Bình", today's and former. */
  units: readonly string[];
}

export interface CheckOptions {
  names?: OfficialNames;
}

/** Links and mail addresses hold no quantities. Every part is bounded, so that a line without spaces stays cheap. */
const LINK =
  /https?:\/\/\S{1,500}|www\.\S{1,300}|(?<![\w.-])[\w.-]{1,64}@[\w.-]{1,100}|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:vn|com|org|net)(?![\p{L}\d])(?:\/\S{0,300})?/gu;

/** Everything that stands in the text, before relations are sought. */
export function readText(text: CheckedText): Reading {
  const passages = passagesOf(text);
  const dates = passages.map(datesOf);
  const citations = passages.map((p, i) => citationsOf(p, dates[i] ?? []));
  const spans = passages.map(yearSpansOf);
  const quantities = passages.map((p, i) => {
    const masked: Span[] = [
      ...(dates[i] ?? []),
      ...(spans[i] ?? []),
      ...(citations[i] ?? []).map((c) => ({ start: c.symbolStart, end: c.symbolEnd })),
      ...[...p.text.matchAll(LINK)].map((m) => ({ start: m.index, end: m.index + m[0].length })),
    ].sort((a, b) => a.start - b.start);
    const found = quantitiesOf(p, masked);
    const number = p.cell?.value;
    if (number !== undefined && found.length === 1 && found[0])
      found[0].value = found[0].unit === '%' ? found[0].value : number;
    return found;
  });
  return { text, passages, quantities, dates, spans, citations };
}

/** Reads a text and finds which of its figures and citations contradict each other. Deterministic; ends in time on any input. */
export function check(text: CheckedText, options: CheckOptions = {}): CheckResult {
  const reading = readText(text);
  const sums = readSums(reading);
  const wholesOf = new Map<Quantity, Quantity[]>();
  for (const claim of sums.claims) {
    const [whole, ...parts] = claim.terms;
    if (whole === undefined) continue;
    for (const part of parts) wholesOf.set(part, [...(wholesOf.get(part) ?? []), whole]);
  }
  const ratios = readRatios(reading, wholesOf);
  const complements = readComplements(reading);
  const taken = new Set([...ratios.claims, ...complements.claims].flatMap((c) => c.terms));
  return resultOf(reading, [
    sums,
    ratios,
    readLabelRatios(reading, taken),
    readDifferences(reading),
    readTables(reading),
    complements,
    readDates(reading),
    readCitations(reading),
    readLists(reading),
    readHeadings(reading),
    readNumberFormat(reading),
    readRestated(reading),
    readNames(reading, options.names),
  ]);
}

const RANK = { error: 0, warning: 1, note: 2 };

function resultOf(reading: Reading, reads: Read[]): CheckResult {
  const claims = reads.flatMap((r) => r.claims);
  const byQuantity = new Map<Quantity, Claim[]>();
  for (const claim of claims) {
    for (const term of claim.terms) {
      const list = byQuantity.get(term);
      if (list) list.push(claim);
      else byQuantity.set(term, [claim]);
    }
  }
  const at = (q: { passage: Reading['passages'][number]; start: number; end: number }): Place =>
    placeIn(reading.text, q.passage, q.start, q.end);
  const held: Relation[] = [];
  const unread: Unread[] = [];
  const findings: Finding[] = [];
  const mendedBy = new Map<string, Finding>();
  for (const claim of claims) {
    const span = spanOf(claim.terms);
    if (claim.held) {
      const elsewhere = claim.terms.filter((t) => t.passage !== span.passage).slice(0, 20);
      held.push({
        kind: claim.kind,
        place: at(span),
        statement: claim.relation,
        holds: true,
        ...(elsewhere.length > 0 ? { related: elsewhere.map(at) } : {}),
      });
      continue;
    }
    if (claim.silent !== undefined) {
      unread.push({ place: at(span), quote: quoteOf(span), why: claim.silent });
      continue;
    }
    const mend = mendOf(claim, byQuantity);
    const target = mend?.quantity ?? claim.suspect;
    const key = `${target.passage.index}:${target.start}:${mend?.written ?? ''}`;
    const earlier = mend ? mendedBy.get(key) : undefined;
    if (earlier) {
      // One wrong number breaks several relations: one finding, which names them all.
      const line = corrected(claim, target, mend?.written ?? '');
      if (!earlier.mends.includes(line)) earlier.mends.push(line);
      earlier.confidence = Math.min(0.99, earlier.confidence + 0.05);
      continue;
    }
    const finding = findingOf(reading, {
      kind: claim.kind,
      passage: target.passage,
      start: target.start,
      end: unitEnd(target),
      relation: claim.relation,
      computed: claim.computed,
      expected: claim.expected,
      suggestion: mend ? `${mend.written}${target.unit === '%' ? '%' : ''}` : null,
      severity: claim.severity,
      confidence: claim.confidence,
      related: claim.terms
        .filter((t) => t !== target)
        .map((t) => ({ passage: t.passage, start: t.start, end: t.end })),
    });
    if (mend) {
      finding.mends = [...new Set([claim, ...mend.mended].map((m) => corrected(m, target, mend.written)))];
      mendedBy.set(key, finding);
    }
    findings.push(finding);
  }
  for (const read of reads) {
    for (const seen of read.observations) findings.push(findingOf(reading, seen));
    for (const kept of read.kept)
      held.push({ kind: kept.kind, place: at(kept), statement: kept.statement, holds: true });
    for (const skip of read.skipped) unread.push({ place: at(skip), quote: quoteOf(skip), why: skip.why });
  }
  findings.sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      b.confidence - a.confidence ||
      a.place.block - b.place.block ||
      a.place.start - b.place.start,
  );
  return { findings: few(unique(findings), unread), held, unread };
}

/** A relation as it reads with the correction put in. */
function corrected(claim: Claim, target: Quantity, written: string): string {
  return claim.relation
    .replace(show(target.value), written)
    .replace(show(target.value / target.scale, 3), written);
}

function unitEnd(q: Quantity): number {
  return q.unit === '%' && /^\s?%/.test(q.passage.text.slice(q.end, q.end + 2))
    ? q.passage.text.indexOf('%', q.end) + 1
    : q.end;
}

function spanOf(terms: Quantity[]): { passage: Reading['passages'][number]; start: number; end: number } {
  const first = terms[0] as Quantity;
  const same = terms.filter((t) => t.passage === first.passage);
  return {
    passage: first.passage,
    start: Math.min(...same.map((t) => t.start)),
    end: Math.max(...same.map((t) => unitEnd(t))),
  };
}

function quoteOf(span: { passage: Reading['passages'][number]; start: number; end: number }): string {
  const text = span.passage.text.slice(span.start, span.end);
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}

function findingOf(reading: Reading, seen: Observation): Finding {
  const place = placeIn(reading.text, seen.passage, seen.start, seen.end);
  const quote = quoteOf(seen);
  return {
    id: hash(`${seen.kind}|${quote}|${place.block}|${place.start}`),
    kind: seen.kind,
    severity: seen.severity,
    place,
    related: seen.related.map((r) => placeIn(reading.text, r.passage, r.start, r.end)),
    quote,
    relation: seen.relation,
    computed: seen.computed,
    expected: seen.expected,
    suggestion: seen.suggestion,
    mends: [],
    confidence: Math.round(seen.confidence * 100) / 100,
  };
}

/** How many findings of one kind anybody reads. */
const MOST_OF_A_KIND = 200;

/** Beyond that many of one kind the text is not a report; the rest is said to be left out. */
function few(findings: Finding[], unread: Unread[]): Finding[] {
  const count = new Map<string, number>();
  return findings.filter((f) => {
    const n = (count.get(f.kind) ?? 0) + 1;
    count.set(f.kind, n);
    if (n === MOST_OF_A_KIND + 1)
      unread.push({
        place: f.place,
        quote: f.quote,
        why: 'quá nhiều phát hiện cùng loại: phần còn lại không nêu',
      });
    return n <= MOST_OF_A_KIND;
  });
}

function unique(findings: Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((f) => !seen.has(f.id) && seen.add(f.id));
}

/** FNV-1a over the characters, twice with different seeds: short, stable, the same on every machine. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x85ebca6b);
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
