export { answerRequest, appendRecord, changesOf, claimRequest, eachSubject, queueMessage } from './store.ts';
export { type RecordFault, verifyRecord } from './verify.ts';
