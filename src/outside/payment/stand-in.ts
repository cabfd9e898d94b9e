import type { FastifyInstance } from 'fastify';
import { type OrderMessage, read, type Signed, sign } from './message.ts';

export interface StandInOptions {
  /** Where it is served: "/cong-thanh-toan-thu". */
  prefix: string;
  partner: string;
  secret: string;
  /** Where results are told to; asked for at the time, since a test's server learns its port late. */
  notifyAddress(): string;
}

interface Transaction {
  order: OrderMessage;
  result: '00' | '01' | '24' | '51';
  ref: string;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/**
 * A payment gateway to try with, behind the same messages as a real one: a page of its own to which the payer is led,
 * signed notices, queries and refunds. It has the moods of a real one: told twice, told late, cancelled, refused.
 * Nobody's money moves. What it knows is forgotten when the server stops; it then says that it knows no such order.
 */
export function standInGateway(options: StandInOptions) {
  const { prefix, partner, secret } = options;
  const known = new Map<string, Transaction>();
  const refunds = new Map<string, string>();
  let count = 0;
  const noticeOf = (id: string) => {
    const found = known.get(id);
    return sign(
      {
        LoaiBanTin: 'KET_QUA',
        PhienBan: '1.0',
        MaDoiTac: partner,
        MaThamChieu: id,
        MaGiaoDich: found?.ref ?? '',
        SoTien: found?.order.SoTien ?? '',
        KetQua: found?.result ?? '02',
        ThoiGianGD: found?.order.ThoiGian ?? '',
      },
      secret,
    );
  };
  const tell = async (id: string) => {
    await fetch(options.notifyAddress(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(noticeOf(id)),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => {
      // Whoever was to be told asks later: that is what the query is for.
    });
  };
  const signedOrder = (query: unknown): Signed<OrderMessage> | null => {
    const found = read('THANH_TOAN', query, secret);
    if (found === null || !found.genuine || found.message.MaDoiTac !== partner) return null;
    return query as Signed<OrderMessage>;
  };

  return async function plugin(app: FastifyInstance): Promise<void> {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 20_000 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    app.get(`${prefix}/trang.css`, (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
    app.get(`${prefix}/thanh-toan`, (request, reply) => {
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
      const order = signedOrder(request.query);
      if (order === null)
        return reply.code(400).send(page(prefix, '<h1>Yêu cầu thanh toán không hợp lệ</h1>'));
      const before = known.get(order.MaThamChieu);
      if (before !== undefined && before.result !== '01') return reply.redirect(order.DiaChiTraVe, 303);
      if (before === undefined)
        known.set(order.MaThamChieu, { order, result: '01', ref: `TT${String(++count).padStart(9, '0')}` });
      return reply.send(page(prefix, formOf(prefix, order)));
    });
    app.post(`${prefix}/thanh-toan`, async (request, reply) => {
      const given = request.body as Record<string, string>;
      const order = signedOrder(given);
      const found = order === null ? undefined : known.get(order.MaThamChieu);
      if (order === null || found === undefined) return reply.code(400).send();
      const id = order.MaThamChieu;
      if (found.result === '01')
        found.result = given.viec === 'huy' ? '24' : given.viec === 'tu-choi' ? '51' : '00';
      if (given.viec !== 'bao-muon') await tell(id);
      if (given.viec === 'bao-hai-lan') await tell(id);
      return reply.redirect(order.DiaChiTraVe, 303);
    });
    app.post(`${prefix}/truy-van`, async (request, reply) => {
      const asked = read('TRUY_VAN', request.body, secret);
      if (asked === null || !asked.genuine) return reply.code(400).send();
      return noticeOf(asked.message.MaThamChieu);
    });
    app.post(`${prefix}/hoan-tien`, async (request, reply) => {
      const asked = read('HOAN_TIEN', request.body, secret);
      if (asked === null || !asked.genuine) return reply.code(400).send();
      const id = asked.message.MaHoanTien;
      if (!refunds.has(id)) refunds.set(id, `HT${String(refunds.size + 1).padStart(9, '0')}`);
      return sign(
        {
          LoaiBanTin: 'KET_QUA_HOAN_TIEN',
          PhienBan: '1.0',
          MaDoiTac: partner,
          MaHoanTien: id,
          MaGiaoDichHoan: refunds.get(id) ?? '',
          KetQua: '00',
        },
        secret,
      );
    });
  };
}

function formOf(prefix: string, order: Signed<OrderMessage>): string {
  const amount = order.SoTien.replace(/\B(?=(\d{3})+(?!\d))/g, '.');
  const hidden = Object.entries(order)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('');
  return `<h1>Thanh toán thử</h1>
<p class="note">Cổng thanh toán để dùng thử: không có tiền thật nào được chuyển.</p>
<dl><dt>Nội dung</dt><dd>${escaped(order.NoiDung)}</dd><dt>Mã đơn</dt><dd>${escaped(order.MaThamChieu)}</dd>
<dt>Số tiền</dt><dd class="amount">${amount} đồng</dd></dl>
<form method="post" action="${prefix}/thanh-toan">${hidden}
<button class="primary" name="viec" value="nop">Nộp tiền</button>
<button name="viec" value="huy">Huỷ, không nộp</button>
<fieldset><legend>Tình huống để thử</legend>
<button name="viec" value="bao-hai-lan">Nộp tiền, cổng báo về hai lần</button>
<button name="viec" value="bao-muon">Nộp tiền, cổng chưa báo về ngay</button>
<button name="viec" value="tu-choi">Ngân hàng từ chối</button></fieldset></form>`;
}

function page(prefix: string, body: string): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Cổng thanh toán thử</title>
<link rel="stylesheet" href="${prefix}/trang.css"></head><body><main>${body}</main></body></html>`;
}

const STYLE = `body{margin:0;font:18px/1.5 system-ui,sans-serif;background:#eef2f6;color:#16202b}
main{max-width:32rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.5rem}.note{border-left:4px solid #7a5b00;padding:.25rem .75rem;background:#fff}
dt{color:#4a5a6a}dd{margin:0 0 .75rem;overflow-wrap:anywhere}.amount{font-size:1.5rem;font-weight:700}
button{display:block;width:100%;min-height:48px;margin:.5rem 0;font:inherit;border:1px solid #37506a;background:#fff;color:#16202b;border-radius:4px;cursor:pointer}
button.primary{background:#1b4f8a;border-color:#1b4f8a;color:#fff;font-weight:600}
button:focus-visible{outline:3px solid #e08a00;outline-offset:2px}
fieldset{margin-top:1.5rem;border:1px solid #aab8c6}`;
