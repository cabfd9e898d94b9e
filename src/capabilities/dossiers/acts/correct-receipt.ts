import { type Static, Type } from 'typebox';
import { act, type Circumstances } from '../../../kernel/act.ts';
import { type FieldFault, invalid, Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { legalDay, loadCalendar } from '../../calendar/index.ts';
import { getPerson, type Person, readPhone, statePerson, tidyName } from '../../people/index.ts';
import {
  faultsOfAnswers,
  GROUP_NAMES,
  type Group,
  getVersion,
  type ProcedureVersion,
  termFor,
  tidyAnswers,
  withResolutions,
} from '../../procedures/index.ts';
import { competentBody } from '../competent-body.ts';
import { dueOf } from '../course.ts';
import {
  type CorrectedField,
  type Dossier,
  type DossierChange,
  type Filing,
  type HandedIn,
  owedAmount,
  paidAmount,
} from '../dossier.ts';
import {
  ApplicantInput,
  ContactInput,
  DossierId,
  FormInput,
  faultsOfFiling,
  feesOf,
  GroupsInput,
  HandedInInput,
  QuantityInput,
  quantityOf,
  Reason,
  RepresentativeInput,
  ReturnByInput,
  readApplicant,
  readComponents,
  refuseFaults,
  SeenVersion,
  TermInput,
  unitsNamed,
} from '../filing.ts';
import { placeOf, requireState } from '../place.ts';
import { wayFromReceipt } from '../receipt.ts';
import { change, divisionOfSector, lockDossier, madeBy } from '../store.ts';
import { takeChosen } from '../vaulting.ts';
import { faultsOfUnits, takePapers, versionForFiling } from './receive-dossier.ts';

const Input = Type.Object(
  {
    id: DossierId,
    version: SeenVersion,
    reason: Reason,
    applicant: Type.Optional(ApplicantInput),
    representative: Type.Optional(Type.Union([RepresentativeInput, Type.Null()])),
    contact: Type.Optional(ContactInput),
    /** Another procedure was meant: only until somebody has begun to work on it. */
    procedure: Type.Optional(
      Type.Object(
        {
          procedureCode: Type.String({ maxLength: 20 }),
          procedureVersionId: Type.String({ maxLength: 60 }),
          competentBodyId: Type.Optional(Type.String({ maxLength: 35 })),
          term: Type.Optional(TermInput),
        },
        { additionalProperties: false },
      ),
    ),
    case: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    form: Type.Optional(FormInput),
    components: Type.Optional(HandedInInput),
    groups: Type.Optional(GroupsInput),
    quantity: Type.Optional(QuantityInput),
    returnBy: Type.Optional(ReturnByInput),
    requestText: Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()])),
  },
  { additionalProperties: false },
);

/**
 * Puts right what was written wrongly at receipt. The code stays, the old values stay in the record, and the slip is
 * printed anew in place of the one that was handed out. Another case or procedure also brings its own term and way,
 * counted from the receipt as if it had been chosen then.
 */
export const correctReceipt = act({
  name: 'dossiers.correct-receipt',
  summary: 'Correct what was written wrongly at receipt; the slip is reissued, the old stays in the record.',
  input: Input,
  output: Type.Object({
    id: Type.String(),
    version: Type.Integer(),
    dueAt: Type.Union([Type.String(), Type.Null()]),
    slip: Type.String(),
  }),
  target: async (tx, input) => placeOf(await lockDossier(tx, input.id, input.version), 'receiving'),
  async run(tx, actor, input, { dossier }, now) {
    requireState(
      dossier,
      'received',
      'in-progress',
      'awaiting-supplement',
      'awaiting-payment',
      'resolved',
      'returned',
    );
    const made = await correction(tx, dossier, input, now);
    if (made.lines.length === 0) throw invalid('input.invalid', { path: '/reason', code: 'correction.none' });
    const held = new Set(dossier.components.flatMap((one) => one.paperIds));
    const chosen = (made.facts.components ?? []).map(({ taken = [], ...one }) => ({
      ...one,
      taken: taken.filter(({ paperId }) => !held.has(paperId)),
    }));
    const into = {
      personId: made.facts.applicantId ?? dossier.applicantId,
      dossierId: dossier.id,
      procedureName: made.facts.procedureName ?? dossier.procedureName,
    };
    await takeChosen(tx, chosen, into, actor, now);
    await takePapers(tx, made.facts.components ?? [], dossier.id, actor);
    const reason = input.reason.trim();
    const after = await change(
      tx,
      dossier.id,
      dossier,
      { ...madeBy(actor, this.name, now), type: 'corrected', reason, ...made },
      now,
    );
    await now.send({
      channel: 'portal',
      to: after.applicantId,
      subject: { kind: 'dossier', id: after.id },
      body: { event: 'corrected', reason, dueAt: after.dueAt },
    });
    return {
      id: after.id,
      version: after.version,
      dueAt: after.dueAt,
      slip: `/api/dossiers/${after.id}/slip.pdf`,
    };
  },
});

