import type { QueryResult, QueryResultRow } from 'pg';

/** What a query function is handed first: a transaction, or for reads a pooled connection. */
export interface Tx {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>;
  /** The same with a server-side prepared statement; for what runs often. */
  query<R extends QueryResultRow>(named: {
    name: string;
    text: string;
    values?: unknown[];
  }): Promise<QueryResult<R>>;
}
