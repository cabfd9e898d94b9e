import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { decideRefund as decide, lockRefund, recordMoney } from '../store.ts';

export const decideRefund = act({
  name: 'payments.decide-refund',
  summary: 'Approve that money be given back, or deny it with a reason.',
  input: Type.Object(
    {
      id: Type.String({ maxLength: 60 }),
      approve: Type.Boolean(),
      note: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), state: Type.String() }),
  async target(tx, input) {
    const refund = await lockRefund(tx, input.id);
    return { bodyIds: [refund.bodyId], refund };
  },
  async run(tx, actor, input, { refund }, now) {
    if (refund.state !== 'asked') throw new Refusal('conflict', 'refund.state');
    const note = input.note?.trim() || null;
    if (!input.approve && (note === null || note.length < 3))
      throw invalid('input.invalid', { path: '/note', code: 'required' });
    // Money that came without being owed is not ours to keep.
    if (!input.approve && refund.receiptId === null) throw new Refusal('conflict', 'refund.not-ours');
    const state = input.approve ? 'approved' : 'denied';
    await decide(tx, refund.id, { state, note, byName: actor.name }, now.at);
    await recordMoney(now, refund.id, { type: `refund-${state}`, note }, [refund.bodyId], refund.personId);
    return { id: refund.id, state };
  },
});
