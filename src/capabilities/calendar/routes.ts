import type { Route } from '../../kernel/route.ts';
import { seeYear } from './views.ts';

export const routes: Route[] = [{ method: 'GET', path: '/api/calendar/:year', view: seeYear }];
