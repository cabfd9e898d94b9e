-- Ratings of how dossiers were handled, kept apart from who gave them.

create table rating_tablets (
  id text not null,
  centre_id text not null,
  body_id text not null,
  name text not null,
  paired_at timestamptz not null,
  paired_by text not null,
  ended_at timestamptz,
  called_dossier_id text,
  called_until timestamptz,
  constraint rating_tablets_pkey primary key (id)
);
comment on table rating_tablets is 'Tablets at the centres on which people rate: their id is part of the hash of a secret that only the tablet has.';
comment on column rating_tablets.called_dossier_id is 'The dossier shown on it now, until called_until; emptied when it was rated or turned away.';
create index rating_tablets_centre on rating_tablets (centre_id) where ended_at is null;

create table rating_links (
  token_hash bytea not null,
  dossier_id text not null,
  expires_at timestamptz not null,
  constraint rating_links_pkey primary key (token_hash)
);
comment on table rating_links is 'Invitations to rate, by the hash of what stands in the link. Deleted, all of the dossier, when one of them was used.';
create index rating_links_dossier on rating_links (dossier_id);
create index rating_links_expiry on rating_links (expires_at);

create table rated_dossiers (
  dossier_id text not null,
  constraint rated_dossiers_pkey primary key (dossier_id)
);
comment on table rated_dossiers is 'Which dossiers were rated, so that each is once; nothing leads from here to the rating.';

create table ratings (
  id uuid not null,
  day date not null,
  centre_id text not null,
  receiving_body_id text not null,
  body_id text not null,
  agency_id text not null,
  sector text,
  way text not null,
  questions text not null,
  points jsonb not null,
  satisfied boolean not null,
  dissatisfied boolean not null,
  comment text,
  constraint ratings_pkey primary key (id),
  constraint ratings_way check (way in ('link', 'own', 'tablet', 'paper'))
);
comment on table ratings is 'What was answered: where and on which day, not when, by whom or about which dossier.';
comment on column ratings.questions is 'The version of the questions that was answered.';
comment on column ratings.agency_id is 'The office or division that prepared the decision.';
create index ratings_body on ratings (body_id, day);
create index ratings_centre on ratings (receiving_body_id, day);
