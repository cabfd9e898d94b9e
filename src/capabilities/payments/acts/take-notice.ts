import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { type Dossier, lockDossier, owedAmount } from '../../dossiers/index.ts';
import { type Effect, effectOf, type OrderState } from '../money.ts';
import { payDossier, receiptLines } from '../settle.ts';
import {
  book,
  findOrder,
  insertRefund,
  issueReceipt,
  lockOrder,
  noteNotice,
  type Order,
  recordMoney,
  settleOrder,
} from '../store.ts';

const Maybe = (maxLength: number) => Type.Union([Type.String({ maxLength }), Type.Null()]);

const WHY: Partial<Record<Effect, (dossier: Dossier) => string>> = {
  'to-refund': (dossier) =>
    ['withdrawn', 'stopped', 'refused-receipt'].includes(dossier.state)
      ? 'Tiền về sau khi hồ sơ đã dừng, không còn phải nộp.'
      : 'Tiền về khi khoản này đã được nộp.',
  'amount-differs': () => 'Số tiền về khác số tiền của đơn.',
};

/**
 * What the gateway said of an order, by its callback or when asked. Each word has one effect: the same said twice does
 * nothing more, whoever comes first. Money that is not owed (any more) is held and asked to be given back; a dossier
 * that was withdrawn or stopped is never revived by it.
 */
export const takeNotice = act({
  name: 'payments.take-notice',
  summary: 'Take what the payment gateway said of an order; one effect however often it is said.',
  input: Type.Object(
    {
      orderId: Type.String({ maxLength: 2000 }),
      gatewayRef: Maybe(2000),
      amount: Type.Union([Type.Integer(), Type.Null()]),
      result: Type.Enum(['paid', 'cancelled', 'refused', 'pending', 'unknown'] as const),
      genuine: Type.Boolean(),
      how: Type.Enum(['callback', 'query'] as const),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ effect: Type.String() }),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    const note = (effect: Effect) =>
      noteNotice(
        tx,
        {
          orderId: input.orderId.slice(0, 60),
          gatewayRef: input.gatewayRef?.slice(0, 60) ?? null,
          result: input.result,
          amount: input.amount,
          genuine: input.genuine,
          how: input.how,
          effect,
        },
        now.at,
      ).then(() => ({ effect }));
    if (!input.genuine) return note('forged');
    const known = await findOrder(tx, input.orderId);
    if (known === null) return note('unknown-order');
    const dossier = await lockDossier(tx, known.dossierId, null);
    const order = await lockOrder(tx, known.id);
    if (order === null) return note('unknown-order');
    const effect = effectOf(input, order, { amount: owedAmount(dossier) });
    const settle = (state: OrderState, receiptId: string | null = null) =>
      settleOrder(tx, order.id, { state, gatewayRef: input.gatewayRef, receiptId }, now.at);
    switch (effect) {
      case 'paid': {
        const receiptId = randomUUID();
        const issued = await issueReceipt(
          tx,
          {
            id: receiptId,
            centreId: order.centreId,
            bodyId: order.bodyId,
            way: 'online',
            payer: { id: dossier.applicantId, name: dossier.applicantName },
            till: null,
            orderId: order.id,
            lines: receiptLines(dossier, order.places),
          },
          now.at,
        );
        await settle('paid', receiptId);
        await payDossier(
          tx,
          dossier,
          {
            receiptId,
            number: issued.number,
            way: 'online',
            amount: issued.amount,
            places: order.places,
            at: now.at.toISOString(),
            voided: null,
            refunded: 0,
          },
          actor,
          this.name,
          now,
        );
        break;
      }
      case 'to-refund':
      case 'amount-differs': {
        const amount = input.amount ?? 0;
        // Money without an amount is no money yet: it is asked about again.
        if (amount <= 0) break;
        await settle('to-refund');
        const reason = WHY[effect]?.(dossier) ?? '';
        await hold(order, amount, reason);
        break;
      }
      case 'cancelled':
      case 'refused':
        await settle(effect);
        await recordMoney(now, order.id, { type: `payment-${effect}` }, [order.bodyId]);
        break;
      default:
        break;
    }
    return note(effect);

    async function hold(held: Order, amount: number, reason: string): Promise<void> {
      await book(
        tx,
        {
          way: 'online',
          centreId: held.centreId,
          bodyId: held.bodyId,
          till: null,
          amount,
          kind: 'held',
          orderId: held.id,
          note: reason,
          dossierId: dossier.id,
        },
        now.at,
      );
      const refundId = await insertRefund(
        tx,
        dossier,
        {
          receiptId: null,
          orderId: held.id,
          gatewayRef: input.gatewayRef,
          amount,
          reason,
          byName: actor.name,
        },
        now.at,
      );
      await recordMoney(
        now,
        held.id,
        { type: 'payment-held', amount, reason, refundId },
        [held.bodyId],
        dossier.applicantId,
      );
      await now.send({
        channel: 'portal',
        to: dossier.applicantId,
        subject: { kind: 'dossier', id: dossier.id },
        body: { event: 'refund-owed', amount, reason },
      });
    }
  },
});
