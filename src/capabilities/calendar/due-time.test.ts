import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import { slowAdd, slowBetween, slowDue, slowly, toInstant } from '../../../test/support/slow-calendar.ts';
import type { CalendarYear, OfficeSession } from './calendar-day.ts';
import { assembleCalendar, faultsOf } from './calendar-day.ts';
import type { Term } from './due-time.ts';
import { apologyInTime, dueTime, forwardBy, lateness, termMinutes, timeliness } from './due-time.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import {
  addWorkingMinutes,
  isWorkingDay,
  legalDay,
  openSpans,
  plainCalendar,
  weekdayOf,
  workingMinutesBetween,
  workingSpans,
} from './working-calendar.ts';

const years: CalendarYear[] = [2025, 2026, 2027].map((year) =>
  JSON.parse(readFileSync(new URL(`../../../catalogue/calendar/${year}.json`, import.meta.url), 'utf8')),
);
const allDays = years.flatMap((year) => year.days);
const official = assembleCalendar(allDays, []);

const officeWeek: OfficeSession[] = ([1, 2, 3, 4, 5] as const).flatMap((weekday) => [
  { weekday, from: 480, to: 720, purpose: 'work' as const },
  { weekday, from: 780, to: 1020, purpose: 'work' as const },
]);
const saturdayReception = assembleCalendar(allDays, [
  ...officeWeek,
  { weekday: 6, from: 450, to: 690, purpose: 'reception' },
]);
const saturdayWork = assembleCalendar(allDays, [
  ...officeWeek,
  { weekday: 6, from: 450, to: 690, purpose: 'work' },
]);

