import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  atCounter,
  BINH_LUC,
  citizen,
  OTHER_COMMUNE,
  official,
  PLAIN,
  testProvince,
} from '../../../test/support/province.ts';
import type { AnyAct } from '../../kernel/act.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { legalDay } from '../calendar/index.ts';
import {
  acceptDossier,
  assignDossier,
  correctReceipt,
  countedFrom,
  type Dossier,
  type DossierChange,
  dossierFrom,
  fileDossier,
  getDossier,
  keptFacts,
  owedAmount,
  paidAmount,
  receiveDossier,
  stopDossier,
  withdrawDossier,
  withdrawOwnDossier,
} from '../dossiers/index.ts';
import { listLists } from '../dossiers/views.ts';
import { insertPaper } from '../papers/index.ts';
import { changesOf } from '../record/index.ts';
import {
  askRefund,
  closeCashBook,
  decideRefund,
  noteQuery,
  openCashBook,
  orderPayment,
  payRefund,
  requestPayment,
  settleRefund,
  takeNotice,
  takePayment,
  voidReceipt,
} from './index.ts';
import { amountInWords, effectOf } from './money.ts';
import { listRefunds } from './views.ts';

const { pool } = await testProvince();
after(() => pool.end());

const receptionist = official(BINH_LUC, 'receptionist');
const colleague = official(BINH_LUC, 'receptionist2');
const head = official(BINH_LUC, 'officeHead');
const specialist = official(BINH_LUC, 'officeSpecialist');
const leader = official(BINH_LUC, 'leader');
const an = citizen(0);

/** Friday 20 November 2026, 09:00 in Viet Nam. */
const friday = new Date('2026-11-20T02:00:00Z');
const later = (hours: number) => new Date(friday.getTime() + hours * 3_600_000);
const does = <A>(actor: Actor, act: AnyAct, input: object, at = friday, key: string | null = randomUUID()) =>
  perform(pool, act, actor, input, { key, at }) as Promise<A>;
async function now(id: string): Promise<Dossier> {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return dossier;
}
async function received(more: Record<string, unknown> = {}, at = friday): Promise<Dossier> {
  const { id } = await does<{ id: string }>(receptionist, receiveDossier, atCounter(more), at);
  return now(id);
}
async function filed(at = friday): Promise<Dossier> {
  const paperId = randomUUID();
  await insertPaper(pool, {
    id: paperId,
    name: 'don.pdf',
    type: 'application/pdf',
    size: 10,
    sha256: 'a'.repeat(64),
    uploadedBy: an.id,
    uploadedAt: at.toISOString(),
    origin: 'citizen',
    dossierId: null,
  });
  const { id } = await does<{ id: string }>(
    an,
    fileDossier,
    {
      ...PLAIN,
      competentBodyId: BINH_LUC,
      form: { content: 'Đề nghị xác nhận' },
      components: [{ key: 'don', paperIds: [paperId] }],
      returnBy: 'online',
    },
    at,
  );
  return now(id);
}
const ordered = async (dossier: Dossier, at = friday) =>
  (await does<{ orderId: string }>(an, orderPayment, { id: dossier.id }, at)).orderId;
const told = (orderId: string, more: object = {}, at = friday) =>
  does<{ effect: string }>(
    SYSTEM,
    takeNotice,
    {
      orderId,
      gatewayRef: `GD-${orderId}`,
      amount: 8000,
      result: 'paid',
      genuine: true,
      how: 'callback',
      ...more,
    },
    at,
    null,
  ).then(({ effect }) => effect);
const takes = (dossiers: Dossier[], actor: Actor = receptionist, at = friday, amount?: number) =>
  does<{ receiptId: string; number: string }>(
    actor,
    takePayment,
    {
      dossierIds: dossiers.map((one) => one.id),
      amount: amount ?? dossiers.reduce((sum, one) => sum + owedAmount(one), 0),
    },
    at,
  );
