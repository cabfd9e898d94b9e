/**
 * Periods of reports. A period is half-open: its last day is the one before `to`. Two that touch have one day where
 * the one ends and the other begins, so nothing is counted twice and nothing is lost.
 */
export interface Period {
  /** Legal days, YYYY-MM-DD. */
  from: string;
  to: string;
}

export type PeriodKind = 'month' | 'quarter' | 'half-year' | 'year';
/**
 * `reporting`: by the cut-off of the reporting regime, from the 15th of the month before to the 14th (Decree
 * 09/2019/ND-CP art. 12; the same pattern in Circular 68/2025/TT-BNNMT art. 14); `calendar`: whole months.
 */
export type CutOff = 'reporting' | 'calendar';

const MONTHS: Record<PeriodKind, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** How many of a kind a year has. */
export const PERIODS_A_YEAR: Record<PeriodKind, number> = { month: 12, quarter: 4, 'half-year': 2, year: 1 };

/** The first day of a month, which may lie outside of its year, or the 15th of the month before it. */
function beginning(year: number, month: number, cutOff: CutOff): string {
  const at =
    cutOff === 'calendar' ? new Date(Date.UTC(year, month - 1, 1)) : new Date(Date.UTC(year, month - 2, 15));
  return at.toISOString().slice(0, 10);
}

/** The `number`th month, quarter or half of a year, counted from one. Half-year 1 of 2026: 15/12/2025 to 14/6/2026. */
export function periodOf(kind: PeriodKind, year: number, number: number, cutOff: CutOff): Period {
  const length = MONTHS[kind];
  if (!Number.isInteger(number) || number < 1 || number > PERIODS_A_YEAR[kind])
    throw new RangeError(`no ${kind} ${number}`);
  const first = (number - 1) * length + 1;
  return { from: beginning(year, first, cutOff), to: beginning(year, first + length, cutOff) };
}

/** The period of that kind that a legal day lies in: its year and number. */
export function periodAt(kind: PeriodKind, day: string, cutOff: CutOff): { year: number; number: number } {
  const year = Number(day.slice(0, 4));
  for (const candidate of [year, year + 1])
    for (let number = 1; number <= PERIODS_A_YEAR[kind]; number++) {
      const { from, to } = periodOf(kind, candidate, number, cutOff);
      if (day >= from && day < to) return { year: candidate, number };
    }
  throw new RangeError(`not a legal day: ${day}`);
}

/** The period before, of the same kind: what a report sets beside its figures. */
export function periodBefore(
  kind: PeriodKind,
  { year, number }: { year: number; number: number },
): { year: number; number: number } {
  return number > 1 ? { year, number: number - 1 } : { year: year - 1, number: PERIODS_A_YEAR[kind] };
}

/** The last day that still belongs to it: what is printed as "đến ngày". */
export function lastDayOf(period: Period): string {
  return new Date(Date.parse(`${period.to}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** The first day after it, for what people type as the last day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export function nameOfPeriod(kind: PeriodKind, year: number, number: number): string {
  switch (kind) {
    case 'month':
      return `Tháng ${number} năm ${year}`;
    case 'quarter':
      return `Quý ${['I', 'II', 'III', 'IV'][number - 1] ?? number} năm ${year}`;
    case 'half-year':
      return `6 tháng ${number === 1 ? 'đầu' : 'cuối'} năm ${year}`;
    default:
      return `Năm ${year}`;
  }
}
