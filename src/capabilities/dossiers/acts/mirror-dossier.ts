import { randomBytes, randomUUID } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { type FieldFault, invalid, Refusal } from '../../../kernel/refusal.ts';
import { legalDay } from '../../calendar/index.ts';
import { statePerson } from '../../people/index.ts';
import { ProcedureCode, versionInForce } from '../../procedures/index.ts';
import { findAgencies, findAgency } from '../../units/index.ts';
import { trackingCode } from '../code.ts';
import type { Mirror, NationalState } from '../dossier.ts';
import { ApplicantInput, readApplicant, refuseFaults } from '../filing.ts';
import { judgeUpdate } from '../mirror.ts';
import { change, claimMirror, divisionOfSector, lockDossier, madeBy } from '../store.ts';

const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
});
const Maybe = Type.Optional(Type.Union([Instant, Type.Null()]));

export const MirrorShape = Type.Object(
  {
    /** Of the ministry's system, as it stands on the screens. */
    system: Type.String({ minLength: 3, maxLength: 200 }),
    code: Type.String({ minLength: 3, maxLength: 60 }),
    version: Type.Integer({ minimum: 1 }),
    at: Instant,
    nationalState: Type.Integer({ minimum: 1, maximum: 10 }),
    procedureCode: ProcedureCode,
    /** Where it was handed in; who decides is the procedure's body there unless named. */
    receivingBodyId: Type.String({ maxLength: 35 }),
    competentBodyId: Type.Optional(Type.String({ maxLength: 35 })),
    channel: Type.Optional(Type.Enum(['online', 'counter', 'post'] as const)),
    applicant: ApplicantInput,
    submittedAt: Instant,
    receivedAt: Maybe,
    dueAt: Maybe,
    endedAt: Maybe,
    returnedAt: Maybe,
    result: Type.Optional(
      Type.Union([
        Type.Object(
          {
            number: Type.String({ minLength: 1, maxLength: 100 }),
            name: Type.String({ minLength: 1, maxLength: 1000 }),
            date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
          },
          { additionalProperties: false },
        ),
        Type.Null(),
      ]),
    ),
    returnedHere: Type.Optional(Type.Boolean()),
    note: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
  },
  { additionalProperties: false },
);
export type MirrorInput = Static<typeof MirrorShape>;

/** What must be said in which state; a state that contradicts its dates is not believed. */
function faultsOfDates(input: MirrorInput): FieldFault[] {
  const faults: FieldFault[] = [];
  const must = (key: 'receivedAt' | 'endedAt' | 'returnedAt', wanted: boolean) => {
    const given = (input[key] ?? null) !== null;
    if (wanted !== given) faults.push({ path: `/${key}`, code: wanted ? 'required' : 'mirror.too-early' });
  };
  const state = input.nationalState;
  if (![7, 8].includes(state)) must('receivedAt', ![1, 3].includes(state));
  must('endedAt', [7, 8, 9, 10].includes(state));
  must('returnedAt', state === 10);
  const order = [input.submittedAt, input.receivedAt, input.endedAt, input.returnedAt].flatMap((text) =>
    text == null ? [] : [Date.parse(text)],
  );
  if (order.some((time, place) => place > 0 && time < (order[place - 1] ?? 0)))
    faults.push({ path: '/endedAt', code: 'date.order' });
  return faults;
}

const iso = (text: string | null | undefined) => (text == null ? null : new Date(text).toISOString());

/**
 * Takes in how a dossier stands in the ministry's system that decides it. Late and repeated messages change nothing and
 * say so; one that would take an ended dossier up again is refused.
 */
