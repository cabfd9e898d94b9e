import { Type } from 'typebox';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import { legalDay } from '../calendar/index.ts';
import { dutiesAt } from '../people/index.ts';

/** What the sheet of receipt at a desk needs besides the catalogue: the official's drafts, and who may sign at once. */

export const listReceiptDrafts = view({
  name: 'dossiers.save-receipt-draft',
  summary: 'The receipts that this official has half typed, newest first.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), savedAt: Type.String() })),
  }),
  async run(tx, actor) {
    const { rows } = await tx.query<{ id: string; title: string; saved_at: Date }>(
      'select id, title, saved_at from desk_drafts where official_id = $1 order by saved_at desc limit 50',
      [actor.id],
    );
    return {
      items: rows.map((row) => ({ id: row.id, title: row.title, savedAt: row.saved_at.toISOString() })),
    };
  },
});

export const seeReceiptDraft = view({
  name: 'dossiers.save-receipt-draft',
  summary: 'A half typed receipt of this official.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({ body: Type.Unknown(), savedAt: Type.String() }),
  async run(tx, actor, input) {
    const { rows } = await tx.query<{ body: unknown; saved_at: Date }>(
      'select body, saved_at from desk_drafts where official_id = $1 and id = $2',
      [actor.id, input.id],
    );
    const row = rows[0];
    if (row === undefined) throw new Refusal('missing', 'draft.unknown');
    return { body: row.body, savedAt: row.saved_at.toISOString() };
  },
});

export const listSigners = view({
  name: 'dossiers.give-at-once',
  summary: 'Who signs today for the body of this receptionist’s centre.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(Type.Object({ officialId: Type.String(), name: Type.String(), title: Type.String() })),
  }),
  async run(tx, actor, _input, at) {
    const body =
      actor.kind === 'official'
        ? actor.duties.find((duty) => duty.role === 'receptionist')?.bodyId
        : undefined;
    const duties = body === undefined ? [] : await dutiesAt(tx, body, legalDay(at));
    return {
      items: duties
        .filter((duty) => duty.role === 'leader')
        .map(({ officialId, name, title }) => ({ officialId, name, title })),
    };
  },
});
