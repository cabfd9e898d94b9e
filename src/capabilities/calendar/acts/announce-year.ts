import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { type CalendarYear, dayKinds } from '../calendar-day.ts';
import { replaceYears } from '../store.ts';

/**
 * A notice of days off, swapped or made up has come: the year is as it says from now on. Due times that were promised
 * stay as they stand on the slips; terms counted afterwards go by the new year.
 */
export const announceYear = act({
  name: 'calendar.announce-year',
  summary: "Put one year's days off and swapped days in the place of what was known of that year.",
  input: Type.Object(
    {
      year: Type.Integer({ minimum: 2025, maximum: 2100 }),
      state: Type.Enum(['decided', 'partly-decided'] as const),
      /** A short name for each legal source that the days name. */
      sources: Type.Record(Type.String({ maxLength: 60 }), Type.String({ minLength: 1, maxLength: 500 })),
      days: Type.Array(
        Type.Object(
          {
            day: Type.String({ maxLength: 10 }),
            kind: Type.Enum([...dayKinds]),
            reason: Type.String({ minLength: 1, maxLength: 300 }),
            source: Type.String({ minLength: 1, maxLength: 60 }),
            decided: Type.Boolean(),
            asWeekday: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
          },
          { additionalProperties: false },
        ),
        { maxItems: 400 },
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ days: Type.Integer() }),
  target: nowhere,
  async run(tx, _actor, input, _target, { record }) {
    const year = input as CalendarYear;
    await replaceYears(tx, [year]);
    await record({
      subjectKind: 'calendar',
      subjectId: String(year.year),
      change: { type: 'announced', ...year },
    });
    return { days: year.days.length };
  },
});
