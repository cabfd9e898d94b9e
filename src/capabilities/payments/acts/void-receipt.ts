import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { change, madeBy } from '../../dossiers/index.ts';
import { successorOn, successorsOn } from '../../units/index.ts';
import { book, findReceipt, markVoid, refundsOf, tillOf } from '../store.ts';
import { lockDossiers } from './take-payment.ts';

/**
 * A receipt that was wrong: it stays, with its number, marked and with the reason; the cash goes out of today's book.
 * When its own day is closed nothing of that day changes. What came online is given back as a refund instead.
 */
export const voidReceipt = act({
  name: 'payments.void-receipt',
  summary: 'Void a wrong receipt with a reason and give the cash back; its number stays.',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), reason: Type.String({ minLength: 3, maxLength: 1000 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String() }),
  async target(tx, input) {
    const receipt = await findReceipt(tx, input.id);
    if (receipt === null) throw new Refusal('missing', 'receipt.unknown');
    const place = await lockDossiers(
      tx,
      receipt.lines.map((line) => line.dossierId),
    );
    // The receipt stays its centre's; of one that has ended, whoever took over answers for it.
    const successor = successorOn(await successorsOn(tx, '9999-12-31'), receipt.bodyId);
    return { ...place, bodyIds: [...new Set([receipt.bodyId, successor])], receipt };
  },
  async run(tx, actor, input, { receipt, dossiers }, now) {
    if (receipt.way !== 'cash') throw new Refusal('conflict', 'receipt.online');
    if ((await refundsOf(tx, receipt.id, null)) > 0) throw new Refusal('conflict', 'receipt.refunding');
    const reason = input.reason.trim();
    if (!(await markVoid(tx, receipt.id, reason, actor.name, now.at)))
      throw new Refusal('conflict', 'receipt.void');
    const till = tillOf(actor);
    await book(
      tx,
      {
        way: 'cash',
        centreId: till.centreId,
        bodyId: till.bodyId,
        till,
        amount: -receipt.amount,
        kind: 'void',
        receiptId: receipt.id,
        note: reason,
        dossierId: receipt.lines[0]?.dossierId ?? '',
      },
      now.at,
    );
    for (const dossier of dossiers)
      await change(
        tx,
        dossier.id,
        dossier,
        { ...madeBy(actor, this.name, now), type: 'receipt-voided', receiptId: receipt.id, reason },
        now,
      );
    return { id: receipt.id };
  },
});
