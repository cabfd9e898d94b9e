import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { describe } from 'node:test';

const css = await readFile(join(import.meta.dirname, 'tokens.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6}|var\(--[a-z0-9-]+\));/g)].map(
    ([, name = '', value = '']) => [name, value],
  ),
);

function colour(name: string): string {
  const value = tokens.get(name);
  assert.ok(value !== undefined, `no token --${name}`);
  const other = /^var\(--(.+)\)$/.exec(value)?.[1];
  return other === undefined ? value : colour(other);
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(colour(one)), luminance(colour(other))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours', () => {
  const text: [ink: string, on: string[]][] = [
    ['ink', ['paper', 'paper-2', 'paper-3', 'lacquer-wash', 'soon-wash', 'within-wash', 'pen-wash']],
    ['ink-2', ['paper', 'paper-2', 'paper-3', 'soon-wash', 'within-wash', 'lacquer-wash', 'pen-wash']],
    ['ink-3', ['paper', 'paper-2', 'paper-3']],
    ['on-dark', ['lacquer', 'lacquer-deep', 'pen', 'ink']],
    ['lacquer', ['paper', 'paper-2', 'lacquer-wash']],
    ['pen', ['paper', 'paper-2', 'pen-wash', 'soon-wash', 'within-wash']],
    ['within', ['paper', 'paper-2', 'within-wash']],
    ['soon', ['paper', 'paper-2', 'soon-wash']],
    ['today', ['paper', 'paper-2', 'today-wash']],
    ['overdue', ['paper', 'paper-2', 'overdue-wash']],
  ];
  for (const [ink, papers] of text)
    for (const paper of papers)
      test(`--${ink} is read on --${paper}`, () => {
        const found = contrast(ink, paper);
        assert.ok(found >= 4.5, `${found.toFixed(2)} : 1`);
      });

  for (const paper of ['paper', 'paper-2'])
    test(`the edge of a field and the focus ring are seen on --${paper}`, () => {
      assert.ok(contrast('line-strong', paper) >= 3);
      assert.ok(contrast('focus', paper) >= 3);
    });
});
