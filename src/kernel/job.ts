import type { Static, TSchema } from 'typebox';
import type { Act } from './act.ts';
import type { Place } from './actor.ts';
import type { Tx } from './tx.ts';

/**
 * Something the clock does. A capability defines its jobs in `jobs.ts`; `src/jobs/registry.ts` lists them. What a job
 * changes in the product it changes by acts, as the system.
 */
export interface Job {
  name: `${string}.${string}`;
  /** What it does, in Vietnamese, as the administrator reads it. */
  title: string;
  /**
   * `every`: minutes, counted from midnight UTC. `daily`: a time of the Vietnamese day, "HH:MM". `queued`: when an act
   * asks for it by `now.later`. A time that was missed (no server ran) is caught up once, not once for each.
   */
  when: { every: number } | { daily: string } | 'queued';
  /** May be run again after a crash in its middle: whatever it does must then have its effect once. */
  run(work: JobWork): Promise<void>;
}

export interface JobWork {
  /** Now, and the time for which it was planned. */
  at: Date;
  dueAt: Date;
  /** What the act that queued it handed over; null for planned ones. */
  input: unknown;
  inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** All reads in one snapshot. */
  inSnapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Performs an act as the system, once for this occurrence of the job and this `part` (the dossier's id, say), however
   * often the job is tried. The input must be the same at every try.
   */
  perform<I extends TSchema, O extends TSchema, T extends Place>(
    act: Act<I, O, T>,
    input: unknown,
    part: string,
  ): Promise<Static<O>>;
  /** True once the server is being stopped: a long job ends between two pieces of its work. */
  stopping(): boolean;
}

/** A job asked for by an act, in the act's own transaction. The same name and key twice is one job. */
export interface LaterJob {
  job: Job['name'];
  key: string;
  at: Date;
  input?: unknown;
}
