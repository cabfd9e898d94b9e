import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { beginBook, recordMoney, tillOf } from '../store.ts';

export const openCashBook = act({
  name: 'payments.open-cash-book',
  summary: 'Open one’s cash book of the day with what lies in the drawer.',
  input: Type.Object(
    { opening: Type.Integer({ minimum: 0, maximum: 10_000_000_000 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ day: Type.String() }),
  target: async (_tx, _input, actor) => ({ bodyIds: [tillOf(actor).bodyId] }),
  async run(tx, actor, { opening }, _target, now) {
    const till = tillOf(actor);
    const day = legalDay(now.at);
    if (!(await beginBook(tx, till, opening, now.at))) throw new Refusal('conflict', 'cash-book.open');
    await recordMoney(
      now,
      `${till.centreId}:${till.cashierId}:${day}`,
      { type: 'cash-book-opened', opening },
      [till.bodyId],
    );
    return { day };
  },
});
