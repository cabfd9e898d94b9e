import { act } from '../../../kernel/act.ts';
import { placeOf } from '../place.ts';
import { lockDossier } from '../store.ts';
import { WithdrawInput, WithdrawOutput, withdraw } from './withdraw-dossier.ts';

export const withdrawOwnDossier = act({
  name: 'dossiers.withdraw-own-dossier',
  summary: 'Withdraw one’s own dossier online, while nothing has been decided.',
  input: WithdrawInput,
  output: WithdrawOutput,
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'applicant'),
  async run(tx, actor, input, { dossier }, now) {
    const after = await withdraw(tx, dossier, input.reason, actor, this.name, now);
    return { id: after.id, version: after.version };
  },
});
