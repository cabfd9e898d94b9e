import type { Tx } from '../../kernel/tx.ts';
import {
  type CellKind,
  definitionOf,
  keptMeasures,
  measureName,
  readCells,
  readTimes,
  timeName,
} from './cells.ts';
import { countedBy, type Indicator, type Moment, percentOf } from './indicator.ts';
import type { Reckoned } from './reckon.ts';
import { type SourceItem, sourceNamed } from './sources.ts';
import {
  conditionOf,
  isFlow,
  known,
  momentsOf,
  NEWEST,
  newestWithin,
  STANDINGS,
  STAYS,
  standingRule,
  workingSql,
} from './sql.ts';

/** Whose dossiers are counted: bodies (null: all), what the official may see of them, and narrower still. */
export interface Counting {
  bodies: string[] | null;
  reach: { province: boolean; bodyIds: string[]; divisionIds: string[] };
  sector?: string | undefined;
  procedure?: string | undefined;
  channel?: string | undefined;
  /** As it was known at this past moment; without it, as it is known now. */
  asOf?: Date | undefined;
  /** Bodies that became others, each with what it became: counted under the newer one. None: as on each day. */
  became?: ReadonlyMap<string, string> | undefined;
  /** Each dossier under the body under which it stood at the moment that is counted, and not where it stands now. */
  thatDay?: boolean | undefined;
}

export const EVERYTHING: Counting['reach'] = { province: true, bodyIds: [], divisionIds: [] };

