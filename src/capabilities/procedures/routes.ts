import type { Route } from '../../kernel/route.ts';
import { importCatalogue } from './acts/import-catalogue.ts';
import { computeFeeView, listSectors, listVersions, searchProcedures, seeProcedure } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/procedures', view: searchProcedures },
  { method: 'POST', path: '/api/procedures/import', act: importCatalogue },
  { method: 'GET', path: '/api/procedures/:code', view: seeProcedure },
  { method: 'GET', path: '/api/procedures/:code/fee', view: computeFeeView },
  { method: 'GET', path: '/api/procedures/:code/versions', view: listVersions },
  { method: 'GET', path: '/api/sectors', view: listSectors },
];
