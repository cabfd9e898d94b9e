import type { Tx } from '../../kernel/tx.ts';
import type { Indicator, Working } from './indicator.ts';
import type { Period } from './period.ts';
import { dayColumn, flowRule, isFlow, workingSql } from './sql.ts';

/**
 * Totals that are kept. A *measure* is an indicator that counts what happened within a period; its cell says how many
 * in half a month, for all and for each body, sector, procedure and channel. What acts have changed since the cells were
 * last brought up to date lies in `dossier_facts_changed`, and a reader adds it: figures are as fresh as the act. Cells
 * hold nothing that the facts do not: built anew they are the same.
 */
export type CellKind = 'all' | 'body' | 'sector' | 'procedure' | 'channel';

export interface Measure {
  /** "ended-late@2025-07-01": the version of the indicator. */
  name: string;
  indicator: Indicator;
}

/** How long those took that a measure counts. */
export interface TimeMeasure {
  name: string;
  of: Working;
  over: Indicator;
}

export const measureName = ({ code, since }: Indicator) => `${code}@${since}`;
export const timeName = (of: Working, over: Indicator) => `${of}/${measureName(over)}`;
export const definitionOf = ({ counts, of }: Indicator) => JSON.stringify([counts, of ?? 'competent']);

/** What cells are kept of: every version of every indicator that counts happenings, and the times asked of them. */
export function measuresOf(all: readonly Indicator[]): { measures: Measure[]; times: TimeMeasure[] } {
  const measures = all.filter(isFlow).map((indicator) => ({ name: measureName(indicator), indicator }));
  const times = new Map<string, TimeMeasure>();
  for (const { counts } of all)
    if ('percentile' in counts)
      for (const over of all)
        if (over.code === counts.over && isFlow(over)) {
          const name = timeName(counts.of, over);
          times.set(name, { name, of: counts.of, over });
        }
  return { measures, times: [...times.values()] };
}

/** The halves of months: the 1st and the 15th, at which every official period begins and ends. */
const HALF = (day: string) =>
  `(date_trunc('month', ${day})::date + case when extract(day from ${day}) < 15 then 0 else 14 end)`;

const isBoundary = (day: string) => day.endsWith('-01') || day.endsWith('-15');

/** A period as whole halves (null when it holds none) and the days beside them, which are counted one by one. */
export function halvesOf({ from, to }: Period): { whole: Period | null; edges: Period[] } {
  const next = (day: string) => {
    if (isBoundary(day)) return day;
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return date < 15 ? `${day.slice(0, 8)}15` : new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  };
  const before = (day: string) => `${day.slice(0, 8)}${Number(day.slice(8)) >= 15 ? '15' : '01'}`;
  const [first, last] = [next(from), before(to)];
  if (first >= last) return { whole: null, edges: [{ from, to }] };
  const edges = [
    { from, to: first },
    { from: last, to },
  ].filter((edge) => edge.from < edge.to);
  return { whole: { from: first, to: last }, edges };
}

const sideOf = ({ of }: Indicator) => (of === 'receiving' ? 'receiving_body_id' : 'competent_body_id');

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const same = found.get(key);
    if (same === undefined) found.set(key, [one]);
    else same.push(one);
  }
  return found;
}

/** What a cell of each kind is about, over rows `f` that know their `body`; `all` is about nothing in particular. */
const COLUMN: Record<CellKind, string | null> = {
  all: null,
  body: 'f.body',
  sector: 'f.sector',
  procedure: 'f.procedure_code',
  channel: 'f.channel',
};
const ALL_KINDS = Object.keys(COLUMN) as CellKind[];

/** The kind and the key of a row that is grouped for these kinds at once, and the sets by which it is grouped. */
function byKinds(kinds: readonly CellKind[], also: string): { kind: string; key: string; sets: string } {
  const columns = kinds.flatMap((kind) => {
    const column = COLUMN[kind];
    return column === null ? [] : [{ kind, column }];
  });
  return {
    kind:
      columns.length === 0
        ? `'all'`
        : `case ${columns.map(({ kind, column }) => `when grouping(${column}) = 0 then '${kind}'`).join(' ')} else 'all' end`,
    key: `coalesce(${[...columns.map(({ column }) => column), `''`].join(', ')})`,
    sets: kinds
      .map((kind) => `(f.half${COLUMN[kind] === null ? '' : `, ${COLUMN[kind]}`}${also})`)
      .join(', '),
  };
}

/** Rows of facts, each counting for one or for minus one, of which `day` lies in a period when one is asked for. */
interface Rows {
  from: string;
  sign: string;
  within: string | null;
}

