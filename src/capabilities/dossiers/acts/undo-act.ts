import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { changesOf } from '../../record/index.ts';
import type { DossierChange } from '../dossier.ts';
import { dossierFrom, lastChangeOf } from '../dossier.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { bodiesOfLast, lastActOf, undoFault, undoLinkedFault } from '../undo.ts';

/**
 * Takes the last act back: a further change, after which the state before it holds again. What was done stays in the
 * record. An undoing can itself be undone, and then the first state holds.
 */
export const undoAct = act({
  name: 'dossiers.undo-act',
  summary: 'Take the last act on a dossier back, with the reason, while nothing outside rests on it.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      reason: Reason,
      /** After an undoing: take the act before it back too, instead of doing again what was undone. */
      further: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  async target(tx, input) {
    const dossier = await lockDossier(tx, input.id, input.version);
    const changes = (await changesOf(tx, 'dossier', dossier.id)) as DossierChange[];
    const act = lastActOf(changes, input.further === true);
    const restores = act === null ? null : dossierFrom(dossier.id, changes.slice(0, act.version));
    if (act === null || restores === null) throw new Refusal('conflict', 'undo.irrevocable');
    const { change: last, version } = act;
    return {
      dossier,
      last,
      version,
      restores,
      bodyIds: bodiesOfLast(dossier, lastChangeOf(last)),
      divisionId: restores.step?.agencyId ?? null,
      officialId: last.by,
    };
  },
  async run(tx, actor, input, { dossier, last, version, restores, bodyIds, divisionId }, now) {
    const linked = undoLinkedFault(dossier, lastChangeOf(last));
    if (linked !== null) throw new Refusal('conflict', linked);
    const fault = undoFault(lastChangeOf(last), actor, { bodyIds, divisionId }, now.at);
    if (fault !== null)
      throw new Refusal(fault === 'undo.not-yours' ? 'forbidden' : 'conflict', fault, {
        by: last.byName,
        at: last.at,
      });
    const reason = input.reason.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'undone',
        version,
        restores,
        undoes: last.type === 'undone' ? last.undoes : last.type,
        reason,
      },
      now,
    );
    // Of inner steps the applicant was never told.
    if (last.type !== 'moved' && last.type !== 'decided')
      await now.send({
        channel: 'portal',
        to: dossier.applicantId,
        subject: { kind: 'dossier', id: dossier.id },
        body: { event: 'undone', undid: last.type, reason },
      });
    return { id: after.id, version: after.version };
  },
});
