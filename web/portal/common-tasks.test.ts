import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { describe } from 'node:test';
import { COMMON_TASKS } from './common-tasks.ts';

const folder = join(import.meta.dirname, '../../catalogue/procedures');

describe('what most people come for', () => {
  test('leads to procedures of the shipped catalogue that are open to citizens', async () => {
    const applicants = new Map<string, string[]>();
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.json')) continue;
      const { procedures } = JSON.parse(await readFile(join(folder, name), 'utf8')) as {
        procedures: { code: string; applicants: string[] }[];
      };
      for (const procedure of procedures) applicants.set(procedure.code, procedure.applicants);
    }
    assert.ok(applicants.size > 300);
    for (const { words, code } of COMMON_TASKS) {
      const who = applicants.get(code);
      assert.ok(who !== undefined, `${words}: no procedure ${code}`);
      assert.ok(
        who.length === 0 || who.includes('citizen') || who.includes('household-business'),
        `${words}: ${who.join(', ')}`,
      );
    }
  });
});
