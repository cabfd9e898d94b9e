-- Totals that screens read, so that a province's year is no scan of its dossiers; and what was known before.

alter table dossier_facts add column known_from timestamptz not null default '-infinity';
comment on column dossier_facts.known_from is 'Since when it has been so; what it was before stands in dossier_facts_past.';
create index dossier_facts_life on dossier_facts using gist (daterange(least(filed_day, last_day), greatest(filed_day, last_day), '[]'));

create table dossier_facts_past (like dossier_facts including defaults);
alter table dossier_facts_past
  add column known_until timestamptz not null,
  add constraint dossier_facts_past_pkey primary key (dossier_id, version),
  add constraint dossier_facts_past_dossier foreign key (dossier_id) references dossiers (id) on delete cascade,
  add constraint dossier_facts_past_forward check (known_until > known_from);
create index dossier_facts_past_known_until on dossier_facts_past (known_until);
comment on table dossier_facts_past is 'What the facts of a dossier were before they changed, for figures as they were known at a past moment.';

create table dossier_facts_changed (like dossier_facts including defaults);
alter table dossier_facts_changed
  add column id bigint generated always as identity constraint dossier_facts_changed_pkey primary key,
  add column sign smallint not null constraint dossier_facts_changed_sign check (sign in (-1, 1));
comment on table dossier_facts_changed is 'What is not yet in figure_cells: facts as they were (-1) and as they became (1), laid down by each act, folded away by a job. Nobody waits for a row of it.';

alter table dossier_standings
  add column channel text not null default '',
  add column sector text not null default '',
  add column procedure_code text not null default '',
  add column competent_body_id text not null default '',
  add column receiving_body_id text not null default '',
  add column mirrored boolean not null default false;
update dossier_standings s set channel = f.channel, sector = f.sector, procedure_code = f.procedure_code,
  competent_body_id = f.competent_body_id, receiving_body_id = f.receiving_body_id, mirrored = f.mirrored
from dossier_facts f where f.dossier_id = s.dossier_id;
comment on column dossier_standings.sector is 'As in dossier_facts, so that what stood open at a moment is counted without them; likewise the columns beside it.';
create index dossier_standings_life on dossier_standings using gist (tstzrange(since, until, '(]'));

create table figure_measures (
  code text constraint figure_measures_pkey primary key,
  definition text not null
);
comment on table figure_measures is 'What figure_cells hold, with the rule by which it was counted: a figure whose rule is another is counted dossier by dossier until the cells are built anew.';

create table figure_cells (
  kind text not null constraint figure_cells_kind check (kind in ('all', 'body', 'sector', 'procedure', 'channel')),
  half date not null,
  key text not null,
  measure text not null,
  n integer not null,
  constraint figure_cells_pkey primary key (kind, half, key, measure)
);
comment on table figure_cells is 'How many dossiers a measure counts in the half of a month that begins on the 1st or the 15th (every official period is a sum of such halves), for all and for each body, sector, procedure or channel.';

create table figure_times (
  half date not null,
  measure text not null,
  minutes integer not null,
  n integer not null,
  constraint figure_times_pkey primary key (half, measure, minutes)
);
comment on table figure_times is 'How many dossiers of the province took so long, in the same halves: medians and percentiles are read from it, exactly.';
