-- Generated from the migrations by `bin/haicap describe-schema`. Do not edit.

CREATE OR REPLACE FUNCTION append_record(r_at timestamp with time zone, r_act text, r_actor_kind text, r_actor_id text, r_actor_name text, r_on_behalf_of text, r_came_from text, r_subject_kind text, r_subject_id text, r_body_ids text[], r_change jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
  declare
    previous bytea;
    next_seq integer;
    next_hash bytea;
    new_id bigint;
  begin
    -- The head row is the chain's lock: a second writer of the same subject waits here until the first commits.
    insert into record_heads as h (subject_kind, subject_id, seq, hash)
      values (r_subject_kind, r_subject_id, 1, ''::bytea)
      on conflict (subject_kind, subject_id) do update set seq = h.seq + 1
      returning h.seq, h.hash into next_seq, previous;
    next_hash := record_hash(previous, r_at, r_act, r_actor_kind, r_actor_id, r_actor_name, r_on_behalf_of,
                             r_came_from, r_subject_kind, r_subject_id, next_seq, r_body_ids, r_change);
    insert into record (at, act, actor_kind, actor_id, actor_name, on_behalf_of, came_from,
                        subject_kind, subject_id, seq, body_ids, change, previous_hash, hash)
      values (r_at, r_act, r_actor_kind, r_actor_id, r_actor_name, r_on_behalf_of, r_came_from,
              r_subject_kind, r_subject_id, next_seq, r_body_ids, r_change, previous, next_hash)
      returning id into new_id;
    update record_heads h set hash = next_hash
      where h.subject_kind = r_subject_kind and h.subject_id = r_subject_id;
    return new_id;
  end $function$;

CREATE OR REPLACE FUNCTION fold(t text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ begin
    return lower(public.unaccent('public.unaccent'::regdictionary, normalize(t, NFC)));
  end $function$;
comment on function fold is 'Without marks and case, for search: "Đặng Thị Hoà" and "dang thi hoa" meet.';

CREATE OR REPLACE FUNCTION record_hash(previous bytea, r_at timestamp with time zone, r_act text, r_actor_kind text, r_actor_id text, r_actor_name text, r_on_behalf_of text, r_came_from text, r_subject_kind text, r_subject_id text, r_seq integer, r_body_ids text[], r_change jsonb)
 RETURNS bytea
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$ begin
    return sha256(previous || convert_to(jsonb_build_array(
      (extract(epoch from r_at) * 1000000)::bigint, r_act, r_actor_kind, r_actor_id, r_actor_name,
      r_on_behalf_of, r_came_from, r_subject_kind, r_subject_id, r_seq, to_jsonb(r_body_ids), r_change
    )::text, 'UTF8'));
  end $function$;

create table accounts (
  id text not null,
  name text not null,
  password_hash text,
  official_id text,
  person_id text,
  disabled_at timestamp with time zone,
  constraint accounts_one_owner CHECK (((official_id IS NULL) <> (person_id IS NULL))),
  constraint accounts_official FOREIGN KEY (official_id) REFERENCES officials(id),
  constraint accounts_person FOREIGN KEY (person_id) REFERENCES persons(id),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_name UNIQUE (name)
);
comment on table accounts is 'A name to sign in with, of one official or one citizen.';
comment on column accounts.password_hash is 'argon2id, PHC string. Null when signing in is by another identity provider only.';
-- haicap_app: delete, insert, select, update

create table agencies (
  id text not null,
  code_provisional boolean default true not null,
  kind text not null,
  name text not null,
  short_name text not null,
  name_folded text generated always as (fold(name)) stored,
  unit_code text not null,
  parent_id text,
  body_id text not null,
  valid_from date not null,
  valid_to date,
  address text,
  phone text,
  email text,
  contact_invented boolean default false not null,
  successor_id text,
  constraint agencies_id CHECK (((id ~ '^[0-9A-Z]+(\.[0-9A-Z]+)*$'::text) AND (length(id) <= 35))),
  constraint agencies_kind CHECK ((kind = ANY (ARRAY['province-committee'::text, 'department'::text, 'commune-committee'::text, 'division'::text, 'centre'::text, 'office'::text, 'commune-police'::text]))),
  constraint agencies_name CHECK ((name <> ''::text)),
  constraint agencies_period CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
  constraint agencies_body FOREIGN KEY (body_id) REFERENCES agencies(id),
  constraint agencies_parent FOREIGN KEY (parent_id) REFERENCES agencies(id),
  constraint agencies_successor FOREIGN KEY (successor_id) REFERENCES agencies(id),
  constraint agencies_pkey PRIMARY KEY (id)
);
comment on table agencies is 'Bodies with an electronic identification code: committees, departments, and the divisions, offices and centres under them.';
comment on column agencies.id is 'Electronic identification code (Decision 20/2020/QD-TTg, art. 4).';
comment on column agencies.code_provisional is 'The province has not published the code; ours stands in until it is imported.';
comment on column agencies.body_id is 'The agency that acts towards the outside: itself, or the one above that it acts for.';
comment on column agencies.contact_invented is 'Address, phone and email are made up for the demonstration.';
comment on column agencies.successor_id is 'Who keeps its old dossiers after it ended: the one it was merged into, or the one named when it was split.';
CREATE INDEX agencies_body_id ON agencies USING btree (body_id);
CREATE INDEX agencies_name_folded ON agencies USING gin (name_folded gin_trgm_ops);
CREATE INDEX agencies_parent_id ON agencies USING btree (parent_id);
CREATE INDEX agencies_successor_id ON agencies USING btree (successor_id) WHERE (successor_id IS NOT NULL);
CREATE INDEX agencies_unit_code ON agencies USING btree (unit_code);
-- haicap_app: delete, insert, select, update

create table agency_names (
  agency_id text not null,
  until date not null,
  name text not null,
  short_name text not null,
  constraint agency_names_agency FOREIGN KEY (agency_id) REFERENCES agencies(id),
  constraint agency_names_pkey PRIMARY KEY (agency_id, until)
);
comment on table agency_names is 'What a renamed agency was called until a day: papers of that time are printed again with the name they had.';
-- haicap_app: delete, insert, select, update

create table agency_successions (
  old_id text not null,
  new_id text not null,
  on_day date not null,
  reorganisation_id text not null,
  constraint agency_successions_new FOREIGN KEY (new_id) REFERENCES agencies(id),
  constraint agency_successions_old FOREIGN KEY (old_id) REFERENCES agencies(id),
  constraint agency_successions_why FOREIGN KEY (reorganisation_id) REFERENCES reorganisations(id),
  constraint agency_successions_pkey PRIMARY KEY (old_id, new_id, on_day)
);
comment on table agency_successions is 'Which agencies took over the work of one that ended, all of them; agencies.successor_id is the one for its old dossiers.';
CREATE INDEX agency_successions_new_id ON agency_successions USING btree (new_id);
-- haicap_app: delete, insert, select, update

create table calendar_days (
  day date not null,
  kind text not null,
  reason text not null,
  source text not null,
  decided boolean not null,
  as_weekday smallint,
  constraint calendar_days_hours CHECK (((kind = 'swapped-working'::text) = (as_weekday IS NOT NULL))),
  constraint calendar_days_kind CHECK ((kind = ANY (ARRAY['holiday'::text, 'in-lieu'::text, 'swapped-off'::text, 'swapped-working'::text]))),
  constraint calendar_days_reason CHECK ((reason <> ''::text)),
  constraint calendar_days_source CHECK ((source <> ''::text)),
  constraint calendar_days_weekday CHECK (((as_weekday >= 1) AND (as_weekday <= 7))),
  constraint calendar_days_pkey PRIMARY KEY (day)
);
comment on table calendar_days is 'Days that differ from their weekday, each with its legal source.';
comment on column calendar_days.decided is 'False: expected from the law, not yet announced.';
comment on column calendar_days.as_weekday is 'The weekday (1 is Monday) whose hours a worked Saturday takes.';
-- haicap_app: delete, insert, select, update

create table calendar_version (
  one boolean default true not null,
  version uuid default gen_random_uuid() not null,
  constraint calendar_version_one CHECK (one),
  constraint calendar_version_pkey PRIMARY KEY (one)
);
comment on table calendar_version is 'A new one with every change, so that a calendar kept in memory is known to be stale.';
-- haicap_app: delete, insert, select, update

create table cash_books (
  centre_id text not null,
  cashier_id text not null,
  day date not null,
  body_id text not null,
  cashier_name text not null,
  opened_at timestamp with time zone not null,
  opening bigint not null,
  closed_at timestamp with time zone,
  counted bigint,
  expected bigint,
  difference_reason text,
  constraint cash_books_closed CHECK ((((closed_at IS NULL) = (counted IS NULL)) AND ((counted IS NULL) = (expected IS NULL)))),
  constraint cash_books_explained CHECK (((counted IS NULL) OR (counted = expected) OR (difference_reason IS NOT NULL))),
  constraint cash_books_pkey PRIMARY KEY (centre_id, cashier_id, day)
);
comment on table cash_books is 'The cash book of a cashier''s day: once closed, nothing of that day changes; what is put right later stands on a later day.';
comment on column cash_books.expected is 'What should be there by the book when it was closed: opening and all movements of the day.';
-- haicap_app: insert, select, update

create table channel_choices (
  person_id text not null,
  channels text[] not null,
  chosen_at timestamp with time zone not null,
  constraint channel_choices_known CHECK ((channels <@ ARRAY['email'::text, 'sms'::text, 'zalo'::text])),
  constraint channel_choices_person FOREIGN KEY (person_id) REFERENCES persons(id) ON DELETE CASCADE,
  constraint channel_choices_pkey PRIMARY KEY (person_id)
);
comment on table channel_choices is 'By what else than the portal a person wants to be told; who has chosen nothing is told by SMS and e-mail.';
-- haicap_app: delete, insert, select, update

create table delegations (
  id text not null,
  from_official_id text not null,
  to_official_id text not null,
  valid_from date not null,
  valid_to date not null,
  acts text[],
  authority text not null,
  reason text not null,
  named_by text not null,
  named_at timestamp with time zone not null,
  constraint delegations_another CHECK ((from_official_id <> to_official_id)),
  constraint delegations_authority CHECK ((authority = ANY (ARRAY['KT.'::text, 'TL.'::text, 'TUQ.'::text]))),
  constraint delegations_period CHECK ((valid_to > valid_from)),
  constraint delegations_from FOREIGN KEY (from_official_id) REFERENCES officials(id),
  constraint delegations_to FOREIGN KEY (to_official_id) REFERENCES officials(id),
  constraint delegations_pkey PRIMARY KEY (id)
);
comment on table delegations is 'A deputy acts for an absent official from a day until (not including) another, in everything or in named acts; nothing ends it but its days.';
comment on column delegations.acts is 'The acts that are delegated; null for all of them.';
CREATE INDEX delegations_from_official ON delegations USING btree (from_official_id, valid_to);
CREATE INDEX delegations_to_official ON delegations USING btree (to_official_id, valid_to);
-- haicap_app: delete, insert, select, update

create table desk_drafts (
  official_id text not null,
  id text not null,
  title text not null,
  body jsonb not null,
  saved_at timestamp with time zone not null,
  constraint desk_drafts_pkey PRIMARY KEY (official_id, id)
);
comment on table desk_drafts is 'Receipts that an official has half typed: only theirs, until the dossier is received or they throw it away.';
-- haicap_app: delete, insert, select, update

create table dossier_bodies (
  dossier_id text not null,
  until date not null,
  competent_body_id text not null,
  receiving_body_id text not null,
  constraint dossier_bodies_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint dossier_bodies_pkey PRIMARY KEY (dossier_id, until)
);
comment on table dossier_bodies is 'Under which bodies a moved dossier stood before a day; where it stands now is in dossier_facts.';
-- haicap_app: delete, insert, select, update

create table dossier_facts (
  dossier_id text not null,
  version integer not null,
  channel text not null,
  procedure_code text not null,
  sector text not null,
  competent_body_id text not null,
  receiving_body_id text not null,
  passed_agency_ids text[] not null,
  filed_day date not null,
  received_day date,
  refused_day date,
  ended_day date,
  returned_day date,
  last_day date not null,
  outcome text,
  ending text,
  supplements integer not null,
  extended boolean not null,
  fee boolean not null,
  digitised_in boolean not null,
  digitised_out boolean not null,
  full_process boolean not null,
  elapsed_minutes integer,
  stands_for_others boolean default false not null,
  fee_amount bigint default 0 not null,
  paid_amount bigint default 0 not null,
  place_independent boolean default false not null,
  stopped boolean default false not null,
  paid_online boolean default false not null,
  exempt boolean default false not null,
  mirrored boolean default false not null,
  in_vault boolean default false not null,
  reused boolean default false not null,
  corrections integer default 0 not null,
  receptionist_minutes integer,
  specialist_minutes integer,
  head_minutes integer,
  leader_minutes integer,
  clerk_minutes integer,
  known_from timestamp with time zone default '-infinity'::timestamp with time zone not null,
  constraint dossier_facts_ending CHECK ((ending = ANY (ARRAY['early'::text, 'on-time'::text, 'late'::text]))),
  constraint dossier_facts_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint dossier_facts_pkey PRIMARY KEY (dossier_id)
);
comment on table dossier_facts is 'What the figures are counted from, one row per dossier, written in the same transaction as the dossier; facts.ts says how each follows from it.';
comment on column dossier_facts.last_day is 'The last day on which it can count in anything; infinity while it is not finished.';
comment on column dossier_facts.ending is 'How it ended against the due time that then held: early, on time, late. Withdrawn ones too.';
comment on column dossier_facts.elapsed_minutes is 'From receipt to the end, without the time for which the applicant was waited for.';
comment on column dossier_facts.stands_for_others is 'A linked procedure''s dossier: counted by those that it stands for.';
comment on column dossier_facts.fee_amount is 'What is to be paid in all; dong.';
comment on column dossier_facts.paid_amount is 'Paid by receipts that hold, without what was paid back; dong.';
comment on column dossier_facts.place_independent is 'Received at one body, decided by another; so it stays when the two become one later.';
comment on column dossier_facts.stopped is 'Ended without a result by the agency: neither decided nor withdrawn.';
comment on column dossier_facts.paid_online is 'All that was due was paid through an online channel.';
comment on column dossier_facts.exempt is 'At least one fee was waived by an exemption.';
comment on column dossier_facts.mirrored is 'It is kept in a ministry''s system and mirrored here.';
comment on column dossier_facts.in_vault is 'Its result lies in the vault.';
comment on column dossier_facts.reused is 'A component was taken from the vault or a database instead of being handed in anew.';
comment on column dossier_facts.corrections is 'How often it was corrected after the act.';
comment on column dossier_facts.specialist_minutes is 'Elapsed time at the desks of this role, for ended dossiers; likewise for the other roles.';
comment on column dossier_facts.known_from is 'Since when it has been so; what it was before stands in dossier_facts_past.';
CREATE INDEX dossier_facts_competent ON dossier_facts USING btree (competent_body_id, last_day);
CREATE INDEX dossier_facts_last_day ON dossier_facts USING btree (last_day);
CREATE INDEX dossier_facts_life ON dossier_facts USING gist (daterange(LEAST(filed_day, last_day), GREATEST(filed_day, last_day), '[]'::text));
CREATE INDEX dossier_facts_newest ON dossier_facts USING btree (COALESCE(received_day, filed_day) DESC, dossier_id);
CREATE INDEX dossier_facts_receiving ON dossier_facts USING btree (receiving_body_id, last_day);
-- haicap_app: delete, insert, select, update

create table dossier_facts_changed (
  dossier_id text not null,
  version integer not null,
  channel text not null,
  procedure_code text not null,
  sector text not null,
  competent_body_id text not null,
  receiving_body_id text not null,
  passed_agency_ids text[] not null,
  filed_day date not null,
  received_day date,
  refused_day date,
  ended_day date,
  returned_day date,
  last_day date not null,
  outcome text,
  ending text,
  supplements integer not null,
  extended boolean not null,
  fee boolean not null,
  digitised_in boolean not null,
  digitised_out boolean not null,
  full_process boolean not null,
  elapsed_minutes integer,
  stands_for_others boolean default false not null,
  fee_amount bigint default 0 not null,
  paid_amount bigint default 0 not null,
  place_independent boolean default false not null,
  stopped boolean default false not null,
  paid_online boolean default false not null,
  exempt boolean default false not null,
  mirrored boolean default false not null,
  in_vault boolean default false not null,
  reused boolean default false not null,
  corrections integer default 0 not null,
  receptionist_minutes integer,
  specialist_minutes integer,
  head_minutes integer,
  leader_minutes integer,
  clerk_minutes integer,
  known_from timestamp with time zone default '-infinity'::timestamp with time zone not null,
  id bigint generated always as identity not null,
  sign smallint not null,
  constraint dossier_facts_changed_sign CHECK ((sign = ANY (ARRAY['-1'::integer, 1]))),
  constraint dossier_facts_changed_pkey PRIMARY KEY (id)
);
comment on table dossier_facts_changed is 'What is not yet in figure_cells: facts as they were (-1) and as they became (1), laid down by each act, folded away by a job. Nobody waits for a row of it.';
-- haicap_app: delete, insert, select, update

create table dossier_facts_past (
  dossier_id text not null,
  version integer not null,
  channel text not null,
  procedure_code text not null,
  sector text not null,
  competent_body_id text not null,
  receiving_body_id text not null,
  passed_agency_ids text[] not null,
  filed_day date not null,
  received_day date,
  refused_day date,
  ended_day date,
  returned_day date,
  last_day date not null,
  outcome text,
  ending text,
  supplements integer not null,
  extended boolean not null,
  fee boolean not null,
  digitised_in boolean not null,
  digitised_out boolean not null,
  full_process boolean not null,
  elapsed_minutes integer,
  stands_for_others boolean default false not null,
  fee_amount bigint default 0 not null,
  paid_amount bigint default 0 not null,
  place_independent boolean default false not null,
  stopped boolean default false not null,
  paid_online boolean default false not null,
  exempt boolean default false not null,
  mirrored boolean default false not null,
  in_vault boolean default false not null,
  reused boolean default false not null,
  corrections integer default 0 not null,
  receptionist_minutes integer,
  specialist_minutes integer,
  head_minutes integer,
  leader_minutes integer,
  clerk_minutes integer,
  known_from timestamp with time zone default '-infinity'::timestamp with time zone not null,
  known_until timestamp with time zone not null,
  constraint dossier_facts_past_forward CHECK ((known_until > known_from)),
  constraint dossier_facts_past_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint dossier_facts_past_pkey PRIMARY KEY (dossier_id, version)
);
comment on table dossier_facts_past is 'What the facts of a dossier were before they changed, for figures as they were known at a past moment.';
CREATE INDEX dossier_facts_past_known_until ON dossier_facts_past USING btree (known_until);
-- haicap_app: delete, insert, select, update

create table dossier_parts (
  dossier_id text not null,
  id text not null,
  kind text not null,
  agency_id text not null,
  body_id text not null,
  official_id text,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone,
  ended_at timestamp with time zone,
  ending text,
  constraint dossier_parts_ended CHECK (((ended_at IS NULL) = (ending IS NULL))),
  constraint dossier_parts_ending CHECK ((ending = ANY (ARRAY['answered'::text, 'declined'::text, 'withdrawn'::text, 'passed-over'::text]))),
  constraint dossier_parts_kind CHECK ((kind = ANY (ARRAY['consultation'::text, 'parallel'::text]))),
  constraint dossier_parts_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint dossier_parts_pkey PRIMARY KEY (dossier_id, id)
);
comment on table dossier_parts is 'Consultations and parallel parts of steps, one row each, drawn from the dossier in the act''s own transaction: for the lists of those who are asked.';
CREATE INDEX dossier_parts_agency ON dossier_parts USING btree (agency_id, due_at) WHERE (ended_at IS NULL);
CREATE INDEX dossier_parts_agency_ended ON dossier_parts USING btree (agency_id, ended_at DESC) WHERE (ended_at IS NOT NULL);
CREATE INDEX dossier_parts_body ON dossier_parts USING btree (body_id, due_at) WHERE (ended_at IS NULL);
CREATE INDEX dossier_parts_body_ended ON dossier_parts USING btree (body_id, ended_at DESC) WHERE (ended_at IS NOT NULL);
-- haicap_app: delete, insert, select, update

create table dossier_standings (
  dossier_id text not null,
  version integer not null,
  since timestamp with time zone not null,
  until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  due_at timestamp with time zone,
  waiting boolean not null,
  channel text default ''::text not null,
  sector text default ''::text not null,
  procedure_code text default ''::text not null,
  competent_body_id text default ''::text not null,
  receiving_body_id text default ''::text not null,
  mirrored boolean default false not null,
  stands_for_others boolean default false not null,
  constraint dossier_standings_forward CHECK ((until >= since)),
  constraint dossier_standings_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint dossier_standings_pkey PRIMARY KEY (dossier_id, version)
);
comment on table dossier_standings is 'The stretches in which a dossier was open: what was due when, and whether the applicant was waited for. Half-open; the last one of an open dossier is without end.';
comment on column dossier_standings.version is 'The version of the dossier with which the stretch began.';
comment on column dossier_standings.sector is 'As in dossier_facts, so that what stood open at a moment is counted without them; likewise the columns beside it.';
comment on column dossier_standings.stands_for_others is 'As in dossier_facts: such a stretch counts nowhere.';
CREATE INDEX dossier_standings_life ON dossier_standings USING gist (tstzrange(since, until, '(]'::text));
CREATE INDEX dossier_standings_until ON dossier_standings USING btree (until, since);
-- haicap_app: delete, insert, select, update

create table dossier_standings_undone (
  dossier_id text not null,
  known_from timestamp with time zone not null,
  known_until timestamp with time zone not null,
  version integer not null,
  since timestamp with time zone not null,
  until timestamp with time zone default 'infinity'::timestamp with time zone not null,
  due_at timestamp with time zone,
  waiting boolean not null,
  constraint dossier_standings_undone_forward CHECK ((known_until > known_from)),
  constraint dossier_standings_undone_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint dossier_standings_undone_pkey PRIMARY KEY (dossier_id, known_from, version)
);
comment on table dossier_standings_undone is 'All stretches of a dossier as they were known from an act until it was undone, where the act changed them. In dossier_standings it has never been.';
CREATE INDEX dossier_standings_undone_known ON dossier_standings_undone USING btree (known_until, known_from);
-- haicap_app: delete, insert, select, update

create table dossiers (
  id text not null,
  version integer not null,
  code text,
  tracking_code text not null,
  state text not null,
  channel text not null,
  procedure_code text not null,
  sector text not null,
  receiving_body_id text not null,
  centre_id text not null,
  competent_body_id text not null,
  applicant_id text not null,
  submitted_at timestamp with time zone not null,
  received_at timestamp with time zone,
  due_at timestamp with time zone,
  ended_at timestamp with time zone,
  due_at_end timestamp with time zone,
  outcome text,
  returned_at timestamp with time zone,
  holder_agency_id text,
  holder_official_id text,
  holder_role text,
  passed_agency_ids text[] default '{}'::text[] not null,
  search text not null,
  body jsonb not null,
  demo boolean default false not null,
  linked_parent_id text,
  stands_for_others boolean default false not null,
  mirrored_in text,
  returned_here boolean default true not null,
  kept_by_body_id text,
  owed bigint default 0 not null,
  constraint dossiers_channel CHECK ((channel = ANY (ARRAY['online'::text, 'counter'::text, 'post'::text]))),
  constraint dossiers_code_when_received CHECK (((code IS NULL) = (received_at IS NULL))),
  constraint dossiers_ended_after_receipt CHECK (((ended_at IS NULL) OR (received_at IS NULL) OR (ended_at >= received_at))),
  constraint dossiers_outcome CHECK ((outcome = ANY (ARRAY['approved'::text, 'refused'::text]))),
  constraint dossiers_state CHECK ((state = ANY (ARRAY['submitted'::text, 'refused-receipt'::text, 'received'::text, 'in-progress'::text, 'awaiting-supplement'::text, 'awaiting-payment'::text, 'resolved'::text, 'returned'::text, 'withdrawn'::text, 'stopped'::text]))),
  constraint dossiers_applicant FOREIGN KEY (applicant_id) REFERENCES persons(id),
  constraint dossiers_pkey PRIMARY KEY (id),
  constraint dossiers_code UNIQUE (code),
  constraint dossiers_tracking_code UNIQUE (tracking_code)
);
comment on table dossiers is 'The current state of each dossier: body is the fold of its record, the other columns are drawn from it for lists.';
comment on column dossiers.passed_agency_ids is 'Agencies that hold or held it: a division goes on seeing what passed through it.';
comment on column dossiers.search is 'Folded text: code, applicant, id, phone, procedure.';
comment on column dossiers.linked_parent_id is 'The dossier that was filed, when this one was made for one of the procedures it stands for.';
comment on column dossiers.stands_for_others is 'A linked procedure''s dossier: figures count those that it stands for, and not it beside them.';
comment on column dossiers.mirrored_in is 'The ministry''s system in which it is decided; null for our own.';
comment on column dossiers.returned_here is 'Whether handing its result over is ours; false only for some that are mirrored.';
comment on column dossiers.kept_by_body_id is 'Who keeps a finished dossier of an agency that has ended; its own bodies stay as they were.';
comment on column dossiers.owed is 'What is to be paid now and is not; dong. Nothing for what was withdrawn, stopped or not received.';
CREATE INDEX dossiers_applicant_id ON dossiers USING btree (applicant_id, submitted_at DESC);
CREATE INDEX dossiers_book ON dossiers USING btree (centre_id, received_at) WHERE (received_at IS NOT NULL);
CREATE INDEX dossiers_competent ON dossiers USING btree (competent_body_id, state, due_at);
CREATE INDEX dossiers_due ON dossiers USING btree (due_at) WHERE ((due_at IS NOT NULL) AND (ended_at IS NULL));
CREATE INDEX dossiers_ended ON dossiers USING btree (competent_body_id, ended_at);
CREATE INDEX dossiers_holder ON dossiers USING btree (holder_agency_id, due_at) WHERE (holder_agency_id IS NOT NULL);
CREATE INDEX dossiers_kept_by ON dossiers USING btree (kept_by_body_id) WHERE (kept_by_body_id IS NOT NULL);
CREATE INDEX dossiers_linked_parent ON dossiers USING btree (linked_parent_id) WHERE (linked_parent_id IS NOT NULL);
CREATE INDEX dossiers_mirrored ON dossiers USING btree (receiving_body_id, state) WHERE (mirrored_in IS NOT NULL);
CREATE INDEX dossiers_official ON dossiers USING btree (holder_official_id, due_at) WHERE (holder_official_id IS NOT NULL);
CREATE INDEX dossiers_passed ON dossiers USING gin (passed_agency_ids);
CREATE INDEX dossiers_received ON dossiers USING btree (competent_body_id, received_at);
CREATE INDEX dossiers_receiving ON dossiers USING btree (receiving_body_id, state, due_at);
CREATE INDEX dossiers_search ON dossiers USING gin (search gin_trgm_ops);
CREATE INDEX dossiers_watched ON dossiers USING btree (id, version) WHERE (state = ANY (ARRAY['submitted'::text, 'received'::text, 'in-progress'::text, 'awaiting-supplement'::text, 'awaiting-payment'::text]));
-- haicap_app: delete, insert, select, update

create table drafts (
  person_id text not null,
  procedure_code text not null,
  body jsonb not null,
  saved_at timestamp with time zone not null,
  constraint drafts_person FOREIGN KEY (person_id) REFERENCES persons(id),
  constraint drafts_pkey PRIMARY KEY (person_id, procedure_code)
);
comment on table drafts is 'What a citizen has typed so far, one draft for each procedure.';
-- haicap_app: delete, insert, select, update

create table duties (
  id text not null,
  official_id text not null,
  role text not null,
  agency_id text not null,
  body_id text not null,
  valid_from date not null,
  valid_to date,
  legal_basis text,
  constraint duties_period CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
  constraint duties_role CHECK ((role = ANY (ARRAY['receptionist'::text, 'specialist'::text, 'division-head'::text, 'leader'::text, 'clerk'::text, 'control-officer'::text, 'administrator'::text]))),
  constraint duties_official FOREIGN KEY (official_id) REFERENCES officials(id),
  constraint duties_pkey PRIMARY KEY (id)
);
comment on table duties is 'What an official is charged with, where, from when until (not including) when.';
CREATE INDEX duties_agency ON duties USING btree (agency_id, role);
CREATE INDEX duties_official_id ON duties USING btree (official_id);
-- haicap_app: delete, insert, select, update

create table fee_areas (
  unit_code text not null,
  kind text not null,
  effective_from date not null,
  effective_to date,
  source text not null,
  demo boolean default false not null,
  constraint fee_areas_kind CHECK ((kind = ANY (ARRAY['hardship'::text, 'border'::text, 'island'::text]))),
  constraint fee_areas_period CHECK (((effective_to IS NULL) OR (effective_to > effective_from))),
  constraint fee_areas_source CHECK ((source <> ''::text)),
  constraint fee_areas_pkey PRIMARY KEY (unit_code, kind, effective_from)
);
comment on table fee_areas is 'Communes whose residents count as the group "remote" for fees, each with its legal source.';
-- haicap_app: delete, insert, select, update

create table figure_cells (
  kind text not null,
  half date not null,
  key text not null,
  measure text not null,
  n integer not null,
  constraint figure_cells_kind CHECK ((kind = ANY (ARRAY['all'::text, 'body'::text, 'sector'::text, 'procedure'::text, 'channel'::text]))),
  constraint figure_cells_pkey PRIMARY KEY (kind, half, key, measure)
);
comment on table figure_cells is 'How many dossiers a measure counts in the half of a month that begins on the 1st or the 15th (every official period is a sum of such halves), for all and for each body, sector, procedure or channel.';
-- haicap_app: delete, insert, select, update

create table figure_definitions (
  kind text not null,
  code text not null,
  effective_from date not null,
  body jsonb not null,
  origin text not null,
  loaded_at timestamp with time zone not null,
  constraint figure_definitions_kind CHECK ((kind = ANY (ARRAY['indicator'::text, 'form'::text]))),
  constraint figure_definitions_pkey PRIMARY KEY (kind, code, effective_from)
);
comment on table figure_definitions is 'Versions of indicators and forms that the province loaded. A newer version ends the one before it; what has begun to hold is never changed, so earlier periods print as they did.';
comment on column figure_definitions.body is 'As in catalogue/indicators.json and catalogue/statistics; form.ts and indicator.ts say what is wrong with one.';
-- haicap_app: delete, insert, select, update

create table figure_measures (
  code text not null,
  definition text not null,
  constraint figure_measures_pkey PRIMARY KEY (code)
);
comment on table figure_measures is 'What figure_cells hold, with the rule by which it was counted: a figure whose rule is another is counted dossier by dossier until the cells are built anew.';
-- haicap_app: delete, insert, select, update

create table figure_times (
  half date not null,
  measure text not null,
  minutes integer not null,
  n integer not null,
  constraint figure_times_pkey PRIMARY KEY (half, measure, minutes)
);
comment on table figure_times is 'How many dossiers of the province took so long, in the same halves: medians and percentiles are read from it, exactly.';
-- haicap_app: delete, insert, select, update

create table gateway_notices (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  order_id text,
  gateway_ref text,
  result text not null,
  amount bigint,
  genuine boolean not null,
  how text not null,
  effect text not null,
  constraint gateway_notices_how CHECK ((how = ANY (ARRAY['callback'::text, 'query'::text]))),
  constraint gateway_notices_pkey PRIMARY KEY (id)
);
comment on table gateway_notices is 'Everything the gateway said, or somebody in its name, with what came of it: each word has one effect and leaves a row.';
CREATE INDEX gateway_notices_forged ON gateway_notices USING btree (at) WHERE (NOT genuine);
CREATE INDEX gateway_notices_order ON gateway_notices USING btree (order_id, id);
-- haicap_app: insert, select

create table jobs (
  name text not null,
  key text not null,
  due_at timestamp with time zone not null,
  input jsonb,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  done_at timestamp with time zone,
  last_error text,
  constraint jobs_state CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'dead'::text]))),
  constraint jobs_pkey PRIMARY KEY (name, key)
);
comment on table jobs is 'What the clock has to do: an occurrence of a job is a row, so that several servers do it once.';
comment on column jobs.key is 'The time of a planned occurrence, or what the act that queued it said.';
comment on column jobs.next_attempt_at is 'Also the lease: moved on when a server begins, so that a crashed one is followed by another.';
CREATE INDEX jobs_ended ON jobs USING btree (done_at) WHERE (state <> 'waiting'::text);
CREATE INDEX jobs_waiting ON jobs USING btree (next_attempt_at) WHERE (state = 'waiting'::text);
-- haicap_app: delete, insert, select, update

