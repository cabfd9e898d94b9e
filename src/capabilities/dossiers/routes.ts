import type { Route } from '../../kernel/route.ts';
import { acceptDossier } from './acts/accept-dossier.ts';
import { answerConsultation } from './acts/answer-consultation.ts';
import { apologiseForError } from './acts/apologise-for-error.ts';
import { approveDossier } from './acts/approve-dossier.ts';
import { askAgencies } from './acts/ask-agencies.ts';
import { assignDossier } from './acts/assign-dossier.ts';
import { closeUnanswered } from './acts/close-unanswered.ts';
import { completeStep } from './acts/complete-step.ts';
import { confirmDelivery } from './acts/confirm-delivery.ts';
import { correctReceipt } from './acts/correct-receipt.ts';
import { correctResult } from './acts/correct-result.ts';
import { declineConsultation } from './acts/decline-consultation.ts';
import { discardDraft } from './acts/discard-draft.ts';
import { discardReceiptDraft } from './acts/discard-receipt-draft.ts';
import { endOutsideLink } from './acts/end-outside-link.ts';
import { extendDossier } from './acts/extend-dossier.ts';
import { fileDossier } from './acts/file-dossier.ts';
import { giveAtOnce } from './acts/give-at-once.ts';
import { handOverQueue } from './acts/hand-over-queue.ts';
import { issueResult } from './acts/issue-result.ts';
import { mendError } from './acts/mend-error.ts';
import { mirrorDossier } from './acts/mirror-dossier.ts';
import { noteDossier } from './acts/note-dossier.ts';
import { noteError } from './acts/note-error.ts';
import { openOwnResult } from './acts/open-own-result.ts';
import { passOverConsultation } from './acts/pass-over-consultation.ts';
import { receiveDossier } from './acts/receive-dossier.ts';
import { refuseAtCounter } from './acts/refuse-at-counter.ts';
import { refuseDossier } from './acts/refuse-dossier.ts';
import { refuseReceipt } from './acts/refuse-receipt.ts';
import { remindConsultation } from './acts/remind-consultation.ts';
import { requestAtCounter } from './acts/request-at-counter.ts';
import { requestSupplement } from './acts/request-supplement.ts';
import { rescanDossier } from './acts/rescan-dossier.ts';
import { resumeDossier } from './acts/resume-dossier.ts';
import { returnResult } from './acts/return-result.ts';
import { saveDraft } from './acts/save-draft.ts';
import { saveReceiptDraft } from './acts/save-receipt-draft.ts';
import { sendBack } from './acts/send-back.ts';
import { stopDossier } from './acts/stop-dossier.ts';
import { supplementOwnDossier } from './acts/supplement-own-dossier.ts';
import { takeSupplement } from './acts/take-supplement.ts';
import { undoAct } from './acts/undo-act.ts';
import { withdrawConsultation } from './acts/withdraw-consultation.ts';
import { withdrawDossier } from './acts/withdraw-dossier.ts';
import { withdrawOwnDossier } from './acts/withdraw-own-dossier.ts';
import { printBook, seeBook } from './book.ts';
import { previewBulk } from './bulk.ts';
import { listConsultations, seeConsultation } from './consultations.ts';
import { listReceiptDrafts, listSigners, seeReceiptDraft } from './desk-drafts.ts';
import { listOwnLooks } from './looks.ts';
import { listOfficeErrors } from './office-errors.ts';
import { slipRoutes } from './slips.ts';
import {
  followDossier,
  listDossiers,
  listDrafts,
  listLists,
  listNotices,
  listOwnDossiers,
  listQueue,
  searchDossiers,
  seeBoard,
  seeDossier,
  seeDraft,
  seeFlow,
  seeOwnDossier,
} from './views.ts';
import { seeWorkload } from './workload.ts';

