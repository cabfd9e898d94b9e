import { Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { dueTime, legalDay, loadCalendar, startClock, type Term } from '../../calendar/index.ts';
import { getVersion, type ProcedureVersion, termFor } from '../../procedures/index.ts';
import { findAgencies } from '../../units/index.ts';
import { dossierCode } from '../code.ts';
import { circumstanceOf, holderOfStep, nextStep, sharesOf, visit } from '../course.ts';
import type { Dossier, DossierChange } from '../dossier.ts';
import { DossierId, faultsOfFiling, refuseFaults, SeenVersion, TermInput } from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { change, lockDossier, madeBy, nextSerial } from '../store.ts';
import { passAutomatic } from './complete-step.ts';

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
  const known = termFor(procedure, dossier);
  if (known === null && statedTerm === null)
    throw invalid('input.invalid', { path: '/term', code: 'dossier.term-unknown' });
  const term: Term = known === null ? (statedTerm as Term) : { unit: known.unit, value: known.value };
  const calendar = await loadCalendar(tx, dossier.centreId, day);
  const due = dueTime(calendar, term, now.at);
  const circumstance = circumstanceOf(dossier);
  const shares = sharesOf(procedure.process, calendar, term, now.at, circumstance);
  const parts = await findAgencies(tx, { bodyId: dossier.competentBodyId }, day);
  const [receive] = procedure.process.steps;
  const next = receive === undefined ? null : nextStep(procedure.process, receive.key, circumstance);
  if (receive === undefined || next === null)
    throw new Error(`procedure ${procedure.code} has no way from receipt`);
  const official = actor.kind === 'official' ? { officialId: actor.id, officialName: actor.name } : {};
  const received = visit(
    receive,
    { agencyId: dossier.centreId, ...official },
    shares.get(receive.key) ?? 0,
    calendar,
    now.at,
  );
  const step = visit(
    next,
    { agencyId: holderOfStep(next, dossier, parts) },
    shares.get(next.key) ?? 0,
    calendar,
    now.at,
  );
  // The number last: its register stays locked until commit, and whoever waits for it should wait briefly.
  const serial = await nextSerial(tx, 'dossier', dossier.receivingBodyId, day);
  return {
    ...madeBy(actor, 'dossiers.receive-dossier', now),
    type: 'received',
    code: dossierCode({ agencyCode: dossier.receivingBodyId, day, serial }),
    term,
    clock: startClock(now.at),
    dueAt: due.toISOString(),
    steps: [{ ...received, endedAt: now.at.toISOString() }],
    step,
  };
}

export const acceptDossier = act({
  name: 'dossiers.accept-dossier',
  summary: 'Receive a dossier that was filed online: it gets its code and its due time.',
  input: Type.Object(
    { id: DossierId, version: SeenVersion, term: Type.Optional(TermInput) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    code: Type.String(),
    dueAt: Type.String(),
  }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(dossier, 'submitted');
    const version = await getVersion(tx, dossier.procedureVersionId);
    if (version === null) throw new Refusal('missing', 'procedure.unknown');
    // Filed online it was whole; begun at the counter it lacked something, and must be whole now.
    if (dossier.channel !== 'online')
      refuseFaults(faultsOfFiling(version.procedure, { ...dossier, today: legalDay(now.at) }));
    const made = await receipt(tx, dossier, version.procedure, input.term ?? null, actor, now);
    const received = await change(tx, dossier.id, dossier, { ...made, act: this.name }, now);
    const after = await passAutomatic(tx, received, version.procedure, now);
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'received', code: made.code, dueAt: made.dueAt },
    });
    return { id: after.id, version: after.version, code: made.code, dueAt: made.dueAt };
  },
});
