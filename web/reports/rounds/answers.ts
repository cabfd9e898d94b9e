import type { RoundForm } from '../../../src/capabilities/rounds/form.ts';
import type { Values, Violation } from '../../../src/capabilities/rounds/judge.ts';
import type { Explanation, SheetState, Step } from '../../../src/capabilities/rounds/round.ts';

/** What the server tells of rounds. */
export interface RoundShown {
  id: string;
  name: string;
  note: string;
  period: string;
  from: string;
  /** The first day that is no longer counted, and the last that is. */
  to: string;
  until: string;
  cutOffDay: string;
  dueDay: string;
  cutOffPast: boolean;
  overdue: boolean;
  frozenAt: string | null;
  lockedAt: string | null;
  openedByName: string;
}

export interface RoundsAnswer {
  items: {
    round: RoundShown;
    bodyId: string | null;
    state: SheetState | null;
    stateName: string | null;
    late: boolean;
    in: number;
    total: number;
  }[];
  total: number;
  forms: FormOffered[];
}

export interface FormOffered {
  code: string;
  name: string;
  kinds: string[];
  cells: number;
  rules: number;
  doubts: string[];
  periods: { kind: string; year: number; number: number; name: string; from: string; until: string }[];
}

export interface AnswerShown {
  value: number | string | null;
  note: string;
  version: number;
  byName: string;
  at: string;
}

export interface SheetAnswer {
  round: RoundShown;
  bodyId: string;
  bodyName: string;
  state: SheetState;
  stateName: string;
  locked: boolean;
  late: boolean;
  sentAt: string | null;
  version: number;
  form: RoundForm;
  answers: Record<string, AnswerShown>;
  counted: Record<string, number | null>;
  before: Values;
  corrected: { cell: string; frozen: number | null; now: number | null }[];
  violations: (Violation & { explained: string | null })[];
  explanations: Record<string, Explanation>;
  steps: Step[];
  report: { id: string; name: string } | null;
  reports: { id: string; name: string }[];
  may: {
    fill: boolean;
    submit: boolean;
    approve: boolean;
    return: boolean;
    accept: boolean;
    reopen: boolean;
    open: boolean;
  };
}

export interface BesideAnswer {
  fewest: number;
  sent: number;
  cells: { cell: string; median: number; place: number | null; of: number }[];
}

export interface ClashShown {
  key: string;
  version: number;
  value: number | string | null;
  note: string;
  byName: string;
  at: string;
}

export interface RoundAnswer {
  round: RoundShown;
  counts: { total: number; in: number; accepted: number; late: number; locked: number };
  sheets: {
    bodyId: string;
    bodyName: string;
    state: SheetState;
    stateName: string;
    locked: boolean;
    late: boolean;
    firstSentAt: string | null;
    filled: number;
    asked: number;
    explained: number;
    warned: number;
  }[];
  totals: {
    group: string;
    cells: {
      key: string;
      name: string;
      unit: string;
      kind: string;
      sum: number | null;
      before: number | null;
      of: number;
    }[];
  }[];
  may: { accept: boolean; lock: boolean; remind: boolean };
}

export interface CellAnswer {
  name: string;
  unit: string;
  indicator: string | null;
  rows: {
    bodyId: string;
    bodyName: string;
    value: number | string | null;
    before: number | string | null;
    note: string;
    in: boolean;
  }[];
}

/** A value as it is read: numbers with their dots and commas, a dash where nothing is known. */
export function shownValue(value: number | string | null | undefined, kind?: string): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return value;
  if (kind === 'yes-no') return value === 1 ? 'Có' : value === 0 ? 'Không' : String(value);
  return value.toLocaleString('vi-VN', { maximumFractionDigits: 2 });
}

/** The dossiers behind a counted figure of one body in a round. */
export function doorOf(
  indicator: string,
  body: string,
  { from, to }: Pick<RoundShown, 'from' | 'to'>,
): string {
  return `/so-lieu/ho-so?${new URLSearchParams({ from, to, body, indicator })}`;
}
