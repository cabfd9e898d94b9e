import { Type } from 'typebox';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import type { PaymentGateway } from '../../outside/payment/gateway.ts';
import { legalDay } from '../calendar/index.ts';
import { type Dossier, owedAmount, owedPlaces, seenDossier } from '../dossiers/index.ts';
import { mayDo, reachesOf, withinReach } from '../people/index.ts';
import { findAgenciesById, successorsOn, withPredecessors } from '../units/index.ts';
import {
  ORDER_STATES,
  type OrderState,
  REFUND_STATES,
  type RefundState,
  receiptNumber,
  WAY_NAMES,
  type Way,
} from './money.ts';
import { findOrder, type Refund } from './store.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const iso = (at: Date | null) => at?.toISOString() ?? null;

const LineShape = Type.Object({
  place: Type.Integer(),
  name: Type.String(),
  why: Type.String(),
  evidence: Maybe,
  amount: Type.Integer(),
  full: Type.Integer(),
  state: Type.Enum(['paid', 'owed', 'later', 'free'] as const),
});
const RefundShape = Type.Object({
  id: Type.String(),
  dossierId: Type.String(),
  dossierCode: Type.String(),
  procedureName: Type.String(),
  personName: Type.String(),
  amount: Type.Integer(),
  reason: Type.String(),
  state: Type.String(),
  stateName: Type.String(),
  online: Type.Boolean(),
  askedAt: Type.String(),
  askedByName: Type.String(),
  decidedByName: Maybe,
  decisionNote: Maybe,
  paidAt: Maybe,
  wayName: Maybe,
});

function linesOf(dossier: Dossier) {
  const owed = new Set(owedPlaces(dossier));
  return dossier.fees.lines.map((line, place) => ({
    place,
    name: line.name,
    why: line.why,
    evidence: line.evidence ?? null,
    amount: line.amount,
    full: line.full ?? line.amount,
    state:
      line.amount === 0
        ? ('free' as const)
        : owed.has(place)
          ? ('owed' as const)
          : line.due === 'handling' && line.asked !== true
            ? ('later' as const)
            : ('paid' as const),
  }));
}

interface RefundRow extends Refund {
  code: string;
  procedureName: string;
  askedAt: Date;
  askedByName: string;
  decidedByName: string | null;
  decisionNote: string | null;
  paidAt: Date | null;
  way: Way | null;
}

/** Refunds by a condition on refunds `r` and dossiers `d`, the oldest first. */
async function refundsWhere(tx: Tx, condition: string, values: unknown[]) {
  const { rows } = await tx.query<RefundRow>(
    `select r.id, r.dossier_id as "dossierId", coalesce(d.code, d.tracking_code) as code,
       d.body ->> 'procedureName' as "procedureName", r.person_name as "personName", r.amount, r.reason, r.state,
       r.gateway_ref as "gatewayRef", r.asked_at as "askedAt", r.asked_by_name as "askedByName",
       r.decided_by_name as "decidedByName", r.decision_note as "decisionNote", r.paid_at as "paidAt", r.way
     from refunds r join dossiers d on d.id = r.dossier_id where ${condition} order by r.asked_at, r.id limit 300`,
    values,
  );
  return rows.map((row) => ({
    id: row.id,
    dossierId: row.dossierId,
    dossierCode: row.code,
    procedureName: row.procedureName,
    personName: row.personName,
    amount: row.amount,
    reason: row.reason,
    state: row.state,
    stateName: REFUND_STATES[row.state as RefundState],
    online: row.gatewayRef !== null,
    askedAt: row.askedAt.toISOString(),
    askedByName: row.askedByName,
    decidedByName: row.decidedByName,
    decisionNote: row.decisionNote,
    paidAt: iso(row.paidAt),
    wayName: row.way === null ? null : WAY_NAMES[row.way],
  }));
}

/** Other dossiers of the same person that this centre may take money for: one receipt for all of them. */
async function othersOwing(tx: Tx, dossier: Dossier, bodyIds: string[]) {
  const { rows } = await tx.query<{ body: Dossier }>(
    `select d.body from dossiers d where d.applicant_id = $1 and d.id <> $2
       and (d.receiving_body_id = any($3::text[]) or d.competent_body_id = any($3::text[]))
       and (d.body #>> '{fees,total}')::bigint > 0 and d.state not in ('withdrawn', 'stopped', 'refused-receipt', 'returned')
     order by d.submitted_at desc, d.id limit 50`,
    [dossier.applicantId, dossier.id, bodyIds],
  );
  return rows.flatMap(({ body }) => {
    const owed = owedAmount(body);
    return owed === 0
      ? []
      : [{ id: body.id, code: body.code ?? body.trackingCode, procedureName: body.procedureName, owed }];
  });
}

