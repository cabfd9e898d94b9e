import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { lockedSheet, reckonSheet } from '../reckoning.ts';
import { SheetKey } from '../shapes.ts';
import { saveSheets } from '../store.ts';
import { refuseUnlessOpen, subjectOf } from '../writing.ts';

/** Says why a rule is broken here; it travels with the sheet, and holds for the values for which it was said. */
export const explainViolation = act({
  name: 'rounds.explain-violation',
  summary: 'Explain why a rule is broken in a sheet, for the values that stand there now.',
  input: Type.Object(
    {
      ...SheetKey,
      rule: Type.String({ minLength: 1, maxLength: 200 }),
      words: Type.String({ minLength: 3, maxLength: 2000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ rule: Type.String(), stood: Type.String() }),
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, actor, { rule, words }, place, { at, record }) {
    const { sheet } = place;
    refuseUnlessOpen(sheet);
    const { violations } = await reckonSheet(tx, actor, place, at);
    const broken = violations.find((one) => one.rule === rule);
    if (broken === undefined) throw new Refusal('conflict', 'violation.gone');
    if (broken.level === 'block') throw new Refusal('conflict', 'violation.blocks');
    const explanation = {
      words: words.trim(),
      stood: broken.stood,
      at: at.toISOString(),
      byName: actor.name,
    };
    await saveSheets(tx, [
      {
        ...sheet,
        explanations: { ...sheet.explanations, [rule]: explanation },
        version: sheet.version + 1,
      },
    ]);
    await record({
      subjectKind: 'round',
      subjectId: subjectOf(sheet),
      change: { type: 'explained', rule, ...explanation },
      bodyIds: [sheet.bodyId],
    });
    return { rule, stood: broken.stood };
  },
});
