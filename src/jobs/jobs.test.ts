import assert from 'node:assert/strict';
import test, { after, beforeEach, describe } from 'node:test';
import { Type } from 'typebox';
import {
  accountName,
  BINH_LUC,
  PASSWORD,
  signedIn,
  testApp,
  testProvince,
} from '../../test/support/province.ts';
import { appoint, appointOfficial, hashPassword } from '../capabilities/people/index.ts';
import { connect, inTransaction } from '../db/connect.ts';
import { act, nowhere } from '../kernel/act.ts';
import { SYSTEM } from '../kernel/actor.ts';
import type { Job } from '../kernel/job.ts';
import { perform } from '../perform.ts';
import { jobRunner } from './runner.ts';
import { MOST_ATTEMPTS } from './schedule.ts';

const { pool, database } = await testProvince();
const owner = connect(database.ownerUrl, database.schema, 2);
/** A second server on the same database. */
const otherPool = connect(database.appUrl, database.schema, 6);
after(async () => {
  await Promise.all([pool.end(), owner.end(), otherPool.end()]);
});
beforeEach(async () => {
  await owner.query('delete from jobs');
});

const MORNING = new Date('2026-11-25T01:00:00Z');
const later = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);
const job = (run: Job['run'], more: Partial<Job> = {}): Job => ({
  name: 'test.job',
  title: 'Việc thử',
  when: { every: 10 },
  run,
  ...more,
});
const states = async () =>
  (await owner.query('select key, state, attempts from jobs order by due_at')).rows as {
    key: string;
    state: string;
    attempts: number;
  }[];