create table message_attempts (
  message_id bigint not null,
  attempt integer not null,
  at timestamp with time zone not null,
  outcome text not null,
  detail text,
  constraint message_attempts_outcome CHECK ((outcome = ANY (ARRAY['sent'::text, 'delayed'::text, 'failed'::text, 'revived'::text]))),
  constraint message_attempts_message FOREIGN KEY (message_id) REFERENCES messages(id) ON DELETE CASCADE,
  constraint message_attempts_pkey PRIMARY KEY (message_id, attempt, at)
);
comment on table message_attempts is 'The delivery log: every try of every message and how it ended.';
-- haicap_app: delete, insert, select, update

create table messages (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  channel text not null,
  recipient text not null,
  subject_kind text not null,
  subject_id text not null,
  body jsonb not null,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  next_attempt_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  last_error text,
  spread_at timestamp with time zone,
  spread_from bigint,
  gateway_id text,
  constraint messages_state CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text]))),
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_spread_once UNIQUE (spread_from, channel)
);
comment on table messages is 'The outbox: queued in the act''s transaction, delivered afterwards, with its delivery log.';
comment on column messages.spread_at is 'A portal notice: when it was also queued for the person''s other channels.';
comment on column messages.spread_from is 'The portal notice that this one repeats on another channel.';
comment on column messages.gateway_id is 'What the mail server or gateway calls it: for asking them.';
CREATE INDEX messages_failed ON messages USING btree (at DESC) WHERE (state = 'failed'::text);
CREATE INDEX messages_portal ON messages USING btree (recipient, at DESC) WHERE (channel = 'portal'::text);
CREATE INDEX messages_subject ON messages USING btree (subject_kind, subject_id);
CREATE INDEX messages_to_spread ON messages USING btree (id) WHERE ((channel = 'portal'::text) AND (spread_at IS NULL));
CREATE INDEX messages_waiting ON messages USING btree (next_attempt_at) WHERE (state = 'waiting'::text);
-- haicap_app: delete, insert, select, update

