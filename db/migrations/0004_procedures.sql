-- The catalogue: sectors and the versions of procedures, each whole and unchanging but for its end.

create table sectors (
  code text constraint sectors_pkey primary key,
  name text not null constraint sectors_name check (name <> ''),
  division text not null constraint sectors_division check (division in ('office', 'economy', 'culture-society', 'police')),
  department text not null
);
comment on table sectors is 'Fields of procedures, and who handles them.';
comment on column sectors.division is 'The division of a commune''s committee that handles the field.';
comment on column sectors.department is 'The body that handles it at the province, by task.';

create table procedure_versions (
  id text constraint procedure_versions_pkey primary key,
  code text not null constraint procedure_versions_code_form check (code ~ '^\d\.\d{6}$'),
  effective_from date not null,
  effective_to date,
  name text not null,
  name_folded text not null,
  keywords_folded text[] not null default '{}',
  sector text not null constraint procedure_versions_sector references sectors (code),
  level text not null constraint procedure_versions_level check (level in ('commune', 'province')),
  competent text not null,
  channels text[] not null,
  full_process boolean not null,
  term_unit text,
  term_value numeric,
  fee_from bigint,
  provenance text not null,
  body jsonb not null,
  content_hash text not null,
  origin text not null,
  loaded_at timestamptz not null,
  constraint procedure_versions_once unique (code, effective_from),
  constraint procedure_versions_id_form check (id = code || '@' || to_char(effective_from, 'YYYY-MM-DD')),
  constraint procedure_versions_period check (effective_to is null or effective_to > effective_from),
  constraint procedure_versions_term check ((term_unit is null) = (term_value is null))
);
comment on table procedure_versions is 'A procedure as it holds in a period. A dossier keeps the version under which it was received.';
comment on column procedure_versions.effective_to is 'The first day on which it no longer holds: the only thing that changes, when a newer version closes it.';
comment on column procedure_versions.body is 'The whole version as in shape.ts, without effectiveTo.';
comment on column procedure_versions.content_hash is 'sha256 of the body: loading the same again changes nothing.';
comment on column procedure_versions.origin is 'Where it came from: the shipped catalogue, or the name of the file a province loaded.';
comment on column procedure_versions.fee_from is 'The least known amount in dong; null when none is known.';
create index procedure_versions_sector_in_force on procedure_versions (sector, level) where effective_to is null;
create index procedure_versions_name on procedure_versions using gin (name_folded public.gin_trgm_ops);
