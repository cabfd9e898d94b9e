import { type NoticeMessage, RESULTS, type Result, read, sign } from './message.ts';

/** What the gateway says of one order. */
export interface GatewayNotice {
  orderId: string;
  gatewayRef: string | null;
  /** In dong; null when what was said is no amount. */
  amount: number | null;
  result: Result;
}

export interface PaymentGateway {
  /** Where the payer is led: the order stands in the address, signed. */
  payAddress(order: {
    id: string;
    amount: number;
    content: string;
    madeAt: string;
    returnTo: string;
  }): string;
  /** A notice out of whatever was sent, and whether the gateway signed it; null when it is no notice at all. */
  readNotice(body: unknown): { notice: GatewayNotice; genuine: boolean } | null;
  /** Asks what became of an order. Throws when the gateway is away or its answer is not signed. */
  query(orderId: string): Promise<GatewayNotice>;
  /** Gives money back; asked twice with the same id it is given once. Throws when it could not be. */
  refund(refund: {
    id: string;
    gatewayRef: string;
    amount: number;
    reason: string;
  }): Promise<{ ref: string }>;
}

export interface GatewayOptions {
  /** Where the gateway is: "https://thanhtoan.example.vn/cong". */
  url: string;
  /** Who we are to it, and what we sign with. */
  partner: string;
  secret: string;
}

const noticeOf = (message: NoticeMessage): GatewayNotice => ({
  orderId: message.MaThamChieu,
  gatewayRef: message.MaGiaoDich === '' ? null : message.MaGiaoDich,
  amount: /^\d{1,15}$/.test(message.SoTien) ? Number(message.SoTien) : null,
  result: RESULTS[message.KetQua as keyof typeof RESULTS] ?? 'unknown',
});

/** The gateway over HTTP. Ten seconds for an answer: whoever waits for money asks again later. */
export function httpGateway({ url: given, partner, secret }: GatewayOptions): PaymentGateway {
  const url = given.replace(/\/+$/, '');
  const ask = async (path: string, message: object): Promise<unknown> => {
    const answer = await fetch(`${url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`the payment gateway answered ${answer.status}`);
    return answer.json();
  };
  const common = { PhienBan: '1.0', MaDoiTac: partner } as const;
  return {
    payAddress({ id, amount, content, madeAt, returnTo }) {
      const message = sign(
        {
          LoaiBanTin: 'THANH_TOAN',
          ...common,
          MaThamChieu: id,
          SoTien: String(amount),
          MaTienTe: 'VND',
          NoiDung: content,
          ThoiGian: madeAt,
          DiaChiTraVe: returnTo,
        },
        secret,
      );
      return `${url}/thanh-toan?${new URLSearchParams({ ...message })}`;
    },
    readNotice(body) {
      const found = read('KET_QUA', body, secret);
      if (found === null) return null;
      return {
        notice: noticeOf(found.message),
        genuine: found.genuine && found.message.MaDoiTac === partner,
      };
    },
    async query(orderId) {
      const answer = await ask(
        'truy-van',
        sign({ LoaiBanTin: 'TRUY_VAN', ...common, MaThamChieu: orderId }, secret),
      );
      const found = read('KET_QUA', answer, secret);
      if (found === null || !found.genuine || found.message.MaThamChieu !== orderId)
        throw new Error('the payment gateway’s answer is not signed by it');
      return noticeOf(found.message);
    },
    async refund({ id, gatewayRef, amount, reason }) {
      const answer = await ask(
        'hoan-tien',
        sign(
          {
            LoaiBanTin: 'HOAN_TIEN',
            ...common,
            MaHoanTien: id,
            MaGiaoDich: gatewayRef,
            SoTien: String(amount),
            LyDo: reason,
          },
          secret,
        ),
      );
      const found = read('KET_QUA_HOAN_TIEN', answer, secret);
      if (found === null || !found.genuine || found.message.MaHoanTien !== id)
        throw new Error('the payment gateway’s answer is not signed by it');
      if (found.message.KetQua !== '00')
        throw new Error(`the payment gateway refused: ${found.message.KetQua}`);
      return { ref: found.message.MaGiaoDichHoan };
    },
  };
}
