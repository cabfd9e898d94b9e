import { Type } from 'typebox';

/** Points by question. */
export const PointsInput = Type.Record(
  Type.String({ maxLength: 30, pattern: '^[a-z-]+$' }),
  Type.Integer({ minimum: 0, maximum: 2 }),
  { maxProperties: 20 },
);
export const CommentInput = Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()]));
/** What a tablet made for itself and keeps. */
export const SecretInput = Type.String({ minLength: 20, maxLength: 80 });
