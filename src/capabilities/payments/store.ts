import { randomUUID } from 'node:crypto';
import type { Circumstances } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { type Dossier, nextSerial } from '../dossiers/index.ts';
import { type OrderState, type RefundState, receiptNumber, seriesOf, type Way } from './money.ts';

export interface Receipt {
  id: string;
  centreId: string;
  bodyId: string;
  series: string;
  number: number;
  at: Date;
  day: string;
  way: Way;
  payerName: string;
  amount: number;
  cashierId: string | null;
  cashierName: string | null;
  orderId: string | null;
  voidedAt: Date | null;
  voidedByName: string | null;
  voidedReason: string | null;
}

const RECEIPT = `id, centre_id as "centreId", body_id as "bodyId", series, number, at, day, way, payer_name as "payerName",
  amount, cashier_id as "cashierId", cashier_name as "cashierName", order_id as "orderId", voided_at as "voidedAt",
  voided_by_name as "voidedByName", voided_reason as "voidedReason"`;

export interface ReceiptLine {
  dossierId: string;
  place: number;
  name: string;
  why: string;
  amount: number;
  channel: string;
}

/** Where a cashier sits: the book and the receipts are the centre's. */
export interface Till {
  centreId: string;
  bodyId: string;
  cashierId: string;
  cashierName: string;
}

/** The till of the receptionist who acts. */
export function tillOf(actor: Actor): Till {
  const duty =
    actor.kind === 'official' ? actor.duties.find((one) => one.role === 'receptionist') : undefined;
  if (duty === undefined) throw new Refusal('forbidden', 'act.out-of-reach', {});
  return { centreId: duty.agencyId, bodyId: duty.bodyId, cashierId: actor.id, cashierName: actor.name };
}

/**
 * Issues a receipt with the next number of its series and books the money. The register's row stays locked until the
 * commit, so that numbers have no gap; whoever waits for it should wait briefly, so nothing slow comes after.
 */
export async function issueReceipt(
  tx: Tx,
  issued: {
    id: string;
    centreId: string;
    bodyId: string;
    way: Way;
    payer: { id: string; name: string };
    till: Till | null;
    orderId: string | null;
    lines: ReceiptLine[];
  },
  at: Date,
): Promise<{ number: string; amount: number }> {
  const day = legalDay(at);
  const series = seriesOf(issued.way, day);
  const number = await nextSerial(tx, 'receipt', issued.centreId, series);
  const amount = issued.lines.reduce((sum, line) => sum + line.amount, 0);
  await tx.query(
    `insert into receipts (id, centre_id, body_id, series, number, at, day, way, payer_id, payer_name, amount, cashier_id,
       cashier_name, order_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      issued.id,
      issued.centreId,
      issued.bodyId,
      series,
      number,
      at,
      day,
      issued.way,
      issued.payer.id,
      issued.payer.name,
      amount,
      issued.till?.cashierId ?? null,
      issued.till?.cashierName ?? null,
      issued.orderId,
    ],
  );
  await tx.query(
    `insert into receipt_lines (receipt_id, place, dossier_id, fee_place, name, why, amount, channel)
     select $1, l.place, l.dossier_id, l.fee_place, l.name, l.why, l.amount, l.channel
     from unnest($2::int[], $3::text[], $4::int[], $5::text[], $6::text[], $7::bigint[], $8::text[])
       as l (place, dossier_id, fee_place, name, why, amount, channel)`,
    [
      issued.id,
      issued.lines.map((_, place) => place),
      issued.lines.map((line) => line.dossierId),
      issued.lines.map((line) => line.place),
      issued.lines.map((line) => line.name),
      issued.lines.map((line) => line.why),
      issued.lines.map((line) => line.amount),
      issued.lines.map((line) => line.channel),
    ],
  );
  await book(
    tx,
    {
      way: issued.way,
      centreId: issued.centreId,
      bodyId: issued.bodyId,
      till: issued.till,
      amount,
      kind: 'receipt',
      receiptId: issued.id,
      orderId: issued.orderId,
      dossierId: issued.lines[0]?.dossierId ?? '',
    },
    at,
  );
  return { number: receiptNumber(series, number), amount };
}

export interface Move {
  way: Way;
  centreId: string;
  bodyId: string;
  till: Till | null;
  /** In is positive. */
  amount: number;
  kind: 'receipt' | 'void' | 'held' | 'refund';
  receiptId?: string | null;
  orderId?: string | null;
  refundId?: string | null;
  note?: string | null;
  dossierId: string;
}

/** One movement of money, for good. Cash goes through the cashier's book of the day, which must be open. */
export async function book(tx: Tx, move: Move, at: Date): Promise<void> {
  if (move.till !== null) await openBook(tx, move.till, at);
  await tx.query(
    `insert into money_moves (at, day, centre_id, body_id, way, cashier_id, amount, kind, receipt_id, order_id, refund_id,
       note, dossier_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      at,
      legalDay(at),
      move.till?.centreId ?? move.centreId,
      move.till?.bodyId ?? move.bodyId,
      move.way,
      move.till?.cashierId ?? null,
      move.amount,
      move.kind,
      move.receiptId ?? null,
      move.orderId ?? null,
      move.refundId ?? null,
      move.note ?? null,
      move.dossierId,
    ],
  );
}

