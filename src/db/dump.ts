import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Tx } from '../kernel/tx.ts';

/** One connection for rows in bulk, as the owner. */
export interface CopyConnection extends Tx {
  /** The rows of a query as COPY writes them; the count is whole when the bytes are. */
  rowsOf(query: string): { bytes: AsyncIterable<Buffer>; count(): number };
  /** Takes rows into a table; answers how many. When the source fails, the copy does, with the source's error. */
  takeRows(table: string, columns: string[], bytes: AsyncIterable<Buffer>): Promise<number>;
  end(): Promise<void>;
}

export const quoted = (name: string): string => pg.escapeIdentifier(name);

/** For a transaction's beginning: values as text in one way, whatever the server's own settings, and no time limit. */
export const PLAIN_TEXT = `
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
  set local timezone = 'UTC';
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'iso_8601';
  set local extra_float_digits = 1;
  set local bytea_output = 'hex';
  set local client_encoding = 'UTF8'`;

export async function openForCopying(url: string, applicationName: string): Promise<CopyConnection> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName });
  // One that dies between two questions fails the next.
  client.on('error', () => {});
  await client.connect();
  return {
    query: client.query.bind(client) as Tx['query'],
    rowsOf(query) {
      const bytes = client.query(copyTo(`copy (${query}) to stdout`));
      return { bytes, count: () => bytes.rowCount };
    },
    async takeRows(table, columns, bytes) {
      const into = client.query(
        copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`),
      );
      await pipeline(bytes, into);
      return into.rowCount;
    },
    end: () => client.end(),
  };
}
