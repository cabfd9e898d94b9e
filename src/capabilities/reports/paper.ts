import { longDate } from '../../outside/pdf/papers.ts';
import { printable, renderPdf } from '../../outside/pdf/pdf.ts';
import type { Piece } from './filled.ts';
import type { Details } from './report.ts';

/** A report ready for paper: what stands around the text, the text, the annex. */
export interface ReportPaper {
  /** "ỦY BAN NHÂN DÂN", "XÃ BÌNH LỤC": the issuer in the lines in which a heading breaks it. */
  issuer: string[];
  symbol: string;
  details: Details;
  pieces: Piece[];
  annex: { title: string; about: string; grid: Extract<Piece, { kind: 'grid' }> };
  /** What must be said about the figures: not frozen yet, corrected since. */
  remarks: string[];
  demo: boolean;
}

/** "Ủy ban nhân dân xã Bình Lục" in its two lines, in capitals. */
export function issuerLines(name: string): string[] {
  const match = /^((?:Ủy|Uỷ) ban nhân dân) (.+)$/u.exec(name);
  return (match === null ? [name] : [match[1] ?? '', match[2] ?? '']).map((line) => line.toUpperCase());
}

/** "Bình Lục, ngày … tháng … năm 2026": with room for a pen while the day is not set. */
export function placeAndDay({ place, issuedOn }: Details, year: number): string {
  return issuedOn === null
    ? `${place}, ngày      tháng      năm ${year}`
    : `${place}, ${longDate(new Date(`${issuedOn}T05:00:00Z`))}`;
}

/** The report as a tagged PDF in the layout of Decree 30/2020, the same content as the Word file. */
export async function reportPdf(paper: ReportPaper, at: Date): Promise<Uint8Array> {
  return renderPdf(
    'report',
    {
      ...paper,
      number: numberLine(paper),
      placed: placeAndDay(paper.details, new Date(at.getTime() + 7 * 3_600_000).getUTCFullYear()),
      title: `Báo cáo ${paper.details.subject}`,
    },
    at,
  );
}

export const numberLine = ({ details, symbol }: Pick<ReportPaper, 'details' | 'symbol'>): string =>
  `Số: ${details.number === '' ? '      ' : details.number.padStart(2, '0')}/${symbol}`;

/** Text for Word and workbooks: composed letters, nothing that turns the reading or that XML cannot hold. */
export const clean = (text: string): string => (printable(text) as string).replaceAll('\u200B', '');