export const seeMoney = (gateway: PaymentGateway | null) =>
  view({
    name: 'payments.see-money',
    summary: 'What is to be paid for a dossier, line by line, what was paid, ordered and given back.',
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    output: Type.Object({
      dossierId: Type.String(),
      owed: Type.Integer(),
      total: Type.Integer(),
      lines: Type.Array(LineShape),
      payments: Type.Array(
        Type.Object({
          receiptId: Type.String(),
          number: Type.String(),
          way: Type.String(),
          wayName: Type.String(),
          amount: Type.Integer(),
          at: Type.String(),
          refunded: Type.Integer(),
          voided: Type.Union([Type.Object({ at: Type.String(), reason: Type.String() }), Type.Null()]),
        }),
      ),
      orders: Type.Array(
        Type.Object({
          id: Type.String(),
          amount: Type.Integer(),
          state: Type.String(),
          stateName: Type.String(),
          madeAt: Type.String(),
        }),
      ),
      refunds: Type.Array(RefundShape),
      others: Type.Array(
        Type.Object({
          id: Type.String(),
          code: Type.String(),
          procedureName: Type.String(),
          owed: Type.Integer(),
        }),
      ),
      mayTake: Type.Boolean(),
      mayAskRefund: Type.Boolean(),
      mayPayOnline: Type.Boolean(),
    }),
    async run(tx, actor, input) {
      const dossier = await seenDossier(tx, actor, input.id);
      const owed = owedAmount(dossier);
      const { rows: orders } = await tx.query<{ id: string; amount: number; state: OrderState; at: Date }>(
        `select id, amount, state, made_at as at from payment_orders where dossier_id = $1 order by made_at desc limit 20`,
        [dossier.id],
      );
      const near = (act: string, bodyIds: string[]) =>
        actor.kind === 'official' && withinReach(actor, reachesOf(actor, act), { bodyIds });
      const mayTake =
        owed > 0 && near('payments.take-payment', [dossier.receivingBodyId, dossier.competentBodyId]);
      const bodies =
        actor.kind === 'official'
          ? actor.duties.filter((duty) => duty.role === 'receptionist').map((duty) => duty.bodyId)
          : [];
      return {
        dossierId: dossier.id,
        owed,
        total: dossier.fees.total,
        lines: linesOf(dossier),
        payments: (dossier.payments ?? []).map((one) => ({
          receiptId: one.receiptId,
          number: one.number,
          way: one.way,
          wayName: WAY_NAMES[one.way],
          amount: one.amount,
          at: one.at,
          refunded: one.refunded,
          voided: one.voided,
        })),
        orders: orders.map((one) => ({
          id: one.id,
          amount: one.amount,
          state: one.state,
          stateName: ORDER_STATES[one.state],
          madeAt: one.at.toISOString(),
        })),
        refunds: await refundsWhere(tx, 'r.dossier_id = $1', [dossier.id]),
        others: mayTake ? await othersOwing(tx, dossier, bodies) : [],
        mayTake,
        mayAskRefund: near('payments.ask-refund', [dossier.receivingBodyId]),
        mayPayOnline: gateway !== null && actor.kind === 'citizen' && owed > 0,
      };
    },
  });

export const seeOwnOrder = (gateway: PaymentGateway | null, publicUrl: string) =>
  view({
    name: 'payments.see-own-order',
    summary: 'How one’s own order stands, and where it is paid while it waits.',
    input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
    output: Type.Object({
      id: Type.String(),
      dossierId: Type.String(),
      amount: Type.Integer(),
      state: Type.String(),
      stateName: Type.String(),
      payAt: Maybe,
      receipt: Maybe,
    }),
    async run(tx, actor, input) {
      const order = await findOrder(tx, input.id);
      if (order === null || actor.kind !== 'citizen' || order.personId !== actor.personId)
        throw new Refusal('missing', 'order.unknown');
      const dossier = await seenDossier(tx, actor, order.dossierId);
      return {
        id: order.id,
        dossierId: order.dossierId,
        amount: order.amount,
        state: order.state,
        stateName: ORDER_STATES[order.state],
        payAt:
          order.state === 'pending' && gateway !== null
            ? gateway.payAddress({
                id: order.id,
                amount: order.amount,
                content: `Phí, lệ phí hồ sơ ${dossier.code ?? dossier.trackingCode}`,
                madeAt: order.madeAt.toISOString(),
                returnTo: `${publicUrl}/cua-toi/${order.dossierId}?don=${order.id}`,
              })
            : null,
        receipt: order.receiptId === null ? null : `/api/payments/receipts/${order.receiptId}.pdf`,
      };
    },
  });

