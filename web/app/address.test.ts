import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { address, match } from './address.ts';

describe('an address', () => {
  test('gives its parameters, decoded, when it fits the pattern', () => {
    assert.deepEqual(match('/thu-tuc/:code', '/thu-tuc/1.001193'), { code: '1.001193' });
    assert.deepEqual(match('/tra-cuu/:code', '/tra-cuu/H42%2013'), { code: 'H42 13' });
    assert.deepEqual(match('/', '/'), {});
  });

  test('does not fit a longer or another path, nor broken encoding', () => {
    assert.equal(match('/thu-tuc/:code', '/thu-tuc/1.001193/nop'), null);
    assert.equal(match('/thu-tuc/:code', '/thu-tuc'), null);
    assert.equal(match('/nop/:code', '/thu-tuc/1'), null);
    assert.equal(match('/nop/:code', '/nop/%E0%A4%A'), null);
  });

  test('leaves empty parts of the query out', () => {
    assert.equal(address('/', { q: 'khai sinh', 'linh-vuc': '', tu: null }), '/?q=khai+sinh');
    assert.equal(address('/', { q: '' }), '/');
  });
});
