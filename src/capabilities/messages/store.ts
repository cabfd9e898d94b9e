import type { Tx } from '../../kernel/tx.ts';
import type { Dossier } from '../dossiers/index.ts';

export interface Notice {
  id: number;
  at: Date;
  recipient: string;
  dossierId: string;
  body: { event?: string } & Record<string, unknown>;
}

/** Portal notices that were not yet queued for other channels, locked; two servers take different ones. */
export async function noticesToSpread(tx: Tx, limit: number): Promise<Notice[]> {
  const { rows } = await tx.query<{
    id: number;
    at: Date;
    recipient: string;
    subject_id: string;
    body: Notice['body'];
  }>(
    `select id, at, recipient, subject_id, body from messages
     where channel = 'portal' and spread_at is null order by id limit $1 for update skip locked`,
    [limit],
  );
  return rows.map((row) => ({ ...row, dossierId: row.subject_id }));
}

export interface Reachable {
  personId: string;
  phone: string | null;
  email: string | null;
  channels: string[] | null;
}

/** How these persons may be reached and what they chose. */
export async function reachable(tx: Tx, personIds: string[]): Promise<Map<string, Reachable>> {
  const { rows } = await tx.query<{
    id: string;
    phone: string | null;
    email: string | null;
    channels: string[] | null;
  }>(
    `select p.id, p.phone, p.email, c.channels from persons p left join channel_choices c on c.person_id = p.id
     where p.id = any($1::text[])`,
    [personIds],
  );
  return new Map(rows.map(({ id, ...row }) => [id, { personId: id, ...row }]));
}

export async function bodiesOf(tx: Tx, dossierIds: string[]): Promise<Map<string, Dossier>> {
  const { rows } = await tx.query<{ body: Dossier }>('select body from dossiers where id = any($1::text[])', [
    dossierIds,
  ]);
  return new Map(rows.map(({ body }) => [body.id, body]));
}

export async function unreachable(tx: Tx, addresses: string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ channel: string; address: string }>(
    'select channel, address from unreachable_addresses where address = any($1::text[])',
    [addresses],
  );
  return new Set(rows.map((row) => `${row.channel} ${row.address}`));
}

export interface Copy {
  notice: Notice;
  channel: string;
  to: string;
  body: Record<string, unknown>;
  leavesAt: Date;
}

export async function spread(tx: Tx, notices: Notice[], copies: Copy[], at: Date): Promise<void> {
  await tx.query(
    `insert into messages (at, channel, recipient, subject_kind, subject_id, body, next_attempt_at, spread_from)
     select $1, c.channel, c.recipient, 'dossier', c.subject_id, c.body::jsonb, c.leaves_at, c.spread_from
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[])
       as c (channel, recipient, subject_id, body, leaves_at, spread_from)
     on conflict (spread_from, channel) do nothing`,
    [
      at,
      copies.map((copy) => copy.channel),
      copies.map((copy) => copy.to),
      copies.map((copy) => copy.notice.dossierId),
      copies.map((copy) => JSON.stringify(copy.body)),
      copies.map((copy) => copy.leavesAt),
      copies.map((copy) => copy.notice.id),
    ],
  );
  await tx.query('update messages set spread_at = $1 where id = any($2::bigint[])', [
    at,
    notices.map((notice) => notice.id),
  ]);
}

export interface Waiting {
  id: number;
  channel: 'email' | 'sms' | 'zalo';
  recipient: string;
  attempts: number;
  /** The dossier or official that it is about. */
  subjectId: string;
  body: Record<string, unknown>;
}

/** The message that waits longest, locked until the try has ended; null when none is due. */
export async function nextToDeliver(tx: Tx, channels: string[], at: Date): Promise<Waiting | null> {
  const { rows } = await tx.query<Waiting>({
    name: 'next-message',
    text: `select id, channel, recipient, attempts, subject_id as "subjectId", body from messages
           where state = 'waiting' and next_attempt_at <= $2 and channel = any($1::text[])
           order by next_attempt_at, id limit 1 for update skip locked`,
    values: [channels, at],
  });
  return rows[0] ?? null;
}

export async function writeAttempt(
  tx: Tx,
  message: Waiting,
  try_: {
    at: Date;
    outcome: 'sent' | 'delayed' | 'failed';
    detail: string | null;
    nextAt: Date;
    gatewayId: string | null;
  },
): Promise<void> {
  const state = try_.outcome === 'delayed' ? 'waiting' : try_.outcome;
  await tx.query(
    `update messages set state = $2, attempts = attempts + 1, next_attempt_at = $3, last_error = $4, gateway_id = $5,
       sent_at = case when $2 = 'sent' then $6::timestamptz end where id = $1`,
    [message.id, state, try_.nextAt, try_.outcome === 'sent' ? null : try_.detail, try_.gatewayId, try_.at],
  );
  await tx.query(
    'insert into message_attempts (message_id, attempt, at, outcome, detail) values ($1, $2, $3, $4, $5)',
    [message.id, message.attempts + 1, try_.at, try_.outcome, try_.detail],
  );
}

export async function markUnreachable(
  tx: Tx,
  channel: string,
  address: string,
  reason: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into unreachable_addresses (channel, address, since, reason) values ($1, $2, $3, $4)
     on conflict (channel, address) do update set reason = excluded.reason`,
    [channel, address, at, reason],
  );
}

/** Puts a failed message back into the queue and forgets that its address was unreachable. */
export async function reviveMessage(tx: Tx, id: number, at: Date): Promise<boolean> {
  const { rows } = await tx.query<{ channel: string; recipient: string; attempts: number }>(
    `update messages set state = 'waiting', next_attempt_at = $2 where id = $1 and state = 'failed'
     returning channel, recipient, attempts`,
    [id, at],
  );
  const row = rows[0];
  if (row === undefined) return false;
  await tx.query('delete from unreachable_addresses where channel = $1 and address = $2', [
    row.channel,
    row.recipient,
  ]);
  await tx.query(
    `insert into message_attempts (message_id, attempt, at, outcome) values ($1, $2, $3, 'revived')`,
    [id, row.attempts, at],
  );
  return true;
}

export async function chooseChannels(tx: Tx, personId: string, channels: string[], at: Date): Promise<void> {
  await tx.query(
    `insert into channel_choices (person_id, channels, chosen_at) values ($1, $2, $3)
     on conflict (person_id) do update set channels = excluded.channels, chosen_at = excluded.chosen_at`,
    [personId, channels, at],
  );
}
