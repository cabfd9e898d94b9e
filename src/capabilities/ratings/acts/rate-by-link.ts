import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { CommentInput, PointsInput } from '../input.ts';
import { ratingRules, readPoints } from '../questions.ts';
import { dossierOfLink, rateOnce } from '../store.ts';

export const rateByLink = act({
  name: 'ratings.rate-by-link',
  summary: 'Rate how a dossier was handled, by a link that works once; who did it is kept nowhere.',
  anonymous: true,
  input: Type.Object(
    { token: Type.String({ minLength: 10, maxLength: 60 }), points: PointsInput, comment: CommentInput },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, _actor, input, _target, now) {
    const rules = await ratingRules();
    const points = readPoints(rules, input.points);
    const dossier = await dossierOfLink(tx, input.token, now.at, true);
    if (dossier === null) throw new Refusal('missing', 'rating.link-over');
    await rateOnce(tx, rules, dossier, { way: 'link', points, comment: input.comment ?? null }, now.at);
    await now.record({
      subjectKind: 'agency',
      subjectId: dossier.centreId,
      change: { type: 'rated', way: 'link' },
    });
    return {};
  },
});