type Made = Pick<Extract<DossierChange, { type: 'corrected' }>, 'facts' | 'lines' | 'course'>;

async function correction(
  tx: Tx,
  dossier: Dossier,
  input: Static<typeof Input>,
  now: Circumstances,
): Promise<Made> {
  const day = legalDay(new Date(dossier.receivedAt ?? now.at));
  const before = (await getVersion(tx, dossier.procedureVersionId))?.procedure;
  if (before === undefined) throw new Refusal('missing', 'procedure.unknown');
  const lines: Made['lines'] = [];
  const facts: Partial<Filing> = {};
  const put = (field: CorrectedField, from: string | null, to: string | null, more: Partial<Filing>) => {
    if (same(more, dossier) && from === to) return;
    lines.push({ field, from, to });
    Object.assign(facts, more);
  };

  const procedure =
    input.procedure === undefined ? before : await otherProcedure(tx, dossier, input.procedure, day);
  if (input.procedure !== undefined) {
    const body = await competentBody(
      tx,
      procedure,
      input.procedure.competentBodyId,
      dossier.receivingBodyId,
      day,
    );
    put('procedure', named(before), named(procedure), {
      procedureCode: procedure.code,
      procedureName: procedure.name,
      procedureVersionId: input.procedure.procedureVersionId,
      sector: procedure.sector,
      division: await divisionOfSector(tx, procedure.sector),
      competentBodyId: body.id,
    });
  }
  if (input.case !== undefined || input.procedure !== undefined) {
    if (dossier.outcome !== null) throw new Refusal('conflict', 'correction.decided');
    const chosen = input.case ?? null;
    put('case', caseName(before, dossier.case), caseName(procedure, chosen), { case: chosen });
  }

  const faults: FieldFault[] = [];
  let person: Person | null = null;
  if (input.applicant !== undefined) {
    const read = readApplicant(input.applicant, legalDay(now.at));
    faults.push(...read.faults);
    refuseFaults([
      ...faults,
      ...(await faultsOfUnits(tx, unitsNamed(procedure, {}, read.person.unitCode), legalDay(now.at))),
    ]);
    const old = await getPerson(tx, dossier.applicantId);
    person = await statePerson(tx, read.person, now);
    put('applicantName', dossier.applicantName, person.fullName, {
      applicantName: person.fullName,
      applicantId: person.id,
    });
    const number = (of: Person | null) => of?.personalId ?? of?.taxCode ?? null;
    if (number(old) !== number(person))
      lines.push({ field: 'personalId', from: number(old), to: number(person) });
  }
  if (input.contact !== undefined || person !== null) {
    const phone = input.contact?.phone?.trim() || null;
    if (phone !== null && readPhone(phone) === null)
      faults.push({ path: '/contact/phone', code: 'phone.structure' });
    const contact = {
      phone: (phone === null ? null : readPhone(phone)) ?? person?.phone ?? dossier.contact.phone,
      email: input.contact?.email?.trim() || person?.email || dossier.contact.email,
      address: input.contact?.address?.trim() || person?.address || dossier.contact.address,
    };
    for (const key of ['phone', 'email', 'address'] as const)
      if (contact[key] !== dossier.contact[key]) put(key, dossier.contact[key], contact[key], { contact });
  }
  if (input.representative !== undefined) {
    const representative = input.representative && {
      fullName: tidyName(input.representative.fullName),
      personalId: input.representative.personalId,
      phone: input.representative.phone ?? null,
      authority: input.representative.authority,
    };
    const words = (of: Dossier['representative']) => of && `${of.fullName}, ${of.authority}`;
    put('representative', words(dossier.representative), words(representative), { representative });
  }
  if (input.form !== undefined) {
    faults.push(
      ...faultsOfAnswers(procedure.form, input.form, { today: legalDay(now.at), at: '/form' }),
      ...(await faultsOfUnits(tx, unitsNamed(procedure, input.form), legalDay(now.at))),
    );
    put('form', null, null, { form: tidyAnswers(procedure.form, input.form) });
  }
  if (input.components !== undefined) {
    const components = withPapersKept(dossier.components, readComponents(input.components));
    put('components', null, null, { components });
  }
  if (input.returnBy !== undefined)
    put('returnBy', dossier.returnBy, input.returnBy, { returnBy: input.returnBy });
  if (input.requestText !== undefined)
    put('requestText', dossier.requestText, input.requestText, { requestText: input.requestText });
  if (input.groups !== undefined)
    put('groups', groupNames(dossier.groups), groupNames(input.groups), { groups: input.groups });

  const after = { ...dossier, ...facts };
  if (input.procedure !== undefined || input.case !== undefined || input.components !== undefined)
    faults.push(...faultsOfFiling(procedure, { ...after, today: legalDay(now.at) }));
  refuseFaults(faults);

  if (
    input.quantity !== undefined ||
    ['groups', 'case', 'procedure', 'form'].some((field) => lines.some((line) => line.field === field))
  ) {
    const fees = feesOf(await withResolutions(tx, procedure, day), {
      ...after,
      quantity: quantityOf(input.quantity, after.form),
      today: day,
    });
    if (fees.total !== dossier.fees.total || !same({ fees }, dossier)) {
      // A receipt names the fee lines it covers: it must be voided or paid back before they become others.
      const paid = paidAmount(dossier) > 0;
      // What is half paid, partly given back or asked for by a notice is settled first: nobody could say what the rest is of.
      const isMixed = owedAmount(dossier) > 0 || (dossier.payments ?? []).some((one) => one.refunded > 0);
      if (paid ? isMixed : (dossier.paymentRequests ?? []).length > 0)
        throw new Refusal('conflict', 'correction.paid');
      put('fees', money(dossier.fees.total), money(fees.total), {
        fees: paid ? differenceOf(dossier, fees.total) : fees,
      });
    }
  }
  return {
    lines,
    facts,
    course: await courseAnew(
      tx,
      dossier,
      { ...dossier, ...facts },
      before,
      procedure,
      input.procedure?.term ?? null,
    ),
  };
}

