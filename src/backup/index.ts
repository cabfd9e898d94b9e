export { checkBackup, type ReadBackup, restoreBackup } from './restore.ts';
export { type WrittenBackup, writeBackup } from './write.ts';
