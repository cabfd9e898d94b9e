import pg from 'pg';
import type { Tx } from '../kernel/tx.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A legal day is a day, not an instant: it stays text (YYYY-MM-DD).
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

export type Pool = pg.Pool;

/** The schema that holds everything of one province. */
export function provinceSchema(provinceCode: string): string {
  if (!/^\d{2}$/.test(provinceCode)) throw new Error(`not a province code: ${provinceCode}`);
  return `haicap_${provinceCode}`;
}

/** A pool whose connections see the province's schema first, and public for the extensions. */
export function connect(url: string, schema: string, max = 16): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'haicap',
    options: `-c search_path=${schema},public -c timezone=UTC -c idle_in_transaction_session_timeout=60000 -c statement_timeout=60000`,
  });
  // A connection that dies while idle (the database was restarted) is replaced at the next query.
  pool.on('error', () => {});
  // One that dies while an act holds it fails that act's next query; unheard, it would end the whole server.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const RETRYABLE = new Set(['40001', '40P01']);

/** Runs `work` in one transaction: all of it happens or none. Deadlocks and serialization failures are tried again. */
export async function inTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, 'begin', work);
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (attempt >= 4 || !RETRYABLE.has(code)) throw error;
    }
  }
}

/** Reads of one answer from one snapshot, so that its figures agree with each other. */
export function inSnapshot<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  return once(pool, 'begin isolation level repeatable read read only', work);
}

/** One try of a transaction on a connection of its own, which is thrown away when it cannot even roll back. */
async function once<T>(pool: Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client as unknown as Tx);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
