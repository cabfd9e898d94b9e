import {
  addWorkingMinutes,
  type Clock,
  closeOn,
  dueAt,
  dueTime,
  legalDay,
  stepShares,
  type Term,
  termMinutes,
  type WorkingCalendar,
  workingMinutesBetween,
} from '../calendar/index.ts';
import {
  type CommuneDivision,
  type Process,
  type ProcessCircumstance,
  type Step,
  type StepPart,
  stepsAfter,
  wayThrough,
} from '../procedures/index.ts';
import type { Dossier, StepVisit } from './dossier.ts';

/** An agency as far as the way of a dossier needs it. */
export interface AgencyOfBody {
  id: string;
  kind: string;
  name: string;
}

/** The agency that holds a dossier at a step. A body without such a part (a department) holds it itself. */
export function holderOfStep(
  step: Pick<Step, 'place' | 'division'>,
  dossier: Pick<Dossier, 'centreId' | 'competentBodyId' | 'division'>,
  parts: AgencyOfBody[],
): string {
  const body = dossier.competentBodyId;
  const ofKind = (kind: string, name?: RegExp) =>
    parts.find((part) => part.kind === kind && (name === undefined || name.test(part.name)))?.id ?? body;
  switch (step.place) {
    case 'centre':
      return dossier.centreId;
    case 'leadership':
      return body;
    case 'office':
      return ofKind('office');
    default:
      return divisionOfBody(body, step.division ?? dossier.division, parts);
  }
}

/** The division of a body that has a field; a body without it does the work itself. */
function divisionOfBody(body: string, division: CommuneDivision, parts: AgencyOfBody[]): string {
  const ofKind = (kind: string, name?: RegExp) =>
    parts.find((part) => part.kind === kind && (name === undefined || name.test(part.name)))?.id ?? body;
  switch (division) {
    case 'office':
      return ofKind('office');
    case 'police':
      // What the police prepare and decide lies with them; what the committee decides in their field, its office prepares.
      return parts.some((part) => part.kind === 'commune-police')
        ? ofKind('commune-police')
        : ofKind('office');
    case 'economy':
      return ofKind('division', /kinh tế/iu);
    default:
      return ofKind('division', /văn h(ó|o)a|văn hoá/iu);
  }
}

/** The agency of the competent body that has a part of a step. */
export function holderOfPart(
  part: Pick<StepPart, 'division'>,
  dossier: Pick<Dossier, 'competentBodyId' | 'division'>,
  parts: AgencyOfBody[],
): string {
  return divisionOfBody(dossier.competentBodyId, part.division ?? dossier.division, parts);
}

/** What the process may ask of this dossier when it parts ways. */
export function circumstanceOf(
  dossier: Pick<Dossier, 'case' | 'channel' | 'form' | 'fees'> & { outcome?: Dossier['outcome'] },
): ProcessCircumstance {
  return {
    case: dossier.case,
    channel: dossier.channel,
    answers: dossier.form,
    fee: dossier.fees.total,
    outcome: dossier.outcome ?? null,
  };
}

/** The working minutes of the whole term, whatever it is made of. */
function wholeTerm(calendar: WorkingCalendar, term: Term, from: Date): number {
  const minutes = termMinutes(calendar, term);
  if (minutes !== null) return minutes;
  const end = dueAt(calendar, term, [{ from: from.toISOString(), to: null, running: true, why: 'received' }]);
  return end === null ? 0 : workingMinutesBetween(calendar, from, end);
}

/**
 * Each step's share of the term in working minutes. Along the way of this dossier they add up to the whole exactly; a
 * step beside it has its part rounded down.
 */
export function sharesOf(
  process: Process,
  calendar: WorkingCalendar,
  term: Term,
  from: Date,
  of: ProcessCircumstance,
): Map<string, number> {
  const whole = wholeTerm(calendar, term, from);
  const way = wayThrough(process, of);
  const exact = stepShares(
    whole,
    way.map((step) => step.share),
  );
  const shares = new Map(process.steps.map((step) => [step.key, Math.floor(whole * step.share)]));
  for (const [place, step] of way.entries()) shares.set(step.key, exact[place] ?? 0);
  return shares;
}

