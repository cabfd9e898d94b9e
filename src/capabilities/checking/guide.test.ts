import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { guideExamples } from '../../../bench/check/guide.ts';
import { officialNames } from './official-names.ts';
import { checkSource } from './report-file.ts';

const folder = new URL('../../../docs/huong-dan/', import.meta.url);
const guide = readFileSync(new URL('soat-so-lieu.md', folder), 'utf8');
const options = { names: await officialNames() };

describe('the users’ guide', () => {
  for (const { kind, title, wrong, right } of guideExamples())
    test(`its examples of “${title}” are found and passed as it says`, () => {
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
