import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, describe } from 'node:test';
import {
  accountName,
  BINH_LUC,
  CITIZENS,
  official,
  PLAIN,
  signedIn,
  testApp,
  testProvince,
} from '../../../test/support/province.ts';
import { gatewayOf } from '../../app.ts';
import { jobRunner } from '../../jobs/runner.ts';
import { httpGateway } from '../../outside/payment/gateway.ts';
import { read, sign } from '../../outside/payment/message.ts';
import { perform } from '../../perform.ts';
import { getDossier, owedAmount } from '../dossiers/index.ts';
import { insertPaper } from '../papers/index.ts';
import { askRefund, decideRefund, paymentJobs, payRefund } from './index.ts';

const { pool } = await testProvince();
const payment = { kind: 'stand-in' as const, reachedAt: () => address, secret: 'khoa-thu' };
let address = '';
const { app, close } = await testApp(pool, { payment });
address = await app.listen({ host: '127.0.0.1', port: 0 });
const gateway = gatewayOf(payment, 'http://localhost');
after(async () => {
  await close();
  await pool.end();
});
const an = await signedIn(app, CITIZENS[0].personalId);

async function filed(): Promise<string> {
  const paperId = randomUUID();
  await insertPaper(pool, {
    id: paperId,
    name: 'don.pdf',
    type: 'application/pdf',
    size: 10,
    sha256: 'a'.repeat(64),
    uploadedBy: `person:${CITIZENS[0].id}`,
    uploadedAt: new Date().toISOString(),
    origin: 'citizen',
    dossierId: null,
  });
  const { body, status } = await an.call('POST', '/api/my/dossiers', {
    ...PLAIN,
    competentBodyId: BINH_LUC,
    form: { content: 'Đề nghị xác nhận' },
    components: [{ key: 'don', paperIds: [paperId] }],
    returnBy: 'online',
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body.id;
}
const owed = async (id: string) => {
  const dossier = await getDossier(pool, id);
  assert.ok(dossier);
  return owedAmount(dossier);
};
async function ordered(id: string): Promise<{ orderId: string; payAt: URL }> {
  const { body } = await an.call('POST', `/api/my/dossiers/${id}/pay`, {});
  const order = await an.call('GET', `/api/my/orders/${body.orderId}`);
  return { orderId: body.orderId, payAt: new URL(order.body.payAt) };
}
/** What the payer's browser does on the gateway's page: opens it, presses a button, is led back. */
async function pays(payAt: URL, how: string): Promise<string> {
  const page = await fetch(`${address}${payAt.pathname}${payAt.search}`);
  assert.equal(page.status, 200);
  const pressed = await fetch(`${address}${payAt.pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ ...Object.fromEntries(payAt.searchParams), viec: how }),
    redirect: 'manual',
  });
  assert.equal(pressed.status, 303);
  return pressed.headers.get('location') ?? '';
}
const effects = async (orderId: string) =>
  (
    await pool.query<{ effect: string }>(
      'select effect from gateway_notices where order_id = $1 order by id',
      [orderId],
    )
  ).rows.map((row) => row.effect);

describe('the way through the gateway', () => {
  test('leads there and back, and the notice told twice pays once', async () => {
    const id = await filed();
    const { orderId, payAt } = await ordered(id);
    assert.equal(await pays(payAt, 'bao-hai-lan'), `http://localhost/cua-toi/${id}?don=${orderId}`);
    assert.deepEqual(await effects(orderId), ['paid', 'duplicate']);
    assert.equal(await owed(id), 0);
    const order = await an.call('GET', `/api/my/orders/${orderId}`);
    assert.equal(order.body.state, 'paid');
    const receipt = await an.call('GET', order.body.receipt);
    assert.equal(receipt.body.subarray(0, 5).toString(), '%PDF-');
    const again = await fetch(`${address}${payAt.pathname}${payAt.search}`, { redirect: 'manual' });
    assert.equal(again.status, 303, 'the page of a paid order leads back at once');
  });

  test('cancelled by the payer, or refused by the bank, leaves the fee owed', async () => {
    const id = await filed();
    for (const [how, state] of [
      ['huy', 'cancelled'],
      ['tu-choi', 'refused'],
    ] as const) {
      const { orderId, payAt } = await ordered(id);
      await pays(payAt, how);
      assert.deepEqual(await effects(orderId), [state]);
    }
    assert.equal(await owed(id), 8000);
  });

  test('a notice that never comes is asked for by the clock', async () => {
    const id = await filed();
    const { orderId, payAt } = await ordered(id);
    await pays(payAt, 'bao-muon');
    assert.equal(await owed(id), 8000);
    const { tick } = jobRunner({ pool, jobs: paymentJobs(gateway) });
    await tick(new Date(Date.now() + 20 * 60_000));
    assert.deepEqual(await effects(orderId), ['paid']);
    assert.equal(await owed(id), 0);
  });

  test('a notice whose amount or signature was changed on the way is refused', async () => {
    const id = await filed();
    const { orderId } = await ordered(id);
    const genuine = {
      LoaiBanTin: 'KET_QUA' as const,
      PhienBan: '1.0' as const,
      MaDoiTac: 'HAICAP',
      MaThamChieu: orderId,
      MaGiaoDich: 'TT1',
      SoTien: '8000',
      KetQua: '00',
      ThoiGianGD: new Date().toISOString(),
    };
    const tell = (body: unknown) =>
      fetch(`${address}/thong-bao-thanh-toan`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    assert.equal((await tell(sign(genuine, 'khoa-khac'))).status, 403);
    assert.equal(
      (await tell({ ...sign({ ...genuine, SoTien: '1' }, 'khoa-thu'), SoTien: '8000' })).status,
      403,
    );
    assert.equal((await tell({ ...sign({ ...genuine, MaDoiTac: 'KHAC' }, 'khoa-thu') })).status, 403);
    assert.equal((await tell({ hello: 1 })).status, 400);
    assert.equal(await owed(id), 8000);
    const desk = await signedIn(app, accountName(BINH_LUC, 'receptionist'));
    const { body } = await desk.call('GET', '/api/payments/refunds');
    assert.deepEqual(
      body.amiss.map((one: { dossierId: string }) => one.dossierId),
      [id, id, id],
    );
    assert.equal((await tell(sign(genuine, 'khoa-thu'))).status, 200);
    assert.equal(await owed(id), 0);
  });

  test('a refund goes back the way the money came', async () => {
    const id = await filed();
    await pays((await ordered(id)).payAt, 'nop');
    const dossier = await getDossier(pool, id);
    const as = official(BINH_LUC, 'receptionist');
    const refund = await perform(pool, askRefund, as, {
      dossierId: id,
      receiptId: dossier?.payments?.[0]?.receiptId,
      amount: 8000,
      reason: 'Người nộp thuộc diện miễn',
    });
    await perform(pool, decideRefund, official(BINH_LUC, 'leader'), { id: refund.id, approve: true });
    await perform(pool, payRefund, as, { id: refund.id, way: 'online' });
    const { tick } = jobRunner({ pool, jobs: paymentJobs(gateway) });
    await tick(new Date(Date.now() + 40 * 60_000));
    const { rows } = await pool.query('select state, refund_ref from refunds where id = $1', [refund.id]);
    assert.deepEqual(rows, [{ state: 'paid', refund_ref: 'HT000000001' }]);
  });

  test('while the gateway is away the order waits, and the clock says so', async () => {
    const { orderId } = await ordered(await filed());
    const away = httpGateway({ url: 'http://127.0.0.1:1', partner: 'HAICAP', secret: 'x' });
    await pool.query(`delete from jobs where name = 'payments.reconcile'`);
    const { tick } = jobRunner({ pool, jobs: paymentJobs(away) });
    await tick(new Date(Date.now() + 30 * 3_600_000));
    assert.deepEqual(await effects(orderId), []);
    const { rows } = await pool.query('select state from payment_orders where id = $1', [orderId]);
    assert.deepEqual(rows, [{ state: 'pending' }]);
  });

  test('an order of another citizen is not to be seen', async () => {
    const { orderId } = await ordered(await filed());
    const other = await signedIn(app, CITIZENS[1].personalId);
    assert.equal((await other.call('GET', `/api/my/orders/${orderId}`)).status, 404);
  });
});

describe('a signed message', () => {
  test('whose values were shifted from one field to the next has another signature', () => {
    const message = {
      LoaiBanTin: 'HOAN_TIEN' as const,
      PhienBan: '1.0' as const,
      MaDoiTac: 'HAICAP',
      MaHoanTien: 'a | b',
      MaGiaoDich: 'c',
      SoTien: '1',
      LyDo: 'd',
    };
    const shifted = { ...sign(message, 'k'), MaHoanTien: 'a', MaGiaoDich: 'b | c' };
    assert.equal(read('HOAN_TIEN', sign(message, 'k'), 'k')?.genuine, true);
    assert.equal(read('HOAN_TIEN', shifted, 'k')?.genuine, false);
  });
});
