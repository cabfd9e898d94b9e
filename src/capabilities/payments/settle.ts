import type { Circumstances } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/tx.ts';
import {
  addWorkingMinutes,
  dueAt,
  legalDay,
  loadCalendar,
  resume,
  standsFor,
  workingMinutesBetween,
} from '../calendar/index.ts';
import { change, type Dossier, madeBy, owedPlaces, type Payment } from '../dossiers/index.ts';
import type { ReceiptLine } from './store.ts';

/** What a receipt says of a dossier's fee lines at these places. */
export function receiptLines(dossier: Dossier, places: readonly number[]): ReceiptLine[] {
  return places.flatMap((place) => {
    const line = dossier.fees.lines[place];
    return line === undefined
      ? []
      : [
          {
            dossierId: dossier.id,
            place,
            name: line.name,
            why: line.why,
            amount: line.amount,
            channel: dossier.channel,
          },
        ];
  });
}

/**
 * Money has come for a dossier. When it was waited for and nothing is owed any more, the term goes on with what was
 * left of it (Decree 61/2018 has a supplement begin it anew; of a payment no law says so), the step's share likewise.
 */
export async function payDossier(
  tx: Tx,
  dossier: Dossier,
  payment: Payment,
  actor: Actor,
  act: string,
  now: Circumstances,
): Promise<Dossier> {
  const paid = { ...dossier, payments: [...(dossier.payments ?? []), payment] };
  const goesOn = dossier.state === 'awaiting-payment' && owedPlaces(paid).length === 0;
  const after = await change(
    tx,
    dossier.id,
    dossier,
    {
      ...madeBy(actor, act, now),
      type: 'paid',
      payment,
      resumed: goesOn ? await resumption(tx, dossier, now.at) : null,
    },
    now,
  );
  await now.send({
    channel: 'portal',
    to: after.applicantId,
    subject: { kind: 'dossier', id: after.id },
    body: { event: 'paid', number: payment.number, amount: payment.amount, dueAt: after.dueAt },
  });
  return after;
}

async function resumption(tx: Tx, dossier: Dossier, at: Date) {
  if (standsFor(dossier.clock) !== 'payment' || dossier.term === null)
    return { clock: dossier.clock, dueAt: dossier.dueAt, stepDueAt: dossier.step?.dueAt ?? null };
  const calendar = await loadCalendar(tx, dossier.centreId, legalDay(at));
  const since = new Date(dossier.clock.at(-1)?.from ?? at);
  const clock = resume(dossier.clock, at);
  const stepDue = dossier.step?.dueAt ? new Date(dossier.step.dueAt) : null;
  return {
    clock,
    dueAt: dueAt(calendar, dossier.term, clock)?.toISOString() ?? null,
    // A share that was spent before the clock stood stays spent.
    stepDueAt:
      stepDue === null
        ? null
        : stepDue <= since
          ? stepDue.toISOString()
          : addWorkingMinutes(calendar, at, workingMinutesBetween(calendar, since, stepDue)).toISOString(),
  };
}
