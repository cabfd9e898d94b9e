export { approveDraft } from './acts/approve-draft.ts';
export { saveDraft } from './acts/save-draft.ts';
export { routes } from './routes.ts';
