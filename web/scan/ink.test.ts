import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { brightness, inkOf, isColoured } from './ink.ts';

const WIDTH = 240;
const HEIGHT = 320;

/** A page drawn pixel by pixel: red, green, blue of each place. */
function drawn(colour: (x: number, y: number) => [number, number, number]): Uint8Array {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) pixels.set([...colour(x, y), 255], (y * WIDTH + x) * 4);
  return pixels;
}
/** Strokes two pixels wide in lines like those of a letter. */
const isStroke = (x: number, y: number) => y % 16 < 9 && x % 7 < 2 && x > 20 && x < 220 && y > 20 && y < 300;
const text = drawn((x, y) => (isStroke(x, y) ? [30, 30, 34] : [240, 238, 232]));
/** The same under a lamp: yellow, and dark towards one corner. */
const lit = drawn((x, y) => {
  const light = 1 - 0.5 * ((x + y) / (WIDTH + HEIGHT));
  const ink = isStroke(x, y) ? 0.15 : 1;
  return [250 * light * ink, 232 * light * ink, 190 * light * ink];
});

describe('what a page is made of', () => {
  test('is ink where it is text, also under a lamp with a shadow across it', () => {
    for (const page of [text, lit]) {
      const { grey, colour } = brightness(page);
      assert.equal(isColoured(colour), false);
      const bits = inkOf(grey, WIDTH, HEIGHT);
      assert.ok(bits);
      // Every stroke is there and the paper is white, in the shadow too.
      let wrong = 0;
      for (let y = 0; y < HEIGHT; y += 1)
        for (let x = 0; x < WIDTH; x += 1) {
          const white = ((bits[y * Math.ceil(WIDTH / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
          if (white === isStroke(x, y)) wrong += 1;
        }
      assert.ok(wrong < WIDTH * HEIGHT * 0.001, `${wrong} pixels`);
    }
  });

  test('is colour where a red stamp is, however small a part of the page', () => {
    const stamped = drawn((x, y) => {
      const away = Math.hypot(x - 160, y - 250);
      return away < 14 && away > 12 ? [200, 40, 50] : isStroke(x, y) ? [30, 30, 34] : [240, 238, 232];
    });
    assert.equal(isColoured(brightness(stamped).colour), true);
  });

  test('stays grey where it is a photograph', () => {
    const photo = drawn((x, y) => {
      const shade = 120 + 60 * Math.sin(x / 9) * Math.cos(y / 11) + 40 * Math.sin((x * y) / 900);
      return [shade, shade, shade];
    });
    const { grey, colour } = brightness(photo);
    assert.equal(isColoured(colour), false);
    assert.equal(inkOf(grey, WIDTH, HEIGHT), null);
  });
});