export interface BookShown {
  centreId: string;
  cashierId: string;
  cashierName: string;
  openedAt: Date;
  opening: number;
  closedAt: Date | null;
  counted: number | null;
  expected: number | null;
  differenceReason: string | null;
}

export interface MoveShown {
  at: Date;
  cashierId: string | null;
  way: Way;
  kind: 'receipt' | 'void' | 'held' | 'refund';
  amount: number;
  note: string | null;
  receiptId: string | null;
  series: string | null;
  number: number | null;
  payerName: string | null;
  voided: boolean;
}

const KIND_NAMES = {
  receipt: 'Thu phí, lệ phí',
  void: 'Huỷ biên lai, trả lại tiền',
  held: 'Tiền về không còn phải nộp, giữ để hoàn',
  refund: 'Hoàn trả',
} as const;

/** What the books of a centre's day hold, and what came online. */
export async function dayOfCentre(
  tx: Tx,
  centreIds: readonly string[],
  day: string,
  cashierId: string | null,
) {
  const books = await tx.query<BookShown>(
    `select centre_id as "centreId", cashier_id as "cashierId", cashier_name as "cashierName", opened_at as "openedAt",
       opening, closed_at as "closedAt", counted, expected, difference_reason as "differenceReason"
     from cash_books where centre_id = any($1) and day = $2 and ($3::text is null or cashier_id = $3) order by cashier_name`,
    [centreIds, day, cashierId],
  );
  const moves = await tx.query<MoveShown>(
    `select m.at, m.cashier_id as "cashierId", m.way, m.kind, m.amount, m.note, m.receipt_id as "receiptId", r.series,
       r.number, coalesce(r.payer_name, d.body ->> 'applicantName') as "payerName", r.voided_at is not null as voided
     from money_moves m left join receipts r on r.id = m.receipt_id join dossiers d on d.id = m.dossier_id
     where m.centre_id = any($1) and m.day = $2 and (m.cashier_id is null or $3::text is null or m.cashier_id = $3)
     order by m.id`,
    [centreIds, day, cashierId],
  );
  // A receipt that was voided the same day counts in and out; its fees are told net of it.
  const fees = await tx.query<{ name: string; channel: string; way: Way; amount: number; count: number }>(
    `select l.name, l.channel, m.way, sum(case m.kind when 'void' then -l.amount else l.amount end)::bigint as amount,
       count(*) filter (where m.kind = 'receipt')::int as count
     from money_moves m join receipt_lines l on l.receipt_id = m.receipt_id
     where m.centre_id = any($1) and m.day = $2 and m.kind in ('receipt', 'void')
       and (m.cashier_id is null or $3::text is null or m.cashier_id = $3)
     group by l.name, l.channel, m.way order by m.way, l.name, l.channel`,
    [centreIds, day, cashierId],
  );
  return { books: books.rows, moves: moves.rows, fees: fees.rows };
}

const CHANNEL_NAMES: Record<string, string> = {
  online: 'Trực tuyến',
  counter: 'Trực tiếp',
  post: 'Bưu chính',
};

export function shownMove(move: MoveShown) {
  return {
    at: move.at.toISOString(),
    cashierId: move.cashierId,
    way: move.way,
    kind: move.kind,
    kindName: KIND_NAMES[move.kind],
    amount: move.amount,
    note: move.note,
    receiptId: move.receiptId,
    number: move.series === null || move.number === null ? null : receiptNumber(move.series, move.number),
    payerName: move.payerName ?? '',
    voided: move.voided,
  };
}

export const shownFee = (fee: {
  name: string;
  channel: string;
  way: Way;
  amount: number;
  count: number;
}) => ({
  ...fee,
  channelName: CHANNEL_NAMES[fee.channel] ?? fee.channel,
  wayName: WAY_NAMES[fee.way],
});

