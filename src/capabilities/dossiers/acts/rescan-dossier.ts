import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { circumstanceOf, nextStep } from '../course.ts';
import { DossierId, HandedInInput, readComponents, refuseFaults, SeenVersion } from '../filing.ts';
import { placeOf, requireAtStep, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { takeChosen } from '../vaulting.ts';
import { arrivalAt, whereItStands } from './complete-step.ts';
import { takePapers } from './receive-dossier.ts';

/**
 * The counter makes good what it left out and hands the dossier back to whoever sent it. It is the office's own slip:
 * nothing is asked of the applicant and the clock has run on.
 */
export const rescanDossier = act({
  name: 'dossiers.rescan-dossier',
  summary: 'Add the scans that were left out at the counter and hand the dossier back to who sent it.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      components: HandedInInput,
      note: Type.Optional(Type.Union([Type.String({ maxLength: 4000 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'in-progress');
    const { procedure, here } = await whereItStands(tx, dossier);
    if (here.act !== 'receive')
      throw new Refusal('conflict', 'dossier.not-at-this-step', { step: here.name });
    requireAtStep(dossier, actor, ['receptionist']);
    const added = readComponents(input.components);
    refuseFaults(
      added.flatMap((one, place) =>
        procedure.components.some((component) => component.key === one.key) || one.key === 'other'
          ? []
          : [{ path: `/components/${place}`, code: 'dossier.component-unknown' }],
      ),
    );
    const note = input.note?.trim() || null;
    if (note === null && !added.some((one) => one.paperIds.length + one.originals + one.copies > 0))
      refuseFaults([{ path: '/components', code: 'required' }]);
    const into = { personId: dossier.applicantId, dossierId: dossier.id, procedureName: procedure.name };
    await takeChosen(tx, added, into, actor, now);
    await takePapers(tx, added, dossier.id, actor);
    const sender = dossier.steps.at(-1)?.key;
    const back =
      procedure.process.steps.find((step) => step.key === sender) ??
      nextStep(procedure.process, here.key, circumstanceOf(dossier));
    if (back === null) throw new Error(`process of ${procedure.code} ends at ${here.key}`);
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'moved',
        next: await arrivalAt(tx, dossier, procedure, back, now),
        note,
        back: false,
        components: readComponents([...dossier.components, ...added]),
      },
      now,
    );
    return { id: after.id, version: after.version };
  },
});
