import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { connect, inTransaction } from '../../db/connect.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import {
  type CalendarYear,
  dueTime,
  hoursInWords,
  isWorkingDay,
  loadCalendar,
  loadCalendarCatalogue,
  type OfficeSession,
  replaceYears,
  saveOfficeHours,
} from './index.ts';
import { seeYear } from './views.ts';

const { appUrl, schema } = await testDatabase();
const pool = connect(appUrl, schema, 4);
after(() => pool.end());
const ask = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(pool, work);
await ask(loadCalendarCatalogue);
const today = '2026-11-21';
const morning: OfficeSession = { weekday: 6, from: 450, to: 690, purpose: 'reception' };

describe('the calendar in the database', () => {
  test('counts terms as the catalogue says', async () => {
    const calendar = await ask((tx) => loadCalendar(tx, 'H42.13504', today));
    const due = dueTime(calendar, { unit: 'working-day', value: 2 }, new Date('2026-11-20T10:30:00+07:00'));
    assert.equal(due.toISOString(), new Date('2026-11-25T10:30:00+07:00').toISOString());
    assert.deepEqual(calendar.extraWorkingDays.get('2026-08-22')?.hours, 1);
  });

  test("an office's own sessions stand beside the default hours, from their day on", async () => {
    await ask((tx) =>
      saveOfficeHours(tx, [
        { agencyId: 'H42.1', effectiveFrom: '2026-12-01', source: 'trong phép thử', sessions: [morning] },
      ]),
    );
    const before = await ask((tx) => loadCalendar(tx, 'H42.1', '2026-11-30'));
    const then = await ask((tx) => loadCalendar(tx, 'H42.1', '2026-12-01'));
    const other = await ask((tx) => loadCalendar(tx, 'H42.2', '2026-12-01'));
    assert.deepEqual(
      [before, then, other].map((calendar) => calendar.reception[6].length),
      [0, 1, 0],
    );
    assert.deepEqual(then.weekly, other.weekly);
  });

  test('hours that change leave the old ones to their time', async () => {
    const sessions: OfficeSession[] = [{ weekday: 1, from: 420, to: 660, purpose: 'work' }];
    const change = (effectiveFrom: string) =>
      ask((tx) =>
        saveOfficeHours(tx, [{ agencyId: 'H42.3', effectiveFrom, source: 'trong phép thử', sessions }]),
      );
    await change('2026-03-01');
    await ask((tx) =>
      saveOfficeHours(tx, [
        {
          agencyId: 'H42.3',
          effectiveFrom: '2026-09-01',
          source: 'trong phép thử',
          sessions: [{ weekday: 1, from: 480, to: 720, purpose: 'work' }],
        },
      ]),
    );
    const opening = async (day: string) =>
      (await ask((tx) => loadCalendar(tx, 'H42.3', day))).weekly[1][0]?.from;
    assert.deepEqual(
      [await opening('2026-02-28'), await opening('2026-08-31'), await opening('2026-09-01')],
      [480, 420, 480],
    );
    assert.equal((await ask((tx) => loadCalendar(tx, 'H42.3', '2026-08-31'))).weekly[2].length, 0);
  });

  test('is kept in memory, and a change is seen at once, a change undone as well', async () => {
    const first = await ask((tx) => loadCalendar(tx, null, today));
    assert.equal(await ask((tx) => loadCalendar(tx, null, today)), first);
    const year: CalendarYear = {
      year: 2028,
      state: 'partly-decided',
      sources: { law: 'trong phép thử' },
      days: [{ day: '2028-01-03', kind: 'in-lieu', reason: 'Nghỉ bù', source: 'law', decided: false }],
    };
    await assert.rejects(
      ask(async (tx) => {
        await replaceYears(tx, [year]);
        assert.equal(isWorkingDay(await loadCalendar(tx, null, today), '2028-01-03'), false);
        throw new Error('undone');
      }),
      /undone/,
    );
    assert.equal(isWorkingDay(await ask((tx) => loadCalendar(tx, null, today)), '2028-01-03'), true);
    await ask((tx) => replaceYears(tx, [year]));
    assert.equal(isWorkingDay(await ask((tx) => loadCalendar(tx, null, today)), '2028-01-03'), false);
  });

  test('a faulty year is refused with each fault at its day, and the old year stays', async () => {
    const faulty: CalendarYear = {
      year: 2026,
      state: 'decided',
      sources: {},
      days: [{ day: '2026-13-01', kind: 'holiday', reason: 'x', source: 'law', decided: true }],
    };
    await assert.rejects(
      ask((tx) => replaceYears(tx, [faulty])),
      (error: unknown) => {
        assert.ok(error instanceof Refusal);
        assert.deepEqual(error.details.fields, [{ path: '/days/2026-13-01', code: 'not-a-day' }]);
        return true;
      },
    );
    assert.equal(isWorkingDay(await ask((tx) => loadCalendar(tx, null, today)), '2026-11-24'), false);
  });

  test('a year is shown with its sources, and an unknown one says so', async () => {
    const visitor = { kind: 'visitor', id: 'visitor', name: 'Khách' } as const;
    const year = (text: string) => ask((tx) => seeYear.run(tx, visitor, { year: text }, new Date()));
    const known = await year('2026');
    assert.equal(known.decided, true);
    assert.deepEqual(known.days.at(-1), {
      day: '2026-11-24',
      kind: 'holiday',
      reason: 'Ngày Văn hoá Việt Nam',
      source: 'Nghị quyết 28/2026/QH16, Điều 2',
      decided: true,
    });
    assert.equal((await year('2027')).decided, false);
    assert.equal((await year('2035')).known, false);
  });
});

describe('hours to read', () => {
  test('days that are alike are told together', () => {
    assert.deepEqual(
      hoursInWords([
        { weekday: 1, from: 480, to: 720, purpose: 'work' },
        { weekday: 2, from: 480, to: 720, purpose: 'work' },
        { weekday: 4, from: 480, to: 720, purpose: 'work' },
        morning,
      ]),
      ['Thứ Hai đến Thứ Ba: 08:00–12:00', 'Thứ Năm: 08:00–12:00', 'Thứ Bảy: 07:30–11:30'],
    );
    assert.deepEqual(hoursInWords([]), []);
  });
});
