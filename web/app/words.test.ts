import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { FORM_FAULT_WORDS } from '../../src/capabilities/procedures/form.ts';
import { Problem } from './api.ts';
import { addWords, WORDS, wordsFor, wordsOf } from './words.ts';
import './words-of-officials.ts';
// what the other rooms bring along when they load
import '../desk/desk-words.ts';
import '../manage/manage-words.ts';
import '../reports/rounds/round-words.ts';
import { REFUSAL_WORDS } from '../../src/capabilities/checking/refusal-words.ts';

const SRC = join(import.meta.dirname, '../../src');

/** Every code that the source can refuse with, and every code it can name a field with. */
async function codesInSource(): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  for (const entry of await readdir(SRC, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, 'utf8');
    const found = [
      ...text.matchAll(/new Refusal\(\s*'[a-z-]+',\s*'([a-z][a-z.-]+)'/g),
      ...text.matchAll(/\binvalid\(\s*'([a-z][a-z.-]+)'/g),
      ...text.matchAll(/\bcode:\s*'([a-z][a-z-]*\.[a-z.-]+)'/g),
    ];
    for (const [, code] of found) if (code !== undefined) codes.set(code, path.slice(SRC.length + 1));
  }
  return codes;
}

/** The catalogue's importer and the checker's command say these in words of their own, with row and column. */
const ONLY_ON_THE_COMMAND_LINE = /^(file|catalogue)\./;

describe('the words of a refusal', () => {
  test('are there for every code that the source refuses with', async () => {
    addWords(FORM_FAULT_WORDS);
    const codes = await codesInSource();
    // made in problem.ts from what is no refusal of ours
    for (const code of ['internal', 'request.unreadable', 'request.too-large'])
      codes.set(code, 'http/problem.ts');
    assert.ok(codes.size > 30, `only ${codes.size} codes found: the search itself is broken`);
    const without = [...codes].filter(
      ([code]) =>
        WORDS[code] === undefined &&
        REFUSAL_WORDS[code] === undefined &&
        !ONLY_ON_THE_COMMAND_LINE.test(code),
    );
    assert.deepEqual(
      without.map(([code, path]) => `${code} (${path})`),
      [],
    );
  });

  test('are plain Vietnamese: no exclamation, no system words', () => {
    for (const [code, words] of Object.entries(WORDS)) {
      const said = typeof words === 'function' ? words({}) : words;
      assert.doesNotMatch(said, /!|\b(null|undefined|NaN|token|submit|error|server|request)\b/i, code);
      assert.match(said, /[.…?]$/u, code);
    }
  });

  test('say who changed a dossier in between, and what is kept', () => {
    assert.equal(
      wordsFor('dossier.stale', { by: 'Lê Minh Đức', at: '2026-11-20T02:05:00Z' }).slice(0, 62),
      'Hồ sơ vừa được Lê Minh Đức cập nhật lúc 09:05 20/11/2026. Nhữn',
    );
  });

  test('fill in the details of a field', () => {
    addWords(FORM_FAULT_WORDS);
    assert.equal(wordsFor('form.too-long', { limit: 50 }), 'Dài quá 50 ký tự.');
    assert.match(wordsFor('session.throttled', { retryAfterSeconds: 90 }), /2 phút/);
  });

  test('of an unknown code stay polite and name it', () => {
    assert.match(wordsFor('quite.new'), /mã quite\.new/);
    assert.match(wordsOf(new Problem('http.504', 504)), /Hệ thống/);
    assert.match(wordsOf(new TypeError('x is undefined')), /Hệ thống gặp lỗi/);
  });
});
