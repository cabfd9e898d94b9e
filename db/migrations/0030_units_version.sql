-- So that the lists that old addresses are read against can be kept in memory and are known to be stale.

create table units_version (
  one boolean not null default true constraint units_version_one check (one),
  version uuid not null default gen_random_uuid(),
  constraint units_version_pkey primary key (one)
);
comment on table units_version is 'A new one with every change of units or of their history, so that what is kept in memory is known to be stale.';
insert into units_version default values;