const refusal = (code: string) => (error: unknown) => {
  const found = error as { code?: string; details?: { fields?: { code: string }[] } };
  assert.equal(found.details?.fields?.[0]?.code ?? found.code, code);
  return true;
};
const one = async <R extends object>(text: string, values: unknown[] = []) =>
  (await pool.query<R>(text, values)).rows[0] as R;

/** Both begin while the dossier is locked by somebody else, and wait for it; then they run into each other. */
async function together<T extends readonly Promise<unknown>[]>(id: string, begin: () => [...T]) {
  const holder = await pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select 1 from dossiers where id = $1 for update', [id]);
    const both = Promise.allSettled(begin());
    for (let waiting = 0; waiting < 2; )
      waiting = (await one<{ n: number }>('select count(*)::int as n from pg_locks where not granted')).n;
    await holder.query('commit');
    return await both;
  } finally {
    holder.release();
  }
}

/** Receipts in force + held − given back = what went through the books and the gateway. */
async function balance(): Promise<void> {
  const { receipts, refunds, held, moved } = await one<Record<string, number>>(
    `select (select coalesce(sum(amount), 0) from receipts where voided_at is null)::bigint as receipts,
       (select coalesce(sum(amount), 0) from refunds where state = 'paid')::bigint as refunds,
       (select coalesce(sum(amount), 0) from money_moves where kind = 'held')::bigint as held,
       (select coalesce(sum(amount), 0) from money_moves)::bigint as moved`,
  );
  assert.equal((receipts ?? 0) + (held ?? 0) - (refunds ?? 0), moved);
}

describe('what must not be forgotten', () => {
  const waits = async () =>
    (await listLists.run(pool, receptionist, {}, friday)).lists.find((one) => one.key === 'awaiting-payment')
      ?.count ?? 0;
  const unasked = async () =>
    (await listRefunds.run(pool, leader, {}, later(5))).unasked.map((one) => [
      one.dossierId,
      one.amount,
      one.why,
    ]);
  const correct = async (id: string, groups: string[]) =>
    does(
      receptionist,
      correctReceipt,
      { id, version: (await now(id)).version, reason: 'Chọn nhầm đối tượng', groups },
      later(1),
    );

  test('a fee due at filing stands on the list until it is paid', async () => {
    const before = await waits();
    const dossier = await received();
    assert.equal(await waits(), before + 1);
    await takes([dossier]);
    assert.equal(await waits(), before);
  });

  test('a paid dossier that is withdrawn waits to be asked back; asked, it does not', async () => {
    const dossier = await received();
    const { receiptId } = await takes([dossier]);
    await does(receptionist, withdrawDossier, {
      id: dossier.id,
      version: (await now(dossier.id)).version,
      reason: 'Đổi ý',
    });
    assert.deepEqual(await unasked(), [[dossier.id, 8000, 'Đã rút hồ sơ']]);
    await does(receptionist, askRefund, { dossierId: dossier.id, receiptId, amount: 8000, reason: 'Đã rút' });
    assert.deepEqual(await unasked(), []);
  });

  test('corrected after payment, what was paid too much waits to be asked back; what is lacking is owed', async () => {
    const dossier = await received();
    await takes([dossier]);
    await correct(dossier.id, ['poor']);
    const poor = await now(dossier.id);
    assert.deepEqual([poor.fees.total, owedAmount(poor), paidAmount(poor)], [0, 0, 8000]);
    assert.equal(
      poor.fees.lines.reduce((sum, line) => sum + line.amount, 0),
      poor.fees.total,
      'the lines add up',
    );
    assert.deepEqual(await unasked(), [[dossier.id, 8000, 'Nộp thừa']]);
    await correct(dossier.id, []);
    const again = await now(dossier.id);
    assert.deepEqual([again.fees.total, owedAmount(again), paidAmount(again)], [8000, 0, 8000]);
    assert.deepEqual(await unasked(), [], 'put right again, nothing is owed and nothing is too much');
    const cheap = await received({ groups: ['poor'] });
    await correct(cheap.id, []);
    assert.equal(owedAmount(await now(cheap.id)), 8000, 'not paid yet: simply what the fee is');
  });
});

