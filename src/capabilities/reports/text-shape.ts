import { Type } from 'typebox';
import { type Block, SAYINGS } from './text.ts';

const Words = Type.String({ maxLength: 20_000 });
const InlineShape = Type.Union([
  Type.Object(
    {
      text: Words,
      bold: Type.Optional(Type.Literal(true)),
      italic: Type.Optional(Type.Literal(true)),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { figure: Type.String({ maxLength: 80 }), say: Type.Enum(SAYINGS) },
    { additionalProperties: false },
  ),
  Type.Object({ note: Type.String({ minLength: 1, maxLength: 4000 }) }, { additionalProperties: false }),
]);
const Run = Type.Array(InlineShape, { maxItems: 400 });

/** Blocks as they come in from a browser and as they are shown; `text.ts` says what they mean. */
export const BlocksShape = Type.Unsafe<Block[]>(
  Type.Array(
    Type.Union([
      Type.Object(
        { kind: Type.Enum(['paragraph', 'heading'] as const), inline: Run },
        { additionalProperties: false },
      ),
      Type.Object(
        { kind: Type.Enum(['bullets', 'numbers'] as const), items: Type.Array(Run, { maxItems: 300 }) },
        { additionalProperties: false },
      ),
      Type.Object(
        {
          kind: Type.Literal('grid'),
          rows: Type.Array(Type.Array(Run, { maxItems: 20 }), { maxItems: 300 }),
        },
        { additionalProperties: false },
      ),
      Type.Object(
        { kind: Type.Literal('table'), name: Type.String({ maxLength: 80 }) },
        { additionalProperties: false },
      ),
    ]),
    { maxItems: 1000 },
  ),
);
