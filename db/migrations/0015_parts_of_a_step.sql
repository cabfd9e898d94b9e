-- What is asked of somebody else while a dossier stays at its step.

create table dossier_parts (
  dossier_id text not null constraint dossier_parts_dossier references dossiers (id) on delete cascade,
  id text not null,
  kind text not null constraint dossier_parts_kind check (kind in ('consultation', 'parallel')),
  agency_id text not null,
  body_id text not null,
  official_id text,
  asked_at timestamptz not null,
  due_at timestamptz,
  ended_at timestamptz,
  ending text constraint dossier_parts_ending check (ending in ('answered', 'declined', 'withdrawn', 'passed-over')),
  constraint dossier_parts_pkey primary key (dossier_id, id),
  constraint dossier_parts_ended check ((ended_at is null) = (ending is null))
);
comment on table dossier_parts is 'Consultations and parallel parts of steps, one row each, drawn from the dossier in the act''s own transaction: for the lists of those who are asked.';
create index dossier_parts_agency on dossier_parts (agency_id, due_at) where ended_at is null;
create index dossier_parts_body on dossier_parts (body_id, due_at) where ended_at is null;
create index dossier_parts_agency_ended on dossier_parts (agency_id, ended_at desc) where ended_at is not null;
create index dossier_parts_body_ended on dossier_parts (body_id, ended_at desc) where ended_at is not null;

-- Dossiers from before had no parts; the fold of their changes says so too.
update dossiers set body = jsonb_set(body, '{parts}', '[]') where not body ? 'parts';
