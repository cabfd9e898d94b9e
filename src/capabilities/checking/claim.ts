import type { Citation } from './citation.ts';
import type { PrintedDate, YearSpan } from './date.ts';
import type { Finding } from './finding.ts';
import type { FindingKind } from './kinds.ts';
import type { Passage } from './passage.ts';
import type { Quantity } from './quantity.ts';
import type { CheckedText } from './text.ts';

/** Everything that was read, before any relation is sought. Arrays run beside `passages`. */
export interface Reading {
  text: CheckedText;
  passages: Passage[];
  quantities: Quantity[][];
  dates: PrintedDate[][];
  spans: YearSpan[][];
  citations: Citation[][];
}

/** One relation between printed numbers. It can be asked again with other values, so that corrections can be tried. */
export interface Claim {
  kind: FindingKind;
  terms: Quantity[];
  /** `values` run beside `terms`. */
  holds(values: number[]): boolean;
  /** In Vietnamese: what should hold. */
  relation: string;
  computed: string;
  expected: string;
  /** The number that is most likely wrong if nothing else tells. */
  suspect: Quantity;
  severity: Finding['severity'];
  confidence: number;
  /** If it fails and this is set, the failure is not reported: the reason why it is not certain. */
  silent?: string;
  /** Result as printed. */
  held: boolean;
}

export function valuesOf(terms: Quantity[]): number[] {
  return terms.map((t) => t.value);
}

/** A failure or an observation that is not about a sum of numbers: dates, citations, names. */
export interface Observation {
  kind: FindingKind;
  passage: Passage;
  start: number;
  end: number;
  relation: string;
  computed: string;
  expected: string;
  suggestion: string | null;
  severity: Finding['severity'];
  confidence: number;
  related: { passage: Passage; start: number; end: number }[];
}

/** A relation other than between numbers that was tested and holds. */
export interface Kept {
  kind: string;
  passage: Passage;
  start: number;
  end: number;
  statement: string;
}

export interface Skipped {
  passage: Passage;
  start: number;
  end: number;
  why: string;
}

/** What a reader of relations returns. */
export interface Read {
  claims: Claim[];
  observations: Observation[];
  kept: Kept[];
  skipped: Skipped[];
}

export function nothing(): Read {
  return { claims: [], observations: [], kept: [], skipped: [] };
}
