export {
  answerRequest,
  appendRecord,
  appendRecords,
  changesOf,
  claimRequest,
  eachSubject,
  queueJob,
  queueMessage,
} from './store.ts';
export { type RecordFault, verifyRecord } from './verify.ts';
