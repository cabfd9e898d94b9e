import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { testDatabase } from '../../../test/support/database.ts';
import { connect, inTransaction } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/tx.ts';
import { chained, jsonbText } from './chain.ts';
import { copyChains } from './copy-chains.ts';
import { appendRecord, changesOf, claimRequest } from './store.ts';
import { verifyRecord } from './verify.ts';

const actor: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };
const database = await testDatabase();
const pool = connect(database.appUrl, database.schema, 10);
after(() => pool.end());

const lay = (tx: Tx, subjectId: string, change: unknown, at = new Date('2026-11-20T03:00:00.123Z')) =>
  appendRecord(tx, { act: 'dossiers.x', actor, at, from: null, subjectKind: 'dossier', subjectId, change });

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await client.query(`set search_path to ${database.schema}, public`);
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the record', () => {
  test('gives the changes of a subject back in their order', async () => {
    await inTransaction(pool, async (tx) => {
      for (const step of [1, 2, 3]) await lay(tx, 'a', { step, text: 'Đã nhận "đơn" \\ 100 %' });
    });
    assert.deepEqual(
      (await changesOf(pool, 'dossier', 'a')).map((change) => (change as { step: number }).step),
      [1, 2, 3],
    );
  });

  test('cannot be changed, deleted or emptied by the server', async () => {
    await inTransaction(pool, (tx) => lay(tx, 'b', {}));
    for (const attempt of [
      `update record set actor_name = 'x'`,
      'delete from record',
      'truncate record',
      'delete from record_heads',
      `update migrations set hash = 'x'`,
    ])
      await assert.rejects(pool.query(attempt), { code: '42501' }, attempt);
  });

  test('keeps one unbroken chain when many write to the same subject at once', async () => {
    const gate = await pool.connect();
    await gate.query('begin');
    await lay(gate as unknown as Tx, 'c', { n: 0 });
    const writers = Array.from({ length: 7 }, (_, n) =>
      inTransaction(pool, (tx) => lay(tx, 'c', { n: n + 1 })),
    );
    // All seven wait for the head that the open transaction holds; then they go one by one.
    await asOwner(async (client) => {
      for (;;) {
        const { rows } = await client.query(
          `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        if (rows[0].n >= 7) break;
      }
    });
    await gate.query('commit');
    gate.release();
    await Promise.all(writers);
    const { rows } = await pool.query(
      `select array_agg(seq order by id) as seqs from record where subject_id = 'c'`,
    );
    assert.deepEqual(rows[0].seqs, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual((await verifyRecord(pool)).faults, []);
  });

  test('names the row in which one byte was changed behind its back', async () => {
    await inTransaction(pool, async (tx) => {
      await lay(tx, 'd', { text: 'đúng' });
      await lay(tx, 'd', { text: 'tiếp' });
    });
    const id = await asOwner(async (client) => {
      const { rows } = await client.query(
        `update record set change = '{"text": "đứng"}' where subject_id = 'd' and seq = 1 returning id`,
      );
      return rows[0].id;
    });
    assert.deepEqual((await verifyRecord(pool)).faults, [
      { id, subjectKind: 'dossier', subjectId: 'd', seq: 1, fault: 'changed' },
    ]);
    await asOwner((client) =>
      client.query(`update record set change = '{"text": "đúng"}' where id = $1`, [id]),
    );
    assert.deepEqual((await verifyRecord(pool)).faults, []);
  });

  test('shows a row that was changed together with its own hash, by the row after it', async () => {
    await inTransaction(pool, async (tx) => {
      await lay(tx, 'e', { n: 1 });
      await lay(tx, 'e', { n: 2 });
    });
    await asOwner((client) =>
      client.query(`update record r set actor_name = 'Kẻ khác', hash = record_hash(r.previous_hash, r.at, r.act, r.actor_kind,
        r.actor_id, 'Kẻ khác', r.on_behalf_of, r.came_from, r.subject_kind, r.subject_id, r.seq, r.body_ids, r.change)
        where subject_id = 'e' and seq = 1`),
    );
    const { faults } = await verifyRecord(pool);
    assert.deepEqual(
      faults.map(({ subjectId, seq, fault }) => ({ subjectId, seq, fault })),
      [{ subjectId: 'e', seq: 2, fault: 'unchained' }],
    );
    await asOwner((client) => client.query(`delete from record where subject_id = 'e'`));
    const cut = (await verifyRecord(pool)).faults;
    assert.deepEqual(
      cut.map(({ subjectId, fault }) => ({ subjectId, fault })),
      [{ subjectId: 'e', fault: 'cut' }],
    );
    await asOwner((client) => client.query(`delete from record_heads where subject_id = 'e'`));
  });

  test('shows that the last rows of a chain are gone', async () => {
    await inTransaction(pool, async (tx) => {
      await lay(tx, 'f', { n: 1 });
      await lay(tx, 'f', { n: 2 });
    });
    await asOwner((client) => client.query(`delete from record where subject_id = 'f' and seq = 2`));
    assert.deepEqual(
      (await verifyRecord(pool)).faults.map(({ subjectId, seq, fault }) => ({ subjectId, seq, fault })),
      [{ subjectId: 'f', seq: 2, fault: 'cut' }],
    );
  });
});

describe('the record laid in bulk', () => {
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;

  test('is printed as the database prints it, whatever it says', async () => {
    const values = fc.sample(value, 300);
    const { rows } = await pool.query<{ text: string }>(
      'select v::jsonb::text as text from unnest($1::text[]) v',
      [values.map((one) => JSON.stringify(one))],
    );
    assert.deepEqual(
      values.map(jsonbText),
      rows.map(({ text }) => text),
    );
  });

  test('has the chains that rows laid one by one have, and goes on from them', async () => {
    const row = (change: unknown) => ({
      at: '2025-03-01T02:00:00.123Z',
      act: 'dossiers.x',
      actorKind: 'official',
      actorId: 'o1',
      actorName: 'Đỗ "Văn" Khải \\ 1',
      onBehalfOf: null,
      cameFrom: null,
      subjectKind: 'dossier',
      subjectId: 'bulk',
      bodyIds: ['H42.1', 'H42.2'],
      change,
    });
    const chain = chained(
      [{ b: 'đúng\n\t"', aa: [1, null, true], é: {} }, { ở: 'x', Z: -12.5 }, {}].map(row),
    );
    await asOwner((client) => copyChains(client as unknown as Tx, [chain]));
    await inTransaction(pool, (tx) => lay(tx, 'bulk', { n: 4 }));
    const faults = (await verifyRecord(pool)).faults.filter(({ subjectId }) => subjectId === 'bulk');
    assert.deepEqual(faults, []);
    assert.equal((await changesOf(pool, 'dossier', 'bulk')).length, 4);
  });
});

test('a second request with the same key waits for the first and reads its answer', async () => {
  const request = {
    actorId: 'o1',
    key: 'k1',
    act: 'dossiers.x',
    inputHash: Buffer.from('h'),
    at: new Date(),
  };
  const first = await pool.connect();
  await first.query('begin');
  assert.equal((await claimRequest(first as unknown as Tx, request)).fresh, true);
  const second = inTransaction(pool, (tx) => claimRequest(tx, request));
  await first.query(`update requests set answer = '{"n": 1}' where key = 'k1'`);
  await first.query('commit');
  first.release();
  assert.deepEqual((await second).answer, { n: 1 });
});
