import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { SecretInput } from '../input.ts';
import { ratingRules } from '../questions.ts';
import { callUp, dossierAtCentre, findTablet, isRated, mayBeRated } from '../store.ts';

export const openAtTablet = act({
  name: 'ratings.open-at-tablet',
  summary:
    'Show on a centre’s tablet the dossier of a code, received there; without a code, put it back to its beginning.',
  anonymous: true,
  input: Type.Object(
    { secret: SecretInput, code: Type.Union([Type.String({ maxLength: 60 }), Type.Null()]) },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, _actor, input, _target, now) {
    const tablet = await findTablet(tx, input.secret, now.at, true);
    if (tablet === null) throw new Refusal('missing', 'tablet.unknown');
    let dossierId: string | null = null;
    if (input.code !== null) {
      const dossier = await dossierAtCentre(tx, input.code, tablet.centreId);
      if (dossier === null) throw new Refusal('missing', 'rating.no-such-dossier');
      if (await isRated(tx, dossier.id)) throw new Refusal('conflict', 'rating.used');
      if (!mayBeRated(dossier)) throw new Refusal('conflict', 'rating.not-yet');
      dossierId = dossier.id;
    }
    const { calledMinutes } = await ratingRules();
    await callUp(
      tx,
      tablet.id,
      dossierId,
      dossierId === null ? null : new Date(now.at.getTime() + calledMinutes * 60_000),
    );
    await now.record({
      subjectKind: 'agency',
      subjectId: tablet.centreId,
      change: { type: dossierId === null ? 'tablet-cleared' : 'tablet-opened', tabletId: tablet.id },
    });
    return {};
  },
});
