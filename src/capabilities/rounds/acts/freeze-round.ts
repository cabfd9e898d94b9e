import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { countAtCutOff } from '../counted.ts';
import type { Round } from '../round.ts';
import { findRound, saveFrozen, sheetsOf } from '../store.ts';

/** Keeps the counted figures of all sheets as they were known at the cut-off. Twice is the same as once. */
export const freezeRound = act({
  name: 'rounds.freeze-round',
  summary: 'Keep the counted figures of a round whose cut-off is past, as they were known at it.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({ frozenAt: Type.String() }),
  async target(tx, { id }): Promise<Place & { round: Round }> {
    const round = await findRound(tx, id, true);
    if (round === null) throw new Refusal('missing', 'round.unknown');
    return { bodyIds: [round.organiserId], round };
  },
  async run(tx, _actor, _input, { round }, { at, record }) {
    if (round.frozenAt !== null) return { frozenAt: round.frozenAt.toISOString() };
    if (at < round.cutOffAt)
      throw new Refusal('conflict', 'round.cut-off-ahead', { at: round.cutOffAt.toISOString() });
    const bodies = (await sheetsOf(tx, round.id, { lock: true })).map(({ bodyId }) => bodyId);
    const counted = await countAtCutOff(tx, round, bodies);
    await saveFrozen(tx, round.id, counted, at);
    await record({
      subjectKind: 'round',
      subjectId: round.id,
      change: { type: 'figures-frozen', counted: Object.fromEntries(counted) },
      bodyIds: [round.organiserId, ...bodies],
    });
    return { frozenAt: at.toISOString() };
  },
});
