import type { Tx } from '../../kernel/tx.ts';
import { findAgenciesById } from '../units/index.ts';
import { ratingRules } from './questions.ts';

interface Question {
  /** Half-open, legal days. */
  period: { from: string; to: string };
  /** Null means the whole province. */
  bodies: string[] | null;
  sector?: string | undefined;
  procedure?: string | undefined;
  by: 'body' | 'sector' | 'procedure' | 'channel' | null;
}

/** A body's ratings of one month, the smallest group of which anything is said. */
interface MonthOfBody {
  body: string;
  month: string;
  given: number;
  satisfied: number;
  dissatisfied: number;
}

/**
 * `given` are all that were handed in. `counted`, `satisfied` and `dissatisfied` are of the groups (a body's month) that
 * are large enough to be shown, so that their ratio says the same as the page of results and gives away nobody.
 */
const MEASURES: Record<string, (group: MonthOfBody, least: number) => number> = {
  given: (group) => group.given,
  counted: (group, least) => (group.given >= least ? group.given : 0),
  satisfied: (group, least) => (group.given >= least ? group.satisfied : 0),
  dissatisfied: (group, least) => (group.given >= least ? group.dissatisfied : 0),
};

/** A rating knows no procedure, and sectors are too small: narrowed to one, nothing is said. */
async function groupsOf(tx: Tx, question: Question): Promise<MonthOfBody[]> {
  if (question.sector !== undefined || question.procedure !== undefined) return [];
  const { rows } = await tx.query<MonthOfBody>(
    `select body_id as body, to_char(day, 'YYYY-MM') as month, count(*)::int as given,
       count(*) filter (where satisfied)::int as satisfied, count(*) filter (where dissatisfied)::int as dissatisfied
     from ratings where day >= $1::date and day < $2::date and ($3::text[] is null or body_id = any($3::text[]))
     group by 1, 2 order by 1, 2`,
    [question.period.from, question.period.to, question.bodies],
  );
  return rows;
}

/** Ratings as figures; the figures name it among their sources. */
export const ratingFigures = {
  name: 'ratings',
  measures: Object.keys(MEASURES),
  async count(tx: Tx, measures: readonly string[], question: Question) {
    const { leastShown } = await ratingRules();
    const groups = await groupsOf(tx, question);
    return new Map(
      measures.map((measure) => {
        const rows = new Map<string, number>();
        let total = 0;
        for (const group of groups) {
          const count = MEASURES[measure]?.(group, leastShown) ?? 0;
          total += count;
          if (question.by === 'body') rows.set(group.body, (rows.get(group.body) ?? 0) + count);
        }
        return [measure, { total, rows }];
      }),
    );
  },
  /** One line for each, by body and month: more would tell one from another. */
  async list(tx: Tx, measure: string, question: Question) {
    const { leastShown } = await ratingRules();
    const groups = await groupsOf(tx, question);
    const names = await findAgenciesById(tx, [...new Set(groups.map(({ body }) => body))]);
    return groups.flatMap((group) =>
      Array.from({ length: MEASURES[measure]?.(group, leastShown) ?? 0 }, (_, place) => ({
        key: `${group.body} ${group.month} ${place + 1}`,
        name: `Phiếu đánh giá tháng ${group.month.split('-').reverse().join('/')}, ${names.get(group.body)?.name ?? group.body}`,
        href: null,
      })),
    );
  },
};
