import { Type } from 'typebox';
import { act, nowhere } from '../../kernel/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { reviveJob } from '../store.ts';

export const retryJob = act({
  name: 'jobs.retry-job',
  summary: 'Let a job that was given up be tried anew.',
  input: Type.Object(
    { name: Type.String({ maxLength: 100 }), key: Type.String({ maxLength: 200 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({}),
  target: nowhere,
  async run(tx, _actor, input, _target, now) {
    if (!(await reviveJob(tx, input.name, input.key, now.at))) throw new Refusal('missing', 'job.not-dead');
    await now.record({
      subjectKind: 'system',
      subjectId: 'jobs',
      change: { type: 'job-retried', name: input.name, key: input.key },
    });
    return {};
  },
});
