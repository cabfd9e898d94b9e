-- Procedures and their processes as they are being edited, and the decisions that approved them.

create table procedure_drafts (
  code text constraint procedure_drafts_pkey primary key,
  base_version_id text not null constraint procedure_drafts_base references procedure_versions (id),
  version integer not null constraint procedure_drafts_version check (version > 0),
  body json not null,
  begun_by text not null,
  begun_by_name text not null,
  begun_at timestamptz not null,
  saved_by text not null,
  saved_by_name text not null,
  saved_at timestamptz not null
);
comment on table procedure_drafts is 'A procedure as its next version may be: one draft a procedure, in force nowhere.';
comment on column procedure_drafts.base_version_id is 'The version from which it was begun.';
comment on column procedure_drafts.version is 'How often it was saved: who saved last must have seen the one before.';
comment on column procedure_drafts.body is 'Shaped like a version, but it need not be right yet. As json: the order of the questions is content.';

create table procedure_approvals (
  version_id text constraint procedure_approvals_pkey primary key
    constraint procedure_approvals_version references procedure_versions (id),
  base_version_id text not null constraint procedure_approvals_base references procedure_versions (id),
  decision_number text not null constraint procedure_approvals_number check (decision_number <> ''),
  decision_date date not null,
  approved_by text not null,
  approved_by_name text not null,
  approved_at timestamptz not null,
  constraint procedure_approvals_not_itself check (version_id <> base_version_id)
);
comment on table procedure_approvals is 'By which decision a version edited here was approved, and by whom it was entered.';