create table migrations (
  name text not null,
  hash text not null,
  at timestamp with time zone default now() not null,
  constraint migrations_pkey PRIMARY KEY (name)
);
-- haicap_app: select

create table mirrored_dossiers (
  system text not null,
  code text not null,
  dossier_id text not null,
  constraint mirrored_dossiers_pkey PRIMARY KEY (system, code)
);
comment on table mirrored_dossiers is 'Which dossier of ours mirrors which of a ministry''s system. The row is the lock that lets updates of one dossier follow each other.';
-- haicap_app: delete, insert, select, update

create table money_moves (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  day date not null,
  centre_id text not null,
  body_id text not null,
  way text not null,
  cashier_id text,
  amount bigint not null,
  kind text not null,
  receipt_id text,
  order_id text,
  refund_id text,
  note text,
  dossier_id text not null,
  constraint money_moves_cashier CHECK (((way = 'cash'::text) = (cashier_id IS NOT NULL))),
  constraint money_moves_kind CHECK ((kind = ANY (ARRAY['receipt'::text, 'void'::text, 'held'::text, 'refund'::text]))),
  constraint money_moves_way CHECK ((way = ANY (ARRAY['cash'::text, 'online'::text]))),
  constraint money_moves_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint money_moves_pkey PRIMARY KEY (id)
);
comment on table money_moves is 'Every movement of money, in is positive: the lines of the cash books, and of what came and went online. Never changed.';
comment on column money_moves.kind is 'held: came online without being owed, waits to be given back.';
CREATE INDEX money_moves_book ON money_moves USING btree (centre_id, day, cashier_id);
CREATE UNIQUE INDEX money_moves_receipt ON money_moves USING btree (receipt_id, kind) WHERE (kind = ANY (ARRAY['receipt'::text, 'void'::text]));
CREATE UNIQUE INDEX money_moves_refund ON money_moves USING btree (refund_id) WHERE (refund_id IS NOT NULL);
-- haicap_app: insert, select

