export { answerRequest, appendRecord, changesOf, claimRequest, queueMessage } from './store.ts';
export { type RecordFault, verifyRecord } from './verify.ts';
