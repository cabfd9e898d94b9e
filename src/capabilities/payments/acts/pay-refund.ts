import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { change, type Dossier, lockDossier, madeBy } from '../../dossiers/index.ts';
import type { Way } from '../money.ts';
import {
  book,
  findRefund,
  lockRefund,
  markRefund,
  type Refund,
  recordMoney,
  type Till,
  tillOf,
} from '../store.ts';

/** The dossier first, then the refund: as everywhere. */
export async function lockRefundWithDossier(tx: Tx, id: string) {
  const known = await findRefund(tx, id);
  if (known === null) throw new Refusal('missing', 'refund.unknown');
  const dossier = await lockDossier(tx, known.dossierId, null);
  const refund = await lockRefund(tx, id);
  return { bodyIds: [refund.bodyId], refund, dossier };
}

/** The money has gone back: booked, the dossier's payment lessened, the person told. */
export async function givenBack(
  tx: Tx,
  { refund, dossier }: { refund: Refund; dossier: Dossier },
  how: { way: Way; till: Till | null; ref: string | null },
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<void> {
  await markRefund(tx, refund.id, { state: 'paid', way: how.way, byName: actor.name, ref: how.ref }, now.at);
  await book(
    tx,
    {
      way: how.way,
      centreId: refund.centreId,
      bodyId: refund.bodyId,
      till: how.till,
      amount: -refund.amount,
      kind: 'refund',
      receiptId: refund.receiptId,
      orderId: refund.orderId,
      refundId: refund.id,
      note: refund.reason,
      dossierId: dossier.id,
    },
    now.at,
  );
  if (refund.receiptId !== null)
    await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, act, now),
        type: 'refunded',
        receiptId: refund.receiptId,
        amount: refund.amount,
        way: how.way,
      },
      now,
    );
  await recordMoney(
    now,
    refund.id,
    { type: 'refund-paid', way: how.way, ref: how.ref },
    [refund.bodyId],
    refund.personId,
  );
  await now.send({
    channel: 'portal',
    to: refund.personId,
    subject: { kind: 'dossier', id: dossier.id },
    body: { event: 'refunded', amount: refund.amount },
  });
}

export const payRefund = act({
  name: 'payments.pay-refund',
  summary: 'Give approved money back: in cash at the counter, or the way it came, through the gateway.',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), way: Type.Enum(['cash', 'online'] as const) },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), state: Type.String() }),
  target: (tx, input) => lockRefundWithDossier(tx, input.id),
  async run(tx, actor, input, target, now) {
    const { refund } = target;
    if (refund.state !== 'approved') throw new Refusal('conflict', 'refund.state');
    if (input.way === 'cash') {
      await givenBack(tx, target, { way: 'cash', till: tillOf(actor), ref: null }, actor, this.name, now);
      return { id: refund.id, state: 'paid' };
    }
    if (refund.gatewayRef === null) throw new Refusal('conflict', 'refund.not-online');
    await markRefund(
      tx,
      refund.id,
      { state: 'sending', way: 'online', byName: actor.name, ref: null },
      now.at,
    );
    await recordMoney(now, refund.id, { type: 'refund-sending' }, [refund.bodyId], refund.personId);
    return { id: refund.id, state: 'sending' };
  },
});
