import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { getPaper } from '../../papers/index.ts';
import { kindOf } from '../paper-kind.ts';
import { paperKinds } from '../shipped.ts';
import { layDown } from '../store.ts';

/** A citizen keeps a paper of their own for later filings; nobody has checked it, and it says so wherever it is shown. */
export const addOwnPaper = act({
  name: 'vault.add-own-paper',
  summary: "Keep an uploaded paper in one's own vault; it stands there as unverified.",
  input: Type.Object(
    {
      paperId: Type.String({ maxLength: 60 }),
      name: Type.String({ minLength: 2, maxLength: 300 }),
      kind: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
      validTo: Type.Optional(
        Type.Union([
          Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' }),
          Type.Null(),
        ]),
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String() }),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    const paper = await getPaper(tx, input.paperId);
    if (paper === null || paper.uploadedBy !== actor.id || paper.dossierId !== null)
      throw invalid('input.invalid', { path: '/paperId', code: 'paper.not-yours' });
    const catalogue = await paperKinds();
    const name = input.name.normalize('NFC').trim();
    const chosen = input.kind
      ? catalogue.kinds.find((kind) => kind.code === input.kind)
      : kindOf(name, catalogue);
    if (input.kind && chosen === undefined)
      throw invalid('input.invalid', { path: '/kind', code: 'vault.kind-unknown' });
    const id = `${paper.id}.own`;
    await layDown(
      tx,
      [
        {
          id,
          personId: actor.personId,
          paperId: paper.id,
          source: 'own',
          kind: chosen?.code ?? null,
          name,
          form: 'electronic',
          dossierId: null,
          dossierCode: null,
          number: null,
          agencyId: null,
          checkedByName: null,
          validFrom: null,
          validTo: input.validTo ?? null,
        },
      ],
      now.at.toISOString(),
    );
    await now.record({
      subjectKind: 'person',
      subjectId: actor.personId,
      onBehalfOf: actor.personId,
      change: { type: 'vault-added', id, name, kind: chosen?.code ?? null, paperId: paper.id },
    });
    return { id };
  },
});
