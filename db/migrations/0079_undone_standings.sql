-- What stood open while an act held that was then undone: figures as they were known at such a moment count it.

create table dossier_standings_undone (
  dossier_id text not null constraint dossier_standings_undone_dossier references dossiers (id) on delete cascade,
  known_from timestamptz not null,
  known_until timestamptz not null,
  version integer not null,
  since timestamptz not null,
  until timestamptz not null default 'infinity',
  due_at timestamptz,
  waiting boolean not null,
  constraint dossier_standings_undone_pkey primary key (dossier_id, known_from, version),
  constraint dossier_standings_undone_forward check (known_until > known_from)
);
create index dossier_standings_undone_known on dossier_standings_undone (known_until, known_from);
comment on table dossier_standings_undone is 'All stretches of a dossier as they were known from an act until it was undone, where the act changed them. In dossier_standings it has never been.';
