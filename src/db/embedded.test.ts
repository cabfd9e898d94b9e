import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import pg from 'pg';
import { Hindrance } from '../kernel/hindrance.ts';
import { startDatabase } from './embedded.ts';

const folder = await mkdtemp(join(tmpdir(), 'haicap-embedded-'));
// As root the database runs under another account, which must be able to enter.
await chmod(folder, 0o755);
after(() => rm(folder, { recursive: true, force: true }));

const start = (dataDir: string, alone = false) => startDatabase({ dataDir, alone, volatile: true });

async function ask<T = Record<string, unknown>>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

const note = async (dataDir: string) =>
  JSON.parse(await readFile(join(dataDir, 'database.json'), 'utf8')) as { place: string; port: number };

async function serverOf(dataDir: string): Promise<number> {
  const file = join((await note(dataDir)).place, 'cluster', 'postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

const hasStopped = (url: string) => assert.rejects(ask(url, 'select 1'), { code: 'ECONNREFUSED' });

/** Another program on the same data folder; resolves once it has the database. */
async function otherProgram(dataDir: string): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { startDatabase } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
       await startDatabase({ dataDir: ${JSON.stringify(dataDir)}, alone: true, volatile: true });
       console.log('has it');
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}

test('the first start makes a database that sorts as Vietnamese does, and the second one finds what was kept', async () => {
  const dataDir = join(folder, 'first');
  const first = await start(dataDir);
  await ask(first.adminUrl, 'create table kept as select 1 as one');
  const sorted = await ask<{ letters: string }>(
    first.adminUrl,
    `select string_agg(x, ' ' order by x) as letters from unnest(array['đ','d','ạ','a','â','ă','z','ô','o']) x`,
  );
  assert.equal(sorted[0]?.letters, 'a ạ ă â d đ o ô z');
  await first.stop();
  const second = await start(dataDir);
  assert.deepEqual(await ask(second.adminUrl, 'select one from kept'), [{ one: 1 }]);
  assert.equal(second.adminUrl, first.adminUrl, 'the address is remembered');
  await second.stop();
});

test('nobody signs in without the password, which is readable by us alone', async () => {
  const dataDir = join(folder, 'password');
  const { adminUrl, stop } = await start(dataDir);
  const url = new URL(adminUrl);
  url.password = 'another';
  await assert.rejects(ask(url.href, 'select 1'), { code: '28P01' });
  assert.equal((await stat(join(dataDir, 'database.json'))).mode & 0o077, 0);
  assert.equal((await stat((await note(dataDir)).place)).mode & 0o077, 0);
  await stop();
});

test('stopping stops the server, and a command beside the serving program leaves it running', async () => {
  const dataDir = join(folder, 'shared');
  const serving = await start(dataDir, true);
  const command = await start(dataDir);
  await command.stop();
  assert.deepEqual(await ask(serving.adminUrl, 'select 1 as one'), [{ one: 1 }]);
  await serving.stop();
  await hasStopped(serving.adminUrl);
});

test('a second serving program on one data folder is refused and told which one has it', async () => {
  const dataDir = join(folder, 'twice');
  const first = await otherProgram(dataDir);
  await assert.rejects(start(dataDir, true), (error) => {
    assert.ok(error instanceof Hindrance);
    assert.match(error.message, new RegExp(`tiến trình ${first.pid}`));
    return true;
  });
  first.kill('SIGKILL');
  await once(first, 'exit');
  await (await start(dataDir)).stop();
});

test('a program that was killed leaves its database running; the next one takes it over with all that was in it', async () => {
  const dataDir = join(folder, 'killed');
  const killed = await otherProgram(dataDir);
  const pid = await serverOf(dataDir);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const next = await start(dataDir, true);
  assert.equal(await serverOf(dataDir), pid);
  await next.stop();
  await hasStopped(next.adminUrl);
});

test('when the server itself is killed it is started again at the same address', async () => {
  const dataDir = join(folder, 'revived');
  const database = await start(dataDir, true);
  const pid = await serverOf(dataDir);
  process.kill(pid, 'SIGKILL');
  const until = Date.now() + 30_000;
  let answer: unknown = null;
  while (answer === null && Date.now() < until)
    answer = await ask(database.adminUrl, 'select 1 as one').catch(
      () => new Promise((next) => setTimeout(next, 50, null)),
    );
  assert.deepEqual(answer, [{ one: 1 }]);
  await database.stop();
});

test('a postmaster.pid left by a crash, whose number another program has now, does not keep it from starting', async () => {
  const dataDir = join(folder, 'stale');
  await (await start(dataDir)).stop();
  const { place, port } = await note(dataDir);
  const cluster = join(place, 'cluster');
  await writeFile(
    join(cluster, 'postmaster.pid'),
    [process.pid, cluster, 0, port, '', '127.0.0.1', '', ''].join('\n'),
  );
  const { adminUrl, stop } = await start(dataDir);
  assert.deepEqual(await ask(adminUrl, 'select 1 as one'), [{ one: 1 }]);
  await stop();
});

test('where the account may not enter the data folder, the database lies elsewhere and a note tells where', async (t) => {
  const dataDir = join(folder, 'closed', 'data');
  await mkdir(dataDir, { recursive: true });
  await chmod(join(folder, 'closed'), 0o700);
  const first = await start(dataDir);
  await ask(first.adminUrl, 'create table kept as select 1 as one');
  await first.stop();
  const { place } = await note(dataDir);
  const isRoot = process.getuid?.() === 0;
  assert.equal(place.startsWith(dataDir), !isRoot);
  if (isRoot) {
    t.after(() => rm(join(place, '..'), { recursive: true, force: true }));
    assert.equal((await readFile(join(place, '..', 'belongs-to'), 'utf8')).trim(), dataDir);
  }
  const second = await start(dataDir);
  assert.deepEqual(await ask(second.adminUrl, 'select one from kept'), [{ one: 1 }]);
  await second.stop();
});

test('when its port is taken it goes to another one and remembers that', async () => {
  const dataDir = join(folder, 'port');
  await (await start(dataDir)).stop();
  const { port } = await note(dataDir);
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  const { adminUrl, stop } = await start(dataDir);
  assert.notEqual(Number(new URL(adminUrl).port), port);
  assert.equal((await note(dataDir)).port, Number(new URL(adminUrl).port));
  await stop();
  squatter.close();
});

test('starts at the same moment share one server', async () => {
  const dataDir = join(folder, 'race');
  const all = await Promise.all([start(dataDir), start(dataDir), start(dataDir)]);
  assert.equal(new Set(all.map(({ adminUrl }) => adminUrl)).size, 1);
  await Promise.all(all.map(({ stop }) => stop()));
  await hasStopped(all[0].adminUrl);
});

test('when the database has gone from where the data folder says, nothing new is made in its place', async () => {
  const dataDir = join(folder, 'gone');
  await (await start(dataDir)).stop();
  await rm((await note(dataDir)).place, { recursive: true });
  await assert.rejects(start(dataDir), Hindrance);
});

test('an unreachable DATABASE_URL is said without its password', async () => {
  await assert.rejects(
    startDatabase({ dataDir: folder, databaseUrl: 'postgresql://a:bi-mat@127.0.0.1:1/x' }),
    (error) => error instanceof Hindrance && !error.message.includes('bi-mat'),
  );
});
