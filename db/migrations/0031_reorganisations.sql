-- Communes and agencies that are merged, split or renamed: planned with their legal basis, done at a day's beginning.

create table reorganisations (
  id text constraint reorganisations_pkey primary key,
  effective_on date not null,
  basis_number text not null constraint reorganisations_number check (basis_number <> ''),
  basis_date date not null,
  basis_title text not null,
  plan jsonb not null,
  state text not null constraint reorganisations_state check (state in ('planned', 'cancelled', 'done')),
  planned_at timestamptz not null,
  planned_by text not null,
  planned_by_name text not null,
  ended_at timestamptz,
  moved jsonb,
  constraint reorganisations_ended check ((state = 'planned') = (ended_at is null)),
  constraint reorganisations_basis_before check (basis_date <= effective_on)
);
comment on table reorganisations is 'Merges, splits and renamings of communes and agencies, each with its decision; planned until its day, then done.';
comment on column reorganisations.moved is 'How many dossiers, duties, persons, agencies were moved when it was done.';
create index reorganisations_planned on reorganisations (effective_on) where state = 'planned';

alter table agencies add column successor_id text constraint agencies_successor references agencies (id);
comment on column agencies.successor_id is 'Who keeps its old dossiers after it ended: the one it was merged into, or the one named when it was split.';
create index agencies_successor_id on agencies (successor_id) where successor_id is not null;

create table agency_successions (
  old_id text not null constraint agency_successions_old references agencies (id),
  new_id text not null constraint agency_successions_new references agencies (id),
  on_day date not null,
  reorganisation_id text not null constraint agency_successions_why references reorganisations (id),
  constraint agency_successions_pkey primary key (old_id, new_id, on_day)
);
comment on table agency_successions is 'Which agencies took over the work of one that ended, all of them; agencies.successor_id is the one for its old dossiers.';
create index agency_successions_new_id on agency_successions (new_id);

create table agency_names (
  agency_id text not null constraint agency_names_agency references agencies (id),
  until date not null,
  name text not null,
  short_name text not null,
  constraint agency_names_pkey primary key (agency_id, until)
);
comment on table agency_names is 'What a renamed agency was called until a day: papers of that time are printed again with the name they had.';

create table dossier_bodies (
  dossier_id text not null constraint dossier_bodies_dossier references dossiers (id) on delete cascade,
  until date not null,
  competent_body_id text not null,
  receiving_body_id text not null,
  constraint dossier_bodies_pkey primary key (dossier_id, until)
);
comment on table dossier_bodies is 'Under which bodies a moved dossier stood before a day; where it stands now is in dossier_facts.';

alter table dossiers add column kept_by_body_id text;
comment on column dossiers.kept_by_body_id is 'Who keeps a finished dossier of an agency that has ended; its own bodies stay as they were.';
create index dossiers_kept_by on dossiers (kept_by_body_id) where kept_by_body_id is not null;

alter table dossier_facts add column place_independent boolean not null default false;
update dossier_facts set place_independent = competent_body_id <> receiving_body_id where competent_body_id <> receiving_body_id;
comment on column dossier_facts.place_independent is 'Received at one body, decided by another; so it stays when the two become one later.';
-- Where the tables that copy its columns are there already (they come with a later number).
alter table if exists dossier_facts_past add column if not exists place_independent boolean not null default false;
alter table if exists dossier_facts_changed add column if not exists place_independent boolean not null default false;
