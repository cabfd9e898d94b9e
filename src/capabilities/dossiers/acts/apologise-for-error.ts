import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { DossierId, ErrorNumber, SeenVersion } from '../filing.ts';
import { errorOf, placeOf } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

export const apologiseForError = act({
  name: 'dossiers.apologise-for-error',
  summary:
    'Apologise to the applicant, in the leader’s name, for an error of the office (letter by form 04).',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      number: ErrorNumber,
      text: Type.String({ minLength: 3, maxLength: 4000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'either'),
  async run(tx, actor, input, { dossier }, now) {
    errorOf(dossier, input.number, 'apology');
    const text = input.text.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'error-apologised', number: input.number, text },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'apologised', text },
    });
    return { id: after.id, version: after.version };
  },
});