describe('paying at the counter', () => {
  test('several dossiers of one person are one receipt with the next number, and nothing is owed any more', async () => {
    const [first, second] = [await received(), await received()];
    const one = await takes([first, second]);
    const two = await takes([await received()]);
    assert.match(one.number, /^Q26-\d{7}$/);
    assert.equal(Number(two.number.slice(4)), Number(one.number.slice(4)) + 1);
    assert.equal(owedAmount(await now(first.id)), 0);
    assert.equal(paidAmount(await now(second.id)), 8000);
    await balance();
  });

  test('is refused when another amount is owed by now, when nothing is, and for two persons at once', async () => {
    const dossier = await received();
    await assert.rejects(takes([dossier], receptionist, friday, 9000), refusal('payment.amount'));
    await takes([dossier]);
    await assert.rejects(takes([dossier], receptionist, friday, 8000), refusal('payment.nothing-owed'));
    await assert.rejects(takes([await received(), await filed()]), refusal('payment.several-persons'));
  });

  test('belongs to the centres that received or decide: another commune may not', async () => {
    await assert.rejects(
      takes([await received()], official(OTHER_COMMUNE, 'receptionist')),
      refusal('act.out-of-reach'),
    );
  });

  test('the same press twice takes the money once', async () => {
    const dossier = await received();
    const key = randomUUID();
    const input = { dossierIds: [dossier.id], amount: 8000 };
    const [a, b] = await Promise.all([
      does<{ number: string }>(receptionist, takePayment, input, friday, key),
      does<{ number: string }>(receptionist, takePayment, input, friday, key),
    ]);
    assert.equal(a.number, b.number);
    assert.equal((await now(dossier.id)).payments?.length, 1);
  });

  test('a wrong receipt stays with its number, void and with the reason; the fee is owed again', async () => {
    const dossier = await received();
    const { receiptId, number } = await takes([dossier]);
    await does(colleague, voidReceipt, { id: receiptId, reason: 'Ghi nhầm người nộp' });
    await assert.rejects(
      does(colleague, voidReceipt, { id: receiptId, reason: 'Lần nữa' }),
      refusal('receipt.void'),
    );
    const after = await now(dossier.id);
    assert.equal(owedAmount(after), 8000);
    const next = await takes([after]);
    assert.equal(Number(next.number.slice(4)), Number(number.slice(4)) + 1);
    await balance();
  });

  test('two cashiers at once give numbers without a gap', async () => {
    const dossiers: Dossier[] = [];
    for (let place = 0; place < 8; place++) dossiers.push(await received());
    const made = await Promise.all(
      dossiers.map((dossier, place) => takes([dossier], place % 2 === 0 ? receptionist : colleague)),
    );
    const numbers = made.map(({ number }) => Number(number.slice(4))).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      numbers.map((_, place) => (numbers[0] ?? 0) + place),
    );
  });
});

