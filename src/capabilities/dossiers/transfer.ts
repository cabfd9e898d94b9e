import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/tx.ts';
import { appendRecords } from '../record/index.ts';
import { type Move, type Way, wayOfAddress } from '../units/index.ts';
import { applyChange, type Dossier, type DossierChange, type State } from './dossier.ts';
import { passedAgencies } from './facts.ts';
import { saveManyFacts } from './facts-store.ts';

/** A reorganisation as far as dossiers are concerned. */
export interface Transfer {
  ways: readonly Way[];
  rest: Way;
  /** The first legal day on which it holds, and its decision in words. */
  day: string;
  basis: string;
  /** Ended body to who keeps its finished dossiers. */
  successors: ReadonlyMap<string, string>;
}

interface By {
  act: string;
  actor: Actor;
  at: Date;
  from: string | null;
}

/** Nothing more happens to these but being looked at: they stay with the agency that finished them. */
const FINISHED: State[] = ['refused-receipt', 'returned', 'withdrawn', 'stopped'];
const BATCH = 500;

const ALIVE = `d.state <> all($2::text[]) and (d.competent_body_id = any($1) or d.receiving_body_id = any($1)
  or d.centre_id = any($1) or d.holder_agency_id = any($1)
  or exists (select from dossier_parts x where x.dossier_id = d.id and x.ended_at is null and x.agency_id = any($1)))`;

interface Row {
  id: string;
  body: Dossier;
  address: string | null;
}

/** Those of these codes that are open dossiers of one of the agencies. */
export async function openCodes(
  tx: Tx,
  agencyIds: readonly string[],
  codes: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.query<{ code: string }>(
    `select d.code from dossiers d where d.code = any($3) and ${ALIVE}`,
    [agencyIds, FINISHED, codes],
  );
  return rows.map((row) => row.code);
}

/** Which way a dossier goes: picked by hand, by its sector, by the hamlet in the applicant's address, else the rest. */
function wayOf(row: Row, { ways, rest }: Pick<Transfer, 'ways' | 'rest'>): Way {
  const picked = ways.find((way) => row.body.code !== null && way.into.dossiers?.includes(row.body.code));
  if (picked !== undefined) return picked;
  const bySector = ways.filter((way) => way.into.sectors.includes(row.body.sector));
  if (bySector.length === 1) return bySector[0] as Way;
  return wayOfAddress(ways, row.address) ?? rest;
}

const agenciesOf = (ways: readonly Way[]) => [
  ...new Set(ways.flatMap((way) => way.moves.map((move) => move.from))),
];

/** The moves of a way that concern a dossier: its bodies, its centre, whoever holds it or has been asked. */
function movesOf(dossier: Dossier, way: Way): Move[] {
  const named = new Set([
    dossier.competentBodyId,
    dossier.receivingBodyId,
    dossier.centreId,
    dossier.step?.agencyId,
    ...dossier.parts
      .filter((part) => part.endedAt === null)
      .flatMap((part) => [part.agencyId, part.askedFrom]),
  ]);
  return way.moves.filter((move) => named.has(move.from));
}

/** How many dossiers go which way, without moving any; by the id of `into`. */
export async function countTransfer(
  tx: Tx,
  transfer: Pick<Transfer, 'ways' | 'rest'>,
): Promise<{ moving: Map<string, number>; finished: number }> {
  const moving = new Map<string, number>();
  await eachBatch(tx, transfer, false, async (rows) => {
    for (const row of rows) {
      const way = wayOf(row, transfer);
      if (movesOf(row.body, way).length > 0) moving.set(way.into.id, (moving.get(way.into.id) ?? 0) + 1);
    }
  });
  const { rows } = await tx.query<{ count: number }>(
    `select count(*) as count from dossiers d
     where d.state = any($2::text[]) and (d.competent_body_id = any($1) or d.receiving_body_id = any($1))`,
    [agenciesOf(transfer.ways), FINISHED],
  );
  return { moving, finished: rows[0]?.count ?? 0 };
}

/**
 * Moves every dossier that is still being worked on to the agencies that took over, each with its row in the record, a
 * batch at a time: eight statements for each five hundred. Finished ones stay as they are and are kept by the successor.
 */
