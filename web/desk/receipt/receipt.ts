import { AUTHORITY } from '../../../src/capabilities/dossiers/dossier.ts';
import type { IdentityCard } from '../../../src/capabilities/people/identity-card.ts';
import { readPhone } from '../../../src/capabilities/people/person.ts';
import {
  normaliseDigits,
  personalIdFault,
  readPersonalId,
} from '../../../src/capabilities/people/personal-id.ts';
import { isTaxCode } from '../../../src/capabilities/people/tax-code.ts';
import { faultsOfAnswers } from '../../../src/capabilities/procedures/form.ts';
import {
  componentsFor,
  isElectronicForm,
  isImmediate,
  termFor,
} from '../../../src/capabilities/procedures/procedure.ts';
import type { Component, FormSchema } from '../../../src/capabilities/procedures/shape.ts';
import type { FieldFault } from '../../../src/kernel/refusal.ts';
import { type HandedIn, handedInBody } from '../act-questions.ts';
import type { Person, Procedure } from '../answers.ts';

/** What the receptionist types at the counter, kept as a draft until the dossier is received. */
export interface Receipt {
  procedure: { code: string; name: string } | null;
  channel: 'counter' | 'post';
  /** Who decides; null leaves it to the procedure: the receiving commune, or the province's body with that task. */
  body: { id: string; name: string } | null;
  kind: 'citizen' | 'organisation';
  personalId: string;
  taxCode: string;
  fullName: string;
  birthDate: string;
  sex: '' | 'male' | 'female';
  phone: string;
  email: string;
  address: string;
  /** The commune of today in which the address lies. */
  unit: { code: string; name: string } | null;
  represented: boolean;
  representative: { fullName: string; personalId: string; phone: string; authority: string };
  case: string;
  form: Record<string, unknown>;
  handedIn: Record<string, HandedIn>;
  groups: string[];
  copies: number;
  pages: number;
  /** Stated by the receptionist where the catalogue knows no term. In working days. */
  termDays: string;
  returnBy: 'counter' | 'post' | 'online';
  postTracking: string;
  requestText: string;
  /** For a result given at once: who signed it, what it is called when not as usual, who takes it. */
  signerId: string;
  resultName: string;
  receivedBy: string;
  receiverId: string;
  /** Under which the server keeps it while it is half typed. */
  draftId: string;
}

export const EMPTY_RECEIPT: Receipt = {
  procedure: null,
  channel: 'counter',
  body: null,
  kind: 'citizen',
  personalId: '',
  taxCode: '',
  fullName: '',
  birthDate: '',
  sex: '',
  phone: '',
  email: '',
  address: '',
  unit: null,
  represented: false,
  representative: { fullName: '', personalId: '', phone: '', authority: '' },
  case: '',
  form: {},
  handedIn: {},
  groups: [],
  copies: 1,
  pages: 1,
  termDays: '',
  returnBy: 'counter',
  postTracking: '',
  requestText: '',
  signerId: '',
  resultName: '',
  receivedBy: '',
  receiverId: '',
  draftId: '',
};

/** Whether anything was typed that would be a pity to lose. */
export function isBegun(receipt: Receipt): boolean {
  return (
    receipt.personalId !== '' ||
    receipt.taxCode !== '' ||
    receipt.fullName !== '' ||
    receipt.requestText !== '' ||
    Object.keys(receipt.form).length > 0 ||
    Object.keys(receipt.handedIn).length > 0
  );
}

const chosenCase = (receipt: Receipt, procedure: Procedure): string | null =>
  procedure.cases.some((one) => one.key === receipt.case) ? receipt.case : null;

/** The papers to go through for this case and channel. */
export function askedComponents(receipt: Receipt, procedure: Procedure): Component[] {
  return componentsFor(procedure, { channel: receipt.channel, case: chosenCase(receipt, procedure) }).filter(
    (component) => !isElectronicForm(component),
  );
}

