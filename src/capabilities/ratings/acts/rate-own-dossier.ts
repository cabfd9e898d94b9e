import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { lockDossier, placeOf } from '../../dossiers/index.ts';
import { CommentInput, PointsInput } from '../input.ts';
import { ratingRules, readPoints } from '../questions.ts';
import { rateOnce } from '../store.ts';

export const rateOwnDossier = act({
  name: 'ratings.rate-own-dossier',
  summary: 'Rate how one’s own dossier was handled, once; who did it is kept nowhere.',
  anonymous: true,
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), points: PointsInput, comment: CommentInput },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, null), 'applicant'),
  async run(tx, _actor, input, { dossier }, now) {
    const rules = await ratingRules();
    const points = readPoints(rules, input.points);
    await rateOnce(tx, rules, dossier, { way: 'own', points, comment: input.comment ?? null }, now.at);
    await now.record({
      subjectKind: 'agency',
      subjectId: dossier.centreId,
      change: { type: 'rated', way: 'own' },
    });
    return {};
  },
});
