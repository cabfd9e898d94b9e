import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import {
  legalDayOf,
  readDate,
  relativeDay,
  showDate,
  showDateTime,
  showMoney,
  showNumber,
  showPersonalId,
  showPhone,
  showSize,
} from './dates.ts';

describe('a date as people type it', () => {
  test('is read day first, whatever stands between', () => {
    for (const typed of [
      '5/2/2026',
      '05/02/2026',
      '05-02-2026',
      '5.2.2026',
      '5.2.26',
      '5 2 2026',
      ' 5 / 2 / 2026 ',
      '05022026',
      '050226',
      '2026-02-05',
      'ngày 5 tháng 2 năm 2026',
      '5 tháng 2 2026',
    ]) {
      assert.deepEqual(readDate(typed, 2026), { iso: '2026-02-05' }, typed);
    }
  });

  test('with a year of two digits is the nearest that is not far ahead', () => {
    assert.deepEqual(readDate('2.5.90', 2026), { iso: '1990-05-02' });
    assert.deepEqual(readDate('2.5.36', 2026), { iso: '2036-05-02' });
    assert.deepEqual(readDate('2.5.37', 2026), { iso: '1937-05-02' });
  });

  test('that is in no calendar is told apart from what cannot be read', () => {
    for (const typed of ['31/2/1990', '29/2/2025', '0/1/2026', '1/13/2026', '32.1.2026'])
      assert.deepEqual(readDate(typed, 2026), { fault: 'date.impossible' }, typed);
    for (const typed of ['', 'hôm qua', '5/2', '5//2026', '5-2-202', '<b>'])
      assert.deepEqual(readDate(typed, 2026), { fault: 'date.unreadable' }, typed);
    assert.deepEqual(readDate('29/2/2024', 2026), { iso: '2024-02-29' });
  });

  test('shown and read again is the same day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (at) => {
          const iso = at.toISOString().slice(0, 10);
          assert.deepEqual(readDate(showDate(iso), 2026), { iso });
        },
      ),
    );
  });
});

describe('an instant', () => {
  test('is shown at +07:00 wherever the screen stands', () => {
    assert.equal(showDateTime('2026-11-20T18:30:00Z'), '01:30 ngày 21/11/2026');
    assert.equal(legalDayOf('2026-11-20T17:00:00Z'), '2026-11-21');
    assert.equal(legalDayOf('2026-11-20T16:59:59Z'), '2026-11-20');
    assert.equal(showDate('2026-02-05'), '05/02/2026');
    assert.equal(showDate(null), '');
  });

  test('has relative words by legal days, not by hours', () => {
    const now = '2026-11-21T16:00:00Z';
    assert.equal(relativeDay('2026-11-21T01:00:00Z', now), 'hôm nay');
    assert.equal(relativeDay('2026-11-21T17:30:00Z', now), 'ngày mai');
    assert.equal(relativeDay('2026-11-18', now), '3 ngày trước');
    assert.equal(relativeDay('2026-11-26', now), '5 ngày nữa');
  });
});

describe('a number', () => {
  test('is written 1.234,5', () => {
    assert.equal(showNumber(1234.5), '1.234,5');
    assert.equal(showNumber(1_234_567, 0), '1.234.567');
    assert.equal(showNumber(98, 1), '98');
    assert.equal(showNumber(-0.04), '0');
    assert.equal(showNumber(-1.25, 2), '−1,25');
    assert.equal(showMoney(16_000), '16.000 đồng');
    assert.equal(showMoney(0), 'không thu');
    assert.equal(showSize(2_516_582), '2,4 MB');
  });

  test('of a card or a telephone is written in groups, and anything else as it is', () => {
    assert.equal(showPersonalId('037190001234'), '037 190 001 234');
    assert.equal(showPersonalId('12345'), '12345');
    assert.equal(showPhone('0912345678'), '0912 345 678');
    assert.equal(showPhone('02293123456'), '0229 3123 456');
    assert.equal(showPhone('0229 3123456'), '0229 3123 456');
    assert.equal(showPhone('+84912345678'), '+84912345678');
  });
});
