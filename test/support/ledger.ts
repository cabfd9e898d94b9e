import type { Tx } from '../../src/kernel/tx.ts';
import {
  changesOf as changesFor,
  type Entry,
  type LedgerGround,
  layLedger as lay,
} from '../../src/loading/ledger/index.ts';
import { BINH_LUC, CITIZENS, PLAIN } from './province.ts';

export type { Entry } from '../../src/loading/ledger/index.ts';

export const LEDGER_GROUND: LedgerGround = {
  ...PLAIN,
  procedureName: 'Thủ tục thử nghiệm ba ngày',
  fullProcess: true,
  applicant: CITIZENS[0],
  body: BINH_LUC,
  prefix: 'ledger',
};

let count = 0;

/** The changes that acts would have laid in the record for one entry. */
export function changesOf(entry: Entry) {
  count += 1;
  return changesFor(entry, LEDGER_GROUND, count);
}

/** Lays a ledger of the plain procedure, all of one citizen. */
export async function layLedger(tx: Tx, entries: Iterable<Entry>): Promise<string[]> {
  const ids = await lay(tx, entries, LEDGER_GROUND, count + 1);
  count += ids.length;
  return ids;
}
