-- Delivery of what the outbox holds: by which channels, when, how it went.

alter table messages add column spread_at timestamptz;
alter table messages add column spread_from bigint;
alter table messages add column gateway_id text;
comment on column messages.spread_at is 'A portal notice: when it was also queued for the person''s other channels.';
comment on column messages.spread_from is 'The portal notice that this one repeats on another channel.';
comment on column messages.gateway_id is 'What the mail server or gateway calls it: for asking them.';
-- What was told before this release is not told again.
update messages set spread_at = at where channel = 'portal';
create index messages_to_spread on messages (id) where channel = 'portal' and spread_at is null;
create index messages_failed on messages (at desc) where state = 'failed';
alter table messages add constraint messages_spread_once unique (spread_from, channel);

create table message_attempts (
  message_id bigint not null,
  attempt integer not null,
  at timestamptz not null,
  outcome text not null
    constraint message_attempts_outcome check (outcome in ('sent', 'delayed', 'failed', 'revived')),
  detail text,
  constraint message_attempts_pkey primary key (message_id, attempt, at),
  constraint message_attempts_message foreign key (message_id) references messages (id) on delete cascade
);
comment on table message_attempts is 'The delivery log: every try of every message and how it ended.';

create table unreachable_addresses (
  channel text not null,
  address text not null,
  since timestamptz not null,
  reason text not null,
  constraint unreachable_addresses_pkey primary key (channel, address)
);
comment on table unreachable_addresses is 'Addresses that refused for good: nothing more is queued for them until somebody corrects them.';

create table channel_choices (
  person_id text not null,
  channels text[] not null,
  chosen_at timestamptz not null,
  constraint channel_choices_person foreign key (person_id) references persons (id) on delete cascade,
  constraint channel_choices_pkey primary key (person_id),
  constraint channel_choices_known check (channels <@ array['email', 'sms', 'zalo'])
);
comment on table channel_choices is 'By what else than the portal a person wants to be told; who has chosen nothing is told by SMS and e-mail.';
