import { legalDay, timeliness } from '../calendar/index.ts';
import { type Dossier, type DossierChange, isOpen, owedPlaces, paidAmount } from './dossier.ts';
import { standsForOthers } from './linked.ts';

/**
 * What figures are counted from. Everything follows from the dossier alone, but for whether its procedure is offered
 * as a full process, which its version says. Days are legal days (YYYY-MM-DD).
 */
export interface Facts {
  version: number;
  channel: string;
  procedureCode: string;
  sector: string;
  competentBodyId: string;
  receivingBodyId: string;
  passedAgencyIds: string[];
  /** Received at one body, decided by another; so it stays when the two become one later. */
  placeIndependent: boolean;
  filedDay: string;
  receivedDay: string | null;
  /** When receipt was refused: such a dossier counts nowhere else. */
  refusedDay: string | null;
  endedDay: string | null;
  returnedDay: string | null;
  /** The last day on which it can count in anything; null while it is not finished. */
  lastDay: string | null;
  outcome: 'approved' | 'refused' | null;
  ending: 'early' | 'on-time' | 'late' | null;
  supplements: number;
  extended: boolean;
  fee: boolean;
  /** What is to be paid, and what has been paid and not paid back; dong. */
  feeAmount: number;
  paidAmount: number;
  /** A component was handed in with a file; the result has one. */
  digitisedIn: boolean;
  digitisedOut: boolean;
  fullProcess: boolean;
  /** From receipt to the end, without the time for which the applicant was waited for; whole minutes. */
  elapsedMinutes: number | null;
  /** Ended by the agency without a result: neither decided nor withdrawn. */
  stopped: boolean;
  /** All that was due was paid through an online channel. */
  paidOnline: boolean;
  /** At least one fee was waived. */
  exempt: boolean;
  /** Kept in a ministry's system and mirrored here. */
  mirrored: boolean;
  /** A linked procedure's dossier: those that it stands for are counted, and not it beside them. */
  standsForOthers: boolean;
  /** The result lies in the vault. */
  inVault: boolean;
  /** A component was taken from the vault or a database instead of being handed in anew. */
  reused: boolean;
  corrections: number;
  /** Elapsed minutes at the desks of each role; null while it is not ended, or when no step was theirs. */
  receptionistMinutes: number | null;
  specialistMinutes: number | null;
  headMinutes: number | null;
  leaderMinutes: number | null;
  clerkMinutes: number | null;
}

/** A stretch of time in which a dossier was open, half-open; instants in ISO 8601, `until` null in an open one's last. */
export interface Standing {
  version: number;
  since: string;
  until: string | null;
  dueAt: string | null;
  waiting: boolean;
}

const dayOf = (at: string | null) => (at === null ? null : legalDay(new Date(at)));

export function factsOf(dossier: Dossier, fullProcess: boolean): Facts {
  const endedDay = dossier.receivedAt === null ? null : dayOf(dossier.endedAt);
  const refusedDay =
    dossier.state === 'refused-receipt' ? dayOf(dossier.refusedAt ?? dossier.lastChange.at) : null;
  const returnedDay = dayOf(dossier.returnedAt);
  // Withdrawn before it was received: nothing but its filing counts.
  const dropped = dossier.receivedAt === null && dossier.endedAt !== null ? dayOf(dossier.endedAt) : null;
  return {
    version: dossier.version,
    channel: dossier.channel,
    procedureCode: dossier.procedureCode,
    sector: dossier.sector,
    competentBodyId: dossier.competentBodyId,
    receivingBodyId: dossier.receivingBodyId,
    passedAgencyIds: passedAgencies(dossier),
    placeIndependent: isPlaceIndependent(dossier.formerBodies?.[0] ?? dossier),
    filedDay: legalDay(new Date(dossier.submittedAt)),
    receivedDay: dayOf(dossier.receivedAt),
    refusedDay,
    endedDay,
    returnedDay,
    lastDay: returnedDay ?? refusedDay ?? dropped ?? (dossier.outcome === null ? endedDay : null),
    outcome: dossier.outcome,
    ending: endedDay === null ? null : endingOf(dossier),
    supplements: dossier.supplements.length,
    extended: dossier.extension !== null,
    fee: dossier.fees.total > 0,
    feeAmount: dossier.fees.total,
    paidAmount: paidAmount(dossier),
    digitisedIn: dossier.components.some((one) => one.paperIds.length > 0),
    digitisedOut: dossier.result !== null && dossier.result.paperId !== null,
    fullProcess,
    elapsedMinutes: endedDay === null ? null : elapsedOf(dossier),
    stopped: endedDay !== null && dossier.state === 'stopped',
    paidOnline: paidOnline(dossier),
    exempt: dossier.fees.lines.some((line) => line.amount === 0 && line.why.startsWith('Miễn')),
    mirrored: dossier.mirroredFrom !== undefined,
    standsForOthers: standsForOthers(dossier),
    inVault: dossier.result?.inVault === true,
    reused: dossier.components.some((one) => (one.taken ?? []).length > 0),
    corrections: dossier.corrections?.length ?? 0,
    receptionistMinutes: minutesAt(dossier, 'receptionist'),
    specialistMinutes: minutesAt(dossier, 'specialist'),
    headMinutes: minutesAt(dossier, 'division-head'),
    leaderMinutes: minutesAt(dossier, 'leader'),
    clerkMinutes: minutesAt(dossier, 'clerk'),
  };
}

