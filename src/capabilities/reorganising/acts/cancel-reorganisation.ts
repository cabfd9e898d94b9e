import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { provincePlace } from '../place.ts';
import { endReorganisation, lockMap, lockReorganisation } from '../store.ts';

/** Nothing has been moved before its day, so that nothing need be moved back. */
export const cancelReorganisation = act({
  name: 'reorganising.cancel-reorganisation',
  summary: 'Give up a planned reorganisation before its day.',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), reason: Type.String({ minLength: 3, maxLength: 500 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  async target(tx, input) {
    await lockMap(tx);
    return { ...(await provincePlace(tx)), reorganisation: await lockReorganisation(tx, input.id) };
  },
  async run(tx, _actor, input, { reorganisation, bodyIds }, now) {
    if (reorganisation.state !== 'planned')
      throw new Refusal('conflict', 'reorganisation.state', { state: reorganisation.state });
    await endReorganisation(tx, input.id, { state: 'cancelled', at: now.at, moved: null });
    await now.record({
      subjectKind: 'agency',
      subjectId: bodyIds[0] ?? '',
      change: { type: 'reorganisation-cancelled', id: input.id, reason: input.reason },
      bodyIds,
    });
    return {};
  },
});