/**
 * After a payment the lines that receipts name stay as they are; what the correction adds is a line of its own to be paid,
 * what it takes off is one below nothing, and is given back by a refund. The difference of an earlier correction that
 * nobody has paid makes way.
 */
function differenceOf(dossier: Dossier, total: number): Dossier['fees'] {
  const covered = (dossier.payments ?? []).flatMap((one) => (one.voided === null ? one.places : []));
  const lines = dossier.fees.lines.slice(0, Math.max(-1, ...covered) + 1);
  const before = lines.reduce((sum, line) => sum + line.amount, 0);
  const amount = total - before;
  if (amount === 0) return { lines, total };
  const line = {
    name: amount > 0 ? 'Nộp thêm do sửa thông tin' : 'Giảm do sửa thông tin',
    amount,
    full: amount,
    why: `Tính lại từ ${money(before)} thành ${money(total)}`,
    due: 'receipt' as const,
  };
  return { lines: [...lines, line], total };
}

/** The procedure that was meant, as it was on the day of receipt: as long as nobody has begun to work. */
async function otherProcedure(
  tx: Tx,
  dossier: Dossier,
  meant: { procedureCode: string; procedureVersionId: string },
  day: string,
): Promise<ProcedureVersion> {
  if (dossier.state !== 'received' || dossier.steps.length > 1 || dossier.supplements.length > 0)
    throw new Refusal('conflict', 'correction.begun');
  return (await versionForFiling(tx, meant, day)).procedure;
}

/** The way and the term anew where they depend on what was corrected; null when they stay. */
async function courseAnew(
  tx: Tx,
  dossier: Dossier,
  after: Dossier,
  before: ProcedureVersion,
  procedure: ProcedureVersion,
  statedTerm: Dossier['term'],
): Promise<Made['course']> {
  const { term, receivedAt } = dossier;
  if (term === null || receivedAt === null) return null;
  if (procedure !== before) {
    const way = await wayFromReceipt(tx, after, procedure, statedTerm, new Date(receivedAt));
    const [counter] = dossier.steps;
    return {
      term: way.term,
      dueAt: way.dueAt,
      step: way.step,
      steps: way.steps.map((visit) => ({
        ...visit,
        officialId: counter?.officialId ?? null,
        officialName: counter?.officialName ?? null,
      })),
    };
  }
  const known = after.case === dossier.case ? null : termFor(procedure, after);
  if (known === null || (known.unit === term.unit && known.value === term.value)) return null;
  const anew = { unit: known.unit, value: known.value };
  const calendar = await loadCalendar(tx, dossier.centreId, legalDay(new Date(receivedAt)));
  return {
    term: anew,
    // The new date that was given with an apology stays promised.
    dueAt: dossier.extension === null ? dueOf(calendar, anew, dossier.clock) : dossier.dueAt,
    step: dossier.step,
    steps: dossier.steps,
  };
}

/** A scan that was taken in stays with its component: correcting numbers never loses a paper. */
function withPapersKept(before: HandedIn[], stated: HandedIn[]): HandedIn[] {
  const kept = before
    .filter((one) => one.paperIds.length > 0)
    .map((one) => ({ ...one, originals: 0, copies: 0 }));
  return readComponents([...stated, ...kept]);
}

function same(more: Partial<Filing>, dossier: Dossier): boolean {
  return Object.entries(more).every(
    ([key, value]) => JSON.stringify(value) === JSON.stringify(dossier[key as keyof Filing]),
  );
}

const named = (procedure: ProcedureVersion) => `${procedure.name} (${procedure.code})`;
const caseName = (procedure: ProcedureVersion, key: string | null) =>
  procedure.cases.find((one) => one.key === key)?.name ?? null;
const groupNames = (groups: string[]) =>
  groups.map((group) => GROUP_NAMES[group as Group] ?? group).join(', ') || null;
const money = (amount: number) => `${amount.toLocaleString('vi-VN')} đồng`;