/** kind, half, key, measure, n of some rows: the one way in which cells are made and in which the newest is added. */
function countsSql(rows: Rows, measures: readonly Measure[], kinds: readonly CellKind[]): string {
  const { kind, key, sets } = byKinds(kinds, '');
  const parts = [...grouped(measures, ({ indicator }) => `${dayColumn(indicator)} ${sideOf(indicator)}`)];
  return parts
    .map(([place, mine]) => {
      const [day = '', body = ''] = place.split(' ');
      const columns = mine.map(
        ({ indicator }, at) =>
          `coalesce(sum(${rows.sign}) filter (where ${flowRule(indicator)}), 0) as n${at}`,
      );
      const values = mine.map(({ name }, at) => `(${literal(name)}, c.n${at})`);
      return `select c.kind, c.half, c.key, m.measure, m.n::integer as n from (
          select ${kind} as kind, f.half, ${key} as key, ${columns.join(', ')}
          from (select f.*, f.${body} as body, ${HALF(`f.${day}`)} as half from ${rows.from} f
                where f.${day} is not null and not f.stands_for_others ${rows.within === null ? '' : `and ${rows.within.replaceAll('DAY', `f.${day}`)}`}) f
          group by grouping sets (${sets})
        ) c cross join lateral (values ${values.join(', ')}) m (measure, n) where m.n <> 0`;
    })
    .join('\nunion all ');
}

/** half, measure, minutes, n of some rows: for the whole province only, since each body's would be its dossiers again. */
function timesSql(rows: Rows, times: readonly TimeMeasure[]): string {
  return times
    .map(({ name, of, over }) => {
      const day = dayColumn(over);
      return `select f.half, ${literal(name)} as measure, f.minutes, sum(${rows.sign})::integer as n
        from (select f.*, ${HALF(`f.${day}`)} as half, ${workingSql(of)} as minutes from ${rows.from} f
              where f.${day} is not null and not f.stands_for_others ${rows.within === null ? '' : `and ${rows.within.replaceAll('DAY', `f.${day}`)}`}) f
        where f.minutes is not null and ${flowRule(over)}
        group by f.half, f.minutes having sum(${rows.sign}) <> 0`;
    })
    .join('\nunion all ');
}

/** A name of ours as a text of SQL; codes are letters, digits and dashes (`faultsOfIndicators`). */
function literal(name: string): string {
  if (!/^[a-z0-9@/-]+$/.test(name)) throw new RangeError(`not a name of a measure: ${name}`);
  return `'${name}'`;
}

/**
 * Brings the cells up to date with what acts have changed, or builds them anew when indicators have. To be run in a
 * transaction of its own that is repeatable: what is counted and what is taken away must be the same rows.
 */
