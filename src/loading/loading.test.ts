import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { buildApp } from '../app.ts';
import { isWorkingDay, legalDay } from '../capabilities/calendar/index.ts';
import {
  assignDossier,
  type DossierChange,
  dossierFrom,
  receiveDossier,
} from '../capabilities/dossiers/index.ts';
import { definitionsOf, foldCells } from '../capabilities/figures/index.ts';
import { appoint } from '../capabilities/people/index.ts';
import { versionsInForce } from '../capabilities/procedures/index.ts';
import { changesOf, verifyRecord } from '../capabilities/record/index.ts';
import { connect, inTransaction } from '../db/connect.ts';
import type { Actor } from '../kernel/actor.ts';
import { perform } from '../perform.ts';
import { seatOf } from './demo/act-out.ts';
import { readCast, readGround } from './demo/ground.ts';
import { FATES, planStories } from './demo/plan.ts';
import {
  DEMO_PASSWORD,
  demoAccounts,
  demoIsDue,
  demoState,
  loadDemo,
  loadProvince,
  removeDemo,
} from './index.ts';

/** A Wednesday at half past ten. */
const NOW = new Date('2026-11-18T03:30:00Z');
const TODAY = legalDay(NOW);

const database = await testDatabase();
const pool = connect(database.appUrl, database.schema, 8);
const owner = connect(database.ownerUrl, database.schema, 2);
const papersFolder = await mkdtemp(join(tmpdir(), 'haicap-demo-'));
const demo = {
  pool,
  adminUrl: database.ownerUrl,
  schema: database.schema,
  papersFolder,
  province: '37',
  now: NOW,
};
after(async () => {
  await Promise.all([pool.end(), owner.end(), rm(papersFolder, { recursive: true, force: true })]);
});

const count = async (from: string, values: unknown[] = []): Promise<number> =>
  (await owner.query<{ n: number }>(`select count(*)::integer as n from ${from}`, values)).rows[0]?.n ?? -1;

describe('Loading a province', () => {
  test('refuses a province that does not exist, in words', async () => {
    await assert.rejects(loadProvince(pool, { province: '99' }), /HAICAP_PROVINCE=99/);
  });

  test('brings units, agencies, calendar and procedures, and says so', async () => {
    const lines: string[] = [];
    const loaded = await loadProvince(pool, { province: '37', onStep: (line) => lines.push(line) });
    assert.equal(loaded.units, 3355);
    assert.ok(loaded.agencies >= 129 * 6);
    assert.ok(loaded.procedures > 400);
    assert.equal(lines.length, 4);
  });

  test('again adds nothing and keeps what the province has changed', async () => {
    await owner.query(`update agencies set phone = '0229 000 111' where id = 'H42.13504'`);
    const again = await loadProvince(pool, { province: '37' });
    assert.deepEqual(again, { days: 0, units: 0, agencies: 0, procedures: 0 });
    assert.equal(await count(`agencies where id = 'H42.13504' and phone = '0229 000 111'`), 1);
  });
});

describe('The plan of the demonstration', () => {
  const moments = [
    ['a Wednesday morning', '2026-11-18T03:30:00Z'],
    ['one minute past eight on a Monday', '2026-11-16T01:01:00Z'],
    ['a Saturday', '2026-11-21T05:00:00Z'],
    ['a Sunday night', '2026-11-22T16:30:00Z'],
    ['the third day of the lunar new year', '2026-02-19T03:00:00Z'],
    ['the last evening of the year', '2026-12-31T14:00:00Z'],
    ['a day beyond the last shipped calendar', '2028-03-08T02:00:00Z'],
  ] as const;
  for (const [name, iso] of moments)
    test(`holds on ${name}`, async () => {
      const now = new Date(iso);
      const ground = await readGround(pool, '37', now);
      const accountHolders = new Map([
        [ground.main.unit.code, Array.from({ length: 3 }, () => ({ ...SOMEBODY }))],
      ]);
      const stories = planStories({ ...ground, accountHolders }, now);
      assert.ok(stories.length > 400, `${stories.length} stories`);
      for (const { key, beats } of stories)
        for (const [place, beat] of beats.entries()) {
          assert.ok(beat.at <= now, `${key} ${beat.do} lies ahead`);
          assert.ok(
            place === 0 || beat.at >= (beats[place - 1]?.at ?? now),
            `${key} ${beat.do} runs backwards`,
          );
        }
      const fates = new Set(stories.map((story) => story.fate));
      const impossible = isWorkingDay(ground.main.calendar, legalDay(now)) ? [] : ['due-today'];
      // Early on a Monday, or late on a day, nothing may be due today any more.
      const missing = FATES.filter((fate) => !fates.has(fate) && !impossible.includes(fate));
      assert.deepEqual(
        missing.filter((fate) => fate !== 'due-today'),
        [],
      );
      if (iso === '2026-11-18T03:30:00Z') assert.deepEqual(missing, []);
    });

  test('is the same for the same moment', async () => {
    const ground = { ...(await readGround(pool, '37', NOW)), accountHolders: new Map() };
    const plan = () =>
      planStories(ground, NOW).map(({ key, applicant, beats }) => [key, applicant.fullName, beats]);
    assert.deepEqual(plan(), plan());
  });
});

