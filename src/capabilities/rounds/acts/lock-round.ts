import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Round, Sheet } from '../round.ts';
import { findRound, saveLocked, sheetsOf } from '../store.ts';
import { moveSheets } from '../writing.ts';

interface Locking extends Place {
  round: Round;
  sheets: Sheet[];
}

/** Closes a round: nothing in it changes any more but what is reopened with a reason. */
export const lockRound = act({
  name: 'rounds.lock-round',
  summary: 'Lock a round and all of its sheets; those that are missing must be said to be left out.',
  input: Type.Object(
    {
      id: Type.String({ maxLength: 60 }),
      /** Lock though some sheets were not accepted. */
      despiteMissing: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ locked: Type.Integer() }),
  async target(tx, { id }): Promise<Locking> {
    const round = await findRound(tx, id, true);
    if (round === null) throw new Refusal('missing', 'round.unknown');
    return { bodyIds: [round.organiserId], round, sheets: await sheetsOf(tx, id, { lock: true }) };
  },
  async run(tx, actor, { despiteMissing }, { round, sheets }, now) {
    const open = sheets.filter(({ locked }) => !locked);
    if (round.lockedAt !== null && open.length === 0) return { locked: 0 };
    if (now.at < round.cutOffAt)
      throw new Refusal('conflict', 'round.cut-off-ahead', { at: round.cutOffAt.toISOString() });
    const missing = open.filter(({ state }) => state !== 'accepted');
    if (missing.length > 0 && despiteMissing !== true)
      throw new Refusal('conflict', 'round.not-all-in', {
        count: missing.length,
        names: missing.slice(0, 10).map(({ bodyName }) => bodyName),
      });
    await moveSheets(tx, actor, open, 'locked', () => ({ locked: true }), now);
    await saveLocked(tx, round.id, now.at);
    await now.record({
      subjectKind: 'round',
      subjectId: round.id,
      change: { type: 'locked', missing: missing.map(({ bodyId }) => bodyId) },
      bodyIds: [round.organiserId],
    });
    return { locked: open.length };
  },
});
