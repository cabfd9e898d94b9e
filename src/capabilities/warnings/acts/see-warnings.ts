import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { markSeen } from '../store.ts';

export const seeWarnings = act({
  name: 'warnings.see-warnings',
  summary: 'One has looked at one’s warnings up to this one.',
  input: Type.Object({ upTo: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    await markSeen(tx, actor.id, input.upTo, now.at);
    await now.record({
      subjectKind: 'official',
      subjectId: actor.id,
      change: { type: 'warnings-seen', upTo: input.upTo },
    });
    return {};
  },
});
