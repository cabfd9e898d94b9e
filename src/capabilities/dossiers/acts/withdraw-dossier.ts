import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { endClock } from '../../calendar/index.ts';
import type { Dossier } from '../dossier.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { partEnded, withdrawParts } from './end-outside-link.ts';

export const WithdrawInput = Type.Object(
  { id: DossierId, version: SeenVersion, reason: Reason },
  { additionalProperties: false },
);
export const WithdrawOutput = Type.Object({ id: Type.String(), version: Type.Integer() });

/** On the applicant's request, while nothing has been decided (Decree 118/2025 art. 21; Circular 03/2025 art. 7). */
export async function withdraw(
  tx: Tx,
  dossier: Dossier,
  reason: string,
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<Dossier> {
  requireState(dossier, 'submitted', 'received', 'in-progress', 'awaiting-supplement', 'awaiting-payment');
  if (dossier.outcome !== null) throw new Refusal('conflict', 'dossier.decided');
  const after = await change(
    tx,
    dossier.id,
    dossier,
    {
      ...madeBy(actor, act, now),
      type: 'withdrawn',
      reason: reason.trim(),
      clock: dossier.receivedAt === null ? dossier.clock : endClock(dossier.clock, now.at),
    },
    now,
  );
  await partEnded(tx, after, now);
  return withdrawParts(tx, after, reason.trim(), actor, act, now);
}

export const withdrawDossier = act({
  name: 'dossiers.withdraw-dossier',
  summary: "Withdraw a dossier at the counter, on the applicant's request.",
  input: WithdrawInput,
  output: WithdrawOutput,
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'either'),
  async run(tx, actor, input, { dossier }, now) {
    const after = await withdraw(tx, dossier, input.reason, actor, this.name, now);
    // Told like every change of state (Decree 224/2026 art. 15): whoever did not ask for it must hear of it.
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'withdrawn', reason: input.reason.trim() },
    });
    return { id: after.id, version: after.version };
  },
});
