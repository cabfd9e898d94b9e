import type { CountingRule, Term } from './due-time.ts';
import { closeOn, countedFrom, dueTime, termMinutes } from './due-time.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import {
  addDays,
  addWorkingMinutes,
  daysBetween,
  legalDay,
  workingMinutesBetween,
} from './working-calendar.ts';

/** Why the clock runs: received, resumed with what was left, restarted from zero. Why it stands: the others. */
export type ClockWhy = 'received' | 'resumed' | 'restarted' | StopWhy;
export type StopWhy = 'supplement' | 'payment' | 'stop';

/** Instants in ISO 8601, so that a clock is stored and sent as it is. `to` is null in the last one only. */
export interface Interval {
  from: string;
  to: string | null;
  running: boolean;
  why: ClockWhy;
}

/** A dossier's time from receipt on: each interval begins where the one before ended. */
export type Clock = readonly Interval[];

export function startClock(at: Date): Clock {
  return [{ from: at.toISOString(), to: null, running: true, why: 'received' }];
}

/** The applicant is to act: for a supplement, or for an unpaid fee. */
export function stopClock(clock: Clock, why: StopWhy, at: Date): Clock {
  if (!isRunning(clock)) throw new RangeError('the clock does not run');
  return follow(clock, { running: false, why }, at);
}

/** The supplement is complete: a new full term begins (Decree 61/2018, art. 19.4). */
export function restartFromZero(clock: Clock, at: Date): Clock {
  if (standsFor(clock) !== 'supplement') throw new RangeError('the clock does not stand for a supplement');
  return follow(clock, { running: true, why: 'restarted' }, at);
}

/** The fee is paid, or the ground for stopping is gone: the term goes on with what was left of it. */
export function resume(clock: Clock, at: Date): Clock {
  if (!['payment', 'stop'].includes(standsFor(clock) ?? ''))
    throw new RangeError('the clock does not stand for a payment or a stop');
  return follow(clock, { running: true, why: 'resumed' }, at);
}

/** The dossier is resolved, refused, withdrawn or stopped: nothing is counted after this. */
export function endClock(clock: Clock, at: Date): Clock {
  const last = openInterval(clock);
  refuseBackwards(last, at);
  return [...clock.slice(0, -1), { ...last, to: at.toISOString() }];
}

export function isRunning(clock: Clock): boolean {
  const last = clock.at(-1);
  return last !== undefined && last.to === null && last.running;
}

/** What the applicant must do before the clock runs again, or null when it runs or has ended. */
export function standsFor(clock: Clock): StopWhy | null {
  const last = clock.at(-1);
  if (!last || last.to !== null) return null;
  return last.why === 'supplement' || last.why === 'payment' || last.why === 'stop' ? last.why : null;
}

/** Working minutes used of the current term: since receipt or the last restart, while the clock ran. */
export function elapsedMinutes(calendar: WorkingCalendar, clock: Clock, now: Date): number {
  return currentTerm(clock)
    .filter((interval) => interval.running)
    .reduce((total, interval) => total + minutesOf(calendar, interval, now), 0);
}

/** Working minutes for which the applicant was waited for, over the dossier's whole life. */
export function stoppedMinutes(calendar: WorkingCalendar, clock: Clock, now: Date): number {
  return clock
    .filter((interval) => !interval.running)
    .reduce((total, interval) => total + minutesOf(calendar, interval, now), 0);
}

/**
 * When the current term ends, or null while the clock stands: nobody knows then when it will go on. After it
 * has ended, the due time that then held.
 */