export interface CashBook {
  opening: number;
  openedAt: Date;
  closedAt: Date | null;
}

/** Where a cashier's own book of a day was opened: in a centre that has ended since, as it may be. */
export async function tillOfDay(tx: Tx, actor: Actor, day: string): Promise<Till> {
  const till = tillOf(actor);
  const { rows } = await tx.query<{ centreId: string; bodyId: string }>(
    `select centre_id as "centreId", body_id as "bodyId" from cash_books where cashier_id = $1 and day = $2
     order by (centre_id = $3) desc, closed_at nulls first limit 1`,
    [till.cashierId, day, till.centreId],
  );
  return { ...till, ...rows[0] };
}

/** Locks the cashier's book of a day; null when there is none. */
export async function lockBook(tx: Tx, till: Till, day: string): Promise<CashBook | null> {
  const { rows } = await tx.query<CashBook>(
    `select opening, opened_at as "openedAt", closed_at as "closedAt" from cash_books
     where centre_id = $1 and cashier_id = $2 and day = $3 for update`,
    [till.centreId, till.cashierId, day],
  );
  return rows[0] ?? null;
}

/** The book of the day, locked and open: begun with nothing in the drawer when nobody has opened it. */
export async function openBook(tx: Tx, till: Till, at: Date): Promise<void> {
  await beginBook(tx, till, 0, at);
  const kept = await lockBook(tx, till, legalDay(at));
  if (kept?.closedAt) throw new Refusal('conflict', 'cash-book.closed', { at: kept.closedAt.toISOString() });
}

/** Begins the cashier's book of the day; false when it is there already. */
export async function beginBook(tx: Tx, till: Till, opening: number, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into cash_books (centre_id, cashier_id, day, body_id, cashier_name, opened_at, opening)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [till.centreId, till.cashierId, legalDay(at), till.bodyId, till.cashierName, at, opening],
  );
  return rowCount === 1;
}

/** All that went in and out of a book. */
export async function movedInBook(tx: Tx, till: Till, day: string): Promise<number> {
  const { rows } = await tx.query<{ sum: number }>(
    `select coalesce(sum(amount), 0)::bigint as sum from money_moves
     where centre_id = $1 and day = $2 and cashier_id = $3`,
    [till.centreId, day, till.cashierId],
  );
  return rows[0]?.sum ?? 0;
}

export async function endBook(
  tx: Tx,
  till: Till,
  day: string,
  closed: { counted: number; expected: number; reason: string | null },
  at: Date,
): Promise<void> {
  await tx.query(
    `update cash_books set closed_at = $4, counted = $5, expected = $6, difference_reason = $7
     where centre_id = $1 and cashier_id = $2 and day = $3`,
    [till.centreId, till.cashierId, day, at, closed.counted, closed.expected, closed.reason],
  );
}

export async function findReceipt(tx: Tx, id: string): Promise<(Receipt & { lines: ReceiptLine[] }) | null> {
  const { rows } = await tx.query<Receipt>(`select ${RECEIPT} from receipts where id = $1`, [id]);
  const receipt = rows[0];
  if (receipt === undefined) return null;
  const lines = await tx.query<ReceiptLine>(
    `select dossier_id as "dossierId", fee_place as place, name, why, amount, channel from receipt_lines
     where receipt_id = $1 order by place`,
    [id],
  );
  return { ...receipt, lines: lines.rows };
}

