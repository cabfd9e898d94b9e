import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { lockedSheet } from '../reckoning.ts';
import { isIn } from '../round.ts';
import { SheetKey, StateShape } from '../shapes.ts';
import { moveSheets } from '../writing.ts';

/** The body's leader approves: the sheet goes to the province and is part of its sums. Late is said, never barred. */
export const approveSheet = act({
  name: 'rounds.approve-sheet',
  summary: 'Approve a sheet that was handed in and send it to the province; twice is the same as once.',
  input: Type.Object(SheetKey, { additionalProperties: false }),
  output: StateShape,
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, actor, _input, { sheet }, now) {
    if (isIn(sheet)) return { state: sheet.state };
    if (sheet.locked) throw new Refusal('conflict', 'sheet.locked', { state: sheet.state });
    if (sheet.state !== 'submitted')
      throw new Refusal('conflict', 'sheet.not-handed-in', { state: sheet.state });
    await moveSheets(
      tx,
      actor,
      [sheet],
      'approved',
      ({ firstSentAt }) => ({ state: 'approved', sentAt: now.at, firstSentAt: firstSentAt ?? now.at }),
      now,
    );
    return { state: 'approved' };
  },
});