/** The centre whose money this official may look at, and whether it is as the cashier. */
export async function bookPlace(
  tx: Tx,
  actor: Actor,
): Promise<{ centreId: string; centreIds: string[]; centreName: string; cashierId: string | null }> {
  const duties = actor.kind === 'official' ? actor.duties : [];
  const receptionist = duties.find((duty) => duty.role === 'receptionist');
  const leader = duties.find((duty) => duty.role === 'leader');
  const centreId =
    receptionist?.agencyId ??
    (leader === undefined
      ? undefined
      : (
          await tx.query<{ id: string }>(
            `select id from agencies where body_id = $1 and kind = 'centre' and valid_to is null order by id limit 1`,
            [leader.bodyId],
          )
        ).rows[0]?.id);
  if (centreId === undefined) throw new Refusal('missing', 'cash-book.none');
  const centre = (await findAgenciesById(tx, [centreId])).get(centreId);
  return {
    centreId,
    // With those it took over: their days are looked at here.
    centreIds: withPredecessors(await successorsOn(tx, '9999-12-31'), [centreId]),
    centreName: centre?.name ?? centreId,
    cashierId: receptionist ? actor.id : null,
  };
}

export const seeCashBook = view({
  name: 'payments.see-cash-book',
  summary:
    'The cash book of a day: one’s own, or for the leader every cashier’s of the centre, with what came online.',
  input: Type.Object(
    { day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    day: Type.String(),
    today: Type.String(),
    centreName: Type.String(),
    mine: Type.Boolean(),
    unclosed: Type.Array(Type.String()),
    books: Type.Array(
      Type.Object({
        cashierId: Type.String(),
        cashierName: Type.String(),
        openedAt: Type.String(),
        opening: Type.Integer(),
        moved: Type.Integer(),
        closedAt: Maybe,
        counted: Type.Union([Type.Integer(), Type.Null()]),
        expected: Type.Integer(),
        differenceReason: Maybe,
      }),
    ),
    moves: Type.Array(
      Type.Object({
        at: Type.String(),
        cashierId: Maybe,
        way: Type.String(),
        kind: Type.String(),
        kindName: Type.String(),
        amount: Type.Integer(),
        note: Maybe,
        receiptId: Maybe,
        number: Maybe,
        payerName: Type.String(),
        voided: Type.Boolean(),
      }),
    ),
    fees: Type.Array(
      Type.Object({
        name: Type.String(),
        channel: Type.String(),
        channelName: Type.String(),
        way: Type.String(),
        wayName: Type.String(),
        amount: Type.Integer(),
        count: Type.Integer(),
      }),
    ),
    online: Type.Integer(),
  }),
  async run(tx, actor, input, at) {
    const today = legalDay(at);
    const day = input.day ?? today;
    const place = await bookPlace(tx, actor);
    const { books, moves, fees } = await dayOfCentre(tx, place.centreIds, day, place.cashierId);
    const unclosed = await tx.query<{ day: string }>(
      `select day from cash_books where centre_id = any($1) and cashier_id = $2 and closed_at is null and day < $3 order by day`,
      [place.centreIds, place.cashierId ?? '', today],
    );
    const moved = (cashierId: string) =>
      moves.filter((move) => move.cashierId === cashierId).reduce((sum, move) => sum + move.amount, 0);
    return {
      day,
      today,
      centreName: place.centreName,
      mine: place.cashierId !== null,
      unclosed: unclosed.rows.map((row) => row.day),
      books: books.map((one) => ({
        cashierId: one.cashierId,
        cashierName: one.cashierName,
        openedAt: one.openedAt.toISOString(),
        opening: one.opening,
        moved: moved(one.cashierId),
        closedAt: iso(one.closedAt),
        counted: one.counted,
        expected: one.expected ?? one.opening + moved(one.cashierId),
        differenceReason: one.differenceReason,
      })),
      moves: moves.map(shownMove),
      fees: fees.map(shownFee),
      online: moves.filter((move) => move.way === 'online').reduce((sum, move) => sum + move.amount, 0),
    };
  },
});

const UNASKED: Record<string, string> = { withdrawn: 'Đã rút hồ sơ', stopped: 'Đã dừng giải quyết' };

/** What of the gateway's words somebody should look into. */
const AMISS: Record<string, string> = {
  forged: 'Thông điệp không mang chữ ký của cổng thanh toán; đã bỏ qua.',
  'amount-differs': 'Số tiền về khác số tiền của đơn; đã giữ để hoàn.',
  contradicts: 'Cổng báo không thành công sau khi đã báo đã nộp; giữ nguyên là đã nộp.',
};

