-- Money: receipts, cash books, orders to a payment gateway and what it said, refunds, and every movement.

create table receipts (
  id text constraint receipts_pkey primary key,
  centre_id text not null,
  body_id text not null,
  series text not null,
  number integer not null,
  at timestamptz not null,
  day date not null,
  way text not null constraint receipts_way check (way in ('cash', 'online')),
  payer_id text not null constraint receipts_payer references persons (id),
  payer_name text not null,
  amount bigint not null constraint receipts_amount check (amount > 0),
  cashier_id text,
  cashier_name text,
  order_id text,
  voided_at timestamptz,
  voided_by_name text,
  voided_reason text,
  constraint receipts_number unique (centre_id, series, number),
  constraint receipts_cashier check ((way = 'cash') = (cashier_id is not null)),
  constraint receipts_voided check ((voided_at is null) = (voided_reason is null))
);
comment on table receipts is 'Receipts (biên lai) by series and centre, numbered without gap. A wrong one is voided with a reason, never deleted.';
create index receipts_day on receipts (centre_id, day);

create table receipt_lines (
  receipt_id text not null constraint receipt_lines_receipt references receipts (id) on delete cascade,
  place integer not null,
  dossier_id text not null constraint receipt_lines_dossier references dossiers (id) on delete cascade,
  fee_place integer not null,
  name text not null,
  why text not null,
  amount bigint not null,
  channel text not null,
  constraint receipt_lines_pkey primary key (receipt_id, place)
);
comment on table receipt_lines is 'What a receipt was for: fee lines of one dossier or of several of one person.';
create index receipt_lines_dossier_id on receipt_lines (dossier_id);

create table cash_books (
  centre_id text not null,
  cashier_id text not null,
  day date not null,
  body_id text not null,
  cashier_name text not null,
  opened_at timestamptz not null,
  opening bigint not null,
  closed_at timestamptz,
  counted bigint,
  expected bigint,
  difference_reason text,
  constraint cash_books_pkey primary key (centre_id, cashier_id, day),
  constraint cash_books_closed check ((closed_at is null) = (counted is null) and (counted is null) = (expected is null)),
  constraint cash_books_explained check (counted is null or counted = expected or difference_reason is not null)
);
comment on table cash_books is 'The cash book of a cashier''s day: once closed, nothing of that day changes; what is put right later stands on a later day.';
comment on column cash_books.expected is 'What should be there by the book when it was closed: opening and all movements of the day.';

create table payment_orders (
  id text constraint payment_orders_pkey primary key,
  dossier_id text not null constraint payment_orders_dossier references dossiers (id) on delete cascade,
  person_id text not null,
  centre_id text not null,
  body_id text not null,
  amount bigint not null constraint payment_orders_amount check (amount > 0),
  places integer[] not null,
  state text not null constraint payment_orders_state check
    (state in ('pending', 'paid', 'cancelled', 'refused', 'expired', 'to-refund')),
  made_at timestamptz not null,
  settled_at timestamptz,
  gateway_ref text,
  receipt_id text,
  queried_at timestamptz,
  queries integer not null default 0
);
comment on table payment_orders is 'Orders to pay online. One is pending per dossier at most, so that nobody pays twice through a broken line.';
create unique index payment_orders_pending on payment_orders (dossier_id) where state = 'pending';
create index payment_orders_waiting on payment_orders (made_at) where state = 'pending';

create table gateway_notices (
  id bigint generated always as identity constraint gateway_notices_pkey primary key,
  at timestamptz not null,
  order_id text,
  gateway_ref text,
  result text not null,
  amount bigint,
  genuine boolean not null,
  how text not null constraint gateway_notices_how check (how in ('callback', 'query')),
  effect text not null
);
comment on table gateway_notices is 'Everything the gateway said, or somebody in its name, with what came of it: each word has one effect and leaves a row.';
create index gateway_notices_order on gateway_notices (order_id, id);
create index gateway_notices_forged on gateway_notices (at) where not genuine;

create table refunds (
  id text constraint refunds_pkey primary key,
  dossier_id text not null constraint refunds_dossier references dossiers (id) on delete cascade,
  receipt_id text,
  order_id text,
  gateway_ref text,
  centre_id text not null,
  body_id text not null,
  person_id text not null,
  person_name text not null,
  amount bigint not null constraint refunds_amount check (amount > 0),
  reason text not null,
  state text not null constraint refunds_state check (state in ('asked', 'approved', 'denied', 'sending', 'paid')),
  asked_at timestamptz not null,
  asked_by_name text not null,
  decided_at timestamptz,
  decided_by_name text,
  decision_note text,
  way text constraint refunds_way check (way in ('cash', 'online')),
  paid_at timestamptz,
  paid_by_name text,
  refund_ref text,
  constraint refunds_of_money check (receipt_id is not null or order_id is not null)
);
comment on table refunds is 'Money to be given back: asked for, decided by the agency''s leader, paid at the counter or by the gateway.';
comment on column refunds.receipt_id is 'Null for money that arrived without being owed: it has no receipt.';
create index refunds_body on refunds (body_id, state);
create index refunds_dossier_id on refunds (dossier_id);

create table money_moves (
  id bigint generated always as identity constraint money_moves_pkey primary key,
  at timestamptz not null,
  day date not null,
  centre_id text not null,
  body_id text not null,
  way text not null constraint money_moves_way check (way in ('cash', 'online')),
  cashier_id text,
  amount bigint not null,
  kind text not null constraint money_moves_kind check (kind in ('receipt', 'void', 'held', 'refund')),
  receipt_id text,
  order_id text,
  refund_id text,
  note text,
  dossier_id text not null constraint money_moves_dossier references dossiers (id) on delete cascade,
  constraint money_moves_cashier check ((way = 'cash') = (cashier_id is not null))
);
comment on table money_moves is 'Every movement of money, in is positive: the lines of the cash books, and of what came and went online. Never changed.';
comment on column money_moves.kind is 'held: came online without being owed, waits to be given back.';
create index money_moves_book on money_moves (centre_id, day, cashier_id);
create unique index money_moves_receipt on money_moves (receipt_id, kind) where kind in ('receipt', 'void');
create unique index money_moves_refund on money_moves (refund_id) where refund_id is not null;
