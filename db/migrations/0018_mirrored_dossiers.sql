-- Dossiers that are decided in a ministry's system and watched here.

create table mirrored_dossiers (
  system text not null,
  code text not null,
  dossier_id text not null,
  constraint mirrored_dossiers_pkey primary key (system, code)
);
comment on table mirrored_dossiers is 'Which dossier of ours mirrors which of a ministry''s system. The row is the lock that lets updates of one dossier follow each other.';

alter table dossiers
  add column mirrored_in text,
  add column returned_here boolean not null default true;
comment on column dossiers.mirrored_in is 'The ministry''s system in which it is decided; null for our own.';
comment on column dossiers.returned_here is 'Whether handing its result over is ours; false only for some that are mirrored.';
create index dossiers_mirrored on dossiers (receiving_body_id, state) where mirrored_in is not null;
