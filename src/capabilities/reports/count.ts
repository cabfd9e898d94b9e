import { createHash } from 'node:crypto';
import type { Tx } from '../../kernel/tx.ts';
import {
  daysWithDossiers,
  type Figures,
  figuresFor,
  type Indicator,
  type Period,
  periodBefore,
  periodOf,
  shippedIndicators,
} from '../figures/index.ts';
import { loadSectors } from '../procedures/index.ts';
import { findAgenciesById } from '../units/index.ts';
import { figuresOfOutline } from './outline.ts';
import type { FrozenFigures, Report, ReportFigures } from './report.ts';
import type { Beside } from './say.ts';
import { saveFigures } from './store.ts';

/** Whose dossiers a report counts: its body's, or the whole province's. */
const bodiesOf = (report: Pick<Report, 'bodyId' | 'outline'>) =>
  report.outline.for === 'province-committee' ? null : [report.bodyId];

/** The figures that may be put into a report's text: every indicator that is defined. */
export const knownFigures = (): Promise<ReadonlyMap<string, Indicator>> => shippedIndicators();

/**
 * Counts what a report needs, for its period, the one before and the same one of last year, and its tables. A constant
 * number of questions, however many sections. `extra` are figures that people put into the text themselves.
 */
export async function countReport(
  tx: Tx,
  report: Pick<
    Report,
    | 'bodyId'
    | 'outline'
    | 'periodKind'
    | 'periodYear'
    | 'periodNumber'
    | 'cutOff'
    | 'cutOffAt'
    | 'from'
    | 'to'
  >,
  extra: Iterable<string>,
  at: Date,
): Promise<ReportFigures> {
  const indicators = await shippedIndicators();
  const wanted = [...new Set([...figuresOfOutline(report.outline), ...extra])].filter((code) =>
    indicators.has(code),
  );
  const bodies = bodiesOf(report);
  const days = await daysWithDossiers(tx);
  const whole = async (period: Period): Promise<Figures> =>
    (await figuresFor(tx, { indicators: wanted, period, bodies, at })).total;
  const beside = async (period: Period): Promise<Beside> => {
    if (days === null || days.first >= period.to) return { state: 'none' };
    const figures = await whole(period);
    return days.first > period.from
      ? { state: 'partial', since: days.first, figures }
      : { state: 'known', figures };
  };
  const { periodKind: kind, periodYear: year, periodNumber: number, cutOff } = report;
  const before = periodBefore(kind, { year, number });
  const tables: ReportFigures['tables'] = {};
  for (const [name, table] of Object.entries(report.outline.tables)) {
    if ('compare' in table) continue;
    const codes = table.columns.map((column) => column.figure);
    const { rows } = await figuresFor(tx, { indicators: codes, period: report, bodies, by: table.by, at });
    const names = await namesOf(tx, table.by, [...rows.keys()]);
    tables[name] = [...rows]
      .filter(([, figures]) => Object.values(figures).some((value) => value !== 0 && value !== null))
      .map(([key, figures]) => ({ key, name: names.get(key) ?? key, figures }))
      .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  }
  const current = await whole(report);
  return {
    at: at.toISOString(),
    finished: at >= report.cutOffAt,
    current,
    before: await beside(periodOf(kind, before.year, before.number, cutOff)),
    lastYear: await beside(periodOf(kind, year - 1, number, cutOff)),
    tables,
  };
}

async function namesOf(tx: Tx, by: string, keys: string[]): Promise<Map<string, string>> {
  if (by === 'body')
    return new Map([...(await findAgenciesById(tx, keys))].map(([id, agency]) => [id, agency.name]));
  if (by === 'sector') return new Map((await loadSectors(tx)).map((sector) => [sector.code, sector.name]));
  return new Map([
    ['online', 'Trực tuyến'],
    ['counter', 'Trực tiếp'],
    ['post', 'Bưu chính công ích'],
  ]);
}

/**
 * Freezes the figures of a locked report whose cut-off is past: values, definitions, and when. Answers what was frozen
 * now, for the record; null when it is not time, or was done before.
 */
export async function freezeIfDue(
  tx: Tx,
  report: Report,
  extra: Iterable<string>,
  at: Date,
): Promise<FrozenFigures | null> {
  if (report.figures !== null || at < report.cutOffAt) return null;
  const indicators = await shippedIndicators();
  // All of them, so that whatever is put into the text later is of the same moment.
  const counted = await countReport(tx, report, [...extra, ...indicators.keys()], at);
  const figures: FrozenFigures = {
    ...counted,
    definitions: Object.fromEntries(
      [...indicators.values()].map((one) => [
        one.code,
        createHash('sha256')
          .update(JSON.stringify([one.counts, one.of, one.since]))
          .digest('hex')
          .slice(0, 12),
      ]),
    ),
  };
  await saveFigures(tx, report.id, figures, at);
  return figures;
}
