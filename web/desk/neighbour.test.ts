import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { neighbourOf } from './neighbour.ts';

const rows = ['a', 'b', 'c'].map((id) => ({ id }));

describe('a list keeps its place after an act', () => {
  test('the hand goes to the dossier below the one that was done', () => {
    assert.equal(neighbourOf(rows, 'a')?.id, 'b');
    assert.equal(neighbourOf(rows, 'b')?.id, 'c');
  });

  test('after the last one it goes to the one above', () => {
    assert.equal(neighbourOf(rows, 'c')?.id, 'b');
  });

  test('a dossier that is not of this list leaves the hand at its beginning; an empty list has no place', () => {
    assert.equal(neighbourOf(rows, 'x')?.id, 'a');
    assert.equal(neighbourOf([{ id: 'a' }], 'a'), null);
    assert.equal(neighbourOf([], 'a'), null);
  });
});
