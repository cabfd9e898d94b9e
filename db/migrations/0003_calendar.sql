-- The official calendar and the hours of each office.

create table calendar_days (
  day date constraint calendar_days_pkey primary key,
  kind text not null constraint calendar_days_kind check (kind in ('holiday', 'in-lieu', 'swapped-off', 'swapped-working')),
  reason text not null constraint calendar_days_reason check (reason <> ''),
  source text not null constraint calendar_days_source check (source <> ''),
  decided boolean not null,
  as_weekday smallint constraint calendar_days_weekday check (as_weekday between 1 and 7),
  constraint calendar_days_hours check ((kind = 'swapped-working') = (as_weekday is not null))
);
comment on table calendar_days is 'Days that differ from their weekday, each with its legal source.';
comment on column calendar_days.decided is 'False: expected from the law, not yet announced.';
comment on column calendar_days.as_weekday is 'The weekday (1 is Monday) whose hours a worked Saturday takes.';

create table office_hours (
  agency_id text,
  weekday smallint not null constraint office_hours_weekday check (weekday between 1 and 7),
  from_minute smallint not null,
  to_minute smallint not null,
  purpose text not null constraint office_hours_purpose check (purpose in ('work', 'reception')),
  effective_from date not null,
  effective_to date,
  source text not null,
  constraint office_hours_span check (0 <= from_minute and from_minute < to_minute and to_minute <= 1440),
  constraint office_hours_period check (effective_to is null or effective_to > effective_from),
  constraint office_hours_once unique nulls not distinct (agency_id, weekday, from_minute, purpose, effective_from)
);
comment on table office_hours is 'Weekly sessions in minutes from midnight; without an agency they are everybody''s default.';
comment on column office_hours.purpose is 'work: terms run. reception: the doors are open and terms stand still.';

create table calendar_version (
  one boolean not null default true constraint calendar_version_one check (one),
  version uuid not null default gen_random_uuid(),
  constraint calendar_version_pkey primary key (one)
);
comment on table calendar_version is 'A new one with every change, so that a calendar kept in memory is known to be stale.';
insert into calendar_version default values;
