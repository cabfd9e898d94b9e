import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import type { Clock } from './clock.ts';
import {
  dueAt,
  elapsedMinutes,
  endClock,
  isRunning,
  restartFromZero,
  resume,
  standsFor,
  startClock,
  stepDueTimes,
  stepShares,
  stopClock,
  stoppedMinutes,
} from './clock.ts';
import type { Term } from './due-time.ts';
import { dueTime } from './due-time.ts';
import { addWorkingMinutes, plainCalendar, workingMinutesBetween } from './working-calendar.ts';

const at = (text: string) => new Date(`2026-${text.replace(' ', 'T')}:00+07:00`);
const said = (instant: Date | null) =>
  instant && new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
const fiveDays: Term = { unit: 'working-day', value: 5 };
const due = (clock: Clock, term: Term = fiveDays) => said(dueAt(plainCalendar, term, clock));

describe("a dossier's clock", () => {
  const received = startClock(at('11-02 10:30'));

  test('runs from receipt to the end of the term', () => {
    assert.equal(isRunning(received), true);
    assert.equal(due(received), '11-09 10:30');
    assert.equal(elapsedMinutes(plainCalendar, received, at('11-03 10:30')), 480);
  });

  test('stands while a supplement is awaited, and nobody is promised a date', () => {
    const stopped = stopClock(received, 'supplement', at('11-04 09:00'));
    assert.equal(isRunning(stopped), false);
    assert.equal(standsFor(stopped), 'supplement');
    assert.equal(due(stopped), null);
    assert.equal(
      elapsedMinutes(plainCalendar, stopped, at('11-06 09:00')),
      elapsedMinutes(plainCalendar, stopped, at('11-04 09:00')),
    );
    assert.equal(stoppedMinutes(plainCalendar, stopped, at('11-06 09:00')), 960);
  });

  test('begins a new full term when the supplement is complete', () => {
    const restarted = restartFromZero(
      stopClock(received, 'supplement', at('11-04 09:00')),
      at('11-10 14:00'),
    );
    assert.equal(due(restarted), '11-17 14:00');
    assert.equal(elapsedMinutes(plainCalendar, restarted, at('11-10 15:00')), 60);
  });

  test('goes on with what was left when the fee is paid', () => {
    const paid = resume(stopClock(received, 'payment', at('11-04 10:30')), at('11-10 08:00'));
    assert.equal(due(paid), '11-12 17:00');
    assert.equal(elapsedMinutes(plainCalendar, paid, at('11-10 09:00')), 960 + 60);
  });

  test('after a supplement, a payment stops only the new term', () => {
    const restarted = restartFromZero(
      stopClock(received, 'supplement', at('11-04 09:00')),
      at('11-10 08:00'),
    );
    const paid = resume(stopClock(restarted, 'payment', at('11-11 08:00')), at('11-13 08:00'));
    assert.equal(due(paid), '11-18 17:00');
  });

  test('a term in calendar days moves by the days it stood', () => {
    const tenDays: Term = { unit: 'calendar-day', value: 10 };
    assert.equal(due(received, tenDays), '11-12 17:00');
    const paid = resume(stopClock(received, 'payment', at('11-04 16:00')), at('11-06 09:00'));
    assert.equal(due(paid, tenDays), '11-16 17:00');
  });

  test('a same-day dossier paid for later is due on the day of payment', () => {
    const paid = resume(stopClock(received, 'payment', at('11-02 10:40')), at('11-04 09:00'));
    assert.equal(due(paid, { unit: 'same-day', value: 0 }), '11-04 17:00');
  });

  test('standing does not wash away lateness that was there before', () => {
    const paid = resume(stopClock(received, 'payment', at('11-12 09:00')), at('11-20 08:00'));
    assert.equal(due(paid), '11-09 10:30');
  });

  test('received at night and stopped before morning, the whole term is left', () => {
    const night = stopClock(startClock(at('11-02 20:00')), 'payment', at('11-02 21:00'));
    assert.equal(due(resume(night, at('11-04 08:00'))), '11-10 17:00');
  });

  test('after its end nothing is counted any more and the date it had is kept', () => {
    const ended = endClock(received, at('11-05 10:30'));
    assert.equal(elapsedMinutes(plainCalendar, ended, at('12-05 10:30')), 1440);
    assert.equal(due(ended), '11-09 10:30');
    assert.equal(isRunning(ended), false);
    assert.equal(standsFor(ended), null);
  });

  test('does not stop twice, resume unstopped, restart after a payment, run backwards or go on after the end', () => {
    const forSupplement = stopClock(received, 'supplement', at('11-04 09:00'));
    const forPayment = stopClock(received, 'payment', at('11-04 09:00'));
    assert.throws(() => stopClock(forSupplement, 'payment', at('11-05 09:00')), RangeError);
    assert.throws(() => resume(received, at('11-05 09:00')), RangeError);
    assert.throws(() => resume(forSupplement, at('11-05 09:00')), RangeError);
    assert.throws(() => restartFromZero(forPayment, at('11-05 09:00')), RangeError);
    assert.throws(() => stopClock(received, 'payment', at('11-02 10:29')), RangeError);
    assert.throws(
      () => stopClock(endClock(received, at('11-05 09:00')), 'payment', at('11-06 09:00')),
      RangeError,
    );
    assert.throws(() => endClock(endClock(received, at('11-05 09:00')), at('11-06 09:00')), RangeError);
  });
});

