export { digestJob, watchJob } from './jobs.ts';
export { routes } from './routes.ts';
