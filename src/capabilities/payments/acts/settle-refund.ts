import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { givenBack, lockRefundWithDossier } from './pay-refund.ts';

export const settleRefund = act({
  name: 'payments.settle-refund',
  summary: 'The gateway gave the money back; told twice, it is booked once.',
  input: Type.Object(
    { id: Type.String({ maxLength: 60 }), ref: Type.String({ maxLength: 60 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), state: Type.String() }),
  target: (tx, input) => lockRefundWithDossier(tx, input.id),
  async run(tx, actor, input, target, now) {
    if (target.refund.state === 'sending')
      await givenBack(tx, target, { way: 'online', till: null, ref: input.ref }, actor, this.name, now);
    return { id: target.refund.id, state: 'paid' };
  },
});
