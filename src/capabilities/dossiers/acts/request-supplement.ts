import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { stopClock } from '../../calendar/index.ts';
import { DossierId, Reason, SeenVersion, SupplementItems } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';

/**
 * Asks for what is missing, once and completely: a second request is refused while nothing new has happened to show
 * that the first was not complete (Decree 61/2018 art. 15, 17, 19.4). The clock stands until it comes.
 */
export const requestSupplement = act({
  name: 'dossiers.request-supplement',
  summary: 'Ask the applicant for what is missing, once and completely (form 02); the clock stops.',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      items: SupplementItems,
      reason: Reason,
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  async target(tx, input, actor) {
    const dossier = await lockDossier(tx, input.id, input.version);
    // Before receipt it is the centre's; afterwards it is with whoever appraises it.
    const atCounter = actor.kind === 'official' && actor.duties.some((duty) => duty.role === 'receptionist');
    return placeOf(dossier, atCounter && dossier.receivedAt === null ? 'receiving' : 'competent');
  },
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'submitted', 'received', 'in-progress');
    // What a part lacks is asked for in that part: its clock stands, the others' run on.
    if (dossier.links !== undefined) throw new Refusal('conflict', 'linked.ask-in-part');
    if (dossier.outcome !== null) throw new Refusal('conflict', 'dossier.decided');
    const asked = dossier.supplements.filter(
      (request) => (request.from === 'submitted') === (dossier.receivedAt === null),
    );
    if (asked.length > 0)
      throw new Refusal('conflict', 'dossier.supplement-once', { at: asked[0]?.at, by: asked[0]?.byName });
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'supplement-requested',
        items: input.items.map((item) => ({
          componentKey: item.componentKey ?? null,
          text: item.text.trim(),
        })),
        reason: input.reason.trim(),
        clock: dossier.receivedAt === null ? dossier.clock : stopClock(dossier.clock, 'supplement', now.at),
      },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'supplement-requested', items: input.items, reason: input.reason },
    });
    return { id: after.id, version: after.version };
  },
});
