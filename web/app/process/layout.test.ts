import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import fc from 'fast-check';
import type { Process, Step } from '../../../src/capabilities/procedures/process.ts';
import { BOX_WIDTH, broken, layoutOf } from './layout.ts';

const step = (key: string, ...next: string[]): Step => ({
  key,
  name: `Bước có tên khá dài để phải xuống dòng ${key}`,
  role: 'specialist',
  place: 'division',
  act: 'appraise',
  share: 0.1,
  next: next.map((to) => ({ to })),
});
const process = (...steps: Step[]): Process => ({ name: 'Thử', decision: null, steps });

describe('the drawing of a process', () => {
  test('lays each step below all that lead to it', () => {
    const { boxes } = layoutOf(process(step('a', 'b', 'd'), step('b', 'c'), step('c', 'd'), step('d')));
    const y = (key: string) => boxes.find((box) => box.step.key === key)?.y ?? 0;
    assert.ok(y('a') < y('b') && y('b') < y('c') && y('c') < y('d'));
  });

  test('bends a long line around the boxes between', () => {
    const { lines, boxes } = layoutOf(process(step('a', 'b', 'c'), step('b', 'c'), step('c')));
    const long = lines.find((line) => line.from === 'a' && line.to === 'c');
    const between = boxes.find((box) => box.step.key === 'b');
    assert.ok(long !== undefined && between !== undefined);
    for (const point of long.points.slice(1, -1))
      assert.ok(point.x < between.x || point.x > between.x + BOX_WIDTH);
  });

  test('breaks names into lines and tells what was cut', () => {
    assert.deepEqual(broken('Thẩm định'), ['Thẩm định']);
    assert.ok(broken('Kiểm tra thực địa, lập biên bản xác minh hiện trạng sử dụng đất').length > 1);
    assert.match(broken('rất dài '.repeat(40)).at(-1) ?? '', /…$/);
  });

  test('of any draft, loops and lost steps included, has every step once, apart from the others and within the sheet', () => {
    const drafts = fc
      .array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 })
      .map((ways) => process(...ways.map((to, key) => step(`s${key}`, ...to.map((one) => `s${one}`)))));
    fc.assert(
      fc.property(drafts, (draft) => {
        const { boxes, width, height } = layoutOf(draft);
        assert.equal(boxes.length, draft.steps.length);
        for (const [place, box] of boxes.entries()) {
          assert.ok(box.x >= 0 && box.x + BOX_WIDTH <= width && box.y >= 0 && box.y + box.height <= height);
          for (const other of boxes.slice(place + 1))
            assert.ok(
              Math.abs(box.x - other.x) >= BOX_WIDTH ||
                box.y + box.height <= other.y ||
                other.y + other.height <= box.y,
              `${box.step.key} lies over ${other.step.key}`,
            );
        }
      }),
      { numRuns: 300, seed: 20261125 },
    );
  });
});
