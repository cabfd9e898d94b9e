import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { GENERATED } from '../support/guide-pages.ts';

const at = (path: string) => new URL(`../../${path}`, import.meta.url);
const GUIDE = 'docs/huong-dan/';
const PICTURES = 'docs/pictures/huong-dan/';
if (process.env.HAICAP_PICTURES === '1')
  for (const [name, page] of Object.entries(GENERATED)) writeFileSync(at(GUIDE + name), page());
const pages = readdirSync(at(GUIDE)).filter((name) => name.endsWith('.md'));

/** A picture's name → who names it. */
function named(files: readonly { name: string; text: string }[], pattern: RegExp): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, text } of files)
    for (const [, picture = ''] of text.matchAll(pattern))
      found.set(picture, [...(found.get(picture) ?? []), name]);
  return found;
}

const shown = named(
  pages.map((name) => ({ name, text: readFileSync(at(GUIDE + name), 'utf8') })),
  /\.\.\/pictures\/huong-dan\/([a-z0-9-]+)\.webp/g,
);
const taken = named(
  readdirSync(at('test/journeys')).map((name) => ({
    name,
    text: readFileSync(at(`test/journeys/${name}`), 'utf8'),
  })),
  /picture\(\s*'huong-dan\/([a-z0-9-]+)'/g,
);
const there = readdirSync(at(PICTURES)).map((name) => name.replace(/\.webp$/, ''));

describe('the users’ guide', () => {
  test('shows the pictures that the journeys take, each once taken, each there', () => {
    assert.ok(shown.size > 0);
    assert.deepEqual([...shown.keys()].sort(), [...taken.keys()].sort());
    assert.deepEqual([...shown.keys()].sort(), there.sort());
    for (const [picture, journeys] of taken) assert.equal(journeys.length, 1, `${picture}: ${journeys}`);
  });

  test('its pictures are one size, and light enough to read on a telephone', () => {
    let total = 0;
    for (const picture of there) {
      const path = at(`${PICTURES}${picture}.webp`);
      total += statSync(path).size;
      const bytes = readFileSync(path);
      // The extended form of WebP, as Chromium writes it: width and height less one, in three bytes each.
      assert.equal(bytes.toString('latin1', 8, 16), 'WEBPVP8X', picture);
      const size = [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
      assert.deepEqual(size, picture.startsWith('nguoi-dan-') ? [360, 740] : [1366, 768], picture);
    }
    assert.ok(total < 3 * 1024 * 1024, `${total} bytes`);
  });

  test('every page is in its index, and every link leads somewhere', () => {
    for (const name of pages) {
      const text = readFileSync(at(GUIDE + name), 'utf8');
      if (name === 'README.md')
        for (const other of pages) assert.ok(other === name || text.includes(`(${other})`), other);
      for (const [, to = ''] of text.matchAll(/\]\(((?!https?:)[^)#]+)(?:#[^)]*)?\)/g))
        assert.ok(statSync(new URL(to, at(GUIDE + name)), { throwIfNoEntry: false }), `${name}: ${to}`);
    }
  });

  for (const [name, page] of Object.entries(GENERATED))
    test(`${name} says what the program goes by`, () => {
      assert.equal(
        readFileSync(at(GUIDE + name), 'utf8'),
        page(),
        'renew it: HAICAP_PICTURES=1 bin/haicap run test/house/guide.test.ts',
      );
    });
});
