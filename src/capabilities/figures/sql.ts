import { FACT_COLUMNS } from '../dossiers/index.ts';
import { countedBy, type Field, type Indicator, type Moment, type Rule, type Working } from './indicator.ts';

/** Places of the period's values in every figure's query: $1 from, $2 to (days), $3, $4 their instants, $5 when lateness is judged. */
const FROM = '$1::date';
const TO = '$2::date';
const STANDING = { a: '$3::timestamptz', b: '$4::timestamptz' };

/** How a dossier `f` stood at the beginning (`a`) and at the end (`b`); only where one of these moments is asked for. */
export const STANDINGS = (standings: string, moments: ReadonlySet<Moment>) =>
  (['a', 'b'] as const)
    .filter((row) => moments.has(row === 'a' ? 'open-at-start' : 'open-at-end'))
    .map(
      (row) =>
        `left join ${standings} ${row} on ${row}.dossier_id = f.dossier_id and ${row}.since < ${STANDING[row]} and ${row}.until >= ${STANDING[row]}`,
    )
    .join(' ');

/**
 * Under which body a dossier `f` stood from which day until which: one row for most, one more for each time it was moved.
 * What happened counts under the body of its day; what stood open under that of the period's first or last day.
 */
export const STAYS = `join lateral (
    select lag(m.until, 1, '-infinity'::date) over (order by m.until) as since, m.until, m.competent_body_id, m.receiving_body_id
    from dossier_bodies m where m.dossier_id = f.dossier_id
    union all
    select coalesce((select max(m.until) from dossier_bodies m where m.dossier_id = f.dossier_id), '-infinity'::date),
      'infinity'::date, f.competent_body_id, f.receiving_body_id) e on true`;
const IN_STAY = {
  start: `e.since <= ${FROM} and e.until > ${FROM}`,
  end: `e.since < ${TO} and e.until >= ${TO}`,
};

/** Facts and stretches as they are known now, or as they were known at a moment, which stands in a parameter. */
export function known(asOf: string | null): { facts: string; standings: string } {
  if (asOf === null) return { facts: 'dossier_facts', standings: 'dossier_standings' };
  const then = `${asOf}::timestamptz`;
  return {
    facts: `(select ${FACT_COLUMNS} from dossier_facts where known_from <= ${then}
       union all select ${FACT_COLUMNS} from dossier_facts_past where known_until > ${then} and known_from <= ${then})`,
    standings: `(select dossier_id, since, case when until > ${then} then 'infinity'::timestamptz else until end as until, due_at, waiting
       from dossier_standings s where since <= ${then} and not exists (select from dossier_standings_undone u
         where u.dossier_id = s.dossier_id and u.known_from <= ${then} and u.known_until > ${then})
       union all select dossier_id, since, case when until > ${then} then 'infinity'::timestamptz else until end, due_at, waiting
       from dossier_standings_undone where known_from <= ${then} and known_until > ${then} and since <= ${then})`,
  };
}

const DAY: Partial<Record<Moment, string>> = {
  filed: 'filed_day',
  received: 'received_day',
  'refused-receipt': 'refused_day',
  ended: 'ended_day',
  returned: 'returned_day',
};

/** The moments at which these indicators, or what they are made of, count. */
export function momentsOf(
  indicators: ReadonlyMap<string, Indicator>,
  wanted: readonly Indicator[],
): ReadonlySet<Moment> {
  const counted = wanted.flatMap(({ code, counts }) =>
    countedBy(indicators, 'percentile' in counts ? counts.over : code),
  );
  return new Set(counted.flatMap(({ counts }) => ('moment' in counts ? [counts.moment] : [])));
}

/** The day by which lists are ordered, newest first. */
export const NEWEST = 'coalesce(f.received_day, f.filed_day)';

/**
 * Between which days whatever counts at these moments was received, or filed and never received: so much of the order of
 * lists need not be gone through. Who filed within a period may have been received after it.
 */
export function newestWithin(moments: ReadonlySet<Moment>): string {
  const bounds = [
    ...(moments.has('filed') ? [] : [`${NEWEST} < ${TO}`]),
    ...([...moments].every((moment) => moment === 'received') ? [`${NEWEST} >= ${FROM}`] : []),
  ];
  return bounds.join(' and ') || 'true';
}

/** Whether it counts what happened within a period, on the legal day of a column; else it counts what stood open. */
export const isFlow = ({ counts }: Indicator) => 'moment' in counts && DAY[counts.moment] !== undefined;

/** The day on which an indicator of happenings counts a dossier. */
export function dayColumn({ code, counts }: Indicator): string {
  const column = 'moment' in counts ? DAY[counts.moment] : undefined;
  if (column === undefined) throw new RangeError(`${code} counts nothing that happens on a day`);
  return column;
}

/** The rule of an indicator without its period, over facts `f`. */
export function flowRule({ counts }: Indicator): string {
  return 'moment' in counts && counts.where !== undefined ? ruleSql(counts.where, counts.moment) : 'true';
}

/** What stretches know by themselves; a rule that speaks of more is judged with the facts beside them. */
const OF_STANDINGS: ReadonlySet<Field> = new Set(['channel', 'overdue', 'waiting', 'mirrored']);

