import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { faultsOfWanted } from '../filling.ts';
import { readyForm } from '../form.ts';
import { lockedSheet } from '../reckoning.ts';
import { ClashShape, SavedShape, SheetKey } from '../shapes.ts';
import { layCells } from '../writing.ts';

/** Fills in cells of a sheet, each upon the version that was seen: what others wrote is told and not overwritten. */
export const fillCells = act({
  name: 'rounds.fill-cells',
  summary: 'Fill in cells of a sheet, each upon the version that was seen.',
  input: Type.Object(
    {
      ...SheetKey,
      cells: Type.Array(
        Type.Object(
          {
            key: Type.String({ maxLength: 60 }),
            /** The version that was seen; 0 where nobody had written. */
            base: Type.Integer({ minimum: 0 }),
            value: Type.Union([
              Type.Number({ minimum: -1e13, maximum: 1e13 }),
              Type.String({ maxLength: 5000 }),
              Type.Null(),
            ]),
            note: Type.Optional(Type.String({ maxLength: 1000 })),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 500 },
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ saved: SavedShape, clashes: Type.Array(ClashShape) }),
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, actor, { cells }, { round, sheet }, now) {
    const fields = faultsOfWanted(readyForm(round.form), cells);
    if (fields.length > 0) throw new Refusal('invalid', 'input.invalid', { fields });
    return layCells(tx, actor, sheet, cells, now);
  },
});
