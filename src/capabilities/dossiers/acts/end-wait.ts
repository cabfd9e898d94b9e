import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { DossierId } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { lockDossier } from '../store.ts';
import { moveOn, passAutomatic, whereItStands } from './complete-step.ts';

/** A step that only waits (a public posting, a time for objections) is over when its share of the term has passed. */
export const endWait = act({
  name: 'dossiers.end-wait',
  summary: 'Done by the clock: take a dossier on from a step that only waits, when its time has passed.',
  input: Type.Object({ id: DossierId }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, null), 'competent'),
  async run(tx, _actor, _input, { dossier }, now) {
    requireState(dossier, 'received', 'in-progress');
    const { procedure, here } = await whereItStands(tx, dossier);
    const dueAt = dossier.step?.dueAt ?? null;
    if (here.act !== 'wait' || (dueAt !== null && dueAt > now.at.toISOString()))
      throw new Refusal('conflict', 'dossier.not-at-this-step', { step: here.name });
    const moved = await moveOn(tx, dossier, procedure, this.name, now);
    const { id, version } = await passAutomatic(tx, moved, procedure, now);
    return { id, version };
  },
});

/** The dossiers that wait at such a step and need wait no longer. */
export async function waitsOver(tx: Tx, at: Date): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from dossiers
     where holder_role = 'system' and state in ('received', 'in-progress')
       and (body #>> '{step,dueAt}')::timestamptz <= $1
     order by received_at, id`,
    [at],
  );
  return rows.map((row) => row.id);
}
