import type { Route } from '../../kernel/route.ts';
import { appointOfficial } from './acts/appoint-official.ts';
import { closeOwnSession } from './acts/close-own-session.ts';
import { delegateDuties } from './acts/delegate-duties.ts';
import { endDelegation } from './acts/end-delegation.ts';
import { listDelegations } from './delegations.ts';
import { findApplicant, listOwnSessions, seeOwnProfile } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/people', view: findApplicant },
  { method: 'GET', path: '/api/my/profile', view: seeOwnProfile },
  { method: 'GET', path: '/api/my/sessions', view: listOwnSessions },
  { method: 'DELETE', path: '/api/my/sessions/:id', act: closeOwnSession },
  { method: 'POST', path: '/api/officials', act: appointOfficial },
  { method: 'GET', path: '/api/delegations', view: listDelegations },
  { method: 'POST', path: '/api/delegations', act: delegateDuties },
  { method: 'POST', path: '/api/delegations/:id/end', act: endDelegation },
];