describe('The living demonstration', () => {
  let lines: string[];
  before(async () => {
    assert.equal(await demoIsDue(pool), true);
    // Cut off in the middle, as by a power cut.
    await assert.rejects(
      loadDemo({
        ...demo,
        most: 40,
        onStep: (line) => {
          if (line.includes('50%')) throw new Error('cut off');
        },
      }),
    );
    assert.equal(await demoState(pool), 'begun');
    assert.ok((await count('dossiers')) > 0);
    assert.equal(await demoIsDue(pool), true);
    lines = [];
    const { already } = await loadDemo({ ...demo, onStep: (line) => lines.push(line) });
    assert.equal(already, false);
  });

  test('after a load that was cut off begins anew and leaves nothing of it', async () => {
    assert.match(lines[0] ?? '', /chưa xong/);
    assert.equal(await demoState(pool), 'loaded');
    assert.equal(await count('dossiers where not demo'), 0);
    assert.equal(await count('persons where not demo'), 0);
    assert.equal(await count('papers where not demo'), 0);
  });

  test('shows several hundred dossiers in every state that an act leads to', async () => {
    assert.ok((await count('dossiers')) >= 400);
    const { rows } = await pool.query<{ state: string }>('select distinct state from dossiers order by 1');
    assert.deepEqual(
      rows.map((row) => row.state),
      [
        'awaiting-supplement',
        'in-progress',
        'received',
        'refused-receipt',
        'resolved',
        'returned',
        'stopped',
        'submitted',
        'withdrawn',
      ],
    );
    for (const what of [
      `channel = 'online'`,
      `channel = 'counter'`,
      `channel = 'post'`,
      `outcome = 'refused'`,
      `due_at < '${NOW.toISOString()}' and ended_at is null`,
      `ended_at > due_at_end`,
      `(due_at at time zone '+07')::date = '${TODAY}'`,
      `(due_at at time zone '+07')::date = '2026-11-19'`,
      `receiving_body_id = 'H42.13504' and competent_body_id <> 'H42.13504' and competent_body_id <> 'H42.13504.05'`,
      `receiving_body_id <> 'H42.13504' and competent_body_id = 'H42.13504'`,
      `competent_body_id = 'H42.13504.05' and state = 'returned'`,
      `competent_body_id ~ '^H42\\.\\d\\d$' and state = 'returned'`,
      `applicant_id in (select id from persons where kind = 'organisation')`,
      `body -> 'representative' <> 'null'`,
      `submitted_at > '${NOW.toISOString()}'::timestamptz - interval '2 days' and state = 'submitted'`,
      `jsonb_array_length(body -> 'corrections') > 0`,
      `body #>> '{errors,0,mended,how}' is not null`,
      `outcome = 'approved' and jsonb_array_length(body -> 'supplements') > 0`,
      `outcome = 'approved' and jsonb_typeof(body -> 'extension') = 'object'`,
      `state = 'in-progress' and jsonb_path_exists(body, '$.parts[*] ? (@.endedAt == null)')`,
      `holder_role = 'division-head' and due_at < '${NOW.toISOString()}'`,
      `holder_role = 'specialist' and due_at < '${NOW.toISOString()}'`,
    ])
      assert.ok((await count(`dossiers where ${what}`)) > 0, what);
    const steps = await count(
      `(select distinct holder_role from dossiers where state in ('received', 'in-progress') and competent_body_id = 'H42.13504') roles`,
    );
    assert.equal(steps, 4, 'something lies with the division head, the specialist, the leader and the clerk');
  });

  test('was made by acts: the record is whole and gives every dossier back', async () => {
    const { faults } = await verifyRecord(pool);
    assert.deepEqual(faults, []);
    const { rows } = await pool.query<{ id: string; body: object }>(
      'select id, body from dossiers order by id',
    );
    for (const { id, body } of rows)
      assert.deepEqual(dossierFrom(id, (await changesOf(pool, 'dossier', id)) as DossierChange[]), body);
  });

  test('numbers receipts without a gap, in the order of their moments', async () => {
    const { rows } = await pool.query<{ body: string; day: string; serials: number[] }>(
      `select receiving_body_id as body, split_part(code, '-', 2) as day,
         array_agg(split_part(code, '-', 3)::integer order by received_at, code) as serials
       from dossiers where code is not null group by 1, 2`,
    );
    assert.ok(rows.length > 50);
    for (const { body, day, serials } of rows)
      assert.deepEqual(
        serials,
        [...serials.keys()].map((place) => place + 1),
        `${body} ${day}`,
      );
  });

  test('happened in working hours, but for what citizens filed', async () => {
    const ground = await readGround(pool, '37', NOW);
    const { rows } = await pool.query<{ received_at: Date }>(
      'select received_at from dossiers where received_at is not null and centre_id = $1',
      [ground.main.centre.id],
    );
    for (const { received_at } of rows) assert.ok(isWorkingDay(ground.main.calendar, legalDay(received_at)));
  });

  test('sends nothing to people who do not exist', async () => {
    assert.ok((await count('messages')) > 0);
    assert.equal(await count(`messages where state = 'waiting'`), 0);
  });

  test('is loaded once', async () => {
    const before = await count('dossiers');
    assert.equal((await loadDemo(demo)).already, true);
    assert.equal(await count('dossiers'), before);
    assert.equal(await demoIsDue(pool), false);
  });

  test('gives accounts to try every role with, and three citizens', async () => {
    const accounts = await demoAccounts(pool);
    const names = accounts.map(({ name }) => name);
    for (const name of [
      'tiepnhan.binhluc',
      'lanhdao.binhluc',
      'vanthu.binhluc',
      'kiemsoat.ninhbinh',
      'quantri.ninhbinh',
    ])
      assert.ok(names.includes(name), `${name} in ${names}`);
    assert.equal(names.filter((name) => /^\d{12}$/.test(name)).length, 3);
    for (const { name } of accounts) assert.equal(await count('accounts where name = $1', [name]), 1);
  });

  test('receives a newcomer: the page says that all is invented, and the account finds work', async () => {
    const app = await buildApp({
      pool,
      dataFolder: papersFolder,
      publicUrl: 'http://localhost',
      version: 'test',
      demo: (await demoState(pool)) === 'loaded',
      now: () => NOW,
    });
    try {
      const visitor = (await app.inject('/api/session')).json();
      assert.equal(visitor.actor, null);
      assert.equal(visitor.demo, true);
      assert.equal(visitor.province.fullName, 'tỉnh Ninh Bình');
      const opened = await app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { 'x-haicap': '1' },
        payload: { name: 'chuyenvien.binhluc', password: DEMO_PASSWORD },
      });
      assert.equal(opened.statusCode, 200);
      const cookie = opened.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      const { lists } = (await app.inject({ url: '/api/dossiers/lists', headers: { cookie } })).json();
      assert.ok(
        lists.some((list: { count: number }) => list.count > 0),
        JSON.stringify(lists),
      );
    } finally {
      await app.close();
    }
  });
});

