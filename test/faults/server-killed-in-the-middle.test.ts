import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyRecord } from '../../src/capabilities/record/index.ts';
import { accountName, atCounter, BINH_LUC, PASSWORD, testProvince } from '../support/province.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { pool, database } = await testProvince();
const dataFolder = await mkdtemp(join(tmpdir(), 'haicap-fault-'));
after(async () => {
  await pool.end();
  await rm(dataFolder, { recursive: true, force: true });
});

/** The real program in a process of its own, over this test's database. */
async function startServer(): Promise<{ process: ChildProcess; address: string }> {
  // The password of the role, as the shared test server has it, so that starting does not change it for others.
  await writeFile(join(dataFolder, 'application-password'), `${new URL(database.appUrl).password}\n`, {
    mode: 0o600,
  });
  const child = spawn(process.execPath, ['src/main.ts', 'start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.ownerUrl,
      HAICAP_DATA: dataFolder,
      HAICAP_DEMO: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const address = await new Promise<string>((done, fail) => {
    const listen = (chunk: Buffer) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) done(found[0]);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('exit', (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { process: child, address };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'x-haicap': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ name: accountName(BINH_LUC, 'receptionist'), password: PASSWORD }),
  });
  assert.equal(answer.status, 200);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

const receive = (address: string, cookie: string, key: string) =>
  fetch(`${address}/api/dossiers/receive`, {
    method: 'POST',
    headers: { 'x-haicap': '1', 'content-type': 'application/json', 'idempotency-key': key, cookie },
    body: JSON.stringify(atCounter()),
  });

test('a server killed in the middle of many acts: each happened wholly or not at all, and the same requests again complete them', async () => {
  const RECEIPTS = 120;
  const keys = Array.from({ length: RECEIPTS }, () => randomUUID());
  let server = await startServer();
  const cookie = await signIn(server.address);
  const acknowledged = new Map<string, string>();
  const sent = keys.map(async (key) => {
    const answer = await receive(server.address, cookie, key);
    const { code } = (await answer.json()) as { code: string };
    if (answer.status !== 200) return;
    acknowledged.set(key, code);
    // Killed while the rest is on its way.
    if (acknowledged.size === 20) server.process.kill('SIGKILL');
  });
  await Promise.allSettled(sent);
  await end(server.process, 'SIGKILL');
  assert.ok(
    acknowledged.size >= 20 && acknowledged.size < RECEIPTS,
    `${acknowledged.size} answered before the end`,
  );
  server = await startServer();
  try {
    // The session outlives the server; what was acknowledged has the same answer again.
    for (const key of keys) {
      const answer = await receive(server.address, cookie, key);
      assert.equal(answer.status, 200);
      const { code } = (await answer.json()) as { code: string };
      if (acknowledged.has(key)) assert.equal(code, acknowledged.get(key));
    }
  } finally {
    await end(server.process, 'SIGTERM');
  }
  const { rows } = await pool.query(
    `select count(*) as dossiers, count(distinct code) as codes, (select sum(last) from serials where kind = 'dossier') as last from dossiers`,
  );
  assert.deepEqual(rows[0], { dossiers: RECEIPTS, codes: RECEIPTS, last: RECEIPTS });
  assert.deepEqual((await verifyRecord(pool)).faults, []);
});
