import type { Circumstances } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { invalid } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay, loadCalendar, startClock, type Term } from '../calendar/index.ts';
import { type ProcedureVersion, termFor } from '../procedures/index.ts';
import { findAgencies } from '../units/index.ts';
import { dossierCode } from './code.ts';
import { wayOf } from './course.ts';
import type { Dossier, DossierChange, StepVisit } from './dossier.ts';
import { madeBy, nextSerial } from './store.ts';

/**
 * The term of a dossier from its receipt on, its due time, its stay at the counter and its first step after it.
 */
export async function wayFromReceipt(
  tx: Tx,
  dossier: Pick<Dossier, 'centreId' | 'competentBodyId' | 'division' | 'channel' | 'case' | 'form' | 'fees'>,
  procedure: ProcedureVersion,
  statedTerm: Term | null,
  at: Date,
): Promise<{ term: Term; dueAt: string; steps: StepVisit[]; step: StepVisit }> {
  const day = legalDay(at);
  const known = termFor(procedure, dossier);
  if (known === null && statedTerm === null)
    throw invalid('input.invalid', { path: '/term', code: 'dossier.term-unknown' });
  const term: Term = known === null ? (statedTerm as Term) : { unit: known.unit, value: known.value };
  const calendar = await loadCalendar(tx, dossier.centreId, day);
  const parts = await findAgencies(tx, { bodyId: dossier.competentBodyId }, day);
  return wayOf(dossier, procedure, term, { calendar, parts }, at);
}

/**
 * What receipt makes of a filing: its code from the receiving body's register of the day, its term from the version
 * of the procedure, its due time, and its first step after the counter.
 */
export async function receipt(
  tx: Tx,
  dossier: Pick<
    Dossier,
    'receivingBodyId' | 'centreId' | 'competentBodyId' | 'division' | 'channel' | 'case' | 'form' | 'fees'
  >,
  procedure: ProcedureVersion,
  statedTerm: Term | null,
  actor: Actor,
  now: Circumstances,
): Promise<Extract<DossierChange, { type: 'received' }>> {
  const day = legalDay(now.at);
  const way = await wayFromReceipt(tx, dossier, procedure, statedTerm, now.at);
  const official = actor.kind === 'official' ? { officialId: actor.id, officialName: actor.name } : {};
  // The number last: its register stays locked until commit, and whoever waits for it should wait briefly.
  const serial = await nextSerial(tx, 'dossier', dossier.receivingBodyId, day);
  return {
    ...madeBy(actor, 'dossiers.receive-dossier', now),
    type: 'received',
    code: dossierCode({ agencyCode: dossier.receivingBodyId, day, serial }),
    ...way,
    clock: startClock(now.at),
    steps: way.steps.map((visit) => ({ ...visit, ...official })),
  };
}
