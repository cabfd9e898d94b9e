import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { endBook, lockBook, movedInBook, recordMoney, tillOf, tillOfDay } from '../store.ts';

export const closeCashBook = act({
  name: 'payments.close-cash-book',
  summary:
    'Close one’s cash book of a day: what was counted against the book, a difference with its explanation.',
  input: Type.Object(
    {
      day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      counted: Type.Integer({ minimum: 0, maximum: 100_000_000_000 }),
      reason: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ day: Type.String(), expected: Type.Integer(), difference: Type.Integer() }),
  target: async (_tx, _input, actor) => ({ bodyIds: [tillOf(actor).bodyId] }),
  async run(tx, actor, input, _target, now) {
    const till = await tillOfDay(tx, actor, input.day);
    if (input.day > legalDay(now.at)) throw new Refusal('missing', 'cash-book.none');
    const kept = await lockBook(tx, till, input.day);
    if (kept === null) throw new Refusal('missing', 'cash-book.none');
    if (kept.closedAt !== null)
      throw new Refusal('conflict', 'cash-book.closed', { at: kept.closedAt.toISOString() });
    const expected = kept.opening + (await movedInBook(tx, till, input.day));
    const difference = input.counted - expected;
    const reason = input.reason?.trim() || null;
    if (difference !== 0 && (reason === null || reason.length < 3))
      throw invalid('input.invalid', { path: '/reason', code: 'cash-book.difference', difference });
    await endBook(
      tx,
      till,
      input.day,
      { counted: input.counted, expected, reason: difference === 0 ? null : reason },
      now.at,
    );
    await recordMoney(
      now,
      `${till.centreId}:${till.cashierId}:${input.day}`,
      { type: 'cash-book-closed', counted: input.counted, expected, reason },
      [till.bodyId],
    );
    return { day: input.day, expected, difference };
  },
});
