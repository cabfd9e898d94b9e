import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Agency, findAgency } from '../../units/index.ts';
import { pairTablet } from '../store.ts';

export const pairTabletAct = act({
  name: 'ratings.pair-tablet',
  summary: 'Take a tablet into use at a centre, by the code that it shows.',
  input: Type.Object(
    {
      code: Type.String({ pattern: '^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$' }),
      centreId: Type.String({ maxLength: 35 }),
      name: Type.String({ minLength: 1, maxLength: 60 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  async target(tx, input): Promise<Place & { centre: Agency }> {
    const centre = await findAgency(tx, input.centreId);
    if (centre === null || centre.kind !== 'centre') throw new Refusal('missing', 'agency.unknown');
    return { centre, bodyIds: [centre.bodyId] };
  },
  async run(tx, actor, input, { centre }, now) {
    await pairTablet(
      tx,
      { id: input.code, centreId: centre.id, bodyId: centre.bodyId, name: input.name.trim() },
      actor.name,
      now.at,
    );
    await now.record({
      subjectKind: 'agency',
      subjectId: centre.id,
      change: { type: 'tablet-paired', tabletId: input.code, name: input.name.trim() },
    });
    return {};
  },
});