create table office_errors (
  dossier_id text not null,
  number integer not null,
  kind text not null,
  agency_id text not null,
  receiving_body_id text not null,
  competent_body_id text not null,
  noted_at timestamp with time zone not null,
  apologised_at timestamp with time zone,
  mended_at timestamp with time zone,
  constraint office_errors_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint office_errors_pkey PRIMARY KEY (dossier_id, number)
);
comment on table office_errors is 'Errors and losses of the office, to be counted: what happened is told by the dossier they are drawn from.';
CREATE INDEX office_errors_competent ON office_errors USING btree (competent_body_id, noted_at);
CREATE INDEX office_errors_receiving ON office_errors USING btree (receiving_body_id, noted_at);
-- haicap_app: delete, insert, select, update

create table office_hours (
  agency_id text,
  weekday smallint not null,
  from_minute smallint not null,
  to_minute smallint not null,
  purpose text not null,
  effective_from date not null,
  effective_to date,
  source text not null,
  constraint office_hours_period CHECK (((effective_to IS NULL) OR (effective_to > effective_from))),
  constraint office_hours_purpose CHECK ((purpose = ANY (ARRAY['work'::text, 'reception'::text]))),
  constraint office_hours_span CHECK (((0 <= from_minute) AND (from_minute < to_minute) AND (to_minute <= 1440))),
  constraint office_hours_weekday CHECK (((weekday >= 1) AND (weekday <= 7))),
  constraint office_hours_once UNIQUE NULLS NOT DISTINCT (agency_id, weekday, from_minute, purpose, effective_from)
);
comment on table office_hours is 'Weekly sessions in minutes from midnight; without an agency they are everybody''s default.';
comment on column office_hours.purpose is 'work: terms run. reception: the doors are open and terms stand still.';
-- haicap_app: delete, insert, select, update

