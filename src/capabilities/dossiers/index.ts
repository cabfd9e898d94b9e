export { acceptDossier } from './acts/accept-dossier.ts';
export { answerConsultation } from './acts/answer-consultation.ts';
export { apologiseForError } from './acts/apologise-for-error.ts';
export { approveDossier } from './acts/approve-dossier.ts';
export { askAgencies } from './acts/ask-agencies.ts';
export { assignDossier } from './acts/assign-dossier.ts';
export { closeUnanswered } from './acts/close-unanswered.ts';
export { completeStep } from './acts/complete-step.ts';
export { confirmDelivery } from './acts/confirm-delivery.ts';
export { correctReceipt } from './acts/correct-receipt.ts';
export { correctResult } from './acts/correct-result.ts';
export { declineConsultation } from './acts/decline-consultation.ts';
export { endOutsideLink } from './acts/end-outside-link.ts';
export { extendDossier } from './acts/extend-dossier.ts';
export { fileDossier } from './acts/file-dossier.ts';
export { giveAtOnce } from './acts/give-at-once.ts';
export { handOverQueue } from './acts/hand-over-queue.ts';
export { issueResult } from './acts/issue-result.ts';
export { mendError } from './acts/mend-error.ts';
export { type MirrorInput, mirrorDossier } from './acts/mirror-dossier.ts';
export { noteDossier } from './acts/note-dossier.ts';
export { noteError } from './acts/note-error.ts';
export { openOwnResult } from './acts/open-own-result.ts';
export { passOverConsultation } from './acts/pass-over-consultation.ts';
export { receiveDossier } from './acts/receive-dossier.ts';
export { refuseAtCounter } from './acts/refuse-at-counter.ts';
export { refuseDossier } from './acts/refuse-dossier.ts';
export { refuseReceipt } from './acts/refuse-receipt.ts';
export { remindConsultation } from './acts/remind-consultation.ts';
export { requestAtCounter } from './acts/request-at-counter.ts';
export { requestSupplement } from './acts/request-supplement.ts';
export { rescanDossier } from './acts/rescan-dossier.ts';
export { resumeDossier } from './acts/resume-dossier.ts';
export { returnResult } from './acts/return-result.ts';
export { sendBack } from './acts/send-back.ts';
export { stopDossier } from './acts/stop-dossier.ts';
export { supplementOwnDossier } from './acts/supplement-own-dossier.ts';
export { takeSupplement } from './acts/take-supplement.ts';
export { undoAct } from './acts/undo-act.ts';
export { withdrawConsultation } from './acts/withdraw-consultation.ts';
export { withdrawDossier } from './acts/withdraw-dossier.ts';
export { withdrawOwnDossier } from './acts/withdraw-own-dossier.ts';
export { BULK_ACTS, BULK_LIMIT } from './bulk.ts';
export { dossierCode, trackingCode } from './code.ts';
export { competentBody, provinceTasks } from './competent-body.ts';
export { mayReadAsAsked } from './consultations.ts';
export {
  type AgencyOfBody,
  arrivalOf,
  circumstanceOf,
  holderOfPart,
  holderOfStep,
  nextStep,
  sharesOf,
  wayOf,
} from './course.ts';
export * from './dossier.ts';
export { type Facts, type Standing, standingOf } from './facts.ts';
export {
  type Counted,
  countedFrom,
  countKept,
  FACT_COLUMNS,
  factTables,
  foldAllFacts,
  keptFacts,
  lifeFrom,
  rebuildFacts,
  replaceFacts,
  saveFacts,
  takeFactsAway,
} from './facts-store.ts';
export { feesOf, quantityOf } from './filing.ts';
export { closeUnansweredDossiers, endWaits } from './jobs.ts';
export { type DossierPlace, placeOf, requireState } from './place.ts';
export { resultNumber } from './result.ts';
export { routes } from './routes.ts';
export { type Scope, scopeOf } from './scope.ts';
export { seen as seenDossier } from './slips.ts';
export { change, dossierTable, getDossier, lockDossier, madeBy, nextSerial } from './store.ts';
export { countTransfer, openCodes, type Transfer, transferDossiers } from './transfer.ts';
export { vaulted } from './vaulting.ts';
export { DossierRow, mayReadAsPart, rowsOfIds } from './views.ts';
