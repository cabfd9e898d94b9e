export { cancelReorganisation } from './acts/cancel-reorganisation.ts';
export { carryOutReorganisation } from './acts/carry-out-reorganisation.ts';
export { planReorganisation } from './acts/plan-reorganisation.ts';
export { reorganisationJob } from './jobs.ts';
export { routes } from './routes.ts';
