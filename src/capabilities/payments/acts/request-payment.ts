import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { stopClock } from '../../calendar/index.ts';
import { change, lockDossier, madeBy, owedAmount, placeOf, requireState } from '../../dossiers/index.ts';

/** Fees of the handling are asked for by this act; what was to be paid at filing and is not, may be asked for too. */
export const requestPayment = act({
  name: 'payments.request-payment',
  summary: 'Tell the applicant what is to be paid; the clock stands until it is paid, then goes on.',
  input: Type.Object(
    {
      id: Type.String({ minLength: 1, maxLength: 60 }),
      version: Type.Integer({ minimum: 1 }),
      /** Fees whose amount is only known now. */
      lines: Type.Optional(
        Type.Array(
          Type.Object(
            {
              name: Type.String({ minLength: 2, maxLength: 500 }),
              amount: Type.Integer({ minimum: 1, maximum: 10_000_000_000 }),
              /** The rule the amount follows from. */
              why: Type.String({ minLength: 3, maxLength: 500 }),
            },
            { additionalProperties: false },
          ),
          { maxItems: 20 },
        ),
      ),
      reason: Type.String({ minLength: 3, maxLength: 4000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), owed: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'received', 'in-progress');
    if (dossier.outcome !== null) throw new Refusal('conflict', 'dossier.decided');
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'payment-requested',
        lines: (input.lines ?? []).map((line) => ({
          name: line.name.trim(),
          amount: line.amount,
          full: line.amount,
          why: line.why.trim(),
          due: 'handling' as const,
          asked: true,
        })),
        reason: input.reason.trim(),
        clock: stopClock(dossier.clock, 'payment', now.at),
      },
      now,
    );
    const owed = owedAmount(after);
    if (owed === 0) throw new Refusal('conflict', 'payment.nothing-owed');
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'payment-requested', amount: owed, reason: input.reason.trim() },
    });
    return { id: after.id, version: after.version, owed };
  },
});