export const mirrorDossier = act({
  name: 'dossiers.mirror-dossier',
  summary: 'Take in how a dossier stands in a ministry’s system; older and repeated news change nothing.',
  input: MirrorShape,
  output: Type.Object({
    id: Type.String(),
    /** Whether anything changed, or why not. */
    outcome: Type.Enum(['made', 'changed', 'older', 'same'] as const),
  }),
  target: async () => ({ bodyIds: [] }),
  async run(tx, actor, input, _target, now) {
    refuseFaults(faultsOfDates(input));
    const fresh = randomUUID();
    const id = await claimMirror(tx, input.system, input.code, fresh);
    const known = id === fresh ? null : await lockDossier(tx, id, null);
    const mirror: Mirror = {
      system: input.system,
      code: input.code,
      version: input.version,
      nationalState: input.nationalState as NationalState,
      at: new Date(input.at).toISOString(),
      returnedHere: input.returnedHere === true,
    };
    const verdict = judgeUpdate(known?.mirror ?? null, mirror);
    if (verdict === 'older' || verdict === 'same') return { id, outcome: verdict };
    if (verdict === 'backwards')
      throw new Refusal('conflict', 'mirror.backwards', {
        known: known?.mirror?.nationalState,
        told: mirror.nationalState,
      });
    // The moment of the change is the ministry's: what was open when is counted by it.
    const made = { ...madeBy(actor, this.name, now), at: mirror.at };
    const before = known ?? (await filed());
    const after = await change(
      tx,
      id,
      before,
      {
        ...made,
        type: 'mirrored',
        mirror,
        receivedAt: iso(input.receivedAt),
        dueAt: iso(input.dueAt),
        endedAt: iso(input.endedAt),
        returnedAt: iso(input.returnedAt),
        result: input.result == null ? null : { ...input.result, paperId: null },
        note: input.note?.trim() || null,
      },
      now,
    );
    if (after.state !== before.state)
      await now.send({
        channel: 'portal',
        to: after.applicantId,
        subject: { kind: 'dossier', id },
        body: { event: 'mirrored', system: mirror.system, state: mirror.nationalState },
      });
    return { id, outcome: known === null ? ('made' as const) : ('changed' as const) };

    async function filed() {
      const day = legalDay(new Date(input.receivedAt ?? input.submittedAt));
      const version = await versionInForce(tx, input.procedureCode, day);
      if (version === null)
        throw invalid('input.invalid', { path: '/procedureCode', code: 'procedure.unknown' });
      const receiving = await findAgency(tx, input.receivingBodyId);
      const centre =
        receiving === null
          ? undefined
          : (await findAgencies(tx, { unitCode: receiving.unitCode, kind: 'centre' }, day))[0];
      if (receiving === null || centre === undefined)
        throw invalid('input.invalid', { path: '/receivingBodyId', code: 'agency.unknown' });
      const competent = await findAgency(tx, input.competentBodyId ?? receiving.id);
      if (competent === null)
        throw invalid('input.invalid', { path: '/competentBodyId', code: 'agency.unknown' });
      const { person, faults } = readApplicant(input.applicant, day);
      refuseFaults(faults);
      const applicant = await statePerson(tx, person, now);
      const { procedure } = version;
      return change(
        tx,
        id,
        null,
        {
          ...made,
          type: 'filed',
          filing: {
            trackingCode: trackingCode(randomBytes(12)),
            channel: input.channel ?? 'online',
            procedureCode: procedure.code,
            procedureName: procedure.name,
            procedureVersionId: version.id,
            sector: procedure.sector,
            division: await divisionOfSector(tx, procedure.sector),
            receivingBodyId: receiving.id,
            centreId: centre.id,
            competentBodyId: competent.id,
            applicantId: applicant.id,
            applicantName: applicant.fullName,
            representative: null,
            filedBy: actor.id,
            case: null,
            form: {},
            groups: [],
            components: [],
            returnBy: 'online',
            contact: { phone: applicant.phone, email: applicant.email, address: applicant.address },
            postTracking: null,
            requestText: null,
            fees: { lines: [], total: 0 },
            mirroredFrom: input.system,
            submittedAt: iso(input.submittedAt) ?? input.submittedAt,
          },
        },
        now,
      );
    }
  },
});
