import type { Tx } from '../../kernel/tx.ts';
import { instantOf, legalDay } from '../calendar/index.ts';
import { type Counted, countKept, foldAllFacts, keptFacts } from '../dossiers/index.ts';
import { indicatorsOn } from './definitions.ts';
import { type Indicator, isOfDossiers, percentOf } from './indicator.ts';
import { dayAfter, type Period, periodAt, periodOf } from './period.ts';
import { counts, type Reckoned, workingOf } from './reckon.ts';
import {
  countFigures,
  daysWithDossiers,
  EVERYTHING,
  type Figures,
  GROUPINGS,
  type Grouping,
} from './store.ts';

export interface Recount {
  /** Figures compared: each indicator, of the whole and of each body, sector, procedure and channel, period by period. */
  figures: number;
  /** Those that differ, and dossiers whose kept facts are not those that the record gives. */
  difference: number;
  dossiers: number;
  periods: number;
  /** The first of them, for whoever must find out why. */
  examples: string[];
}

/** A period as it is counted at an instant: while it still runs, lateness is judged now. */
export function reckoned(period: Period, at: Date): Reckoned {
  const end = instantOf(period.to, 0);
  return { ...period, start: instantOf(period.from, 0), end, judgedAt: at < end ? at : end };
}

const keysOf = (one: Indicator, { facts }: Counted): [Grouping | 'all', string][] => [
  ['all', ''],
  ['body', one.of === 'receiving' ? facts.receivingBodyId : facts.competentBodyId],
  ['sector', facts.sector],
  ['procedure', facts.procedureCode],
  ['channel', facts.channel],
];

/**
 * Counts every figure from the record alone, dossier by dossier, without the tables that the screens read, and sets it
 * against what those say: in every month of the reporting regime, for the whole and for each part of it.
 */
export async function recount(tx: Tx, all: readonly Indicator[], at: Date): Promise<Recount> {
  const result: Recount = { figures: 0, difference: 0, dossiers: 0, periods: 0, examples: [] };
  const differs = (words: string) => {
    result.difference++;
    if (result.examples.length < 20) result.examples.push(words);
  };
  const days = await daysWithDossiers(tx);
  const today = legalDay(at);
  const periods = monthsFrom(days === null || days.first > today ? today : days.first, today).map((period) =>
    reckoned(period, at),
  );
  result.periods = periods.length;

  // By period, grouping, key and code: how many the slow way; the workings behind percentiles beside them.
  const numbers = new Map<string, number>();
  const workings = new Map<string, number[]>();
  const keysMet = new Map<string, Set<string>>();
  // Each period is counted by the versions that held when it began; what other capabilities count is in no dossier.
  const byPeriod = periods.map(({ from }) => {
    const indicators = indicatorsOn(all, from);
    return { indicators, list: [...indicators.values()].filter((one) => isOfDossiers(indicators, one)) };
  });
  await foldAllFacts(tx, async (batch) => {
    const kept = await keptFacts(
      tx,
      batch.map((one) => one.id),
    );
    for (const dossier of batch) {
      result.dossiers++;
      const other = kept.get(dossier.id);
      if (other === undefined) differs(`${dossier.id}: in the record, without facts`);
      else if (canonical(comparable(other)) !== canonical(comparable(dossier, other)))
        differs(`${dossier.id}: ${firstDifference(dossier, other)}`);
      const { filedDay, lastDay } = dossier.facts;
      for (const [place, period] of periods.entries()) {
        if (filedDay >= period.to || (lastDay !== null && lastDay < period.from)) continue;
        const { indicators, list } = byPeriod[place] ?? { indicators: new Map(), list: [] };
        for (const one of list) {
          const code = 'percentile' in one.counts ? one.counts.over : one.code;
          if ('part' in one.counts || !counts(indicators, code, dossier, period)) continue;
          for (const [grouping, key] of keysOf(one, dossier)) {
            const name = `${place}|${grouping}|${key}|${one.code}`;
            const where = `${place}|${grouping}`;
            const met = keysMet.get(where);
            if (met === undefined) keysMet.set(where, new Set([key]));
            else met.add(key);
            if ('percentile' in one.counts) {
              const minutes = workingOf(dossier, one.counts.of);
              if (minutes === null) continue;
              const found = workings.get(name);
              if (found === undefined) workings.set(name, [minutes]);
              else found.push(minutes);
            } else numbers.set(name, (numbers.get(name) ?? 0) + 1);
          }
        }
      }
    }
  });
  const { kept, dossiers } = await countKept(tx);
  if (kept !== result.dossiers || dossiers !== result.dossiers)
    differs(`${result.dossiers} dossiers in the record, ${dossiers} in the table, ${kept} with facts`);

  const everybody = { bodies: null, reach: EVERYTHING };
  for (const [place, period] of periods.entries()) {
    const { indicators, list } = byPeriod[place] ?? { indicators: new Map(), list: [] };
    const codes = list.map((one) => one.code);
    // The whole is asked for by itself, and once more as the sum of the bodies: two ways of reading it.
    for (const grouping of [null, ...GROUPINGS]) {
      const said = await countFigures(tx, indicators, codes, period, everybody, grouping);
      const compare = (as: Grouping | 'all', key: string, figures: Figures) => {
        const slow = (code: string) => numbers.get(`${place}|${as}|${key}|${code}`) ?? 0;
        for (const one of list) {
          const wanted =
            'part' in one.counts
              ? percentOf(slow(one.counts.part), slow(one.counts.whole))
              : 'percentile' in one.counts
                ? percentileOf(workings.get(`${place}|${as}|${key}|${one.code}`) ?? [], one.counts.percentile)
                : slow(one.code);
          result.figures++;
          if ((figures[one.code] ?? null) !== wanted)
            differs(
              `${one.code}, ${period.from} to ${period.to}, ${as} ${key}: ${figures[one.code]}, by the record ${wanted}`,
            );
        }
      };
      if (grouping === null || grouping === 'body') compare('all', '', said.total);
      if (grouping === null) continue;
      const keys = new Set([...said.rows.keys(), ...(keysMet.get(`${place}|${grouping}`) ?? [])]);
      for (const key of keys) compare(grouping, key, said.rows.get(key) ?? zeros(list));
    }
  }
  return result;
}

