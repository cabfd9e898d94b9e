import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { endClock, stopClock } from '../../calendar/index.ts';
import { DossierId, Reason, SeenVersion } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy } from '../store.ts';
import { partEnded } from './end-outside-link.ts';

/**
 * Stops handling (form 05). On the applicant's request it ends, as long as nothing is decided (Decree 118/2025 art.
 * 21, Circular 03/2025 art. 7). On the ground of a law or of another authority's document, which must be named, the
 * leader may let it stand until the ground is gone; a dossier that stands so can be ended by stopping it again.
 */
export const stopDossier = act({
  name: 'dossiers.stop-dossier',
  summary: 'Stop handling, on the applicant’s request or on a legal ground (form 05).',
  input: Type.Object(
    {
      id: DossierId,
      version: SeenVersion,
      reason: Reason,
      ground: Type.Enum(['request', 'authority'] as const),
      legalBasis: Type.Optional(Type.Union([Type.String({ maxLength: 300 }), Type.Null()])),
      mayResume: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'either'),
  async run(tx, actor, input, { dossier }, now) {
    const stands = dossier.state === 'stopped' && dossier.endedAt === null;
    const mayResume = input.mayResume === true;
    if (mayResume) requireState(dossier, 'received', 'in-progress');
    else if (!stands)
      requireState(dossier, 'received', 'in-progress', 'awaiting-supplement', 'awaiting-payment');
    if (dossier.outcome !== null) throw new Refusal('conflict', 'dossier.decided');
    const legalBasis = input.legalBasis?.trim() || null;
    if (input.ground === 'authority') {
      if (actor.kind === 'official' && !actor.duties.some((duty) => duty.role === 'leader'))
        throw new Refusal('forbidden', 'stop.leader-only');
      if (legalBasis === null) throw invalid('input.invalid', { path: '/legalBasis', code: 'required' });
    } else if (mayResume) throw invalid('input.invalid', { path: '/mayResume', code: 'stop.request-ends' });
    const reason = input.reason.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      {
        ...madeBy(actor, this.name, now),
        type: 'stopped',
        ground: input.ground,
        reason,
        legalBasis,
        mayResume,
        clock: mayResume ? stopClock(dossier.clock, 'stop', now.at) : endClock(dossier.clock, now.at),
      },
      now,
    );
    await partEnded(tx, after, now);
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'stopped', ground: input.ground, reason, mayResume },
    });
    return { id: after.id, version: after.version };
  },
});
