import type { Route } from '../../kernel/route.ts';
import { approveDraft } from './acts/approve-draft.ts';
import { discardDraft } from './acts/discard-draft.ts';
import { saveDraft } from './acts/save-draft.ts';
import { listDrafts, previewDraft, seeDraft, seeHistory, tryProcessView } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/procedure-drafts', view: listDrafts },
  { method: 'GET', path: '/api/procedure-drafts/:code', view: seeDraft },
  { method: 'PUT', path: '/api/procedure-drafts/:code', act: saveDraft },
  { method: 'POST', path: '/api/procedure-drafts/:code/discard', act: discardDraft },
  { method: 'POST', path: '/api/procedure-drafts/:code/approve', act: approveDraft },
  { method: 'GET', path: '/api/procedure-drafts/:code/try', view: tryProcessView },
  { method: 'GET', path: '/api/procedure-drafts/:code/preview', view: previewDraft },
  { method: 'GET', path: '/api/procedure-drafts/:code/history', view: seeHistory },
];