/** "2026-11-20 10:30" in Viet Nam. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+07:00`);
const said = (instant: Date) =>
  new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const days = (value: number): Term => ({ unit: 'working-day', value });
const hours = (value: number): Term => ({ unit: 'working-hour', value });
const calendarDays = (value: number): Term => ({ unit: 'calendar-day', value });
const sameDay: Term = { unit: 'same-day', value: 0 };
const due = (term: Term, from: string, calendar: WorkingCalendar = official) =>
  said(dueTime(calendar, term, at(from)));

describe('the official calendars', () => {
  test('each year can be loaded: real days of that year, once, with a named source', () => {
    for (const year of years) assert.deepEqual(faultsOf(year), [], String(year.year));
  });

  const off: Record<string, string[]> = {
    'New Year 2025': ['2025-01-01'],
    'Tết 2025': ['2025-01-27', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31'],
    'Giỗ Tổ 2025': ['2025-04-07'],
    '30/4 and 1/5 of 2025 with the swapped Friday 2/5': ['2025-04-30', '2025-05-01', '2025-05-02'],
    'Quốc khánh 2025': ['2025-09-01', '2025-09-02'],
    'New Year 2026 with the swapped Friday 2/1': ['2026-01-01', '2026-01-02'],
    'Tết 2026': ['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'],
    'Giỗ Tổ 2026, a Sunday, and the Monday in lieu': ['2026-04-26', '2026-04-27'],
    '30/4 and 1/5 of 2026': ['2026-04-30', '2026-05-01'],
    'Quốc khánh 2026 with the swapped Monday 31/8': ['2026-08-31', '2026-09-01', '2026-09-02'],
    'Ngày Văn hoá Việt Nam, 24/11 since 2026': ['2026-11-24', '2027-11-24'],
    'New Year 2027': ['2027-01-01'],
    'Tết 2027 as the law implies it': ['2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
    'Giỗ Tổ 2027': ['2027-04-16'],
    '30/4 of 2027 and the Monday in lieu of Saturday 1/5': ['2027-04-30', '2027-05-03'],
    'Quốc khánh 2027': ['2027-09-02', '2027-09-03'],
  };
  for (const [name, list] of Object.entries(off)) {
    test(`${name}: nobody works`, () => {
      for (const day of list) assert.equal(isWorkingDay(official, day), false, day);
    });
  }

  const working: Record<string, string[]> = {
    'the swapped Saturday 26/4/2025': ['2025-04-26'],
    'the swapped Saturday 10/1/2026': ['2026-01-10'],
    'the swapped Saturday 22/8/2026': ['2026-08-22'],
    '24/11 before the day was made a holiday': ['2025-11-24'],
    '23/11/2026, whose swap was only proposed': ['2026-11-23'],
    'around 30/4/2026, where nothing was swapped': ['2026-04-29', '2026-05-04'],
  };
  for (const [name, list] of Object.entries(working)) {
    test(`${name}: a full working day`, () => {
      for (const day of list) assert.deepEqual(workingSpans(official, day), plainCalendar.weekly[1], day);
    });
  }

  test('an ordinary Saturday is not worked', () => {
    assert.equal(isWorkingDay(official, '2026-11-21'), false);
  });

  test('what was not yet announced for 2027 says so', () => {
    const undecided = allDays.filter((entry) => !entry.decided).map((entry) => entry.day);
    assert.deepEqual(undecided.slice(0, 3), ['2027-02-05', '2027-02-06', '2027-02-07']);
    assert.ok(undecided.includes('2027-09-03'));
    assert.equal(years[2]?.state, 'partly-decided');
    assert.ok(undecided.every((day) => day.startsWith('2027-')));
  });

  test('a day named twice, in another year, without a source or that never was is a fault', () => {
    const year: CalendarYear = {
      year: 2026,
      state: 'decided',
      sources: { law: 'x' },
      days: [
        { day: '2026-02-30', kind: 'holiday', reason: 'x', source: 'law', decided: true },
        { day: '2025-01-01', kind: 'holiday', reason: 'x', source: 'law', decided: true },
        { day: '2026-01-01', kind: 'holiday', reason: 'x', source: 'rumour', decided: true },
        { day: '2026-01-01', kind: 'holiday', reason: 'x', source: 'law', decided: true },
        {
          day: '2026-03-02',
          kind: 'swapped-working',
          reason: 'x',
          source: 'law',
          decided: true,
          asWeekday: 1,
        },
        { day: '2026-03-07', kind: 'in-lieu', reason: 'x', source: 'law', decided: true },
      ],
    };
    assert.deepEqual(
      faultsOf(year).map(({ fault }) => fault),
      ['not-a-day', 'other-year', 'unknown-source', 'twice', 'not-a-swapped-weekend-day', 'already-off'],
    );
  });
});

describe('a term in working time', () => {
  test('8 hours are one working day; 30 days are 240 hours; a quarter of a day is 2 hours', () => {
    assert.equal(termMinutes(official, days(1)), 480);
    assert.equal(termMinutes(official, days(30)), termMinutes(official, hours(240)));
    assert.equal(termMinutes(official, days(0.25)), 120);
    assert.equal(due(days(30), '2026-03-02 09:15'), due(hours(240), '2026-03-02 09:15'));
    assert.equal(due(days(0.25), '2026-11-20 09:15'), '2026-11-20 11:15');
  });

  test('three working days from 10:30 end at 10:30 three working days later', () => {
    assert.equal(due(days(3), '2026-11-02 10:30'), '2026-11-05 10:30');
  });

  test('it steps over the weekend and over 24/11/2026', () => {
    assert.equal(due(days(2), '2026-11-20 10:30'), '2026-11-25 10:30');
  });

  test('it steps over Tết 2026', () => {
    assert.equal(due(days(5), '2026-02-12 14:00'), '2026-02-26 14:00');
  });

  test('it counts the Saturday worked for Monday 31/8/2026', () => {
    assert.equal(due(days(1), '2026-08-21 15:30'), '2026-08-22 15:30');
    assert.equal(due(days(1), '2026-08-28 15:30'), '2026-09-03 15:30');
  });

  test('one working day from the opening fills that day and ends at its close', () => {
    assert.equal(due(days(1), '2026-11-20 08:00'), '2026-11-20 17:00');
  });

  test('four hours from 10:00 skip the noon break', () => {
    assert.equal(due(hours(4), '2026-11-20 10:00'), '2026-11-20 15:00');
  });

  test('received outside hours, it is counted from the next working hour', () => {
    assert.equal(due(hours(2), '2026-11-20 12:20'), '2026-11-20 15:00');
    assert.equal(due(hours(2), '2026-11-20 05:00'), '2026-11-20 10:00');
    assert.equal(due(hours(2), '2026-11-20 17:00'), '2026-11-23 10:00');
    assert.equal(due(days(1), '2026-11-21 09:00'), '2026-11-23 17:00');
    assert.equal(due(hours(1), '2026-11-23 19:00'), '2026-11-25 09:00');
  });

  test('seconds do not count: the slip prints minutes', () => {
    assert.equal(
      said(dueTime(official, days(1), new Date('2026-11-19T10:30:59.999+07:00'))),
      '2026-11-20 10:30',
    );
  });

  test('the officer is alerted within 2 working hours and a supplement asked within 8', () => {
    assert.equal(due(hours(2), '2026-11-20 16:00'), '2026-11-23 09:00');
    assert.equal(due(hours(8), '2026-11-20 16:00'), '2026-11-23 16:00');
  });

  test('linked procedures: received in the last working hour, counted from the next working day', () => {
    const linked = { lastHourCountsFromNextDay: true };
    assert.equal(said(dueTime(official, hours(8), at('2026-11-19 16:00'), linked)), '2026-11-20 17:00');
    assert.equal(said(dueTime(official, hours(8), at('2026-11-19 15:59'), linked)), '2026-11-20 15:59');
    assert.equal(said(dueTime(official, hours(2), at('2026-11-19 17:30'), linked)), '2026-11-20 10:00');
    assert.equal(said(dueTime(official, hours(2), at('2026-11-24 09:00'), linked)), '2026-11-25 10:00');
  });

  test('a term that is no term is a fault of ours', () => {
    for (const term of [days(-1), days(Number.NaN), calendarDays(1.5), hours(Number.POSITIVE_INFINITY)]) {
      assert.throws(() => dueTime(official, term, at('2026-11-20 09:00')), RangeError);
    }
  });
});

describe('a result on the same day', () => {
  test('received by 15:00 it is due at the close of that day', () => {
    assert.equal(due(sameDay, '2026-11-20 08:05'), '2026-11-20 17:00');
    assert.equal(due(sameDay, '2026-11-20 14:59'), '2026-11-20 17:00');
    assert.equal(due(sameDay, '2026-11-20 15:00'), '2026-11-20 17:00');
  });

  test('received after 15:00 it is due at the close of the next working day', () => {
    assert.equal(due(sameDay, '2026-11-20 15:01'), '2026-11-23 17:00');
    assert.equal(due(sameDay, '2026-11-23 15:30'), '2026-11-25 17:00');
  });

  test('received on Saturday or after hours it is counted from the next working hour', () => {
    assert.equal(due(sameDay, '2026-11-21 16:00'), '2026-11-23 17:00');
    assert.equal(due(sameDay, '2026-11-19 17:05'), '2026-11-20 17:00');
  });

  test('forwarding follows the same 15:00', () => {
    assert.equal(said(forwardBy(official, at('2026-11-20 14:00'))), '2026-11-20 17:00');
    assert.equal(said(forwardBy(official, at('2026-11-20 15:10'))), '2026-11-23 17:00');
  });
});

describe('a term in calendar days', () => {
  test('the day of receipt is not counted and the last day ends at its close', () => {
    assert.equal(due(calendarDays(3), '2026-11-09 09:00'), '2026-11-12 17:00');
  });

  test('a last day that is off moves to the next working day', () => {
    assert.equal(due(calendarDays(5), '2026-11-16 09:00'), '2026-11-23 17:00');
    assert.equal(due(calendarDays(4), '2026-11-20 09:00'), '2026-11-25 17:00');
    assert.equal(due(calendarDays(10), '2026-02-06 09:00'), '2026-02-23 17:00');
  });
});

describe("a centre's Saturday", () => {
  test('at a reception session the doors are open and terms stand still', () => {
    assert.deepEqual(openSpans(saturdayReception, '2026-11-21'), [{ from: 450, to: 690 }]);
    assert.deepEqual(openSpans(official, '2026-11-21'), []);
    assert.equal(due(hours(2), '2026-11-21 08:00', saturdayReception), '2026-11-23 10:00');
  });

  test('where the session is working time, terms run in it', () => {
    assert.equal(due(hours(2), '2026-11-21 08:00', saturdayWork), '2026-11-21 10:00');
  });

  test('no session on a holiday, and a swapped Saturday has the hours of the day it replaces', () => {
    assert.deepEqual(openSpans(saturdayReception, '2027-05-01'), []);
    assert.deepEqual(openSpans(saturdayReception, '2026-08-22'), plainCalendar.weekly[1]);
  });
});

describe('lateness', () => {
  const says = (dueText: string, now: string) => lateness(official, at(dueText), at(now)).text;

  test('has four words', () => {
    assert.equal(says('2026-11-27 10:30', '2026-11-20 09:00'), 'còn hạn');
    assert.equal(says('2026-11-20 10:30', '2026-11-18 10:30'), 'sắp đến hạn');
    assert.equal(says('2026-11-20 10:30', '2026-11-18 10:29'), 'còn hạn');
    assert.equal(says('2026-11-20 10:30', '2026-11-20 00:01'), 'đến hạn hôm nay');
    assert.equal(says('2026-11-20 10:30', '2026-11-20 10:30'), 'đến hạn hôm nay');
    assert.equal(says('2026-11-20 10:30', '2026-11-20 10:31'), 'quá hạn 1 ngày');
  });

  test('counts late working days, a begun one whole, over weekend and holiday', () => {
    assert.deepEqual(lateness(official, at('2026-11-19 17:00'), at('2026-11-25 09:00')), {
      word: 'quá hạn',
      days: 3,
      text: 'quá hạn 3 ngày',
    });
    assert.equal(says('2026-11-20 17:00', '2026-11-22 12:00'), 'quá hạn 1 ngày');
  });

  test('a resolved dossier was early on an earlier day, on time on the day, late after the minute', () => {
    const promised = at('2026-11-20 10:30');
    assert.equal(timeliness(promised, at('2026-11-19 16:59')), 'early');
    assert.equal(timeliness(promised, at('2026-11-20 08:00')), 'on-time');
    assert.equal(timeliness(promised, new Date('2026-11-20T10:30:59+07:00')), 'on-time');
    assert.equal(timeliness(promised, at('2026-11-20 10:31')), 'late');
  });

  test('an apology comes at least the day before', () => {
    assert.equal(apologyInTime(at('2026-11-20 10:30'), at('2026-11-19 23:59')), true);
    assert.equal(apologyInTime(at('2026-11-20 10:30'), at('2026-11-20 00:00')), false);
  });
});

describe('against a slow and obvious reference', () => {
  const seed = 20261121;
  const anySpans = fc
    .uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 0, maxLength: 6 })
    .map((marks) => marks.map((mark) => mark * 15).sort((a, b) => a - b))
    .map((marks) => {
      const spans = [];
      for (let i = 0; i + 1 < marks.length; i += 2)
        spans.push({ from: marks[i] ?? 0, to: marks[i + 1] ?? 0 });
      return spans;
    });
  const anyDay = fc
    .integer({ min: 0, max: 1094 })
    .map((day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10));
  const anyCalendar: fc.Arbitrary<WorkingCalendar> = fc
    .record({
      week: fc.array(anySpans, { minLength: 6, maxLength: 6 }),
      off: fc.uniqueArray(anyDay, { maxLength: 120 }),
      extra: fc.uniqueArray(fc.tuple(anyDay, fc.oneof(anySpans, fc.constantFrom(1 as const, 6 as const))), {
        maxLength: 20,
        selector: ([day]) => day,
      }),
      cut: fc.integer({ min: 600, max: 1000 }),
    })
    .map(({ week, off, extra, cut }) => ({
      ...plainCalendar,
      weekly: {
        1: [{ from: 450, to: 700 }],
        2: week[0] ?? [],
        3: week[1] ?? [],
        4: week[2] ?? [],
        5: week[3] ?? [],
        6: week[4] ?? [],
        7: week[5] ?? [],
      },
      daysOff: new Map(off.map((day) => [day, { reason: 'x', source: 'x', decided: true }])),
      extraWorkingDays: new Map(
        extra.map(([day, own]) => [day, { reason: 'x', source: 'x', decided: true, hours: own }]),
      ),
      afternoonCut: cut,
    }));
  const calendars = [
    official,
    saturdayWork,
    saturdayReception,
    ...fc.sample(anyCalendar, { numRuns: 9, seed }),
  ].map((calendar) => ({ calendar, slow: slowly(calendar) }));

  const anyInstant = fc
    .record({ minute: fc.integer({ min: 0, max: 1000 * 1440 }), ms: fc.integer({ min: 0, max: 59_999 }) })
    .map(({ minute, ms }) => new Date(toInstant(minute).getTime() + ms));
  const anyTerm: fc.Arbitrary<Term> = fc.oneof(
    fc.integer({ min: 0, max: 120 }).map((quarters) => days(quarters / 4)),
    fc.integer({ min: 0, max: 480 }).map((halves) => hours(halves / 2)),
    fc.integer({ min: 0, max: 60 }).map(calendarDays),
    fc.constant(sameDay),
  );
  const anyCase = fc.record({
    which: fc.integer({ min: 0, max: calendars.length - 1 }),
    from: anyInstant,
    term: anyTerm,
    linked: fc.boolean(),
  });

  test('the due time of 10,000 generated terms is the same', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyCase, ({ which, from, term, linked }) => {
        const { calendar, slow } = calendars[which] ?? { calendar: official, slow: slowly(official) };
        const rule = { lastHourCountsFromNextDay: linked };
        const fast = dueTime(calendar, term, from, rule).toISOString();
        seen.add(term.unit);
        assert.equal(fast, slowDue(slow, term, from, rule).toISOString());
      }),
      { numRuns: 10_000, seed },
    );
    assert.equal(seen.size, 4);
  });

  test('adding working minutes and counting them undo each other in 4,000 generated cases', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: calendars.length - 1 }),
        anyInstant,
        fc.integer({ min: 0, max: 20_000 }),
        (which, from, minutes) => {
          const { calendar, slow } = calendars[which] ?? { calendar: official, slow: slowly(official) };
          const to = addWorkingMinutes(calendar, from, minutes);
          assert.equal(to.toISOString(), slowAdd(slow, from, minutes).toISOString());
          assert.equal(workingMinutesBetween(calendar, from, to), minutes);
          assert.equal(slowBetween(slow, from, to), minutes);
          if (minutes > 0) {
            const before = new Date(to.getTime() - 60_000);
            assert.equal(
              workingMinutesBetween(calendar, from, before),
              minutes - 1,
              'not the earliest instant',
            );
          }
        },
      ),
      { numRuns: 4_000, seed },
    );
  });

  test('working time between instants adds up, and is negative backwards', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, anyInstant, (a, b, c) => {
        const whole = workingMinutesBetween(official, a, c);
        assert.equal(workingMinutesBetween(official, a, b) + workingMinutesBetween(official, b, c), whole);
        assert.equal(workingMinutesBetween(official, c, a), 0 - whole);
      }),
      { numRuns: 1_000, seed },
    );
  });

  test('the legal day and its weekday are those of Viet Nam whatever the machine believes', () => {
    assert.equal(legalDay(new Date('2026-11-20T16:59:59Z')), '2026-11-20');
    assert.equal(legalDay(new Date('2026-11-20T17:00:00Z')), '2026-11-21');
    assert.equal(weekdayOf('2026-11-22'), 7);
    const zone = process.env.TZ;
    try {
      for (const foreign of ['America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'UTC']) {
        process.env.TZ = foreign;
        assert.equal(due(days(2), '2026-11-20 10:30'), '2026-11-25 10:30', foreign);
        assert.equal(due(sameDay, '2026-11-20 15:01'), '2026-11-23 17:00', foreign);
        assert.equal(due(calendarDays(5), '2026-11-16 09:00'), '2026-11-23 17:00', foreign);
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});
