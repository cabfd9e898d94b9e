import {
  addWorkingMinutes,
  type Clock,
  dueAt,
  stepShares,
  type Term,
  termMinutes,
  type WorkingCalendar,
  workingMinutesBetween,
} from '../calendar/index.ts';
import { mainWay, type Process, type Step, stepsAfter } from '../procedures/index.ts';
import type { Dossier, StepVisit } from './dossier.ts';

/** An agency as far as the way of a dossier needs it. */
export interface AgencyOfBody {
  id: string;
  kind: string;
  name: string;
}

/** The agency that holds a dossier at a step. A body without such a part (a department) holds it itself. */
export function holderOfStep(
  step: Pick<Step, 'place'>,
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
      switch (dossier.division) {
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
}

/** The working minutes of the whole term, whatever it is made of. */
function wholeTerm(calendar: WorkingCalendar, term: Term, from: Date): number {
  const minutes = termMinutes(calendar, term);
  if (minutes !== null) return minutes;
  const end = dueAt(calendar, term, [{ from: from.toISOString(), to: null, running: true, why: 'received' }]);
  return end === null ? 0 : workingMinutesBetween(calendar, from, end);
}

/**
 * Each step's share of the term in working minutes. Along the main way they add up to the whole exactly; a step on a
 * branch has its part rounded down.
 */
export function sharesOf(
  process: Process,
  calendar: WorkingCalendar,
  term: Term,
  from: Date,
): Map<string, number> {
  const whole = wholeTerm(calendar, term, from);
  const way = mainWay(process);
  const exact = stepShares(
    whole,
    way.map((step) => step.share),
  );
  const shares = new Map(process.steps.map((step) => [step.key, Math.floor(whole * step.share)]));
  for (const [place, step] of way.entries()) shares.set(step.key, exact[place] ?? 0);
  return shares;
}

/** The step after this one; `to` chooses among several. Null when there is none, or none of that name. */
export function nextStep(process: Process, key: string, to: string | null = null): Step | null {
  const after = stepsAfter(process, key);
  return (to === null ? after[0] : after.find((step) => step.key === to)) ?? null;
}

/** The nearest step of this kind ahead of `key`; null when none follows. */
export function nextOfAct(process: Process, key: string, act: Step['act']): Step | null {
  let waiting = stepsAfter(process, key);
  // Processes neither loop nor exceed forty steps (`faultsOfProcess`), so this ends.
  while (waiting.length > 0) {
    const found = waiting.find((step) => step.act === act);
    if (found !== undefined) return found;
    waiting = waiting.flatMap((step) => stepsAfter(process, step.key));
  }
  return null;
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

/** The due time of a clock as it is stored: null while it stands. */
export function dueOf(calendar: WorkingCalendar, term: Term, clock: Clock): string | null {
  return dueAt(calendar, term, clock)?.toISOString() ?? null;
}
