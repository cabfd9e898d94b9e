-- Administrative units and agencies, dated; what the communes of before 1 July 2025 became.

create table units (
  code text not null,
  valid_from date not null,
  valid_to date,
  kind text not null constraint units_kind check (kind in ('province', 'commune', 'ward', 'special-zone')),
  name text not null constraint units_name check (name <> ''),
  full_name text not null,
  name_folded text generated always as (fold(full_name)) stored,
  parent_code text,
  legal_basis text not null,
  constraint units_pkey primary key (code, valid_from),
  constraint units_period check (valid_to is null or valid_to > valid_from),
  constraint units_parent check ((kind = 'province') = (parent_code is null))
);
comment on table units is 'Provinces and communes by their statistical code; a renamed or merged unit has a row for each of its times.';
comment on column units.name is 'Without its kind: "Bình Lục". full_name has it: "xã Bình Lục", "tỉnh Ninh Bình", "thành phố Huế".';
comment on column units.valid_to is 'The first day on which the row no longer holds.';
create unique index units_current on units (code) where valid_to is null;
create index units_parent_code on units (parent_code);
create index units_name_folded on units using gin (name_folded public.gin_trgm_ops);

create table units_history (
  old_code text,
  old_name text not null,
  old_district text not null,
  old_province text not null,
  new_code text not null,
  changed_on date not null,
  legal_basis text not null,
  old_folded text generated always as (fold(old_name || ', ' || old_district || ', ' || old_province)) stored,
  constraint units_history_once unique nulls not distinct (old_name, old_district, old_province, old_code, new_code, changed_on)
);
comment on table units_history is 'Old commune to new commune: a commune that was split has several rows. Some old codes are unknown.';
create index units_history_old_code on units_history (old_code);
create index units_history_new_code on units_history (new_code);
create index units_history_old_folded on units_history using gin (old_folded public.gin_trgm_ops);

create table agencies (
  id text constraint agencies_pkey primary key,
  code_provisional boolean not null default true,
  kind text not null constraint agencies_kind check (kind in
    ('province-committee', 'department', 'commune-committee', 'division', 'centre', 'office', 'commune-police')),
  name text not null constraint agencies_name check (name <> ''),
  short_name text not null,
  name_folded text generated always as (fold(name)) stored,
  unit_code text not null,
  parent_id text constraint agencies_parent references agencies (id),
  body_id text not null constraint agencies_body references agencies (id),
  valid_from date not null,
  valid_to date,
  address text,
  phone text,
  email text,
  contact_invented boolean not null default false,
  constraint agencies_period check (valid_to is null or valid_to > valid_from),
  constraint agencies_id check (id ~ '^[0-9A-Z]+(\.[0-9A-Z]+)*$' and length(id) <= 35)
);
comment on table agencies is 'Bodies with an electronic identification code: committees, departments, and the divisions, offices and centres under them.';
comment on column agencies.id is 'Electronic identification code (Decision 20/2020/QD-TTg, art. 4).';
comment on column agencies.code_provisional is 'The province has not published the code; ours stands in until it is imported.';
comment on column agencies.body_id is 'The agency that acts towards the outside: itself, or the one above that it acts for.';
comment on column agencies.contact_invented is 'Address, phone and email are made up for the demonstration.';
create index agencies_parent_id on agencies (parent_id);
create index agencies_body_id on agencies (body_id);
create index agencies_unit_code on agencies (unit_code);
create index agencies_name_folded on agencies using gin (name_folded public.gin_trgm_ops);