export const listRefunds = view({
  name: 'payments.list-refunds',
  summary: 'Money to be given back, orders whose result is long in coming, and what the gateway said amiss.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    refunds: Type.Array(RefundShape),
    waiting: Type.Array(
      Type.Object({
        id: Type.String(),
        dossierId: Type.String(),
        dossierCode: Type.String(),
        applicantName: Type.String(),
        amount: Type.Integer(),
        madeAt: Type.String(),
        queries: Type.Integer(),
      }),
    ),
    amiss: Type.Array(
      Type.Object({
        at: Type.String(),
        dossierId: Type.String(),
        dossierCode: Type.String(),
        text: Type.String(),
      }),
    ),
    /** Paid for nothing, or too much, and nobody has asked to give it back yet. */
    unasked: Type.Array(
      Type.Object({
        dossierId: Type.String(),
        dossierCode: Type.String(),
        applicantName: Type.String(),
        amount: Type.Integer(),
        why: Type.String(),
      }),
    ),
    mayDecide: Type.Boolean(),
    mayPay: Type.Boolean(),
  }),
  async run(tx, actor, _input, at) {
    const own =
      actor.kind === 'official'
        ? actor.duties
            .filter((duty) => duty.role === 'receptionist' || duty.role === 'leader')
            .map((duty) => duty.bodyId)
        : [];
    const bodyIds = withPredecessors(await successorsOn(tx, legalDay(at)), own);
    const { rows } = await tx.query<{
      id: string;
      dossier_id: string;
      code: string;
      name: string;
      amount: number;
      made_at: Date;
      queries: number;
    }>(
      `select o.id, o.dossier_id, coalesce(d.code, d.tracking_code) as code, d.body ->> 'applicantName' as name, o.amount,
         o.made_at, o.queries from payment_orders o join dossiers d on d.id = o.dossier_id
       where o.state = 'pending' and o.body_id = any($1::text[]) and o.made_at < $2 order by o.made_at limit 200`,
      [bodyIds, new Date(at.getTime() - WAITS_TOO_LONG)],
    );
    // Whether it is given back the law of each fee says, and the leader decides; it must not be forgotten.
    const unasked = await tx.query<{
      id: string;
      code: string;
      name: string;
      amount: number;
      state: string;
      outcome: string | null;
    }>(
      `select d.id, coalesce(d.code, d.tracking_code) as code, d.body ->> 'applicantName' as name, d.state, d.outcome,
         case when d.state in ('withdrawn', 'stopped') or d.outcome = 'refused' then f.paid_amount
           else f.paid_amount - f.fee_amount end as amount
       from dossiers d join dossier_facts f on f.dossier_id = d.id
       where d.receiving_body_id = any($1::text[]) and f.paid_amount > 0
         and ((d.state in ('withdrawn', 'stopped') and d.ended_at is not null) or d.outcome = 'refused'
           or f.paid_amount > f.fee_amount)
         and not exists (select from refunds r where r.dossier_id = d.id and r.state <> 'paid')
       order by d.ended_at desc nulls first, d.id limit 200`,
      [bodyIds],
    );
    const amiss = await tx.query<{ at: Date; dossier_id: string; code: string; effect: string }>(
      `select n.at, o.dossier_id, coalesce(d.code, d.tracking_code) as code, n.effect
       from payment_orders o join gateway_notices n on n.order_id = o.id join dossiers d on d.id = o.dossier_id
       where o.body_id = any($1::text[]) and n.effect = any($2::text[]) and n.at > $3 order by n.id desc limit 100`,
      [bodyIds, Object.keys(AMISS), new Date(at.getTime() - 30 * 86_400_000)],
    );
    return {
      refunds: await refundsWhere(
        tx,
        `r.body_id = any($1::text[]) and (r.state in ('asked', 'approved', 'sending') or r.asked_at > $2)`,
        [bodyIds, new Date(at.getTime() - 30 * 86_400_000)],
      ),
      waiting: rows.map((row) => ({
        id: row.id,
        dossierId: row.dossier_id,
        dossierCode: row.code,
        applicantName: row.name,
        amount: row.amount,
        madeAt: row.made_at.toISOString(),
        queries: row.queries,
      })),
      amiss: amiss.rows.map((row) => ({
        at: row.at.toISOString(),
        dossierId: row.dossier_id,
        dossierCode: row.code,
        text: AMISS[row.effect] ?? row.effect,
      })),
      unasked: unasked.rows.map((row) => ({
        dossierId: row.id,
        dossierCode: row.code,
        applicantName: row.name,
        amount: row.amount,
        why: UNASKED[row.state] ?? (row.outcome === 'refused' ? 'Bị từ chối' : 'Nộp thừa'),
      })),
      mayDecide: mayDo(actor, 'payments.decide-refund'),
      mayPay: mayDo(actor, 'payments.pay-refund'),
    };
  },
});

/** After this an order is asked about, and shown to whoever looks after the money. */
export const WAITS_TOO_LONG = 10 * 60_000;
