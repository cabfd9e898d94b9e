import type { Tx } from '../../kernel/tx.ts';
import { eachSubject } from '../record/index.ts';
import { applyChange, type Dossier, type DossierChange } from './dossier.ts';
import { type Facts, factsOf, type Standing, standingOf, standingsAfter, standsOtherwise } from './facts.ts';

/** The columns of `dossier_facts` and the fact each holds; `full_process` comes from the procedure's version. */
const COLUMNS = {
  version: 'version',
  channel: 'channel',
  procedure_code: 'procedureCode',
  sector: 'sector',
  competent_body_id: 'competentBodyId',
  receiving_body_id: 'receivingBodyId',
  passed_agency_ids: 'passedAgencyIds',
  filed_day: 'filedDay',
  received_day: 'receivedDay',
  refused_day: 'refusedDay',
  ended_day: 'endedDay',
  returned_day: 'returnedDay',
  last_day: 'lastDay',
  outcome: 'outcome',
  ending: 'ending',
  supplements: 'supplements',
  extended: 'extended',
  fee: 'fee',
  fee_amount: 'feeAmount',
  paid_amount: 'paidAmount',
  digitised_in: 'digitisedIn',
  digitised_out: 'digitisedOut',
  elapsed_minutes: 'elapsedMinutes',
  stopped: 'stopped',
  paid_online: 'paidOnline',
  exempt: 'exempt',
  mirrored: 'mirrored',
  in_vault: 'inVault',
  reused: 'reused',
  corrections: 'corrections',
  receptionist_minutes: 'receptionistMinutes',
  specialist_minutes: 'specialistMinutes',
  head_minutes: 'headMinutes',
  leader_minutes: 'leaderMinutes',
  clerk_minutes: 'clerkMinutes',
} as const satisfies Record<string, keyof Facts>;
const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

const columnValue = (facts: Facts, name: (typeof NAMES)[number]) =>
  name === 'last_day' ? (facts.lastDay ?? 'infinity') : facts[COLUMNS[name]];

