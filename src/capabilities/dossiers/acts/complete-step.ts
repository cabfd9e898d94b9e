import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import { SYSTEM } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { addWorkingMinutes, legalDay, loadCalendar } from '../../calendar/index.ts';
import { getVersion, type ProcedureVersion, type Step } from '../../procedures/index.ts';
import { findAgencies } from '../../units/index.ts';
import { arrivalOf, circumstanceOf, holderOfPart, nextStep, sharesOf } from '../course.ts';
import type { Dossier, PartVisit, StepVisit } from '../dossier.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf, requireAtStep, requirePartsDone, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/** The version of the procedure under which the dossier was received, and the step it is at. */
export async function whereItStands(
  tx: Tx,
  dossier: Dossier,
): Promise<{ procedure: ProcedureVersion; here: Step }> {
  const version = await getVersion(tx, dossier.procedureVersionId);
  if (version === null) throw new Refusal('missing', 'procedure.unknown');
  const here = version.procedure.process.steps.find((step) => step.key === dossier.step?.key);
  if (here === undefined) throw new Refusal('conflict', 'dossier.state', { state: dossier.state });
  return { procedure: version.procedure, here };
}

/** The stay at the next step: who holds it, and its share of the term from now on. */
export async function arrivalAt(
  tx: Tx,
  dossier: Dossier,
  procedure: ProcedureVersion,
  next: Step,
  now: Circumstances,
): Promise<StepVisit> {
  const today = legalDay(now.at);
  const calendar = await loadCalendar(tx, dossier.centreId, today);
  const parts = await findAgencies(tx, { bodyId: dossier.competentBodyId }, today);
  return arrivalOf(dossier, procedure, next, { calendar, parts }, now.at);
}

/**
 * Does at once what the system does by itself on a dossier's arrival: steps that tell the applicant are passed, one
 * after the other, and the parallel parts of the step where it comes to rest are opened together.
 */
export async function passAutomatic(
  tx: Tx,
  dossier: Dossier,
  procedure: ProcedureVersion,
  now: Circumstances,
): Promise<Dossier> {
  let moved = dossier;
  for (;;) {
    const here = procedure.process.steps.find((step) => step.key === moved.step?.key);
    if (here?.act !== 'notify')
      return here === undefined ? moved : openStepParts(tx, moved, procedure, here, now);
    await now.send({
      channel: 'portal',
      to: moved.applicantId,
      subject: { kind: 'dossier', id: moved.id },
      body: { event: 'told', step: here.name, text: here.message ?? here.name },
    });
    moved = await moveOn(tx, moved, procedure, 'dossiers.pass-automatic-step', now);
  }
}

/**
 * Opens the parts of a step, each due by its own share of the term. A dossier that comes back to a step keeps the
 * answers that its parts have given: what is asked anew is asked by whoever holds it.
 */
async function openStepParts(
  tx: Tx,
  dossier: Dossier,
  procedure: ProcedureVersion,
  here: Step,
  now: Circumstances,
): Promise<Dossier> {
  const { step, term } = dossier;
  if (here.parts === undefined || step === null || term === null) return dossier;
  if (dossier.parts.some((part) => part.kind === 'parallel' && part.step === here.key)) return dossier;
  const today = legalDay(now.at);
  const calendar = await loadCalendar(tx, dossier.centreId, today);
  const agencies = await findAgencies(tx, { bodyId: dossier.competentBodyId }, today);
  const from = new Date(dossier.receivedAt ?? now.at);
  const whole = sharesOf(procedure.process, calendar, term, from, circumstanceOf(dossier)).get(here.key) ?? 0;
  const parts = here.parts.map((part): PartVisit => {
    const minutes = here.share > 0 ? Math.floor((whole * part.share) / here.share) : 0;
    return {
      id: randomUUID(),
      kind: 'parallel',
      step: here.key,
      agencyId: holderOfPart(part, dossier, agencies),
      bodyId: dossier.competentBodyId,
      // Whoever prepares or decides in that agency may answer, as for any question.
      role: null,
      officialId: null,
      officialName: null,
      question: part.name,
      sharedPaperIds: dossier.components.flatMap((component) => component.paperIds),
      askedAt: now.at.toISOString(),
      askedBy: step.officialId ?? SYSTEM.id,
      askedByName: step.officialName ?? SYSTEM.name,
      askedFrom: step.agencyId,
      dueAt: addWorkingMinutes(calendar, now.at, minutes).toISOString(),
      remindedAt: [],
      endedAt: null,
      ending: null,
      answer: null,
      answeredBy: null,
      answeredByName: null,
      paperIds: [],
    };
  });
  const opened = await change(
    tx,
    dossier.id,
    dossier,
    { ...madeBy(SYSTEM, 'dossiers.open-step-parts', now), type: 'parts-opened', parts },
    now,
  );
  for (const part of parts)
    await now.send({
      channel: 'portal',
      to: `agency:${part.agencyId}`,
      subject: { kind: 'dossier', id: dossier.id },
      body: { event: 'consulted', part: part.id, question: part.question, dueAt: part.dueAt },
    });
  return opened;
}

/** The system takes a dossier from a step of its own to the next one. */
export async function moveOn(
  tx: Tx,
  dossier: Dossier,
  procedure: ProcedureVersion,
  act: string,
  now: Circumstances,
): Promise<Dossier> {
  const next = nextStep(procedure.process, dossier.step?.key ?? '', circumstanceOf(dossier));
  if (next === null) throw new Error(`process of ${procedure.code} ends at ${dossier.step?.key}`);
  return change(
    tx,
    dossier.id,
    dossier,
    {
      ...madeBy(SYSTEM, act, now),
      type: 'moved',
      next: await arrivalAt(tx, dossier, procedure, next, now),
      note: null,
      back: false,
    },
    now,
  );
}

export const completeStep = act({
  name: 'dossiers.complete-step',
  summary: 'Finish the current step and pass the dossier on to the next one.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      note: Type.Optional(Type.Union([Type.String({ maxLength: 4000 }), Type.Null()])),
      to: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'received', 'in-progress');
    const { procedure, here } = await whereItStands(tx, dossier);
    // These steps end by their own acts, which decide, number or hand over.
    if (here.act !== 'appraise' && here.act !== 'submit')
      throw new Refusal('conflict', 'dossier.step-has-own-act', { step: here.name, act: here.act });
    requireAtStep(dossier, actor, [here.role]);
    requirePartsDone(dossier);
    const next = nextStep(procedure.process, here.key, circumstanceOf(dossier), input.to ?? null);
    if (next === null) throw invalid('input.invalid', { path: '/to', code: 'dossier.step-unknown' });
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'moved',
        next: await arrivalAt(tx, dossier, procedure, next, now),
        note: input.note?.trim() || null,
        back: false,
      },
      now,
    );
    const { id, version } = await passAutomatic(tx, after, procedure, now);
    return { id, version };
  },
});
