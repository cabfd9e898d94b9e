import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, describe } from 'node:test';
import { type Ground, testDatabase } from '../../../test/support/database.ts';
import { definitionsOf, figuresFor, indicatorsOn, recount } from '../../capabilities/figures/index.ts';
import { verifyRecord } from '../../capabilities/record/index.ts';
import { connect, inSnapshot, inTransaction, type Pool } from '../../db/connect.ts';
import { loadProvince } from '../load-province.ts';
import { simulate } from './simulate.ts';

const LOADED: Ground = {
  name: 'loaded',
  madeOf: [
    'catalogue',
    'src/capabilities/units',
    'src/capabilities/calendar',
    'src/capabilities/procedures',
    'src/loading/load-province.ts',
  ],
  async lay(urls) {
    const pool = connect(urls.ownerUrl, urls.schema, 2);
    await loadProvince(pool, { province: '37', at: new Date('2025-07-01T00:00:00+07:00') });
    await pool.end();
  },
};
const COUNT = 30;
const AFTERWARDS = new Date('2026-01-05T02:00:00Z');

const papersFolder = await mkdtemp(join(tmpdir(), 'haicap-year-'));
const lands = await Promise.all(
  [0, 1].map(async () => {
    const database = await testDatabase(LOADED);
    return { database, pool: connect(database.ownerUrl, database.schema, 4) };
  }),
);
const [acted, laid] = lands as [(typeof lands)[number], (typeof lands)[number]];
after(async () => {
  await Promise.all([
    ...lands.map(({ pool }) => pool.end()),
    rm(papersFolder, { recursive: true, force: true }),
  ]);
});

const year = ({ database, pool }: typeof acted, more: object = {}) =>
  simulate({
    pool,
    adminUrl: database.ownerUrl,
    schema: database.schema,
    papersFolder,
    province: '37',
    year: 2025,
    dossiers: COUNT,
    seed: '1',
    bulk: false,
    ...more,
  });

/** Every figure of the year: of the whole and by body, sector, procedure and channel. */
const everyFigure = (pool: Pool) =>
  inSnapshot(pool, async (tx) => {
    const codes = [...indicatorsOn((await definitionsOf(tx)).indicators, '2025-07-01').keys()];
    const all = [];
    for (const by of [undefined, 'body', 'sector', 'procedure', 'channel'] as const) {
      const { total, rows } = await figuresFor(tx, {
        indicators: codes,
        period: { from: '2025-07-01', to: '2026-01-01' },
        bodies: null,
        by,
        at: AFTERWARDS,
      });
      all.push({ by, total, rows: [...rows].sort(([a], [b]) => (a < b ? -1 : 1)) });
    }
    return all;
  });

const isWhole = async (pool: Pool) => {
  const found = await inSnapshot(pool, async (tx) =>
    recount(tx, (await definitionsOf(tx)).indicators, AFTERWARDS),
  );
  assert.deepEqual(found.examples, []);
  assert.deepEqual([found.difference, found.dossiers], [0, COUNT]);
  assert.deepEqual((await verifyRecord(pool)).faults, []);
};

describe('a simulated year', () => {
  before(async () => {
    // Cut off and begun again, in the middle of a batch and of acts.
    await year(acted, { stopAfter: 11 });
    await year(acted);
    await year(laid, { bulk: true, stopAfter: 11 });
    await year(laid, { bulk: true });
  });

  test('gives the same figures acted out and laid in bulk, and in the proportions that were published', async () => {
    const [one, other] = [await everyFigure(acted.pool), await everyFigure(laid.pool)];
    assert.deepEqual(other, one);
    const total = one[0]?.total ?? {};
    assert.equal(total.received, COUNT);
    assert.equal(total.open, Math.round((COUNT * 33_612) / 776_417));
    assert.equal(total.ended, COUNT - (total.open ?? 0));
    assert.ok((total['digitised-both'] ?? 0) > COUNT / 2);
  });

  test('is the record’s own year, whose recount finds no difference, cut off or not', async () => {
    for (const { pool } of lands) await isWhole(pool);
  });

  test('leaves every index and rule of the tables where it was', async () => {
    const rules = ({ pool }: typeof acted) =>
      pool
        .query(
          `select indexdef as made from pg_indexes where schemaname = 'haicap_37'
           union all select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid)
             from pg_constraint where connamespace = 'haicap_37'::regnamespace order by 1`,
        )
        .then(({ rows }) => rows.map(({ made }) => made));
    assert.deepEqual(await rules(laid), await rules(acted));
  });

  test('is one year and no other: another number, seed or way is refused, done again it does nothing', async () => {
    for (const more of [{ seed: '2' }, { dossiers: COUNT + 1 }, { year: 2026 }, { bulk: true }])
      await assert.rejects(year(acted, more), /đã mô phỏng năm 2025/);
    const again = await year(acted);
    assert.equal(again.before, COUNT);
    await isWhole(acted.pool);
  });

  test('finds its people by name and number, as the acts do', async () => {
    const search = ({ pool }: typeof acted) =>
      pool
        .query<{ search: string }>(
          `select regexp_replace(search, '[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4} ', '') as search from dossiers order by received_at, search`,
        )
        .then(({ rows }) => rows.map(({ search: text }) => text.replace(/^\S+ /, '')).sort());
    assert.deepEqual(await search(laid), await search(acted));
  });
});

test('nothing is simulated where somebody works', async () => {
  const database = await testDatabase(LOADED);
  const pool = connect(database.ownerUrl, database.schema, 2);
  await inTransaction(pool, (tx) =>
    tx.query(`insert into officials (id, full_name, title) values ('o', 'Lê Văn An', 'Chuyên viên')`),
  );
  await assert.rejects(year({ database, pool }, { bulk: true }), /không mô phỏng bên cạnh dữ liệu thật/);
  assert.equal((await pool.query('select from dossiers')).rowCount, 0);
  await pool.end();
});
