export { changesOf, type Entry, type LedgerGround, layLedger } from './lay-ledger.ts';
export { communeHalfYear, communeTenMonths, provinceYear } from './published.ts';
