import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { cropped, keptSize, moved, paperSize, type ScanPage, turned, WHOLE } from './pages.ts';

const page = (id: string): ScanPage => ({
  id,
  name: `${id}.jpg`,
  kind: 'picture',
  file: new Blob(),
  turns: 0,
  crop: WHOLE,
  small: null,
});
const pages = ['a', 'b', 'c'].map(page);
const order = (list: ScanPage[]) => list.map((one) => one.id).join('');

describe('pages put together', () => {
  test('change places, and stay where they are at the ends', () => {
    assert.equal(order(moved(pages, 'b', -1)), 'bac');
    assert.equal(order(moved(pages, 'b', 1)), 'acb');
    assert.equal(order(moved(pages, 'a', -1)), 'abc');
    assert.equal(order(moved(pages, 'c', 1)), 'abc');
    assert.equal(order(moved(pages, 'x', 1)), 'abc');
  });

  test('turn all the way round, each by itself', () => {
    const [a, b] = turned(pages, 'a', -1);
    assert.deepEqual([a?.turns, b?.turns], [3, 0]);
    assert.equal(turned(turned(pages, 'a', -1), 'a', 1)[0]?.turns, 0);
  });

  test('are cropped to something that can still be seen', () => {
    assert.deepEqual(cropped(WHOLE, { left: 0.1 }), { left: 0.1, top: 0, right: 1, bottom: 1 });
    const least = cropped(WHOLE, { left: 2, right: -1 });
    assert.ok(least.right - least.left > 0.049);
  });

  test('are kept at 200 dpi of A4, never enlarged, and fill a sheet', () => {
    assert.deepEqual(keptSize(3024, 4032), { width: 1654, height: 2205 });
    assert.deepEqual(keptSize(800, 600), { width: 800, height: 600 });
    const [width, height] = paperSize(1654, 2339);
    assert.ok(Math.abs(width - 595) < 1 && Math.abs(height - 842) < 1.5);
  });
});