/** Marks a receipt as void; false when somebody was faster. */
export async function markVoid(
  tx: Tx,
  id: string,
  reason: string,
  byName: string,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update receipts set voided_at = $2, voided_reason = $3, voided_by_name = $4 where id = $1 and voided_at is null`,
    [id, at, reason, byName],
  );
  return rowCount === 1;
}

export interface Order {
  id: string;
  dossierId: string;
  personId: string;
  centreId: string;
  bodyId: string;
  amount: number;
  places: number[];
  state: OrderState;
  madeAt: Date;
  gatewayRef: string | null;
  receiptId: string | null;
}

const ORDER = `id, dossier_id as "dossierId", person_id as "personId", centre_id as "centreId", body_id as "bodyId", amount,
  places, state, made_at as "madeAt", gateway_ref as "gatewayRef", receipt_id as "receiptId"`;

export async function findOrder(tx: Tx, id: string): Promise<Order | null> {
  const { rows } = await tx.query<Order>(`select ${ORDER} from payment_orders where id = $1`, [id]);
  return rows[0] ?? null;
}

/** Locks an order. Its dossier is locked before it, always in this order. */
export async function lockOrder(tx: Tx, id: string): Promise<Order | null> {
  const { rows } = await tx.query<Order>(`select ${ORDER} from payment_orders where id = $1 for update`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** The order of a dossier that still waits; there is one at most. */
export async function pendingOrder(tx: Tx, dossierId: string): Promise<Order | null> {
  const { rows } = await tx.query<Order>(
    `select ${ORDER} from payment_orders where dossier_id = $1 and state = 'pending' for update`,
    [dossierId],
  );
  return rows[0] ?? null;
}

export async function insertOrder(
  tx: Tx,
  dossier: Pick<Dossier, 'id' | 'centreId' | 'receivingBodyId' | 'applicantId'>,
  order: { amount: number; places: number[] },
  at: Date,
): Promise<string> {
  const id = `HC${randomUUID().replaceAll('-', '').slice(0, 22).toUpperCase()}`;
  await tx.query(
    `insert into payment_orders (id, dossier_id, person_id, centre_id, body_id, amount, places, state, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'pending', $8)`,
    [
      id,
      dossier.id,
      dossier.applicantId,
      dossier.centreId,
      dossier.receivingBodyId,
      order.amount,
      order.places,
      at,
    ],
  );
  return id;
}

export async function settleOrder(
  tx: Tx,
  id: string,
  settled: { state: OrderState; gatewayRef: string | null; receiptId: string | null },
  at: Date,
): Promise<void> {
  await tx.query(
    `update payment_orders set state = $2, gateway_ref = coalesce($3, gateway_ref), receipt_id = $4, settled_at = $5
     where id = $1`,
    [id, settled.state, settled.gatewayRef, settled.receiptId, at],
  );
}

/** Orders that wait longer than they should, those longest not asked about first. */
export async function ordersToQuery(tx: Tx, madeBefore: Date, limit: number): Promise<Order[]> {
  const { rows } = await tx.query<Order>(
    `select ${ORDER} from payment_orders where state = 'pending' and made_at < $1
     order by queried_at nulls first, made_at limit $2`,
    [madeBefore, limit],
  );
  return rows;
}

export async function noteQuery(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query('update payment_orders set queried_at = $2, queries = queries + 1 where id = $1', [id, at]);
}

export interface Refund {
  id: string;
  dossierId: string;
  receiptId: string | null;
  orderId: string | null;
  gatewayRef: string | null;
  centreId: string;
  bodyId: string;
  personId: string;
  personName: string;
  amount: number;
  reason: string;
  state: RefundState;
}

export const REFUND = `id, dossier_id as "dossierId", receipt_id as "receiptId", order_id as "orderId",
  gateway_ref as "gatewayRef", centre_id as "centreId", body_id as "bodyId", person_id as "personId",
  person_name as "personName", amount, reason, state`;

export async function insertRefund(
  tx: Tx,
  dossier: Pick<Dossier, 'id' | 'centreId' | 'receivingBodyId' | 'applicantId' | 'applicantName'>,
  asked: {
    receiptId: string | null;
    orderId: string | null;
    gatewayRef: string | null;
    amount: number;
    reason: string;
    byName: string;
  },
  at: Date,
): Promise<string> {
  const id = randomUUID();
  await tx.query(
    `insert into refunds (id, dossier_id, receipt_id, order_id, gateway_ref, centre_id, body_id, person_id, person_name,
       amount, reason, state, asked_at, asked_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'asked', $12, $13)`,
    [
      id,
      dossier.id,
      asked.receiptId,
      asked.orderId,
      asked.gatewayRef,
      dossier.centreId,
      dossier.receivingBodyId,
      dossier.applicantId,
      dossier.applicantName,
      asked.amount,
      asked.reason,
      at,
      asked.byName,
    ],
  );
  return id;
}

/** What was asked back of a receipt for a dossier and not denied. */
export async function refundsOf(tx: Tx, receiptId: string, dossierId: string | null): Promise<number> {
  const { rows } = await tx.query<{ sum: number }>(
    `select coalesce(sum(amount), 0)::bigint as sum from refunds
     where receipt_id = $1 and ($2::text is null or dossier_id = $2) and state <> 'denied'`,
    [receiptId, dossierId],
  );
  return rows[0]?.sum ?? 0;
}

export async function findRefund(tx: Tx, id: string): Promise<Refund | null> {
  const { rows } = await tx.query<Refund>(`select ${REFUND} from refunds where id = $1`, [id]);
  return rows[0] ?? null;
}

export async function lockRefund(tx: Tx, id: string): Promise<Refund> {
  const { rows } = await tx.query<Refund>(`select ${REFUND} from refunds where id = $1 for update`, [id]);
  if (rows[0] === undefined) throw new Refusal('missing', 'refund.unknown');
  return rows[0];
}

export async function decideRefund(
  tx: Tx,
  id: string,
  decided: { state: 'approved' | 'denied'; note: string | null; byName: string },
  at: Date,
): Promise<void> {
  await tx.query(
    'update refunds set state = $2, decision_note = $3, decided_by_name = $4, decided_at = $5 where id = $1',
    [id, decided.state, decided.note, decided.byName, at],
  );
}

export async function markRefund(
  tx: Tx,
  id: string,
  paid: { state: 'sending' | 'paid'; way: Way; byName: string; ref: string | null },
  at: Date,
): Promise<void> {
  await tx.query(
    `update refunds set state = $2, way = $3, paid_by_name = coalesce(paid_by_name, $4), refund_ref = $5,
       paid_at = case when $2 = 'paid' then $6::timestamptz end where id = $1`,
    [id, paid.state, paid.way, paid.byName, paid.ref, at],
  );
}

export async function refundsToSend(tx: Tx, limit: number): Promise<Refund[]> {
  const { rows } = await tx.query<Refund>(
    `select ${REFUND} from refunds where state = 'sending' order by asked_at limit $1`,
    [limit],
  );
  return rows;
}

/** How many notices that nobody vouches for are kept in an hour: a flood of them shall not fill the database. */
const FORGED_KEPT = 500;

/** Lays down what was said and what came of it. */
export async function noteNotice(
  tx: Tx,
  notice: {
    orderId: string | null;
    gatewayRef: string | null;
    result: string;
    amount: number | null;
    genuine: boolean;
    how: 'callback' | 'query';
    effect: string;
  },
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into gateway_notices (at, order_id, gateway_ref, result, amount, genuine, how, effect)
     select $1, $2, $3, $4, $5, $6, $7, $8 where $6 or (select count(*) from gateway_notices
       where not genuine and at > $1::timestamptz - interval '1 hour') < ${FORGED_KEPT}`,
    [
      at,
      notice.orderId,
      notice.gatewayRef,
      notice.result,
      notice.amount,
      notice.genuine,
      notice.how,
      notice.effect,
    ],
  );
}

/** What happened to money without changing a dossier stands in the record under the order or the refund. */
export async function recordMoney(
  now: Circumstances,
  subjectId: string,
  change: object,
  bodyIds: string[],
  onBehalfOf: string | null = null,
): Promise<void> {
  await now.record({ subjectKind: 'money', subjectId, change, bodyIds, onBehalfOf });
}
