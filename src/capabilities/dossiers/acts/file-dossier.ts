import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { getPerson, readPhone } from '../../people/index.ts';
import { ProcedureCode, tidyAnswers } from '../../procedures/index.ts';
import { findAgencies, findAgency } from '../../units/index.ts';
import { competentBody } from '../competent-body.ts';
import {
  ContactInput,
  FormInput,
  faultsOfFiling,
  feesOf,
  GroupsInput,
  HandedInInput,
  QuantityInput,
  quantityOf,
  ReturnByInput,
  readComponents,
  refuseFaults,
  unitsNamed,
} from '../filing.ts';
import { change, divisionOfSector, discardDraft as forgetDraft, madeBy } from '../store.ts';
import { takeChosen } from '../vaulting.ts';
import {
  faultsOfUnits,
  groupsHeld,
  newTrackingCode,
  takePapers,
  versionForFiling,
} from './receive-dossier.ts';

export const fileDossier = act({
  name: 'dossiers.file-dossier',
  summary: 'File a dossier online; a centre looks at it and receives it.',
  input: Type.Object(
    {
      procedureCode: ProcedureCode,
      procedureVersionId: Type.String({ maxLength: 60 }),
      competentBodyId: Type.String({ maxLength: 35 }),
      centreId: Type.Optional(Type.Union([Type.String({ maxLength: 35 }), Type.Null()])),
      case: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
      form: FormInput,
      components: HandedInInput,
      groups: Type.Optional(GroupsInput),
      quantity: Type.Optional(QuantityInput),
      returnBy: ReturnByInput,
      contact: Type.Optional(ContactInput),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    code: Type.Null(),
    trackingCode: Type.String(),
    submittedAt: Type.String(),
  }),
  target: async (_tx, _input, actor) => ({
    bodyIds: [],
    personIds: actor.kind === 'citizen' ? [actor.personId] : [],
  }),
  async run(tx, actor, input, _target, now) {
    if (actor.kind !== 'citizen') throw new Refusal('forbidden', 'act.forbidden', {});
    const today = legalDay(now.at);
    const { id: procedureVersionId, procedure } = await versionForFiling(tx, input, today);
    // Online nobody hands in a paper original: only files count.
    const components = readComponents(
      input.components.map(({ key, paperIds = [], vaultIds = [] }) => ({ key, paperIds, vaultIds })),
    );
    const filing = {
      channel: 'online' as const,
      case: input.case ?? null,
      form: input.form,
      components,
      today,
    };
    const faults = faultsOfFiling(procedure, filing);
    faults.push(...(await faultsOfUnits(tx, unitsNamed(procedure, input.form), today)));
    const phone = input.contact?.phone ?? null;
    if (phone !== null && phone !== '' && readPhone(phone) === null)
      faults.push({ path: '/contact/phone', code: 'phone.structure' });
    refuseFaults(faults);
    const body = await competentBody(tx, procedure, input.competentBodyId, input.competentBodyId, today);
    const named = input.centreId ? await findAgency(tx, input.centreId) : null;
    // The commune's own centre receives for it and its police; the province's for departments.
    const receiving =
      named?.kind === 'centre'
        ? named
        : ((await findAgencies(tx, { unitCode: body.unitCode, kind: 'centre' }, today))[0] ?? null);
    if (receiving === null) throw new Refusal('missing', 'agency.unknown');
    const applicant = await getPerson(tx, actor.personId);
    if (applicant === null) throw new Refusal('missing', 'person.unknown');
    const groups = await groupsHeld(tx, input.groups, applicant.unitCode, today);
    const id = randomUUID();
    const into = { personId: applicant.id, dossierId: id, procedureName: procedure.name };
    await takeChosen(tx, components, into, actor, now);
    await takePapers(tx, components, id, actor);
    const filed = await change(
      tx,
      id,
      null,
      {
        ...madeBy(actor, this.name, now),
        type: 'filed',
        filing: {
          trackingCode: newTrackingCode(),
          channel: 'online',
          procedureCode: procedure.code,
          procedureName: procedure.name,
          procedureVersionId,
          sector: procedure.sector,
          division: await divisionOfSector(tx, procedure.sector),
          receivingBodyId: receiving.bodyId,
          centreId: receiving.id,
          competentBodyId: body.id,
          applicantId: applicant.id,
          applicantName: applicant.fullName,
          representative: null,
          filedBy: actor.id,
          case: filing.case,
          form: tidyAnswers(procedure.form, input.form),
          groups,
          components,
          returnBy: input.returnBy,
          contact: {
            phone: phone === null || phone === '' ? applicant.phone : readPhone(phone),
            email: input.contact?.email || applicant.email,
            address: input.contact?.address || applicant.address,
          },
          postTracking: null,
          requestText: null,
          fees: feesOf(procedure, {
            ...filing,
            groups,
            quantity: quantityOf(input.quantity, input.form),
          }),
          submittedAt: now.at.toISOString(),
        },
      },
      now,
    );
    await forgetDraft(tx, actor.personId, procedure.code);
    return {
      id,
      version: filed.version,
      code: null,
      trackingCode: filed.trackingCode,
      submittedAt: filed.submittedAt,
    };
  },
});
