import type { Route } from '../../kernel/route.ts';
import { importCatalogue } from './acts/import-catalogue.ts';
import { importResolutions } from './acts/import-resolutions.ts';
import { saveFeeArea } from './acts/save-fee-area.ts';
import { saveResolution } from './acts/save-resolution.ts';
import { listResolutions, seeFeeArea } from './resolution-views.ts';
import { computeFeeView, listSectors, listVersions, searchProcedures, seeProcedure } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/procedures', view: searchProcedures },
  { method: 'POST', path: '/api/procedures/import', act: importCatalogue },
  { method: 'GET', path: '/api/procedures/:code', view: seeProcedure },
  { method: 'GET', path: '/api/procedures/:code/fee', view: computeFeeView },
  { method: 'GET', path: '/api/procedures/:code/versions', view: listVersions },
  { method: 'GET', path: '/api/fee-rules', view: listResolutions },
  { method: 'POST', path: '/api/fee-rules/resolutions', act: saveResolution },
  { method: 'POST', path: '/api/fee-rules/import', act: importResolutions },
  { method: 'POST', path: '/api/fee-rules/areas', act: saveFeeArea },
  { method: 'GET', path: '/api/fee-areas/:unit', view: seeFeeArea },
  { method: 'GET', path: '/api/sectors', view: listSectors },
];
