-- What a province's own resolutions say of fees, and where people live for whom some are waived.

create table resolutions (
  number text constraint resolutions_pkey primary key,
  effective_from date not null,
  effective_to date,
  body jsonb not null,
  version integer not null,
  saved_at timestamptz not null,
  demo boolean not null default false,
  constraint resolutions_period check (effective_to is null or effective_to > effective_from)
);
comment on table resolutions is 'Resolutions of the province''s People''s Council on fees: laid over the catalogue''s amounts and reductions while they hold. What they said before stands in the record.';

create table fee_areas (
  unit_code text not null,
  kind text not null constraint fee_areas_kind check (kind in ('hardship', 'border', 'island')),
  effective_from date not null,
  effective_to date,
  source text not null constraint fee_areas_source check (source <> ''),
  demo boolean not null default false,
  constraint fee_areas_pkey primary key (unit_code, kind, effective_from),
  constraint fee_areas_period check (effective_to is null or effective_to > effective_from)
);
comment on table fee_areas is 'Communes whose residents count as the group "remote" for fees, each with its legal source.';
