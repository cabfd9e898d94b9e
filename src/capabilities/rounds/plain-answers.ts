import { isAsked, kindOf } from './form.ts';
import { shippedForms } from './forms.ts';

/** Figures that break no rule of the shipped form. */
const PLAIN: Record<string, number> = {
  plan_tasks: 41,
  plan_done: 34,
  assigned_tasks: 20,
  assigned_in_time: 18,
  survey_slips: 120,
  dialogue: 1,
  acts_issued: 3,
  acts_checked: 3,
  acts_reviewed: 12,
  acts_to_handle: 1,
  acts_review_handled: 1,
  feedback_received: 6,
  feedback_handled: 6,
  feedback_published: 5,
  units: 5,
  public_units: 8,
  posts_assigned: 40,
  posts_present: 38,
  contracts: 2,
  jobs_approved: 5,
  jobs_complying: 5,
  capital_plan: 25_000,
  capital_disbursed: 9_800.5,
  autonomy_part: 3,
  autonomy_none: 5,
  documents_sent: 900,
  documents_signed: 880,
};

/** Every cell that must be filled in of the shipped form, for an empty sheet: what invented communes answer. */
export async function plainAnswers(): Promise<{ key: string; base: number; value: number }[]> {
  const [form] = await shippedForms();
  if (form === undefined) throw new Error('no form is shipped');
  return form.groups
    .flatMap(({ cells }) => cells)
    .filter((cell) => isAsked(cell) && kindOf(cell) !== 'text')
    .map(({ key }) => ({ key, base: 0, value: PLAIN[key] ?? 0 }));
}
