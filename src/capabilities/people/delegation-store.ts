import type { Tx } from '../../kernel/tx.ts';
import type { Delegation } from './delegation.ts';

export interface OfficialSeats {
  id: string;
  name: string;
  title: string;
  duties: { role: string; agencyId: string; bodyId: string }[];
}

/** These officials with their own duties of the day. */
export async function officialsAt(tx: Tx, ids: string[], on: string): Promise<Map<string, OfficialSeats>> {
  const { rows } = await tx.query<{
    id: string;
    full_name: string;
    title: string;
    duties: OfficialSeats['duties'] | null;
  }>(
    `select o.id, o.full_name, o.title,
       (select jsonb_agg(jsonb_build_object('role', d.role, 'agencyId', d.agency_id, 'bodyId', d.body_id) order by d.id)
        from duties d where d.official_id = o.id and d.valid_from <= $2 and (d.valid_to is null or d.valid_to > $2)) as duties
     from officials o where o.id = any($1)`,
    [ids, on],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { id: row.id, name: row.full_name, title: row.title, duties: row.duties ?? [] },
    ]),
  );
}

interface DelegationRow {
  id: string;
  from_official_id: string;
  to_official_id: string;
  valid_from: string;
  valid_to: string;
  acts: string[] | null;
  authority: string;
  reason: string;
}

const fromRow = (row: DelegationRow): Delegation => ({
  id: row.id,
  fromOfficialId: row.from_official_id,
  toOfficialId: row.to_official_id,
  from: row.valid_from,
  to: row.valid_to,
  acts: row.acts,
  authority: row.authority,
  reason: row.reason,
});

const COLUMNS =
  'id, from_official_id, to_official_id, valid_from::text, valid_to::text, acts, authority, reason';

/** Delegations from or to these officials that have not ended before a day. */
export async function delegationsAround(tx: Tx, officialIds: string[], since: string): Promise<Delegation[]> {
  const { rows } = await tx.query<DelegationRow>(
    `select ${COLUMNS} from delegations g
     where (g.from_official_id = any($1) or g.to_official_id = any($1)) and g.valid_to > $2
     order by g.valid_from, g.id`,
    [officialIds, since],
  );
  return rows.map(fromRow);
}

export async function lockDelegation(tx: Tx, id: string): Promise<Delegation | null> {
  const { rows } = await tx.query<DelegationRow>(
    `select ${COLUMNS} from delegations where id = $1 for update`,
    [id],
  );
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

/** Holds both officials until commit, in the order of their ids: two delegations of one never pass each other. */
export async function lockOfficials(tx: Tx, ids: string[]): Promise<void> {
  await tx.query('select from officials where id = any($1) order by id for update', [ids]);
}

export async function insertDelegation(
  tx: Tx,
  delegation: Delegation,
  named: { by: string; at: Date },
): Promise<void> {
  await tx.query(
    `insert into delegations (id, from_official_id, to_official_id, valid_from, valid_to, acts, authority, reason, named_by, named_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      delegation.id,
      delegation.fromOfficialId,
      delegation.toOfficialId,
      delegation.from,
      delegation.to,
      delegation.acts,
      delegation.authority,
      delegation.reason,
      named.by,
      named.at,
    ],
  );
}

/** Ends it from a day on; one that has not begun is taken away. */
export async function cutDelegation(tx: Tx, id: string, from: string): Promise<void> {
  await tx.query('delete from delegations where id = $1 and valid_from >= $2', [id, from]);
  await tx.query('update delegations set valid_to = $2 where id = $1 and valid_to > $2', [id, from]);
}

/** Officials who sit in these bodies today, with their duties: who may be named. */
export async function officialsOfBodies(tx: Tx, bodyIds: string[], on: string): Promise<OfficialSeats[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select distinct d.official_id as id from duties d
     where d.body_id = any($1) and d.valid_from <= $2 and (d.valid_to is null or d.valid_to > $2)`,
    [bodyIds, on],
  );
  const found = await officialsAt(
    tx,
    rows.map((row) => row.id),
    on,
  );
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}