const SAVE_FACTS = `insert into dossier_facts (dossier_id, full_process, ${NAMES.join(', ')})
  select $1, v.full_process, ${NAMES.map((_, place) => `$${place + 3}`).join(', ')} from procedure_versions v where v.id = $2
  on conflict (dossier_id) do update set ${NAMES.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Keeps what figures are counted from beside the dossier, in the act's own transaction and under its lock. */
export async function saveFacts(tx: Tx, before: Dossier | null, dossier: Dossier, at: string): Promise<void> {
  const facts = factsOf(dossier, false);
  await tx.query({
    name: 'dossier-facts',
    text: SAVE_FACTS,
    values: [dossier.id, dossier.procedureVersionId, ...NAMES.map((name) => columnValue(facts, name))],
  });
  if (!standsOtherwise(before, dossier)) return;
  if (standingOf(before) !== null)
    await tx.query({
      name: 'dossier-standing-end',
      text: `update dossier_standings set until = $2 where dossier_id = $1 and until = 'infinity'`,
      values: [dossier.id, at],
    });
  const now = standingOf(dossier);
  if (now !== null)
    await tx.query({
      name: 'dossier-standing-begin',
      text: 'insert into dossier_standings (dossier_id, version, since, due_at, waiting) values ($1, $2, $3, $4, $5)',
      values: [dossier.id, dossier.version, at, now.dueAt, now.waiting],
    });
}

/** A dossier's facts with its stretches, as folded or as kept. */
export interface Counted {
  id: string;
  facts: Facts;
  standings: Standing[];
}

async function fullProcessVersions(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>('select id from procedure_versions where full_process');
  return new Set(rows.map((row) => row.id));
}

/** The facts that these changes give; `fullProcess` holds the versions of procedures that are offered so. */
export function countedFrom(id: string, changes: DossierChange[], fullProcess: Set<string>): Counted | null {
  let dossier: Dossier | null = null;
  let standings: Standing[] = [];
  // What is undone has never been, on its own day too: else what came in and went out would not make up what is left.
  const past: Standing[][] = [];
  for (const change of changes) {
    const after = applyChange(id, dossier, change);
    standings =
      change.type === 'undone'
        ? (past[change.version - 1] ?? [])
        : standingsAfter(standings, dossier, after, change);
    past.push(standings);
    dossier = after;
  }
  if (dossier === null) return null;
  return { id, facts: factsOf(dossier, fullProcess.has(dossier.procedureVersionId)), standings };
}

/** Every dossier's facts from the record alone, a batch at a time, so that memory does not grow with the record. */
export async function foldAllFacts(tx: Tx, take: (batch: Counted[]) => Promise<void>): Promise<void> {
  const fullProcess = await fullProcessVersions(tx);
  await eachSubject(tx, 'dossier', async (subjects) => {
    await take(
      subjects.flatMap(({ id, changes }) => {
        const counted = countedFrom(id, changes as DossierChange[], fullProcess);
        return counted === null ? [] : [counted];
      }),
    );
  });
}

/** What is kept of these dossiers. */
export async function keptFacts(tx: Tx, ids: string[]): Promise<Map<string, Counted>> {
  const facts = await tx.query<Record<string, unknown> & { dossier_id: string; full_process: boolean }>(
    `select dossier_id, full_process, ${NAMES.join(', ')} from dossier_facts where dossier_id = any($1)`,
    [ids],
  );
  const standings = await tx.query<{
    dossier_id: string;
    version: number;
    since: Date;
    until: Date | number;
    due_at: Date | null;
    waiting: boolean;
  }>('select * from dossier_standings where dossier_id = any($1) order by dossier_id, version', [ids]);
  const kept = new Map<string, Counted>(
    facts.rows.map((row) => [
      row.dossier_id,
      {
        id: row.dossier_id,
        facts: {
          ...(Object.fromEntries(NAMES.map((name) => [COLUMNS[name], row[name]])) as Omit<
            Facts,
            'fullProcess'
          >),
          lastDay: row.last_day === 'infinity' ? null : (row.last_day as string),
          fullProcess: row.full_process,
        },
        standings: [],
      },
    ]),
  );
  for (const row of standings.rows)
    kept.get(row.dossier_id)?.standings.push({
      version: row.version,
      since: row.since.toISOString(),
      until: row.until instanceof Date ? row.until.toISOString() : null,
      dueAt: row.due_at?.toISOString() ?? null,
      waiting: row.waiting,
    });
  return kept;
}

/** Keeps the facts of a dossier whose last act was undone: its stretches too become what they were. */
export async function restoreFacts(tx: Tx, dossier: Dossier, changes: DossierChange[]): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from procedure_versions where full_process and id = $1',
    [dossier.procedureVersionId],
  );
  const counted = countedFrom(dossier.id, changes, new Set(rows.map((row) => row.id)));
  if (counted !== null) await replaceFacts(tx, [counted]);
}

/** How many dossiers have facts kept; and how many dossiers there are. */
export async function countKept(tx: Tx): Promise<{ kept: number; dossiers: number }> {
  const { rows } = await tx.query<{ kept: number; dossiers: number }>(
    'select (select count(*) from dossier_facts) as kept, (select count(*) from dossiers) as dossiers',
  );
  return rows[0] ?? { kept: 0, dossiers: 0 };
}

const BULK_TYPES: Partial<Record<(typeof NAMES)[number], string>> = {
  version: 'integer',
  filed_day: 'date',
  received_day: 'date',
  refused_day: 'date',
  ended_day: 'date',
  returned_day: 'date',
  last_day: 'date',
  supplements: 'integer',
  extended: 'boolean',
  fee: 'boolean',
  fee_amount: 'bigint',
  paid_amount: 'bigint',
  digitised_in: 'boolean',
  digitised_out: 'boolean',
  elapsed_minutes: 'integer',
  stopped: 'boolean',
  paid_online: 'boolean',
  exempt: 'boolean',
  mirrored: 'boolean',
  in_vault: 'boolean',
  reused: 'boolean',
  corrections: 'integer',
  receptionist_minutes: 'integer',
  specialist_minutes: 'integer',
  head_minutes: 'integer',
  leader_minutes: 'integer',
  clerk_minutes: 'integer',
};

/** Writes the facts and stretches of many dossiers, replacing what was kept of them. */
export async function replaceFacts(tx: Tx, batch: Counted[]): Promise<void> {
  const ids = batch.map((one) => one.id);
  await tx.query('delete from dossier_standings where dossier_id = any($1)', [ids]);
  await tx.query('delete from dossier_facts where dossier_id = any($1)', [ids]);
  await tx.query(
    `insert into dossier_facts (dossier_id, full_process, ${NAMES.join(', ')})
     select r.id, r.full_process, ${NAMES.map((name) =>
       name === 'passed_agency_ids' ? `string_to_array(r.passed_agency_ids, ' ')` : `r.${name}`,
     ).join(', ')}
     from unnest($1::text[], $2::boolean[], ${NAMES.map((name, place) => `$${place + 3}::${BULK_TYPES[name] ?? 'text'}[]`).join(', ')})
       as r (id, full_process, ${NAMES.join(', ')}) join dossiers d on d.id = r.id`,
    [
      ids,
      batch.map((one) => one.facts.fullProcess),
      ...NAMES.map((name) =>
        batch.map(({ facts }) =>
          name === 'passed_agency_ids' ? facts.passedAgencyIds.join(' ') : columnValue(facts, name),
        ),
      ),
    ],
  );
  const rows = batch.flatMap((one) => one.standings.map((standing) => ({ id: one.id, ...standing })));
  await tx.query(
    `insert into dossier_standings (dossier_id, version, since, until, due_at, waiting)
     select r.* from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
       as r (id, version, since, until, due_at, waiting) join dossiers d on d.id = r.id`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.version),
      rows.map((row) => row.since),
      rows.map((row) => row.until ?? 'infinity'),
      rows.map((row) => row.dueAt),
      rows.map((row) => row.waiting),
    ],
  );
}

/** Makes all facts anew from the record: after an upgrade from a version that kept none. */
export async function rebuildFacts(tx: Tx): Promise<number> {
  let count = 0;
  await foldAllFacts(tx, async (batch) => {
    await replaceFacts(tx, batch);
    count += batch.length;
  });
  return count;
}
