import type { Details } from '../../src/capabilities/reports/report.ts';
import type { Block } from '../../src/capabilities/reports/text.ts';

/** What the server tells of reports. */
export interface ReportsAnswer {
  items: {
    id: string;
    name: string;
    bodyName: string;
    period: string;
    from: string;
    until: string;
    frozen: boolean;
    finished: boolean;
    writable: boolean;
    updatedAt: string;
  }[];
  total: number;
  outlines: { code: string; name: string }[];
  begin: {
    outline: string;
    name: string;
    bodyId: string;
    bodyName: string;
    periods: {
      kind: string;
      year: number;
      number: number;
      name: string;
      from: string;
      until: string;
      finished: boolean;
    }[];
  }[];
}

export interface SectionShown {
  key: string;
  heading: string;
  level: number;
  writer: string | null;
  hint: string | null;
  mayWrite: boolean;
  version: number;
  at: string;
  byName: string;
  blocks: Block[];
}

export interface FigureShown {
  code: string;
  name: string;
  group: string;
  unit: string;
  source: string;
  said: Record<string, string>;
  shown: string;
  nowShown: string | null;
  opens: string[];
}

export interface TableShown {
  name: string;
  title: string;
  rows: { text: string; door: string | null }[][];
  note: string | null;
}

export interface ReportAnswer {
  id: string;
  name: string;
  body: { id: string; name: string };
  period: { name: string; from: string; to: string; until: string };
  cutOffAt: string;
  frozenAt: string | null;
  countedAt: string;
  finished: boolean;
  writable: boolean;
  source: string;
  madeBy: string;
  details: Details;
  symbol: string;
  version: number;
  sections: SectionShown[];
  figures: FigureShown[];
  values: Record<string, number | null>;
  tables: TableShown[];
  /** For the list behind a figure: whose; empty for the whole province. */
  bodiesAsked: string;
  mayChange: boolean;
  mayFreeze: boolean;
}

export interface ChangesAnswer {
  versions: Record<string, number>;
  version: number;
  writable: boolean;
  frozen: boolean;
  present: { name: string; section: string | null }[];
}

export interface CheckAnswer {
  findings: {
    section: string;
    block: number;
    severity: 'error' | 'warning' | 'note';
    title: string;
    quote: string;
    words: string;
    suggestion: string | null;
  }[];
  held: number;
  empty: { section: string; heading: string }[];
}

export interface VersionShown {
  version: number;
  at: string;
  byName: string;
  blocks: Block[];
}

/** The address of the dossiers behind a figure of a report; `asOf`: as they were known at that moment. */
export const doorOf = (report: ReportAnswer, indicator: string, asOf: string | null = null): string =>
  `/so-lieu/ho-so?${new URLSearchParams({
    ...(asOf === null ? {} : { asOf }),
    from: report.period.from,
    to: report.period.to,
    ...(report.bodiesAsked === '' ? {} : { body: report.bodiesAsked }),
    indicator,
  })}`;
