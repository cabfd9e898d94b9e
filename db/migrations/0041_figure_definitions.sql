-- Indicators and forms that a province has changed or added, beside those that the product ships.

create table figure_definitions (
  kind text not null constraint figure_definitions_kind check (kind in ('indicator', 'form')),
  code text not null,
  effective_from date not null,
  body jsonb not null,
  origin text not null,
  loaded_at timestamptz not null,
  constraint figure_definitions_pkey primary key (kind, code, effective_from)
);
comment on table figure_definitions is 'Versions of indicators and forms that the province loaded. A newer version ends the one before it; what has begun to hold is never changed, so earlier periods print as they did.';
comment on column figure_definitions.body is 'As in catalogue/indicators.json and catalogue/statistics; form.ts and indicator.ts say what is wrong with one.';
