import type { Actor, Place } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Dossier, State } from './dossier.ts';

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
    bodyIds:
      side === 'receiving'
        ? [dossier.receivingBodyId]
        : side === 'competent'
          ? [dossier.competentBodyId]
          : [...new Set([dossier.receivingBodyId, dossier.competentBodyId])],
    divisionId: dossier.step?.agencyId ?? null,
    officialId: dossier.step?.officialId ?? null,
    personIds: [dossier.applicantId, dossier.filedBy.replace(/^person:/, '')],
  };
}

/** The act is of another state: nobody's fault, but it cannot be done now. */
export function requireState(dossier: Dossier, ...states: State[]): void {
  if (!states.includes(dossier.state))
    throw new Refusal('conflict', 'dossier.state', { state: dossier.state, allowed: states });
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
