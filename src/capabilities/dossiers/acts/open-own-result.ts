import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { DossierId } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/** The first time the applicant opens a result that was returned online: that is how it was handed over. */
export const openOwnResult = act({
  name: 'dossiers.open-own-result',
  summary: 'Note that the applicant opened the result that was returned online; the first time counts.',
  input: Type.Object({ id: DossierId }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String(), openedAt: Type.String() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, null), 'applicant'),
  async run(tx, actor, _input, { dossier }, now) {
    requireState(dossier, 'resolved', 'returned');
    const opened = dossier.returned?.deliveredAt ?? null;
    if (dossier.returned?.by !== 'online' || opened !== null)
      return { id: dossier.id, openedAt: opened ?? now.at.toISOString() };
    const at = now.at.toISOString();
    await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'delivered', deliveredAt: at, receivedBy: actor.name },
      now,
    );
    return { id: dossier.id, openedAt: at };
  },
});