const isPlaceIndependent = (bodies: { competentBodyId: string; receivingBodyId: string }) =>
  bodies.competentBodyId !== bodies.receivingBodyId;

/** What the steps of a role took until the dossier ended; the hand-over of the result comes after. */
function minutesAt(dossier: Dossier, role: string): number | null {
  const { receivedAt, endedAt } = dossier;
  if (receivedAt === null || endedAt === null) return null;
  const visits = dossier.steps.filter((visit) => visit.role === role && visit.startedAt < endedAt);
  if (visits.length === 0) return null;
  const spent = visits.reduce((sum, visit) => {
    const until = visit.endedAt === null || visit.endedAt > endedAt ? endedAt : visit.endedAt;
    return sum + Math.max(0, Date.parse(until) - Date.parse(visit.startedAt));
  }, 0);
  return Math.floor(spent / 60_000);
}

/** Nothing is owed any more, and every receipt that holds was paid online. */
function paidOnline(dossier: Dossier): boolean {
  const holding = (dossier.payments ?? []).filter((payment) => payment.voided === null);
  return (
    holding.length > 0 &&
    holding.every((payment) => payment.way === 'online') &&
    owedPlaces(dossier).length === 0
  );
}

/** The agencies that hold or held it. */
export function passedAgencies(dossier: Pick<Dossier, 'steps' | 'step'>): string[] {
  const visits = [...dossier.steps, ...(dossier.step === null ? [] : [dossier.step])];
  return [...new Set(visits.map((visit) => visit.agencyId))];
}

/** Ended while nothing was due (withdrawn while a supplement was waited for): in time, on no earlier day than promised. */
function endingOf(dossier: Dossier): Facts['ending'] {
  if (dossier.endedAt === null) return null;
  if (dossier.dueAtEnd === null) return 'on-time';
  return timeliness(new Date(dossier.dueAtEnd), new Date(dossier.endedAt));
}

function elapsedOf(dossier: Dossier): number {
  const running = dossier.clock
    .filter((interval) => interval.running)
    .reduce((sum, { from, to }) => sum + (Date.parse(to ?? dossier.endedAt ?? from) - Date.parse(from)), 0);
  return Math.max(0, Math.floor(running / 60_000));
}

/** How an open dossier stands; null when it is not open. */
export function standingOf(dossier: Dossier | null): Pick<Standing, 'dueAt' | 'waiting'> | null {
  if (dossier === null || !isOpen(dossier)) return null;
  return {
    dueAt: dossier.dueAt,
    waiting: ['awaiting-supplement', 'awaiting-payment', 'stopped'].includes(dossier.state),
  };
}

/** Whether a change ended one stretch and began another, or neither. */
export function standsOtherwise(before: Dossier | null, after: Dossier): boolean {
  const [was, is] = [standingOf(before), standingOf(after)];
  return was?.dueAt !== is?.dueAt || was?.waiting !== is?.waiting;
}

/** The stretches after one more change: what the store does to the last row, done to a list. */
export function standingsAfter(
  standings: Standing[],
  before: Dossier | null,
  after: Dossier,
  change: Pick<DossierChange, 'at'>,
): Standing[] {
  if (!standsOtherwise(before, after)) return standings;
  const closed = standings.map((one) => (one.until === null ? { ...one, until: change.at } : one));
  const now = standingOf(after);
  return now === null
    ? closed
    : [...closed, { ...now, version: after.version, since: change.at, until: null }];
}
