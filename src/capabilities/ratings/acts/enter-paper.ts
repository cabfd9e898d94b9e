import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { type Agency, findAgency } from '../../units/index.ts';
import { CommentInput, PointsInput } from '../input.ts';
import { ratingRules, readPoints } from '../questions.ts';
import { insertRating } from '../store.ts';

export const enterPaper = act({
  name: 'ratings.enter-paper',
  summary: 'Enter a rating slip out of a centre’s box: it bears no name and no dossier.',
  input: Type.Object(
    {
      centreId: Type.String({ maxLength: 35 }),
      day: Type.String({ format: 'date' }),
      points: PointsInput,
      comment: CommentInput,
    },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  async target(tx, input): Promise<Place & { centre: Agency }> {
    const centre = await findAgency(tx, input.centreId);
    if (centre === null || centre.kind !== 'centre') throw new Refusal('missing', 'agency.unknown');
    return { centre, bodyIds: [centre.bodyId] };
  },
  async run(tx, _actor, input, { centre }, now) {
    if (input.day > legalDay(now.at)) throw invalid('input.invalid', { path: '/day', code: 'date.future' });
    const rules = await ratingRules();
    await insertRating(
      tx,
      rules,
      {
        way: 'paper',
        points: readPoints(rules, input.points),
        comment: input.comment ?? null,
        centreId: centre.id,
        receivingBodyId: centre.bodyId,
        bodyId: centre.bodyId,
        agencyId: centre.id,
        sector: null,
      },
      input.day,
    );
    await now.record({
      subjectKind: 'agency',
      subjectId: centre.id,
      change: { type: 'rated', way: 'paper', day: input.day },
    });
    return {};
  },
});
