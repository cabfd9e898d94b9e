import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf } from '../place.ts';
import { lockDossier } from '../store.ts';
import { decide } from './approve-dossier.ts';

export const refuseDossier = act({
  name: 'dossiers.refuse-dossier',
  summary: 'Refuse what was asked for, with the reasons (form 03, Decree 61/2018 art. 19.8).',
  input: Type.Object(
    { id: DossierId, version: SeenVersion, reason: Reason },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    const decision = { outcome: 'refused' as const, reason: input.reason.trim() };
    const after = await decide(tx, dossier, decision, actor, this.name, now);
    return { id: after.id, version: after.version };
  },
});
