import { Validator } from '@cfworker/json-schema';
import type { FieldFault } from '../../kernel/refusal.ts';
import type { FormSchema, Question } from './shape.ts';

export type { FormSchema, Question, ShowWhen } from './shape.ts';

export type Answers = Record<string, unknown>;

/** The answer to a question of the kind `unit-address`. */
export interface UnitAddress {
  unitCode: string;
  unitName: string;
  /** House, street, hamlet. */
  detail: string;
  /** The old name by which the unit was found, as it stands on older papers. */
  formerly?: string | undefined;
}

/** What each fault of a form says to the person who filled it in. `{…}` stand for the fault's details. */
export const FORM_FAULT_WORDS: Record<string, string> = {
  'form.required': 'Ông/bà chưa điền mục này',
  'form.type': 'Nội dung điền không đúng kiểu',
  'form.too-long': 'Dài quá {limit} ký tự',
  'form.too-short': 'Cần ít nhất {limit} ký tự',
  'form.pattern': 'Nội dung điền chưa đúng dạng',
  'form.promise': 'Cần xác nhận cam đoan mới nộp được hồ sơ',
  'form.choice': 'Chọn một trong các mục có sẵn',
  'form.number': 'Điền bằng số',
  'form.too-small': 'Không nhỏ hơn {limit}',
  'form.too-big': 'Không lớn hơn {limit}',
  'form.date': 'Không có ngày này. Điền ngày, tháng, năm, ví dụ 05/03/1990',
  'form.date-future': 'Ngày này chưa đến',
  'form.date-too-old': 'Ngày này quá xa, đề nghị ông/bà xem lại năm',
  'form.personal-id': 'Số định danh cá nhân gồm đúng 12 chữ số, như trên thẻ căn cước',
  'form.tax-code': 'Mã số thuế gồm 10, 12 hoặc 13 chữ số',
  'form.phone': 'Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0',
  'form.email': 'Địa chỉ thư điện tử chưa đúng',
  'form.unit': 'Chọn xã, phường trong danh sách',
  'form.unknown-field': 'Tờ khai không có mục này',
};

export function sayFormFault(fault: FieldFault): string {
  const words = FORM_FAULT_WORDS[fault.code] ?? 'Nội dung điền chưa đúng';
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(fault[name] ?? ''));
}

/**
 * The answers as they are kept: text in one composed form without stray spaces, nothing empty, nothing answered to a
 * question that these answers do not show.
 */
export function tidyAnswers(form: FormSchema, answers: Answers): Answers {
  const tidy: Answers = {};
  for (const [key, value] of Object.entries(answers)) {
    const kept = tidyValue(value, form.properties[key]?.['x-kind'] === 'long-text');
    if (kept !== undefined) tidy[key] = kept;
  }
  for (;;) {
    const hidden = Object.keys(tidy).filter((key) => {
      const question = form.properties[key];
      return question !== undefined && !isShown(question, tidy);
    });
    if (hidden.length === 0) return tidy;
    for (const key of hidden) delete tidy[key];
  }
}

