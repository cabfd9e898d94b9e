import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { reviveMessage } from '../store.ts';

export const retryMessage = act({
  name: 'messages.retry-message',
  summary: 'Queue a failed message anew, its address taken for reachable again.',
  input: Type.Object({ id: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, _actor, input, _target, now) {
    if (!(await reviveMessage(tx, input.id, now.at))) throw new Refusal('missing', 'message.not-failed');
    await now.record({
      subjectKind: 'system',
      subjectId: 'messages',
      change: { type: 'message-retried', id: input.id },
    });
    return {};
  },
});
