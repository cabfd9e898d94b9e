import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { circumstanceOf, nextStep } from '../course.ts';
import type { Dossier } from '../dossier.ts';
import { DossierId, SeenVersion } from '../filing.ts';
import { placeOf, requireAtStep, requirePartsDone, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { arrivalAt, passAutomatic, whereItStands } from './complete-step.ts';

/** The leader's decision, either way; it goes on to be numbered and issued. */
export async function decide(
  tx: Tx,
  dossier: Dossier,
  decision: { outcome: 'approved' | 'refused'; reason: string | null },
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<Dossier> {
  requireState(dossier, 'received', 'in-progress');
  requireAtStep(dossier, actor, ['leader']);
  const { procedure, here } = await whereItStands(tx, dossier);
  if (here.act !== 'approve') throw new Refusal('conflict', 'dossier.not-at-this-step', { step: here.name });
  requirePartsDone(dossier);
  const next = nextStep(procedure.process, here.key, {
    ...circumstanceOf(dossier),
    outcome: decision.outcome,
  });
  if (next === null) throw new Error(`process of ${procedure.code} has nothing after approval`);
  const after = await change(
    tx,
    dossier.id,
    dossier,
    {
      ...madeBy(actor, act, now),
      type: 'decided',
      ...decision,
      next: await arrivalAt(tx, dossier, procedure, next, now),
    },
    now,
  );
  return passAutomatic(tx, after, procedure, now);
}

export const approveDossier = act({
  name: 'dossiers.approve-dossier',
  summary: 'Approve: the result goes on to be numbered and issued.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      note: Type.Optional(Type.Union([Type.String({ maxLength: 4000 }), Type.Null()])),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'competent'),
  async run(tx, actor, input, { dossier }, now) {
    const reason = input.note?.trim() || null;
    const after = await decide(tx, dossier, { outcome: 'approved', reason }, actor, this.name, now);
    return { id: after.id, version: after.version };
  },
});
