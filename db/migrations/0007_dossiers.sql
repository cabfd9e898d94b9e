-- Dossiers, their numbering, drafts.

create table dossiers (
  id text constraint dossiers_pkey primary key,
  version integer not null,
  code text constraint dossiers_code unique,
  tracking_code text not null constraint dossiers_tracking_code unique,
  state text not null constraint dossiers_state check (state in ('submitted', 'refused-receipt', 'received', 'in-progress',
    'awaiting-supplement', 'awaiting-payment', 'resolved', 'returned', 'withdrawn', 'stopped')),
  channel text not null constraint dossiers_channel check (channel in ('online', 'counter', 'post')),
  procedure_code text not null,
  sector text not null,
  receiving_body_id text not null,
  centre_id text not null,
  competent_body_id text not null,
  applicant_id text not null constraint dossiers_applicant references persons (id),
  submitted_at timestamptz not null,
  received_at timestamptz,
  due_at timestamptz,
  ended_at timestamptz,
  due_at_end timestamptz,
  outcome text constraint dossiers_outcome check (outcome in ('approved', 'refused')),
  returned_at timestamptz,
  holder_agency_id text,
  holder_official_id text,
  holder_role text,
  passed_agency_ids text[] not null default '{}',
  search text not null,
  body jsonb not null,
  demo boolean not null default false,
  constraint dossiers_code_when_received check ((code is null) = (received_at is null)),
  constraint dossiers_ended_after_receipt check (ended_at is null or received_at is null or ended_at >= received_at)
);
comment on table dossiers is 'The current state of each dossier: body is the fold of its record, the other columns are drawn from it for lists.';
comment on column dossiers.passed_agency_ids is 'Agencies that hold or held it: a division goes on seeing what passed through it.';
comment on column dossiers.search is 'Folded text: code, applicant, id, phone, procedure.';
create index dossiers_search on dossiers using gin (search public.gin_trgm_ops);
create index dossiers_applicant_id on dossiers (applicant_id, submitted_at desc);
create index dossiers_holder on dossiers (holder_agency_id, due_at) where holder_agency_id is not null;
create index dossiers_official on dossiers (holder_official_id, due_at) where holder_official_id is not null;
create index dossiers_competent on dossiers (competent_body_id, state, due_at);
create index dossiers_receiving on dossiers (receiving_body_id, state, due_at);
create index dossiers_passed on dossiers using gin (passed_agency_ids);
create index dossiers_due on dossiers (due_at) where due_at is not null and ended_at is null;
create index dossiers_received on dossiers (competent_body_id, received_at);
create index dossiers_ended on dossiers (competent_body_id, ended_at);

create table serials (
  kind text not null,
  body_id text not null,
  period text not null,
  last integer not null,
  constraint serials_pkey primary key (kind, body_id, period)
);
comment on table serials is 'The last number given per kind, agency and period (a day for dossiers, a year for results). The row is the lock that keeps numbers without gap.';

create table drafts (
  person_id text not null constraint drafts_person references persons (id),
  procedure_code text not null,
  body jsonb not null,
  saved_at timestamptz not null,
  constraint drafts_pkey primary key (person_id, procedure_code)
);
comment on table drafts is 'What a citizen has typed so far, one draft for each procedure.';
