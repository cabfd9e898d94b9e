import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

export const refuseReceipt = act({
  name: 'dossiers.refuse-receipt',
  summary: 'Refuse to receive a dossier that was filed online, with the reason (form 03).',
  input: Type.Object(
    { id: DossierId, version: SeenVersion, reason: Reason },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'submitted', 'awaiting-supplement');
    if (dossier.receivedAt !== null) requireState(dossier, 'submitted');
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'refused-receipt', reason: input.reason.trim() },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'refused-receipt', reason: input.reason.trim() },
    });
    return { id: after.id, version: after.version };
  },
});
