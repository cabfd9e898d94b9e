import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { DossierId, ReturnByInput, SeenVersion } from '../filing.ts';
import { placeOf, requireOurs, requireStateAnywhere } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { returnParts } from './end-outside-link.ts';
import { takePapers } from './receive-dossier.ts';

export const returnResult = act({
  name: 'dossiers.return-result',
  summary: 'Hand the result over, at the counter, by post or online.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      by: ReturnByInput,
      receivedBy: Type.Optional(Type.Union([Type.String({ maxLength: 300 }), Type.Null()])),
      receiverId: Type.Optional(Type.Union([Type.String({ maxLength: 30 }), Type.Null()])),
      signaturePaperId: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
      tracking: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    // However late: lateness never keeps a result from its owner.
    requireStateAnywhere(dossier, 'resolved');
    if (dossier.mirror?.returnedHere !== true) requireOurs(dossier);
    // A part of a linked filing is handed over with the whole, once.
    if (dossier.linkedTo !== undefined)
      throw new Refusal('conflict', 'linked.returned-with-whole', { dossierId: dossier.linkedTo.dossierId });
    const tracking = input.tracking?.trim() || null;
    if (input.by === 'post' && tracking === null)
      throw invalid('input.invalid', { path: '/tracking', code: 'required' });
    const receivedBy = input.receivedBy?.trim() || (input.by === 'counter' ? dossier.applicantName : null);
    const signaturePaperId = input.signaturePaperId ?? null;
    if (signaturePaperId !== null)
      await takePapers(
        tx,
        [{ key: 'signature', paperIds: [signaturePaperId], originals: 0, copies: 0 }],
        dossier.id,
        actor,
      );
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'returned',
        returned: {
          by: input.by,
          receivedBy,
          receiverId: input.by === 'counter' ? input.receiverId?.trim() || null : null,
          signaturePaperId,
          tracking,
        },
      },
      now,
    );
    await returnParts(tx, after, actor, this.name, now);
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'returned', by: input.by, tracking },
    });
    return { id: after.id, version: after.version };
  },
});
