import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  documentKey,
  loadDecisions,
  MAX_DOCUMENTS,
  type Store,
  saveDecisions,
  signatures,
} from './decisions.ts';

function memory(): Store & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}

describe('a decision on a finding', () => {
  test('is remembered for the document, also when its file has another name or other line breaks', () => {
    const store = memory();
    const key = documentKey([{ text: 'Tổng số  12 hồ sơ' }, { text: 'gồm 3' }]);
    saveDecisions(store, key, { a: { kind: 'dismissed', reason: 'Trích nguyên văn' } }, 1);
    const again = documentKey([{ text: 'Tổng số 12\nhồ sơ gồm 3'.normalize('NFD') }]);
    assert.deepEqual(loadDecisions(store, again), { a: { kind: 'dismissed', reason: 'Trích nguyên văn' } });
    assert.deepEqual(loadDecisions(store, documentKey([{ text: 'Tổng số 13 hồ sơ gồm 3' }])), {});
  });

  test('keeps nothing of the report but a hash and the reason', () => {
    const store = memory();
    const [signature] = signatures([
      { kind: 'sum', quote: '1.250', relation: '1.250 = 1.100 + 140', computed: '1.240' },
    ]);
    saveDecisions(store, 'k', { [signature ?? '']: { kind: 'accepted' } }, 1);
    assert.equal([...store.kept.values()].join('').includes('1.250'), false);
  });

  test('holds when text is put in before the finding, and tells two alike apart', () => {
    const finding = { kind: 'sum', quote: '5', relation: '5 = 2 + 2', computed: '4' };
    const [first, second] = signatures([finding, { ...finding }]);
    assert.notEqual(first, second);
    const other = { kind: 'date', quote: '31/6', relation: '', computed: '' };
    assert.deepEqual(signatures([other, finding]).slice(1), [first]);
  });

  test('taken back leaves nothing', () => {
    const store = memory();
    saveDecisions(store, 'k', { a: { kind: 'accepted' } }, 1);
    saveDecisions(store, 'k', {}, 2);
    assert.equal(store.kept.size, 0);
  });

  test('the document that was longest not touched is forgotten first', () => {
    const store = memory();
    for (let number = 0; number <= MAX_DOCUMENTS; number += 1)
      saveDecisions(store, `k${number}`, { a: { kind: 'accepted' } }, number);
    assert.equal(store.kept.size, MAX_DOCUMENTS);
    assert.deepEqual(loadDecisions(store, 'k0'), {});
    assert.notDeepEqual(loadDecisions(store, 'k1'), {});
  });

  test('what cannot be read or kept is as if it were not there', () => {
    const store = memory();
    store.setItem('haicap.soat.k', '{"decisions":{"a":{"kind":"dismissed"},"b":7,"c":{"kind":"accepted"}}');
    assert.deepEqual(loadDecisions(store, 'k'), {});
    store.setItem('haicap.soat.k', '{"decisions":{"a":{"kind":"dismissed"},"b":7,"c":{"kind":"accepted"}}}');
    assert.deepEqual(loadDecisions(store, 'k'), { c: { kind: 'accepted' } });
    assert.deepEqual(loadDecisions(null, 'k'), {});
    assert.equal(saveDecisions(null, 'k', {}, 1), false);
  });
});
