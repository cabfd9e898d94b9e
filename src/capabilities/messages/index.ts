export { deliverMessages } from './jobs.ts';
export { routes } from './routes.ts';