export const GROUPINGS = ['body', 'sector', 'procedure', 'channel'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type Figures = Record<string, number | null>;

/** Where one query about dossiers' facts `f` looks, and its conditions; the first five values are the period's. */
function narrowed(
  counting: Counting,
  period: Reckoned,
  of: 'competent' | 'receiving',
  moments: ReadonlySet<Moment>,
) {
  const values: unknown[] = [period.from, period.to, period.start, period.end, period.judgedAt];
  const add = (value: unknown) => `$${values.push(value)}`;
  const { facts, standings } = known(counting.asOf === undefined ? null : add(counting.asOf));
  const thatDay = counting.thatDay === true;
  const from = `${facts} f ${STANDINGS(standings, moments)} ${thatDay ? STAYS : ''}`;
  const where = [
    // Each procedure is counted once, where it is decided: not the filing that stands for several of them beside them.
    'not f.stands_for_others',
    // All may be unused by a query that asks for little; naming them makes their types known.
    'f.filed_day < $2::date and f.last_day >= $1::date and $3::timestamptz <= $4::timestamptz and $5::timestamptz is not null',
  ];
  // Of the whole province the index of lives is the short way, in the past too; of a body its own.
  if (counting.bodies === null && counting.asOf === undefined)
    where.push(
      `daterange(least(f.filed_day, f.last_day), greatest(f.filed_day, f.last_day), '[]') && daterange($1::date, $2::date)`,
    );
  if (counting.bodies !== null)
    where.push(`${thatDay ? 'e' : 'f'}.${of}_body_id = any(${add(counting.bodies)}::text[])`);
  const { reach } = counting;
  if (!reach.province) {
    const bodies = add(reach.bodyIds);
    where.push(
      `(f.competent_body_id = any(${bodies}::text[]) or f.receiving_body_id = any(${bodies}::text[])
        or f.passed_agency_ids && ${add(reach.divisionIds)}::text[])`,
    );
  }
  if (counting.sector !== undefined) where.push(`f.sector = ${add(counting.sector)}`);
  if (counting.procedure !== undefined) where.push(`f.procedure_code = ${add(counting.procedure)}`);
  if (counting.channel !== undefined) where.push(`f.channel = ${add(counting.channel)}`);
  return { values, add, from, where: where.join(' and ') };
}

const KEY: Record<Exclude<Grouping, 'body'>, string> = {
  sector: 'f.sector',
  procedure: 'f.procedure_code',
  channel: 'f.channel',
};

/** Whether what an indicator counts stands in the facts of dossiers. */
const ofDossiers = ({ counts }: Indicator) => !('part' in counts) && !('source' in counts);

type Counts = { total: Figures; rows: Map<string, Figures> };

/**
 * Counts indicators for the whole and, when asked, for each of its parts: from the cells where they hold what is asked,
 * dossier by dossier where they do not. Ratios are made of the counted parts.
 */
export async function countFigures(
  tx: Tx,
  indicators: ReadonlyMap<string, Indicator>,
  codes: readonly string[],
  period: Reckoned,
  asked: Counting,
  by: Grouping | null = null,
): Promise<Counts> {
  const counting = withFormer(asked);
  const wanted = withParts(indicators, codes);
  const mine = wanted.filter(ofDossiers);
  const { counts, rest } = await countFromCells(tx, indicators, mine, period, counting, by);
  if (rest.length > 0) {
    const direct = await countOneByOne(tx, indicators, rest, period, counting, by);
    Object.assign(counts.total, direct.total);
    for (const [key, figures] of direct.rows) counts.rows.set(key, { ...counts.rows.get(key), ...figures });
  }
  await countSources(tx, wanted, period, asked, by, counts.total, counts.rows);
  for (const figures of [counts.total, ...counts.rows.values()]) complete(wanted, figures);
  return counts;
}

/** Asked for a body, what it was made of is asked for too. */
function withFormer(counting: Counting): Counting {
  const { bodies, became } = counting;
  if (bodies === null || became === undefined || became.size === 0) return counting;
  const former = [...became].flatMap(([old, now]) => (bodies.includes(now) ? [old] : []));
  return { ...counting, bodies: [...new Set([...bodies, ...former])] };
}

/** The key of a body as SQL, on the map that is asked for; `became` is a parameter that holds it as an object. */
const bodyKey = (of: string, became: string | null) =>
  became === null ? `f.${of}_body_id` : `coalesce(${became}::jsonb ->> f.${of}_body_id, f.${of}_body_id)`;

/** The slow, certain way: each dossier is judged. */
export async function countOneByOne(
  tx: Tx,
  indicators: ReadonlyMap<string, Indicator>,
  wanted: readonly Indicator[],
  period: Reckoned,
  counting: Counting,
  by: Grouping | null,
): Promise<Counts> {
  const total: Figures = {};
  const rows = new Map<string, Figures>();
  for (const side of ['competent', 'receiving'] as const) {
    const mine = wanted.filter((one) => (one.of ?? 'competent') === side);
    if (mine.length === 0) continue;
    const { values, add, from, where } = narrowed(counting, period, side, momentsOf(indicators, mine));
    const columns = mine.map((one, place) => `${aggregate(indicators, one, counting.thatDay)} as n${place}`);
    const became =
      by === 'body' && counting.became !== undefined && counting.became.size > 0
        ? add(JSON.stringify(Object.fromEntries(counting.became)))
        : null;
    const ofBody = counting.thatDay === true ? `e.${side}_body_id` : bodyKey(side, became);
    const key = by === 'body' ? ofBody : by === null ? 'null' : KEY[by];
    const found = await tx.query<
      Record<string, number | string | null> & { key: string | null; whole: boolean }
    >(
      `select ${key} as key, ${by === null ? 'true' : `grouping(${key}) = 1`} as whole, ${columns.join(', ')}
       from ${from} where ${where}
       ${by === null ? '' : `group by grouping sets ((), (${key}))`}`,
      values,
    );
    for (const row of found.rows) {
      const figures = Object.fromEntries(
        mine.map((one, place) => [one.code, row[`n${place}`] as number | null]),
      );
      if (row.whole) Object.assign(total, figures);
      else if (row.key !== null) rows.set(row.key, { ...rows.get(row.key), ...figures });
    }
  }
  return { total, rows };
}

async function countSources(
  tx: Tx,
  wanted: Indicator[],
  period: Reckoned,
  counting: Counting,
  by: Grouping | null,
  total: Figures,
  rows: Map<string, Figures>,
): Promise<void> {
  if (by === 'channel' || !speaksOfSources(counting)) return;
  const question = { ...counting, period, by };
  const asked = wanted.flatMap(({ code, counts }) => ('source' in counts ? [{ code, ...counts }] : []));
  for (const name of new Set(asked.map(({ source }) => source))) {
    const mine = asked.filter(({ source }) => source === name);
    const found = await sourceNamed(name)?.count(
      tx,
      mine.map(({ measure }) => measure),
      question,
    );
    for (const { code, measure } of mine) {
      const counted = found?.get(measure);
      if (counted === undefined) continue;
      total[code] = counted.total;
      for (const [body, n] of counted.rows) {
        // What a body had counted before it ended stands, as everything else of it, under whoever took over.
        const key = (by === 'body' && counting.became?.get(body)) || body;
        const before = rows.get(key);
        rows.set(key, { ...before, [code]: n + (before?.[code] ?? 0) });
      }
    }
  }
}

interface CellPlan {
  kind: CellKind;
  keys: string[] | null;
}

/** Which cells hold what is asked; null when none do: two narrowings at once, a division's part, a past knowledge. */
function planOf(counting: Counting, by: Grouping | null): CellPlan | null {
  const { bodies, reach, sector, procedure, channel, asOf } = counting;
  if (asOf !== undefined || counting.thatDay === true) return null;
  // Within one's own bodies the reach takes nothing away: each of their dossiers is seen whole.
  if (!reach.province && (bodies === null || !bodies.every((id) => reach.bodyIds.includes(id)))) return null;
  const narrowings = (
    [
      ['body', bodies],
      ['sector', sector === undefined ? null : [sector]],
      ['procedure', procedure === undefined ? null : [procedure]],
      ['channel', channel === undefined ? null : [channel]],
    ] as [CellKind & Grouping, string[] | null][]
  ).filter(([, keys]) => keys !== null);
  const [only] = narrowings;
  if (narrowings.length > 1 || (only !== undefined && by !== null && only[0] !== by)) return null;
  if (only !== undefined) return { kind: only[0], keys: only[1] };
  return { kind: by ?? 'all', keys: null };
}

/** Counts what the cells can say; `rest` are the indicators that they cannot. */
async function countFromCells(
  tx: Tx,
  indicators: ReadonlyMap<string, Indicator>,
  wanted: Indicator[],
  period: Reckoned,
  counting: Counting,
  by: Grouping | null,
): Promise<{ counts: Counts; rest: Indicator[] }> {
  const counts: Counts = { total: {}, rows: new Map() };
  const plan = planOf(counting, by);
  if (plan === null || wanted.length === 0) return { counts, rest: wanted };
  const kept = await keptMeasures(tx);
  if (kept.size === 0) return { counts, rest: wanted };
  const isKept = (name: string, one: Indicator) => kept.get(name) === definitionOf(one);
  const told = (one: Indicator) => (isFlow(one) ? isKept(measureName(one), one) : standingRule(one) !== null);
  const bases = (one: Indicator) => countedBy(indicators, one.code);
  const counted = wanted.filter((one) => !('percentile' in one.counts) && bases(one).every(told));
  const timed = wanted.flatMap((one) => {
    if (!('percentile' in one.counts) || plan.kind !== 'all') return [];
    const { of, percentile } = one.counts;
    const over = indicators.get(one.counts.over);
    if (over === undefined || !isFlow(over) || !isKept(timeName(of, over), over)) return [];
    return [{ one, name: timeName(of, over), of, over, share: percentile }];
  });

  const base = new Map(counted.flatMap(bases).map((one) => [one.code, one]));
  const flows = [...base.values()].filter(isFlow);
  const sums = new Map<string, Map<string, number>>();
  const became = (key: string) => (plan.kind === 'body' ? (counting.became?.get(key) ?? key) : key);
  const add = (key: string, code: string, n: number) => {
    const own = sums.get(key) ?? new Map<string, number>();
    own.set(code, (own.get(code) ?? 0) + n);
    sums.set(key, own);
  };
  if (flows.length > 0) {
    const measures = flows.map((indicator) => ({ name: measureName(indicator), indicator }));
    for (const [key, found] of await readCells(tx, plan.kind, plan.keys, period, measures))
      for (const { name, indicator } of measures) add(became(key), indicator.code, found.get(name) ?? 0);
  }
  for (const moment of ['open-at-start', 'open-at-end'] as const) {
    const mine = [...base.values()].filter(({ counts: rule }) => 'moment' in rule && rule.moment === moment);
    if (mine.length > 0)
      for (const { key, code, n } of await countOpen(tx, plan, moment, period, mine))
        add(became(key), code, n);
  }
  const whole = new Map<string, number>();
  for (const own of sums.values()) for (const [code, n] of own) whole.set(code, (whole.get(code) ?? 0) + n);
  const figuresOf = (own: ReadonlyMap<string, number>): Figures =>
    Object.fromEntries(
      counted.map((one) => [one.code, bases(one).reduce((sum, { code }) => sum + (own.get(code) ?? 0), 0)]),
    );
  counts.total = figuresOf(whole);
  if (by !== null) for (const [key, own] of sums) counts.rows.set(key, figuresOf(own));

  if (timed.length > 0) {
    const found = await readTimes(tx, period, timed);
    for (const { one, name, share } of timed) counts.total[one.code] = found.get(`${name} ${share}`) ?? null;
  }
  const done = new Set([...counted, ...timed.map(({ one }) => one)]);
  return { counts, rest: wanted.filter((one) => !done.has(one)) };
}

/** What stood open at the beginning or the end, from the stretches alone. */
async function countOpen(
  tx: Tx,
  { kind, keys }: CellPlan,
  moment: 'open-at-start' | 'open-at-end',
  period: Reckoned,
  wanted: Indicator[],
): Promise<{ key: string; code: string; n: number }[]> {
  const found: { key: string; code: string; n: number }[] = [];
  for (const side of ['competent', 'receiving'] as const) {
    const mine = wanted.filter((one) => (one.of ?? 'competent') === side);
    if (mine.length === 0) continue;
    const key = kind === 'all' ? `''` : kind === 'body' ? `f.${side}_body_id` : KEY[kind];
    const { rows } = await tx.query<Record<string, number> & { key: string }>(
      `select ${key} as key, ${mine.map((one, place) => `count(*) filter (where ${standingRule(one) ?? 'false'}) as n${place}`).join(', ')}
       from dossier_standings f
       where tstzrange(f.since, f.until, '(]') @> $2::timestamptz and not f.stands_for_others and ($1::text[] is null or ${key} = any($1))
         and $3::timestamptz is not null and $4::timestamptz is not null and $5::timestamptz is not null
       group by 1`,
      [
        keys,
        moment === 'open-at-start' ? period.start : period.end,
        period.start,
        period.end,
        period.judgedAt,
      ],
    );
    for (const row of rows)
      for (const [place, one] of mine.entries())
        found.push({ key: row.key, code: one.code, n: row[`n${place}`] ?? 0 });
  }
  return found;
}

/** Those asked for, and what ratios among them are made of. */
function withParts(indicators: ReadonlyMap<string, Indicator>, codes: readonly string[]): Indicator[] {
  const wanted = new Map<string, Indicator>();
  for (const code of codes) {
    const one = indicators.get(code);
    if (one === undefined) continue;
    if ('part' in one.counts)
      for (const part of [one.counts.part, one.counts.whole]) {
        const found = indicators.get(part);
        if (found !== undefined) wanted.set(part, found);
      }
    wanted.set(code, one);
  }
  return [...wanted.values()];
}

function complete(wanted: Indicator[], figures: Figures): void {
  for (const { code, counts } of wanted)
    if (!('part' in counts)) figures[code] ??= 'percentile' in counts || 'source' in counts ? null : 0;
  for (const { code, counts } of wanted) {
    if (!('part' in counts)) continue;
    const [part, whole] = [figures[counts.part] ?? null, figures[counts.whole] ?? null];
    // A share of what nobody knows is not known either.
    figures[code] = part === null || whole === null ? null : percentOf(part, whole);
  }
}

function aggregate(indicators: ReadonlyMap<string, Indicator>, one: Indicator, thatDay = false): string {
  if ('percentile' in one.counts) {
    const over = conditionOf(indicators, one.counts.over, thatDay) ?? 'false';
    return `percentile_disc(${Number(one.counts.percentile)}) within group (order by ${workingSql(one.counts.of)}) filter (where ${over})`;
  }
  return `count(*) filter (where ${conditionOf(indicators, one.code, thatDay) ?? 'false'})`;
}

/** The dossiers behind a figure, newest first, a page of them; their number is the figure, read as the figure is. */
export async function dossiersBehind(
  tx: Tx,
  indicators: ReadonlyMap<string, Indicator>,
  indicator: Indicator,
  period: Reckoned,
  asked: Counting,
  page: { offset: number; limit: number },
): Promise<{ ids: string[]; total: number }> {
  const { code } = indicator;
  const counted = await countFigures(tx, indicators, [code], period, asked);
  const total = counted.total[code] ?? 0;
  if (page.offset >= total || page.limit === 0) return { ids: [], total };
  const counting = withFormer(asked);
  const moments = momentsOf(indicators, [indicator]);
  const { values, add, from, where } = narrowed(counting, period, indicator.of ?? 'competent', moments);
  const { rows } = await tx.query<{ dossier_id: string }>(
    `select f.dossier_id from ${from}
     where ${where} and ${newestWithin(moments)} and ${conditionOf(indicators, code, counting.thatDay) ?? 'false'}
     order by ${NEWEST} desc, f.dossier_id offset ${add(page.offset)} limit ${add(page.limit)}`,
    values,
  );
  return { ids: rows.map((row) => row.dossier_id), total };
}

/** What another capability counted, as many as the figure says. */
export async function thingsBehind(
  tx: Tx,
  { counts }: Indicator,
  period: Reckoned,
  counting: Counting,
): Promise<SourceItem[]> {
  if (!('source' in counts) || !speaksOfSources(counting)) return [];
  const source = sourceNamed(counts.source);
  return source === undefined ? [] : source.list(tx, counts.measure, { ...counting, period, by: null });
}

/** Other capabilities know no channel and no division of a body: asked for these, there is nothing to say. */
const speaksOfSources = ({ channel, reach }: Counting) =>
  channel === undefined && (reach.province || reach.bodyIds.length > 0);

/** The first and the last legal day on which anything was filed; null when nothing was. */
export async function daysWithDossiers(tx: Tx): Promise<{ first: string; last: string } | null> {
  const { rows } = await tx.query<{ first: string | null; last: string | null }>(
    'select min(filed_day) as first, max(filed_day) as last from dossier_facts',
  );
  const row = rows[0];
  return row?.first == null || row.last == null ? null : { first: row.first, last: row.last };
}
