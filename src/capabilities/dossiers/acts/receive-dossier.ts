import { randomBytes, randomUUID } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import type { Actor, Place } from '../../../kernel/actor.ts';
import { type FieldFault, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { legalDay } from '../../calendar/index.ts';
import { attachPapers, getPaper } from '../../papers/index.ts';
import { statePerson, tidyName } from '../../people/index.ts';
import {
  type Group,
  getVersion,
  groupsByResidence,
  ProcedureCode,
  type ProcedureVersion,
  tidyAnswers,
  withResolutions,
} from '../../procedures/index.ts';
import { type Agency, findAgency, findUnit } from '../../units/index.ts';
import { trackingCode } from '../code.ts';
import { competentBody } from '../competent-body.ts';
import type { Dossier, Filing, HandedIn } from '../dossier.ts';
import {
  ApplicantInput,
  ContactInput,
  FormInput,
  faultsOfFiling,
  feesOf,
  GroupsInput,
  HandedInInput,
  QuantityInput,
  quantityOf,
  RepresentativeInput,
  ReturnByInput,
  readApplicant,
  readComponents,
  refuseFaults,
  TermInput,
  unitsNamed,
} from '../filing.ts';
import { receipt } from '../receipt.ts';
import { change, divisionOfSector, madeBy } from '../store.ts';
import { takeChosen } from '../vaulting.ts';
import { passAutomatic } from './complete-step.ts';
import { beginLinks, linkedStep } from './end-outside-link.ts';

export interface CounterPlace extends Place {
  centre: Agency;
}

/** The centre where the receptionist sits today; `centreId` chooses when there are several. */
export async function counterOf(tx: Tx, actor: Actor, centreId: string | undefined): Promise<CounterPlace> {
  const duty =
    actor.kind === 'official'
      ? actor.duties.find(
          (one) => one.role === 'receptionist' && (centreId === undefined || one.agencyId === centreId),
        )
      : undefined;
  if (duty === undefined) throw new Refusal('forbidden', 'act.out-of-reach', {});
  const centre = await findAgency(tx, duty.agencyId);
  if (centre === null) throw new Refusal('missing', 'agency.unknown');
  return { centre, bodyIds: [duty.bodyId] };
}

/**
 * The version of the procedure that holds today. A screen that was opened on another version is told so: the form of
 * an older version would ask the wrong questions.
 */
export async function versionForFiling(
  tx: Tx,
  input: { procedureCode: string; procedureVersionId: string },
  today: string,
): Promise<{ id: string; procedure: ProcedureVersion }> {
  const version = await getVersion(tx, input.procedureVersionId);
  if (version === null || version.procedure.code !== input.procedureCode)
    throw new Refusal('missing', 'procedure.unknown');
  const { effectiveFrom, effectiveTo } = version.procedure;
  if (effectiveFrom > today || (effectiveTo !== null && effectiveTo <= today))
    throw new Refusal('conflict', 'procedure.not-in-force', { effectiveFrom, effectiveTo });
  return { ...version, procedure: await withResolutions(tx, version.procedure, today) };
}

/** Faults for the units named in a filing that do not exist on the day. */
export async function faultsOfUnits(
  tx: Tx,
  named: { path: string; code: string }[],
  today: string,
): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  for (const { path, code } of named)
    if ((await findUnit(tx, code, today)) === null) faults.push({ path, code: 'unit.unknown' });
  return faults;
}

/** Takes the papers of a filing for the dossier; papers of others, or of another dossier, are refused. */
export async function takePapers(
  tx: Tx,
  components: HandedIn[],
  dossierId: string,
  actor: Actor,
): Promise<void> {
  const ids = components.flatMap((component) => component.paperIds);
  const refused = await attachPapers(tx, ids, { dossierId, uploadedBy: actor.id });
  if (refused.length === 0) return;
  refuseFaults(
    components.flatMap((component) =>
      component.paperIds.some((id) => refused.includes(id))
        ? [{ path: `/components/${component.key}`, code: 'paper.not-yours' }]
        : [],
    ),
  );
}

/** A result is digitised as a PDF: signed on it, or scanned with its signature and stamp. */
export async function takeResultPaper(
  tx: Tx,
  paperId: string,
  dossierId: string,
  actor: Actor,
): Promise<void> {
  await takePapers(tx, [{ key: 'result', paperIds: [paperId], originals: 0, copies: 0 }], dossierId, actor);
  if ((await getPaper(tx, paperId))?.type !== 'application/pdf')
    refuseFaults([{ path: '/paperId', code: 'result.not-pdf' }]);
}

/** The groups that were stated, and those that follow from where the applicant lives. */
export async function groupsHeld(
  tx: Tx,
  stated: Group[] | undefined,
  unitCode: string | null,
  today: string,
): Promise<Group[]> {
  return [...new Set([...(stated ?? []), ...(await groupsByResidence(tx, unitCode, today))])];
}

export const newTrackingCode = (): string => trackingCode(randomBytes(12));

