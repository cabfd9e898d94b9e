-- The applicant's vault: what was handed in and what was issued, offered again at the next filing.

alter table papers drop constraint papers_origin;
alter table papers add constraint papers_origin check (origin in ('citizen', 'counter', 'office', 'vault'));

create table vault_papers (
  id text constraint vault_papers_pkey primary key,
  person_id text not null constraint vault_papers_person references persons (id),
  paper_id text not null constraint vault_papers_paper references papers (id) on delete cascade,
  source text not null constraint vault_papers_source check (source in ('handed-in', 'issued', 'own')),
  kind text,
  name text not null,
  form text not null constraint vault_papers_form check (form in ('original', 'copy', 'electronic')),
  dossier_id text,
  dossier_code text,
  number text,
  agency_id text,
  checked_by_name text,
  laid_at timestamptz not null,
  valid_from date,
  valid_to date,
  withdrawn_at timestamptz,
  withdrawn_why text constraint vault_papers_why check (withdrawn_why in ('result-corrected', 'undone', 'removed')),
  constraint vault_papers_withdrawn check ((withdrawn_at is null) = (withdrawn_why is null))
);
comment on table vault_papers is 'A person''s papers: handed in and checked, issued here, or added by themselves. Each says where it comes from.';
comment on column vault_papers.kind is 'One of the kinds of papers that the catalogue knows; null for any other.';
comment on column vault_papers.form is 'What was before whoever scanned it: an original, a copy; or a file from the beginning.';
comment on column vault_papers.valid_to is 'The first day on which it is no longer offered; null where it does not end.';
create index vault_papers_person on vault_papers (person_id, laid_at desc);
create index vault_papers_dossier on vault_papers (dossier_id) where dossier_id is not null;
create index vault_papers_paper on vault_papers (paper_id);

create table vault_uses (
  paper_id text constraint vault_uses_pkey primary key
    constraint vault_uses_paper references papers (id) on delete cascade,
  vault_id text not null constraint vault_uses_vault references vault_papers (id) on delete cascade,
  person_id text not null,
  dossier_id text not null,
  procedure_name text not null,
  used_at timestamptz not null,
  by_id text not null,
  by_name text not null,
  agency_id text
);
comment on table vault_uses is 'Each time a paper was taken from a vault into a dossier; paper_id is the paper that the dossier then holds, with the same bytes.';
create index vault_uses_person on vault_uses (person_id, used_at desc);
create index vault_uses_vault on vault_uses (vault_id);

create table vault_openings (
  id text constraint vault_openings_pkey primary key,
  person_id text not null constraint vault_openings_person references persons (id),
  official_id text not null,
  official_name text not null,
  agency_id text not null,
  procedure_name text not null,
  opened_at timestamptz not null,
  until timestamptz not null,
  constraint vault_openings_forward check (until > opened_at)
);
comment on table vault_openings is 'A receptionist opened a vault at the counter, with the applicant there and consenting. Only until `until`.';
create index vault_openings_person on vault_openings (person_id, opened_at desc);
