import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { lockedSheet } from '../reckoning.ts';
import { SheetKey, StateShape } from '../shapes.ts';
import { moveSheets } from '../writing.ts';

/** Opens one locked sheet again, with a reason that stays in its story; the round's other sheets stay locked. */
export const reopenSheet = act({
  name: 'rounds.reopen-sheet',
  summary: 'Reopen one locked sheet with a reason.',
  input: Type.Object(
    { ...SheetKey, reason: Type.String({ minLength: 3, maxLength: 2000 }) },
    { additionalProperties: false },
  ),
  output: StateShape,
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, actor, { reason }, { sheet }, now) {
    if (!sheet.locked) throw new Refusal('conflict', 'sheet.not-locked', { state: sheet.state });
    await moveSheets(
      tx,
      actor,
      [sheet],
      'reopened',
      () => ({ state: 'returned', locked: false, sentAt: null }),
      now,
      reason.trim(),
    );
    return { state: 'returned' };
  },
});