describe('the cash book of a day', () => {
  const monday = new Date('2026-11-23T02:00:00Z');
  const tuesday = new Date('2026-11-24T02:00:00Z');
  const book = (day: Date) =>
    one<{ closed_at: Date | null; expected: number }>(
      'select closed_at, expected from cash_books where cashier_id = $1 and day = $2',
      [receptionist.id, legalDay(day)],
    );

  test('is opened, counted and closed; a difference is explained; then nothing of that day changes', async () => {
    await does(receptionist, openCashBook, { opening: 200_000 }, monday);
    await assert.rejects(does(receptionist, openCashBook, { opening: 0 }, monday), refusal('cash-book.open'));
    const paid = await takes([await received({}, monday)], receptionist, monday);
    const close = (input: object) =>
      does(receptionist, closeCashBook, { day: '2026-11-23', ...input }, monday);
    await assert.rejects(close({ counted: 200_000 }), refusal('cash-book.difference'));
    await close({ counted: 207_000, reason: 'Thiếu 1.000 đồng tiền lẻ thối lại' });
    assert.equal((await book(monday)).expected, 208_000);
    await assert.rejects(close({ counted: 208_000 }), refusal('cash-book.closed'));
    await assert.rejects(
      takes([await received({}, monday)], receptionist, monday),
      refusal('cash-book.closed'),
    );
    // Put right on the next day: Monday's book stays as it was closed.
    await does(receptionist, voidReceipt, { id: paid.receiptId, reason: 'Thu nhầm' }, tuesday);
    const { moved } = await one<{ moved: number }>(
      `select sum(amount)::bigint as moved from money_moves where cashier_id = $1 and day = $2`,
      [receptionist.id, '2026-11-24'],
    );
    assert.equal(moved, -8000);
    assert.equal((await book(monday)).expected, 208_000);
    await balance();
  });

  test('closed while another payment is on its way: it is in the book or refused, never beside it', async () => {
    const day = new Date('2026-12-01T02:00:00Z');
    const dossier = await received({}, day);
    await does(colleague, openCashBook, { opening: 0 }, day);
    const outcomes = await Promise.allSettled([
      takes([dossier], colleague, day),
      does(colleague, closeCashBook, { day: '2026-12-01', counted: 0, reason: 'Đếm trước khi thu' }, day),
    ]);
    const { expected } = await one<{ expected: number }>(
      `select expected from cash_books where cashier_id = $1 and day = '2026-12-01'`,
      [colleague.id],
    );
    assert.equal(expected, outcomes[0].status === 'fulfilled' ? 8000 : 0);
  });

  test('cannot be changed by the program: movements are added, receipts are never deleted', async () => {
    for (const text of [
      'update money_moves set amount = 0',
      'delete from money_moves',
      'delete from receipts',
    ])
      await assert.rejects(pool.query(text), /permission denied/);
  });
});

