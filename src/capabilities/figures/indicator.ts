/**
 * An indicator is data: which dossiers it counts, or what it makes of other indicators. Its rule is a small closed
 * language over the facts of a dossier; nothing in it is ever SQL. `sql.ts` turns a rule into a condition,
 * `reckon.ts` judges a single dossier by it, and the recount holds the two against each other.
 */

/** When a dossier counts in a period: something happened within it, or it was open at its beginning or end. */
export const MOMENTS = [
  'filed',
  'received',
  'refused-receipt',
  'ended',
  'returned',
  'open-at-start',
  'open-at-end',
] as const;
export type Moment = (typeof MOMENTS)[number];

/** What a rule may speak of. `overdue` and `waiting` are known of open dossiers only. */
export const FIELDS = {
  channel: ['online', 'counter', 'post'],
  outcome: ['approved', 'refused'],
  ending: ['early', 'on-time', 'late'],
  supplements: 'number',
  extended: 'boolean',
  fee: 'boolean',
  'digitised-in': 'boolean',
  'digitised-out': 'boolean',
  'full-process': 'boolean',
  'place-independent': 'boolean',
  stopped: 'boolean',
  'paid-online': 'boolean',
  exempt: 'boolean',
  mirrored: 'boolean',
  'in-vault': 'boolean',
  reused: 'boolean',
  corrections: 'number',
  overdue: 'boolean',
  waiting: 'boolean',
} as const satisfies Record<string, 'number' | 'boolean' | readonly string[]>;
export type Field = keyof typeof FIELDS;

export type Rule =
  | { field: Field; is: string | boolean }
  | { field: Field; atLeast: number }
  | { known: Field }
  | { all: Rule[] }
  | { any: Rule[] }
  | { not: Rule };

export type RollUp =
  /** Dossiers for whom something happened in the period; adds up over agencies, sectors and, if not `open-…`, periods. */
  | { moment: Moment; where?: Rule }
  /** The sum of others that count no dossier twice. */
  | { sum: string[] }
  /** Part of a whole: adds up by its parts only, never by itself. */
  | { part: string; whole: string }
  /** A percentile of the working of those that another indicator counts: adds up by no means; counted anew each time. */
  | { percentile: number; of: Working; over: string }
  /** Counted by another capability: procedures, ratings, feedback (`sources.ts`). */
  | { source: string; measure: string };

/** What a percentile may be of: the whole working, or the time at the desks of one role. */
export const WORKINGS = [
  'elapsed-minutes',
  'receptionist-minutes',
  'specialist-minutes',
  'head-minutes',
  'leader-minutes',
  'clerk-minutes',
] as const;
export type Working = (typeof WORKINGS)[number];

export interface Indicator {
  code: string;
  /** In Vietnamese, as it stands on the screen. */
  name: string;
  group: string;
  unit: 'dossier' | 'percent' | 'minutes' | 'procedure' | 'rating' | 'feedback';
  counts: RollUp;
  /** Whose it is: the body that decides, or the one that received it. */
  of?: 'competent' | 'receiving';
  /** What must be known to read it rightly. */
  note?: string;
  /** The first legal day for which it holds, and the first on which it no longer does. */
  since: string;
  until?: string;
  source: string;
}

export interface IndicatorFault {
  indicator: string;
  /** In English, for whoever edits the data; `bin/haicap` and the tests show it. */
  fault: string;
}

/**
 * What is wrong with a set of indicators: unknown fields, unknown names, circles, values that a field cannot have.
 * `sources` holds what other capabilities count, as "procedures.full-process".
 */
