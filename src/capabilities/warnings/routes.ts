import type { Route } from '../../kernel/route.ts';
import { seeWarnings } from './acts/see-warnings.ts';
import { listWarnings } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/warnings', view: listWarnings },
  { method: 'POST', path: '/api/warnings/seen', act: seeWarnings },
];