describe('whatever happens to a clock', () => {
  const seed = 20261121;
  const anyLife = fc.record({
    start: fc.integer({ min: 0, max: 500_000 }),
    events: fc.array(
      fc.record({
        wait: fc.integer({ min: 0, max: 9_000 }),
        why: fc.constantFrom('supplement' as const, 'payment' as const),
      }),
      { maxLength: 12 },
    ),
    term: fc.integer({ min: 1, max: 20 }),
  });
  const first = at('01-05 00:00').getTime();

  function live({
    start,
    events,
  }: {
    start: number;
    events: { wait: number; why: 'supplement' | 'payment' }[];
  }) {
    let minute = start;
    const instant = () => new Date(first + minute * 60_000);
    let clock = startClock(instant());
    for (const { wait, why } of events) {
      minute += wait;
      const standing = standsFor(clock);
      if (standing === null) clock = stopClock(clock, why, instant());
      else clock = standing === 'supplement' ? restartFromZero(clock, instant()) : resume(clock, instant());
    }
    return {
      clock,
      now: new Date(instant().getTime() + 777 * 60_000),
      began: new Date(first + start * 60_000),
    };
  }

  test('its intervals follow each other without gap or overlap and add up to its whole life', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { clock, now, began } = live(life);
        let total = 0;
        clock.forEach((interval, index) => {
          const next = clock[index + 1];
          assert.equal(interval.to, next ? next.from : null);
          if (next) assert.notEqual(interval.running, next.running);
          total += workingMinutesBetween(
            plainCalendar,
            new Date(interval.from),
            next ? new Date(next.from) : now,
          );
        });
        assert.equal(clock[0]?.from, began.toISOString());
        assert.equal(total, workingMinutesBetween(plainCalendar, began, now));
      }),
      { numRuns: 2_000, seed },
    );
  });

  test('it is due exactly when the running time of its term is used up', () => {
    let due = 0;
    fc.assert(
      fc.property(anyLife, (life) => {
        const { clock } = live(life);
        const term: Term = { unit: 'working-day', value: life.term };
        const end = dueAt(plainCalendar, term, clock);
        if (!isRunning(clock)) return assert.equal(end, null);
        assert.ok(end);
        due += 1;
        assert.equal(elapsedMinutes(plainCalendar, clock, end), life.term * 480);
      }),
      { numRuns: 2_000, seed },
    );
    assert.ok(due > 500);
  });

  test('after a restart the past does not matter', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { clock, now } = live(life);
        const stopped = standsFor(clock) === null ? stopClock(clock, 'supplement', now) : clock;
        if (standsFor(stopped) !== 'supplement') return;
        assert.deepEqual(
          dueAt(plainCalendar, fiveDays, restartFromZero(stopped, now)),
          dueTime(plainCalendar, fiveDays, now),
        );
      }),
      { numRuns: 500, seed },
    );
  });
});

describe("the steps' shares of a term", () => {
  test('add up to the term, in proportion', () => {
    assert.deepEqual(stepShares(2400, [1, 2, 1, 1]), [480, 960, 480, 480]);
    assert.deepEqual(stepShares(100, [1, 1, 1]), [34, 33, 33]);
    assert.deepEqual(stepShares(480, [0, 0]), [240, 240]);
    assert.deepEqual(stepShares(480, []), []);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.array(fc.float({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (total, weights) => {
          const shares = stepShares(total, weights);
          assert.equal(
            shares.reduce((a, b) => a + b, 0),
            total,
          );
          assert.ok(shares.every((share) => Number.isInteger(share) && share >= 0));
        },
      ),
      { numRuns: 1_000, seed: 20261121 },
    );
  });

  test('the last step is due when the term is', () => {
    const from = at('11-02 10:30');
    const dues = stepDueTimes(plainCalendar, from, stepShares(2400, [0.5, 3, 1, 0.5]));
    assert.deepEqual(dues.at(-1), addWorkingMinutes(plainCalendar, from, 2400));
    assert.equal(said(dues[0] ?? null), '11-02 15:30');
  });

  test('a negative weight or a broken total is a fault of ours', () => {
    assert.throws(() => stepShares(10, [-1, 2]), RangeError);
    assert.throws(() => stepShares(1.5, [1]), RangeError);
  });
});
