import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { type FieldFault, invalid } from '../../kernel/refusal.ts';
import {
  isTaxCode,
  normaliseDigits,
  type Person,
  personalIdFault,
  readPhone,
  tidyName,
} from '../people/index.ts';
import {
  type Circumstance,
  componentsFor,
  computeFee,
  faultsOfAnswers,
  GROUP_NAMES,
  type Group,
  isDay,
  isElectronicForm,
  type ProcedureVersion,
} from '../procedures/index.ts';
import { AUTHORITY, type FeeLine, type HandedIn } from './dossier.ts';

const closed = { additionalProperties: false };
const Text = (maxLength: number) => Type.String({ maxLength });
const Nullable = <S extends ReturnType<typeof Text>>(schema: S) =>
  Type.Optional(Type.Union([schema, Type.Null()]));

/** The shapes of input that filing online and receiving at the counter share. */
export const DossierId = Type.String({ minLength: 1, maxLength: 60 });
export const SeenVersion = Type.Integer({ minimum: 1 });
export const Reason = Type.String({ minLength: 3, maxLength: 4000 });
/** Which error of the office, counted within the dossier. */
export const ErrorNumber = Type.Integer({ minimum: 1, maximum: 1000 });
export const SupplementItems = Type.Array(
  Type.Object(
    {
      componentKey: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
      text: Type.String({ minLength: 2, maxLength: 2000 }),
    },
    closed,
  ),
  { minItems: 1, maxItems: 50 },
);
export const ReturnByInput = Type.Enum(['counter', 'post', 'online'] as const);
export const HandedInInput = Type.Array(
  Type.Object(
    {
      key: Text(64),
      paperIds: Type.Optional(Type.Array(Text(60), { maxItems: 50 })),
      /** Papers of the applicant's vault that stand for handed-in ones. */
      vaultIds: Type.Optional(Type.Array(Text(140), { maxItems: 50 })),
      originals: Type.Optional(Type.Integer({ minimum: 0, maximum: 999 })),
      copies: Type.Optional(Type.Integer({ minimum: 0, maximum: 999 })),
    },
    closed,
  ),
  { maxItems: 100 },
);
export const ApplicantInput = Type.Object(
  {
    kind: Type.Enum(['citizen', 'organisation'] as const),
    fullName: Type.String({ minLength: 2, maxLength: 300 }),
    personalId: Nullable(Text(30)),
    taxCode: Nullable(Text(30)),
    birthDate: Nullable(Text(10)),
    sex: Type.Optional(Type.Union([Type.Enum(['male', 'female'] as const), Type.Null()])),
    phone: Nullable(Text(30)),
    email: Nullable(Text(200)),
    address: Nullable(Text(500)),
    unitCode: Nullable(Text(10)),
  },
  closed,
);
export const RepresentativeInput = Type.Object(
  {
    fullName: Type.String({ minLength: 2, maxLength: 300 }),
    personalId: Text(30),
    phone: Nullable(Text(30)),
    authority: Type.String({ minLength: 2, maxLength: 500 }),
  },
  closed,
);
export const ContactInput = Type.Object(
  { phone: Nullable(Text(30)), email: Nullable(Text(200)), address: Nullable(Text(500)) },
  closed,
);
export const GroupsInput = Type.Array(Type.Enum(Object.keys(GROUP_NAMES) as Group[]), { maxItems: 9 });
export const QuantityInput = Type.Object(
  {
    copies: Type.Integer({ minimum: 1, maximum: 10_000 }),
    pages: Type.Integer({ minimum: 1, maximum: 10_000 }),
  },
  closed,
);
export const FormInput = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown());
export const TermInput = Type.Object(
  {
    unit: Type.Enum(['working-day', 'calendar-day', 'working-hour', 'same-day'] as const),
    value: Type.Number({ minimum: 0, maximum: 1000 }),
  },
  closed,
);

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The applicant as typed, tidied and checked by the real structure of the numbers. */
export function readApplicant(
  input: { kind: 'citizen' | 'organisation'; fullName: string } & Partial<Record<keyof Person, unknown>>,
  today: string,
): { person: Omit<Person, 'id'>; faults: FieldFault[] } {
  const text = (key: keyof Person) => {
    const value = input[key];
    return typeof value === 'string' && value.trim() !== '' ? value.normalize('NFC').trim() : null;
  };
  const faults: FieldFault[] = [];
  const say = (field: string, code: string) => faults.push({ path: `/applicant/${field}`, code });
  const fullName = tidyName(input.fullName);
  if (fullName.length < 2 || !/\p{L}/u.test(fullName)) say('fullName', 'person.name');
  const birthDate = text('birthDate');
  if (birthDate !== null && (!isDay(birthDate) || birthDate > today || birthDate < '1880-01-01'))
    say('birthDate', 'date.impossible');
  const sex = (text('sex') as Person['sex']) ?? null;
  let personalId = text('personalId');
  let taxCode = text('taxCode');
  if (input.kind === 'citizen') {
    taxCode = null;
    if (personalId === null) say('personalId', 'required');
    else {
      const fault = personalIdFault(personalId, { birthDate, sex, today });
      if (fault !== null) say('personalId', `personal-id.${fault}`);
      personalId = normaliseDigits(personalId);
    }
  } else {
    personalId = null;
    if (taxCode === null) say('taxCode', 'required');
    else {
      if (!isTaxCode(taxCode)) say('taxCode', 'tax-code.structure');
      taxCode = normaliseDigits(taxCode);
    }
  }
  let phone = text('phone');
  if (phone !== null) {
    if (readPhone(phone) === null) say('phone', 'phone.structure');
    phone = readPhone(phone) ?? phone;
  }
  const email = text('email');
  if (email !== null && !EMAIL.test(email)) say('email', 'email.structure');
  return {
    person: {
      kind: input.kind,
      fullName,
      personalId,
      taxCode,
      birthDate,
      sex,
      phone,
      email,
      address: text('address'),
      unitCode: text('unitCode'),
    },
    faults,
  };
}

