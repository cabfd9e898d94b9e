import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { lockDossier, placeOf } from '../../dossiers/index.ts';
import { ratingRules } from '../questions.ts';
import { callUp, lockTablet, mayBeRated } from '../store.ts';

export const callUpRating = act({
  name: 'ratings.call-up',
  summary:
    'Show a dossier on a tablet of the centre, for the applicant to rate; whether they do is not told.',
  input: Type.Object(
    { dossierId: Type.String({ maxLength: 60 }), tabletId: Type.String({ maxLength: 40 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ tabletName: Type.String() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.dossierId, null), 'receiving'),
  async run(tx, _actor, input, { dossier }, now) {
    const tablet = await lockTablet(tx, input.tabletId, now.at);
    if (tablet.bodyId !== dossier.receivingBodyId) throw new Refusal('missing', 'tablet.unknown');
    if (!mayBeRated(dossier)) throw new Refusal('conflict', 'rating.not-yet');
    // One that was rated is shown all the same: the tablet says so to the applicant, and nobody else hears of it.
    const { calledMinutes } = await ratingRules();
    await callUp(tx, tablet.id, dossier.id, new Date(now.at.getTime() + calledMinutes * 60_000));
    await now.record({
      subjectKind: 'agency',
      subjectId: tablet.centreId,
      change: { type: 'tablet-called', tabletId: tablet.id, dossierId: dossier.id },
    });
    return { tabletName: tablet.name };
  },
});
