import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { lockVaultPapers, withdrawPapers } from '../store.ts';

/** What one added oneself is taken away again; what an office laid there stays. */
export const removeOwnPaper = act({
  name: 'vault.remove-own-paper',
  summary: 'Take a paper that one added oneself out of the vault.',
  input: Type.Object({ id: Type.String({ maxLength: 140 }) }, { additionalProperties: false }),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, actor, input, _target, now) {
    const paper = (await lockVaultPapers(tx, [input.id])).get(input.id);
    if (
      actor.kind !== 'citizen' ||
      paper === undefined ||
      paper.personId !== actor.personId ||
      paper.source !== 'own'
    )
      throw new Refusal('missing', 'paper.unknown');
    if (paper.withdrawnAt !== null) return {};
    await withdrawPapers(tx, [paper.id], 'removed', now.at.toISOString());
    await now.record({
      subjectKind: 'person',
      subjectId: actor.personId,
      onBehalfOf: actor.personId,
      change: { type: 'vault-removed', id: paper.id, name: paper.name },
    });
    return {};
  },
});
