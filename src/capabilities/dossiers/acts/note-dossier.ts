import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

export const noteDossier = act({
  name: 'dossiers.note-dossier',
  summary: 'Note something on a dossier that a ministry’s system decides, and tell the applicant if wished.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      reason: Type.String({ minLength: 3, maxLength: 4000 }),
      tell: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'either'),
  async run(tx, actor, input, { dossier }, now) {
    if (dossier.mirror === undefined) throw new Refusal('conflict', 'dossier.not-mirrored');
    const text = input.reason.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'noted', text },
      now,
    );
    if (input.tell === true)
      await now.send({
        channel: 'portal',
        to: after.applicantId,
        subject: { kind: 'dossier', id: after.id },
        body: { event: 'told', text },
      });
    return { id: after.id, version: after.version };
  },
});
