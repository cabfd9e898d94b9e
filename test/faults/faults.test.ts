import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { describeSchema } from '../../src/db/describe.ts';
import { startDatabase } from '../../src/db/embedded.ts';
import { SCHEMA } from '../support/database.ts';
import {
  databaseProcesses,
  fillDisk,
  isServing,
  Load,
  makeLine,
  makeWorld,
  migrating,
  proveWhole,
  type Server,
  seeded,
  superviseServer,
  until,
} from '../support/faults.ts';

/** How often each fault strikes: once within the whole suite, more in the runs of `npm run test:faults`. */
const ROUNDS = Number(process.env.HAICAP_FAULT_ROUNDS ?? 1);
/** The promise is 30 s on a machine that does nothing else; the suite beside others only wants to see it come back. */
const BACK_WITHIN = process.env.HAICAP_FAULT_ROUNDS === undefined ? 180 : 30;
const seed = Number(process.env.HAICAP_FAULT_SEED ?? 20_261_121);
const random = seeded(seed);
const world = await makeWorld();
after(() => world.close());
const load = new Load();

type Strike = (server: Server) => Promise<void>;

/** A working day with a fault in it: officials at work, the fault, the service back by itself, everything still true. */
async function dayWith(
  t: { diagnostic(words: string): void },
  strike: Strike,
  servers: Server[],
): Promise<void> {
  const [server] = servers as [Server];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      await load.start(servers, random);
      // Somewhere in the midst of acts, elsewhere in every round.
      await load.more(10 + Math.floor(random() * 40));
      await pause(random() * 30);
      await strike(server);
      const struck = performance.now();
      for (const one of servers) await isServing(one, BACK_WITHIN);
      await load.more(10);
      t.diagnostic(`seed ${seed}, round ${round}: back after ${Math.round(performance.now() - struck)} ms`);
      await load.finish();
      await load.askAgain(server, 20);
      await proveWhole(world, load);
    }
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${servers.map((one) => one.said()).join('\n')}`, {
      cause: error,
    });
  } finally {
    await load.finish().catch(() => {});
    for (const one of servers) await one.stop();
  }
}

const kill = (pid: number) => process.kill(pid, 'SIGKILL');

describe('under load, no acknowledged act is lost and none is done twice', () => {
  test('when the server is killed', async (t) => {
    const server = await superviseServer(world);
    await dayWith(t, async () => server.signal('SIGKILL'), [server]);
    assert.equal(server.restarts(), ROUNDS);
  });

  test('when the database is killed', async (t) => {
    const server = await superviseServer(world);
    const strike: Strike = async () => {
      const [head = 0, ...others] = await databaseProcesses(world);
      // Its head, or one of those that serve: then it throws all of them out and recovers.
      kill(random() < 0.6 || others.length === 0 ? head : (others.at(-1) as number));
    };
    await dayWith(t, strike, [server]);
    assert.equal(server.restarts(), 0, 'the server lived on');
  });

  test('when both are killed', async (t) => {
    const server = await superviseServer(world);
    const strike: Strike = async () => {
      const [head = 0] = await databaseProcesses(world);
      server.signal('SIGKILL');
      kill(head);
    };
    await dayWith(t, strike, [server]);
  });

  test('when the disk is full, also for the log of the database', {
    skip: world.disk === null && 'no small disk can be made here: that needs root on Linux',
  }, async (t) => {
    const server = await superviseServer(world);
    const strike: Strike = async () => {
      const give = await fillDisk(world.disk ?? '');
      const failures = load.failures;
      // Each switch wants a new file of 16 MB: sooner or later the database cannot write what it must, and ends.
      for (let stands = true; stands; )
        stands = await world.pool
          .query(`select pg_logical_emit_message(true, 'fault', 'full'), pg_switch_wal()`)
          .then(
            () => true,
            () => false,
          );
      await until('acts are refused', () => load.failures > failures);
      await give();
    };
    await dayWith(t, strike, [server]);
  });

  test('when the database freezes and thaws', async (t) => {
    const server = await superviseServer(world);
    const strike: Strike = async () => {
      const frozen = await databaseProcesses(world);
      for (const pid of frozen) process.kill(pid, 'SIGSTOP');
      try {
        await until('all wait', () => load.waiting === 6);
        const answer = await fetch(`${server.address}/healthz`);
        assert.equal(answer.status, 200, 'the server itself lives');
        // Nobody waits for ever: who comes now is told to come again.
        if (ROUNDS > 1) await until('one is sent away', async () => load.failures > 0);
      } finally {
        for (const pid of frozen) process.kill(pid, 'SIGCONT');
      }
    };
    await dayWith(t, strike, [server]);
  });

  test('when the lines to the database are cut, with or without the answer to a commit', async (t) => {
    const database = await startDatabase({ dataDir: world.folder });
    const line = await makeLine(database.adminUrl);
    const server = await superviseServer(world, { databaseUrl: line.url });
    const strike: Strike = async () => {
      for (let time = 0; time < 5; time += 1) {
        if (random() < 0.5) {
          line.swallow();
          await pause(random() * 50);
        }
        line.cut();
        await load.more(3);
      }
    };
    await dayWith(t, strike, [server]);
    line.close();
    await database.stop();
  });

  test('when two servers serve one database and one of them is killed', async (t) => {
    const database = await startDatabase({ dataDir: world.folder });
    const first = await superviseServer(world, { databaseUrl: database.adminUrl });
    const second = await superviseServer(world, { databaseUrl: database.adminUrl });
    const strike: Strike = async () => (random() < 0.5 ? first : second).signal('SIGKILL');
    await dayWith(t, strike, [first, second]);
    assert.equal(first.restarts() + second.restarts(), ROUNDS);
    await database.stop();
  });

  test('when the clock is set back: what was done later than it now is waits until it has caught up', async (t) => {
    const clock = join(world.folder, 'clock');
    const STEP = 3000;
    let ahead = STEP * ROUNDS;
    await writeFile(clock, String(ahead));
    const server = await superviseServer(world, { clock });
    const strike: Strike = async () => {
      ahead -= STEP;
      await writeFile(clock, String(ahead));
      server.signal('SIGUSR2');
    };
    await dayWith(t, strike, [server]);
  });
});

test('a migration that is killed again and again is completed by the next, as if nothing had happened', async () => {
  const database = await startDatabase({ dataDir: world.folder });
  const url = new URL(database.adminUrl);
  url.pathname = '/interrupted';
  await world.pool.query('create database interrupted');
  const watcher = new pg.Client({ connectionString: url.href });
  watcher.on('error', () => {});
  await watcher.connect();
  const steps = async (): Promise<number> =>
    watcher.query(`select count(*)::int as steps from ${SCHEMA}.migrations`).then(
      ({ rows }) => rows[0].steps,
      () => 0,
    );
  try {
    for (let time = 1; time <= 2 + ROUNDS; time += 1) {
      const runner = migrating(world, url.href);
      const ended = once(runner, 'exit');
      const wanted = (await steps()) + 1 + Math.floor(random() * 4);
      await until('so many steps', async () => (await steps()) >= wanted || runner.exitCode !== null);
      runner.kill('SIGKILL');
      await ended;
    }
    const last = migrating(world, url.href);
    assert.deepEqual((await once(last, 'exit'))[0], 0);
    assert.equal(await describeSchema(url.href, SCHEMA), await describeSchema(database.adminUrl, SCHEMA));
  } finally {
    await watcher.end();
    await world.pool.query('drop database interrupted with (force)').catch(() => {});
    await database.stop();
  }
});
