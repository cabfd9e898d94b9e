import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { readyForm } from '../form.ts';
import { lockedSheet } from '../reckoning.ts';
import { ClashShape, SavedShape, SheetKey } from '../shapes.ts';
import { readSheetWorkbook } from '../sheet-workbook.ts';
import { layCells } from '../writing.ts';

/** Fills in a sheet from its workbook. A wrong cell is named by row and column, and then nothing of the file is taken. */
export const fillFromWorkbook = act({
  name: 'rounds.fill-from-workbook',
  summary: 'Fill in a sheet from its .xlsx template; every wrong cell is named by row and column.',
  input: Type.Object(
    {
      ...SheetKey,
      /** The bytes in base64. */
      content: Type.String({ maxLength: 1_000_000, contentEncoding: 'base64' }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ saved: SavedShape, clashes: Type.Array(ClashShape), read: Type.Integer() }),
  target: (tx, input) => lockedSheet(tx, input),
  async run(tx, actor, { content }, { round, sheet }, now) {
    const { wanted, faults } = await readSheetWorkbook(readyForm(round.form), Buffer.from(content, 'base64'));
    if (faults.length > 0) throw new Refusal('invalid', 'workbook.faulty', { count: faults.length, faults });
    return { ...(await layCells(tx, actor, sheet, wanted, now)), read: wanted.length };
  },
});
