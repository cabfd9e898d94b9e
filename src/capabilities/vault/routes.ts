import type { Route } from '../../kernel/route.ts';
import type { FileStore } from '../../outside/files.ts';
import type { Pictures } from '../../outside/pictures/pictures.ts';
import { addOwnPaper } from './acts/add-own-paper.ts';
import { openAtCounter } from './acts/open-at-counter.ts';
import { removeOwnPaper } from './acts/remove-own-paper.ts';
import { listOwnPapers, offerOwnPapers, vaultFileRoutes } from './views.ts';

export const routes = (files: FileStore, pictures: Pictures): Route[] => [
  { method: 'POST', path: '/api/vault/open', act: openAtCounter },
  { method: 'GET', path: '/api/my/vault', view: listOwnPapers },
  { method: 'GET', path: '/api/my/vault/offers', view: offerOwnPapers },
  { method: 'POST', path: '/api/my/vault', act: addOwnPaper },
  { method: 'DELETE', path: '/api/my/vault/:id', act: removeOwnPaper },
  ...vaultFileRoutes(files, pictures),
];
