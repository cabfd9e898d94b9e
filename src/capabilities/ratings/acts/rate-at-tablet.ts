import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { getDossier } from '../../dossiers/index.ts';
import { CommentInput, PointsInput, SecretInput } from '../input.ts';
import { ratingRules, readPoints } from '../questions.ts';
import { findTablet, rateOnce } from '../store.ts';

export const rateAtTablet = act({
  name: 'ratings.rate-at-tablet',
  summary: 'Rate, on a centre’s tablet, the dossier that it shows.',
  anonymous: true,
  input: Type.Object(
    {
      secret: SecretInput,
      dossierId: Type.String({ maxLength: 60 }),
      points: PointsInput,
      comment: CommentInput,
    },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, _actor, input, _target, now) {
    const rules = await ratingRules();
    const points = readPoints(rules, input.points);
    const tablet = await findTablet(tx, input.secret, now.at, true);
    if (tablet === null) throw new Refusal('missing', 'tablet.unknown');
    const dossier = tablet.calledDossierId === input.dossierId ? await getDossier(tx, input.dossierId) : null;
    // Called away meanwhile: what was tapped belongs to nothing that is shown.
    if (dossier === null) throw new Refusal('conflict', 'tablet.other-dossier');
    await rateOnce(tx, rules, dossier, { way: 'tablet', points, comment: input.comment ?? null }, now.at);
    await now.record({
      subjectKind: 'agency',
      subjectId: dossier.centreId,
      change: { type: 'rated', way: 'tablet' },
    });
    return {};
  },
});
