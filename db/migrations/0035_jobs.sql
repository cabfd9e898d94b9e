-- Acts done by the clock: one row per occurrence of a job.

create table jobs (
  name text not null,
  key text not null,
  due_at timestamptz not null,
  input jsonb,
  state text not null default 'waiting'
    constraint jobs_state check (state in ('waiting', 'done', 'dead')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  done_at timestamptz,
  last_error text,
  constraint jobs_pkey primary key (name, key)
);
comment on table jobs is 'What the clock has to do: an occurrence of a job is a row, so that several servers do it once.';
comment on column jobs.key is 'The time of a planned occurrence, or what the act that queued it said.';
comment on column jobs.next_attempt_at is 'Also the lease: moved on when a server begins, so that a crashed one is followed by another.';
create index jobs_waiting on jobs (next_attempt_at) where state = 'waiting';
create index jobs_ended on jobs (done_at) where state <> 'waiting';