/** The step this dossier goes to; `to` chooses where several are open. Null when there is none, or none of that name. */
export function nextStep(
  process: Process,
  key: string,
  of: ProcessCircumstance,
  to: string | null = null,
): Step | null {
  const after = stepsAfter(process, key, of);
  return (to === null ? after[0] : after.find((step) => step.key === to)) ?? null;
}

/** A stay at a step from `at` on, with its own due time from its share of the term. */
export function visit(
  step: Step,
  holder: { agencyId: string; officialId?: string | null; officialName?: string | null },
  share: number,
  calendar: WorkingCalendar,
  at: Date,
): StepVisit {
  return {
    key: step.key,
    name: step.name,
    role: step.role,
    agencyId: holder.agencyId,
    officialId: holder.officialId ?? null,
    officialName: holder.officialName ?? null,
    startedAt: at.toISOString(),
    dueAt: share > 0 ? addWorkingMinutes(calendar, at, share).toISOString() : null,
    endedAt: null,
  };
}

/** Where a way leads: the calendar of the centre, and the agencies of the body that decides. */
export interface WayGround {
  calendar: WorkingCalendar;
  parts: AgencyOfBody[];
}

/** The stay at the next step: who holds it, and its share of the term from now on. */
export function arrivalOf(
  dossier: Dossier,
  procedure: { process: Process },
  next: Step,
  { calendar, parts }: WayGround,
  at: Date,
): StepVisit {
  const share =
    dossier.term === null
      ? 0
      : (sharesOf(
          procedure.process,
          calendar,
          dossier.term,
          new Date(dossier.receivedAt ?? at),
          circumstanceOf(dossier),
        ).get(next.key) ?? 0);
  // Who had this step before has it again: a dossier sent back lies with the specialist who knows it.
  const earlier = dossier.steps.findLast((one) => one.key === next.key && one.officialId !== null);
  const holder =
    next.role === 'specialist' && earlier !== undefined
      ? { agencyId: earlier.agencyId, officialId: earlier.officialId, officialName: earlier.officialName }
      : { agencyId: holderOfStep(next, dossier, parts) };
  return visit(next, holder, share, calendar, at);
}

/** A dossier's way from its receipt on: its due time, its stay at the counter and its first step after it. */
export function wayOf(
  dossier: Pick<Dossier, 'centreId' | 'competentBodyId' | 'division' | 'channel' | 'case' | 'form' | 'fees'>,
  procedure: { code: string; process: Process },
  term: Term,
  { calendar, parts }: WayGround,
  at: Date,
): { term: Term; dueAt: string; steps: StepVisit[]; step: StepVisit } {
  const circumstance = circumstanceOf(dossier);
  const shares = sharesOf(procedure.process, calendar, term, at, circumstance);
  const [receive] = procedure.process.steps;
  const next = receive === undefined ? null : nextStep(procedure.process, receive.key, circumstance);
  if (receive === undefined || next === null)
    throw new Error(`procedure ${procedure.code} has no way from receipt`);
  const share = (key: string) => shares.get(key) ?? 0;
  const received = visit(receive, { agencyId: dossier.centreId }, share(receive.key), calendar, at);
  return {
    term,
    dueAt: dueTime(calendar, term, at).toISOString(),
    steps: [{ ...received, endedAt: at.toISOString() }],
    step: visit(next, { agencyId: holderOfStep(next, dossier, parts) }, share(next.key), calendar, at),
  };
}

/** A step that was done in the moment in which it began. */
export function visitAtOnce(
  step: Step,
  holder: { agencyId: string; officialId: string; officialName: string },
  at: string,
): StepVisit {
  return {
    key: step.key,
    name: step.name,
    role: step.role,
    ...holder,
    startedAt: at,
    dueAt: null,
    endedAt: at,
  };
}

/** Until when a supplement may still come, where the law of the procedure sets a time: the end of its last day. */
export function answerableUntil(
  calendar: WorkingCalendar,
  rule: { workingDays: number },
  askedAt: string,
): Date {
  const last = dueTime(calendar, { unit: 'working-day', value: rule.workingDays }, new Date(askedAt));
  return closeOn(calendar, legalDay(last));
}

/** The due time of a clock as it is stored: null while it stands. */
export function dueOf(calendar: WorkingCalendar, term: Term, clock: Clock): string | null {
  return dueAt(calendar, term, clock)?.toISOString() ?? null;
}
