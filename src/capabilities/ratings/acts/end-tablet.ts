import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { endTablet, lockTablet } from '../store.ts';

export const endTabletAct = act({
  name: 'ratings.end-tablet',
  summary: 'Take a tablet out of use.',
  input: Type.Object({ id: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
  output: Type.Object({}),
  async target(tx, input, _actor, at) {
    const tablet = await lockTablet(tx, input.id, at);
    return { tablet, bodyIds: [tablet.bodyId] };
  },
  async run(tx, _actor, _input, { tablet }, now) {
    await endTablet(tx, tablet.id, now.at);
    await now.record({
      subjectKind: 'agency',
      subjectId: tablet.centreId,
      change: { type: 'tablet-ended', tabletId: tablet.id },
    });
    return {};
  },
});
