import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { DossierId, ErrorNumber, SeenVersion } from '../filing.ts';
import { errorOf, placeOf } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/** How an error was put right, at the office's own cost: the result reissued, the paper asked for again and brought. */
export const mendError = act({
  name: 'dossiers.mend-error',
  summary: 'Say how an error of the office was put right, at the office’s own cost.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      number: ErrorNumber,
      how: Type.String({ minLength: 3, maxLength: 4000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'either'),
  async run(tx, actor, input, { dossier }, now) {
    errorOf(dossier, input.number, 'mended');
    const how = input.how.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'error-mended', number: input.number, how },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'mended', how },
    });
    return { id: after.id, version: after.version };
  },
});