describe('paying online', () => {
  test('a press through a broken line gives the order that waits, not another', async () => {
    const dossier = await filed();
    const [a, b] = await Promise.all([ordered(dossier), ordered(dossier)]);
    assert.equal(a, b);
  });

  test('a notice pays once, however often and by whatever way it comes', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    const effects = await together(dossier.id, () => [told(order), told(order, { how: 'query' })]);
    assert.deepEqual(effects.map((one) => one.status === 'fulfilled' && one.value).sort(), [
      'duplicate',
      'paid',
    ]);
    assert.equal(await told(order), 'duplicate');
    const after = await now(dossier.id);
    assert.equal(after.payments?.length, 1);
    assert.match(after.payments?.[0]?.number ?? '', /^T26-/);
    assert.equal(owedAmount(after), 0);
    await balance();
  });

  test('a notice that the gateway did not sign does nothing and leaves a row', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    assert.equal(await told(order, { genuine: false }), 'forged');
    assert.equal(owedAmount(await now(dossier.id)), 8000);
    const { effect } = await one<{ effect: string }>(
      'select effect from gateway_notices where order_id = $1 order by id desc limit 1',
      [order],
    );
    assert.equal(effect, 'forged');
    assert.equal(await told('HC-KHONG-CO'), 'unknown-order');
  });

  test('another amount pays nothing: it is held and asked to be given back', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    assert.equal(await told(order, { amount: 7000 }), 'amount-differs');
    assert.equal(owedAmount(await now(dossier.id)), 8000);
    const refund = await one<{ amount: number; state: string }>(
      'select amount, state from refunds where order_id = $1',
      [order],
    );
    assert.deepEqual(refund, { amount: 7000, state: 'asked' });
    await balance();
  });

  test('cancelled or refused, it can be ordered anew; the old order paid late still pays what is owed', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    assert.equal(await told(order, { result: 'cancelled', amount: null }), 'cancelled');
    const again = await ordered(dossier);
    assert.notEqual(again, order);
    assert.equal(await told(order), 'paid');
    assert.equal(await told(again), 'to-refund');
    assert.equal(await told(again, { result: 'refused' }), 'contradicts');
    assert.equal((await now(dossier.id)).payments?.length, 1);
    await balance();
  });

  test('late money never revives a withdrawn dossier: it waits to be given back', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    await does(an, withdrawOwnDossier, { id: dossier.id, version: dossier.version, reason: 'Không cần nữa' });
    assert.equal(await told(order, {}, later(30)), 'to-refund');
    const after = await now(dossier.id);
    assert.equal(after.state, 'withdrawn');
    assert.deepEqual(after.payments ?? [], []);
    assert.equal(await told(order, {}, later(31)), 'duplicate');
    await balance();
  });

  test('late money never revives a stopped dossier either', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    await does(receptionist, acceptDossier, { id: dossier.id, version: dossier.version });
    const { version } = await now(dossier.id);
    await does(receptionist, stopDossier, {
      id: dossier.id,
      version,
      ground: 'request',
      reason: 'Không cần nữa',
    });
    assert.equal(await told(order, {}, later(30)), 'to-refund');
    assert.equal((await now(dossier.id)).state, 'stopped');
    await balance();
  });

  test('paid in the moment of withdrawing: paid and withdrawn, or withdrawn and given back; never neither', async () => {
    for (let round = 0; round < 4; round++) {
      const dossier = await filed();
      const order = await ordered(dossier);
      const withdraw = () =>
        does(an, withdrawOwnDossier, { id: dossier.id, version: dossier.version, reason: 'Không cần nữa' });
      const [effect, withdrawn] = await together(dossier.id, () => [told(order), withdraw()]);
      assert.ok(effect.status === 'fulfilled');
      const after = await now(dossier.id);
      // Paid first, the withdrawal saw an older version and is told so.
      if (effect.value === 'paid') {
        assert.equal(withdrawn.status, 'rejected');
        assert.equal(paidAmount(after), 8000);
      } else {
        assert.equal(effect.value, 'to-refund');
        assert.equal(after.state, 'withdrawn');
      }
      await balance();
    }
  });

  test('paid at the counter meanwhile, what comes online is given back', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    await takes([dossier]);
    assert.equal(await told(order), 'to-refund');
    await balance();
  });

  test('an order for which nothing comes is laid aside after a day', async () => {
    const order = await ordered(await filed());
    assert.deepEqual(await does(SYSTEM, noteQuery, { orderId: order, answered: true }, later(2), null), {
      expired: false,
    });
    const away = { orderId: order, answered: false };
    assert.deepEqual(await does(SYSTEM, noteQuery, away, later(48), null), { expired: false });
    assert.deepEqual(await does(SYSTEM, noteQuery, { orderId: order, answered: true }, later(25), null), {
      expired: true,
    });
  });

  test('nobody orders for another’s dossier', async () => {
    const dossier = await filed();
    await assert.rejects(does(citizen(1), orderPayment, { id: dossier.id }), refusal('dossier.unknown'));
  });
});

describe('giving money back', () => {
  test('is asked at the counter, approved by the leader, paid from the cash book, and lessens what was paid', async () => {
    const dossier = await received();
    const { receiptId } = await takes([dossier]);
    const ask = (amount: number) =>
      does<{ id: string }>(receptionist, askRefund, {
        dossierId: dossier.id,
        receiptId,
        amount,
        reason: 'Thu thừa so với mức của nghị quyết',
      });
    const { id } = await ask(3000);
    await assert.rejects(ask(6000), refusal('refund.too-much'));
    await assert.rejects(does(receptionist, payRefund, { id, way: 'cash' }), refusal('refund.state'));
    await assert.rejects(does(receptionist, decideRefund, { id, approve: true }), refusal('act.forbidden'));
    await does(leader, decideRefund, { id, approve: true });
    const key = randomUUID();
    await Promise.all([
      does(receptionist, payRefund, { id, way: 'cash' }, friday, key),
      does(receptionist, payRefund, { id, way: 'cash' }, friday, key),
    ]);
    assert.equal(paidAmount(await now(dossier.id)), 5000);
    await assert.rejects(
      does(receptionist, voidReceipt, { id: receiptId, reason: 'Huỷ sau khi hoàn' }),
      refusal('receipt.refunding'),
    );
    await balance();
  });

  test('of what came online goes back through the gateway, and is booked once though told twice', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    await told(order);
    const payment = (await now(dossier.id)).payments?.[0];
    const { id } = await does<{ id: string }>(receptionist, askRefund, {
      dossierId: dossier.id,
      receiptId: payment?.receiptId,
      amount: 8000,
      reason: 'Hồ sơ thuộc diện miễn',
    });
    await does(leader, decideRefund, { id, approve: true });
    await does(receptionist, payRefund, { id, way: 'online' });
    await Promise.all([1, 2].map(() => does(SYSTEM, settleRefund, { id, ref: 'HT1' }, friday, null)));
    assert.equal(paidAmount(await now(dossier.id)), 0);
    await balance();
  });

  test('what came without being owed cannot be kept', async () => {
    const dossier = await filed();
    const order = await ordered(dossier);
    await told(order, { amount: 1 });
    const { id } = await one<{ id: string }>('select id from refunds where order_id = $1', [order]);
    await assert.rejects(
      does(leader, decideRefund, { id, approve: false, note: 'Không hoàn' }),
      refusal('refund.not-ours'),
    );
  });
});

