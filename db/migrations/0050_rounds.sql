-- Collection rounds: a province asks its bodies for a report; each has a sheet of cells.

create table round_forms (
  code text not null,
  effective_from date not null,
  body jsonb not null,
  origin text not null,
  loaded_at timestamptz not null,
  constraint round_forms_pkey primary key (code, effective_from)
);
comment on table round_forms is 'A province''s own data forms; they go before those that the product ships. What has begun to hold is never changed.';

create table rounds (
  id text constraint rounds_pkey primary key,
  form_code text not null,
  form jsonb not null,
  name text not null,
  note text not null,
  period_kind text not null constraint rounds_period_kind check (period_kind in ('month', 'quarter', 'half-year', 'year')),
  period_year integer not null,
  period_number integer not null,
  cut_off text not null constraint rounds_cut_off check (cut_off in ('reporting', 'calendar')),
  period_from date not null,
  period_to date not null,
  cut_off_at timestamptz not null,
  due_at timestamptz not null,
  organiser_id text not null,
  frozen_at timestamptz,
  locked_at timestamptz,
  opened_at timestamptz not null,
  opened_by text not null,
  opened_by_name text not null,
  demo boolean not null default false,
  constraint rounds_once unique (form_code, period_kind, period_year, period_number, organiser_id),
  constraint rounds_period check (period_to > period_from),
  constraint rounds_due check (due_at >= cut_off_at)
);
comment on table rounds is 'One asking: a form, a period, a cut-off until which figures are counted, a day until which to send. The form is kept as it was when the round was opened.';
comment on column rounds.period_to is 'The first day that is no longer counted: the end of the period, or the cut-off if that comes before.';
comment on column rounds.frozen_at is 'When the counted figures of all sheets were kept, as they stood at cut_off_at.';
comment on column rounds.organiser_id is 'The body that asks.';

create table round_sheets (
  round_id text not null constraint round_sheets_round references rounds (id) on delete cascade,
  body_id text not null,
  body_name text not null,
  body_kind text not null,
  state text not null constraint round_sheets_state check (state in ('open', 'returned', 'submitted', 'approved', 'accepted')),
  locked boolean not null default false,
  version integer not null,
  cells jsonb not null,
  explanations jsonb not null,
  counted jsonb,
  steps jsonb not null,
  report_id text constraint round_sheets_report references reports (id),
  sent_at timestamptz,
  first_sent_at timestamptz,
  reminded_for date,
  constraint round_sheets_pkey primary key (round_id, body_id)
);
create index round_sheets_body on round_sheets (body_id);
comment on table round_sheets is 'What one body answers in one round. Every change of it stands in the record.';
comment on column round_sheets.cells is 'By cell: value, note, version, at, by. Each cell has its own version, so that several people write one sheet.';
comment on column round_sheets.explanations is 'By broken rule: the words, who, when, and for what values they were said.';
comment on column round_sheets.counted is 'The counted cells as frozen at the cut-off.';
comment on column round_sheets.steps is 'Handed in, returned with what reason, approved, accepted, reopened: who and when.';
comment on column round_sheets.sent_at is 'When the body''s leader approved it and it went to the province; null while it has not, or was returned.';
comment on column round_sheets.first_sent_at is 'The first time: lateness is judged by it, since a return is no delay of the body.';
comment on column round_sheets.reminded_for is 'The last due or overdue day for which a reminder was sent.';
