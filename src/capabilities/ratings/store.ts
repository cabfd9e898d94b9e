import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { type Dossier, getDossier } from '../dossiers/index.ts';
import { OVERALL, type RatingRules } from './questions.ts';

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/** Decided, returned or stopped: there is something to rate. */
const RATED_STATES: readonly Dossier['state'][] = ['resolved', 'returned', 'stopped'];

/** What was received here and has come to its end; a part of a linked filing is rated with the whole. */
export function mayBeRated(dossier: Dossier): boolean {
  return (
    dossier.receivedAt !== null && dossier.linkedTo === undefined && RATED_STATES.includes(dossier.state)
  );
}

export async function isRated(tx: Tx, dossierId: string): Promise<boolean> {
  const { rowCount } = await tx.query('select from rated_dossiers where dossier_id = $1', [dossierId]);
  return rowCount === 1;
}

/**
 * A new link for a dossier; null when there is nothing (more) to rate. Only the hash is kept: what is answered must go
 * straight to whom it is for, and into no table.
 */
export async function newLink(
  tx: Tx,
  dossier: Dossier,
  rules: RatingRules,
  at: Date,
): Promise<string | null> {
  if (!mayBeRated(dossier) || (await isRated(tx, dossier.id))) return null;
  const token = randomBytes(18).toString('base64url');
  await tx.query('delete from rating_links where expires_at <= $1', [at]);
  await tx.query('insert into rating_links (token_hash, dossier_id, expires_at) values ($1, $2, $3)', [
    hashOf(token),
    dossier.id,
    new Date(at.getTime() + rules.linkDays * 86_400_000),
  ]);
  return token;
}

/** The dossier behind a link that still holds; `lock` keeps a second use waiting until the first has ended. */
export async function dossierOfLink(tx: Tx, token: string, at: Date, lock: boolean): Promise<Dossier | null> {
  const { rows } = await tx.query<{ dossier_id: string }>(
    `select dossier_id from rating_links where token_hash = $1 and expires_at > $2 ${lock ? 'for update' : ''}`,
    [hashOf(token), at],
  );
  return rows[0] === undefined ? null : await getDossier(tx, rows[0].dossier_id);
}

export interface GivenRating {
  centreId: string;
  receivingBodyId: string;
  bodyId: string;
  agencyId: string;
  sector: string | null;
  way: 'link' | 'own' | 'tablet' | 'paper';
  points: Record<string, number>;
  comment: string | null;
}

/** Lays a rating among the others: under a random id, with the day alone. */
export async function insertRating(
  tx: Tx,
  rules: RatingRules,
  given: GivenRating,
  day: string,
): Promise<void> {
  await tx.query(
    `insert into ratings (id, day, centre_id, receiving_body_id, body_id, agency_id, sector, way, questions, points,
       satisfied, dissatisfied, comment)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      randomUUID(),
      day,
      given.centreId,
      given.receivingBodyId,
      given.bodyId,
      given.agencyId,
      given.sector,
      given.way,
      rules.version,
      JSON.stringify(given.points),
      given.points[OVERALL] === 2,
      given.points[OVERALL] === 0,
      given.comment?.trim() || null,
    ],
  );
}

/** Rates a dossier, once, whichever way it comes; its links are used up with it. */
export async function rateOnce(
  tx: Tx,
  rules: RatingRules,
  dossier: Dossier,
  given: Pick<GivenRating, 'way' | 'points' | 'comment'>,
  at: Date,
): Promise<void> {
  if (!mayBeRated(dossier)) throw new Refusal('conflict', 'rating.not-yet');
  const { rowCount } = await tx.query(
    'insert into rated_dossiers (dossier_id) values ($1) on conflict (dossier_id) do nothing',
    [dossier.id],
  );
  if (rowCount === 0) throw new Refusal('conflict', 'rating.used');
  await tx.query('delete from rating_links where dossier_id = $1', [dossier.id]);
  await tx.query(
    'update rating_tablets set called_dossier_id = null, called_until = null where called_dossier_id = $1',
    [dossier.id],
  );
  const worked = dossier.steps.findLast(
    (step) => step.role === 'specialist' || step.role === 'division-head',
  );
  await insertRating(
    tx,
    rules,
    {
      ...given,
      centreId: dossier.centreId,
      receivingBodyId: dossier.receivingBodyId,
      bodyId: dossier.competentBodyId,
      agencyId: worked?.agencyId ?? dossier.competentBodyId,
      sector: dossier.sector,
    },
    legalDay(at),
  );
}

export interface Tablet {
  id: string;
  centreId: string;
  bodyId: string;
  name: string;
  calledDossierId: string | null;
}

/** What an unknown tablet shows and an official types, "K3QD-7F2M-9XRA-W5TC": part of its secret's hash. */
export function codeOfTablet(secret: string): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const text = [...hashOf(secret).subarray(0, 16)].map((byte) => letters[byte % 32]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

const TABLET = `id, centre_id as "centreId", body_id as "bodyId", name,
  case when called_until > $2 then called_dossier_id end as "calledDossierId"`;

export async function findTablet(tx: Tx, secret: string, at: Date, lock: boolean): Promise<Tablet | null> {
  const { rows } = await tx.query<Tablet>(
    `select ${TABLET} from rating_tablets where id = $1 and ended_at is null ${lock ? 'for update' : ''}`,
    [codeOfTablet(secret), at],
  );
  return rows[0] ?? null;
}

export async function lockTablet(tx: Tx, id: string, at: Date): Promise<Tablet> {
  const { rows } = await tx.query<Tablet>(
    `select ${TABLET} from rating_tablets where id = $1 and ended_at is null for update`,
    [id, at],
  );
  if (rows[0] === undefined) throw new Refusal('missing', 'tablet.unknown');
  return rows[0];
}

/** The tablets in use at these bodies' centres. */
export async function tabletsOf(tx: Tx, bodyIds: string[], at: Date): Promise<Tablet[]> {
  const { rows } = await tx.query<Tablet>(
    `select ${TABLET} from rating_tablets where body_id = any($1::text[]) and ended_at is null order by name, id`,
    [bodyIds, at],
  );
  return rows;
}

/** A tablet taken into use, or into use anew under another name or at another centre. */
export async function pairTablet(
  tx: Tx,
  tablet: Omit<Tablet, 'calledDossierId'>,
  by: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into rating_tablets (id, centre_id, body_id, name, paired_at, paired_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set centre_id = excluded.centre_id, body_id = excluded.body_id, name = excluded.name,
       paired_at = excluded.paired_at, paired_by = excluded.paired_by, ended_at = null, called_dossier_id = null,
       called_until = null`,
    [tablet.id, tablet.centreId, tablet.bodyId, tablet.name, at, by],
  );
}

export async function endTablet(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query('update rating_tablets set ended_at = $2 where id = $1', [id, at]);
}

/** Shows a dossier on a tablet until then; null clears it. */
export async function callUp(
  tx: Tx,
  id: string,
  dossierId: string | null,
  until: Date | null,
): Promise<void> {
  await tx.query('update rating_tablets set called_dossier_id = $2, called_until = $3 where id = $1', [
    id,
    dossierId,
    until,
  ]);
}

/** A dossier received at this centre, by its code or tracking code. */
export async function dossierAtCentre(tx: Tx, code: string, centreId: string): Promise<Dossier | null> {
  const { rows } = await tx.query<{ body: Dossier }>(
    'select body from dossiers where code = $1 or tracking_code = $1 limit 1',
    [code.trim().toUpperCase()],
  );
  const dossier = rows[0]?.body;
  return dossier?.centreId === centreId ? dossier : null;
}
