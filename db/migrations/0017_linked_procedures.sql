-- One filing that stands for several procedures at several bodies.

alter table dossiers
  add column linked_parent_id text,
  add column stands_for_others boolean not null default false;
comment on column dossiers.linked_parent_id is 'The dossier that was filed, when this one was made for one of the procedures it stands for.';
comment on column dossiers.stands_for_others is 'A linked procedure''s dossier: figures count those that it stands for, and not it beside them.';
create index dossiers_linked_parent on dossiers (linked_parent_id) where linked_parent_id is not null;

alter table dossier_facts add column stands_for_others boolean not null default false;
comment on column dossier_facts.stands_for_others is 'A linked procedure''s dossier: counted by those that it stands for.';