/** Every paper of the list handed in as asked, those that only some applicants need left out. */
export function allHandedIn(receipt: Receipt, procedure: Procedure): Record<string, HandedIn> {
  const handedIn = { ...receipt.handedIn };
  for (const component of askedComponents(receipt, procedure)) {
    if (component.conditional) continue;
    handedIn[component.key] = {
      originals: component.original,
      copies: component.copy,
      papers: handedIn[component.key]?.papers ?? [],
    };
  }
  return handedIn;
}

export function lackingComponents(receipt: Receipt, procedure: Procedure): Component[] {
  return askedComponents(receipt, procedure).filter((component) => {
    if (component.conditional || component.mode === 'present') return false;
    const one = receipt.handedIn[component.key];
    return one === undefined || one.originals + one.copies + one.papers.length === 0;
  });
}

export function termIsKnown(receipt: Receipt, procedure: Procedure): boolean {
  return termFor(procedure, { channel: receipt.channel, case: chosenCase(receipt, procedure) }) !== null;
}

/** Answers to questions that this version of the form does not ask are left behind; the draft may be of an older one. */
function answersTo(form: FormSchema, answers: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => Object.hasOwn(form.properties, key)));
}

/**
 * What is wrong, by the same rules and with the same codes and paths as the server's: the words and the fields they
 * belong to are then found in one way. `light` for a refusal at the counter, where papers and form may lack.
 */
export function faultsOfReceipt(
  receipt: Receipt,
  procedure: Procedure | null,
  today: string,
  light = false,
): FieldFault[] {
  if (procedure === null) return [{ path: '/procedureCode', code: 'required' }];
  const faults: FieldFault[] = [];
  const say = (path: string, code: string, more: Record<string, unknown> = {}) =>
    faults.push({ path, code, ...more });
  if (receipt.kind === 'citizen') {
    const fault =
      receipt.personalId.trim() === ''
        ? null
        : personalIdFault(receipt.personalId, {
            birthDate: receipt.birthDate,
            sex: receipt.sex || null,
            today,
          });
    if (receipt.personalId.trim() === '') say('/applicant/personalId', 'required');
    else if (fault !== null) say('/applicant/personalId', `personal-id.${fault}`);
  } else if (receipt.taxCode.trim() === '') say('/applicant/taxCode', 'required');
  else if (!isTaxCode(receipt.taxCode)) say('/applicant/taxCode', 'tax-code.structure');
  if (receipt.fullName.trim() === '') say('/applicant/fullName', 'required');
  else if (receipt.fullName.trim().length < 2 || !/\p{L}/u.test(receipt.fullName))
    say('/applicant/fullName', 'person.name');
  if (receipt.birthDate !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(receipt.birthDate)) {
    say('/applicant/birthDate', 'date.unreadable');
  }
  if (receipt.phone !== '' && readPhone(receipt.phone) === null) say('/applicant/phone', 'phone.structure');
  if (receipt.represented) {
    if (receipt.representative.fullName.trim().length < 2) say('/representative/fullName', 'required');
    if (receipt.representative.authority.trim().length < 2) say('/representative/authority', 'required');
    const fault =
      receipt.representative.personalId === ''
        ? 'required'
        : personalIdFault(receipt.representative.personalId, { today });
    if (fault !== null)
      say('/representative/personalId', fault === 'required' ? fault : `personal-id.${fault}`);
  }
  if (light) return faults;
  if (procedure.cases.length > 1 && chosenCase(receipt, procedure) === null) say('/case', 'required');
  if (!termIsKnown(receipt, procedure) && !(Number(receipt.termDays) > 0)) say('/term', 'required');
  faults.push(
    ...faultsOfAnswers(procedure.form, answersTo(procedure.form, receipt.form), { today, at: '/form' }),
  );
  for (const component of lackingComponents(receipt, procedure)) {
    say(`/components/${component.key}`, 'dossier.component-missing', { name: component.name });
  }
  return faults;
}

/** Copies and pages that fees are counted by: what the form asks, where it asks; else what is stated beside it. */
export function quantityOf(receipt: Receipt, procedure: Procedure): { copies: number; pages: number } {
  const count = (key: 'copies' | 'pages') => {
    const stated = asksFor(procedure, key) ? receipt.form[key] : receipt[key];
    return typeof stated === 'number' && stated >= 1 ? Math.floor(stated) : 1;
  };
  return { copies: count('copies'), pages: count('pages') };
}

