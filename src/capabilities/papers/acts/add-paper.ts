import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { insertPaper } from '../store.ts';

/** Enters a file whose bytes lie in the store already; the paper is its uploader's until an act attaches it. */
export const addPaper = act({
  name: 'papers.add-paper',
  summary: 'Enter an uploaded file as a paper.',
  input: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200 }),
      type: Type.String(),
      size: Type.Integer({ minimum: 1 }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    id: Type.String(),
    name: Type.String(),
    type: Type.String(),
    size: Type.Integer(),
    sha256: Type.String(),
  }),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    const paper = { id: randomUUID(), ...input };
    const origin = actor.kind === 'citizen' ? 'citizen' : 'counter';
    await insertPaper(tx, {
      ...paper,
      uploadedBy: actor.id,
      uploadedAt: now.at.toISOString(),
      origin,
      dossierId: null,
    });
    await now.record({
      subjectKind: 'paper',
      subjectId: paper.id,
      change: { type: 'added', paper: input, origin },
      onBehalfOf: actor.kind === 'citizen' ? actor.personId : null,
    });
    return paper;
  },
});
