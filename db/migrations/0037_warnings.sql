-- Warnings before it is late.

create table warning_watch (
  dossier_id text not null,
  version integer not null,
  constraint warning_watch_pkey primary key (dossier_id),
  constraint warning_watch_dossier foreign key (dossier_id) references dossiers (id) on delete cascade
);
comment on table warning_watch is 'The version of each dossier up to which its points are reckoned.';

create table warning_points (
  dossier_id text not null,
  rule text not null,
  key text not null,
  at timestamptz not null,
  fired_at timestamptz,
  constraint warning_points_pkey primary key (dossier_id, rule, key),
  constraint warning_points_dossier foreign key (dossier_id) references dossiers (id) on delete cascade
);
comment on table warning_points is 'When a rule will warn of a dossier, reckoned once for each of its versions; a fired one is kept so that it fires once.';
comment on column warning_points.key is 'What the rule counts from: a step''s begin, a due time. Where the clock restarts the key is new, and so is the warning.';
create index warning_points_to_come on warning_points (at) where fired_at is null;

create table warnings (
  id bigint generated always as identity,
  dossier_id text not null,
  rule text not null,
  key text not null,
  official_id text not null,
  at timestamptz not null,
  seen_at timestamptz,
  cleared_at timestamptz,
  constraint warnings_pkey primary key (id),
  constraint warnings_once unique (dossier_id, rule, key, official_id),
  constraint warnings_dossier foreign key (dossier_id) references dossiers (id) on delete cascade
);
comment on table warnings is 'Who was warned of what, when they looked, and when it was dealt with.';
create index warnings_open on warnings (official_id, at desc) where cleared_at is null;