create table officials (
  id text not null,
  full_name text not null,
  title text not null,
  phone text,
  email text,
  demo boolean default false not null,
  constraint officials_pkey PRIMARY KEY (id)
);
comment on table officials is 'People in office; what they may do stands in duties.';
-- haicap_app: delete, insert, select, update

create table papers (
  id text not null,
  name text not null,
  type text not null,
  size bigint not null,
  sha256 text not null,
  uploaded_by text not null,
  uploaded_at timestamp with time zone not null,
  origin text not null,
  dossier_id text,
  demo boolean default false not null,
  constraint papers_origin CHECK ((origin = ANY (ARRAY['citizen'::text, 'counter'::text, 'office'::text, 'vault'::text]))),
  constraint papers_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint papers_size CHECK ((size > 0)),
  constraint papers_pkey PRIMARY KEY (id)
);
comment on table papers is 'A paper belongs to whoever uploaded it until an act attaches it to a dossier.';
CREATE INDEX papers_dossier ON papers USING btree (dossier_id) WHERE (dossier_id IS NOT NULL);
-- haicap_app: delete, insert, select, update

create table payment_orders (
  id text not null,
  dossier_id text not null,
  person_id text not null,
  centre_id text not null,
  body_id text not null,
  amount bigint not null,
  places integer[] not null,
  state text not null,
  made_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  gateway_ref text,
  receipt_id text,
  queried_at timestamp with time zone,
  queries integer default 0 not null,
  constraint payment_orders_amount CHECK ((amount > 0)),
  constraint payment_orders_state CHECK ((state = ANY (ARRAY['pending'::text, 'paid'::text, 'cancelled'::text, 'refused'::text, 'expired'::text, 'to-refund'::text]))),
  constraint payment_orders_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint payment_orders_pkey PRIMARY KEY (id)
);
comment on table payment_orders is 'Orders to pay online. One is pending per dossier at most, so that nobody pays twice through a broken line.';
CREATE UNIQUE INDEX payment_orders_pending ON payment_orders USING btree (dossier_id) WHERE (state = 'pending'::text);
CREATE INDEX payment_orders_waiting ON payment_orders USING btree (made_at) WHERE (state = 'pending'::text);
-- haicap_app: delete, insert, select, update

create table persons (
  id text not null,
  kind text not null,
  full_name text not null,
  name_folded text generated always as (fold(full_name)) stored,
  personal_id text,
  tax_code text,
  birth_date date,
  sex text,
  phone text,
  email text,
  address text,
  unit_code text,
  demo boolean default false not null,
  updated_at timestamp with time zone not null,
  constraint persons_full_name CHECK ((full_name <> ''::text)),
  constraint persons_identified CHECK (((personal_id IS NOT NULL) OR (tax_code IS NOT NULL))),
  constraint persons_kind CHECK ((kind = ANY (ARRAY['citizen'::text, 'organisation'::text]))),
  constraint persons_sex CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text]))),
  constraint persons_pkey PRIMARY KEY (id),
  constraint persons_personal_id UNIQUE (personal_id),
  constraint persons_tax_code UNIQUE (tax_code)
);
comment on table persons is 'Applicants, once each: citizens by personal id, organisations by tax code.';
CREATE INDEX persons_name ON persons USING gin (name_folded gin_trgm_ops);
CREATE INDEX persons_phone ON persons USING btree (phone);
-- haicap_app: delete, insert, select, update

create table procedure_approvals (
  version_id text not null,
  base_version_id text not null,
  decision_number text not null,
  decision_date date not null,
  approved_by text not null,
  approved_by_name text not null,
  approved_at timestamp with time zone not null,
  constraint procedure_approvals_not_itself CHECK ((version_id <> base_version_id)),
  constraint procedure_approvals_number CHECK ((decision_number <> ''::text)),
  constraint procedure_approvals_base FOREIGN KEY (base_version_id) REFERENCES procedure_versions(id),
  constraint procedure_approvals_version FOREIGN KEY (version_id) REFERENCES procedure_versions(id),
  constraint procedure_approvals_pkey PRIMARY KEY (version_id)
);
comment on table procedure_approvals is 'By which decision a version edited here was approved, and by whom it was entered.';
-- haicap_app: delete, insert, select, update

create table procedure_drafts (
  code text not null,
  base_version_id text not null,
  version integer not null,
  body json not null,
  begun_by text not null,
  begun_by_name text not null,
  begun_at timestamp with time zone not null,
  saved_by text not null,
  saved_by_name text not null,
  saved_at timestamp with time zone not null,
  constraint procedure_drafts_version CHECK ((version > 0)),
  constraint procedure_drafts_base FOREIGN KEY (base_version_id) REFERENCES procedure_versions(id),
  constraint procedure_drafts_pkey PRIMARY KEY (code)
);
comment on table procedure_drafts is 'A procedure as its next version may be: one draft a procedure, in force nowhere.';
comment on column procedure_drafts.base_version_id is 'The version from which it was begun.';
comment on column procedure_drafts.version is 'How often it was saved: who saved last must have seen the one before.';
comment on column procedure_drafts.body is 'Shaped like a version, but it need not be right yet. As json: the order of the questions is content.';
-- haicap_app: delete, insert, select, update

