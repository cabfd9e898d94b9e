import {
  type Answers,
  FORM_FAULT_WORDS,
  type FormSchema,
  faultsOfAnswers,
  type Question,
  shownQuestions,
  type UnitAddress,
} from '../../../src/capabilities/procedures/form.ts';
import type { FieldFault } from '../../../src/kernel/refusal.ts';
import { legalDayOf, showDate, showNumber, showPersonalId, showPhone } from '../dates.ts';
import { addWords, wordsFor } from '../words.ts';

addWords(FORM_FAULT_WORDS);

export type { Answers, FormSchema, Question, UnitAddress };

/** A group with the questions that these answers show; groups with none are left out. */
export interface ShownGroup {
  key: string;
  title: string;
  hint: string | undefined;
  questions: string[];
}

export function shownGroups(form: FormSchema, answers: Answers): ShownGroup[] {
  const shown = shownQuestions(form, answers);
  return form['x-groups'].flatMap((group) => {
    const questions = shown.filter((key) => form.properties[key]?.['x-group'] === group.key);
    return questions.length === 0
      ? []
      : [{ key: group.key, title: group.title, hint: group.hint, questions }];
  });
}

/** Words for each wrong question, found by the same rules as on the server. */
export function wrongAnswers(form: FormSchema, answers: Answers): Record<string, string> {
  const today = legalDayOf(new Date().toISOString());
  return byQuestion(faultsOfAnswers(form, answers, { today }), '');
}

/** The server's field problems under `at` ("/form") as words for each question. */
export function byQuestion(faults: readonly FieldFault[], at: string): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const fault of faults) {
    if (!fault.path.startsWith(`${at}/`)) continue;
    const key = fault.path.slice(at.length + 1).split('/')[0] ?? '';
    wrong[key] ??= wordsFor(fault.code, fault);
  }
  return wrong;
}

/** The id of a question's input; the error summary links to it. */
export function questionId(key: string): string {
  return `f-${key}`;
}

/** An answer as it is read back on the review page and on the desk; empty for none. */
export function showAnswer(question: Question, answer: unknown): string {
  if (answer === undefined || answer === null || answer === '') return '';
  switch (question['x-kind']) {
    case 'yes-no':
      return answer === true ? 'Có' : 'Không';
    case 'choice': {
      const at = (question.enum ?? []).indexOf(String(answer));
      return question['x-enum-names']?.[at] ?? String(answer);
    }
    case 'date':
    case 'past-date':
      return showDate(String(answer)) || String(answer);
    case 'number':
      return typeof answer === 'number' ? showNumber(answer, 3) : String(answer);
    case 'money':
      return typeof answer === 'number' ? `${showNumber(answer, 0)} đồng` : String(answer);
    case 'personal-id':
      return showPersonalId(String(answer));
    case 'phone':
      return showPhone(String(answer));
    case 'unit-address': {
      const { detail, unitName, formerly } = answer as Partial<UnitAddress>;
      const today = [detail, unitName].filter(Boolean).join(', ');
      return formerly ? `${today} (trước là ${formerly})` : today;
    }
    default:
      return String(answer);
  }
}

/** What is known of the person, by the names that a question's `x-from` may ask for. */
export type Known = Partial<Record<NonNullable<Question['x-from']>, unknown>>;

/** The answers with what is known of the person in every empty question that asks for it. */
export function prefilled(form: FormSchema, answers: Answers, known: Known): Answers {
  const filled = { ...answers };
  for (const [key, question] of Object.entries(form.properties)) {
    const from = question['x-from'];
    if (from === undefined || (filled[key] !== undefined && filled[key] !== '')) continue;
    const value = known[from];
    if (value === undefined || value === null || value === '') continue;
    const isAddress = typeof value === 'object';
    if (isAddress !== (question['x-kind'] === 'unit-address')) continue;
    filled[key] = value;
  }
  return filled;
}
