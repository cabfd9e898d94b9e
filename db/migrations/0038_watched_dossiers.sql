-- The watch looks at open dossiers four times a minute; of a million most have long ended.
create index dossiers_watched on dossiers (id, version)
  where state in ('submitted', 'received', 'in-progress', 'awaiting-supplement', 'awaiting-payment');