describe('a dossier that waits for money', () => {
  test('stands from the request to the payment, then goes on with what was left; the step likewise', async () => {
    const dossier = await received();
    await takes([dossier]);
    const assigned = await does<{ version: number }>(
      head,
      assignDossier,
      { id: dossier.id, version: (await now(dossier.id)).version, officialId: specialist.id },
      later(1),
    );
    const before = await now(dossier.id);
    await does(
      specialist,
      requestPayment,
      {
        id: dossier.id,
        version: assigned.version,
        lines: [{ name: 'Phí thẩm định', amount: 50_000, why: 'Thông tư của Bộ Tài chính' }],
        reason: 'Hồ sơ phải nộp phí thẩm định',
      },
      later(2),
    );
    const waiting = await now(dossier.id);
    assert.equal(waiting.state, 'awaiting-payment');
    assert.equal(waiting.dueAt, null);
    assert.equal(owedAmount(waiting), 50_000);
    // Four days later, Tuesday 11:00: the three days left less what Friday morning took, from here.
    await takes([waiting], receptionist, later(98));
    const after = await now(dossier.id);
    assert.equal(after.state, before.state);
    assert.deepEqual(
      after.clock.map(({ running, why }) => `${running} ${why}`),
      ['true received', 'false payment', 'true resumed'],
    );
    assert.ok((after.dueAt ?? '') > (before.dueAt ?? ''));
    assert.ok((after.step?.dueAt ?? '') > (before.step?.dueAt ?? ''));
    const changes = (await changesOf(pool, 'dossier', dossier.id)) as DossierChange[];
    assert.deepEqual(JSON.parse(JSON.stringify(dossierFrom(dossier.id, changes))), after);
  });

  test('is not asked for when nothing is to be paid, and the refused request leaves the clock running', async () => {
    const dossier = await received({ groups: ['poor'] });
    await does(head, assignDossier, { id: dossier.id, version: dossier.version, officialId: specialist.id });
    const { version } = await now(dossier.id);
    await assert.rejects(
      does(specialist, requestPayment, { id: dossier.id, version, reason: 'Nộp phí' }),
      refusal('payment.nothing-owed'),
    );
    assert.equal((await now(dossier.id)).clock.at(-1)?.running, true);
  });

  test('filed online and paid before it is received, it is received as any other', async () => {
    const dossier = await filed();
    await told(await ordered(dossier));
    const paid = await now(dossier.id);
    assert.equal(paid.state, 'submitted');
    await does(receptionist, acceptDossier, { id: paid.id, version: paid.version });
    const { paid_online, paid_amount } = await one<{ paid_online: boolean; paid_amount: number }>(
      'select paid_online, paid_amount from dossier_facts where dossier_id = $1',
      [dossier.id],
    );
    assert.deepEqual({ paid_online, paid_amount }, { paid_online: true, paid_amount: 8000 });
  });
});

