import { act } from '../../../kernel/act.ts';
import { readComponents } from '../filing.ts';
import { placeOf } from '../place.ts';
import { lockDossier } from '../store.ts';
import { SupplementInput, SupplementOutput, supplement } from './take-supplement.ts';

export const supplementOwnDossier = act({
  name: 'dossiers.supplement-own-dossier',
  summary: 'Answer a request for a supplement online.',
  input: SupplementInput,
  output: SupplementOutput,
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'applicant'),
  async run(tx, actor, input, { dossier }, now) {
    // Online nobody hands in a paper original: only files count.
    const components = readComponents(
      input.components.map(({ key, paperIds = [], vaultIds = [] }) => ({ key, paperIds, vaultIds })),
    );
    const after = await supplement(
      tx,
      dossier,
      { components, form: input.form ?? null },
      actor,
      this.name,
      now,
    );
    return { id: after.id, version: after.version, dueAt: after.dueAt };
  },
});
