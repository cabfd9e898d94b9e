export { type Aside, putBack, setAside } from './aside.ts';
export { changesOf, type Entry, type LedgerGround, layLedger } from './lay-ledger.ts';
export { type Life, layLives, type MadeLives, makeLives } from './lay-lives.ts';
export { communeHalfYear, communeTenMonths, provinceYear } from './published.ts';
