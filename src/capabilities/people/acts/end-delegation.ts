import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { cutDelegation, lockDelegation } from '../delegation-store.ts';
import { officialToActOn, placeOfOfficial } from './delegate-duties.ts';

export const endDelegation = act({
  name: 'people.end-delegation',
  summary: 'End a delegation before its day: the official is back.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String() }),
  async target(tx, input, _actor, at) {
    const delegation = await lockDelegation(tx, input.id);
    if (delegation === null) throw new Refusal('missing', 'delegation.unknown');
    const absent = await officialToActOn(tx, delegation.fromOfficialId, legalDay(at));
    return { ...placeOfOfficial(absent), delegation };
  },
  async run(tx, actor, _input, { delegation }, now) {
    const today = legalDay(now.at);
    if (delegation.to <= today) throw new Refusal('conflict', 'delegation.ended');
    await cutDelegation(tx, delegation.id, today);
    await now.record({
      subjectKind: 'official',
      subjectId: delegation.fromOfficialId,
      change: { type: 'delegation-ended', delegation: delegation.id, from: today },
    });
    for (const concerned of [delegation.fromOfficialId, delegation.toOfficialId])
      if (concerned !== actor.id)
        await now.send({
          channel: 'portal',
          to: concerned,
          subject: { kind: 'official', id: delegation.fromOfficialId },
          body: { event: 'delegation-ended', delegation: delegation.id, from: today },
        });
    return { id: delegation.id };
  },
});
