import type { Job } from '../kernel/job.ts';
import type { Route } from '../kernel/route.ts';
import { retryJob } from './acts/retry-job.ts';
import { listJobs } from './views.ts';

export const routes = (jobs: Job[]): Route[] => [
  { method: 'GET', path: '/api/jobs', view: listJobs(jobs) },
  { method: 'POST', path: '/api/jobs/retry', act: retryJob },
];