export function dueAt(
  calendar: WorkingCalendar,
  term: Term,
  clock: Clock,
  rule: CountingRule = {},
): Date | null {
  const current = currentTerm(clock);
  const first = current[0];
  const last = current.at(-1);
  if (!first || !last?.running) return null;
  const start = new Date(first.from);
  if (current.length === 1) return dueTime(calendar, term, start, rule);
  if (term.unit === 'same-day') return dueTime(calendar, term, new Date(last.from), rule);
  const minutes = termMinutes(calendar, term);
  if (minutes === null) {
    // Calendar days: the last day moves by as many days as the clock stood.
    const stood = current
      .filter((interval) => !interval.running)
      .reduce(
        (days, interval) => days + daysBetween(dayOf(interval.from), dayOf(interval.to ?? interval.from)),
        0,
      );
    return closeOn(calendar, addDays(legalDay(countedFrom(calendar, start, rule)), term.value + stood));
  }
  const counted = countedFrom(calendar, start, rule);
  const used = current
    .slice(0, -1)
    .filter((interval) => interval.running && interval.to !== null && new Date(interval.to) > counted)
    .reduce((total, interval) => {
      const from = new Date(Math.max(new Date(interval.from).getTime(), counted.getTime()));
      return total + workingMinutesBetween(calendar, from, new Date(interval.to ?? interval.from));
    }, 0);
  const lastFrom = new Date(Math.max(new Date(last.from).getTime(), counted.getTime()));
  // All spent before it stood: it was due when the last minute passed, and standing changes nothing.
  if (used >= minutes) return spentAt(calendar, current, counted, minutes);
  return addWorkingMinutes(calendar, lastFrom, minutes - used);
}

/** Whole minutes for each weight, adding up to `total` exactly; what rounding leaves goes to the largest parts. */
export function stepShares(total: number, weights: readonly number[]): number[] {
  if (!Number.isInteger(total) || total < 0) throw new RangeError(`not a number of minutes: ${total}`);
  if (weights.some((weight) => !(weight >= 0) || !Number.isFinite(weight))) {
    throw new RangeError('a weight is negative or no number');
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  if (weights.length === 0) return [];
  const exact = weights.map((weight) => (sum === 0 ? total / weights.length : (total * weight) / sum));
  const shares = exact.map(Math.floor);
  const order = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  let left = total - shares.reduce((a, b) => a + b, 0);
  for (const { index } of order) {
    if (left === 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  return shares;
}

/** When each step should have ended, when the steps follow each other from `from` on. */
export function stepDueTimes(calendar: WorkingCalendar, from: Date, shares: readonly number[]): Date[] {
  let passed = 0;
  return shares.map((share) => {
    passed += share;
    return addWorkingMinutes(calendar, from, passed);
  });
}

function follow(clock: Clock, next: Pick<Interval, 'running' | 'why'>, at: Date): Clock {
  const last = openInterval(clock);
  refuseBackwards(last, at);
  const iso = at.toISOString();
  return [...clock.slice(0, -1), { ...last, to: iso }, { ...next, from: iso, to: null }];
}

function openInterval(clock: Clock): Interval {
  const last = clock.at(-1);
  if (!last || last.to !== null) throw new RangeError('the clock has ended');
  return last;
}

function refuseBackwards(last: Interval, at: Date): void {
  if (at.getTime() < new Date(last.from).getTime()) throw new RangeError('time does not run backwards');
}

function currentTerm(clock: Clock): Clock {
  const restart = clock.findLastIndex((interval) => interval.why === 'restarted');
  return clock.slice(Math.max(0, restart));
}

function minutesOf(calendar: WorkingCalendar, interval: Interval, now: Date): number {
  const from = new Date(interval.from);
  const end = interval.to === null ? now : new Date(Math.min(new Date(interval.to).getTime(), now.getTime()));
  return Math.max(0, workingMinutesBetween(calendar, from, end));
}

function spentAt(calendar: WorkingCalendar, current: Clock, counted: Date, minutes: number): Date {
  let left = minutes;
  let end = counted;
  for (const interval of current) {
    if (!interval.running || interval.to === null || new Date(interval.to) <= counted) continue;
    const from = new Date(Math.max(new Date(interval.from).getTime(), counted.getTime()));
    const length = workingMinutesBetween(calendar, from, new Date(interval.to));
    end = addWorkingMinutes(calendar, from, Math.min(left, length));
    left -= Math.min(left, length);
    if (left === 0) break;
  }
  return end;
}

function dayOf(iso: string): string {
  return legalDay(new Date(iso));
}
