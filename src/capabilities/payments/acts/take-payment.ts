import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { type Dossier, lockDossier, owedAmount, owedPlaces } from '../../dossiers/index.ts';
import { payDossier, receiptLines } from '../settle.ts';
import { issueReceipt, openBook, tillOf } from '../store.ts';

/** These dossiers, locked in one order for everybody; reach is what lies before whoever takes care of all of them. */
export async function lockDossiers(tx: Tx, ids: readonly string[]): Promise<Place & { dossiers: Dossier[] }> {
  const dossiers: Dossier[] = [];
  for (const id of [...new Set(ids)].sort()) dossiers.push(await lockDossier(tx, id, null));
  const bodies = dossiers.map((one) => [one.receivingBodyId, one.competentBodyId]);
  const common = (bodies[0] ?? []).filter((body) => bodies.every((of) => of.includes(body)));
  if (common.length === 0) throw new Refusal('forbidden', 'act.out-of-reach', {});
  return { bodyIds: [...new Set(common)], dossiers };
}

export const takePayment = act({
  name: 'payments.take-payment',
  summary:
    'Take cash at the counter for one or more dossiers of one person; one receipt with the next number.',
  input: Type.Object(
    {
      dossierIds: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 50 }),
      /** What the screen said is owed: when it is another by now, nothing is taken. */
      amount: Type.Integer({ minimum: 1, maximum: 100_000_000_000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    receiptId: Type.String(),
    number: Type.String(),
    amount: Type.Integer(),
    slip: Type.String(),
  }),
  target: (tx, input) => lockDossiers(tx, input.dossierIds),
  async run(tx, actor, input, { dossiers }, now) {
    const [first] = dossiers;
    if (first === undefined) throw new Refusal('missing', 'dossier.unknown');
    if (dossiers.some((one) => one.applicantId !== first.applicantId))
      throw new Refusal('conflict', 'payment.several-persons');
    const owed = dossiers.reduce((sum, one) => sum + owedAmount(one), 0);
    if (owed === 0) throw new Refusal('conflict', 'payment.nothing-owed');
    if (owed !== input.amount)
      throw invalid('input.invalid', { path: '/amount', code: 'payment.amount', owed });
    const till = tillOf(actor);
    const paying = dossiers.filter((one) => owedAmount(one) > 0);
    const receiptId = randomUUID();
    const lines = paying.flatMap((one) => receiptLines(one, owedPlaces(one)));
    // The book before the register, as everywhere.
    await openBook(tx, till, now.at);
    const issued = await issueReceipt(
      tx,
      {
        id: receiptId,
        centreId: till.centreId,
        bodyId: till.bodyId,
        way: 'cash',
        payer: { id: first.applicantId, name: first.applicantName },
        till,
        orderId: null,
        lines,
      },
      now.at,
    );
    for (const one of paying)
      await payDossier(
        tx,
        one,
        {
          receiptId,
          number: issued.number,
          way: 'cash',
          amount: owedAmount(one),
          places: owedPlaces(one),
          at: now.at.toISOString(),
          voided: null,
          refunded: 0,
        },
        actor,
        this.name,
        now,
      );
    return {
      receiptId,
      number: issued.number,
      amount: issued.amount,
      slip: `/api/payments/receipts/${receiptId}.pdf`,
    };
  },
});
