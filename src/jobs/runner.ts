import { inSnapshot, inTransaction, type Pool } from '../db/connect.ts';
import { SYSTEM } from '../kernel/actor.ts';
import type { Job, JobWork } from '../kernel/job.ts';
import { perform } from '../perform.ts';
import { lastOccurrence } from './schedule.ts';
import { buryCrashed, type ClaimedJob, claimJob, endJob, holdJob, planOccurrence } from './store.ts';

export interface JobRunner {
  /** Does everything that is due at this time, and answers what it did. Tests call nothing else. */
  tick(at: Date): Promise<JobEnd[]>;
  /** Ticks by itself from now on. */
  start(): void;
  /** Begins nothing new and waits for what is running. */
  stop(): Promise<void>;
}

export interface JobEnd {
  name: string;
  key: string;
  /** `lost`: another server had taken it over, or the connection that held it broke. */
  end: 'done' | 'waiting' | 'dead' | 'lost';
  error: string | null;
}

interface RunnerOptions {
  pool: Pool;
  jobs: Job[];
  now?: () => Date;
  /** Milliseconds between two looks at the queue. */
  pause?: number;
  report?: (line: string) => void;
}

/** How many jobs one server does at once: a slow gateway must not keep the warnings waiting. */
const LANES = 3;

/**
 * Does the jobs of one province on one server. Any number of servers may do so on one database: an occurrence is one
 * row, claimed with its next try moved on (so that a crashed server is followed by another) and held locked while it
 * runs (so that a slow one is not).
 */
export function jobRunner(options: RunnerOptions): JobRunner {
  const { pool, jobs } = options;
  const now = options.now ?? (() => new Date());
  const report = options.report ?? (() => {});
  const known = new Map<string, Job>(jobs.map((job) => [job.name, job]));
  if (known.size !== jobs.length) throw new Error('two jobs have one name');
  const names = [...known.keys()];
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();

  async function runOne(job: Job, claimed: ClaimedJob, at: Date): Promise<JobEnd> {
    const said = { name: claimed.name, key: claimed.key };
    const work: JobWork = {
      at,
      dueAt: claimed.dueAt,
      input: claimed.input,
      inTransaction: (inside) => inTransaction(pool, inside),
      inSnapshot: (inside) => inSnapshot(pool, inside),
      perform: (act, input, part) =>
        perform(pool, act, SYSTEM, input, { key: `${claimed.name} ${claimed.key} ${part}`, at }),
      stopping: () => isStopping,
    };
    try {
      return await inTransaction(pool, async (tx) => {
        if (!(await holdJob(tx, claimed))) return { ...said, end: 'lost', error: null };
        let error: string | null = null;
        try {
          await job.run(work);
        } catch (thrown) {
          error = inOneLine(thrown);
        }
        return { ...said, end: await endJob(tx, claimed, { at, error }), error };
      });
    } catch (thrown) {
      return { ...said, end: 'lost', error: inOneLine(thrown) };
    }
  }

  async function lane(at: Date, ends: JobEnd[]): Promise<void> {
    while (!isStopping) {
      const claimed = await inTransaction(pool, (tx) => claimJob(tx, names, at));
      const job = claimed === null ? undefined : known.get(claimed.name);
      if (claimed === null || job === undefined) return;
      const end = await runOne(job, claimed, at);
      if (end.error !== null) report(`${end.name} (${end.key}): ${end.error}`);
      ends.push(end);
    }
  }

  async function tick(at: Date): Promise<JobEnd[]> {
    for (const job of jobs) {
      const dueAt = lastOccurrence(job.when, at);
      if (dueAt !== null) await planOccurrence(pool, job.name, dueAt);
    }
    await buryCrashed(pool, names, at);
    const ends: JobEnd[] = [];
    await Promise.all(Array.from({ length: LANES }, () => lane(at, ends)));
    return ends;
  }

  function next(): void {
    if (isStopping) return;
    // Not all servers at one moment.
    const pause = (options.pause ?? 5000) * (0.8 + 0.4 * Math.random());
    timer = setTimeout(() => {
      // The database may be away for a while; the jobs wait in it.
      running = tick(now()).catch((error: unknown) => report(inOneLine(error)));
      void running.then(next);
    }, pause);
  }

  return {
    tick,
    start: next,
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}

const inOneLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 500);
