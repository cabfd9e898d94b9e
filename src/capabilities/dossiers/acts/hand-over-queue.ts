import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { legalDay } from '../../calendar/index.ts';
import { dutiesAt, officialsAt } from '../../people/index.ts';
import type { Dossier } from '../dossier.ts';
import { Reason } from '../filing.ts';
import { spread } from '../queue.ts';
import { changeHands, lockHeldBy, madeBy, openByOfficial } from '../store.ts';

export interface QueuePlace extends Place {
  /** The division in which the official prepares dossiers. */
  agencyId: string;
}

/** The queue of an official lies where they prepare dossiers: with that division, and so with its head. */
export async function placeOfQueue(tx: Tx, officialId: string, at: Date): Promise<QueuePlace> {
  const official = (await officialsAt(tx, [officialId], legalDay(at))).get(officialId);
  const seat = official?.duties.find((duty) => duty.role === 'specialist');
  if (seat === undefined) throw new Refusal('missing', 'official.unknown');
  return { bodyIds: [seat.bodyId], divisionId: seat.agencyId, agencyId: seat.agencyId };
}

/**
 * Hands what an official holds over to one colleague or spreads it over several, who has least getting the next that is
 * due first. Each dossier has its own change in the record; hundreds are one act, and the number of questions to the
 * database does not grow with them. Who holds none any more is no fault: it is told, and the rest goes on.
 */
export const handOverQueue = act({
  name: 'dossiers.hand-over-queue',
  summary: 'Hand an official’s dossiers over to one colleague, or spread them over several.',
  input: Type.Object(
    {
      officialId: Type.String({ maxLength: 60 }),
      to: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 30 }),
      /** Which ones; those that are left out stay. */
      dossierIds: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 1000 }),
      reason: Reason,
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    handed: Type.Integer(),
    to: Type.Array(Type.Object({ officialId: Type.String(), name: Type.String(), count: Type.Integer() })),
    /** Those that this official no longer holds. */
    left: Type.Array(Type.String()),
  }),
  target: (tx, input, _actor, at) => placeOfQueue(tx, input.officialId, at),
  async run(tx, actor, input, { agencyId }, now) {
    const colleagues = (await dutiesAt(tx, agencyId, legalDay(now.at))).filter(
      (duty) => duty.role === 'specialist' && duty.officialId !== input.officialId,
    );
    const takers = [...new Set(input.to)].map((id) => colleagues.find((duty) => duty.officialId === id));
    if (takers.some((one) => one === undefined))
      throw invalid('input.invalid', { path: '/to', code: 'official.not-here' });
    const known = takers.flatMap((one) => (one === undefined ? [] : [one]));
    const held = await lockHeldBy(tx, [...new Set(input.dossierIds)], input.officialId, agencyId);
    const load = await openByOfficial(
      tx,
      known.map((one) => one.officialId),
    );
    const given = spread(
      held,
      known.map((one) => ({ ...one, open: load.get(one.officialId) ?? 0 })),
    );
    await changeHands(
      tx,
      given.map(({ dossier, taker }) => ({
        before: dossier,
        made: {
          ...madeBy(actor, this.name, now),
          type: 'handed-over',
          next: handedTo(dossier, taker, now.at),
          note: input.reason.trim(),
        },
      })),
      now,
    );
    const counts = known.map((one) => ({
      officialId: one.officialId,
      name: one.name,
      count: given.filter(({ taker }) => taker.officialId === one.officialId).length,
    }));
    for (const { officialId, count } of counts)
      if (count > 0)
        await now.send({
          channel: 'portal',
          to: officialId,
          subject: { kind: 'official', id: input.officialId },
          body: { event: 'queue-handed-over', count, reason: input.reason.trim() },
        });
    const found = new Set(held.map((dossier) => dossier.id));
    return {
      handed: given.length,
      to: counts,
      left: [...new Set(input.dossierIds)].filter((id) => !found.has(id)),
    };
  },
});

/** The same step in other hands: its share of the term is not given anew. */
function handedTo(dossier: Dossier, taker: { officialId: string; name: string }, at: Date) {
  if (dossier.step === null) throw new Error(`dossier ${dossier.id} lies nowhere`);
  const { deputyName: _, ...step } = dossier.step;
  return {
    ...step,
    officialId: taker.officialId,
    officialName: taker.name,
    startedAt: at.toISOString(),
    endedAt: null,
  };
}
