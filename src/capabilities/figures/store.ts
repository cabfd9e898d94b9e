import type { Tx } from '../../kernel/tx.ts';
import { type Indicator, percentOf } from './indicator.ts';
import type { Reckoned } from './reckon.ts';
import { type SourceItem, sourceNamed } from './sources.ts';
import { conditionOf, STANDINGS, workingSql } from './sql.ts';

/** Whose dossiers are counted: bodies (null: all), what the official may see of them, and narrower still. */
export interface Counting {
  bodies: string[] | null;
  reach: { province: boolean; bodyIds: string[]; divisionIds: string[] };
  sector?: string | undefined;
  procedure?: string | undefined;
  channel?: string | undefined;
}

export const EVERYTHING: Counting['reach'] = { province: true, bodyIds: [], divisionIds: [] };

export const GROUPINGS = ['body', 'sector', 'procedure', 'channel'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export type Figures = Record<string, number | null>;

/** Conditions and their values for one query about dossiers' facts `f`; the first five values are the period's. */
function narrowed(counting: Counting, period: Reckoned, of: 'competent' | 'receiving') {
  const values: unknown[] = [period.from, period.to, period.start, period.end, period.judgedAt];
  const add = (value: unknown) => `$${values.push(value)}`;
  const where = [
    // All may be unused by a query that asks for little; naming them makes their types known.
    'f.filed_day < $2::date and f.last_day >= $1::date and $3::timestamptz <= $4::timestamptz and $5::timestamptz is not null',
  ];
  if (counting.bodies !== null) where.push(`f.${of}_body_id = any(${add(counting.bodies)}::text[])`);
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
  return { values, add, where: where.join(' and ') };
}

const KEY: Record<Grouping, (of: string) => string> = {
  body: (of) => `f.${of}_body_id`,
  sector: () => 'f.sector',
  procedure: () => 'f.procedure_code',
  channel: () => 'f.channel',
};

/** Whether what an indicator counts stands in the facts of dossiers. */
const ofDossiers = ({ counts }: Indicator) => !('part' in counts) && !('source' in counts);

/**
 * Counts indicators for the whole and, when asked, for each of its parts, dossier by dossier. Ratios are made of the
 * counted parts.
 */
export async function countFigures(
  tx: Tx,
  indicators: ReadonlyMap<string, Indicator>,
  codes: readonly string[],
  period: Reckoned,
  counting: Counting,
  by: Grouping | null = null,
): Promise<{ total: Figures; rows: Map<string, Figures> }> {
  const wanted = withParts(indicators, codes);
  const total: Figures = {};
  const rows = new Map<string, Figures>();
  for (const side of ['competent', 'receiving'] as const) {
    const mine = wanted.filter((one) => (one.of ?? 'competent') === side && ofDossiers(one));
    if (mine.length === 0) continue;
    const { values, where } = narrowed(counting, period, side);
    const columns = mine.map((one, place) => `${aggregate(indicators, one)} as n${place}`);
    const key = by === null ? 'null' : KEY[by](side);
    const found = await tx.query<
      Record<string, number | string | null> & { key: string | null; whole: boolean }
    >(
      `select ${key} as key, ${by === null ? 'true' : `grouping(${key}) = 1`} as whole, ${columns.join(', ')}
       from dossier_facts f ${STANDINGS} where ${where}
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
  await countSources(tx, wanted, period, counting, by, total, rows);
  for (const figures of [total, ...rows.values()]) complete(wanted, figures);
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
  for (const { code, counts } of wanted) {
    if (!('source' in counts)) continue;
    const bodies = counting.bodies ?? (by === 'body' ? [...rows.keys()] : null);
    const question = { ...counting, measure: counts.measure, period, bodies, by };
    const found = await sourceNamed(counts.source)?.count(tx, question);
    if (found === undefined) continue;
    total[code] = found.total;
    for (const [key, n] of found.rows) rows.set(key, { ...rows.get(key), [code]: n });
  }
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
  for (const one of wanted) {
    if ('part' in one.counts)
      figures[one.code] = percentOf(figures[one.counts.part] ?? 0, figures[one.counts.whole] ?? 0);
    else figures[one.code] ??= 'percentile' in one.counts || 'source' in one.counts ? null : 0;
  }
}

function aggregate(indicators: ReadonlyMap<string, Indicator>, one: Indicator): string {
  if ('percentile' in one.counts) {
    const over = conditionOf(indicators, one.counts.over) ?? 'false';
    return `percentile_disc(${Number(one.counts.percentile)}) within group (order by ${workingSql(one.counts.of)}) filter (where ${over})`;
  }
  return `count(*) filter (where ${conditionOf(indicators, one.code) ?? 'false'})`;
}

/** The dossiers behind a figure, newest first, a page of them; their number is the figure. */
export async function dossiersBehind(
  tx: Tx,
  indicators: ReadonlyMap<string, Indicator>,
  indicator: Indicator,
  period: Reckoned,
  counting: Counting,
  page: { offset: number; limit: number },
): Promise<{ ids: string[]; total: number }> {
  const condition = conditionOf(indicators, indicator.code) ?? 'false';
  const { values, add, where } = narrowed(counting, period, indicator.of ?? 'competent');
  const from = `from dossier_facts f ${STANDINGS} where ${where} and ${condition}`;
  const counted = await tx.query<{ total: number }>(`select count(*) as total ${from}`, values);
  const { rows } = await tx.query<{ dossier_id: string }>(
    `select f.dossier_id ${from} order by coalesce(f.received_day, f.filed_day) desc, f.dossier_id
     offset ${add(page.offset)} limit ${add(page.limit)}`,
    values,
  );
  return { ids: rows.map((row) => row.dossier_id), total: counted.rows[0]?.total ?? 0 };
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
  return source === undefined
    ? []
    : source.list(tx, { ...counting, measure: counts.measure, period, by: null });
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
