-- Turns that a dossier takes: codes taken back, errors of the office, what is half typed at a desk.

create table voided_codes (
  code text constraint voided_codes_pkey primary key,
  dossier_id text not null constraint voided_codes_dossier references dossiers (id) on delete cascade,
  receiving_body_id text not null,
  centre_id text not null,
  sector text not null,
  received_at timestamptz not null,
  voided_at timestamptz not null,
  by_name text not null,
  reason text not null
);
comment on table voided_codes is 'Codes that were given and taken back: they stay in the book of dossiers (form 07), and are never given again. Drawn from the dossiers.';
create index voided_codes_book on voided_codes (centre_id, received_at);
create index voided_codes_dossier_id on voided_codes (dossier_id);

create table office_errors (
  dossier_id text not null constraint office_errors_dossier references dossiers (id) on delete cascade,
  number integer not null,
  kind text not null,
  agency_id text not null,
  receiving_body_id text not null,
  competent_body_id text not null,
  noted_at timestamptz not null,
  apologised_at timestamptz,
  mended_at timestamptz,
  constraint office_errors_pkey primary key (dossier_id, number)
);
comment on table office_errors is 'Errors and losses of the office, to be counted: what happened is told by the dossier they are drawn from.';
create index office_errors_competent on office_errors (competent_body_id, noted_at);
create index office_errors_receiving on office_errors (receiving_body_id, noted_at);

create table desk_drafts (
  official_id text not null,
  id text not null,
  title text not null,
  body jsonb not null,
  saved_at timestamptz not null,
  constraint desk_drafts_pkey primary key (official_id, id)
);
comment on table desk_drafts is 'Receipts that an official has half typed: only theirs, until the dossier is received or they throw it away.';

create index dossiers_book on dossiers (centre_id, received_at) where received_at is not null;
