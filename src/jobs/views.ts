import { Type } from 'typebox';
import type { Job } from '../kernel/job.ts';
import { view } from '../kernel/route.ts';
import { jobsToSee } from './store.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);

/** What the clock does, when it last did it, and what it could not do. */
export const listJobs = (jobs: Job[]) =>
  view({
    name: 'jobs.list-jobs',
    summary: 'What the clock does: the last time of each job, and those that failed.',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      jobs: Type.Array(
        Type.Object({
          name: Type.String(),
          title: Type.String(),
          when: Type.Union([
            Type.Object({ every: Type.Number() }),
            Type.Object({ daily: Type.String() }),
            Type.Literal('queued'),
          ]),
          last: Type.Union([
            Type.Object({ dueAt: Type.String(), state: Type.String(), doneAt: Maybe }),
            Type.Null(),
          ]),
        }),
      ),
      failed: Type.Array(
        Type.Object({
          name: Type.String(),
          key: Type.String(),
          title: Type.String(),
          dueAt: Type.String(),
          dead: Type.Boolean(),
          attempts: Type.Integer(),
          nextAttemptAt: Maybe,
          error: Maybe,
        }),
      ),
    }),
    async run(tx) {
      const rows = await jobsToSee(tx);
      const titles = new Map<string, string>(jobs.map((job) => [job.name, job.title]));
      return {
        jobs: jobs.map(({ name, title, when }) => {
          const last = rows.find((row) => row.name === name);
          return {
            name,
            title,
            when,
            last:
              last === undefined
                ? null
                : {
                    dueAt: last.due_at.toISOString(),
                    state: last.state,
                    doneAt: last.done_at?.toISOString() ?? null,
                  },
          };
        }),
        failed: rows
          .filter((row) => row.state === 'dead' || (row.state === 'waiting' && row.last_error !== null))
          .map((row) => ({
            name: row.name,
            key: row.key,
            title: titles.get(row.name) ?? row.name,
            dueAt: row.due_at.toISOString(),
            dead: row.state === 'dead',
            attempts: row.attempts,
            nextAttemptAt: row.state === 'dead' ? null : row.next_attempt_at.toISOString(),
            error: row.last_error,
          })),
      };
    },
  });
