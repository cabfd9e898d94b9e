import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { ProcedureCode } from '../../procedures/index.ts';
import { discardDraft as forgetDraft } from '../store.ts';

export const discardDraft = act({
  name: 'dossiers.discard-draft',
  summary: 'Throw one’s draft for a procedure away.',
  input: Type.Object({ procedureCode: ProcedureCode }, { additionalProperties: false }),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    await forgetDraft(tx, actor.personId, input.procedureCode);
    await now.record({
      subjectKind: 'person',
      subjectId: actor.personId,
      change: { type: 'draft-discarded', procedureCode: input.procedureCode },
      onBehalfOf: actor.personId,
    });
    return {};
  },
});
