import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { lockOrder, noteQuery as note, recordMoney, settleOrder } from '../store.ts';

/** An order for which no money came within this time is not waited for any longer. */
const EXPIRES_AFTER = 24 * 3_600_000;

export const noteQuery = act({
  name: 'payments.note-query',
  summary:
    'Note that the gateway was asked about an order; one that never came to anything is laid aside after a day.',
  input: Type.Object(
    { orderId: Type.String({ maxLength: 60 }), answered: Type.Boolean() },
    { additionalProperties: false },
  ),
  output: Type.Object({ expired: Type.Boolean() }),
  target: nowhere,
  async run(tx, _actor, { orderId, answered }, _target, now) {
    const order = await lockOrder(tx, orderId);
    if (order === null || order.state !== 'pending') return { expired: false };
    await note(tx, orderId, now.at);
    // While the gateway is away nobody knows whether it was paid.
    if (!answered || now.at.getTime() - order.madeAt.getTime() < EXPIRES_AFTER) return { expired: false };
    await settleOrder(tx, orderId, { state: 'expired', gatewayRef: null, receiptId: null }, now.at);
    await recordMoney(now, orderId, { type: 'payment-expired' }, [order.bodyId]);
    return { expired: true };
  },
});
