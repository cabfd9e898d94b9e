import { type CutOff, lastDayOf, nameOfPeriod, PERIODS_A_YEAR, type PeriodKind } from '../figures/index.ts';
import type { Outline, OutlineSection, ReportWords } from './outline.ts';
import type { Told } from './say.ts';

/** An agency's report of a period, without its text. */
export interface Report {
  id: string;
  bodyId: string;
  /** The body itself, and those that write sections of it. */
  bodyIds: string[];
  periodKind: PeriodKind;
  periodYear: number;
  periodNumber: number;
  cutOff: CutOff;
  /** Legal days; `to` is the first that no longer belongs to it. */
  from: string;
  to: string;
  /** Until then the figures are counted anew each time it is looked at. */
  cutOffAt: Date;
  outline: Omit<Outline, 'sections'> & { sections: ReportSection[] };
  details: Details;
  /** Of the details. */
  version: number;
  writable: boolean;
  figures: FrozenFigures | null;
  frozenAt: Date | null;
  madeAt: Date;
  madeByName: string;
  updatedAt: Date;
}

/** A section of the outline; `bodyId` is another body that writes it, as departments do in the province's report. */
export type ReportSection = OutlineSection & { bodyId?: string };

/** What stands around the text. */
export interface Details {
  /** "125"; the symbol follows. Empty until it is issued. */
  number: string;
  place: string;
  /** The day on the paper; null until it is issued. */
  issuedOn: string | null;
  signer: { authority: string | null; title: string; name: string };
  recipients: string[];
  subject: string;
}

/** Figures of a report as counted at a moment: what the text, the tables and the annex need. */
export interface ReportFigures extends Told {
  /** ISO 8601. */
  at: string;
  tables: Record<string, { key: string; name: string; figures: Record<string, number | null> }[]>;
}

export interface FrozenFigures extends ReportFigures {
  /** A mark of each definition by which they were counted, by indicator. */
  definitions: Record<string, string>;
}

/** The words that stand for {@…} in an outline. */
export function wordsOfReport(
  report: Pick<Report, 'periodKind' | 'periodYear' | 'periodNumber' | 'from' | 'to'>,
  agency: { name: string; place: string; province: string },
): ReportWords {
  const { periodKind, periodYear, periodNumber } = report;
  const last = periodNumber === PERIODS_A_YEAR[periodKind];
  const name = (year: number, number: number) => lowered(nameOfPeriod(periodKind, year, number));
  const shown = (day: string) => day.split('-').reverse().join('/');
  return {
    period: name(periodYear, periodNumber),
    'next-period': last ? name(periodYear + 1, 1) : name(periodYear, periodNumber + 1),
    year: String(periodYear),
    from: shown(report.from),
    until: shown(lastDayOf(report)),
    agency: agency.name,
    place: agency.place,
    province: agency.province,
  };
}

/** "6 tháng đầu năm 2026", "năm 2026", "quý I năm 2026": within a sentence. */
const lowered = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** Which figures were other ones when they were frozen: what was corrected since. */
export function correctedSince(
  frozen: Readonly<Record<string, number | null>>,
  now: Readonly<Record<string, number | null>>,
): { figure: string; before: number | null; now: number | null }[] {
  return Object.keys(frozen)
    .filter((code) => Object.hasOwn(now, code) && now[code] !== frozen[code])
    .map((figure) => ({ figure, before: frozen[figure] ?? null, now: now[figure] ?? null }));
}
