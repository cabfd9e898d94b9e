import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { faultsOfIndicators, type Indicator, percentOf } from './indicator.ts';
import {
  dayAfter,
  lastDayOf,
  PERIODS_A_YEAR,
  type PeriodKind,
  periodAt,
  periodBefore,
  periodOf,
} from './period.ts';
import { shippedIndicators } from './shipped.ts';

const indicator = (code: string, counts: unknown): Indicator =>
  ({
    code,
    name: 'Tên',
    group: 'Nhóm',
    unit: 'dossier',
    since: '2025-07-01',
    source: 'Nguồn',
    counts,
  }) as Indicator;
const faults = (...list: Indicator[]) => faultsOfIndicators(list).map(({ fault }) => fault);

describe('indicators as data', () => {
  test('that the product ships are without fault', async () => {
    assert.ok((await shippedIndicators()).size > 35);
  });
  test('that name an unknown field, a value it cannot have, or an unknown moment are named', () => {
    assert.deepEqual(faults(indicator('a', { moment: 'received', where: { field: 'colour', is: 'red' } })), [
      'no field colour',
    ]);
    assert.deepEqual(
      faults(indicator('a', { moment: 'received', where: { field: 'channel', is: "online' or 'a' = 'a" } })),
      ["channel is never online' or 'a' = 'a"],
    );
    assert.deepEqual(faults(indicator('a', { moment: 'dreamt' })), ['no moment dreamt']);
    assert.deepEqual(faults(indicator('a', { moment: 'received', where: { field: 'overdue', is: true } })), [
      'overdue is known of open dossiers only',
    ]);
  });
  test('that name nothing there is, or themselves, are named', () => {
    assert.deepEqual(faults(indicator('a', { part: 'b', whole: 'c' })), ['no indicator b', 'no indicator c']);
    assert.ok(
      faults(indicator('a', { sum: ['b'] }), indicator('b', { sum: ['a'] })).includes('it is made of itself'),
    );
  });
});

describe('a percentage', () => {
  test('is the rounding of its printed parts, half up, and nothing when there is nothing to divide by', () => {
    assert.equal(percentOf(4853, 5064), 95.83);
    assert.equal(percentOf(1, 8000), 0.01);
    assert.equal(percentOf(1, 20_000), 0.01);
    assert.equal(percentOf(1, 20_001), 0);
    assert.equal(percentOf(3944, 3944), 100);
    assert.equal(percentOf(0, 0), null);
  });
});

describe('official periods', () => {
  test('are those of the reporting regime', () => {
    assert.deepEqual(periodOf('half-year', 2026, 1, 'reporting'), { from: '2025-12-15', to: '2026-06-15' });
    assert.equal(lastDayOf(periodOf('half-year', 2026, 1, 'reporting')), '2026-06-14');
    assert.deepEqual(periodOf('year', 2026, 1, 'reporting'), { from: '2025-12-15', to: '2026-12-15' });
    assert.deepEqual(periodOf('quarter', 2026, 2, 'reporting'), { from: '2026-03-15', to: '2026-06-15' });
    assert.deepEqual(periodOf('month', 2026, 1, 'reporting'), { from: '2025-12-15', to: '2026-01-15' });
    assert.deepEqual(periodOf('quarter', 2026, 1, 'calendar'), { from: '2026-01-01', to: '2026-04-01' });
  });
  test('touch: each begins where the one before ended, and a year’s parts make the year', () => {
    for (const cutOff of ['reporting', 'calendar'] as const)
      for (const kind of ['month', 'quarter', 'half-year', 'year'] satisfies PeriodKind[])
        for (let number = 1; number <= PERIODS_A_YEAR[kind]; number++) {
          const before = periodBefore(kind, { year: 2026, number });
          assert.equal(
            periodOf(kind, before.year, before.number, cutOff).to,
            periodOf(kind, 2026, number, cutOff).from,
          );
        }
  });
  test('hold every day in exactly the one that is found for it', () => {
    for (let day = '2024-12-01'; day < '2026-02-01'; day = dayAfter(day))
      for (const kind of ['month', 'quarter', 'half-year', 'year'] satisfies PeriodKind[]) {
        const { year, number } = periodAt(kind, day, 'reporting');
        const { from, to } = periodOf(kind, year, number, 'reporting');
        assert.ok(from <= day && day < to, `${day} ${kind}`);
      }
  });
});
