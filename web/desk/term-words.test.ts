import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { spentWords, termWords } from './term-words.ts';

describe('time in words', () => {
  test('eight working hours are one day', () => {
    assert.equal(spentWords(479), '7 giờ 59 phút');
    assert.equal(spentWords(480), '1 ngày');
    assert.equal(spentWords(480 + 5 * 60 + 32), '1 ngày 5 giờ');
    assert.equal(spentWords(0.4), 'chưa đến 1 phút');
  });

  test('a term reads as the law writes it', () => {
    assert.equal(termWords({ unit: 'working-day', value: 5 }), '5 ngày làm việc');
    assert.equal(termWords({ unit: 'working-day', value: 0.25 }), '0,25 ngày làm việc');
    assert.equal(termWords({ unit: 'calendar-day', value: 30 }), '30 ngày');
    assert.equal(termWords({ unit: 'same-day', value: 0 }), 'trong ngày làm việc');
    assert.equal(termWords(null), 'chưa rõ');
  });
});
