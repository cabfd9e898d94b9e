-- What is to be paid and is not, beside the dossier, so that a list can ask for it; made for those that are there.

alter table dossiers add column owed bigint not null default 0;
comment on column dossiers.owed is 'What is to be paid now and is not; dong. Nothing for what was withdrawn, stopped or not received.';

update dossiers d set owed = coalesce((
    select sum((l.line ->> 'amount')::bigint)
    from jsonb_array_elements(d.body #> '{fees,lines}') with ordinality as l (line, place)
    where (l.line ->> 'amount')::bigint > 0
      and (coalesce(l.line ->> 'due', '') <> 'handling' or (l.line ->> 'asked')::boolean)
      and not exists (
        select from jsonb_array_elements(coalesce(d.body -> 'payments', '[]')) as p (payment),
          jsonb_array_elements_text(p.payment -> 'places') as x (place)
        where p.payment ->> 'voided' is null and x.place::bigint = l.place - 1)
  ), 0)
  where d.state not in ('withdrawn', 'stopped', 'refused-receipt') and (d.body #>> '{fees,total}')::bigint > 0;