describe('random days of money', () => {
  test('receipts in force, held and given back always equal the books and the gateway; figures equal a recount', async () => {
    let seed = 42;
    const roll = (sides: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * sides);
    };
    const dossiers: Dossier[] = [];
    const orders: string[] = [];
    for (let step = 0; step < 400; step++) {
      const at = new Date(Date.parse('2027-01-04T02:00:00Z') + step * 600_000);
      const pick = dossiers[roll(dossiers.length)];
      const attempt = async () => {
        if (pick === undefined || step < 4) return void dossiers.push(await filed(at));
        const fresh = await now(pick.id);
        const paid = fresh.payments?.find((payment) => payment.voided === null);
        switch (roll(8)) {
          case 0:
            return void dossiers.push(await filed(at));
          case 1:
            return void (await takes([fresh], roll(2) === 0 ? receptionist : colleague, at));
          case 2:
            return void orders.push(await ordered(fresh, at));
          case 3:
          case 4:
            return void (await told(
              orders[roll(orders.length)] ?? 'x',
              roll(4) === 0 ? { amount: 5000 } : {},
              at,
            ));
          case 5:
            return void (await does(
              an,
              withdrawOwnDossier,
              { id: fresh.id, version: fresh.version, reason: 'Thôi không nộp' },
              at,
            ));
          case 6:
            return void (await does(
              receptionist,
              voidReceipt,
              { id: paid?.receiptId, reason: 'Ghi nhầm' },
              at,
            ));
          default: {
            const { id } = await does<{ id: string }>(
              receptionist,
              askRefund,
              {
                dossierId: fresh.id,
                receiptId: paid?.receiptId,
                amount: 1000 + roll(8) * 1000,
                reason: 'Hoàn',
              },
              at,
            );
            await does(leader, decideRefund, { id, approve: true }, at);
            return void (await does(receptionist, payRefund, { id, way: 'cash' }, at));
          }
        }
      };
      // Most of what chance proposes is rightly refused; what is not must balance.
      await attempt().catch((error: unknown) =>
        assert.equal((error as Error).name, 'Refusal', String(error)),
      );
      await balance();
    }
    const { count } = await one<{ count: number }>(
      `select count(*)::int as count from money_moves where day >= '2027-01-04'`,
    );
    assert.ok(count > 40, `only ${count} movements: chance proposed nothing`);
    const kept = await keptFacts(
      pool,
      dossiers.map(({ id }) => id),
    );
    for (const { id } of dossiers) {
      const changes = (await changesOf(pool, 'dossier', id)) as DossierChange[];
      const folded = countedFrom(id, changes, new Set([PLAIN.procedureVersionId]));
      assert.deepEqual(kept.get(id)?.facts, folded?.facts);
    }
  });
});

describe('the nouns of money', () => {
  test('say an amount in words as a receipt does', () => {
    assert.equal(amountInWords(8000), 'Tám nghìn đồng');
    assert.equal(amountInWords(1_050_005), 'Một triệu không trăm năm mươi nghìn không trăm linh năm đồng');
    assert.equal(amountInWords(121_015_000), 'Một trăm hai mươi mốt triệu không trăm mười lăm nghìn đồng');
    assert.equal(amountInWords(0), 'Không đồng');
  });

  test('let nothing the gateway says lose money or pay twice', () => {
    const paid = { result: 'paid' as const, amount: 8000 };
    const pending = { state: 'pending' as const, amount: 8000 };
    assert.equal(effectOf(paid, pending, { amount: 8000 }), 'paid');
    assert.equal(effectOf(paid, pending, { amount: 0 }), 'to-refund');
    assert.equal(effectOf(paid, { ...pending, state: 'paid' }, { amount: 0 }), 'duplicate');
    assert.equal(effectOf({ ...paid, amount: 1 }, pending, { amount: 8000 }), 'amount-differs');
    assert.equal(effectOf({ result: 'unknown', amount: null }, pending, { amount: 8000 }), 'still-pending');
  });
});