/** The rule of an indicator of what stood open, over stretches `f` alone; null when they do not know enough. */
export function standingRule({ counts }: Indicator): string | null {
  if (!('moment' in counts) || DAY[counts.moment] !== undefined) return null;
  if (counts.where === undefined) return 'true';
  return fieldsIn(counts.where).every((field) => OF_STANDINGS.has(field))
    ? ruleSql(counts.where, counts.moment, 'f')
    : null;
}

function fieldsIn(rule: Rule): Field[] {
  if ('all' in rule) return rule.all.flatMap(fieldsIn);
  if ('any' in rule) return rule.any.flatMap(fieldsIn);
  if ('not' in rule) return fieldsIn(rule.not);
  return ['known' in rule ? rule.known : rule.field];
}

const inPeriod = (column: string) => `f.${column} >= ${FROM} and f.${column} < ${TO}`;
const MOMENT_SQL: Record<Moment, string> = {
  filed: inPeriod('filed_day'),
  received: inPeriod('received_day'),
  'refused-receipt': inPeriod('refused_day'),
  ended: inPeriod('ended_day'),
  returned: inPeriod('returned_day'),
  'open-at-start': 'a.dossier_id is not null',
  'open-at-end': 'b.dossier_id is not null',
};

const COLUMN: Record<Exclude<Field, 'overdue' | 'waiting'>, string> = {
  channel: 'f.channel',
  outcome: 'f.outcome',
  ending: 'f.ending',
  supplements: 'f.supplements',
  extended: 'f.extended',
  fee: 'f.fee',
  'digitised-in': 'f.digitised_in',
  'digitised-out': 'f.digitised_out',
  'full-process': 'f.full_process',
  'place-independent': 'f.place_independent',
  stopped: 'f.stopped',
  'paid-online': 'f.paid_online',
  exempt: 'f.exempt',
  mirrored: 'f.mirrored',
  'in-vault': 'f.in_vault',
  reused: 'f.reused',
  corrections: 'f.corrections',
};

const WORKING_COLUMN: Record<Working, string> = {
  'elapsed-minutes': 'elapsed_minutes',
  'receptionist-minutes': 'receptionist_minutes',
  'specialist-minutes': 'specialist_minutes',
  'head-minutes': 'head_minutes',
  'leader-minutes': 'leader_minutes',
  'clerk-minutes': 'clerk_minutes',
};

/** A time as it is told (`toldMinutes`). */
export function workingSql(of: Working): string {
  const column = `f.${WORKING_COLUMN[of]}`;
  return `(case when ${column} < 60 then ${column} when ${column} < 1440 then ${column} / 10 * 10 else ${column} / 60 * 60 end)`;
}

/** The expression of a field. The minute in which it is due is still in time, as `isLate` says. */
function expression(field: Field, moment: Moment, standing?: string): string {
  const row = standing ?? (moment === 'open-at-start' ? 'a' : 'b');
  if (field === 'waiting') return `${row}.waiting`;
  if (field === 'overdue') {
    const judged = moment === 'open-at-start' ? '$3::timestamptz' : '$5::timestamptz';
    return `coalesce(date_trunc('minute', ${row}.due_at) < date_trunc('minute', ${judged}), false)`;
  }
  return COLUMN[field];
}

/** Values are those of the closed list or whole numbers (`faultsOfIndicators`), so they may stand in the text. */
function ruleSql(rule: Rule, moment: Moment, standing?: string): string {
  if ('all' in rule)
    return `(${rule.all.map((one) => ruleSql(one, moment, standing)).join(' and ') || 'true'})`;
  if ('any' in rule)
    return `(${rule.any.map((one) => ruleSql(one, moment, standing)).join(' or ') || 'false'})`;
  if ('not' in rule) return `not ${ruleSql(rule.not, moment, standing)}`;
  if ('known' in rule) return `(${expression(rule.known, moment, standing)} is not null)`;
  if ('atLeast' in rule)
    return `(${expression(rule.field, moment, standing)} >= ${Math.trunc(rule.atLeast)})`;
  if (typeof rule.is === 'boolean') return `(${expression(rule.field, moment, standing)} is ${rule.is})`;
  if (!/^[a-z-]+$/.test(rule.is)) throw new RangeError(`not a value of the language: ${rule.is}`);
  return `(${expression(rule.field, moment, standing)} is not distinct from '${rule.is}')`;
}

function momentSql(moment: Moment, thatDay: boolean): string {
  if (!thatDay) return MOMENT_SQL[moment];
  const column = DAY[moment];
  const stay =
    column !== undefined
      ? `f.${column} >= e.since and f.${column} < e.until`
      : IN_STAY[moment === 'open-at-start' ? 'start' : 'end'];
  return `${MOMENT_SQL[moment]} and ${stay}`;
}

/** The condition under which a dossier is one of those that an indicator counts; null for ratios and percentiles. */
export function conditionOf(
  indicators: ReadonlyMap<string, Indicator>,
  code: string,
  thatDay = false,
): string | null {
  const parts = countedBy(indicators, code).flatMap(({ counts }) =>
    'moment' in counts
      ? [
          `(${momentSql(counts.moment, thatDay)}${counts.where === undefined ? '' : ` and ${ruleSql(counts.where, counts.moment)}`})`,
        ]
      : [],
  );
  return parts.length === 0 ? null : `(${parts.join(' or ')})`;
}
