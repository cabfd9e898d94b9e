import type { FindingKind } from './kinds.ts';

/** A character range in the text of one block. */
export interface Place {
  /** Index of the block in `CheckedText.blocks`. */
  block: number;
  page?: number;
  /** First character. */
  start: number;
  /** One past the last character. */
  end: number;
}

export interface Finding {
  /** A stable hash of kind, quote and place, so that a dismissal can be remembered for this document. */
  id: string;
  kind: FindingKind;
  severity: 'error' | 'warning' | 'note';
  place: Place;
  /** Other places that take part in the same relation. */
  related: Place[];
  quote: string;
  /** In Vietnamese: what should hold. */
  relation: string;
  computed: string;
  expected: string;
  /** The most probable correction, or null where none stands out. */
  suggestion: string | null;
  /** In Vietnamese: the relations that the suggestion mends. */
  mends: string[];
  /** Between 0 and 1. */
  confidence: number;
}

/** A relation that was read and tested. */
export interface Relation {
  kind: string;
  place: Place;
  /** Where its other numbers stand. */
  related?: Place[];
  /** In Vietnamese. */
  statement: string;
  holds: boolean;
}

/** Something that looked checkable but was not checked. */
export interface Unread {
  place: Place;
  quote: string;
  why: string;
}

export interface CheckResult {
  /** Most serious first. */
  findings: Finding[];
  held: Relation[];
  unread: Unread[];
}
