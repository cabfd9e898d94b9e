import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { saveDeskDraft } from '../store.ts';

export const saveReceiptDraft = act({
  name: 'dossiers.save-receipt-draft',
  summary: 'Keep a half typed receipt, for the same official to go on with.',
  input: Type.Object(
    {
      id: Type.String({ minLength: 8, maxLength: 60 }),
      /** Whose and what it is, as the list of drafts shows it. */
      title: Type.String({ maxLength: 300 }),
      body: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), savedAt: Type.String() }),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    if (JSON.stringify(input.body).length > 200_000) throw new Refusal('too-large', 'draft.too-large');
    await saveDeskDraft(tx, actor.id, input, now.at);
    await now.record({
      subjectKind: 'official',
      subjectId: actor.id,
      change: { type: 'receipt-draft-saved', id: input.id },
    });
    return { id: input.id, savedAt: now.at.toISOString() };
  },
});
