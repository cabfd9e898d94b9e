import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { lockDossier, owedAmount, owedPlaces, placeOf } from '../../dossiers/index.ts';
import { insertOrder, pendingOrder, recordMoney, settleOrder } from '../store.ts';

/**
 * An order to pay what is owed now. While one waits, it is the answer to every further request for the same amount:
 * pressed twice, or through a broken line, it is paid once.
 */
export const orderPayment = act({
  name: 'payments.order-payment',
  summary: 'Begin to pay online what is owed for one’s own dossier; gives the order that waits, if one does.',
  input: Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({ orderId: Type.String(), amount: Type.Integer() }),
  async target(tx, input, actor) {
    const place = placeOf(await lockDossier(tx, input.id, null), 'applicant');
    if (actor.kind !== 'citizen' || place.dossier.applicantId !== actor.personId)
      throw new Refusal('missing', 'dossier.unknown');
    return place;
  },
  async run(tx, _actor, _input, { dossier }, now) {
    const amount = owedAmount(dossier);
    if (amount === 0) throw new Refusal('conflict', 'payment.nothing-owed');
    const waiting = await pendingOrder(tx, dossier.id);
    if (waiting !== null) {
      if (waiting.amount === amount) return { orderId: waiting.id, amount };
      // Something else is owed by now. Should the old one be paid after all, it is judged by what is owed then.
      await settleOrder(tx, waiting.id, { state: 'expired', gatewayRef: null, receiptId: null }, now.at);
    }
    const orderId = await insertOrder(tx, dossier, { amount, places: owedPlaces(dossier) }, now.at);
    await recordMoney(
      now,
      orderId,
      { type: 'payment-ordered', dossierId: dossier.id, amount },
      [dossier.receivingBodyId],
      dossier.applicantId,
    );
    return { orderId, amount };
  },
});
