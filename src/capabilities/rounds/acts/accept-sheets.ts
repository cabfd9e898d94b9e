import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Sheet } from '../round.ts';
import { sheetsOf } from '../store.ts';
import { moveSheets } from '../writing.ts';

/** The province takes sheets that were sent, one or many at once; those that are accepted already stay so. */
export const acceptSheets = act({
  name: 'rounds.accept-sheets',
  summary: 'Accept sheets that were sent, many at once; those that were not sent are left as they are.',
  input: Type.Object(
    {
      id: Type.String({ maxLength: 60 }),
      bodyIds: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 5000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ accepted: Type.Integer() }),
  async target(tx, { id, bodyIds }): Promise<Place & { sheets: Sheet[] }> {
    const sheets = await sheetsOf(tx, id, { bodies: bodyIds, lock: true });
    if (sheets.length === 0) throw new Refusal('missing', 'sheet.unknown');
    return { bodyIds: sheets.map(({ bodyId }) => bodyId), sheets };
  },
  async run(tx, actor, _input, { sheets }, now) {
    const sent = sheets.filter(({ state, locked }) => state === 'approved' && !locked);
    if (sent.length > 0) await moveSheets(tx, actor, sent, 'accepted', () => ({ state: 'accepted' }), now);
    return { accepted: sent.length };
  },
});
