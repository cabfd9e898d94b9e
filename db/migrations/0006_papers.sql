-- Files as handed in. The bytes lie in the data folder under their hash and are never altered.

create table papers (
  id text constraint papers_pkey primary key,
  name text not null,
  type text not null,
  size bigint not null constraint papers_size check (size > 0),
  sha256 text not null constraint papers_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  origin text not null constraint papers_origin check (origin in ('citizen', 'counter', 'office')),
  dossier_id text,
  demo boolean not null default false
);
comment on table papers is 'A paper belongs to whoever uploaded it until an act attaches it to a dossier.';
create index papers_dossier on papers (dossier_id) where dossier_id is not null;
