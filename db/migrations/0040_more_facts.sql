-- More of what figures are counted from: payment, vault, reuse, ministries, corrections, time at each role's desk.

alter table dossier_facts
  add column stopped boolean not null default false,
  add column paid_online boolean not null default false,
  add column exempt boolean not null default false,
  add column mirrored boolean not null default false,
  add column in_vault boolean not null default false,
  add column reused boolean not null default false,
  add column corrections integer not null default 0,
  add column receptionist_minutes integer,
  add column specialist_minutes integer,
  add column head_minutes integer,
  add column leader_minutes integer,
  add column clerk_minutes integer;
comment on column dossier_facts.stopped is 'Ended without a result by the agency: neither decided nor withdrawn.';
comment on column dossier_facts.paid_online is 'All that was due was paid through an online channel.';
comment on column dossier_facts.exempt is 'At least one fee was waived by an exemption.';
comment on column dossier_facts.mirrored is 'It is kept in a ministry''s system and mirrored here.';
comment on column dossier_facts.in_vault is 'Its result lies in the vault.';
comment on column dossier_facts.reused is 'A component was taken from the vault or a database instead of being handed in anew.';
comment on column dossier_facts.corrections is 'How often it was corrected after the act.';
comment on column dossier_facts.specialist_minutes is 'Elapsed time at the desks of this role, for ended dossiers; likewise for the other roles.';
