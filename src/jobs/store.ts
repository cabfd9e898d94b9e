import type { Tx } from '../kernel/tx.ts';
import { MOST_ATTEMPTS, pauseMinutes } from './schedule.ts';

export interface ClaimedJob {
  name: string;
  key: string;
  dueAt: Date;
  input: unknown;
  attempts: number;
}

/** Plans an occurrence, unless it is planned already or an earlier one of the job still waits: those are one. */
export async function planOccurrence(tx: Tx, name: string, dueAt: Date): Promise<void> {
  await tx.query({
    name: 'plan-occurrence',
    text: `insert into jobs (name, key, due_at, next_attempt_at) select $1, $2, $3, $3
           where not exists (select from jobs j where j.name = $1 and j.state = 'waiting')
           on conflict (name, key) do nothing`,
    values: [name, dueAt.toISOString(), dueAt],
  });
}

/** A try that ended without a word (the server died) and was the last one allowed: dead, said so. */
export async function buryCrashed(tx: Tx, names: string[], at: Date): Promise<void> {
  await tx.query(
    `update jobs set state = 'dead', done_at = $2, last_error = coalesce(last_error, 'máy chủ tắt giữa chừng')
     where (name, key) in (select j.name, j.key from jobs j where j.state = 'waiting' and j.next_attempt_at <= $2
       and j.attempts >= $3 and j.name = any($1::text[]) for update skip locked)`,
    [names, at, MOST_ATTEMPTS],
  );
}

/**
 * Takes the job that waits longest and moves its next try on. Whoever takes it has until then to begin (`holdJob`);
 * of two servers that look at one moment the second skips the locked row.
 */
export async function claimJob(tx: Tx, names: string[], at: Date): Promise<ClaimedJob | null> {
  const { rows } = await tx.query<{
    name: string;
    key: string;
    due_at: Date;
    input: unknown;
    attempts: number;
  }>({
    name: 'claim-job',
    text: `select j.name, j.key, j.due_at, j.input, j.attempts from jobs j
           where j.state = 'waiting' and j.next_attempt_at <= $2 and j.attempts < $3 and j.name = any($1::text[])
           order by j.next_attempt_at, j.name, j.key limit 1 for update skip locked`,
    values: [names, at, MOST_ATTEMPTS],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const attempts = row.attempts + 1;
  await tx.query({
    name: 'begin-job',
    text: 'update jobs set attempts = $3, next_attempt_at = $4 where name = $1 and key = $2',
    values: [row.name, row.key, attempts, new Date(at.getTime() + pauseMinutes(attempts) * 60_000)],
  });
  return { name: row.name, key: row.key, dueAt: row.due_at, input: row.input, attempts };
}

/** Holds the claimed job's row for as long as it runs; false when another server has taken it over meanwhile. */
export async function holdJob(tx: Tx, job: ClaimedJob): Promise<boolean> {
  // A job may take longer than a transaction is otherwise allowed to idle.
  await tx.query('set local idle_in_transaction_session_timeout = 0');
  const { rowCount } = await tx.query(
    // Not `skip locked`: another server's look may hold the row for a moment.
    `select from jobs where name = $1 and key = $2 and attempts = $3 and state = 'waiting' for update`,
    [job.name, job.key, job.attempts],
  );
  return rowCount === 1;
}

export async function endJob(
  tx: Tx,
  job: ClaimedJob,
  end: { at: Date; error: string | null },
): Promise<'done' | 'waiting' | 'dead'> {
  const state = end.error === null ? 'done' : job.attempts >= MOST_ATTEMPTS ? 'dead' : 'waiting';
  await tx.query(
    `update jobs set state = $3, last_error = $4, done_at = case when $3 = 'waiting' then null else $5::timestamptz end
     where name = $1 and key = $2`,
    [job.name, job.key, state, end.error, end.at],
  );
  return state;
}

/** What was done long enough ago is forgotten; the dead are kept for a year. */
export async function sweepJobs(tx: Tx, at: Date): Promise<void> {
  const before = (days: number) => new Date(at.getTime() - days * 86_400_000);
  await tx.query(
    `delete from jobs where (state = 'done' and done_at < $1) or (state = 'dead' and done_at < $2)`,
    [before(3), before(365)],
  );
}

export interface JobRow {
  name: string;
  key: string;
  due_at: Date;
  state: 'waiting' | 'done' | 'dead';
  attempts: number;
  next_attempt_at: Date;
  done_at: Date | null;
  last_error: string | null;
}

/** The last occurrence of each job, and all that are dead or were tried in vain. */
export async function jobsToSee(tx: Tx): Promise<JobRow[]> {
  const columns = 'j.name, j.key, j.due_at, j.state, j.attempts, j.next_attempt_at, j.done_at, j.last_error';
  const { rows } = await tx.query<JobRow>(
    `select * from (select distinct on (j.name) ${columns} from jobs j order by j.name, j.due_at desc, j.key desc) as newest
     union
     select * from (select ${columns} from jobs j where j.state = 'dead' or (j.state = 'waiting' and j.last_error is not null)
       order by j.due_at desc limit 200) as failed
     order by due_at desc, name, key`,
  );
  return rows;
}

/** Lets a dead job be tried anew. False when there is no such dead job. */
export async function reviveJob(tx: Tx, name: string, key: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update jobs set state = 'waiting', attempts = 0, next_attempt_at = $3, done_at = null
     where name = $1 and key = $2 and state = 'dead'`,
    [name, key, at],
  );
  return rowCount === 1;
}