export const routes = ({ publicUrl }: { publicUrl: string }): Route[] => [
  { method: 'POST', path: '/api/dossiers/receive', act: receiveDossier },
  { method: 'POST', path: '/api/dossiers/refuse-at-counter', act: refuseAtCounter },
  { method: 'POST', path: '/api/dossiers/request-at-counter', act: requestAtCounter },
  { method: 'POST', path: '/api/dossiers/:id/accept', act: acceptDossier },
  { method: 'POST', path: '/api/dossiers/:id/refuse-receipt', act: refuseReceipt },
  { method: 'POST', path: '/api/dossiers/:id/request-supplement', act: requestSupplement },
  { method: 'POST', path: '/api/dossiers/:id/take-supplement', act: takeSupplement },
  { method: 'POST', path: '/api/dossiers/:id/assign', act: assignDossier },
  { method: 'POST', path: '/api/dossiers/:id/complete-step', act: completeStep },
  { method: 'POST', path: '/api/dossiers/:id/send-back', act: sendBack },
  { method: 'POST', path: '/api/dossiers/:id/rescan', act: rescanDossier },
  { method: 'POST', path: '/api/dossiers/:id/approve', act: approveDossier },
  { method: 'POST', path: '/api/dossiers/:id/refuse', act: refuseDossier },
  { method: 'POST', path: '/api/dossiers/:id/issue-result', act: issueResult },
  { method: 'POST', path: '/api/dossiers/:id/return-result', act: returnResult },
  { method: 'POST', path: '/api/dossiers/:id/extend', act: extendDossier },
  { method: 'POST', path: '/api/dossiers/:id/withdraw', act: withdrawDossier },
  { method: 'POST', path: '/api/dossiers/:id/ask-agencies', act: askAgencies },
  { method: 'POST', path: '/api/dossiers/:id/consultations/:part/answer', act: answerConsultation },
  { method: 'POST', path: '/api/dossiers/:id/consultations/:part/decline', act: declineConsultation },
  { method: 'POST', path: '/api/dossiers/:id/consultations/:part/withdraw', act: withdrawConsultation },
  { method: 'POST', path: '/api/dossiers/:id/consultations/:part/pass-over', act: passOverConsultation },
  { method: 'POST', path: '/api/dossiers/:id/consultations/:part/remind', act: remindConsultation },
  { method: 'POST', path: '/api/dossiers/:id/links/:key/end', act: endOutsideLink },
  { method: 'POST', path: '/api/mirrored', act: mirrorDossier },
  { method: 'POST', path: '/api/dossiers/:id/note', act: noteDossier },
  { method: 'GET', path: '/api/bulk', view: previewBulk },
  { method: 'GET', path: '/api/queues/:official', view: listQueue },
  { method: 'POST', path: '/api/queues/:officialId/hand-over', act: handOverQueue },
  { method: 'GET', path: '/api/consultations', view: listConsultations },
  { method: 'GET', path: '/api/consultations/:id/:part', view: seeConsultation },
  { method: 'POST', path: '/api/dossiers/give-at-once', act: giveAtOnce },
  { method: 'POST', path: '/api/dossiers/:id/apologise-for-error', act: apologiseForError },
  { method: 'POST', path: '/api/dossiers/:id/close-unanswered', act: closeUnanswered },
  { method: 'POST', path: '/api/dossiers/:id/confirm-delivery', act: confirmDelivery },
  { method: 'POST', path: '/api/dossiers/:id/correct-receipt', act: correctReceipt },
  { method: 'POST', path: '/api/dossiers/:id/correct-result', act: correctResult },
  { method: 'POST', path: '/api/dossiers/:id/mend-error', act: mendError },
  { method: 'POST', path: '/api/dossiers/:id/note-error', act: noteError },
  { method: 'POST', path: '/api/dossiers/:id/resume', act: resumeDossier },
  { method: 'POST', path: '/api/dossiers/:id/stop', act: stopDossier },
  { method: 'POST', path: '/api/dossiers/:id/undo-act', act: undoAct },
  { method: 'POST', path: '/api/my/dossiers/:id/open-result', act: openOwnResult },
  { method: 'GET', path: '/api/dossiers/lists', view: listLists },
  { method: 'GET', path: '/api/dossiers', view: listDossiers },
  { method: 'GET', path: '/api/dossiers/:id', view: seeDossier },
  { method: 'GET', path: '/api/search', view: searchDossiers },
  { method: 'GET', path: '/api/board', view: seeBoard },
  { method: 'GET', path: '/api/board/workload', view: seeWorkload },
  { method: 'GET', path: '/api/flow', view: seeFlow },
  { method: 'GET', path: '/api/track/:code', view: followDossier },
  { method: 'POST', path: '/api/my/dossiers', act: fileDossier },
  { method: 'POST', path: '/api/my/dossiers/:id/supplement', act: supplementOwnDossier },
  { method: 'POST', path: '/api/my/dossiers/:id/withdraw', act: withdrawOwnDossier },
  { method: 'GET', path: '/api/my/looks', view: listOwnLooks },
  { method: 'GET', path: '/api/my/dossiers', view: listOwnDossiers },
  { method: 'GET', path: '/api/my/dossiers/:id', view: seeOwnDossier },
  { method: 'GET', path: '/api/my/notices', view: listNotices },
  { method: 'PUT', path: '/api/my/drafts/:procedureCode', act: saveDraft },
  { method: 'DELETE', path: '/api/my/drafts/:procedureCode', act: discardDraft },
  { method: 'GET', path: '/api/my/drafts', view: listDrafts },
  { method: 'GET', path: '/api/my/drafts/:procedureCode', view: seeDraft },
  { method: 'GET', path: '/api/book', view: seeBook },
  printBook,
  { method: 'GET', path: '/api/office-errors', view: listOfficeErrors },
  { method: 'GET', path: '/api/signers', view: listSigners },
  { method: 'GET', path: '/api/receipt-drafts', view: listReceiptDrafts },
  { method: 'GET', path: '/api/receipt-drafts/:id', view: seeReceiptDraft },
  { method: 'PUT', path: '/api/receipt-drafts/:id', act: saveReceiptDraft },
  { method: 'DELETE', path: '/api/receipt-drafts/:id', act: discardReceiptDraft },
  ...slipRoutes(publicUrl),
];
