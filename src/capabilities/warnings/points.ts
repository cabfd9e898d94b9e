import {
  addDays,
  addWorkingMinutes,
  instantOf,
  isWorkingDay,
  legalDay,
  type WorkingCalendar,
  workingMinutesBetween,
} from '../calendar/index.ts';
import { type Dossier, openParts, type PartVisit } from '../dossiers/index.ts';

/** To whom a warning goes: who holds the dossier, the head of their division, the body's leaders, the centre, who asks, the asked. */
export type Warned = 'holder' | 'head' | 'leader' | 'receptionist' | 'asker' | 'asked';

/** When to warn of what: data (catalogue/warnings.json). */
export type WarningRule = { key: string; title: string; to: Warned[] } & (
  | { watch: 'step'; share: number }
  | { watch: 'due'; workingDaysBefore: number }
  | { watch: 'overdue' }
  | { watch: 'unseen'; working: number }
  | { watch: 'supplement'; days: number }
  | { watch: 'consultation' | 'consultation-asked' | 'consultation-reminded' | 'consultation-ended' }
);

/** A moment at which a rule will warn of a dossier, if nothing happens before. */
export interface Point {
  rule: string;
  /** What it counts from. The same rule and key never warn twice. */
  key: string;
  at: Date;
}

/** The hour at which a day's warning is given. */
const MORNING = 7 * 60;

/** All points of a dossier as it now stands. What has ended, stands still or has moved on has none of its former ones. */
export function pointsOf(dossier: Dossier, rules: WarningRule[], calendar: WorkingCalendar): Point[] {
  return rules.flatMap((rule) => pointsOfRule(dossier, rule, calendar));
}

function pointsOfRule(dossier: Dossier, rule: WarningRule, calendar: WorkingCalendar): Point[] {
  const one = (key: string, at: Date): Point[] => [{ rule: rule.key, key, at }];
  const isRunning = dossier.endedAt === null && dossier.receivedAt !== null && dossier.dueAt !== null;
  switch (rule.watch) {
    case 'step': {
      const { step } = dossier;
      if (!isRunning || step === null || step.dueAt === null) return [];
      const from = new Date(step.startedAt);
      const to = new Date(step.dueAt);
      if (rule.share >= 1) return one(`${step.startedAt} ${step.dueAt}`, afterwards(to));
      const minutes = Math.floor(workingMinutesBetween(calendar, from, to) * rule.share);
      // A share of nothing is no warning before.
      return minutes <= 0
        ? []
        : one(`${step.startedAt} ${step.dueAt}`, addWorkingMinutes(calendar, from, minutes));
    }
    case 'due': {
      if (!isRunning || dossier.dueAt === null) return [];
      let day = legalDay(new Date(dossier.dueAt));
      for (let left = rule.workingDaysBefore; left > 0; left--) {
        day = addDays(day, -1);
        while (!isWorkingDay(calendar, day)) day = addDays(day, -1);
      }
      const at = instantOf(day, MORNING);
      // Begun on that very day: everybody who handles it knows.
      const began = dossier.clock.findLast((interval) => interval.running)?.from ?? dossier.receivedAt ?? '';
      return at.toISOString() <= began ? [] : one(dossier.dueAt, at);
    }
    case 'overdue':
      return isRunning && dossier.dueAt !== null
        ? one(dossier.dueAt, afterwards(new Date(dossier.dueAt)))
        : [];
    case 'unseen':
      return dossier.state === 'submitted' && dossier.channel === 'online'
        ? one(dossier.submittedAt, addWorkingMinutes(calendar, new Date(dossier.submittedAt), rule.working))
        : [];
    case 'supplement': {
      const asked = dossier.supplements.at(-1);
      return dossier.state === 'awaiting-supplement' && asked !== undefined
        ? one(asked.at, instantOf(addDays(legalDay(new Date(asked.at)), rule.days), MORNING))
        : [];
    }
    case 'consultation':
      return openQuestions(dossier).flatMap((part) =>
        part.dueAt === null ? [] : one(keyOfPart(part, part.dueAt), afterwards(new Date(part.dueAt))),
      );
    case 'consultation-asked':
      return openQuestions(dossier).flatMap((part) =>
        one(keyOfPart(part, part.askedAt), new Date(part.askedAt)),
      );
    case 'consultation-reminded':
      return openQuestions(dossier).flatMap((part) => {
        const last = part.remindedAt.at(-1);
        return last === undefined ? [] : one(keyOfPart(part, last), new Date(last));
      });
    case 'consultation-ended':
      // News as long as the step that asked still has the dossier; afterwards it was read or no longer matters.
      return dossier.parts.flatMap((part) =>
        part.kind === 'consultation' &&
        part.endedAt !== null &&
        (part.ending === 'answered' || part.ending === 'declined') &&
        dossier.endedAt === null &&
        dossier.step !== null &&
        dossier.step.key === part.step &&
        dossier.step.startedAt <= part.askedAt
          ? one(keyOfPart(part, part.endedAt), new Date(part.endedAt))
          : [],
      );
  }
}

const openQuestions = (dossier: Dossier) => openParts(dossier).filter(({ kind }) => kind === 'consultation');

const keyOfPart = (part: Pick<PartVisit, 'id'>, since: string) => `${part.id} ${since}`;
/** The question that a point's key counts from; undefined for a rule that is of the whole dossier. */
export const partOfKey = (dossier: Pick<Dossier, 'parts'>, key: string) =>
  dossier.parts.find(({ id }) => key.startsWith(`${id} `));

/** Within the minute of its due time nothing is late yet. */
const afterwards = (due: Date) => new Date(Math.floor(due.getTime() / 60_000) * 60_000 + 60_000);
