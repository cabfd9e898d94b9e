-- Written reports: an agency's report of a period, its sections in all their versions, and a province's own outlines.

create table reports (
  id text constraint reports_pkey primary key,
  outline_code text not null,
  body_id text not null,
  body_ids text[] not null,
  period_kind text not null constraint reports_period_kind check (period_kind in ('month', 'quarter', 'half-year', 'year')),
  period_year integer not null,
  period_number integer not null,
  cut_off text not null constraint reports_cut_off check (cut_off in ('reporting', 'calendar')),
  period_from date not null,
  period_to date not null,
  cut_off_at timestamptz not null,
  outline jsonb not null,
  details jsonb not null,
  version integer not null,
  writable boolean not null default true,
  figures jsonb,
  frozen_at timestamptz,
  made_at timestamptz not null,
  made_by text not null,
  made_by_name text not null,
  updated_at timestamptz not null,
  demo boolean not null default false,
  constraint reports_once unique (body_id, outline_code, period_from, period_to),
  constraint reports_period check (period_to > period_from),
  constraint reports_frozen check ((figures is null) = (frozen_at is null))
);
comment on table reports is 'One report: an outline filled by one agency for one period. The outline is kept as it was when the report was made, so that last year''s goes on printing as last year''s.';
comment on column reports.body_ids is 'The body itself and those that write sections of it: who may see it.';
comment on column reports.cut_off_at is 'Until then the figures are counted anew each time; after it they are kept in figures.';
comment on column reports.figures is 'The figures as they stood at frozen_at, with a mark of each definition they were counted by.';
comment on column reports.details is 'Number, place, day, signer, recipients: what stands around the text.';
comment on column reports.version is 'Of the details; each section has its own.';
comment on column reports.writable is 'False while a collection round holds it: handed in, approved or locked.';
create index reports_bodies on reports using gin (body_ids);

create table report_sections (
  report_id text not null constraint report_sections_report references reports (id) on delete cascade,
  key text not null,
  version integer not null,
  blocks jsonb not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  constraint report_sections_pkey primary key (report_id, key, version)
);
comment on table report_sections is 'Every version of every section of a report: the highest is the one that stands, the others are its history.';

create table report_outlines (
  code text not null,
  effective_from date not null,
  body jsonb not null,
  at timestamptz not null,
  constraint report_outlines_pkey primary key (code, effective_from)
);
comment on table report_outlines is 'A province''s own outlines of reports; they go before those that the product ships.';
