import type { Route } from '../../kernel/route.ts';
import { seeHistory } from './history-view.ts';
import { listAgencies, listCentres, resolveAddress, searchUnits } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/units', view: searchUnits },
  { method: 'GET', path: '/api/address', view: resolveAddress },
  { method: 'GET', path: '/api/units/:code/history', view: seeHistory },
  { method: 'GET', path: '/api/centres', view: listCentres },
  { method: 'GET', path: '/api/agencies', view: listAgencies },
];
