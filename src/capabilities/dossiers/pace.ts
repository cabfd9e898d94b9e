/** An official's work measured against their own pace, and nobody else's. */
export interface Pace {
  /** Dossiers finished in a usual week: the median of the weeks looked at. Null while too few weeks are known. */
  perWeek: number | null;
  /** Working days that the open ones take at this pace. */
  daysOfWork: number | null;
  word: 'usual' | 'more-than-usual' | 'unknown';
}

/** Weeks looked back, and how many must be known before one speaks of a pace. */
export const PACE_WEEKS = 8;
const FEWEST_WEEKS = 3;
/** More than this many weeks of one's own work at hand is more than usual. */
const TOO_MUCH_WEEKS = 2;
const WORKING_DAYS_A_WEEK = 5;

/**
 * `finished`: dossiers finished in each of the last weeks, oldest first. Weeks before the first finished one are not
 * counted (the official was not there yet); an empty week since then is: a holiday slows everybody.
 */
export function paceOf(open: number, finished: readonly number[]): Pace {
  const first = finished.findIndex((count) => count > 0);
  const weeks = first < 0 ? [] : finished.slice(first);
  if (weeks.length < FEWEST_WEEKS) return { perWeek: null, daysOfWork: null, word: 'unknown' };
  const perWeek = median(weeks);
  // Whose usual week has none of this work has no pace to be measured by.
  if (perWeek === 0) return { perWeek: null, daysOfWork: null, word: 'unknown' };
  return {
    perWeek,
    daysOfWork: Math.ceil((open / perWeek) * WORKING_DAYS_A_WEEK),
    word: open > perWeek * TOO_MUCH_WEEKS ? 'more-than-usual' : 'usual',
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