create table procedure_versions (
  id text not null,
  code text not null,
  effective_from date not null,
  effective_to date,
  name text not null,
  name_folded text not null,
  keywords_folded text[] default '{}'::text[] not null,
  sector text not null,
  level text not null,
  competent text not null,
  channels text[] not null,
  full_process boolean not null,
  term_unit text,
  term_value numeric,
  fee_from bigint,
  provenance text not null,
  body json not null,
  content_hash text not null,
  origin text not null,
  loaded_at timestamp with time zone not null,
  place_independent boolean generated always as ((COALESCE((body ->> 'placeIndependent'::text), ''::text) = 'true'::text)) stored not null,
  process_decided boolean generated always as (((body #>> '{process,decision}'::text[]) IS NOT NULL)) stored not null,
  place_independence_known boolean generated always as (((body -> 'placeIndependent'::text) IS NOT NULL)) stored not null,
  constraint procedure_versions_code_form CHECK ((code ~ '^\d\.\d{6}$'::text)),
  constraint procedure_versions_id_form CHECK ((id = ((code || '@'::text) || to_char((effective_from)::timestamp with time zone, 'YYYY-MM-DD'::text)))),
  constraint procedure_versions_level CHECK ((level = ANY (ARRAY['commune'::text, 'province'::text]))),
  constraint procedure_versions_period CHECK (((effective_to IS NULL) OR (effective_to > effective_from))),
  constraint procedure_versions_term CHECK (((term_unit IS NULL) = (term_value IS NULL))),
  constraint procedure_versions_sector FOREIGN KEY (sector) REFERENCES sectors(code),
  constraint procedure_versions_pkey PRIMARY KEY (id),
  constraint procedure_versions_once UNIQUE (code, effective_from)
);
comment on table procedure_versions is 'A procedure as it holds in a period. A dossier keeps the version under which it was received.';
comment on column procedure_versions.effective_to is 'The first day on which it no longer holds: the only thing that changes, when a newer version closes it.';
comment on column procedure_versions.fee_from is 'The least known amount in dong; null when none is known.';
comment on column procedure_versions.body is 'The whole version as in shape.ts, without effectiveTo.';
comment on column procedure_versions.content_hash is 'sha256 of the body: loading the same again changes nothing.';
comment on column procedure_versions.origin is 'Where it came from: the shipped catalogue, or the name of the file a province loaded.';
comment on column procedure_versions.place_independent is 'Received at any centre of the province.';
comment on column procedure_versions.process_decided is 'Its process has an approving decision.';
comment on column procedure_versions.place_independence_known is 'The catalogue says whether it is received at any centre; where it does not, place_independent says nothing.';
CREATE INDEX procedure_versions_name ON procedure_versions USING gin (name_folded gin_trgm_ops);
CREATE INDEX procedure_versions_sector_in_force ON procedure_versions USING btree (sector, level) WHERE (effective_to IS NULL);
-- haicap_app: delete, insert, select, update

create table rated_dossiers (
  dossier_id text not null,
  constraint rated_dossiers_pkey PRIMARY KEY (dossier_id)
);
comment on table rated_dossiers is 'Which dossiers were rated, so that each is once; nothing leads from here to the rating.';
-- haicap_app: insert, select

create table rating_links (
  token_hash bytea not null,
  dossier_id text not null,
  expires_at timestamp with time zone not null,
  constraint rating_links_pkey PRIMARY KEY (token_hash)
);
comment on table rating_links is 'Invitations to rate, by the hash of what stands in the link. Deleted, all of the dossier, when one of them was used.';
CREATE INDEX rating_links_dossier ON rating_links USING btree (dossier_id);
CREATE INDEX rating_links_expiry ON rating_links USING btree (expires_at);
-- haicap_app: delete, insert, select, update

create table rating_tablets (
  id text not null,
  centre_id text not null,
  body_id text not null,
  name text not null,
  paired_at timestamp with time zone not null,
  paired_by text not null,
  ended_at timestamp with time zone,
  called_dossier_id text,
  called_until timestamp with time zone,
  constraint rating_tablets_pkey PRIMARY KEY (id)
);
comment on table rating_tablets is 'Tablets at the centres on which people rate: their id is part of the hash of a secret that only the tablet has.';
comment on column rating_tablets.called_dossier_id is 'The dossier shown on it now, until called_until; emptied when it was rated or turned away.';
CREATE INDEX rating_tablets_centre ON rating_tablets USING btree (centre_id) WHERE (ended_at IS NULL);
-- haicap_app: delete, insert, select, update

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
  constraint ratings_way CHECK ((way = ANY (ARRAY['link'::text, 'own'::text, 'tablet'::text, 'paper'::text]))),
  constraint ratings_pkey PRIMARY KEY (id)
);
comment on table ratings is 'What was answered: where and on which day, not when, by whom or about which dossier.';
comment on column ratings.agency_id is 'The office or division that prepared the decision.';
comment on column ratings.questions is 'The version of the questions that was answered.';
CREATE INDEX ratings_body ON ratings USING btree (body_id, day);
CREATE INDEX ratings_centre ON ratings USING btree (receiving_body_id, day);
-- haicap_app: insert, select

create table receipt_lines (
  receipt_id text not null,
  place integer not null,
  dossier_id text not null,
  fee_place integer not null,
  name text not null,
  why text not null,
  amount bigint not null,
  channel text not null,
  constraint receipt_lines_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint receipt_lines_receipt FOREIGN KEY (receipt_id) REFERENCES receipts(id) ON DELETE CASCADE,
  constraint receipt_lines_pkey PRIMARY KEY (receipt_id, place)
);
comment on table receipt_lines is 'What a receipt was for: fee lines of one dossier or of several of one person.';
CREATE INDEX receipt_lines_dossier_id ON receipt_lines USING btree (dossier_id);
-- haicap_app: insert, select

create table receipts (
  id text not null,
  centre_id text not null,
  body_id text not null,
  series text not null,
  number integer not null,
  at timestamp with time zone not null,
  day date not null,
  way text not null,
  payer_id text not null,
  payer_name text not null,
  amount bigint not null,
  cashier_id text,
  cashier_name text,
  order_id text,
  voided_at timestamp with time zone,
  voided_by_name text,
  voided_reason text,
  constraint receipts_amount CHECK ((amount > 0)),
  constraint receipts_cashier CHECK (((way = 'cash'::text) = (cashier_id IS NOT NULL))),
  constraint receipts_voided CHECK (((voided_at IS NULL) = (voided_reason IS NULL))),
  constraint receipts_way CHECK ((way = ANY (ARRAY['cash'::text, 'online'::text]))),
  constraint receipts_payer FOREIGN KEY (payer_id) REFERENCES persons(id),
  constraint receipts_pkey PRIMARY KEY (id),
  constraint receipts_number UNIQUE (centre_id, series, number)
);
comment on table receipts is 'Receipts (biên lai) by series and centre, numbered without gap. A wrong one is voided with a reason, never deleted.';
CREATE INDEX receipts_day ON receipts USING btree (centre_id, day);
-- haicap_app: insert, select, update

create table record (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  act text not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  on_behalf_of text,
  came_from text,
  subject_kind text not null,
  subject_id text not null,
  seq integer not null,
  body_ids text[] default '{}'::text[] not null,
  change jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint record_actor_kind CHECK ((actor_kind = ANY (ARRAY['official'::text, 'citizen'::text, 'system'::text, 'visitor'::text]))),
  constraint record_seq_positive CHECK ((seq > 0)),
  constraint record_pkey PRIMARY KEY (id),
  constraint record_subject_seq UNIQUE (subject_kind, subject_id, seq)
);
comment on table record is 'Every act and every look at a person''s data. Append-only by grants; the rows of one subject are chained by hash.';
comment on column record.change is 'What changed: folding a subject''s rows in order gives its current state.';
comment on column record.hash is 'sha256 over previous_hash and every other column of the row, as record_hash() says.';
CREATE INDEX record_actor ON record USING btree (actor_id, at);
CREATE INDEX record_at ON record USING btree (at);
-- haicap_app: insert, select

create table record_heads (
  subject_kind text not null,
  subject_id text not null,
  seq integer not null,
  hash bytea not null,
  constraint record_heads_pkey PRIMARY KEY (subject_kind, subject_id)
);
comment on table record_heads is 'The last row of each chain: the lock that keeps a chain in order, and the witness that none was cut off.';
-- haicap_app: insert, select, update

create table refunds (
  id text not null,
  dossier_id text not null,
  receipt_id text,
  order_id text,
  gateway_ref text,
  centre_id text not null,
  body_id text not null,
  person_id text not null,
  person_name text not null,
  amount bigint not null,
  reason text not null,
  state text not null,
  asked_at timestamp with time zone not null,
  asked_by_name text not null,
  decided_at timestamp with time zone,
  decided_by_name text,
  decision_note text,
  way text,
  paid_at timestamp with time zone,
  paid_by_name text,
  refund_ref text,
  constraint refunds_amount CHECK ((amount > 0)),
  constraint refunds_of_money CHECK (((receipt_id IS NOT NULL) OR (order_id IS NOT NULL))),
  constraint refunds_state CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'denied'::text, 'sending'::text, 'paid'::text]))),
  constraint refunds_way CHECK ((way = ANY (ARRAY['cash'::text, 'online'::text]))),
  constraint refunds_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint refunds_pkey PRIMARY KEY (id)
);
comment on table refunds is 'Money to be given back: asked for, decided by the agency''s leader, paid at the counter or by the gateway.';
comment on column refunds.receipt_id is 'Null for money that arrived without being owed: it has no receipt.';
CREATE INDEX refunds_body ON refunds USING btree (body_id, state);
CREATE INDEX refunds_dossier_id ON refunds USING btree (dossier_id);
-- haicap_app: insert, select, update

create table reorganisations (
  id text not null,
  effective_on date not null,
  basis_number text not null,
  basis_date date not null,
  basis_title text not null,
  plan jsonb not null,
  state text not null,
  planned_at timestamp with time zone not null,
  planned_by text not null,
  planned_by_name text not null,
  ended_at timestamp with time zone,
  moved jsonb,
  constraint reorganisations_basis_before CHECK ((basis_date <= effective_on)),
  constraint reorganisations_ended CHECK (((state = 'planned'::text) = (ended_at IS NULL))),
  constraint reorganisations_number CHECK ((basis_number <> ''::text)),
  constraint reorganisations_state CHECK ((state = ANY (ARRAY['planned'::text, 'cancelled'::text, 'done'::text]))),
  constraint reorganisations_pkey PRIMARY KEY (id)
);
comment on table reorganisations is 'Merges, splits and renamings of communes and agencies, each with its decision; planned until its day, then done.';
comment on column reorganisations.moved is 'How many dossiers, duties, persons, agencies were moved when it was done.';
CREATE INDEX reorganisations_planned ON reorganisations USING btree (effective_on) WHERE (state = 'planned'::text);
-- haicap_app: delete, insert, select, update

