import { Type } from 'typebox';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { DAY_COLUMNS, type DayRow, toDay } from './store.ts';

export const seeYear = view({
  name: 'calendar.see-year',
  summary: 'The days of a year that differ from their weekday, each with its legal source',
  input: Type.Object({ year: Type.String({ pattern: '^20\\d{2}$' }) }, { additionalProperties: false }),
  output: Type.Object({
    year: Type.Integer(),
    /** False: nothing is known of this year, and terms are counted over plain weeks. */
    known: Type.Boolean(),
    /** True: everything in it has been announced. */
    decided: Type.Boolean(),
    days: Type.Array(
      Type.Object({
        day: Type.String(),
        kind: Type.String(),
        reason: Type.String(),
        source: Type.String(),
        decided: Type.Boolean(),
        asWeekday: Type.Optional(Type.Integer()),
      }),
    ),
  }),
  async run(tx: Tx, _actor, input) {
    const { rows } = await tx.query<DayRow>(
      `select ${DAY_COLUMNS} from calendar_days where day >= $1 and day < $2 order by day`,
      [`${input.year}-01-01`, `${Number(input.year) + 1}-01-01`],
    );
    return {
      year: Number(input.year),
      known: rows.length > 0,
      decided: rows.length > 0 && rows.every((row) => row.decided),
      days: rows.map(toDay),
    };
  },
});
