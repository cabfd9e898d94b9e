export { addPaper } from './acts/add-paper.ts';
export { claimedType, PAPER_LIMIT, PAPER_TYPES, type Paper, tidyFileName } from './paper.ts';
export { attachPapers, getPaper, insertPaper, papersById, papersOf } from './store.ts';
export { paperFileRoute, paperSmallRoute, smallAnswer, type TakenFile, takeUpload } from './upload.ts';
