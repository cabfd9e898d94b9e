import type { Tx } from '../../kernel/tx.ts';

/** What laying in bulk fills: indexes of these that no rule of theirs needs are made afterwards, in one go each. */
const FILLED = ['persons', 'dossiers', 'dossier_facts', 'dossier_facts_past', 'dossier_standings', 'record'];

/** How indexes and references are made again, each a whole statement. */
export type Aside = readonly string[];

/**
 * Takes away the indexes and references of the tables that are filled, and says how to make them again. Only for a
 * province in which nobody works yet.
 */
export async function setAside(tx: Tx): Promise<Aside> {
  const indexes = await tx.query<{ name: string; made: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as made
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
     where t.relnamespace = current_schema()::regnamespace and t.relname = any($1) and not i.indisunique
     order by c.relname`,
    [FILLED],
  );
  const references = await tx.query<{ name: string; tab: string; made: string }>(
    `select r.conname as name, t.relname as tab, pg_get_constraintdef(r.oid) as made
     from pg_constraint r join pg_class t on t.oid = r.conrelid
     where t.relnamespace = current_schema()::regnamespace and t.relname = any($1) and r.contype = 'f' order by r.conname`,
    [FILLED],
  );
  for (const { name, tab } of references.rows) await tx.query(`alter table ${tab} drop constraint ${name}`);
  for (const { name } of indexes.rows) await tx.query(`drop index ${name}`);
  return [
    ...indexes.rows.map(({ made }) => made.replace(/^CREATE INDEX /, 'CREATE INDEX IF NOT EXISTS ')),
    ...references.rows.map(({ name, tab, made }) => `alter table ${tab} add constraint ${name} ${made}`),
  ];
}

/** Makes again what was set aside. Building is one sort instead of a search for every row. */
export async function putBack(
  tx: Tx,
  aside: Aside,
  onStep: (done: number, all: number) => void = () => {},
): Promise<void> {
  await tx.query(`set local statement_timeout = 0`);
  await tx.query(`set local maintenance_work_mem = '256MB'`);
  for (const [place, made] of aside.entries()) {
    await tx.query(made);
    onStep(place + 1, aside.length);
  }
}