create table report_outlines (
  code text not null,
  effective_from date not null,
  body jsonb not null,
  at timestamp with time zone not null,
  constraint report_outlines_pkey PRIMARY KEY (code, effective_from)
);
comment on table report_outlines is 'A province''s own outlines of reports; they go before those that the product ships.';
-- haicap_app: delete, insert, select, update

create table report_sections (
  report_id text not null,
  key text not null,
  version integer not null,
  blocks jsonb not null,
  at timestamp with time zone not null,
  by_id text not null,
  by_name text not null,
  constraint report_sections_report FOREIGN KEY (report_id) REFERENCES reports(id) ON DELETE CASCADE,
  constraint report_sections_pkey PRIMARY KEY (report_id, key, version)
);
comment on table report_sections is 'Every version of every section of a report: the highest is the one that stands, the others are its history.';
-- haicap_app: delete, insert, select, update

create table reports (
  id text not null,
  outline_code text not null,
  body_id text not null,
  body_ids text[] not null,
  period_kind text not null,
  period_year integer not null,
  period_number integer not null,
  cut_off text not null,
  period_from date not null,
  period_to date not null,
  cut_off_at timestamp with time zone not null,
  outline jsonb not null,
  details jsonb not null,
  version integer not null,
  writable boolean default true not null,
  figures jsonb,
  frozen_at timestamp with time zone,
  made_at timestamp with time zone not null,
  made_by text not null,
  made_by_name text not null,
  updated_at timestamp with time zone not null,
  constraint reports_cut_off CHECK ((cut_off = ANY (ARRAY['reporting'::text, 'calendar'::text]))),
  constraint reports_frozen CHECK (((figures IS NULL) = (frozen_at IS NULL))),
  constraint reports_period CHECK ((period_to > period_from)),
  constraint reports_period_kind CHECK ((period_kind = ANY (ARRAY['month'::text, 'quarter'::text, 'half-year'::text, 'year'::text]))),
  constraint reports_pkey PRIMARY KEY (id),
  constraint reports_once UNIQUE (body_id, outline_code, period_from, period_to)
);
comment on table reports is 'One report: an outline filled by one agency for one period. The outline is kept as it was when the report was made, so that last year''s goes on printing as last year''s.';
comment on column reports.body_ids is 'The body itself and those that write sections of it: who may see it.';
comment on column reports.cut_off_at is 'Until then the figures are counted anew each time; after it they are kept in figures.';
comment on column reports.details is 'Number, place, day, signer, recipients: what stands around the text.';
comment on column reports.version is 'Of the details; each section has its own.';
comment on column reports.writable is 'False while a collection round holds it: handed in, approved or locked.';
comment on column reports.figures is 'The figures as they stood at frozen_at, with a mark of each definition they were counted by.';
CREATE INDEX reports_bodies ON reports USING gin (body_ids);
-- haicap_app: delete, insert, select, update

create table requests (
  actor_id text not null,
  key text not null,
  act text not null,
  input_hash bytea not null,
  answer jsonb,
  at timestamp with time zone not null,
  constraint requests_pkey PRIMARY KEY (actor_id, key)
);
comment on table requests is 'One row per request with an idempotency key: the same request twice has one effect and one answer.';
CREATE INDEX requests_at ON requests USING btree (at);
-- haicap_app: delete, insert, select, update

create table resolutions (
  number text not null,
  effective_from date not null,
  effective_to date,
  body jsonb not null,
  version integer not null,
  saved_at timestamp with time zone not null,
  demo boolean default false not null,
  constraint resolutions_period CHECK (((effective_to IS NULL) OR (effective_to > effective_from))),
  constraint resolutions_pkey PRIMARY KEY (number)
);
comment on table resolutions is 'Resolutions of the province''s People''s Council on fees: laid over the catalogue''s amounts and reductions while they hold. What they said before stands in the record.';
-- haicap_app: delete, insert, select, update

create table round_forms (
  code text not null,
  effective_from date not null,
  body jsonb not null,
  origin text not null,
  loaded_at timestamp with time zone not null,
  constraint round_forms_pkey PRIMARY KEY (code, effective_from)
);
comment on table round_forms is 'A province''s own data forms; they go before those that the product ships. What has begun to hold is never changed.';
-- haicap_app: delete, insert, select, update

create table round_sheets (
  round_id text not null,
  body_id text not null,
  body_name text not null,
  body_kind text not null,
  state text not null,
  locked boolean default false not null,
  version integer not null,
  cells jsonb not null,
  explanations jsonb not null,
  counted jsonb,
  steps jsonb not null,
  report_id text,
  sent_at timestamp with time zone,
  first_sent_at timestamp with time zone,
  reminded_for date,
  constraint round_sheets_state CHECK ((state = ANY (ARRAY['open'::text, 'returned'::text, 'submitted'::text, 'approved'::text, 'accepted'::text]))),
  constraint round_sheets_report FOREIGN KEY (report_id) REFERENCES reports(id),
  constraint round_sheets_round FOREIGN KEY (round_id) REFERENCES rounds(id) ON DELETE CASCADE,
  constraint round_sheets_pkey PRIMARY KEY (round_id, body_id)
);
comment on table round_sheets is 'What one body answers in one round. Every change of it stands in the record.';
comment on column round_sheets.cells is 'By cell: value, note, version, at, by. Each cell has its own version, so that several people write one sheet.';
comment on column round_sheets.explanations is 'By broken rule: the words, who, when, and for what values they were said.';
comment on column round_sheets.counted is 'The counted cells as frozen at the cut-off.';
comment on column round_sheets.steps is 'Handed in, returned with what reason, approved, accepted, reopened: who and when.';
comment on column round_sheets.sent_at is 'When the body''s leader approved it and it went to the province; null while it has not, or was returned.';
comment on column round_sheets.first_sent_at is 'The first time: lateness is judged by it, since a return is no delay of the body.';
comment on column round_sheets.reminded_for is 'The last due or overdue day for which a reminder was sent.';
CREATE INDEX round_sheets_body ON round_sheets USING btree (body_id);
-- haicap_app: delete, insert, select, update

create table rounds (
  id text not null,
  form_code text not null,
  form jsonb not null,
  name text not null,
  note text not null,
  period_kind text not null,
  period_year integer not null,
  period_number integer not null,
  cut_off text not null,
  period_from date not null,
  period_to date not null,
  cut_off_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  organiser_id text not null,
  frozen_at timestamp with time zone,
  locked_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  opened_by_name text not null,
  demo boolean default false not null,
  constraint rounds_cut_off CHECK ((cut_off = ANY (ARRAY['reporting'::text, 'calendar'::text]))),
  constraint rounds_due CHECK ((due_at >= cut_off_at)),
  constraint rounds_period CHECK ((period_to > period_from)),
  constraint rounds_period_kind CHECK ((period_kind = ANY (ARRAY['month'::text, 'quarter'::text, 'half-year'::text, 'year'::text]))),
  constraint rounds_pkey PRIMARY KEY (id),
  constraint rounds_once UNIQUE (form_code, period_kind, period_year, period_number, organiser_id)
);
comment on table rounds is 'One asking: a form, a period, a cut-off until which figures are counted, a day until which to send. The form is kept as it was when the round was opened.';
comment on column rounds.period_to is 'The first day that is no longer counted: the end of the period, or the cut-off if that comes before.';
comment on column rounds.organiser_id is 'The body that asks.';
comment on column rounds.frozen_at is 'When the counted figures of all sheets were kept, as they stood at cut_off_at.';
-- haicap_app: delete, insert, select, update

create table sectors (
  code text not null,
  name text not null,
  division text not null,
  department text not null,
  constraint sectors_division CHECK ((division = ANY (ARRAY['office'::text, 'economy'::text, 'culture-society'::text, 'police'::text]))),
  constraint sectors_name CHECK ((name <> ''::text)),
  constraint sectors_pkey PRIMARY KEY (code)
);
comment on table sectors is 'Fields of procedures, and who handles them.';
comment on column sectors.division is 'The division of a commune''s committee that handles the field.';
comment on column sectors.department is 'The body that handles it at the province, by task.';
-- haicap_app: delete, insert, select, update

create table serials (
  kind text not null,
  body_id text not null,
  period text not null,
  last integer not null,
  constraint serials_pkey PRIMARY KEY (kind, body_id, period)
);
comment on table serials is 'The last number given per kind, agency and period (a day for dossiers, a year for results). The row is the lock that keeps numbers without gap.';
-- haicap_app: delete, insert, select, update

create table sessions (
  token_hash bytea not null,
  id text not null,
  account_id text not null,
  opened_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  came_from text,
  closed_at timestamp with time zone,
  constraint sessions_account FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint sessions_pkey PRIMARY KEY (token_hash),
  constraint sessions_id UNIQUE (id)
);
comment on table sessions is 'Open and closed sessions; the cookie''s token is kept as its hash only.';
CREATE INDEX sessions_account_open ON sessions USING btree (account_id) WHERE (closed_at IS NULL);
-- haicap_app: delete, insert, select, update

