import type { Route } from '../../kernel/route.ts';
import { announceYear } from './acts/announce-year.ts';
import { seeYear } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/calendar/:year', view: seeYear },
  { method: 'POST', path: '/api/calendar', act: announceYear },
];
