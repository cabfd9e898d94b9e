import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { ProcedureCode } from '../../procedures/index.ts';
import { saveDraft as keepDraft } from '../store.ts';

export const saveDraft = act({
  name: 'dossiers.save-draft',
  summary: 'Keep what has been typed so far for a procedure, one draft each.',
  input: Type.Object(
    { procedureCode: ProcedureCode, body: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()) },
    { additionalProperties: false },
  ),
  output: Type.Object({ procedureCode: Type.String(), savedAt: Type.String() }),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    if (JSON.stringify(input.body).length > 200_000) throw new Refusal('too-large', 'draft.too-large');
    await keepDraft(tx, actor.personId, input.procedureCode, input.body, now.at);
    await now.record({
      subjectKind: 'person',
      subjectId: actor.personId,
      change: { type: 'draft-saved', procedureCode: input.procedureCode },
      onBehalfOf: actor.personId,
    });
    return { procedureCode: input.procedureCode, savedAt: now.at.toISOString() };
  },
});