export function asksFor(procedure: Procedure, key: 'copies' | 'pages'): boolean {
  return Object.hasOwn(procedure.form.properties, key);
}

/** Done while one waits, by this body itself, for somebody who stands at the counter. */
export function givenAtOnce(receipt: Receipt, procedure: Procedure): boolean {
  return receipt.channel === 'counter' && receipt.body === null && isImmediate(procedure);
}

/** The body of the request that gives a result at once: the receipt's own, and who signed. */
export function bodyAtOnce(receipt: Receipt, procedure: Procedure): Record<string, unknown> {
  const { term: _, ...receiptBody } = bodyOfReceipt(receipt, procedure);
  return {
    ...receiptBody,
    signerId: receipt.signerId,
    resultName: textOr(receipt.resultName),
    receivedBy: textOr(receipt.receivedBy),
    receiverId: textOr(receipt.receiverId),
  };
}

const textOr = (value: string): string | null => (value.trim() === '' ? null : value.trim());

/** The body of the request; nothing but what the act knows. */
export function bodyOfReceipt(receipt: Receipt, procedure: Procedure): Record<string, unknown> {
  const citizen = receipt.kind === 'citizen';
  const contactless = {
    phone: textOr(receipt.phone),
    email: textOr(receipt.email),
    address: textOr(receipt.address),
  };
  return {
    procedureCode: procedure.code,
    procedureVersionId: procedure.versionId,
    channel: receipt.channel,
    ...(receipt.body === null ? {} : { competentBodyId: receipt.body.id }),
    applicant: {
      kind: receipt.kind,
      fullName: receipt.fullName.trim(),
      personalId: citizen ? normaliseDigits(receipt.personalId) : null,
      taxCode: citizen ? null : normaliseDigits(receipt.taxCode),
      birthDate: citizen ? textOr(receipt.birthDate) : null,
      sex: citizen && receipt.sex !== '' ? receipt.sex : null,
      ...contactless,
      unitCode: receipt.unit?.code ?? null,
    },
    representative: receipt.represented
      ? {
          fullName: receipt.representative.fullName.trim(),
          personalId: normaliseDigits(receipt.representative.personalId),
          phone: textOr(receipt.representative.phone),
          authority: receipt.representative.authority.trim(),
        }
      : null,
    case: chosenCase(receipt, procedure),
    form: answersTo(procedure.form, receipt.form),
    components: handedInBody(receipt.handedIn).filter(
      (one) =>
        procedure.components.some((component) => component.key === one.key) ||
        (one.key === AUTHORITY && receipt.represented),
    ),
    groups: receipt.groups,
    quantity: quantityOf(receipt, procedure),
    returnBy: receipt.returnBy,
    contact: contactless,
    postTracking: receipt.channel === 'post' ? textOr(receipt.postTracking) : null,
    requestText: textOr(receipt.requestText),
    ...(termIsKnown(receipt, procedure) || !(Number(receipt.termDays) > 0)
      ? {}
      : { term: { unit: 'working-day', value: Number(receipt.termDays) } }),
  };
}

/** What the number itself says, put where nothing was typed: the sex. The birth year only hints at the birth date. */
export function readFromId(receipt: Receipt): { receipt: Receipt; birthYear: number | null } {
  const facts = readPersonalId(receipt.personalId);
  if (facts === null) return { receipt, birthYear: null };
  return {
    receipt: receipt.sex === '' ? { ...receipt, sex: facts.sex } : receipt,
    birthYear: facts.birthYear,
  };
}

/**
 * What an identity card says of its holder: of what the card names it is the authority, so it stands before what was
 * typed. A receipt begun for somebody else does not lend this one a telephone.
 */
export function withCard(receipt: Receipt, card: IdentityCard): Receipt {
  const { personalId, fullName, birthDate, sex, address } = card;
  const another = readPersonalId(receipt.personalId) !== null && receipt.personalId !== personalId;
  return {
    ...receipt,
    kind: 'citizen',
    personalId,
    fullName,
    birthDate,
    sex,
    address,
    unit: receipt.address === address ? receipt.unit : null,
    ...(another ? { phone: '', email: '' } : {}),
  };
}

