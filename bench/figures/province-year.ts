import assert from 'node:assert/strict';
import { after } from 'node:test';
import {
  definitionsOf,
  type FilledGrid,
  filledForm,
  foldCells,
} from '../../src/capabilities/figures/index.ts';
import { EVERYTHING } from '../../src/capabilities/figures/store.ts';
import { connect, inSnapshot, inTransaction } from '../../src/db/connect.ts';
import { type Entry, layLedger, provinceYear, putBack, setAside } from '../../src/loading/ledger/index.ts';
import { LEDGER_GROUND } from '../../test/support/ledger.ts';
import { testProvince } from '../../test/support/province.ts';

/**
 * The year that a province published, at full size: 776,417 dossiers laid in the record with all that happened to them,
 * over its communes; form II.06a must say what the province said. Minutes. Run: bin/haicap run bench/figures/province-year.ts
 */
const { pool, database } = await testProvince(4);
const owner = connect(database.ownerUrl, database.schema, 1);
after(async () => {
  await owner.end();
  await pool.end();
});

const { rows } = await owner.query<{ id: string }>(
  `select id from agencies where kind = 'commune-committee' and valid_to is null order by id`,
);
const began = performance.now();
const aside = await inTransaction(owner, setAside);
let laid = 0;
let batch: Entry[] = [];
async function lay(): Promise<void> {
  await inTransaction(owner, async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query('set local synchronous_commit = off');
    await layLedger(tx, batch, LEDGER_GROUND, laid + 1, { changed: false });
  });
  laid += batch.length;
  batch = [];
  console.log(`${laid} dossiers, ${Math.round((performance.now() - began) / 1000)} s`);
}
for (const entry of provinceYear(rows.map(({ id }) => id))) {
  batch.push(entry);
  if (batch.length === 50_000) await lay();
}
await lay();
await inTransaction(owner, (tx) => putBack(tx, aside));
console.log(`indexes, ${Math.round((performance.now() - began) / 1000)} s`);
await inTransaction(owner, async (tx) => {
  await tx.query('set transaction isolation level repeatable read');
  await foldCells(tx, (await definitionsOf(tx)).indicators);
});
await owner.query('vacuum analyze figure_cells, figure_times, dossier_facts, dossier_standings, dossiers');
console.log(`cells, ${Math.round((performance.now() - began) / 1000)} s`);

const asked = { code: 'II.06a', from: '2025-01-01', to: '2026-01-01', by: 'body' as const };
const start = performance.now();
const form = (await inSnapshot(pool, (tx) =>
  filledForm(tx, { bodies: null, reach: EVERYTHING }, asked, new Date('2026-01-10T02:00:00Z')),
)) as FilledGrid;
const values = form.total.values;
console.log(`form II.06a by body in ${Math.round(performance.now() - start)} ms`, values);
assert.deepEqual(form.broken, []);
assert.deepEqual(
  [values[3], values[7], (values[8] ?? 0) + (values[9] ?? 0), values[10], values[11]],
  [776_417, 742_805, 734_691, 8114, 33_612],
);
console.log('received 776.417, ended 742.805, in time 734.691, late 8.114, open 33.612: as published');
