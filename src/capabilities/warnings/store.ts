import type { Tx } from '../../kernel/tx.ts';
import type { Dossier } from '../dossiers/index.ts';
import type { Point } from './points.ts';

/** States in which there is something to warn of; the index `dossiers_watched` holds exactly these. */
const WATCHED_STATES = [
  'submitted',
  'received',
  'in-progress',
  'awaiting-supplement',
  'awaiting-payment',
] satisfies Dossier['state'][];
const WATCHED = `d.state in (${WATCHED_STATES.map((state) => `'${state}'`).join(', ')})`;

/** Dossiers that changed since their points were reckoned, and those that were watched and no longer are. */
const CHANGED = `select d.id from dossiers d where ${WATCHED}
    and not exists (select from warning_watch w where w.dossier_id = d.id and w.version = d.version)
  union
  select w.dossier_id from warning_watch w
  where not exists (select from dossiers d where ${WATCHED} and d.id = w.dossier_id and d.version = w.version)`;

/** Whether there is anything to reckon or to warn of: asked before an act is made of it. */
export async function isAnythingToWatch(tx: Tx, at: Date): Promise<boolean> {
  const { rows } = await tx.query<{ any: boolean }>(
    `select exists (${CHANGED}) or exists (select from warning_points where fired_at is null and at <= $1) as any`,
    [at],
  );
  return rows[0]?.any === true;
}

export async function changedDossiers(tx: Tx, limit: number): Promise<Dossier[]> {
  const { rows } = await tx.query<{ body: Dossier }>(
    `select d.body from dossiers d where d.id in (select c.id from (${CHANGED}) as c order by c.id limit $1)`,
    [limit],
  );
  return rows.map((row) => row.body);
}

/**
 * Replaces the points of these dossiers. Those that stay keep whether they fired; those that are gone were dealt with,
 * and so are their warnings. Answers how many warnings that cleared.
 */
export async function replacePoints(
  tx: Tx,
  reckoned: { dossier: Dossier; points: Point[] }[],
  at: Date,
): Promise<string[]> {
  const ids = reckoned.map(({ dossier }) => dossier.id);
  const points = reckoned.flatMap(({ dossier, points: of }) =>
    of.map((point) => ({ id: dossier.id, ...point })),
  );
  const columns = [points.map((p) => p.id), points.map((p) => p.rule), points.map((p) => p.key)];
  const gone = (table: string) => `not exists (select from unnest($2::text[], $3::text[], $4::text[])
      as n (dossier_id, rule, key) where n.dossier_id = ${table}.dossier_id and n.rule = ${table}.rule and n.key = ${table}.key)`;
  const cleared = await tx.query<{ official_id: string }>(
    `update warnings w set cleared_at = $5
     where w.dossier_id = any($1::text[]) and w.cleared_at is null and ${gone('w')} returning w.official_id`,
    [ids, ...columns, at],
  );
  await tx.query(
    `delete from warning_points p where p.dossier_id = any($1::text[]) and p.fired_at is null and ${gone('p')}`,
    [ids, ...columns],
  );
  await tx.query(
    `insert into warning_points (dossier_id, rule, key, at)
     select n.dossier_id, n.rule, n.key, n.at
     from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as n (dossier_id, rule, key, at)
     on conflict (dossier_id, rule, key) do nothing`,
    [...columns, points.map((p) => p.at)],
  );
  const watched = reckoned.filter(({ dossier }) => (WATCHED_STATES as string[]).includes(dossier.state));
  await tx.query(
    `insert into warning_watch (dossier_id, version) select n.id, n.version from unnest($1::text[], $2::integer[]) as n (id, version)
     on conflict (dossier_id) do update set version = excluded.version`,
    [watched.map(({ dossier }) => dossier.id), watched.map(({ dossier }) => dossier.version)],
  );
  await tx.query(
    'delete from warning_watch where dossier_id = any($1::text[]) and not dossier_id = any($2::text[])',
    [ids, watched.map(({ dossier }) => dossier.id)],
  );
  return cleared.rows.map((row) => row.official_id);
}

export interface DuePoint {
  dossier: Dossier;
  rule: string;
  key: string;
}

export async function takeDuePoints(tx: Tx, at: Date, limit: number): Promise<DuePoint[]> {
  const { rows } = await tx.query<{ body: Dossier; rule: string; key: string }>(
    `with due as (
       select p.dossier_id, p.rule, p.key from warning_points p where p.fired_at is null and p.at <= $1
       order by p.at limit $2 for update skip locked),
     fired as (
       update warning_points p set fired_at = $1 from due
       where p.dossier_id = due.dossier_id and p.rule = due.rule and p.key = due.key returning p.dossier_id, p.rule, p.key, p.at)
     select d.body, f.rule, f.key from fired f join dossiers d on d.id = f.dossier_id order by f.at, f.dossier_id, f.rule`,
    [at, limit],
  );
  return rows.map(({ body, ...row }) => ({ dossier: body, ...row }));
}

/** Officials with a duty on a day in these agencies, by `agency role`. */
export async function officialsAt(tx: Tx, agencyIds: string[], on: string): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ agency_id: string; role: string; ids: string[] }>(
    `select d.agency_id, d.role, array_agg(distinct d.official_id) as ids from duties d
     where d.agency_id = any($1::text[]) and d.valid_from <= $2 and (d.valid_to is null or d.valid_to > $2)
     group by 1, 2`,
    [agencyIds, on],
  );
  return new Map(rows.map((row) => [`${row.agency_id} ${row.role}`, row.ids]));
}

export async function addWarnings(
  tx: Tx,
  warnings: { dossierId: string; rule: string; key: string; officialId: string }[],
  at: Date,
): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into warnings (dossier_id, rule, key, official_id, at)
     select n.dossier_id, n.rule, n.key, n.official_id, $5
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (dossier_id, rule, key, official_id)
     on conflict (dossier_id, rule, key, official_id) do nothing`,
    [
      warnings.map((one) => one.dossierId),
      warnings.map((one) => one.rule),
      warnings.map((one) => one.key),
      warnings.map((one) => one.officialId),
      at,
    ],
  );
  return rowCount ?? 0;
}

export async function markSeen(tx: Tx, officialId: string, upTo: number, at: Date): Promise<void> {
  await tx.query(
    'update warnings set seen_at = $3 where official_id = $1 and id <= $2 and seen_at is null and cleared_at is null',
    [officialId, upTo, at],
  );
}

export interface OpenWarning {
  official_id: string;
  email: string;
  rule: string;
  code: string;
  procedure_name: string;
}

/** What is open, of every official who has an e-mail address. */
export async function openByMail(tx: Tx): Promise<OpenWarning[]> {
  const { rows } = await tx.query<OpenWarning>(
    `select w.official_id, o.email, w.rule, coalesce(d.code, d.tracking_code) as code, d.body ->> 'procedureName' as procedure_name
     from warnings w join officials o on o.id = w.official_id join dossiers d on d.id = w.dossier_id
     where w.cleared_at is null and o.email is not null order by w.official_id, w.rule, w.at, code`,
  );
  return rows;
}
