import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { lockedSheet } from '../reckoning.ts';
import { isIn } from '../round.ts';
import { SheetKey, StateShape } from '../shapes.ts';
import { moveSheets } from '../writing.ts';

/** Who collects for the province; the others act for their own body. */
const isCollector = (actor: Actor) =>
  actor.kind === 'official' && actor.duties.some(({ role }) => role === 'control-officer');

/**
 * Gives a sheet back to be put right, with the reason: the leader what was handed to them, the province what was sent.
 */
export const returnSheet = act({
  name: 'rounds.return-sheet',
  summary: 'Return a sheet with a reason: the leader what was handed in, the province what was sent.',
  input: Type.Object(
    { ...SheetKey, reason: Type.String({ minLength: 3, maxLength: 2000 }) },
    { additionalProperties: false },
  ),
  output: StateShape,
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, actor, { reason }, { sheet }, now) {
    if (sheet.locked) throw new Refusal('conflict', 'sheet.locked', { state: sheet.state });
    if (!(isCollector(actor) ? isIn(sheet) : sheet.state === 'submitted'))
      throw new Refusal('conflict', isIn(sheet) ? 'sheet.with-province' : 'sheet.not-handed-in', {
        state: sheet.state,
      });
    await moveSheets(
      tx,
      actor,
      [sheet],
      'returned',
      () => ({ state: 'returned', sentAt: null }),
      now,
      reason.trim(),
    );
    return { state: 'returned' };
  },
});
