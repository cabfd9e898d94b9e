import type { Route } from '../../kernel/route.ts';
import { callUpRating } from './acts/call-up.ts';
import { endTabletAct } from './acts/end-tablet.ts';
import { enterPaper } from './acts/enter-paper.ts';
import { openAtTablet } from './acts/open-at-tablet.ts';
import { pairTabletAct } from './acts/pair-tablet.ts';
import { rateAtTablet } from './acts/rate-at-tablet.ts';
import { rateByLink } from './acts/rate-by-link.ts';
import { rateOwnDossier } from './acts/rate-own-dossier.ts';
import {
  listTablets,
  openPapers,
  seeOwnRating,
  seeRatingLink,
  seeRatingResults,
  seeTablet,
} from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/ratings/results', view: seeRatingResults },
  { method: 'GET', path: '/api/ratings/links/:token', view: seeRatingLink },
  { method: 'POST', path: '/api/ratings/links/:token', act: rateByLink },
  { method: 'GET', path: '/api/ratings/tablet', view: seeTablet },
  { method: 'POST', path: '/api/ratings/tablet', act: rateAtTablet },
  { method: 'POST', path: '/api/ratings/tablet/open', act: openAtTablet },
  { method: 'GET', path: '/api/ratings/tablets', view: listTablets },
  { method: 'POST', path: '/api/ratings/tablets', act: pairTabletAct },
  { method: 'POST', path: '/api/ratings/tablets/:id/end', act: endTabletAct },
  { method: 'POST', path: '/api/ratings/call-up', act: callUpRating },
  { method: 'GET', path: '/api/ratings/papers', view: openPapers },
  { method: 'POST', path: '/api/ratings/papers', act: enterPaper },
  { method: 'GET', path: '/api/my/dossiers/:id/rating', view: seeOwnRating },
  { method: 'POST', path: '/api/my/dossiers/:id/rating', act: rateOwnDossier },
];