describe('Removing the demonstration', () => {
  const receptionist: Actor = {
    kind: 'official',
    id: 'real-receptionist',
    name: 'Phạm Thị Thu Hà',
    duties: [{ role: 'receptionist', agencyId: 'H42.13504.04', bodyId: 'H42.13504' }],
  };
  let real: string;
  before(async () => {
    await inTransaction(owner, (tx) =>
      appoint(tx, [
        {
          officialId: receptionist.id,
          fullName: receptionist.name,
          title: 'Công chức tiếp nhận',
          accountName: 'thuha',
          passwordHash: null,
          role: 'receptionist',
          agencyId: 'H42.13504.04',
          bodyId: 'H42.13504',
          from: '2026-01-01',
          demo: false,
        },
      ]),
    );
    const version = (await versionsInForce(pool, TODAY)).find(
      ({ procedure }) => procedure.code === '1.004873',
    );
    assert.ok(version);
    const filing = {
      procedureCode: '1.004873',
      procedureVersionId: version.id,
      channel: 'counter',
      applicant: { kind: 'citizen', fullName: 'Đinh Văn Thật', personalId: '037088001234' },
      form: {
        forSelf: true,
        residenceThen: { unitCode: '13504' },
        status: 'single',
        purpose: 'job',
        oldPaper: false,
        promise: true,
      },
      components: version.procedure.components
        .filter((component) => component.mode === 'submit' && !component.conditional)
        .map(({ key }) => ({ key, originals: 1 })),
      returnBy: 'counter',
    };
    const received = await perform(pool, receiveDossier, receptionist, filing, { at: NOW });
    real = received.id;
    const { officials } = await readCast(pool);
    const head = officials.get(seatOf('H42.13504.01', 'division-head'))?.[0];
    const specialist = officials.get(seatOf('H42.13504.01', 'specialist'))?.[0];
    assert.ok(head && specialist);
    await perform(
      pool,
      assignDossier,
      head,
      { id: real, version: received.version, officialId: specialist.id },
      { at: NOW },
    );
    // And somebody tries the demonstration out: a dossier typed in at an invented receptionist's counter.
    const tried = officials.get(seatOf('H42.13504.04', 'receptionist'))?.[0];
    assert.ok(tried);
    await perform(
      pool,
      receiveDossier,
      tried,
      { ...filing, applicant: { kind: 'citizen', fullName: 'Người Dùng Thử', personalId: '037088005678' } },
      { at: NOW },
    );
    await fold();
    await removeDemo(demo);
  });

  test('takes its dossiers out of the totals of figures too', async () => {
    await fold();
    const { rows } = await pool.query<{ n: number }>(
      `select sum(n) as n from figure_cells where kind = 'all' and measure like 'received@%'`,
    );
    assert.equal(rows[0]?.n, 1);
  });

  test('leaves the province, the real dossier with its story, and one row that says what was removed', async () => {
    assert.ok((await count('agencies')) >= 129 * 6);
    const { rows } = await pool.query<{ id: string; body: object }>('select id, body from dossiers');
    assert.deepEqual(
      rows.map((row) => row.id),
      [real],
    );
    assert.deepEqual(
      dossierFrom(real, (await changesOf(pool, 'dossier', real)) as DossierChange[]),
      rows[0]?.body,
    );
    const told = (await changesOf(pool, 'system', 'demo')).at(-1) as { type: string; dossiers: number };
    assert.equal(told.type, 'demo-removed');
    assert.ok(told.dossiers >= 400);
    assert.equal(await demoState(pool), 'removed');
    assert.equal(await demoIsDue(pool), false);
  });

  test('leaves no invented person, paper, account, session or message', async () => {
    assert.equal(await count('persons'), 1);
    assert.equal(await count('papers'), 0);
    assert.equal(await count('messages where subject_id <> $1', [real]), 0);
    assert.equal(await count('accounts'), 1);
    assert.equal(await count('sessions'), 0);
    assert.equal(await count('reports'), 0);
    assert.equal(await count('persons where demo'), 0);
    assert.equal(await count('officials where demo'), 0);
    for (const money of ['receipts', 'money_moves', 'payment_orders', 'gateway_notices', 'cash_books'])
      assert.equal(await count(money), 0, money);
    assert.deepEqual(await demoAccounts(pool), []);
    const left = await readdir(papersFolder, { recursive: true, withFileTypes: true });
    assert.deepEqual(
      left.filter((entry) => entry.isFile()),
      [],
    );
  });

  test('keeps the names of invented officials that the real dossier mentions, without account and duties', async () => {
    const { rows } = await pool.query<{ id: string }>('select id from officials order by id');
    assert.deepEqual(
      rows.map((row) => row.id),
      ['demo:chuyenvien.binhluc', 'demo:truongphong.binhluc', 'real-receptionist'],
    );
    assert.equal(await count(`duties where official_id like 'demo:%'`), 0);
  });

  test('leaves a record without a fault', async () => {
    assert.deepEqual((await verifyRecord(pool)).faults, []);
  });

  test('lets registers begin anew, but for those in which something real is numbered', async () => {
    assert.equal(await count('serials'), 1);
    const { rows } = await pool.query<{ body_id: string; period: string }>(
      'select body_id, period from serials',
    );
    assert.deepEqual(rows[0], { body_id: 'H42.13504', period: TODAY });
  });
});

const SOMEBODY = {
  kind: 'citizen' as const,
  fullName: 'Lê Văn An',
  personalId: '037090912345',
  taxCode: null,
  birthDate: '1990-05-19',
  sex: 'male' as const,
  phone: null,
  email: null,
  address: null,
  unitCode: '13504',
};

/** Brings the totals of figures up to date, as the clock does every minute. */
function fold() {
  return inTransaction(pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    return foldCells(tx, (await definitionsOf(tx)).indicators);
  });
}
