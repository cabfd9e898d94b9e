-- Who acts for whom while they are away.

create table delegations (
  id text constraint delegations_pkey primary key,
  from_official_id text not null constraint delegations_from references officials (id),
  to_official_id text not null constraint delegations_to references officials (id),
  valid_from date not null,
  valid_to date not null,
  acts text[],
  authority text not null constraint delegations_authority check (authority in ('KT.', 'TL.', 'TUQ.')),
  reason text not null,
  named_by text not null,
  named_at timestamptz not null,
  constraint delegations_period check (valid_to > valid_from),
  constraint delegations_another check (from_official_id <> to_official_id)
);
comment on table delegations is 'A deputy acts for an absent official from a day until (not including) another, in everything or in named acts; nothing ends it but its days.';
comment on column delegations.acts is 'The acts that are delegated; null for all of them.';
create index delegations_to_official on delegations (to_official_id, valid_to);
create index delegations_from_official on delegations (from_official_id, valid_to);
