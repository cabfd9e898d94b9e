import { createHash } from 'node:crypto';
import { endClock, legalDay, startClock } from '../../capabilities/calendar/index.ts';
import {
  applyChange,
  arrivalOf,
  circumstanceOf,
  type Dossier,
  type DossierChange,
  dossierCode,
  feesOf,
  type HandedIn,
  nextStep,
  quantityOf,
  resultNumber,
  trackingCode,
  vaulted,
  wayOf,
} from '../../capabilities/dossiers/index.ts';
import type { Person } from '../../capabilities/people/index.ts';
import { tidyAnswers } from '../../capabilities/procedures/index.ts';
import { actorOf, REASON, returnBy } from './hands.ts';
import type { SimulatedLife } from './plan.ts';
import type { World } from './world.ts';

/** A paper of a simulated dossier: who handed it in when. */
export interface SimulatedPaper {
  id: string;
  by: string;
  at: string;
  origin: 'citizen' | 'counter' | 'office';
}

/** The next number of a register, kept in memory while a year is laid. */
export type Registers = (kind: 'dossier' | 'result', bodyId: string, period: string) => number;

/**
 * The changes that the acts would lay for this life: the same nouns, without the transactions around them. The test acts
 * the same year out both ways and compares every figure.
 */
export function changesOfLife(
  world: World,
  life: SimulatedLife,
  id: string,
  applicant: Person,
  registers: Registers,
): { changes: DossierChange[]; papers: SimulatedPaper[] } {
  const { counter, version, channel, bodyId } = life;
  const { procedure } = version;
  const receptionist = actorOf(world, counter.centre.id, 'receptionist', null, life.number);
  const filer =
    channel === 'online' ? { id: `person:${applicant.id}`, name: applicant.fullName } : receptionist;
  const papers: SimulatedPaper[] = [];
  const paper = (key: string, by: string, at: Date, origin: SimulatedPaper['origin']) => {
    papers.push({ id: `${id}-${key}`, by, at: at.toISOString(), origin });
    return `${id}-${key}`;
  };
  const components: HandedIn[] = life.components.map(({ scanned, ...one }, place) => ({
    key: one.key,
    paperIds: scanned
      ? [paper(String(place + 1), filer.id, life.filedAt, channel === 'online' ? 'citizen' : 'counter')]
      : [],
    originals: one.originals,
    copies: one.copies,
  }));
  const changes: DossierChange[] = [];
  let dossier: Dossier | null = null;
  const lay = (made: DossierChange): Dossier => {
    changes.push(made);
    dossier = applyChange(id, dossier, made);
    return dossier;
  };
  const by = (actor: { id: string; name: string }, act: string, at: Date) => ({
    at: at.toISOString(),
    by: actor.id,
    byName: actor.name,
    act,
  });
  const form = tidyAnswers(procedure.form, life.form);
  const groups = world.groups.get(applicant.unitCode ?? '') ?? [];
  const filed = lay({
    ...by(filer, channel === 'online' ? 'dossiers.file-dossier' : 'dossiers.receive-dossier', life.filedAt),
    type: 'filed',
    filing: {
      trackingCode: trackingCode(createHash('sha256').update(id).digest()),
      channel,
      procedureCode: procedure.code,
      procedureName: procedure.name,
      procedureVersionId: version.id,
      sector: procedure.sector,
      division: world.divisions.get(procedure.sector) ?? 'office',
      receivingBodyId: counter.centre.bodyId,
      centreId: counter.centre.id,
      competentBodyId: bodyId,
      applicantId: applicant.id,
      applicantName: applicant.fullName,
      representative: null,
      filedBy: filer.id,
      case: null,
      form,
      groups,
      components,
      returnBy: returnBy(life),
      contact: { phone: applicant.phone, email: applicant.email, address: applicant.address },
      postTracking: null,
      requestText: null,
      fees: feesOf(procedure, {
        channel,
        case: null,
        groups,
        quantity: quantityOf(undefined, life.form),
        today: legalDay(life.filedAt),
      }),
      submittedAt: life.filedAt.toISOString(),
    },
  });
  const ground = { calendar: counter.calendar, parts: world.parts.get(bodyId) ?? [] };
  const way = wayOf(filed, procedure, life.term, ground, life.receivedAt);
  const day = legalDay(life.receivedAt);
  const body = counter.centre.bodyId;
  let now = lay({
    ...by(
      receptionist,
      channel === 'online' ? 'dossiers.accept-dossier' : 'dossiers.receive-dossier',
      life.receivedAt,
    ),
    type: 'received',
    code: dossierCode({ agencyCode: body, day, serial: registers('dossier', body, day) }),
    ...way,
    clock: startClock(life.receivedAt),
    steps: way.steps.map((visit) => ({
      ...visit,
      officialId: receptionist.id,
      officialName: receptionist.name,
    })),
  });
  for (const [place, at] of life.moments.entries()) {
    if (life.fate === 'withdrawn' && place === life.moments.length - 1) {
      now = lay({
        ...by(receptionist, 'dossiers.withdraw-dossier', at),
        type: 'withdrawn',
        reason: REASON.withdrawn,
        clock: endClock(now.clock, at),
      });
      break;
    }
    const here = procedure.process.steps[place + 1];
    if (here === undefined || now.step === null)
      throw new Error(`life ${life.number} has no step ${place + 1}`);
    const { agencyId } = now.step;
    const actor = actorOf(world, agencyId, here.role, now.step.officialId, life.number);
    const outcome = life.fate === 'refused' ? ('refused' as const) : ('approved' as const);
    const next = nextStep(procedure.process, here.key, {
      ...circumstanceOf(now),
      ...(here.act === 'approve' ? { outcome } : {}),
    });
    const arrival = next === null ? null : arrivalOf(now, procedure, next, ground, at);
    switch (here.act) {
      case 'approve':
        if (arrival === null) throw new Error(`process of ${procedure.code} has nothing after approval`);
        now = lay({
          ...by(actor, outcome === 'refused' ? 'dossiers.refuse-dossier' : 'dossiers.approve-dossier', at),
          type: 'decided',
          outcome,
          reason: outcome === 'refused' ? REASON.refused : null,
          next: arrival,
        });
        break;
      case 'issue': {
        const date = legalDay(at);
        const paperId = life.digitised ? paper('kq', actor.id, at, 'counter') : null;
        now = lay({
          ...by(actor, 'dossiers.issue-result', at),
          type: 'issued',
          result: {
            number: resultNumber(registers('result', bodyId, date.slice(0, 4)), outcome),
            date,
            name:
              outcome === 'refused'
                ? 'Thông báo từ chối giải quyết hồ sơ'
                : (procedure.results[0]?.name ?? 'Kết quả giải quyết thủ tục hành chính'),
            paperId,
            ...vaulted(outcome, paperId),
          },
          clock: endClock(now.clock, at),
          next: arrival,
        });
        break;
      }
      default: {
        if (arrival === null) throw new Error(`process of ${procedure.code} ends at ${here.key}`);
        const assigned =
          here.act === 'assign' ? actorOf(world, agencyId, 'specialist', null, life.number) : null;
        now = lay({
          ...by(actor, assigned === null ? 'dossiers.complete-step' : 'dossiers.assign-dossier', at),
          type: 'moved',
          next:
            assigned === null
              ? arrival
              : { ...arrival, agencyId, officialId: assigned.id, officialName: assigned.name },
          note: null,
          back: false,
        });
      }
    }
  }
  if (life.returnedAt !== null)
    lay({
      ...by(receptionist, 'dossiers.return-result', life.returnedAt),
      type: 'returned',
      returned: {
        by: returnBy(life),
        receivedBy: returnBy(life) === 'counter' ? applicant.fullName : null,
        receiverId: null,
        signaturePaperId: null,
        tracking: returnBy(life) === 'post' ? 'RR000000000VN' : null,
      },
    });
  return { changes, papers };
}
