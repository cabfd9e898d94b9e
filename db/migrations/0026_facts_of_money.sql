-- What figures count of money, kept with a dossier's other facts; made for those that are there from what they hold.

alter table dossier_facts
  add column fee_amount bigint not null default 0,
  add column paid_amount bigint not null default 0;
comment on column dossier_facts.fee_amount is 'What is to be paid in all; dong.';
comment on column dossier_facts.paid_amount is 'Paid by receipts that hold, without what was paid back; dong.';

update dossier_facts f set fee_amount = coalesce((d.body #>> '{fees,total}')::bigint, 0)
  from dossiers d where d.id = f.dossier_id;
