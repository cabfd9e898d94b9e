import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { resultNumber } from '../result.ts';
import { change, lockDossier, madeBy, nextSerial } from '../store.ts';
import { vaulted } from '../vaulting.ts';
import { takeResultPaper } from './receive-dossier.ts';

/**
 * Replaces a wrong result (đính chính, Decree 30/2020 art. 18): a new number and date from the same register; the old
 * one stays in the dossier with its number, and its day of ending stays what it was. The applicant pays nothing.
 */
export const correctResult = act({
  name: 'dossiers.correct-result',
  summary: 'Issue a corrected result in place of a wrong one; the old one and its number are kept.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      reason: Reason,
      name: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
      paperId: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), number: Type.String() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'resolved', 'returned');
    if (dossier.result === null || dossier.outcome === null)
      throw new Refusal('conflict', 'dossier.state', { state: dossier.state });
    const paperId = input.paperId ?? null;
    if (paperId !== null) await takeResultPaper(tx, paperId, dossier.id, actor);
    const date = legalDay(now.at);
    const serial = await nextSerial(tx, 'result', dossier.competentBodyId, date.slice(0, 4));
    const result = {
      number: resultNumber(serial, dossier.outcome),
      date,
      name: input.name?.trim() || dossier.result.name,
      paperId,
      ...vaulted(dossier.outcome, paperId),
    };
    const reason = input.reason.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'result-corrected', result, reason },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'result-corrected', number: result.number, replaces: dossier.result.number, reason },
    });
    return { id: after.id, version: after.version, number: result.number };
  },
});
