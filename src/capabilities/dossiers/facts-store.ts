import type { CopiedTable } from '../../db/copy.ts';
import type { Tx } from '../../kernel/tx.ts';
import { eachSubject } from '../record/index.ts';
import { applyChange, type Dossier, type DossierChange, type FormerBodies } from './dossier.ts';
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
  place_independent: 'placeIndependent',
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
  stands_for_others: 'standsForOthers',
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

const BULK_TYPES: Partial<Record<(typeof NAMES)[number], string>> = {
  version: 'integer',
  place_independent: 'boolean',
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
  stands_for_others: 'boolean',
  in_vault: 'boolean',
  reused: 'boolean',
  corrections: 'integer',
  receptionist_minutes: 'integer',
  specialist_minutes: 'integer',
  head_minutes: 'integer',
  leader_minutes: 'integer',
  clerk_minutes: 'integer',
};

const columnValue = (facts: Facts, name: (typeof NAMES)[number]) =>
  name === 'last_day' ? (facts.lastDay ?? 'infinity') : facts[COLUMNS[name]];

const LIST = NAMES.join(', ');
/** What the tables of past and of changed facts hold of `dossier_facts`, in the same names. */
export const FACT_COLUMNS = `dossier_id, full_process, known_from, ${LIST}`;

/**
 * One round trip: what it was goes to the past, what it was and what it became to the changes that the cells still
 * lack, and the row itself becomes what it now is. All parts see it as it was before.
 */
const SAVE_FACTS = `with old as (select ${FACT_COLUMNS} from dossier_facts where dossier_id = $1),
  past as (
    insert into dossier_facts_past (${FACT_COLUMNS}, known_until)
    select ${FACT_COLUMNS}, $3::timestamptz from old where known_from < $3::timestamptz
  ),
  gone as (insert into dossier_facts_changed (sign, ${FACT_COLUMNS}) select -1, ${FACT_COLUMNS} from old),
  kept as (
    insert into dossier_facts (dossier_id, full_process, known_from, ${LIST})
    select $1, v.full_process, $3::timestamptz, ${NAMES.map((_name, place) => `$${place + 4}`).join(', ')}
    from procedure_versions v where v.id = $2
    on conflict (dossier_id) do update set known_from = excluded.known_from, ${NAMES.map((name) => `${name} = excluded.${name}`).join(', ')}
    returning ${FACT_COLUMNS}
  )
  insert into dossier_facts_changed (sign, ${FACT_COLUMNS}) select 1, ${FACT_COLUMNS} from kept`;

/** What stretches repeat of the dossier: a correction may change it. */
const KEYS = [
  'channel',
  'sector',
  'procedureCode',
  'competentBodyId',
  'receivingBodyId',
  'mirrored',
  'standsForOthers',
] as const satisfies (keyof Facts)[];
const KEY_COLUMNS =
  'channel, sector, procedure_code, competent_body_id, receiving_body_id, mirrored, stands_for_others';

/** Whether nothing that figures speak of differs; the version alone is none of it. */
const sameFacts = (a: Facts, b: Facts) =>
  NAMES.every((name) => {
    const [was, is] = [a[COLUMNS[name]], b[COLUMNS[name]]];
    return (
      was === is || name === 'version' || (Array.isArray(was) && JSON.stringify(was) === JSON.stringify(is))
    );
  });

