-- What figures are counted from: one narrow row per dossier, and the stretches of time in which it was open.

create table dossier_facts (
  dossier_id text constraint dossier_facts_pkey primary key
    constraint dossier_facts_dossier references dossiers (id) on delete cascade,
  version integer not null,
  channel text not null,
  procedure_code text not null,
  sector text not null,
  competent_body_id text not null,
  receiving_body_id text not null,
  passed_agency_ids text[] not null,
  filed_day date not null,
  received_day date,
  refused_day date,
  ended_day date,
  returned_day date,
  last_day date not null,
  outcome text,
  ending text constraint dossier_facts_ending check (ending in ('early', 'on-time', 'late')),
  supplements integer not null,
  extended boolean not null,
  fee boolean not null,
  digitised_in boolean not null,
  digitised_out boolean not null,
  full_process boolean not null,
  elapsed_minutes integer
);
comment on table dossier_facts is 'What the figures are counted from, one row per dossier, written in the same transaction as the dossier; facts.ts says how each follows from it.';
comment on column dossier_facts.last_day is 'The last day on which it can count in anything; infinity while it is not finished.';
comment on column dossier_facts.ending is 'How it ended against the due time that then held: early, on time, late. Withdrawn ones too.';
comment on column dossier_facts.elapsed_minutes is 'From receipt to the end, without the time for which the applicant was waited for.';
create index dossier_facts_competent on dossier_facts (competent_body_id, last_day);
create index dossier_facts_receiving on dossier_facts (receiving_body_id, last_day);
create index dossier_facts_last_day on dossier_facts (last_day);

create table dossier_standings (
  dossier_id text not null constraint dossier_standings_dossier references dossiers (id) on delete cascade,
  version integer not null,
  since timestamptz not null,
  until timestamptz not null default 'infinity',
  due_at timestamptz,
  waiting boolean not null,
  constraint dossier_standings_pkey primary key (dossier_id, version),
  constraint dossier_standings_forward check (until >= since)
);
comment on table dossier_standings is 'The stretches in which a dossier was open: what was due when, and whether the applicant was waited for. Half-open; the last one of an open dossier is without end.';
comment on column dossier_standings.version is 'The version of the dossier with which the stretch began.';
create index dossier_standings_until on dossier_standings (until, since);
