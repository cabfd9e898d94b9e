import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { chooseChannels as saveChoice } from '../store.ts';

export const chooseChannels = act({
  name: 'messages.choose-channels',
  summary: 'By what else than the portal one wants to be told.',
  input: Type.Object(
    {
      channels: Type.Array(Type.Enum(['email', 'sms', 'zalo'] as const), { maxItems: 3, uniqueItems: true }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    await saveChoice(tx, actor.personId, input.channels, now.at);
    await now.record({
      subjectKind: 'person',
      subjectId: actor.personId,
      onBehalfOf: actor.personId,
      change: { type: 'channels-chosen', channels: input.channels },
    });
    return {};
  },
});
