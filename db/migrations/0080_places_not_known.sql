-- Whether a procedure is received at any centre is not said by every catalogue: what is not said is not a no.

alter table procedure_versions
  add column place_independence_known boolean not null generated always as (body -> 'placeIndependent' is not null) stored;
comment on column procedure_versions.place_independence_known is 'The catalogue says whether it is received at any centre; where it does not, place_independent says nothing.';
