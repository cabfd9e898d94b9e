import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { legalDay } from '../../calendar/index.ts';
import { statePerson } from '../../people/index.ts';
import { Reason, readApplicant, readComponents, refuseFaults } from '../filing.ts';
import { change, divisionOfSector, madeBy } from '../store.ts';
import {
  CounterInput,
  competentBody,
  counterOf,
  newTrackingCode,
  versionForFiling,
} from './receive-dossier.ts';

/** What was brought is not received: it gets no code and no due time, but it is traced and has its form 03. */
export const refuseAtCounter = act({
  name: 'dossiers.refuse-at-counter',
  summary: 'Refuse what was brought to the counter, with the reason (form 03).',
  input: Type.Object({ ...CounterInput.properties, reason: Reason }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String(), version: Type.Integer(), slip: Type.String() }),
  target: (tx, input, actor) => counterOf(tx, actor, input.centreId),
  async run(tx, actor, input, { centre }, now) {
    const today = legalDay(now.at);
    const { id: procedureVersionId, procedure } = await versionForFiling(tx, input, today);
    const { person, faults } = readApplicant(input.applicant, today);
    refuseFaults(faults);
    const body = await competentBody(tx, procedure, input.competentBodyId, centre.bodyId, today);
    const applicant = await statePerson(tx, person, now);
    const id = randomUUID();
    const filed = await change(
      tx,
      id,
      null,
      {
        ...madeBy(actor, this.name, now),
        type: 'filed',
        filing: {
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
          representative: null,
          filedBy: actor.id,
          case: input.case ?? null,
          form: {},
          groups: [],
          // Nothing was taken in: the papers stay with who brought them.
          components: readComponents(input.components).map((one) => ({ ...one, paperIds: [] })),
          returnBy: input.returnBy,
          contact: { phone: applicant.phone, email: applicant.email, address: applicant.address },
          postTracking: input.postTracking ?? null,
          requestText: input.requestText ?? null,
          fees: { lines: [], total: 0 },
          submittedAt: now.at.toISOString(),
        },
      },
      now,
    );
    const after = await change(
      tx,
      id,
      filed,
      { ...madeBy(actor, this.name, now), type: 'refused-receipt', reason: input.reason.trim() },
      now,
    );
    return { id, version: after.version, slip: `/api/dossiers/${id}/refusal.pdf` };
  },
});
