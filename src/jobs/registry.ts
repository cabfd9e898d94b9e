import type { Job } from '../kernel/job.ts';
import { sweepJobs } from './store.ts';

const sweep: Job = {
  name: 'jobs.sweep',
  title: 'Dọn nhật ký việc tự động đã xong',
  when: { daily: '03:10' },
  run: ({ inTransaction, at }) => inTransaction((tx) => sweepJobs(tx, at)),
};

/** Everything the clock does. A capability adds its jobs here, by its door. */
export function allJobs(): Job[] {
  return [sweep];
}
