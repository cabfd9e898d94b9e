import type { Actor, Place } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Dossier, type OfficeError, openParts, type PartVisit, type State } from './dossier.ts';

export interface DossierPlace extends Place {
  dossier: Dossier;
}

/**
 * Where a dossier lies for an act. Receiving and returning are the receiving body's; preparing and deciding are the
 * competent body's, so that the leader of the commune where it was handed in cannot decide for another commune.
 */
export function placeOf(
  dossier: Dossier,
  side: 'receiving' | 'competent' | 'either' | 'applicant',
): DossierPlace {
  return {
    dossier,
    notBefore: dossier.lastChange.at,
    bodyIds:
      side === 'receiving'
        ? [dossier.receivingBodyId]
        : side === 'competent'
          ? [dossier.competentBodyId]
          : [...new Set([dossier.receivingBodyId, dossier.competentBodyId])],
    divisionId: dossier.step?.agencyId ?? null,
    officialId: dossier.step?.officialId ?? null,
    role: dossier.step?.role ?? null,
    personIds: [dossier.applicantId, dossier.filedBy.replace(/^person:/, '')],
  };
}

/** Decided here, and not in a ministry's system that is only watched. */
export function requireOurs(dossier: Dossier): void {
  if (dossier.mirror !== undefined)
    throw new Refusal('conflict', 'dossier.mirrored', { system: dossier.mirror.system });
}

/** The act is of another state: nobody's fault, but it cannot be done now; or it is never ours to do. */
export function requireState(dossier: Dossier, ...states: State[]): void {
  requireOurs(dossier);
  requireStateAnywhere(dossier, ...states);
}

/** The same for what may be done to a dossier that a ministry's system decides. */
export function requireStateAnywhere(dossier: Dossier, ...states: State[]): void {
  if (!states.includes(dossier.state))
    throw new Refusal('conflict', 'dossier.state', { state: dossier.state, allowed: states });
}

/** The office's error of this number, as long as it has not yet been apologised for, or mended. */
export function errorOf(dossier: Dossier, number: number, still: 'apology' | 'mended'): OfficeError {
  const error = dossier.errors?.find((one) => one.number === number);
  if (error === undefined) throw new Refusal('missing', 'office-error.unknown');
  const done = error[still];
  if (done !== null) throw new Refusal('conflict', `office-error.${still}`, { at: done.at, by: done.byName });
  return error;
}

/** The dossier is at a step of this kind, and the actor holds the step's role where the step lies. */
export function requireAtStep(dossier: Dossier, actor: Actor, roles: string[]): void {
  const step = dossier.step;
  if (step === null || !roles.includes(step.role))
    throw new Refusal('conflict', 'dossier.not-at-this-step', { step: step?.name ?? null });
  if (actor.kind !== 'official') return;
  const charged = actor.duties.some(
    (duty) =>
      duty.role === step.role &&
      (duty.agencyId === step.agencyId ||
        duty.bodyId === step.agencyId ||
        (duty.role !== 'specialist' && duty.bodyId === dossier.competentBodyId)),
  );
  if (!charged) throw new Refusal('forbidden', 'dossier.not-your-step', { step: step.name });
}

/** Nothing is still being asked at this step: the dossier may go on. */
export function requirePartsDone(dossier: Dossier): void {
  const open = openParts(dossier);
  if (open.length > 0)
    throw new Refusal('conflict', 'dossier.parts-open', { agencies: open.map((part) => part.agencyId) });
}

export interface PartPlace extends DossierPlace {
  part: PartVisit;
}

/**
 * Where a part lies for an act: with whoever was asked, who reaches nothing else of the dossier; or with the side that
 * asks. One that has ended is refused with how it ended, and by whom.
 */
export function placeOfPart(dossier: Dossier, partId: string, side: 'asked' | 'asking'): PartPlace {
  const part = dossier.parts.find((one) => one.id === partId);
  if (part === undefined) throw new Refusal('missing', 'consultation.unknown');
  if (side === 'asking') return { ...placeOf(dossier, 'competent'), part };
  return { dossier, part, bodyIds: [part.bodyId], divisionId: part.agencyId, officialId: part.officialId };
}

/** The part still waits for its answer. */
export function requireOpen(part: PartVisit): void {
  if (part.endedAt !== null)
    throw new Refusal('conflict', 'consultation.ended', {
      ending: part.ending,
      by: part.answeredByName,
      at: part.endedAt,
    });
}
