import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { lockDossier, placeOf } from '../../dossiers/index.ts';
import { findOrder, findReceipt, insertRefund, recordMoney, refundsOf } from '../store.ts';

export const askRefund = act({
  name: 'payments.ask-refund',
  summary: 'Ask that something paid for a dossier be given back; the agency’s leader decides.',
  input: Type.Object(
    {
      dossierId: Type.String({ minLength: 1, maxLength: 60 }),
      receiptId: Type.String({ maxLength: 60 }),
      amount: Type.Integer({ minimum: 1, maximum: 100_000_000_000 }),
      reason: Type.String({ minLength: 3, maxLength: 1000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.dossierId, null), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    const payment = dossier.payments?.find((one) => one.receiptId === input.receiptId);
    if (payment === undefined) throw new Refusal('missing', 'receipt.unknown');
    if (payment.voided !== null) throw new Refusal('conflict', 'receipt.void');
    const left = payment.amount - (await refundsOf(tx, payment.receiptId, dossier.id));
    if (input.amount > left)
      throw invalid('input.invalid', { path: '/amount', code: 'refund.too-much', left });
    const receipt = await findReceipt(tx, payment.receiptId);
    const order = receipt?.orderId ? await findOrder(tx, receipt.orderId) : null;
    const reason = input.reason.trim();
    const id = await insertRefund(
      tx,
      dossier,
      {
        receiptId: payment.receiptId,
        orderId: order?.id ?? null,
        gatewayRef: order?.gatewayRef ?? null,
        amount: input.amount,
        reason,
        byName: actor.name,
      },
      now.at,
    );
    await recordMoney(
      now,
      id,
      {
        type: 'refund-asked',
        dossierId: dossier.id,
        receiptId: payment.receiptId,
        amount: input.amount,
        reason,
      },
      [dossier.receivingBodyId],
      dossier.applicantId,
    );
    return { id };
  },
});
