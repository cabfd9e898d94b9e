-- Applicants, officials with dated duties, accounts, sessions.

create table persons (
  id text constraint persons_pkey primary key,
  kind text not null constraint persons_kind check (kind in ('citizen', 'organisation')),
  full_name text not null constraint persons_full_name check (full_name <> ''),
  name_folded text generated always as (fold(full_name)) stored,
  personal_id text constraint persons_personal_id unique,
  tax_code text constraint persons_tax_code unique,
  birth_date date,
  sex text constraint persons_sex check (sex in ('male', 'female')),
  phone text,
  email text,
  address text,
  unit_code text,
  demo boolean not null default false,
  updated_at timestamptz not null,
  constraint persons_identified check (personal_id is not null or tax_code is not null)
);
comment on table persons is 'Applicants, once each: citizens by personal id, organisations by tax code.';
create index persons_name on persons using gin (name_folded public.gin_trgm_ops);
create index persons_phone on persons (phone);

create table officials (
  id text constraint officials_pkey primary key,
  full_name text not null,
  title text not null,
  phone text,
  email text,
  demo boolean not null default false
);

comment on table officials is 'People in office; what they may do stands in duties.';

create table duties (
  id text constraint duties_pkey primary key,
  official_id text not null constraint duties_official references officials (id),
  role text not null constraint duties_role check (role in
    ('receptionist', 'specialist', 'division-head', 'leader', 'clerk', 'control-officer', 'administrator')),
  agency_id text not null,
  body_id text not null,
  valid_from date not null,
  valid_to date,
  legal_basis text,
  constraint duties_period check (valid_to is null or valid_to > valid_from)
);
comment on table duties is 'What an official is charged with, where, from when until (not including) when.';
create index duties_official_id on duties (official_id);
create index duties_agency on duties (agency_id, role);

create table accounts (
  id text constraint accounts_pkey primary key,
  name text not null constraint accounts_name unique,
  password_hash text,
  official_id text constraint accounts_official references officials (id),
  person_id text constraint accounts_person references persons (id),
  disabled_at timestamptz,
  constraint accounts_one_owner check ((official_id is null) <> (person_id is null))
);
comment on table accounts is 'A name to sign in with, of one official or one citizen.';
comment on column accounts.password_hash is 'argon2id, PHC string. Null when signing in is by another identity provider only.';

create table sessions (
  token_hash bytea constraint sessions_pkey primary key,
  id text not null constraint sessions_id unique,
  account_id text not null constraint sessions_account references accounts (id),
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  came_from text,
  closed_at timestamptz
);
comment on table sessions is 'Open and closed sessions; the cookie''s token is kept as its hash only.';
create index sessions_account_open on sessions (account_id) where closed_at is null;

create table sign_in_failures (
  name text not null,
  address text not null,
  at timestamptz not null
);
comment on table sign_in_failures is 'Wrong passwords, counted by name and address to slow guessing down.';
create index sign_in_failures_name on sign_in_failures (name, at);
create index sign_in_failures_address on sign_in_failures (address, at);
