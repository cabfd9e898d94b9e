import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { atCounter, BINH_LUC, official, testProvince } from '../../test/support/province.ts';
import { receiveDossier } from '../capabilities/dossiers/index.ts';
import { connect } from '../db/connect.ts';
import { perform } from '../perform.ts';

const { pool, database } = await testProvince(2);
const owner = connect(database.ownerUrl, database.schema, 1);
const data = await mkdtemp(join(tmpdir(), 'haicap-recount-'));
// The role of the application is one for the whole server: the command must not give it another password.
await writeFile(join(data, 'application-password'), new URL(database.appUrl).password, { mode: 0o600 });
after(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await rm(data, { recursive: true });
});

/** `bin/haicap recount` as whoever looks after the system types it. */
function typed(...words: string[]): Promise<{ code: number | null; out: string }> {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'recount', ...words], {
    env: { ...process.env, HAICAP_DATA: data, DATABASE_URL: database.ownerUrl, HAICAP_PROVINCE: '37' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, out }));
  });
}

test('the command recount ends with 0 when all agrees, and with 1 and the name of what was changed behind its back', async () => {
  const { id } = await perform(pool, receiveDossier, official(BINH_LUC, 'receptionist'), atCounter());
  const whole = await typed('--json');
  assert.equal(whole.code, 0, whole.out);
  const { difference, dossiers, figures } = JSON.parse(whole.out);
  assert.deepEqual({ difference, dossiers }, { difference: 0, dossiers: 1 });
  assert.ok(figures > 100, `only ${figures} compared`);

  await owner.query(`update dossier_facts set channel = 'post' where dossier_id = $1`, [id]);
  const changed = await typed('--json');
  assert.equal(changed.code, 1, changed.out);
  const said = JSON.parse(changed.out);
  assert.ok(said.difference > 0);
  assert.equal(said.examples[0], `${id}: channel is "post", by the record "counter"`);
  const plain = await typed();
  assert.equal(plain.code, 1);
  assert.match(
    plain.out,
    new RegExp(`${id}: channel is "post"[\\s\\S]*KHÔNG khớp với sổ ghi: ${said.difference} chỗ`),
  );
});