/** Chosen among those who share a telephone: the number is taken, and brings the rest along. */
export function withNumberOf(
  receipt: Receipt,
  person: Pick<Person, 'kind' | 'personalId' | 'taxCode'>,
): Receipt {
  return person.kind === 'organisation'
    ? { ...receipt, kind: 'organisation', taxCode: person.taxCode ?? '' }
    : { ...receipt, kind: 'citizen', personalId: person.personalId ?? '' };
}

/** A returning applicant's data in the fields that are still empty; what was typed stays. */
export function withPerson(receipt: Receipt, person: Person): Receipt {
  const fill = (typed: string, known: string | null | undefined) => (typed === '' ? (known ?? '') : typed);
  return {
    ...receipt,
    fullName: fill(receipt.fullName, person.fullName),
    birthDate: fill(receipt.birthDate, person.birthDate),
    sex: person.sex ?? receipt.sex,
    phone: fill(receipt.phone, person.phone),
    email: fill(receipt.email, person.email),
    address: fill(receipt.address, person.address),
  };
}

/**
 * The form's answers that are the applicant's own data, brought along as the applicant is typed: an answer follows as
 * long as nobody has written something else into it.
 */
export function carriedOver(form: FormSchema, before: Receipt, after: Receipt): Record<string, unknown> {
  const answers = { ...after.form };
  for (const [key, question] of Object.entries(form.properties)) {
    const from = question['x-from'];
    if (from === undefined || from === 'address') continue;
    const old = before[from];
    const now = after[from];
    const answer = answers[key];
    const untouched = answer === undefined || answer === '' || answer === old;
    if (!untouched || now === '' || now === answer) continue;
    if (question['x-kind'] === 'choice' && !(question.enum ?? []).includes(now)) continue;
    answers[key] = now;
  }
  return answers;
}

/** The id of the input a path belongs to: errors link to it. */
export function fieldIdOf(path: string, procedure: Procedure | null): string {
  const [, part = '', name = ''] = path.split('/');
  switch (part) {
    case 'form':
      return `f-${name}`;
    case 'components': {
      const byPlace = /^\d+$/.test(name) ? procedure?.components[Number(name)]?.key : undefined;
      return name === '' ? 'receipt-components' : `component-${byPlace ?? name}`;
    }
    case 'applicant':
    case 'representative':
      return `${part}-${name}`;
    default:
      return `receipt-${part}`;
  }
}

const LABELS: Readonly<Record<string, string>> = {
  '/procedureCode': 'Thủ tục',
  '/competentBodyId': 'Cơ quan giải quyết',
  '/case': 'Trường hợp',
  '/term': 'Thời hạn giải quyết',
  '/channel': 'Cách nộp',
  '/applicant/personalId': 'Số định danh cá nhân',
  '/applicant/taxCode': 'Mã số thuế',
  '/applicant/fullName': 'Tên người yêu cầu',
  '/applicant/birthDate': 'Ngày sinh',
  '/applicant/phone': 'Điện thoại',
  '/applicant/email': 'Thư điện tử',
  '/applicant/address': 'Địa chỉ',
  '/representative/fullName': 'Người được uỷ quyền',
  '/representative/personalId': 'Số định danh người được uỷ quyền',
  '/representative/authority': 'Giấy uỷ quyền',
};

/** What stands before the words of a fault in the summary: the field's own label. */
export function labelOf(path: string, procedure: Procedure | null): string {
  const [, part = '', name = ''] = path.split('/');
  if (part === 'form') return procedure?.form.properties[name]?.title ?? 'Tờ khai';
  if (part === 'components') {
    const component = procedure?.components.find((one, i) => one.key === name || String(i) === name);
    return component === undefined ? 'Giấy tờ' : shortened(component.name);
  }
  return LABELS[path] ?? 'Mục khác';
}

function shortened(text: string): string {
  return text.length <= 70 ? text : `${text.slice(0, 70).replace(/\s+\S*$/, '')}…`;
}
