-- A linked procedure's dossier is counted by those that it stands for, at a moment too.

alter table dossier_standings add column stands_for_others boolean not null default false;
update dossier_standings s set stands_for_others = true
from dossier_facts f where f.dossier_id = s.dossier_id and f.stands_for_others;
comment on column dossier_standings.stands_for_others is 'As in dossier_facts: such a stretch counts nowhere.';
