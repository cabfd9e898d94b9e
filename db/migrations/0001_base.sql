-- The ground: folding of Vietnamese text, the record, once-only requests, messages to the outside.
-- Every migration runs with the province's schema first in search_path; extensions live in public.

create function fold(t text) returns text
  language plpgsql immutable strict parallel safe
  as $$ begin
    return lower(public.unaccent('public.unaccent'::regdictionary, normalize(t, NFC)));
  end $$;
comment on function fold(text) is 'Without marks and case, for search: "Đặng Thị Hoà" and "dang thi hoa" meet.';

create table record (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  act text not null,
  actor_kind text not null constraint record_actor_kind check (actor_kind in ('official', 'citizen', 'system', 'visitor')),
  actor_id text not null,
  actor_name text not null,
  on_behalf_of text,
  came_from text,
  subject_kind text not null,
  subject_id text not null,
  seq integer not null constraint record_seq_positive check (seq > 0),
  body_ids text[] not null default '{}',
  change jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint record_subject_seq unique (subject_kind, subject_id, seq)
);
comment on table record is 'Every act and every look at a person''s data. Append-only by grants; the rows of one subject are chained by hash.';
comment on column record.change is 'What changed: folding a subject''s rows in order gives its current state.';
comment on column record.hash is 'sha256 over previous_hash and every other column of the row, as record_hash() says.';
create index record_at on record (at);
create index record_actor on record (actor_id, at);

create table record_heads (
  subject_kind text not null,
  subject_id text not null,
  seq integer not null,
  hash bytea not null,
  constraint record_heads_pkey primary key (subject_kind, subject_id)
);
comment on table record_heads is 'The last row of each chain: the lock that keeps a chain in order, and the witness that none was cut off.';

create function record_hash(
  previous bytea, r_at timestamptz, r_act text, r_actor_kind text, r_actor_id text, r_actor_name text,
  r_on_behalf_of text, r_came_from text, r_subject_kind text, r_subject_id text, r_seq integer,
  r_body_ids text[], r_change jsonb
) returns bytea
  language plpgsql immutable parallel safe
  as $$ begin
    return sha256(previous || convert_to(jsonb_build_array(
      (extract(epoch from r_at) * 1000000)::bigint, r_act, r_actor_kind, r_actor_id, r_actor_name,
      r_on_behalf_of, r_came_from, r_subject_kind, r_subject_id, r_seq, to_jsonb(r_body_ids), r_change
    )::text, 'UTF8'));
  end $$;

create function append_record(
  r_at timestamptz, r_act text, r_actor_kind text, r_actor_id text, r_actor_name text,
  r_on_behalf_of text, r_came_from text, r_subject_kind text, r_subject_id text,
  r_body_ids text[], r_change jsonb
) returns bigint
  language plpgsql
  as $$
  declare
    previous bytea;
    next_seq integer;
    next_hash bytea;
    new_id bigint;
  begin
    -- The head row is the chain's lock: a second writer of the same subject waits here until the first commits.
    insert into record_heads as h (subject_kind, subject_id, seq, hash)
      values (r_subject_kind, r_subject_id, 1, ''::bytea)
      on conflict (subject_kind, subject_id) do update set seq = h.seq + 1
      returning h.seq, h.hash into next_seq, previous;
    next_hash := record_hash(previous, r_at, r_act, r_actor_kind, r_actor_id, r_actor_name, r_on_behalf_of,
                             r_came_from, r_subject_kind, r_subject_id, next_seq, r_body_ids, r_change);
    insert into record (at, act, actor_kind, actor_id, actor_name, on_behalf_of, came_from,
                        subject_kind, subject_id, seq, body_ids, change, previous_hash, hash)
      values (r_at, r_act, r_actor_kind, r_actor_id, r_actor_name, r_on_behalf_of, r_came_from,
              r_subject_kind, r_subject_id, next_seq, r_body_ids, r_change, previous, next_hash)
      returning id into new_id;
    update record_heads h set hash = next_hash
      where h.subject_kind = r_subject_kind and h.subject_id = r_subject_id;
    return new_id;
  end $$;

create table requests (
  actor_id text not null,
  key text not null,
  act text not null,
  input_hash bytea not null,
  answer jsonb,
  at timestamptz not null,
  constraint requests_pkey primary key (actor_id, key)
);
comment on table requests is 'One row per request with an idempotency key: the same request twice has one effect and one answer.';
create index requests_at on requests (at);

create table messages (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  channel text not null,
  recipient text not null,
  subject_kind text not null,
  subject_id text not null,
  body jsonb not null,
  state text not null default 'waiting'
    constraint messages_state check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  sent_at timestamptz,
  last_error text
);
comment on table messages is 'The outbox: queued in the act''s transaction, delivered afterwards, with its delivery log.';
create index messages_waiting on messages (next_attempt_at) where state = 'waiting';
create index messages_portal on messages (recipient, at desc) where channel = 'portal';
create index messages_subject on messages (subject_kind, subject_id);
