// What a citizen has filled in so far: one plain object, kept as the draft. No screen and no network here.
import { componentsFor, isElectronicForm } from '../../src/capabilities/procedures/procedure.ts';
import type { Component, Group } from '../../src/capabilities/procedures/shape.ts';
import { type Answers, shownGroups, wrongAnswers } from '../app/form/answers.ts';
import { type ChosenPaper, paperInput } from '../vault/offers.ts';
import type { Procedure } from './answers.ts';

export interface Filing {
  versionId: string;
  /** Idempotency key: made with the draft, so that a send repeated after a reload or a broken line has one effect. */
  key: string;
  commune: { code: string; name: string } | null;
  body: { id: string; name: string } | null;
  case: string | null;
  /** Conditional components that the guidance found to be needed. */
  needs?: string[];
  form: Answers;
  papers: Record<string, ChosenPaper[]>;
  groups: Group[];
  returnBy: 'counter' | 'post' | 'online' | null;
  phone: string;
  email: string;
  address: string;
}

export function newFiling(procedure: Procedure, key: string): Filing {
  return {
    versionId: procedure.versionId,
    key,
    commune: null,
    body: null,
    case: procedure.cases.length === 1 ? (procedure.cases[0]?.key ?? null) : null,
    form: {},
    papers: {},
    groups: [],
    returnBy: null,
    phone: '',
    email: '',
    address: '',
  };
}

/** A draft of an older version: what still fits is kept, and it is sent under a new key. */
export function carriedOver(draft: Filing, procedure: Procedure, key: string): Filing {
  if (draft.versionId === procedure.versionId) return draft;
  const form = Object.fromEntries(
    Object.entries(draft.form).filter(([name]) => Object.hasOwn(procedure.form.properties, name)),
  );
  const papers = Object.fromEntries(
    Object.entries(draft.papers).filter(([name]) => procedure.components.some((one) => one.key === name)),
  );
  const theCase = procedure.cases.some((one) => one.key === draft.case) ? draft.case : null;
  return {
    ...newFiling(procedure, key),
    ...draft,
    versionId: procedure.versionId,
    key,
    form,
    papers,
    case: theCase,
  };
}

/** The papers to hand in online: not those that are only shown, nor the form answered here. */
export function papersAsked(procedure: Procedure, theCase: string | null): Component[] {
  return componentsFor(procedure, { channel: 'online', case: theCase }).filter(
    (component) => component.mode === 'submit' && !isElectronicForm(component),
  );
}

/** Whether this paper must come: always, or because the guidance found that this filing needs it. */
export function isAsked(component: Component, filing: Pick<Filing, 'needs'>): boolean {
  return !component.conditional || (filing.needs ?? []).includes(component.key);
}

export type Step =
  | { kind: 'place' }
  | { kind: 'group'; key: string; title: string; hint: string | undefined; questions: string[] }
  | { kind: 'papers' }
  | { kind: 'fee' }
  | { kind: 'return' }
  | { kind: 'review' };

/** The pages of a filing in their order; groups that these answers do not show are left out. */
export function stepsOf(procedure: Procedure, filing: Filing): Step[] {
  return [
    { kind: 'place' },
    ...shownGroups(procedure.form, filing.form).map((group) => ({ kind: 'group' as const, ...group })),
    ...(papersAsked(procedure, filing.case).length > 0 ? [{ kind: 'papers' as const }] : []),
    ...(procedure.fees.length > 0 ? [{ kind: 'fee' as const }] : []),
    { kind: 'return' },
    { kind: 'review' },
  ];
}

export function stepKey(step: Step): string {
  switch (step.kind) {
    case 'place':
      return 'noi-giai-quyet';
    case 'group':
      return `muc-${step.key}`;
    case 'papers':
      return 'giay-to';
    case 'fee':
      return 'phi';
    case 'return':
      return 'nhan-ket-qua';
    case 'review':
      return 'xem-lai';
  }
}

/** What is wrong with one page, by the id of the input it speaks of. */
export function wrongIn(step: Step, procedure: Procedure, filing: Filing): Record<string, string> {
  const wrong: Record<string, string> = {};
  switch (step.kind) {
    case 'place':
      if (procedure.level === 'commune' && filing.commune === null) {
        wrong.commune = 'Xin chọn xã, phường giải quyết trong danh sách.';
      } else if (filing.body === null) wrong.commune = 'Chưa tìm được cơ quan giải quyết. Xin chọn lại.';
      if (procedure.cases.length > 1 && filing.case === null) wrong.case = 'Xin chọn trường hợp của ông/bà.';
      return wrong;
    case 'group': {
      const all = wrongAnswers(procedure.form, filing.form);
      for (const key of step.questions) if (all[key] !== undefined) wrong[`f-${key}`] = all[key];
      return wrong;
    }
    case 'papers':
      for (const component of papersAsked(procedure, filing.case)) {
        if (isAsked(component, filing) && (filing.papers[component.key] ?? []).length === 0) {
          wrong[`p-${component.key}`] = `Còn thiếu: ${component.name}`;
        }
      }
      return wrong;
    case 'return':
      if (filing.returnBy === null) wrong.returnBy = 'Xin chọn cách nhận kết quả.';
      if (filing.returnBy === 'post' && filing.address.trim().length < 5) {
        wrong.address = 'Xin ghi địa chỉ để bưu điện gửi kết quả.';
      }
      if (!/^(0|\+84)\d{9}$/.test(filing.phone)) {
        wrong.phone = 'Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0.';
      }
      if (filing.email !== '' && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(filing.email)) {
        wrong.email = 'Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@vidu.vn';
      }
      return wrong;
    default:
      return wrong;
  }
}

/** What is sent; the server checks all of it again. */
export function toSend(procedure: Procedure, filing: Filing): Record<string, unknown> {
  return {
    procedureCode: procedure.code,
    procedureVersionId: filing.versionId,
    competentBodyId: filing.body?.id ?? '',
    case: filing.case,
    form: filing.form,
    components: papersAsked(procedure, filing.case).flatMap((component) => {
      const papers = filing.papers[component.key] ?? [];
      return papers.length === 0 ? [] : [{ key: component.key, ...paperInput(papers) }];
    }),
    groups: filing.groups,
    returnBy: filing.returnBy ?? 'counter',
    contact: {
      phone: filing.phone,
      email: filing.email === '' ? null : filing.email,
      address: filing.address.trim() === '' ? null : filing.address.trim(),
    },
  };
}

/** Copies and pages, where the form asks for them. */
export function quantityIn(form: Answers): { copies: number; pages: number } {
  const count = (value: unknown) => (typeof value === 'number' && value > 0 ? Math.floor(value) : 1);
  return { copies: count(form.copies), pages: count(form.pages) };
}
