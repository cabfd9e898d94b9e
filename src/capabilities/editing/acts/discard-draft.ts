import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { ProcedureCode } from '../../procedures/index.ts';
import { dropDraft, lockSeenDraft } from '../store.ts';

export const discardDraft = act({
  name: 'editing.discard-draft',
  summary: 'Throw the draft of a procedure away; its content stays in the record',
  input: Type.Object(
    { code: ProcedureCode, version: Type.Integer({ minimum: 1 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, _actor, { code, version }, _target, now) {
    const draft = await lockSeenDraft(tx, code, version);
    if (draft === null) throw new Refusal('conflict', 'procedure-draft.gone');
    await dropDraft(tx, code);
    await now.record({
      subjectKind: 'procedure',
      subjectId: code,
      change: { draftDiscarded: draft.version, base: draft.baseVersionId, body: draft.body },
    });
    return {};
  },
});
