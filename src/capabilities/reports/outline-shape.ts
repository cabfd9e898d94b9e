import { Type } from 'typebox';

const Words = (most: number) => Type.String({ minLength: 1, maxLength: most });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Code = Type.String({ pattern: '^[a-z0-9-]{1,60}$' });
const closed = { additionalProperties: false };

const Line = Type.Union([
  Words(4000),
  Type.Object({ heading: Words(500) }, closed),
  Type.Object({ bullets: Type.Array(Words(4000), { minItems: 1, maxItems: 100 }) }, closed),
  Type.Object({ table: Code }, closed),
]);
const Lines = Type.Array(Line, { maxItems: 200 });

/** An outline as a province's file holds it; `outline.ts` says what each part means. */
export const OutlineShape = Type.Object(
  {
    code: Code,
    name: Words(200),
    for: Type.Enum(['commune-committee', 'province-committee'] as const),
    periods: Type.Array(Type.Enum(['month', 'quarter', 'half-year', 'year'] as const), {
      minItems: 1,
      uniqueItems: true,
    }),
    cutOff: Type.Enum(['reporting', 'calendar'] as const),
    effectiveFrom: Day,
    effectiveTo: Type.Union([Day, Type.Null()]),
    source: Words(500),
    doubts: Type.Array(Words(500), { maxItems: 20 }),
    subject: Words(1000),
    opening: Lines,
    closing: Lines,
    symbol: Words(40),
    recipients: Type.Array(Words(300), { maxItems: 40 }),
    signature: Type.Object({ authority: Type.Union([Words(200), Type.Null()]), title: Words(200) }, closed),
    sections: Type.Array(
      Type.Object(
        {
          key: Code,
          heading: Words(500),
          level: Type.Enum([1, 2, 3] as const),
          writer: Type.Optional(Words(200)),
          hint: Type.Optional(Words(1000)),
          text: Lines,
        },
        closed,
      ),
      { minItems: 1, maxItems: 200 },
    ),
    tables: Type.Record(
      Code,
      Type.Union([
        Type.Object({ title: Words(300), compare: Type.Array(Code, { minItems: 1, maxItems: 60 }) }, closed),
        Type.Object(
          {
            title: Words(300),
            by: Type.Enum(['sector', 'body', 'procedure', 'channel'] as const),
            columns: Type.Array(Type.Object({ figure: Code, name: Words(100) }, closed), {
              minItems: 1,
              maxItems: 12,
            }),
          },
          closed,
        ),
      ]),
    ),
    annex: Type.Array(Code, { maxItems: 100 }),
    watched: Type.Array(
      Type.Object({ figure: Code, words: Type.Array(Words(100), { maxItems: 20 }) }, closed),
      { maxItems: 100 },
    ),
  },
  closed,
);