export async function foldCells(
  tx: Tx,
  all: readonly Indicator[],
  { anew = false }: { anew?: boolean } = {},
): Promise<{ folded: number; built: boolean }> {
  const { rows: lock } = await tx.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('figures.fold-cells'), hashtext(current_schema())) as mine`,
  );
  if (lock[0]?.mine !== true) return { folded: 0, built: false };
  const { measures, times } = measuresOf(all);
  const wanted = definitionsWanted(measures, times);
  const kept = await keptMeasures(tx);
  const same = wanted.size === kept.size && [...wanted].every(([name, text]) => kept.get(name) === text);
  if (anew || !same) {
    await build(tx, measures, times, wanted);
    return { folded: 0, built: true };
  }
  const changed: Rows = { from: 'taken', sign: 'f.sign', within: null };
  const { rows } = await tx.query<{ folded: number }>(
    `with taken as (delete from dossier_facts_changed returning *),
     cells as (
       insert into figure_cells (kind, half, key, measure, n) ${countsSql(changed, measures, ALL_KINDS)}
       on conflict (kind, half, key, measure) do update set n = figure_cells.n + excluded.n
     ),
     times as (
       insert into figure_times (half, measure, minutes, n) ${timesSql(changed, times)}
       on conflict (half, measure, minutes) do update set n = figure_times.n + excluded.n
     )
     select count(*) as folded from taken`,
  );
  return { folded: rows[0]?.folded ?? 0, built: false };
}

async function build(
  tx: Tx,
  measures: Measure[],
  times: TimeMeasure[],
  definitions: ReadonlyMap<string, string>,
): Promise<void> {
  await tx.query('set local statement_timeout = 0');
  for (const table of ['figure_cells', 'figure_times', 'figure_measures', 'dossier_facts_changed'])
    await tx.query(`delete from ${table}`);
  const facts: Rows = { from: 'dossier_facts', sign: '1', within: null };
  await tx.query(
    `insert into figure_cells (kind, half, key, measure, n) ${countsSql(facts, measures, ALL_KINDS)}`,
  );
  if (times.length > 0)
    await tx.query(`insert into figure_times (half, measure, minutes, n) ${timesSql(facts, times)}`);
  await tx.query(
    'insert into figure_measures (code, definition) select * from unnest($1::text[], $2::text[])',
    [[...definitions.keys()], [...definitions.values()]],
  );
}

function definitionsWanted(measures: Measure[], times: TimeMeasure[]): Map<string, string> {
  return new Map([
    ...measures.map(({ name, indicator }) => [name, definitionOf(indicator)] as const),
    ...times.map(({ name, over }) => [name, definitionOf(over)] as const),
  ]);
}

/** What the cells hold, by name, with the rule it was counted by. */
export async function keptMeasures(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{ code: string; definition: string }>({
    name: 'figure-measures',
    text: 'select code, definition from figure_measures',
  });
  return new Map(rows.map((row) => [row.code, row.definition]));
}

/** The rows that a reader adds to the cells: what is not yet in them, and days that fill no half. */
function besides(period: Period, values: unknown[]): { whole: Period | null; rows: Rows[] } {
  const { whole, edges } = halvesOf(period);
  const add = (day: string) => `$${values.push(day)}::date`;
  const within = (part: Period) => `DAY >= ${add(part.from)} and DAY < ${add(part.to)}`;
  const rows: Rows[] = edges.map((edge) => {
    const [from, to] = [add(edge.from), add(edge.to)];
    return {
      from: `(select * from dossier_facts where daterange(least(filed_day, last_day), greatest(filed_day, last_day), '[]')
                && daterange(${from}, ${to}))`,
      sign: '1',
      within: `DAY >= ${from} and DAY < ${to}`,
    };
  });
  if (whole !== null) rows.push({ from: 'dossier_facts_changed', sign: 'f.sign', within: within(whole) });
  return { whole, rows };
}

/** The counts of measures in a period, by key: of these keys, or of all. */
export async function readCells(
  tx: Tx,
  kind: CellKind,
  keys: string[] | null,
  period: Period,
  measures: readonly Measure[],
): Promise<Map<string, Map<string, number>>> {
  const values: unknown[] = [keys, measures.map(({ name }) => name)];
  const { whole, rows } = besides(period, values);
  const add = (value: unknown) => `$${values.push(value)}`;
  const parts = rows.map((one) => `select key, measure, n from (${countsSql(one, measures, [kind])}) x`);
  if (whole !== null)
    parts.unshift(
      `select key, measure, n from figure_cells where kind = '${kind}' and half >= ${add(whole.from)}::date and half < ${add(whole.to)}::date
         and ($1::text[] is null or key = any($1)) and measure = any($2)`,
    );
  const found = await tx.query<{ key: string; measure: string; n: number }>(
    `select key, measure, sum(n) as n from (${parts.join('\nunion all ')}) all_parts
     where ($1::text[] is null or key = any($1)) and measure = any($2::text[]) group by key, measure having sum(n) <> 0`,
    values,
  );
  const byKey = new Map<string, Map<string, number>>();
  for (const { key, measure, n } of found.rows) {
    const own = byKey.get(key) ?? new Map<string, number>();
    own.set(measure, n);
    byKey.set(key, own);
  }
  return byKey;
}

/**
 * Percentiles of times in a period, of the whole province: by measure and share. `asked` names each share that is wanted
 * of a measure.
 */
export async function readTimes(
  tx: Tx,
  period: Period,
  asked: readonly (TimeMeasure & { share: number })[],
): Promise<Map<string, number>> {
  const times = [...new Map(asked.map((one) => [one.name, one])).values()];
  const values: unknown[] = [asked.map(({ name }) => name), asked.map(({ share }) => share)];
  const { whole, rows } = besides(period, values);
  const add = (value: unknown) => `$${values.push(value)}`;
  const parts = rows.map((one) => `select measure, minutes, n from (${timesSql(one, times)}) x`);
  if (whole !== null)
    parts.unshift(
      `select measure, minutes, n from figure_times
       where half >= ${add(whole.from)}::date and half < ${add(whole.to)}::date and measure = any($1)`,
    );
  const found = await tx.query<{ measure: string; share: number; minutes: number }>(
    `with counted as (
       select measure, minutes, sum(n) as n from (${parts.join('\nunion all ')}) all_parts
       group by measure, minutes having sum(n) <> 0
     ), running as (
       select measure, minutes, sum(n) over (partition by measure order by minutes) as so_far,
         sum(n) over (partition by measure) as whole from counted
     )
     select r.measure, a.share, min(r.minutes) as minutes
     from running r join unnest($1::text[], $2::float8[]) as a (measure, share) on a.measure = r.measure
     where r.so_far >= ceil(a.share * r.whole::float8) group by r.measure, a.share`,
    values,
  );
  return new Map(found.rows.map(({ measure, share, minutes }) => [`${measure} ${share}`, minutes]));
}
