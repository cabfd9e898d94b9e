import assert from 'node:assert/strict';
import test from 'node:test';
import { paceOf } from './pace.ts';

test('work is measured against one’s own usual week', () => {
  assert.deepEqual(paceOf(8, [4, 4, 5, 3, 4, 4, 4, 4]), { perWeek: 4, daysOfWork: 10, word: 'usual' });
  assert.deepEqual(paceOf(9, [4, 4, 5, 3, 4, 4, 4, 4]).word, 'more-than-usual');
  // The same nine are little for who usually finishes twenty.
  assert.deepEqual(paceOf(9, [20, 20, 20]), { perWeek: 20, daysOfWork: 3, word: 'usual' });
});

test('one good or bad week does not change it', () => {
  assert.equal(paceOf(5, [5, 5, 60, 5, 0, 5, 5, 5]).perWeek, 5);
});

test('weeks before somebody came are not held against them; of who came lately nothing is said', () => {
  assert.equal(paceOf(6, [0, 0, 0, 0, 0, 6, 6, 6]).perWeek, 6);
  assert.deepEqual(paceOf(6, [0, 0, 0, 0, 0, 0, 6, 6]), { perWeek: null, daysOfWork: null, word: 'unknown' });
  assert.deepEqual(paceOf(0, []).word, 'unknown');
});

test('whose usual week has none of this work has no pace, and no number of days is made up', () => {
  assert.deepEqual(paceOf(1, [1, 0, 0, 0, 0]), { perWeek: null, daysOfWork: null, word: 'unknown' });
});
