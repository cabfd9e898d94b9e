import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { hinders } from '../judge.ts';
import { lockedSheet, reckonSheet } from '../reckoning.ts';
import { SheetKey, StateShape } from '../shapes.ts';
import { moveSheets, refuseUnlessOpen } from '../writing.ts';

/** Hands a sheet to the body's leader. All rules are judged again here; what is handed in already stays as it is. */
export const submitSheet = act({
  name: 'rounds.submit-sheet',
  summary: 'Hand a filled sheet to the leader of the body; twice is the same as once.',
  input: Type.Object(SheetKey, { additionalProperties: false }),
  output: StateShape,
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, actor, _input, place, now) {
    const { round, sheet } = place;
    if (!sheet.locked && ['submitted', 'approved', 'accepted'].includes(sheet.state))
      return { state: sheet.state };
    refuseUnlessOpen(sheet);
    if (now.at < round.cutOffAt)
      throw new Refusal('conflict', 'round.cut-off-ahead', { at: round.cutOffAt.toISOString() });
    const { violations } = await reckonSheet(tx, actor, place, now.at);
    const explained = new Map(Object.entries(sheet.explanations).map(([rule, { stood }]) => [rule, stood]));
    const left = hinders(violations, explained);
    if (left.length > 0)
      throw new Refusal('invalid', 'sheet.hindered', { count: left.length, violations: left });
    await moveSheets(tx, actor, [sheet], 'submitted', () => ({ state: 'submitted' }), now);
    return { state: 'submitted' };
  },
});