export async function transferDossiers(
  tx: Tx,
  transfer: Transfer,
  by: By,
): Promise<{ moved: number; kept: number }> {
  let moved = 0;
  await eachBatch(tx, transfer, true, async (rows) => {
    const changed = rows.flatMap((row) => {
      const moves = movesOf(row.body, wayOf(row, transfer));
      if (moves.length === 0) return [];
      const change: DossierChange = {
        at: by.at.toISOString(),
        by: by.actor.id,
        byName: by.actor.name,
        act: by.act,
        type: 'transferred',
        day: transfer.day,
        basis: transfer.basis,
        moves,
      };
      return [{ before: row.body, after: applyChange(row.id, row.body, change), change }];
    });
    moved += changed.length;
    await saveTransferred(tx, changed, by.at);
    await appendRecords(
      tx,
      changed.map(({ before, after, change }) => ({
        subjectKind: 'dossier',
        subjectId: after.id,
        change,
        onBehalfOf: after.applicantId,
        bodyIds: [
          ...new Set([
            before.receivingBodyId,
            before.competentBodyId,
            after.receivingBodyId,
            after.competentBodyId,
          ]),
        ],
      })),
      by,
    );
  });
  return { moved, kept: await keepFinished(tx, transfer.successors) };
}

async function eachBatch(
  tx: Tx,
  { ways }: Pick<Transfer, 'ways'>,
  lock: boolean,
  take: (rows: Row[]) => Promise<void>,
): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await tx.query<Row>(
      `select d.id, d.body, coalesce(d.body -> 'contact' ->> 'address', p.address) as address
       from dossiers d join persons p on p.id = d.applicant_id
       where d.id > $3 and ${ALIVE} order by d.id limit $4 ${lock ? 'for update of d' : ''}`,
      [agenciesOf(ways), FINISHED, after, BATCH],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    await take(rows);
    after = last.id;
  }
}

async function saveTransferred(
  tx: Tx,
  changed: readonly { before: Dossier; after: Dossier }[],
  at: Date,
): Promise<void> {
  const column = <V>(of: (dossier: Dossier) => V) => changed.map(({ after }) => of(after));
  const ids = column((dossier) => dossier.id);
  await tx.query(
    `update dossiers d set version = n.version, competent_body_id = n.competent, receiving_body_id = n.receiving,
       passed_agency_ids = string_to_array(n.passed, ' '), centre_id = n.centre, holder_agency_id = n.holder, body = n.body::jsonb
     from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       as n (id, version, competent, receiving, passed, centre, holder, body) where d.id = n.id`,
    [
      ids,
      column((dossier) => dossier.version),
      column((dossier) => dossier.competentBodyId),
      column((dossier) => dossier.receivingBodyId),
      column((dossier) => passedAgencies(dossier).join(' ')),
      column((dossier) => dossier.centreId),
      column((dossier) => dossier.step?.agencyId ?? null),
      column((dossier) => JSON.stringify(dossier)),
    ],
  );
  await saveManyFacts(tx, changed, at.toISOString());
  const parts = changed.flatMap(({ after }) =>
    after.parts.filter((part) => part.endedAt === null).map((part) => ({ dossierId: after.id, ...part })),
  );
  await tx.query(
    `update dossier_parts x set agency_id = n.agency_id, body_id = n.body_id
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (dossier_id, id, agency_id, body_id)
     where x.dossier_id = n.dossier_id and x.id = n.id`,
    [
      parts.map((part) => part.dossierId),
      parts.map((part) => part.id),
      parts.map((part) => part.agencyId),
      parts.map((part) => part.bodyId),
    ],
  );
}

/** Finished dossiers keep their bodies; the successor may see them, as it keeps them. Answers how many there are. */
async function keepFinished(tx: Tx, successors: ReadonlyMap<string, string>): Promise<number> {
  const { rowCount } = await tx.query(
    `update dossiers d set kept_by_body_id = s.successor_id
     from unnest($1::text[], $2::text[]) as s (id, successor_id)
     where d.state = any($3::text[]) and coalesce(d.kept_by_body_id,
       case when d.competent_body_id = any($1) then d.competent_body_id else d.receiving_body_id end) = s.id`,
    [[...successors.keys()], [...successors.values()], FINISHED],
  );
  return rowCount ?? 0;
}
