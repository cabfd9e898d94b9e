import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf, requireAtStep, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { arrivalAt, whereItStands } from './complete-step.ts';

export const sendBack = act({
  name: 'dossiers.send-back',
  summary: 'Send a dossier back to an earlier step, with the reason.',
  input: Type.Object(
    { id: DossierId, version: SeenVersion, reason: Reason, to: Type.String({ maxLength: 64 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'received', 'in-progress');
    if (dossier.outcome !== null) throw new Refusal('conflict', 'dossier.decided');
    requireAtStep(dossier, actor, ['specialist', 'division-head', 'leader']);
    const { procedure, here } = await whereItStands(tx, dossier);
    // Only to where it has been in this dossier's life. To the counter for what the counter left out (a scan); what the
    // applicant left out is asked for by a supplement, which stops the clock.
    const been = dossier.steps.some((visit) => visit.key === input.to);
    const target = procedure.process.steps.find((step) => step.key === input.to);
    if (!been || target === undefined || target.key === here.key)
      throw invalid('input.invalid', { path: '/to', code: 'dossier.step-unknown' });
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'moved',
        next: await arrivalAt(tx, dossier, procedure, target, now),
        note: input.reason.trim(),
        back: true,
      },
      now,
    );
    const to = after.step?.officialId ?? `agency:${after.step?.agencyId}`;
    await now.send({
      channel: 'portal',
      to,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'sent-back', step: target.name, reason: input.reason.trim() },
    });
    return { id: after.id, version: after.version };
  },
});