/** A promise and what keeps it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { opened, open };
}

describe('a planned job', () => {
  test('is done once for each of its times, however often one looks', async () => {
    const ran: string[] = [];
    const { tick } = jobRunner({
      pool,
      jobs: [job(async ({ dueAt }) => void ran.push(dueAt.toISOString()))],
    });
    for (const minutes of [0, 1, 9, 10, 11]) await tick(later(minutes));
    assert.deepEqual(ran, ['2026-11-25T01:00:00.000Z', '2026-11-25T01:10:00.000Z']);
  });

  test('that was missed is caught up once, not once for each missed time', async () => {
    let count = 0;
    const { tick } = jobRunner({ pool, jobs: [job(async () => void count++)] });
    await tick(MORNING);
    await tick(later(24 * 60));
    assert.equal(count, 2);
  });
});

describe('several servers on one database', () => {
  test('do each job once, though both look at the same moment', async () => {
    const ran: string[] = [];
    const jobs = [job(async ({ input }) => void ran.push(String(input)), { when: 'queued' })];
    for (let place = 0; place < 40; place++)
      await owner.query(
        `insert into jobs (name, key, due_at, next_attempt_at, input) values ('test.job', $1::text, $2, $2, to_jsonb($1::text))`,
        [String(place), MORNING],
      );
    await Promise.all([pool, otherPool].map((one) => jobRunner({ pool: one, jobs }).tick(MORNING)));
    assert.equal(ran.length, 40);
    assert.equal(new Set(ran).size, 40);
  });

  test('leave alone what one of them is at, even past the time of its next try', async () => {
    const [begun, end] = [gate(), gate()];
    let count = 0;
    const jobs = [
      job(async () => {
        count++;
        begun.open();
        await end.opened;
      }),
    ];
    const first = jobRunner({ pool, jobs }).tick(MORNING);
    await begun.opened;
    const others = [];
    for (const minutes of [0, 5])
      others.push(...(await jobRunner({ pool: otherPool, jobs }).tick(later(minutes))));
    end.open();
    await first;
    assert.deepEqual(others, []);
    assert.equal(count, 1);
  });

  test('follow each other when one dies in the middle, and the act has its effect once', async () => {
    const [begun, never] = [gate(), gate()];
    const jobs = [
      job(async ({ perform: doAct }) => {
        await doAct(
          appointOfficial,
          {
            fullName: 'Lê Thị Đồng Hồ',
            title: 'Chuyên viên',
            accountName: 'dongho',
            password: 'mot-mat-khau-du-dai',
            role: 'specialist',
            agencyId: `${BINH_LUC}.01`,
            from: '2026-11-25',
          },
          'dongho',
        );
        begun.open();
        await never.opened;
      }),
    ];
    const dying = connect(database.appUrl, database.schema, 6);
    const first = jobRunner({ pool: dying, jobs }).tick(MORNING);
    await begun.opened;
    // The server is gone: the database sees its connections end.
    await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid = any(
         select pid from pg_locks l where l.relation = 'jobs'::regclass and l.mode = 'RowShareLock' and l.granted)`,
    );
    const survivor = jobRunner({ pool: otherPool, jobs: [job(jobs[0]?.run ?? (async () => {}))] });
    never.open();
    assert.deepEqual(
      (await first).map(({ end }) => end),
      ['lost'],
    );
    assert.deepEqual(
      (await survivor.tick(later(1))).map(({ end }) => end),
      ['done'],
    );
    const { rows } = await owner.query(
      `select (select count(*) from accounts where name = 'dongho') as accounts,
         (select count(*) from record where act = 'people.appoint-official' and actor_kind = 'system') as rows`,
    );
    assert.deepEqual(rows, [{ accounts: 1, rows: 1 }]);
    await dying.end();
  });
});

describe('a job that fails', () => {
  const failing = job(async () => {
    throw new Error('cổng thanh toán không trả lời');
  });

  test('is tried again after growing pauses, then given up, and the next time of it is planned all the same', async () => {
    const { tick } = jobRunner({ pool, jobs: [failing] });
    let tries = 0;
    for (let minute = 0; minute <= 60; minute++) tries += (await tick(later(minute))).length;
    assert.equal(tries, MOST_ATTEMPTS);
    assert.deepEqual((await states())[0], {
      key: MORNING.toISOString(),
      state: 'dead',
      attempts: MOST_ATTEMPTS,
    });
    await tick(later(61));
    assert.equal((await states()).length, 2);
  });

  test('does not keep another from being done', async () => {
    const done: string[] = [];
    const { tick } = jobRunner({
      pool,
      jobs: [failing, job(async ({ dueAt }) => void done.push(dueAt.toISOString()), { name: 'test.other' })],
    });
    await tick(MORNING);
    assert.equal(done.length, 1);
  });

  test('by killing its server each time is given up too', async () => {
    const { tick } = jobRunner({ pool, jobs: [failing] });
    await owner.query(
      `insert into jobs (name, key, due_at, next_attempt_at, attempts) values ('test.job', 'poison', $1, $1, $2)`,
      [MORNING, MOST_ATTEMPTS],
    );
    await tick(MORNING);
    const { rows } = await owner.query(`select state, last_error from jobs where key = 'poison'`);
    assert.deepEqual(rows, [{ state: 'dead', last_error: 'máy chủ tắt giữa chừng' }]);
  });

  test('is seen by the administrator, who lets it be tried anew; others may not look', async () => {
    await inTransaction(owner, async (tx) =>
      appoint(tx, [
        {
          officialId: 'admin',
          fullName: 'Đỗ Quản Trị',
          title: 'Quản trị hệ thống',
          accountName: 'quantri',
          passwordHash: await hashPassword(PASSWORD),
          role: 'administrator',
          agencyId: 'H42.01',
          bodyId: 'H42.01',
          from: '2025-07-01',
          demo: false,
        },
      ]),
    );
    await owner.query(
      `insert into jobs (name, key, due_at, next_attempt_at, attempts, state, last_error)
       values ('jobs.sweep', 'once', $1, $1, 8, 'dead', 'hết chỗ trên đĩa')`,
      [MORNING],
    );
    const { app, close } = await testApp(pool, { now: () => later(1) });
    try {
      const admin = await signedIn(app, 'quantri');
      const seen = await admin.call('GET', '/api/jobs');
      assert.deepEqual(
        seen.body.failed.map((one: { key: string; dead: boolean; error: string }) => [
          one.key,
          one.dead,
          one.error,
        ]),
        [['once', true, 'hết chỗ trên đĩa']],
      );
      const revive = () => admin.call('POST', '/api/jobs/retry', { name: 'jobs.sweep', key: 'once' });
      assert.equal((await revive()).status, 200);
      assert.equal((await revive()).body.code, 'job.not-dead');
      assert.equal((await states())[0]?.state, 'waiting');
      const receptionist = await signedIn(app, accountName(BINH_LUC, 'receptionist'));
      assert.equal((await receptionist.call('GET', '/api/jobs')).status, 403);
    } finally {
      await close();
    }
  });
});

describe('a job that an act asks for', () => {
  /** An act under a name that the system may do. */
  const asking = (fails: boolean) =>
    act({
      name: 'people.appoint-official',
      summary: 'Asks for a job.',
      input: Type.Object({}),
      output: Type.Object({}),
      target: nowhere,
      async run(_tx, _actor, _input, _target, now) {
        await now.later({ job: 'test.job', key: 'dossier-1', at: later(30), input: { id: 'dossier-1' } });
        if (fails) throw new Error('refused after all');
        return {};
      },
    });

  test('waits for its time and is handed what the act said; asked for twice, it is one', async () => {
    const handed: unknown[] = [];
    const { tick } = jobRunner({
      pool,
      jobs: [job(async ({ input }) => void handed.push(input), { when: 'queued' })],
    });
    for (const _ of [1, 2]) await perform(pool, asking(false), SYSTEM, {}, { at: MORNING });
    await tick(later(29));
    assert.deepEqual(handed, []);
    await tick(later(30));
    assert.deepEqual(handed, [{ id: 'dossier-1' }]);
  });

  test('is not there when the act did not happen', async () => {
    await assert.rejects(perform(pool, asking(true), SYSTEM, {}, { at: MORNING }));
    assert.deepEqual(await states(), []);
  });
});

test('stopping waits for what is running and begins nothing new', async () => {
  const [begun, end] = [gate(), gate()];
  let count = 0;
  const runner = jobRunner({
    pool,
    now: () => MORNING,
    pause: 1,
    jobs: [
      job(async ({ stopping }) => {
        count++;
        begun.open();
        await end.opened;
        assert.equal(stopping(), true);
      }),
    ],
  });
  runner.start();
  await begun.opened;
  const stopped = runner.stop();
  end.open();
  await stopped;
  assert.equal(count, 1);
  assert.deepEqual(
    (await states()).map(({ state }) => state),
    ['done'],
  );
});