create table sign_in_failures (
  name text not null,
  address text not null,
  at timestamp with time zone not null
);
comment on table sign_in_failures is 'Wrong passwords, counted by name and address to slow guessing down.';
CREATE INDEX sign_in_failures_address ON sign_in_failures USING btree (address, at);
CREATE INDEX sign_in_failures_name ON sign_in_failures USING btree (name, at);
-- haicap_app: delete, insert, select, update

create table units (
  code text not null,
  valid_from date not null,
  valid_to date,
  kind text not null,
  name text not null,
  full_name text not null,
  name_folded text generated always as (fold(full_name)) stored,
  parent_code text,
  legal_basis text not null,
  constraint units_kind CHECK ((kind = ANY (ARRAY['province'::text, 'commune'::text, 'ward'::text, 'special-zone'::text]))),
  constraint units_name CHECK ((name <> ''::text)),
  constraint units_parent CHECK (((kind = 'province'::text) = (parent_code IS NULL))),
  constraint units_period CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
  constraint units_pkey PRIMARY KEY (code, valid_from)
);
comment on table units is 'Provinces and communes by their statistical code; a renamed or merged unit has a row for each of its times.';
comment on column units.valid_to is 'The first day on which the row no longer holds.';
comment on column units.name is 'Without its kind: "Bình Lục". full_name has it: "xã Bình Lục", "tỉnh Ninh Bình", "thành phố Huế".';
CREATE UNIQUE INDEX units_current ON units USING btree (code) WHERE (valid_to IS NULL);
CREATE INDEX units_name_folded ON units USING gin (name_folded gin_trgm_ops);
CREATE INDEX units_parent_code ON units USING btree (parent_code);
-- haicap_app: delete, insert, select, update

create table units_history (
  old_code text,
  old_name text not null,
  old_district text not null,
  old_province text not null,
  new_code text not null,
  changed_on date not null,
  legal_basis text not null,
  old_folded text generated always as (fold(((((old_name || ', '::text) || old_district) || ', '::text) || old_province))) stored,
  constraint units_history_once UNIQUE NULLS NOT DISTINCT (old_name, old_district, old_province, old_code, new_code, changed_on)
);
comment on table units_history is 'Old commune to new commune: a commune that was split has several rows. Some old codes are unknown.';
CREATE INDEX units_history_new_code ON units_history USING btree (new_code);
CREATE INDEX units_history_old_code ON units_history USING btree (old_code);
CREATE INDEX units_history_old_folded ON units_history USING gin (old_folded gin_trgm_ops);
-- haicap_app: delete, insert, select, update

create table units_version (
  one boolean default true not null,
  version uuid default gen_random_uuid() not null,
  constraint units_version_one CHECK (one),
  constraint units_version_pkey PRIMARY KEY (one)
);
comment on table units_version is 'A new one with every change of units or of their history, so that what is kept in memory is known to be stale.';
-- haicap_app: delete, insert, select, update

create table unreachable_addresses (
  channel text not null,
  address text not null,
  since timestamp with time zone not null,
  reason text not null,
  constraint unreachable_addresses_pkey PRIMARY KEY (channel, address)
);
comment on table unreachable_addresses is 'Addresses that refused for good: nothing more is queued for them until somebody corrects them.';
-- haicap_app: delete, insert, select, update

create table vault_openings (
  id text not null,
  person_id text not null,
  official_id text not null,
  official_name text not null,
  agency_id text not null,
  procedure_name text not null,
  opened_at timestamp with time zone not null,
  until timestamp with time zone not null,
  constraint vault_openings_forward CHECK ((until > opened_at)),
  constraint vault_openings_person FOREIGN KEY (person_id) REFERENCES persons(id),
  constraint vault_openings_pkey PRIMARY KEY (id)
);
comment on table vault_openings is 'A receptionist opened a vault at the counter, with the applicant there and consenting. Only until `until`.';
CREATE INDEX vault_openings_person ON vault_openings USING btree (person_id, opened_at DESC);
-- haicap_app: delete, insert, select, update

create table vault_papers (
  id text not null,
  person_id text not null,
  paper_id text not null,
  source text not null,
  kind text,
  name text not null,
  form text not null,
  dossier_id text,
  dossier_code text,
  number text,
  agency_id text,
  checked_by_name text,
  laid_at timestamp with time zone not null,
  valid_from date,
  valid_to date,
  withdrawn_at timestamp with time zone,
  withdrawn_why text,
  constraint vault_papers_form CHECK ((form = ANY (ARRAY['original'::text, 'copy'::text, 'electronic'::text]))),
  constraint vault_papers_source CHECK ((source = ANY (ARRAY['handed-in'::text, 'issued'::text, 'own'::text]))),
  constraint vault_papers_why CHECK ((withdrawn_why = ANY (ARRAY['result-corrected'::text, 'undone'::text, 'removed'::text]))),
  constraint vault_papers_withdrawn CHECK (((withdrawn_at IS NULL) = (withdrawn_why IS NULL))),
  constraint vault_papers_paper FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint vault_papers_person FOREIGN KEY (person_id) REFERENCES persons(id),
  constraint vault_papers_pkey PRIMARY KEY (id)
);
comment on table vault_papers is 'A person''s papers: handed in and checked, issued here, or added by themselves. Each says where it comes from.';
comment on column vault_papers.kind is 'One of the kinds of papers that the catalogue knows; null for any other.';
comment on column vault_papers.form is 'What was before whoever scanned it: an original, a copy; or a file from the beginning.';
comment on column vault_papers.valid_to is 'The first day on which it is no longer offered; null where it does not end.';
CREATE INDEX vault_papers_dossier ON vault_papers USING btree (dossier_id) WHERE (dossier_id IS NOT NULL);
CREATE INDEX vault_papers_paper ON vault_papers USING btree (paper_id);
CREATE INDEX vault_papers_person ON vault_papers USING btree (person_id, laid_at DESC);
-- haicap_app: delete, insert, select, update

create table vault_uses (
  paper_id text not null,
  vault_id text not null,
  person_id text not null,
  dossier_id text not null,
  procedure_name text not null,
  used_at timestamp with time zone not null,
  by_id text not null,
  by_name text not null,
  agency_id text,
  constraint vault_uses_paper FOREIGN KEY (paper_id) REFERENCES papers(id) ON DELETE CASCADE,
  constraint vault_uses_vault FOREIGN KEY (vault_id) REFERENCES vault_papers(id) ON DELETE CASCADE,
  constraint vault_uses_pkey PRIMARY KEY (paper_id)
);
comment on table vault_uses is 'Each time a paper was taken from a vault into a dossier; paper_id is the paper that the dossier then holds, with the same bytes.';
CREATE INDEX vault_uses_person ON vault_uses USING btree (person_id, used_at DESC);
CREATE INDEX vault_uses_vault ON vault_uses USING btree (vault_id);
-- haicap_app: delete, insert, select, update

create table voided_codes (
  code text not null,
  dossier_id text not null,
  receiving_body_id text not null,
  centre_id text not null,
  sector text not null,
  received_at timestamp with time zone not null,
  voided_at timestamp with time zone not null,
  by_name text not null,
  reason text not null,
  constraint voided_codes_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint voided_codes_pkey PRIMARY KEY (code)
);
comment on table voided_codes is 'Codes that were given and taken back: they stay in the book of dossiers (form 07), and are never given again. Drawn from the dossiers.';
CREATE INDEX voided_codes_book ON voided_codes USING btree (centre_id, received_at);
CREATE INDEX voided_codes_dossier_id ON voided_codes USING btree (dossier_id);
-- haicap_app: delete, insert, select, update

create table warning_points (
  dossier_id text not null,
  rule text not null,
  key text not null,
  at timestamp with time zone not null,
  fired_at timestamp with time zone,
  constraint warning_points_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint warning_points_pkey PRIMARY KEY (dossier_id, rule, key)
);
comment on table warning_points is 'When a rule will warn of a dossier, reckoned once for each of its versions; a fired one is kept so that it fires once.';
comment on column warning_points.key is 'What the rule counts from: a step''s begin, a due time. Where the clock restarts the key is new, and so is the warning.';
CREATE INDEX warning_points_to_come ON warning_points USING btree (at) WHERE (fired_at IS NULL);
-- haicap_app: delete, insert, select, update

create table warning_watch (
  dossier_id text not null,
  version integer not null,
  constraint warning_watch_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint warning_watch_pkey PRIMARY KEY (dossier_id)
);
comment on table warning_watch is 'The version of each dossier up to which its points are reckoned.';
-- haicap_app: delete, insert, select, update

create table warnings (
  id bigint generated always as identity not null,
  dossier_id text not null,
  rule text not null,
  key text not null,
  official_id text not null,
  at timestamp with time zone not null,
  seen_at timestamp with time zone,
  cleared_at timestamp with time zone,
  constraint warnings_dossier FOREIGN KEY (dossier_id) REFERENCES dossiers(id) ON DELETE CASCADE,
  constraint warnings_pkey PRIMARY KEY (id),
  constraint warnings_once UNIQUE (dossier_id, rule, key, official_id)
);
comment on table warnings is 'Who was warned of what, when they looked, and when it was dealt with.';
CREATE INDEX warnings_open ON warnings USING btree (official_id, at DESC) WHERE (cleared_at IS NULL);
-- haicap_app: delete, insert, select, update
