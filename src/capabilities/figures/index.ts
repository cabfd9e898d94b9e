export type { Indicator } from './indicator.ts';
export { type Recount, recount } from './recount.ts';
export { routes } from './routes.ts';
export { shippedIndicators } from './shipped.ts';
