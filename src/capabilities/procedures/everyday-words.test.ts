import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test, { after } from 'node:test';
import { testProvince } from '../../../test/support/province.ts';
import { VISITOR } from '../../kernel/actor.ts';
import { searchProcedures } from './index.ts';

const { pool } = await testProvince();
after(() => pool.end());

const { phrases } = JSON.parse(
  await readFile(new URL('../../../catalogue/everyday-words.json', import.meta.url), 'utf8'),
) as { phrases: { words: string; procedures: string[] }[] };
const at = new Date('2026-11-20T02:00:00Z');

test('what people type finds what they mean among the first three', async () => {
  const missed: string[] = [];
  for (const { words, procedures } of phrases) {
    const { items } = await searchProcedures.run(pool, VISITOR, { q: words, limit: 3 }, at);
    if (!items.some(({ code }) => procedures.includes(code)))
      missed.push(`${words}: ${items.map(({ code, name }) => `${code} ${name.slice(0, 40)}`).join(' | ')}`);
  }
  assert.ok(phrases.length >= 60);
  assert.deepEqual(missed, []);
});
