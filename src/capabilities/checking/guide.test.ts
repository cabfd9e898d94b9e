import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { KINDS } from './kinds.ts';
import { officialNames } from './official-names.ts';
import { checkSource } from './report-file.ts';

const folder = new URL('../../../docs/huong-dan/', import.meta.url);
const guide = readFileSync(new URL('soat-so-lieu.md', folder), 'utf8');
const options = { names: await officialNames() };

/** The two examples of a kind, as the guide shows them; a slash between blanks stands for a new line. */
function examplesOf(title: string): { wrong: string; right: string } {
  const section = guide.split(/^### /m).find((part) => part.startsWith(`${title}\n`));
  assert.ok(section, `the guide has no section “${title}”`);
  const one = (word: string) => {
    const found = section.match(new RegExp(`^> \\*\\*${word}:\\*\\* (.+)$`, 'm'))?.[1];
    assert.ok(found, `“${title}” has no example “${word}”`);
    return found.replaceAll(' / ', '\n\n');
  };
  return { wrong: one('Sai'), right: one('Đúng') };
}

describe('the users’ guide', () => {
  for (const [kind, { title }] of Object.entries(KINDS))
    test(`its examples of “${title}” are found and passed as it says`, () => {
      const { wrong, right } = examplesOf(title);
      const kinds = (source: string) => checkSource(source, 'txt', options).findings.map((one) => one.kind);
      assert.deepEqual([...new Set(kinds(wrong))], [kind]);
      assert.deepEqual(kinds(right), []);
    });

  test('shows only pictures that are there', () => {
    const pictures = [...guide.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((found) => found[1] ?? '');
    assert.ok(pictures.length >= 5);
    for (const picture of pictures) assert.ok(existsSync(new URL(picture, folder)), picture);
  });
});