/** What is asked of the filing itself: the form by its own rules, and every component that this case must have. */
export function faultsOfFiling(
  procedure: ProcedureVersion,
  filing: {
    channel: Circumstance['channel'];
    case: string | null;
    form: Record<string, unknown>;
    components: HandedIn[];
    /** By somebody else, whose authority paper may then lie among the components. */
    represented?: boolean;
    today: string;
  },
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (!procedure.channels.includes(filing.channel))
    faults.push({ path: '/channel', code: 'dossier.channel-not-offered' });
  if (filing.case !== null && !procedure.cases.some((one) => one.key === filing.case))
    faults.push({ path: '/case', code: 'dossier.case-unknown' });
  if (filing.case === null && procedure.cases.length > 1) faults.push({ path: '/case', code: 'required' });
  faults.push(...faultsOfAnswers(procedure.form, filing.form, { today: filing.today, at: '/form' }));
  const asked = componentsFor(procedure, { channel: filing.channel, case: filing.case });
  for (const [place, handed] of filing.components.entries())
    if (
      !procedure.components.some((component) => component.key === handed.key) &&
      !(handed.key === AUTHORITY && filing.represented === true)
    )
      faults.push({ path: `/components/${place}`, code: 'dossier.component-unknown' });
  for (const component of asked) {
    if (component.conditional || component.mode === 'present') continue;
    if (isElectronicForm(component)) continue;
    const handed = filing.components.find((one) => one.key === component.key);
    const enough =
      handed !== undefined &&
      (filing.channel === 'online'
        ? handed.paperIds.length > 0
        : handed.originals + handed.copies + handed.paperIds.length > 0);
    if (!enough)
      faults.push({
        path: `/components/${component.key}`,
        code: 'dossier.component-missing',
        name: component.name,
      });
  }
  return faults;
}

/** The units that the answers name, each with its place in what was sent: whether they exist, the database knows. */
export function unitsNamed(
  procedure: ProcedureVersion,
  form: Record<string, unknown>,
  applicantUnit: string | null = null,
): { path: string; code: string }[] {
  const named = Object.entries(procedure.form.properties).flatMap(([key, question]) => {
    const code = (form[key] as { unitCode?: unknown } | undefined)?.unitCode;
    return question['x-kind'] === 'unit-address' && typeof code === 'string'
      ? [{ path: `/form/${key}`, code }]
      : [];
  });
  return applicantUnit === null ? named : [...named, { path: '/applicant/unitCode', code: applicantUnit }];
}

/**
 * The components as stored: every number there, no key twice. A paper of the vault gets the id that it will have in the
 * dossier, one for all components that it serves.
 */
export function readComponents(
  input: (Pick<HandedIn, 'key' | 'taken'> & Partial<HandedIn> & { vaultIds?: string[] })[],
): HandedIn[] {
  const byKey = new Map<string, HandedIn>();
  const fresh = new Map<string, string>();
  const idFor = (vaultId: string) => {
    const paperId = fresh.get(vaultId) ?? randomUUID();
    fresh.set(vaultId, paperId);
    return paperId;
  };
  for (const one of input) {
    const before = byKey.get(one.key) ?? { key: one.key, paperIds: [], originals: 0, copies: 0 };
    const now = [...new Set(one.vaultIds ?? [])].map((vaultId) => ({ vaultId, paperId: idFor(vaultId) }));
    const all = [...(before.taken ?? []), ...(one.taken ?? []), ...now];
    const taken = [...new Map(all.map((each) => [each.paperId, each])).values()];
    byKey.set(one.key, {
      key: one.key,
      paperIds: [
        ...new Set([...before.paperIds, ...(one.paperIds ?? []), ...now.map((each) => each.paperId)]),
      ],
      originals: before.originals + (one.originals ?? 0),
      copies: before.copies + (one.copies ?? 0),
      ...(taken.length === 0 ? {} : { taken }),
    });
  }
  return [...byKey.values()];
}

/** How much is asked for, where fees are counted by copies and pages. */
export interface Quantity {
  copies: number;
  pages: number;
}

/** What was stated beside the form, or what the form itself asks (copies and pages of a certification), or one. */
export function quantityOf(stated: Quantity | undefined, form: Record<string, unknown>): Quantity {
  const count = (value: unknown) =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 1;
  return stated ?? { copies: count(form.copies), pages: count(form.pages) };
}

/** The fees of a filing, line by line, each with its reason. */
export function feesOf(
  procedure: ProcedureVersion,
  filing: {
    channel: Circumstance['channel'];
    case: string | null;
    groups: string[];
    quantity: Quantity;
    today: string;
  },
): { lines: FeeLine[]; total: number } {
  const { lines, total } = computeFee(procedure, {
    channel: filing.channel,
    case: filing.case,
    groups: filing.groups as Group[],
    ...filing.quantity,
    on: filing.today,
  });
  return { lines, total };
}

export function refuseFaults(faults: FieldFault[]): void {
  if (faults.length > 0) throw invalid('input.invalid', ...faults);
}
