import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { discardDeskDraft } from '../store.ts';

export const discardReceiptDraft = act({
  name: 'dossiers.discard-receipt-draft',
  summary: 'Throw a half typed receipt away.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    if (await discardDeskDraft(tx, actor.id, input.id))
      await now.record({
        subjectKind: 'official',
        subjectId: actor.id,
        change: { type: 'receipt-draft-discarded', id: input.id },
      });
    return {};
  },
});
