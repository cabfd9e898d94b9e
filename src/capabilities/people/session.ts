import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Actor, Duty } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { appendRecord } from '../record/index.ts';
import { hashPassword, verifyPassword } from './password.ts';

/** A working day with its evening; after this the official signs in again. */
const SESSION_HOURS = 12;
const WINDOW_MINUTES = 15;
/** Wrong passwords within the window after which a name from one address, a name, an address must wait. */
const LIMITS = { nameAndAddress: 5, name: 30, address: 100 };

const digest = (token: string) => createHash('sha256').update(token).digest();

/** A hash nobody's password has, so that an unknown name takes as long as a wrong password. */
let nobody: Promise<string> | undefined;

export interface SignedIn {
  token: string;
  expiresAt: Date;
  actor: Actor;
}

/**
 * Opens a session for a name and password. Too many wrong ones are refused before the password is looked at; every
 * success and failure is kept. `runShort` runs one short transaction: none is held open while the password is hashed.
 */
export async function signIn(
  runShort: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  given: { name: string; password: string; from: string; address: string; at: Date },
): Promise<SignedIn> {
  const name = given.name.trim().toLowerCase();
  const account = await runShort(async (tx) => {
    const since = new Date(given.at.getTime() - WINDOW_MINUTES * 60_000);
    const { rows } = await tx.query<{
      both: number;
      by_name: number;
      by_address: number;
      oldest: Date | null;
    }>(
      `select count(*) filter (where f.name = $1 and f.address = $2) as both, count(*) filter (where f.name = $1) as by_name,
         count(*) filter (where f.address = $2) as by_address, min(f.at) as oldest
       from sign_in_failures f where (f.name = $1 or f.address = $2) and f.at > $3`,
      [name, given.address, since],
    );
    const seen = rows[0];
    if (
      seen &&
      (seen.both >= LIMITS.nameAndAddress || seen.by_name >= LIMITS.name || seen.by_address >= LIMITS.address)
    ) {
      const until = (seen.oldest ?? given.at).getTime() + WINDOW_MINUTES * 60_000;
      const retryAfterSeconds = Math.max(1, Math.ceil((until - given.at.getTime()) / 1000));
      throw new Refusal('throttled', 'session.throttled', { retryAfterSeconds });
    }
    const found = await tx.query<{ id: string; password_hash: string | null }>(
      'select id, password_hash from accounts where name = $1 and disabled_at is null',
      [name],
    );
    return found.rows[0];
  });
  nobody ??= hashPassword(randomBytes(18).toString('base64'));
  const right = await verifyPassword(given.password, account?.password_hash ?? (await nobody));
  if (!right || account === undefined || account.password_hash === null) {
    await runShort((tx) =>
      tx.query('insert into sign_in_failures (name, address, at) values ($1, $2, $3)', [
        name,
        given.address,
        given.at,
      ]),
    );
    throw new Refusal('unauthenticated', 'session.wrong');
  }
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(given.at.getTime() + SESSION_HOURS * 3_600_000);
  const actor = await runShort(async (tx) => {
    const id = randomUUID();
    await tx.query(
      `insert into sessions (token_hash, id, account_id, opened_at, seen_at, expires_at, came_from)
       values ($1, $2, $3, $4, $4, $5, $6)`,
      [digest(token), id, account.id, given.at, expiresAt, given.from],
    );
    await tx.query('delete from sign_in_failures where name = $1 and address = $2', [name, given.address]);
    const opened = await actorOfSession(tx, token, given.at);
    if (opened === null) throw new Refusal('unauthenticated', 'session.wrong');
    await appendRecord(tx, {
      act: 'people.sign-in',
      actor: opened.actor,
      at: given.at,
      from: given.from,
      subjectKind: opened.actor.kind === 'citizen' ? 'person' : 'official',
      subjectId: opened.actor.kind === 'citizen' ? opened.actor.personId : opened.actor.id,
      change: { type: 'signed-in', session: id },
    });
    return opened.actor;
  });
  return { token, expiresAt, actor };
}

interface SessionRow {
  session_id: string;
  official_id: string | null;
  official_name: string | null;
  person_id: string | null;
  person_name: string | null;
  official_title: string | null;
  duties: { role: string; agency_id: string; body_id: string }[] | null;
  delegated:
    | {
        role: string;
        agency_id: string;
        body_id: string;
        id: string;
        name: string;
        title: string;
        authority: string;
        acts: string[] | null;
      }[]
    | null;
}

/** Who a session's cookie stands for, with the duties of the day; null when it is closed, old, or nobody's. */
export async function actorOfSession(
  tx: Tx,
  token: string,
  at: Date,
): Promise<{ actor: Actor; sessionId: string } | null> {
  const { rows } = await tx.query<SessionRow>({
    name: 'actor-of-session',
    text: `select s.id as session_id, o.id as official_id, o.full_name as official_name, o.title as official_title, p.id as person_id, p.full_name as person_name,
        (select jsonb_agg(jsonb_build_object('role', d.role, 'agency_id', d.agency_id, 'body_id', d.body_id) order by d.id)
         from duties d where d.official_id = o.id and d.valid_from <= $3 and (d.valid_to is null or d.valid_to > $3)) as duties,
        (select jsonb_agg(jsonb_build_object('role', d.role, 'agency_id', d.agency_id, 'body_id', d.body_id, 'id', f.id,
             'name', f.full_name, 'title', f.title, 'authority', g.authority, 'acts', g.acts) order by g.id, d.id)
         from delegations g join officials f on f.id = g.from_official_id join duties d on d.official_id = f.id
         where g.to_official_id = o.id and g.valid_from <= $3 and g.valid_to > $3
           and d.valid_from <= $3 and (d.valid_to is null or d.valid_to > $3)) as delegated
      from sessions s join accounts a on a.id = s.account_id and a.disabled_at is null
      left join officials o on o.id = a.official_id left join persons p on p.id = a.person_id
      where s.token_hash = $1 and s.closed_at is null and s.expires_at > $2`,
    values: [digest(token), at, new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)],
  });
  const row = rows[0];
  if (row === undefined) return null;
  if (row.official_id !== null) {
    const duties: Duty[] = (row.duties ?? []).map((duty) => ({
      role: duty.role,
      agencyId: duty.agency_id,
      bodyId: duty.body_id,
    }));
    for (const duty of row.delegated ?? [])
      duties.push({
        role: duty.role,
        agencyId: duty.agency_id,
        bodyId: duty.body_id,
        delegated: {
          id: duty.id,
          name: duty.name,
          authority: duty.authority,
          title: duty.title,
          deputyTitle: row.official_title ?? '',
          acts: duty.acts,
        },
      });
    return {
      sessionId: row.session_id,
      actor: { kind: 'official', id: row.official_id, name: row.official_name ?? '', duties },
    };
  }
  if (row.person_id === null) return null;
  return {
    sessionId: row.session_id,
    actor: {
      kind: 'citizen',
      id: `person:${row.person_id}`,
      name: row.person_name ?? '',
      personId: row.person_id,
    },
  };
}

/** Closes the session of a cookie; closing a closed one changes nothing. */
export async function signOut(tx: Tx, token: string, at: Date): Promise<void> {
  await tx.query('update sessions set closed_at = $2 where token_hash = $1 and closed_at is null', [
    digest(token),
    at,
  ]);
}
