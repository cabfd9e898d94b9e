import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { definitionsOf, recount } from '../../src/capabilities/figures/index.ts';
import { verifyRecord } from '../../src/capabilities/record/index.ts';
import { connect, inSnapshot, type Pool } from '../../src/db/connect.ts';
import { startDatabase } from '../../src/db/embedded.ts';
import { appUrl, migrate } from '../../src/db/migrate.ts';
import { SCHEMA } from './database.ts';
import { accountName, atCounter, BINH_LUC, layProvince, OTHER_COMMUNE, PASSWORD } from './province.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Numbers in [0, 1) that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Asks again until the answer is there. The limit is only for what hangs. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  seconds = 180,
): Promise<NonNullable<T>> {
  const limit = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    assert.ok(performance.now() < limit, `${what}: not within ${seconds} s`);
    await pause(25);
  }
}

export interface World {
  /** The data folder: the cluster, the papers, the password. On a small disk of its own where we may make one. */
  folder: string;
  /** Its own disk, which can be filled; null where this machine lets us make none. */
  disk: string | null;
  adminUrl: string;
  /** Looks at everything, as the owner; lives through restarts. */
  pool: Pool;
  close(): Promise<void>;
}

/** A province of its own on a database of its own, kept on disk as a real one is: other tests must not feel its faults. */
export async function makeWorld(): Promise<World> {
  const place = await mkdtemp(join(tmpdir(), 'haicap-faults-'));
  const mounted =
    process.platform === 'linux' &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=700m,mode=755', 'tmpfs', place]).status === 0;
  await chmod(place, 0o755);
  const database = await startDatabase({ dataDir: place });
  const password = 'the-application-in-faults';
  await writeFile(join(place, 'application-password'), `${password}\n`, { mode: 0o600 });
  await migrate(database.adminUrl, SCHEMA, { appPassword: password });
  await layProvince({
    ownerUrl: database.adminUrl,
    appUrl: appUrl(database.adminUrl, password),
    schema: SCHEMA,
  });
  const pool = connect(database.adminUrl, SCHEMA, 3);
  await database.stop();
  return {
    folder: place,
    disk: mounted ? place : null,
    adminUrl: database.adminUrl,
    pool,
    async close() {
      await pool.end();
      if (mounted) spawnSync('umount', ['--lazy', place]);
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** The processes of the world's database: the first is the one that the others come from. */
export async function databaseProcesses({ folder }: World): Promise<number[]> {
  const { place } = JSON.parse(await readFile(join(folder, 'database.json'), 'utf8')) as { place: string };
  const head = Number((await readFile(join(place, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === head;
      } catch {
        return false; // ended while we looked
      }
    });
  return [head, ...children.map(Number)];
}

export interface Server {
  address: string;
  /** Times that it had to be started again. */
  restarts(): number;
  signal(signal: NodeJS.Signals): void;
  /** Everything it said, for a failure's sake. */
  said(): string;
  stop(): Promise<void>;
}

/** The program's environment over a world; with `databaseUrl` the database is an external one to it. */
function environmentOf(world: World, databaseUrl?: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = process.env;
  return {
    ...rest,
    HOST: '127.0.0.1',
    HAICAP_DATA: world.folder,
    HAICAP_DEMO: '0',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
}

/** The real program, started again whenever it ends, as systemd does with `Restart=always`. */
export async function superviseServer(
  world: World,
  options: { databaseUrl?: string; clock?: string } = {},
): Promise<Server> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  let child: ChildProcess;
  let restarts = -1;
  let stopping = false;
  let said = '';
  let ended: Promise<unknown> = Promise.resolve();
  const launch = () => {
    restarts += 1;
    child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        ...(options.clock === undefined ? [] : ['--import', join(ROOT, 'test/support/shifted-clock.ts')]),
        'src/main.ts',
        'start',
      ],
      {
        cwd: ROOT,
        env: {
          ...environmentOf(world, options.databaseUrl),
          PORT: String(port),
          ...(options.clock === undefined ? {} : { HAICAP_TEST_CLOCK: options.clock }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const keep = (chunk: Buffer) => {
      said = (said + chunk).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    ended = once(child, 'exit').then(async () => {
      if (stopping) return;
      await pause(200);
      if (!stopping) launch();
    });
  };
  launch();
  const server: Server = {
    address,
    restarts: () => restarts,
    signal: (signal) => void child.kill(signal),
    said: () => said,
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
  await isServing(server).catch(async (error) => {
    await server.stop();
    throw new Error(`${(error as Error).message}\n${said}`);
  });
  return server;
}

export const isServing = (server: Server, seconds?: number) =>
  until(
    'the server serves',
    () =>
      fetch(`${server.address}/readyz`, { signal: AbortSignal.timeout(15_000) }).then(
        ({ ok }) => ok,
        () => false,
      ),
    seconds,
  );

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

/** A line to the database that can be cut, or that swallows what the database answers before it is cut. */
export async function makeLine(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((near) => {
    const far = connectSocket(Number(target.port), target.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near]] as [Socket, Socket][]) {
      from.pipe(to);
      from.on('error', () => {});
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    open: () => pairs.size,
    cut() {
      for (const [near, far] of pairs) {
        near.destroy();
        far.destroy();
      }
    },
    /** From now on no answer arrives on the lines that are open: a commit may have happened and nobody knows. */
    swallow() {
      for (const [near, far] of pairs) {
        far.unpipe(near);
        far.resume();
      }
    },
    close() {
      this.cut();
      server.close();
    },
  };
}

interface Done {
  kind: 'receive' | 'withdraw' | 'paper';
  key: string;
  input: Record<string, unknown> | string;
  path: string;
  answer: Record<string, unknown>;
}

/** Officials at work until they are told to stop: each act is asked for with one key until it is acknowledged. */
export class Load {
  readonly done: Done[] = [];
  /** Answers that were none: refused connections, 5xx. */
  failures = 0;
  /** Asked for and not yet acknowledged. */
  waiting = 0;
  #isOver = false;
  #workers: Promise<void>[] = [];
  readonly #cookies = new Map<string, string>();

  /** `servers` are asked in turn; with two, sometimes both at once with the same key. */
  async start(servers: Server[], random: () => number, workers = 6): Promise<void> {
    for (const body of [BINH_LUC, OTHER_COMMUNE])
      if (!this.#cookies.has(body)) this.#cookies.set(body, await this.#signIn(servers[0] as Server, body));
    this.#isOver = false;
    this.#workers = Array.from({ length: workers }, (_, place) =>
      this.#work(servers, place % 2 === 0 ? BINH_LUC : OTHER_COMMUNE, random),
    );
    // What fails is told where it is waited for.
    for (const worker of this.#workers) worker.catch(() => {});
  }

  /** Lets every act that was begun be acknowledged. */
  async finish(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#workers);
  }

  /** Waits for as many further acts as this. */
  async more(count: number): Promise<void> {
    const wanted = this.done.length + count;
    await Promise.race([
      until(`${count} further acts`, () => this.done.length >= wanted),
      // Workers end only when they are told to, or when an answer was wrong.
      Promise.all(this.#workers),
    ]);
  }

  /** What was acknowledged once is acknowledged in the same words again. */
  async askAgain(server: Server, count: number): Promise<void> {
    for (const { key, input, path, answer } of this.done.slice(-count))
      assert.deepEqual(await this.#until200(() => this.#ask(server, path, input, key)), answer);
  }

  async #signIn(server: Server, body: string): Promise<string> {
    const answer = await fetch(`${server.address}/api/session`, {
      method: 'POST',
      headers: { 'x-haicap': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ name: accountName(body, 'receptionist'), password: PASSWORD }),
    });
    assert.equal(answer.status, 200);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return cookies.join('; ');
  }

  async #work(servers: Server[], body: string, random: () => number): Promise<void> {
    let received: { id: string; version: number } | null = null;
    while (!this.#isOver) {
      const turn = random();
      const key = `${body} ${randomUUID()}`;
      let kind: Done['kind'] = 'receive';
      let path = '/api/dossiers/receive';
      let input: Done['input'] = atCounter();
      if (turn < 0.3 && received !== null) {
        kind = 'withdraw';
        path = `/api/dossiers/${received.id}/withdraw`;
        input = { version: received.version, reason: 'Người dân xin rút' };
      } else if (turn < 0.5) {
        kind = 'paper';
        path = '/api/papers';
        input = randomUUID();
      }
      this.waiting += 1;
      const asked =
        servers.length > 1 && random() < 0.5
          ? servers
          : [servers[Math.floor(random() * servers.length)] as Server];
      const answers: Record<string, unknown>[] = await Promise.all(
        asked.map((server) => this.#until200(() => this.#ask(server, path, input, key))),
      );
      this.waiting -= 1;
      const [answer] = answers as [Record<string, unknown>];
      for (const other of answers) assert.deepEqual(other, answer, 'the same request, the same answer');
      this.done.push({ kind, key, input, path, answer });
      if (kind === 'receive') received = answer as { id: string; version: number };
      if (kind === 'withdraw') received = null;
    }
  }

  #ask(server: Server, path: string, input: Done['input'], key: string): Promise<Response> {
    const headers = {
      'x-haicap': '1',
      'idempotency-key': key,
      cookie: this.#cookies.get(key.split(' ')[0] ?? '') ?? '',
    };
    const signal = AbortSignal.timeout(60_000);
    if (typeof input !== 'string')
      return fetch(server.address + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(input),
        signal,
      });
    const body = new FormData();
    body.append('file', new File([PNG, input], 'giấy tờ.png', { type: 'image/png' }));
    return fetch(server.address + path, { method: 'POST', headers, body, signal });
  }

  async #until200(ask: () => Promise<Response>): Promise<Record<string, unknown>> {
    return until('an act is acknowledged', async () => {
      const answer = await ask().catch(() => null);
      if (answer?.status === 200)
        return (await answer.json().catch(() => null)) as Record<string, unknown> | null;
      this.failures += 1;
      // A refusal would be an answer for good, and none is due here: nobody else touches these dossiers.
      if (answer !== null && answer.status < 500)
        assert.fail(`${answer.status}: ${await answer.text().catch(() => 'cut off')}`);
      await answer?.body?.cancel().catch(() => {});
      return null;
    });
  }
}

/** No acknowledged act lost, none done twice, no gap in the numbers, the record whole, figures equal to a recount. */
export async function proveWhole(world: World, load: Load): Promise<void> {
  const asked = (kind: Done['kind']) => load.done.filter((done) => done.kind === kind);
  const { pool, folder } = world;
  const { rows: dossiers } = await pool.query('select id, code, state from dossiers');
  const byId = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
  for (const { answer } of asked('receive'))
    assert.equal(byId.get(answer.id)?.code, answer.code, 'an acknowledged dossier is there under its code');
  assert.equal(dossiers.length, asked('receive').length, 'no dossier that nobody was told of, none twice');
  for (const { answer } of asked('withdraw')) assert.equal(byId.get(answer.id)?.state, 'withdrawn');
  for (const kind of ['receive', 'withdraw'] as const) {
    const { rows: written } = await pool.query(
      `select count(*)::int as rows from record where subject_kind = 'dossier' and act = $1 group by subject_id`,
      [`dossiers.${kind}-dossier`],
    );
    assert.equal(written.length, asked(kind).length, `each act is in the record: ${kind}`);
    // One act may leave several rows, but as many for one dossier as for another.
    assert.ok(new Set(written.map(({ rows }) => rows)).size <= 1, `each act once in the record: ${kind}`);
  }
  const given = new Map<string, number[]>();
  for (const { code } of dossiers) {
    const [, stem = '', number] = /^(.*-)(\d+)$/.exec(code) ?? [];
    given.set(stem, [...(given.get(stem) ?? []), Number(number)]);
  }
  for (const [stem, numbers] of given)
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      numbers.map((_, place) => place + 1),
      `numbers of ${stem} without a gap`,
    );
  const { rows: papers } = await pool.query('select id, sha256 from papers');
  assert.deepEqual(
    new Set(papers.map(({ id }) => id)),
    new Set(asked('paper').map(({ answer }) => answer.id)),
    'each paper once',
  );
  for (const { sha256 } of papers) {
    const bytes = await readFile(join(folder, 'papers', sha256.slice(0, 2), sha256));
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
  }
  const { faults } = await inSnapshot(pool, (tx) => verifyRecord(tx));
  assert.deepEqual(faults, [], 'the chains of the record are whole');
  const { difference, examples } = await inSnapshot(pool, async (tx) =>
    recount(tx, (await definitionsOf(tx)).indicators, new Date()),
  );
  assert.equal(difference, 0, `figures equal a recount: ${examples.join('; ')}`);
}

/** Takes every byte that is left; answers what gives them back. */
export async function fillDisk(disk: string): Promise<() => Promise<void>> {
  const ballast = join(disk, 'ballast');
  const file = await open(ballast, 'w');
  for (let size = 1024 * 1024; size >= 4096; )
    try {
      await file.write(Buffer.alloc(size, 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      size /= 2;
    }
  return async () => {
    await file.close();
    await rm(ballast);
  };
}

/** `haicap migrate` in a process of its own. */
export function migrating(world: World, databaseUrl: string): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts', 'migrate'], {
    cwd: ROOT,
    env: environmentOf(world, databaseUrl),
    stdio: 'ignore',
  });
}
