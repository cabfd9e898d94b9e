import type { Route } from '../../kernel/route.ts';
import { cancelReorganisation } from './acts/cancel-reorganisation.ts';
import { carryOutReorganisation } from './acts/carry-out-reorganisation.ts';
import { planReorganisation } from './acts/plan-reorganisation.ts';
import { listReorganisations, previewReorganisation } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/reorganisations', view: listReorganisations },
  { method: 'GET', path: '/api/reorganisations/preview', view: previewReorganisation },
  { method: 'POST', path: '/api/reorganisations', act: planReorganisation },
  { method: 'POST', path: '/api/reorganisations/:id/cancel', act: cancelReorganisation },
  { method: 'POST', path: '/api/reorganisations/:id/carry-out', act: carryOutReorganisation },
];
