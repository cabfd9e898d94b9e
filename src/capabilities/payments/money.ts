/** Kinds of receipt: series begin with the way of payment and bear the year: "Q26" at the counter, "T26" online. */
export type Way = 'cash' | 'online';

export const WAY_NAMES: Record<Way, string> = { cash: 'Tại quầy', online: 'Trực tuyến' };

/** The series of a legal day: numbers begin anew with each year. */
export function seriesOf(way: Way, day: string): string {
  return `${way === 'cash' ? 'Q' : 'T'}${day.slice(2, 4)}`;
}

/** "Q26-0000012". */
export function receiptNumber(series: string, number: number): string {
  return `${series}-${String(number).padStart(7, '0')}`;
}

export const REFUND_STATES = {
  asked: 'Chờ duyệt',
  approved: 'Đã duyệt, chờ chi',
  denied: 'Không hoàn',
  sending: 'Đang chuyển trả trực tuyến',
  paid: 'Đã hoàn',
} as const;
export type RefundState = keyof typeof REFUND_STATES;

export const ORDER_STATES = {
  pending: 'Đang chờ kết quả thanh toán',
  paid: 'Đã nộp',
  cancelled: 'Người nộp đã huỷ',
  refused: 'Ngân hàng từ chối',
  expired: 'Hết hạn, không có tiền về',
  'to-refund': 'Tiền về khi không còn phải nộp: được hoàn lại',
} as const;
export type OrderState = keyof typeof ORDER_STATES;

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

function threeDigits(value: number, full: boolean): string {
  const hundred = Math.floor(value / 100);
  const ten = Math.floor((value % 100) / 10);
  const one = value % 10;
  const words: string[] = [];
  if (full || hundred > 0) words.push(`${DIGITS[hundred]} trăm`);
  if (ten > 1) words.push(`${DIGITS[ten]} mươi`);
  else if (ten === 1) words.push('mười');
  else if (one > 0 && words.length > 0) words.push('linh');
  if (one === 1 && ten > 1) words.push('mốt');
  else if (one === 5 && ten > 0) words.push('lăm');
  else if (one > 0) words.push(DIGITS[one] ?? '');
  return words.join(' ');
}

/** "Tám nghìn đồng": as a receipt says an amount. For whole amounts from 0 to under a thousand billion. */
export function amountInWords(amount: number): string {
  if (!Number.isInteger(amount) || amount < 0 || amount >= 1e12) throw new RangeError(`no amount: ${amount}`);
  if (amount === 0) return 'Không đồng';
  const groups = [1e9, 1e6, 1e3, 1].map((unit) => Math.floor(amount / unit) % 1000);
  const names = ['tỷ', 'triệu', 'nghìn', ''];
  const words: string[] = [];
  for (const [place, group] of groups.entries()) {
    if (group === 0) continue;
    words.push(threeDigits(group, words.length > 0), names[place] ?? '');
  }
  const text = words.filter((word) => word !== '').join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} đồng`;
}

/** What the gateway's word does to an order. */
export type Effect =
  | 'paid'
  | 'cancelled'
  | 'refused'
  | 'still-pending'
  | 'duplicate'
  | 'to-refund'
  | 'amount-differs'
  | 'contradicts'
  | 'unknown-order'
  | 'forged';

/**
 * What comes of what the gateway says. Money that arrived is never lost: it pays what is owed, or waits to be given
 * back. A dossier that was stopped or withdrawn, or is paid already, is owed nothing: late money does not revive it.
 */
export function effectOf(
  notice: { result: 'paid' | 'cancelled' | 'refused' | 'pending' | 'unknown'; amount: number | null },
  order: { state: OrderState; amount: number },
  owed: { amount: number },
): Effect {
  const settled = order.state === 'paid' || order.state === 'to-refund';
  switch (notice.result) {
    case 'paid':
      if (settled) return 'duplicate';
      if (notice.amount !== order.amount) return 'amount-differs';
      return owed.amount === order.amount ? 'paid' : 'to-refund';
    case 'cancelled':
    case 'refused':
      if (settled) return 'contradicts';
      return order.state === 'pending' ? notice.result : 'duplicate';
    default:
      return 'still-pending';
  }
}
