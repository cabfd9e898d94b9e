import type { Job } from '../kernel/job.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Vietnam has one time, UTC+7, and no summer time. */
const VIETNAM = 7 * 60 * MINUTE;

/** The last time at or before `at` for which the job is planned; null for a job that only acts queue. */
export function lastOccurrence(when: Job['when'], at: Date): Date | null {
  if (when === 'queued') return null;
  if ('every' in when) {
    const step = when.every * MINUTE;
    return new Date(Math.floor(at.getTime() / step) * step);
  }
  const [hour = 0, minute = 0] = when.daily.split(':').map(Number);
  const midnight = Math.floor((at.getTime() + VIETNAM) / DAY) * DAY - VIETNAM;
  const today = midnight + (hour * 60 + minute) * MINUTE;
  return new Date(today <= at.getTime() ? today : today - DAY);
}

/** A job is tried this often, then it is dead and a person decides. */
export const MOST_ATTEMPTS = 8;

/** Minutes until the next try after this many: 1, 2, 4, 8, then 15. All in all about an hour and a quarter. */
export function pauseMinutes(attempts: number): number {
  return Math.min(15, 2 ** Math.max(0, attempts - 1));
}
