import { readFileSync } from 'node:fs';
import { ACT_KEYS, ACT_NAMES, DESK_KEYS, RECEIPT_KEYS } from '../../web/desk/keys.ts';

/** The pages of the users' guide that are printed from what the program itself goes by. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'phim-tat.md': keysPage,
  'thong-bao-canh-bao.md': toldPage,
};

const RENEW =
  '<!-- Trang này do chương trình in ra: HAICAP_PICTURES=1 bin/haicap run test/house/guide.test.ts -->';

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const keyed = (rows: readonly { keys: readonly string[]; does: string }[]) =>
  table(
    ['Phím', 'Việc'],
    rows.map(({ keys, does }) => [keys.map((key) => `\`${key}\``).join(' '), does]),
  );

function keysPage(): string {
  const acts = Object.entries(ACT_KEYS).map(([act, letter]) => ({
    keys: [letter],
    does: ACT_NAMES[act] ?? act,
  }));
  return `# Phím tắt của bàn làm việc

${RENEW}

Bấm \`?\` ở bàn làm việc để xem bảng này trên màn hình. Phím tắt nghỉ khi đang gõ chữ trong một ô. Phím của một việc chỉ
có tác dụng khi việc đó đang làm được với hồ sơ đang mở. Việc nào cũng hỏi lại trong một hộp trước khi làm, trừ thu tiền
mặt: \`Ctrl Enter\` để làm, \`Esc\` để thôi; những gì đã gõ vẫn còn khi mở lại.

![Bảng phím tắt](../pictures/huong-dan/phim-tat.webp)

## Đi lại

${keyed(DESK_KEYS)}

## Việc của hồ sơ đang mở

${keyed(acts)}

## Tiếp nhận hồ sơ

${keyed(RECEIPT_KEYS)}
`;
}

interface Told {
  quiet: { from: string; to: string };
  templates: Record<string, { subject: string; sms: string }>;
}
interface Warned {
  rules: { title: string; to: string[] }[];
}

/** What happens when each message goes out, in the order of a dossier's life. */
const WHEN: Readonly<Record<string, string>> = {
  received: 'Tiếp nhận',
  'refused-receipt': 'Không tiếp nhận',
  'supplement-requested': 'Yêu cầu bổ sung',
  supplemented: 'Nhận bổ sung',
  'payment-requested': 'Thông báo nộp phí',
  paid: 'Thu đủ phí, tại quầy hoặc trực tuyến',
  extended: 'Xin lỗi, hẹn lại ngày trả',
  withdrawn: 'Rút hồ sơ theo đề nghị, tại quầy',
  stopped: 'Dừng giải quyết, hoặc đóng vì quá hạn bổ sung',
  resolved: 'Cấp số, phát hành',
  returned: 'Trả kết quả',
  corrected: 'Sửa thông tin, cấp lại giấy',
  apologised: 'Xin lỗi về sai sót',
  refunded: 'Chi hoàn tiền',
  other: 'Giải quyết tiếp, đính chính kết quả, khắc phục sai sót, hoàn tác, ghi chú có báo người nộp',
};
const WHOM: Readonly<Record<string, string>> = {
  holder: 'người đang giữ hồ sơ',
  head: 'lãnh đạo phòng của người ấy',
  leader: 'lãnh đạo cơ quan',
  receptionist: 'cán bộ tiếp nhận',
  asker: 'người lấy ý kiến',
  asked: 'nơi được lấy ý kiến',
};

function named(names: Readonly<Record<string, string>>, key: string, where: string): string {
  const found = names[key];
  if (found === undefined) throw new Error(`${where}: no words for “${key}” in test/support/guide-pages.ts`);
  return found;
}

function toldPage(): string {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../catalogue/${name}.json`, import.meta.url), 'utf8'));
  const { quiet, templates } = read('messages') as Told;
  const { rules } = read('warnings') as Warned;
  for (const key of Object.keys(templates)) named(WHEN, key, 'messages');
  return `# Ai được báo gì, khi nào

${RENEW}

## Người nộp

Mỗi tin có ngay trong mục **Hồ sơ của tôi** trên cổng. Ngoài ra tin được gửi bằng thư điện tử, SMS hoặc Zalo theo cách
người ấy đã chọn (chưa chọn: thư điện tử và SMS), nếu tỉnh đã nối với nơi gửi. SMS và Zalo không gửi từ ${quiet.from} đến
${quiet.to}; tin của quãng ấy gửi vào buổi sáng. Tin chỉ có mã hồ sơ, tên thủ tục, ngày hẹn và địa chỉ để xem; không có tên
hay thông tin riêng của ai.

${table(
  ['Khi cán bộ làm việc này', 'Người nộp đọc', 'SMS'],
  Object.entries(WHEN).map(([key, when]) => [when, templates[key]?.subject ?? '', templates[key]?.sms ?? '']),
)}

Chuyển bước trong cơ quan, phân công, chuyển lại bước trước và lấy ý kiến không báo người nộp, trừ bước mà quy trình đặt
riêng để báo.

## Cán bộ

Cảnh báo hiện ở chuông trên đầu màn hình (phím \`!\`) trong vòng nửa phút, không phải tải lại trang. Bảy giờ sáng, ai còn
cảnh báo thì nhận một thư gộp, nếu tài khoản có địa chỉ thư. Bấm một cảnh báo để mở hồ sơ;
nơi được lấy ý kiến chỉ mở được câu hỏi của mình. Cảnh báo tự mất khi việc đã
được làm. Hồ sơ chưa ai giữ thì lãnh đạo cơ quan nhận thay.

${table(
  ['Cảnh báo', 'Ai nhận'],
  rules.map(({ title, to }) => [title, to.map((one) => named(WHOM, one, 'warnings')).join(', ')]),
)}

![Chuông và danh sách cảnh báo](../pictures/huong-dan/canh-bao.webp)
`;
}