export const CounterInput = Type.Object(
  {
    procedureCode: ProcedureCode,
    procedureVersionId: Type.String({ maxLength: 60 }),
    centreId: Type.Optional(Type.String({ maxLength: 35 })),
    channel: Type.Enum(['counter', 'post'] as const),
    competentBodyId: Type.Optional(Type.String({ maxLength: 35 })),
    applicant: ApplicantInput,
    representative: Type.Optional(Type.Union([RepresentativeInput, Type.Null()])),
    case: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    form: FormInput,
    components: HandedInInput,
    groups: Type.Optional(GroupsInput),
    quantity: Type.Optional(QuantityInput),
    returnBy: ReturnByInput,
    contact: Type.Optional(ContactInput),
    postTracking: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), Type.Null()])),
    requestText: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
    term: Type.Optional(TermInput),
  },
  { additionalProperties: false },
);

/**
 * What was handed in at the counter or by post, as it is filed: the applicant stated, the papers taken, the fees
 * reckoned. `whole` asks for everything that receipt needs; without it only the applicant and the case must be right.
 */
export async function fileAtCounter(
  tx: Tx,
  input: Static<typeof CounterInput>,
  centre: Agency,
  actor: Actor,
  now: Circumstances,
  { id, whole }: { id: string; whole: boolean },
): Promise<{ filing: Filing; procedure: ProcedureVersion }> {
  const today = legalDay(now.at);
  const { id: procedureVersionId, procedure } = await versionForFiling(tx, input, today);
  const components = readComponents(input.components);
  const { person, faults } = readApplicant(input.applicant, today);
  const stated = {
    channel: input.channel,
    case: input.case ?? null,
    form: input.form,
    components,
    represented: input.representative != null,
    today,
  };
  refuseFaults([
    ...faults,
    ...(whole ? faultsOfFiling(procedure, stated) : []),
    ...(await faultsOfUnits(tx, unitsNamed(procedure, input.form, person.unitCode), today)),
  ]);
  const body = await competentBody(tx, procedure, input.competentBodyId, centre.bodyId, today);
  const applicant = await statePerson(tx, person, now);
  const into = { personId: applicant.id, dossierId: id, procedureName: procedure.name };
  await takeChosen(tx, components, into, actor, now);
  await takePapers(tx, components, id, actor);
  const groups = await groupsHeld(tx, input.groups, applicant.unitCode, today);
  const filing: Filing = {
    trackingCode: newTrackingCode(),
    channel: input.channel,
    procedureCode: procedure.code,
    procedureName: procedure.name,
    procedureVersionId,
    sector: procedure.sector,
    division: await divisionOfSector(tx, procedure.sector),
    receivingBodyId: centre.bodyId,
    centreId: centre.id,
    competentBodyId: body.id,
    applicantId: applicant.id,
    applicantName: applicant.fullName,
    representative: input.representative
      ? {
          fullName: tidyName(input.representative.fullName),
          personalId: input.representative.personalId,
          phone: input.representative.phone ?? null,
          authority: input.representative.authority,
        }
      : null,
    filedBy: actor.id,
    case: stated.case,
    form: tidyAnswers(procedure.form, input.form),
    groups,
    components,
    returnBy: input.returnBy,
    contact: {
      phone: input.contact?.phone ?? applicant.phone,
      email: input.contact?.email ?? applicant.email,
      address: input.contact?.address ?? applicant.address,
    },
    postTracking: input.postTracking ?? null,
    requestText: input.requestText ?? null,
    fees: feesOf(procedure, {
      ...stated,
      groups,
      quantity: quantityOf(input.quantity, input.form),
    }),
    submittedAt: now.at.toISOString(),
  };
  return { filing, procedure };
}

export const receiveDossier = act({
  name: 'dossiers.receive-dossier',
  summary: 'Receive a dossier at the counter or by post, for any competent body of the province.',
  input: CounterInput,
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    code: Type.String(),
    dueAt: Type.String(),
    slip: Type.String(),
  }),
  target: (tx, input, actor) => counterOf(tx, actor, input.centreId),
  async run(tx, actor, input, { centre }, now) {
    const id = randomUUID();
    const { filing, procedure } = await fileAtCounter(tx, input, centre, actor, now, { id, whole: true });
    const arrived: Dossier = await change(
      tx,
      id,
      null,
      { ...madeBy(actor, this.name, now), type: 'filed', filing },
      now,
    );
    const made = await receipt(tx, arrived, procedure, input.term ?? null, actor, now);
    const begun = await change(
      tx,
      id,
      arrived,
      { ...made, ...linkedStep(procedure, centre.id, now.at) },
      now,
    );
    const passed = await passAutomatic(tx, begun, procedure, now);
    const received = await beginLinks(tx, passed, procedure, now);
    await now.send({
      channel: 'portal',
      to: filing.applicantId,
      subject: { kind: 'dossier', id },
      body: { event: 'received', code: made.code, dueAt: made.dueAt },
    });
    return {
      id,
      version: received.version,
      code: made.code,
      dueAt: made.dueAt,
      slip: `/api/dossiers/${id}/slip.pdf`,
    };
  },
});
