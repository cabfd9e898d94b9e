import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { changeBetween, shifted, stretches } from './ranges.ts';

describe('stretches of a text', () => {
  test('follow the edges of ranges that overlap', () => {
    const a = { start: 2, end: 6 };
    const b = { start: 4, end: 8 };
    assert.deepEqual(stretches('0123456789', [a, b]), [
      { text: '01', over: [] },
      { text: '23', over: [a] },
      { text: '45', over: [a, b] },
      { text: '67', over: [b] },
      { text: '89', over: [] },
    ]);
  });
  test('are the whole text without ranges, and pass over what lies outside it', () => {
    assert.deepEqual(
      stretches('abc', [
        { start: 2, end: 9 },
        { start: 1, end: 1 },
      ]),
      [{ text: 'abc', over: [] }],
    );
    assert.deepEqual(stretches('', []), []);
  });
});

describe('typing', () => {
  test('before a mark moves it, after it leaves it, inside it takes it away', () => {
    const mark = { start: 10, end: 15 };
    const text = `${'x'.repeat(10)}1.250${'y'.repeat(10)}`;
    const at = (after: string) => shifted(mark, changeBetween(text, after));
    assert.deepEqual(at(`mới ${text}`), { start: 14, end: 19 });
    assert.deepEqual(at(text.slice(3)), { start: 7, end: 12 });
    assert.deepEqual(at(`${text} nữa`), mark);
    assert.equal(at(text.replace('1.250', '1.240')), null);
    assert.equal(at(''), null);
  });
  test('the same again changes nothing', () => {
    assert.deepEqual(changeBetween('aaa', 'aaa'), { start: 3, removed: 0, added: 0 });
    assert.deepEqual(changeBetween('aa', 'aaa'), { start: 2, removed: 0, added: 1 });
  });
});
