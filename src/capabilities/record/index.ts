export { type Chained, chained, type Unchained } from './chain.ts';
export { copyChains } from './copy-chains.ts';
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
