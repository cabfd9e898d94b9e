export { addOwnPaper } from './acts/add-own-paper.ts';
export { openAtCounter } from './acts/open-at-counter.ts';
export { removeOwnPaper } from './acts/remove-own-paper.ts';
export { endOfValidity, kindOf } from './paper-kind.ts';
export { routes } from './routes.ts';
export { paperKinds } from './shipped.ts';
export { layDown, papersOfVault, usesOfVault, withdrawPapers } from './store.ts';
export { takeFromVault } from './take.ts';
export type { LaidDown, VaultPaper, WithdrawnWhy } from './vault-paper.ts';
