import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The messages exchanged with the payment platform, in one place so that one file changes when its own description is
 * in hand. What is doubtful: the platform of the national portal publishes none. The names of the fields are those
 * that integrators use when they speak of it (MaThamChieu, MaXacThuc …); their order in the signature, the result
 * codes and that the payer is led there by a signed address are ours, after the habit of Vietnamese gateways.
 */

export interface OrderMessage {
  LoaiBanTin: 'THANH_TOAN';
  PhienBan: '1.0';
  MaDoiTac: string;
  MaThamChieu: string;
  SoTien: string;
  MaTienTe: 'VND';
  NoiDung: string;
  /** When the order was made, ISO 8601. */
  ThoiGian: string;
  DiaChiTraVe: string;
}
export interface NoticeMessage {
  LoaiBanTin: 'KET_QUA';
  PhienBan: '1.0';
  MaDoiTac: string;
  MaThamChieu: string;
  /** The platform's own number of the transaction; empty while there is none. */
  MaGiaoDich: string;
  SoTien: string;
  /** 00 paid, 01 still waiting, 02 unknown, 24 cancelled by the payer, 51 refused by the bank. */
  KetQua: string;
  ThoiGianGD: string;
}
export interface RefundMessage {
  LoaiBanTin: 'HOAN_TIEN';
  PhienBan: '1.0';
  MaDoiTac: string;
  /** Ours: the same refund asked twice is paid once. */
  MaHoanTien: string;
  MaGiaoDich: string;
  SoTien: string;
  LyDo: string;
}
export interface RefundAnswer {
  LoaiBanTin: 'KET_QUA_HOAN_TIEN';
  PhienBan: '1.0';
  MaDoiTac: string;
  MaHoanTien: string;
  MaGiaoDichHoan: string;
  KetQua: string;
}
export interface QueryMessage {
  LoaiBanTin: 'TRUY_VAN';
  PhienBan: '1.0';
  MaDoiTac: string;
  MaThamChieu: string;
}
type Message = OrderMessage | NoticeMessage | RefundMessage | RefundAnswer | QueryMessage;
export type Signed<M> = M & { MaXacThuc: string };

export const RESULTS = {
  '00': 'paid',
  '01': 'pending',
  '02': 'unknown',
  '24': 'cancelled',
  '51': 'refused',
} as const;
export type Result = (typeof RESULTS)[keyof typeof RESULTS];

/** The fields of each message, in the order in which they are signed. */
const FIELDS: { [M in Message as M['LoaiBanTin']]: readonly (keyof M)[] } = {
  THANH_TOAN: [
    'LoaiBanTin',
    'PhienBan',
    'MaDoiTac',
    'MaThamChieu',
    'SoTien',
    'MaTienTe',
    'NoiDung',
    'ThoiGian',
    'DiaChiTraVe',
  ],
  KET_QUA: [
    'LoaiBanTin',
    'PhienBan',
    'MaDoiTac',
    'MaThamChieu',
    'MaGiaoDich',
    'SoTien',
    'KetQua',
    'ThoiGianGD',
  ],
  HOAN_TIEN: ['LoaiBanTin', 'PhienBan', 'MaDoiTac', 'MaHoanTien', 'MaGiaoDich', 'SoTien', 'LyDo'],
  KET_QUA_HOAN_TIEN: ['LoaiBanTin', 'PhienBan', 'MaDoiTac', 'MaHoanTien', 'MaGiaoDichHoan', 'KetQua'],
  TRUY_VAN: ['LoaiBanTin', 'PhienBan', 'MaDoiTac', 'MaThamChieu'],
};

/** The text that is signed. A bar within a value is doubled, so that two messages never have the same text. */
function canonical(message: Record<string, string>, fields: readonly string[]): string {
  return fields.map((field) => (message[field] ?? '').replaceAll('|', '||')).join(' | ');
}

export function sign<M extends Message>(message: M, secret: string): Signed<M> {
  const text = canonical(
    message as unknown as Record<string, string>,
    FIELDS[message.LoaiBanTin] as readonly string[],
  );
  return { ...message, MaXacThuc: createHmac('sha256', secret).update(text).digest('hex') };
}

/**
 * A message of this kind out of whatever arrived, and whether it is genuine. Null when it is no such message: a field
 * is missing, is no text, or is far too long.
 */
export function read<K extends Message['LoaiBanTin']>(
  kind: K,
  body: unknown,
  secret: string,
): { message: Extract<Message, { LoaiBanTin: K }>; genuine: boolean } | null {
  if (typeof body !== 'object' || body === null) return null;
  const given = body as Record<string, unknown>;
  const fields = FIELDS[kind] as readonly string[];
  const isText = (value: unknown) =>
    typeof value === 'string' && value.length <= 2000 && !value.includes('\0');
  if (given.LoaiBanTin !== kind || ![...fields, 'MaXacThuc'].every((field) => isText(given[field])))
    return null;
  const message = Object.fromEntries(fields.map((field) => [field, given[field] as string]));
  const right = createHmac('sha256', secret).update(canonical(message, fields)).digest();
  const said = Buffer.from(String(given.MaXacThuc), 'hex');
  return {
    message: message as unknown as Extract<Message, { LoaiBanTin: K }>,
    genuine: said.length === right.length && timingSafeEqual(said, right),
  };
}