/** Facts that a version kept which did not note since when they hold: their past is then not compared. */
function comparable(one: Counted, kept: Counted = one): Counted {
  // What was undone before this was kept is not there either, and is compared where it is.
  const undone = kept.undone.length === 0 ? { undone: [] } : {};
  return kept.knownFrom === '' ? { ...one, knownFrom: '', past: [], ...undone } : { ...one, ...undone };
}

const zeros = (list: Indicator[]): Figures =>
  Object.fromEntries(
    list.map((one) => [one.code, 'part' in one.counts || 'percentile' in one.counts ? null : 0]),
  );

/** As `percentile_disc`: the smallest value that at least this share does not exceed. */
export function percentileOf(values: number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

function monthsFrom(first: string, last: string): Period[] {
  const periods: Period[] = [];
  for (let day = first; day <= last; ) {
    const { year, number } = periodAt('month', day, 'reporting');
    const period = periodOf('month', year, number, 'reporting');
    periods.push(period);
    day = period.to;
  }
  return periods.length > 0 ? periods : [{ from: first, to: dayAfter(first) }];
}

/** The same facts in the same order of names; instants at the microsecond of JavaScript are equal as text. */
function canonical({ facts, knownFrom, past, standings, undone, formerBodies }: Counted): string {
  return JSON.stringify([
    sorted(facts),
    knownFrom,
    past.map((before) => [sorted(before.facts), before.from, before.until]),
    standings.map(sorted),
    undone.map((one) => [one.standings.map(sorted), one.from, one.until]),
    formerBodies.map(sorted),
  ]);
}

const sorted = (one: object) => Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1));

function firstDifference(wanted: Counted, kept: Counted): string {
  const other = new Map(sorted(kept.facts));
  for (const [name, value] of sorted(wanted.facts))
    if (JSON.stringify(other.get(name)) !== JSON.stringify(value))
      return `${name} is ${JSON.stringify(other.get(name))}, by the record ${JSON.stringify(value)}`;
  if (JSON.stringify(kept.standings) !== JSON.stringify(wanted.standings))
    return `stretches are ${JSON.stringify(kept.standings)}, by the record ${JSON.stringify(wanted.standings)}`;
  return `its past is another: known from ${kept.knownFrom}, by the record ${wanted.knownFrom}`;
}
