import type { OutgoingMessage, RecordEntry } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { LaterJob } from '../../kernel/job.ts';
import type { Tx } from '../../kernel/tx.ts';

/** Lays one row in the record, chained to the subject's last one. The subject's chain stays locked until commit. */
export async function appendRecord(
  tx: Tx,
  entry: RecordEntry & { act: string; actor: Actor; at: Date; from: string | null },
): Promise<number> {
  const result = await tx.query<{ id: number }>({
    name: 'append-record',
    text: 'select append_record($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as id',
    values: [
      entry.at,
      entry.act,
      entry.actor.kind,
      entry.actor.id,
      entry.actor.name,
      entry.onBehalfOf ?? null,
      entry.from,
      entry.subjectKind,
      entry.subjectId,
      entry.bodyIds ?? [],
      JSON.stringify(entry.change),
    ],
  });
  return result.rows[0]?.id ?? 0;
}

/** The same for many entries in one question. In the order of their subjects, so that two such acts never wait in a ring. */
export async function appendRecords(
  tx: Tx,
  entries: RecordEntry[],
  by: { act: string; actor: Actor; at: Date; from: string | null },
): Promise<void> {
  if (entries.length === 0) return;
  const ordered = [...entries].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
  await tx.query(
    `select append_record($1, $2, $3, $4, $5, r.on_behalf_of, $6, r.subject_kind, r.subject_id,
       string_to_array(r.body_ids, ' '), r.change)
     from unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[])
       as r (on_behalf_of, subject_kind, subject_id, body_ids, change)`,
    [
      by.at,
      by.act,
      by.actor.kind,
      by.actor.id,
      by.actor.name,
      by.from,
      ordered.map((entry) => entry.onBehalfOf ?? null),
      ordered.map((entry) => entry.subjectKind),
      ordered.map((entry) => entry.subjectId),
      ordered.map((entry) => (entry.bodyIds ?? []).join(' ')),
      ordered.map((entry) => JSON.stringify(entry.change)),
    ],
  );
}

/**
 * Queues a message in the act's own transaction: it leaves after the commit, or not at all. A notice of the portal is
 * delivered by being there to read.
 */
export async function queueMessage(tx: Tx, message: OutgoingMessage, at: Date): Promise<void> {
  await tx.query({
    name: 'queue-message',
    text: `insert into messages (at, channel, recipient, subject_kind, subject_id, body, next_attempt_at, state, sent_at)
           values ($1, $2, $3, $4, $5, $6, $1, case when $2 = 'portal' then 'sent' else 'waiting' end,
             case when $2 = 'portal' then $1::timestamptz end)`,
    values: [
      at,
      message.channel,
      message.to,
      message.subject.kind,
      message.subject.id,
      JSON.stringify(message.body),
    ],
  });
}

/** Queues a job in the act's own transaction; one already queued under its key stays as it is. */
export async function queueJob(tx: Tx, later: LaterJob): Promise<void> {
  await tx.query({
    name: 'queue-job',
    text: `insert into jobs (name, key, due_at, next_attempt_at, input) values ($1, $2, $3, $3, $4)
           on conflict (name, key) do nothing`,
    values: [later.job, later.key, later.at, later.input === undefined ? null : JSON.stringify(later.input)],
  });
}

/** The changes of one subject, oldest first. */
export async function changesOf(tx: Tx, subjectKind: string, subjectId: string): Promise<unknown[]> {
  const { rows } = await tx.query<{ change: unknown }>(
    'select change from record where subject_kind = $1 and subject_id = $2 order by seq',
    [subjectKind, subjectId],
  );
  return rows.map((row) => row.change);
}

export interface RequestRow {
  fresh: boolean;
  inputHash: Buffer;
  act: string;
  answer: unknown;
}

/**
 * Claims an idempotency key. A second request with the same key waits here until the first has committed and then
 * reads its answer; when the first failed, the key is free again.
 */
export async function claimRequest(
  tx: Tx,
  request: { actorId: string; key: string; act: string; inputHash: Buffer; at: Date },
): Promise<RequestRow> {
  const claimed = await tx.query({
    name: 'claim-request',
    text: `insert into requests (actor_id, key, act, input_hash, at) values ($1, $2, $3, $4, $5)
           on conflict (actor_id, key) do nothing`,
    values: [request.actorId, request.key, request.act, request.inputHash, request.at],
  });
  if (claimed.rowCount === 1)
    return { fresh: true, inputHash: request.inputHash, act: request.act, answer: null };
  const { rows } = await tx.query<{ act: string; input_hash: Buffer; answer: unknown }>(
    'select act, input_hash, answer from requests where actor_id = $1 and key = $2',
    [request.actorId, request.key],
  );
  const row = rows[0];
  return {
    fresh: false,
    inputHash: row?.input_hash ?? Buffer.alloc(0),
    act: row?.act ?? '',
    answer: row?.answer ?? null,
  };
}

export async function answerRequest(tx: Tx, actorId: string, key: string, answer: unknown): Promise<void> {
  await tx.query({
    name: 'answer-request',
    text: 'update requests set answer = $3 where actor_id = $1 and key = $2',
    values: [actorId, key, JSON.stringify(answer ?? null)],
  });
}

/** The changes of every subject of a kind, oldest first, a batch of subjects at a time. */
export async function eachSubject(
  tx: Tx,
  subjectKind: string,
  take: (subjects: { id: string; changes: unknown[] }[]) => Promise<void>,
): Promise<void> {
  let after = '';
  for (;;) {
    // Over the heads first: their key is small and in order, whatever the chains weigh.
    const { rows } = await tx.query<{ id: string; changes: unknown[] }>(
      `with chosen as (select h.subject_id from record_heads h
         where h.subject_kind = $1 and h.subject_id > $2 order by h.subject_id limit 1000)
       select r.subject_id as id, jsonb_agg(r.change order by r.seq) as changes
       from chosen join record r on r.subject_kind = $1 and r.subject_id = chosen.subject_id
       group by r.subject_id order by r.subject_id`,
      [subjectKind, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    await take(rows);
    after = last.id;
  }
}