/** Keeps what figures are counted from beside the dossier, in the act's own transaction and under its lock. */
export async function saveFacts(tx: Tx, before: Dossier | null, dossier: Dossier, at: string): Promise<void> {
  const facts = factsOf(dossier, false);
  const were = before === null ? null : factsOf(before, false);
  if (were !== null && sameFacts(were, facts))
    await tx.query({
      name: 'dossier-facts-version',
      text: 'update dossier_facts set version = $2 where dossier_id = $1',
      values: [dossier.id, facts.version],
    });
  else
    await tx.query({
      name: 'dossier-facts',
      text: SAVE_FACTS,
      values: [dossier.id, dossier.procedureVersionId, at, ...NAMES.map((name) => columnValue(facts, name))],
    });
  if (were !== null && KEYS.some((name) => were[name] !== facts[name]))
    await tx.query({
      name: 'dossier-standing-keys',
      text: `update dossier_standings set (${KEY_COLUMNS}) = row($2, $3, $4, $5, $6, $7::boolean, $8::boolean) where dossier_id = $1`,
      values: [dossier.id, ...KEYS.map((name) => facts[name])],
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
      text: `insert into dossier_standings (dossier_id, version, since, due_at, waiting, ${KEY_COLUMNS})
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      values: [dossier.id, dossier.version, at, now.dueAt, now.waiting, ...KEYS.map((name) => facts[name])],
    });
}

/** A dossier's facts with its stretches, as folded or as kept. */
export interface Counted {
  id: string;
  facts: Facts;
  /** Since when the facts have been these (ISO 8601), and what they were before, oldest first. */
  knownFrom: string;
  past: PastFacts[];
  standings: Standing[];
  /** What the stretches were while an act held that was then undone, oldest first. */
  undone: UndoneStandings[];
  /** Under which bodies it stood until which day, before reorganisations moved it. */
  formerBodies: Pick<FormerBodies, 'until' | 'competentBodyId' | 'receivingBodyId'>[];
}

export interface UndoneStandings {
  standings: Standing[];
  from: string;
  until: string;
}

export interface PastFacts {
  facts: Facts;
  from: string;
  until: string;
}

async function fullProcessVersions(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>('select id from procedure_versions where full_process');
  return new Set(rows.map((row) => row.id));
}

const formerBodiesOf = ({ formerBodies = [] }: Dossier): Counted['formerBodies'] =>
  formerBodies.map(({ until, competentBodyId, receivingBodyId }) => ({
    until,
    competentBodyId,
    receivingBodyId,
  }));

/** The facts that these changes give; `fullProcess` holds the versions of procedures that are offered so. */
export function countedFrom(
  id: string,
  changes: DossierChange[],
  fullProcess: ReadonlySet<string>,
): Counted | null {
  return lifeFrom(id, changes, fullProcess)?.counted ?? null;
}

/** The dossier that these changes give, and its facts. */
export function lifeFrom(
  id: string,
  changes: DossierChange[],
  fullProcess: ReadonlySet<string>,
): { dossier: Dossier; counted: Counted } | null {
  let dossier: Dossier | null = null;
  let standings: Standing[] = [];
  let facts: Facts | null = null;
  let knownFrom = '';
  const past: PastFacts[] = [];
  // What is undone has never been, on its own day too: else what came in and went out would not make up what is left.
  const before: Standing[][] = [];
  const undone: UndoneStandings[] = [];
  let standingsFrom = '';
  for (const change of changes) {
    const after = applyChange(id, dossier, change);
    const next: Standing[] =
      change.type === 'undone'
        ? (before[change.version - 1] ?? [])
        : standingsAfter(standings, dossier, after, change);
    if (JSON.stringify(next) !== JSON.stringify(standings)) {
      if (change.type === 'undone' && standings.length > 0 && standingsFrom < change.at)
        undone.push({ standings, from: standingsFrom, until: change.at });
      standingsFrom = change.at;
    }
    standings = next;
    before.push(standings);
    const now = factsOf(after, fullProcess.has(after.procedureVersionId));
    if (facts === null) knownFrom = change.at;
    else if (!sameFacts(facts, now)) {
      if (knownFrom < change.at) past.push({ facts, from: knownFrom, until: change.at });
      knownFrom = change.at;
    }
    facts = now;
    dossier = after;
  }
  if (facts === null || dossier === null) return null;
  return {
    dossier,
    counted: { id, facts, knownFrom, past, standings, undone, formerBodies: formerBodiesOf(dossier) },
  };
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

interface FactsRow extends Record<string, unknown> {
  dossier_id: string;
  full_process: boolean;
  known_from: Date;
}

const factsFrom = (row: FactsRow): Facts => ({
  ...(Object.fromEntries(NAMES.map((name) => [COLUMNS[name], row[name]])) as Omit<Facts, 'fullProcess'>),
  lastDay: row.last_day === 'infinity' ? null : (row.last_day as string),
  fullProcess: row.full_process,
});

const standingFrom = (row: {
  version: number;
  since: Date;
  until: Date | number;
  due_at: Date | null;
  waiting: boolean;
}): Standing => ({
  version: row.version,
  since: row.since.toISOString(),
  until: row.until instanceof Date ? row.until.toISOString() : null,
  dueAt: row.due_at?.toISOString() ?? null,
  waiting: row.waiting,
});

/** What is kept of these dossiers. */
export async function keptFacts(tx: Tx, ids: string[]): Promise<Map<string, Counted>> {
  const facts = await tx.query<FactsRow>(
    `select ${FACT_COLUMNS} from dossier_facts where dossier_id = any($1)`,
    [ids],
  );
  const past = await tx.query<FactsRow & { known_until: Date }>(
    `select ${FACT_COLUMNS}, known_until from dossier_facts_past where dossier_id = any($1) order by dossier_id, version`,
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
        facts: factsFrom(row),
        // Kept by a version that did not note it: -infinity, which is no instant.
        knownFrom: row.known_from instanceof Date ? row.known_from.toISOString() : '',
        past: [],
        standings: [],
        undone: [],
        formerBodies: [],
      },
    ]),
  );
  for (const row of past.rows)
    kept.get(row.dossier_id)?.past.push({
      facts: factsFrom(row),
      from: row.known_from instanceof Date ? row.known_from.toISOString() : '',
      until: row.known_until.toISOString(),
    });
  for (const row of standings.rows) kept.get(row.dossier_id)?.standings.push(standingFrom(row));
  const undone = await tx.query<{
    dossier_id: string;
    known_from: Date;
    known_until: Date;
    version: number;
    since: Date;
    until: Date | number;
    due_at: Date | null;
    waiting: boolean;
  }>(
    'select * from dossier_standings_undone where dossier_id = any($1) order by dossier_id, known_from, version',
    [ids],
  );
  for (const row of undone.rows) {
    const one = kept.get(row.dossier_id);
    if (one === undefined) continue;
    const [from, until] = [row.known_from.toISOString(), row.known_until.toISOString()];
    let found = one.undone.at(-1);
    if (found?.from !== from) {
      found = { standings: [], from, until };
      one.undone.push(found);
    }
    found.standings.push(standingFrom(row));
  }
  const bodies = await tx.query<{
    dossier_id: string;
    until: string;
    competent_body_id: string;
    receiving_body_id: string;
  }>('select * from dossier_bodies where dossier_id = any($1) order by dossier_id, until', [ids]);
  for (const row of bodies.rows)
    kept.get(row.dossier_id)?.formerBodies.push({
      until: row.until,
      competentBodyId: row.competent_body_id,
      receivingBodyId: row.receiving_body_id,
    });
  return kept;
}

/** Keeps the facts of many dossiers that one act has changed, in a number of questions that does not grow with them. */
export async function saveManyFacts(
  tx: Tx,
  changed: readonly { before: Dossier; after: Dossier }[],
  at: string,
): Promise<void> {
  const kept = await keptFacts(
    tx,
    changed.map(({ after }) => after.id),
  );
  await replaceFacts(
    tx,
    changed.flatMap(({ before, after }) => {
      const one = kept.get(after.id);
      if (one === undefined) return [];
      const facts = factsOf(after, one.facts.fullProcess);
      const same = sameFacts(one.facts, facts);
      const standings = standingsAfter(one.standings, before, after, { at });
      const past =
        same || one.knownFrom >= at
          ? one.past
          : [...one.past, { facts: one.facts, from: one.knownFrom, until: at }];
      return [
        {
          id: after.id,
          facts,
          knownFrom: same ? one.knownFrom : at,
          past,
          standings,
          undone: one.undone,
          formerBodies: formerBodiesOf(after),
        },
      ];
    }),
  );
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

/** Before dossiers are taken away for good (the demonstration's): the totals of figures are told that they are gone. */
export async function takeFactsAway(tx: Tx, ids: string[]): Promise<void> {
  await tx.query(
    `insert into dossier_facts_changed (sign, ${FACT_COLUMNS}) select -1, ${FACT_COLUMNS} from dossier_facts where dossier_id = any($1)`,
    [ids],
  );
}

/** Writes the facts and stretches of many dossiers, replacing what was kept of them. */
export async function replaceFacts(tx: Tx, batch: Counted[]): Promise<void> {
  const ids = batch.map((one) => one.id);
  await takeFactsAway(tx, ids);
  for (const table of [
    'dossier_standings',
    'dossier_standings_undone',
    'dossier_facts_past',
    'dossier_facts',
  ])
    await tx.query(`delete from ${table} where dossier_id = any($1)`, [ids]);
  const rows = (
    table: string,
    more: string,
    list: { id: string; facts: Facts; from: string }[],
    extra: unknown[],
  ) =>
    tx.query(
      `insert into ${table} (${FACT_COLUMNS}${more})
       select r.id, r.full_process, r.known_from, ${NAMES.map((name) =>
         name === 'passed_agency_ids' ? `string_to_array(r.passed_agency_ids, ' ')` : `r.${name}`,
       ).join(', ')}${more === '' ? '' : ', r.known_until'}
       from unnest($1::text[], $2::boolean[], $3::timestamptz[], ${NAMES.map((name, place) => `$${place + 4}::${BULK_TYPES[name] ?? 'text'}[]`).join(', ')}${more === '' ? '' : `, $${NAMES.length + 4}::timestamptz[]`})
         as r (id, full_process, known_from, ${LIST}${more}) join dossiers d on d.id = r.id`,
      [
        list.map((one) => one.id),
        list.map((one) => one.facts.fullProcess),
        // Kept by a version that did not note it.
        list.map((one) => (one.from === '' ? '-infinity' : one.from)),
        ...NAMES.map((name) =>
          list.map(({ facts }) =>
            name === 'passed_agency_ids' ? facts.passedAgencyIds.join(' ') : columnValue(facts, name),
          ),
        ),
        ...extra,
      ],
    );
  await rows(
    'dossier_facts',
    '',
    batch.map((one) => ({ ...one, from: one.knownFrom })),
    [],
  );
  const past = batch.flatMap((one) => one.past.map((before) => ({ id: one.id, ...before })));
  await rows('dossier_facts_past', ', known_until', past, [past.map((one) => one.until)]);
  await tx.query(
    `insert into dossier_facts_changed (sign, ${FACT_COLUMNS}) select 1, ${FACT_COLUMNS} from dossier_facts where dossier_id = any($1)`,
    [ids],
  );
  const standings = batch.flatMap((one) => one.standings.map((standing) => ({ id: one.id, ...standing })));
  await tx.query(
    `insert into dossier_standings (dossier_id, version, since, until, due_at, waiting, ${KEY_COLUMNS})
     select r.*, ${KEY_COLUMNS.split(', ')
       .map((name) => `f.${name}`)
       .join(', ')}
     from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::boolean[])
       as r (id, version, since, until, due_at, waiting) join dossier_facts f on f.dossier_id = r.id`,
    [
      standings.map((row) => row.id),
      standings.map((row) => row.version),
      standings.map((row) => row.since),
      standings.map((row) => row.until ?? 'infinity'),
      standings.map((row) => row.dueAt),
      standings.map((row) => row.waiting),
    ],
  );
  const undone = batch.flatMap((one) =>
    one.undone.flatMap(({ standings: list, from, until }) =>
      list.map((standing) => ({ id: one.id, from, knownUntil: until, ...standing })),
    ),
  );
  await tx.query(
    `insert into dossier_standings_undone (dossier_id, known_from, known_until, version, since, until, due_at, waiting)
     select r.* from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::integer[], $5::timestamptz[],
       $6::timestamptz[], $7::timestamptz[], $8::boolean[])
       as r (id, known_from, known_until, version, since, until, due_at, waiting) join dossiers d on d.id = r.id`,
    [
      undone.map((row) => row.id),
      undone.map((row) => row.from),
      undone.map((row) => row.knownUntil),
      undone.map((row) => row.version),
      undone.map((row) => row.since),
      undone.map((row) => row.until ?? 'infinity'),
      undone.map((row) => row.dueAt),
      undone.map((row) => row.waiting),
    ],
  );
  const former = batch.flatMap((one) => one.formerBodies.map((body) => ({ id: one.id, ...body })));
  await tx.query('delete from dossier_bodies where dossier_id = any($1)', [ids]);
  await tx.query(
    `insert into dossier_bodies (dossier_id, until, competent_body_id, receiving_body_id)
     select n.id, n.until, n.competent, n.receiving
     from unnest($1::text[], $2::date[], $3::text[], $4::text[]) as n (id, until, competent, receiving)
       join dossiers d on d.id = n.id`,
    [
      former.map((row) => row.id),
      former.map((row) => row.until),
      former.map((row) => row.competentBodyId),
      former.map((row) => row.receivingBodyId),
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

/**
 * The facts and stretches of dossiers that are not there yet, as rows to be copied into their tables. `changed`: whether
 * the cells are to be told of them; not when they will be built anew.
 */
export function factTables(lives: readonly Counted[], changed: boolean): CopiedTable[] {
  if (lives.some(({ undone, formerBodies }) => undone.length + formerBodies.length > 0))
    throw new Error('what was undone or moved is not laid in bulk');
  const row = (id: string, facts: Facts, from: string) => [
    id,
    facts.fullProcess,
    from,
    ...NAMES.map((name) => columnValue(facts, name)),
  ];
  const columns = FACT_COLUMNS.split(', ');
  const facts = lives.map((one) => row(one.id, one.facts, one.knownFrom));
  return [
    { table: 'dossier_facts', columns, rows: facts },
    {
      table: 'dossier_facts_past',
      columns: [...columns, 'known_until'],
      rows: lives.flatMap(({ id, past }) =>
        past.map((before) => [...row(id, before.facts, before.from), before.until]),
      ),
    },
    {
      table: 'dossier_standings',
      columns: ['dossier_id', 'version', 'since', 'until', 'due_at', 'waiting', ...KEY_COLUMNS.split(', ')],
      rows: lives.flatMap(({ id, facts: own, standings }) =>
        standings.map((one) => [
          id,
          one.version,
          one.since,
          one.until ?? 'infinity',
          one.dueAt,
          one.waiting,
          ...KEYS.map((name) => own[name]),
        ]),
      ),
    },
    ...(changed
      ? [
          {
            table: 'dossier_facts_changed',
            columns: ['sign', ...columns],
            rows: facts.map((one) => [1, ...one]),
          },
        ]
      : []),
  ];
}
