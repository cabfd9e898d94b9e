import { readFile } from 'node:fs/promises';
import { invalid } from '../../kernel/refusal.ts';

export interface RatingQuestion {
  key: string;
  title: string;
  /** As a column's head. */
  short: string;
  /** The index of the circular, or the item of Decision 766, that it answers. */
  index: string;
  options: { points: 0 | 1 | 2; text: string }[];
}

export interface RatingRules {
  source: string;
  doubts: string[];
  version: string;
  linkDays: number;
  calledMinutes: number;
  /** Results are shown of groups of at least so many. */
  leastShown: number;
  questions: RatingQuestion[];
}

/** The question that says whether somebody was satisfied; it alone must be answered. */
export const OVERALL = 'overall';

let shipped: Promise<RatingRules> | undefined;

/** The questions and rules as shipped. */
export function ratingRules(): Promise<RatingRules> {
  shipped ??= readFile(new URL('../../../catalogue/ratings.json', import.meta.url), 'utf8').then(
    (text) => JSON.parse(text) as RatingRules,
  );
  return shipped;
}

/** The points as given, refused where they answer no question of these or leave the overall one open. */
export function readPoints(rules: RatingRules, points: Record<string, number>): Record<string, number> {
  const faults = Object.entries(points).flatMap(([key, value]) => {
    const question = rules.questions.find((one) => one.key === key);
    if (question === undefined) return [{ path: `/points/${key}`, code: 'unknown-field' }];
    return question.options.some((option) => option.points === value)
      ? []
      : [{ path: `/points/${key}`, code: 'enum' }];
  });
  if (points[OVERALL] === undefined) faults.push({ path: `/points/${OVERALL}`, code: 'required' });
  if (faults.length > 0) throw invalid('input.invalid', ...faults);
  return points;
}
