-- Lists behind figures of the whole province go through this order until the page is full, instead of sorting a year.

create index dossier_facts_newest on dossier_facts ((coalesce(received_day, filed_day)) desc, dossier_id);