function tidyValue(value: unknown, keepLines: boolean): unknown {
  if (typeof value === 'string') {
    const text = value
      .normalize('NFC')
      .replace(keepLines ? /[^\S\n]+/g : /\s+/g, ' ')
      .trim();
    return text === '' ? undefined : text;
  }
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) {
    const entries = Object.entries(value).flatMap(([key, inner]) => {
      const kept = tidyValue(inner, false);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return value;
}

/** Whether a question is asked at all, given the answers so far. */
export function isShown(question: Question, answers: Answers): boolean {
  const when = question['x-show-when'];
  return when === undefined || when.is.some((value) => answers[when.question] === value);
}

/** The keys of the questions to show, in the order of the form. */
export function shownQuestions(form: FormSchema, answers: Answers): string[] {
  return Object.entries(form.properties).flatMap(([key, question]) =>
    isShown(question, answers) ? [key] : [],
  );
}

/** Whether a question must be answered, given the answers so far. */
export function isRequired(form: FormSchema, key: string, answers: Answers): boolean {
  if (form.required.includes(key)) return true;
  return (form.allOf ?? []).some(
    (condition) =>
      condition.then.required.includes(key) &&
      Object.entries(condition.if.properties).every(([name, { enum: values }]) =>
        values.some((value) => answers[name] === value),
      ),
  );
}

const validators = new WeakMap<FormSchema, Validator>();

/** One wrong answer per question, found by the same rules in the browser and on the server. */
export function faultsOfAnswers(
  form: FormSchema,
  given: Answers,
  /** The legal day of today (YYYY-MM-DD), and where the form stands in what was sent. */
  { today, at = '' }: { today: string; at?: string },
): FieldFault[] {
  const answers = tidyAnswers(form, given);
  const faults = new Map<string, FieldFault>();
  const say = (key: string, code: string, detail: Record<string, unknown> = {}) => {
    if (!faults.has(key)) faults.set(key, { path: `${at}/${key}`, code, ...detail });
  };
  for (const key of Object.keys(answers))
    if (!Object.hasOwn(form.properties, key)) say(key, 'form.unknown-field');
  for (const key of Object.keys(form.properties))
    if (answers[key] === undefined && isRequired(form, key, answers)) say(key, 'form.required');
  for (const [key, question] of Object.entries(form.properties)) {
    const answer = answers[key];
    if (answer === undefined) continue;
    const fault = faultOfKind(question, answer, today);
    if (fault !== null) say(key, fault);
  }
  let validator = validators.get(form);
  if (validator === undefined) {
    // The validator leaves marks in the schema it is given, so it gets its own.
    validator = new Validator(structuredClone(form) as object, '2020-12', false);
    validators.set(form, validator);
  }
  for (const error of validator.validate(answers).errors) {
    const key = decodeURIComponent(error.instanceLocation.split('/')[1] ?? '');
    const question = form.properties[key];
    if (question === undefined) continue;
    const [code, detail] = codeOfKeyword(error.keyword, question);
    if (code !== null) say(key, code, detail);
  }
  return [...faults.values()];
}

function codeOfKeyword(keyword: string, question: Question): [string | null, Record<string, unknown>] {
  switch (keyword) {
    case 'properties':
    case 'allOf':
    case 'if':
      return [null, {}];
    case 'maxLength':
      return ['form.too-long', { limit: question.maxLength }];
    case 'minLength':
      return ['form.too-short', { limit: question.minLength }];
    case 'minimum':
      return ['form.too-small', { limit: question.minimum }];
    case 'maximum':
      return ['form.too-big', { limit: question.maximum }];
    case 'const':
      return ['form.promise', {}];
    case 'enum':
      return ['form.choice', {}];
    case 'pattern':
      return ['form.pattern', {}];
    case 'format':
      return ['form.date', {}];
    default:
      return [question.type === 'number' || question.type === 'integer' ? 'form.number' : 'form.type', {}];
  }
}

function faultOfKind(question: Question, answer: unknown, today: string): string | null {
  const text = typeof answer === 'string' ? answer : '';
  switch (question['x-kind']) {
    case 'date':
    case 'past-date':
      if (!isDay(text)) return 'form.date';
      if (text < '1850-01-01') return 'form.date-too-old';
      return question['x-kind'] === 'past-date' && text > today ? 'form.date-future' : null;
    case 'personal-id':
      // Three digits of place, one of century and sex, two of the year of birth, six running.
      return /^\d{12}$/.test(text) && text.slice(0, 3) !== '000' ? null : 'form.personal-id';
    case 'tax-code':
      return /^(\d{10}|\d{12}|\d{10}-?\d{3})$/.test(text) ? null : 'form.tax-code';
    case 'phone':
      return /^(0|\+84)\d{9}$/.test(text.replace(/[\s.-]/g, '')) ? null : 'form.phone';
    case 'email':
      return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text) ? null : 'form.email';
    case 'unit-address': {
      const code = (answer as Partial<UnitAddress> | null)?.unitCode;
      return typeof code === 'string' && /^\d{5}$/.test(code) ? null : 'form.unit';
    }
    default:
      return null;
  }
}

/** A day that exists: not 2026-02-30. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

export interface FormFault {
  question: string | null;
  /** In Vietnamese, naming the question. */
  text: string;
}

/** What keeps a form from being asked: questions in no group, conditions on questions that do not exist. */
export function faultsOfForm(form: FormSchema): FormFault[] {
  const faults: FormFault[] = [];
  const say = (key: string, text: string) => faults.push({ question: key, text: `Mục "${key}": ${text}` });
  const groups = new Set(form['x-groups'].map((group) => group.key));
  const questions = form.properties;
  for (const [key, question] of Object.entries(questions)) {
    if (!groups.has(question['x-group'])) say(key, `không có nhóm "${question['x-group']}"`);
    const names = question['x-enum-names'];
    if (names !== undefined && names.length !== (question.enum ?? []).length)
      say(key, 'số tên lựa chọn khác số lựa chọn');
    if (question['x-kind'] === 'choice' && question.enum === undefined) say(key, 'không có lựa chọn nào');
    const when = question['x-show-when'];
    if (when !== undefined && questions[when.question] === undefined)
      say(key, `hiện theo mục "${when.question}" không có trong tờ khai`);
    if (question.pattern !== undefined && !isPattern(question.pattern))
      say(key, `không đọc được mẫu "${question.pattern}"`);
  }
  const named = [
    ...form.required,
    ...(form.allOf ?? []).flatMap((c) => [
      ...c.then.required,
      ...c.if.required,
      ...Object.keys(c.if.properties),
    ]),
  ];
  for (const key of new Set(named))
    if (questions[key] === undefined) say(key, 'bắt buộc nhưng không có trong tờ khai');
  return faults;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
