import { isLate } from '../calendar/index.ts';
import type { Counted } from '../dossiers/index.ts';
import {
  countedBy,
  type Field,
  type Indicator,
  type Moment,
  type Rule,
  toldMinutes,
  type Working,
} from './indicator.ts';
import type { Period } from './period.ts';

/** A period with its two instants, and the one at which lateness is judged: its end, or now while it still runs. */
export interface Reckoned extends Period {
  start: Date;
  end: Date;
  judgedAt: Date;
}

/** The slow, obvious way: whether an indicator counts one dossier. The recount sets it against what SQL says. */
export function counts(
  indicators: ReadonlyMap<string, Indicator>,
  code: string,
  dossier: Counted,
  period: Reckoned,
): boolean {
  if (dossier.facts.standsForOthers) return false;
  return countedBy(indicators, code).some(
    ({ counts: rule }) =>
      'moment' in rule &&
      happens(dossier, rule.moment, period) &&
      (rule.where === undefined || holds(dossier, rule.where, rule.moment, period)),
  );
}

function openAt(dossier: Counted, at: Date) {
  return dossier.standings.find(
    ({ since, until }) => new Date(since) < at && (until === null || new Date(until) >= at),
  );
}

function happens({ facts, ...rest }: Counted, moment: Moment, period: Reckoned): boolean {
  const within = (day: string | null) => day !== null && day >= period.from && day < period.to;
  switch (moment) {
    case 'filed':
      return within(facts.filedDay);
    case 'received':
      return within(facts.receivedDay);
    case 'refused-receipt':
      return within(facts.refusedDay);
    case 'ended':
      return within(facts.endedDay);
    case 'returned':
      return within(facts.returnedDay);
    case 'open-at-start':
      return openAt({ facts, ...rest }, period.start) !== undefined;
    default:
      return openAt({ facts, ...rest }, period.end) !== undefined;
  }
}

function factOf(dossier: Counted, field: Field, moment: Moment, period: Reckoned): unknown {
  const { facts } = dossier;
  const atStart = moment === 'open-at-start';
  const standing = openAt(dossier, atStart ? period.start : period.end);
  switch (field) {
    case 'digitised-in':
      return facts.digitisedIn;
    case 'digitised-out':
      return facts.digitisedOut;
    case 'full-process':
      return facts.fullProcess;
    case 'place-independent':
      return facts.placeIndependent;
    case 'paid-online':
      return facts.paidOnline;
    case 'in-vault':
      return facts.inVault;
    case 'waiting':
      return standing?.waiting ?? null;
    case 'overdue': {
      const dueAt = standing?.dueAt ?? null;
      return dueAt !== null && isLate(new Date(dueAt), atStart ? period.start : period.judgedAt);
    }
    default:
      return facts[field];
  }
}

const WORKING = {
  'elapsed-minutes': 'elapsedMinutes',
  'receptionist-minutes': 'receptionistMinutes',
  'specialist-minutes': 'specialistMinutes',
  'head-minutes': 'headMinutes',
  'leader-minutes': 'leaderMinutes',
  'clerk-minutes': 'clerkMinutes',
} as const satisfies Record<Working, keyof Counted['facts']>;

/** How long a dossier took, as it is told; null while it is not ended. */
export function workingOf({ facts }: Counted, of: Working): number | null {
  const minutes = facts[WORKING[of]];
  return minutes === null ? null : toldMinutes(minutes);
}

function holds(dossier: Counted, rule: Rule, moment: Moment, period: Reckoned): boolean {
  if ('all' in rule) return rule.all.every((one) => holds(dossier, one, moment, period));
  if ('any' in rule) return rule.any.some((one) => holds(dossier, one, moment, period));
  if ('not' in rule) return !holds(dossier, rule.not, moment, period);
  if ('known' in rule) return factOf(dossier, rule.known, moment, period) !== null;
  const value = factOf(dossier, rule.field, moment, period);
  if ('atLeast' in rule) return Number(value) >= rule.atLeast;
  return value === rule.is;
}