export function faultsOfIndicators(
  indicators: readonly Indicator[],
  sources: ReadonlySet<string> = new Set(),
): IndicatorFault[] {
  const faults: IndicatorFault[] = [];
  const byCode = new Map<string, Indicator>();
  for (const one of indicators) {
    const fault = (text: string) => faults.push({ indicator: one.code, fault: text });
    if (byCode.has(one.code)) fault('the code is taken');
    byCode.set(one.code, one);
    if (!/^[a-z0-9-]+$/.test(one.code)) fault('a code is small letters, figures and dashes');
    if (!/^\d{4}-\d{2}-\d{2}$/.test(one.since)) fault(`since ${one.since} is no day`);
    if (one.name.trim() === '' || one.source.trim() === '') fault('name and source must be said');
    if ('moment' in one.counts) {
      const { moment, where } = one.counts;
      if (!MOMENTS.includes(moment)) fault(`no moment ${moment}`);
      if (where !== undefined) for (const text of faultsOfRule(where, moment)) fault(text);
    } else if ('percentile' in one.counts) {
      if (!(one.counts.percentile > 0 && one.counts.percentile < 1))
        fault('a percentile lies between 0 and 1');
      if (!WORKINGS.includes(one.counts.of)) fault(`no working ${String(one.counts.of)}`);
    } else if ('source' in one.counts && !sources.has(`${one.counts.source}.${one.counts.measure}`))
      fault(`no source ${one.counts.source} that counts ${one.counts.measure}`);
  }
  for (const one of indicators) {
    const names = namesIn(one.counts);
    for (const name of names)
      if (!byCode.has(name)) faults.push({ indicator: one.code, fault: `no indicator ${name}` });
    if (names.some((name) => byCode.has(name) && reaches(byCode, name, one.code, new Set())))
      faults.push({ indicator: one.code, fault: 'it is made of itself' });
    if ('part' in one.counts || 'percentile' in one.counts)
      for (const name of names) {
        const part = byCode.get(name)?.counts;
        const counted =
          part === undefined ||
          'moment' in part ||
          'sum' in part ||
          ('source' in part && 'part' in one.counts);
        if (!counted) faults.push({ indicator: one.code, fault: `${name} is itself no count` });
      }
  }
  return faults;
}

function namesIn(counts: RollUp): string[] {
  if ('moment' in counts || 'source' in counts) return [];
  if ('sum' in counts) return counts.sum;
  return 'part' in counts ? [counts.part, counts.whole] : [counts.over];
}

function reaches(byCode: Map<string, Indicator>, from: string, wanted: string, seen: Set<string>): boolean {
  if (from === wanted) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const one = byCode.get(from);
  return one !== undefined && namesIn(one.counts).some((name) => reaches(byCode, name, wanted, seen));
}

function faultsOfRule(rule: Rule, moment: Moment): string[] {
  if ('all' in rule) return rule.all.flatMap((one) => faultsOfRule(one, moment));
  if ('any' in rule) return rule.any.flatMap((one) => faultsOfRule(one, moment));
  if ('not' in rule) return faultsOfRule(rule.not, moment);
  const field = 'known' in rule ? rule.known : rule.field;
  const kind: 'number' | 'boolean' | readonly string[] | undefined = Object.hasOwn(FIELDS, field)
    ? FIELDS[field]
    : undefined;
  if (kind === undefined) return [`no field ${String(field)}`];
  if ((field === 'overdue' || field === 'waiting') && !moment.startsWith('open-'))
    return [`${field} is known of open dossiers only`];
  if ('atLeast' in rule) return kind === 'number' ? [] : [`${field} is no number`];
  if ('is' in rule) {
    const fits =
      kind === 'boolean' ? typeof rule.is === 'boolean' : Array.isArray(kind) && kind.includes(rule.is);
    return fits ? [] : [`${field} is never ${String(rule.is)}`];
  }
  return [];
}

/** The dossier indicators that make up one: itself, or those it adds up. Empty for ratios and percentiles. */
export function countedBy(indicators: ReadonlyMap<string, Indicator>, code: string): Indicator[] {
  const one = indicators.get(code);
  if (one === undefined) return [];
  if ('moment' in one.counts) return [one];
  return 'sum' in one.counts ? one.counts.sum.flatMap((part) => countedBy(indicators, part)) : [];
}

/** Whether an indicator is counted of dossiers, and not by another capability. */
export function isOfDossiers(indicators: ReadonlyMap<string, Indicator>, { counts }: Indicator): boolean {
  if ('source' in counts) return false;
  return (
    !('part' in counts) ||
    [counts.part, counts.whole].every((code) => {
      const part = indicators.get(code);
      return part !== undefined && !('source' in part.counts);
    })
  );
}

/** A time as it is told and counted, rounded down: to the minute, from an hour on to ten, from a day on to the hour. */
export function toldMinutes(minutes: number): number {
  const step = minutes < 60 ? 1 : minutes < 1440 ? 10 : 60;
  return Math.floor(minutes / step) * step;
}

/**
 * Hundredths of a percent of two printed parts, rounded half up in whole numbers: what is printed is the rounding of
 * what is printed beside it. Null where there is nothing to divide by.
 */
export function percentOf(part: number, whole: number): number | null {
  if (whole <= 0) return null;
  return Math.floor((part * 20_000 + whole) / (2 * whole)) / 100;
}
