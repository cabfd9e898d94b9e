import type { CutOff, PeriodKind } from '../figures/index.ts';
import type { RoundForm } from './form.ts';
import type { Values } from './judge.ts';

/** A collection round: what is asked of whom for which period, until when. */
export interface Round {
  id: string;
  form: RoundForm;
  name: string;
  note: string;
  periodKind: PeriodKind;
  periodYear: number;
  periodNumber: number;
  cutOff: CutOff;
  /** Legal days that are counted; `to` is the first that is not. */
  from: string;
  to: string;
  /** Until then the counted figures move; then they are frozen, and only then may a sheet be sent. */
  cutOffAt: Date;
  /** The last moment at which a sheet is in time. */
  dueAt: Date;
  organiserId: string;
  frozenAt: Date | null;
  lockedAt: Date | null;
  openedAt: Date;
  openedByName: string;
}

export type SheetState =
  /** Being filled in. */
  | 'open'
  | 'returned'
  /** Handed to the body's own leader. */
  | 'submitted'
  /** Approved by the leader: with the province, and part of its sums. */
  | 'approved'
  | 'accepted';

/** One cell's answer, with who gave it. */
export interface Answer {
  value: number | string | null;
  note: string;
  version: number;
  at: string;
  by: string;
  byName: string;
}

/** Why a rule may be broken here; it holds for the values for which it was said. */
export interface Explanation {
  words: string;
  stood: string;
  at: string;
  byName: string;
}

export type StepKind = 'submitted' | 'returned' | 'approved' | 'accepted' | 'reopened' | 'locked';

export interface Step {
  kind: StepKind;
  at: string;
  byName: string;
  reason?: string;
}

/** What one body answers in one round. */
export interface Sheet {
  roundId: string;
  bodyId: string;
  bodyName: string;
  bodyKind: string;
  state: SheetState;
  locked: boolean;
  version: number;
  cells: Record<string, Answer>;
  explanations: Record<string, Explanation>;
  /** The counted cells, frozen; null until the cut-off. */
  counted: Record<string, number | null> | null;
  steps: Step[];
  reportId: string | null;
  sentAt: Date | null;
  firstSentAt: Date | null;
}

export const STATE_NAMES: Record<SheetState, string> = {
  open: 'Đang nhập',
  returned: 'Trả lại để sửa',
  submitted: 'Chờ lãnh đạo duyệt',
  approved: 'Đã gửi tỉnh',
  accepted: 'Tỉnh đã nhận',
};

/** With the province: part of its sums. */
export const isIn = ({ state }: Pick<Sheet, 'state'>) => state === 'approved' || state === 'accepted';

export const mayBeFilled = ({ state, locked }: Pick<Sheet, 'state' | 'locked'>) =>
  !locked && (state === 'open' || state === 'returned');

/** Sent after the due moment, or still not sent after it. Reckoned when shown; never a barrier. */
export function isLate(
  { firstSentAt }: Pick<Sheet, 'firstSentAt'>,
  { dueAt }: Pick<Round, 'dueAt'>,
  at: Date,
): boolean {
  return (firstSentAt ?? at) > dueAt;
}

/** What was asked for and answered, by cell. */
export const answered = ({ cells }: Pick<Sheet, 'cells'>): Values =>
  Object.fromEntries(Object.entries(cells).map(([key, { value }]) => [key, value]));

/** Which counted figures are other ones now than when they were frozen. */
export function correctedSince(
  frozen: Readonly<Record<string, number | null>>,
  now: Readonly<Record<string, number | null>>,
): { cell: string; frozen: number | null; now: number | null }[] {
  return Object.keys(frozen)
    .filter((cell) => Object.hasOwn(now, cell) && now[cell] !== frozen[cell])
    .map((cell) => ({ cell, frozen: frozen[cell] ?? null, now: now[cell] ?? null }));
}
