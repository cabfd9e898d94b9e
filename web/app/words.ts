import { Problem } from './api.ts';
import { showNumber, showShort, showSize } from './dates.ts';

type Details = Record<string, unknown>;
export type Words = string | ((details: Details) => string);

export const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/**
 * What is said for each code of a refusal. What happened, what was kept, what to do; no blame, no system words.
 * `words.test.ts` keeps this complete: every code that src/ can refuse with has its words here.
 */
export const WORDS: Record<string, Words> = {
  // the line and the server
  'line.broken':
    'Đường truyền đang bị ngắt. Những gì ông/bà đã nhập vẫn được giữ trên máy này. Hãy thử lại khi có mạng.',
  'http.413': 'Tệp quá lớn nên chưa gửi được.',
  'http.429': 'Có quá nhiều yêu cầu cùng lúc. Xin chờ một phút rồi thử lại.',
  'http.500': 'Hệ thống gặp lỗi, không phải do ông/bà. Những gì đã nhập vẫn còn. Xin thử lại sau ít phút.',
  'http.502': 'Hệ thống đang khởi động lại. Những gì đã nhập vẫn còn. Xin thử lại sau ít phút.',
  'http.503': 'Hệ thống đang tạm dừng. Những gì đã nhập vẫn còn. Xin thử lại sau ít phút.',

  // session
  'session.none': 'Ông/bà cần đăng nhập để làm tiếp. Những gì đã nhập vẫn được giữ.',
  'session.wrong': 'Tên đăng nhập hoặc mật khẩu chưa đúng. Xin kiểm tra lại.',
  'session.throttled': (d) => {
    const seconds = Number(d.retryAfterSeconds ?? 60);
    const wait = seconds < 60 ? `${Math.ceil(seconds)} giây` : `${Math.ceil(seconds / 60)} phút`;
    return `Đã nhập sai nhiều lần liên tiếp. Xin chờ ${wait} rồi thử lại.`;
  },

  // ratings
  'rating.link-over': 'Đường dẫn đánh giá này đã dùng hoặc đã hết hạn. Mỗi đường dẫn chỉ dùng được một lần.',
  'rating.used': 'Hồ sơ này đã được đánh giá. Mỗi hồ sơ được đánh giá một lần.',
  'rating.not-yet': 'Hồ sơ chưa có kết quả nên chưa đánh giá được.',
  'rating.no-such-dossier':
    'Không tìm thấy hồ sơ có mã này ở trung tâm này. Xin kiểm tra lại mã trên giấy tiếp nhận.',
  'date.future': 'Ngày này chưa đến. Xin ghi hôm nay hoặc một ngày đã qua.',
  'tablet.unknown': 'Máy này chưa đưa vào dùng ở trung tâm, hoặc đã thôi dùng.',
  'tablet.other-dossier': 'Máy đã chuyển sang hồ sơ khác nên chưa gửi được đánh giá. Xin mở lại hồ sơ.',

  // money
  'payment.nothing-owed': 'Hồ sơ không còn khoản nào phải nộp. Xin tải lại trang để xem.',
  'payment.amount': (d) =>
    `Số tiền phải nộp lúc này là ${showNumber(Number(d.owed ?? 0), 0)} đồng. Xin xem lại rồi thu.`,
  'payment.several-persons': 'Một biên lai chỉ thu cho hồ sơ của một người.',
  'payment.not-online': 'Nơi này chưa nhận nộp trực tuyến. Ông/bà nộp tại quầy của trung tâm.',
  'receipt.unknown': 'Không tìm thấy biên lai này.',
  'receipt.void': 'Biên lai này đã huỷ.',
  'receipt.online': 'Tiền đã nộp trực tuyến nên không huỷ biên lai; hãy đề nghị hoàn tiền.',
  'receipt.refunding': 'Biên lai này đang hoặc đã được hoàn tiền nên không huỷ được.',
  'order.unknown': 'Không tìm thấy lần nộp tiền này.',
  // papers
  'paper.too-large': (d) =>
    `Tệp vượt quá ${typeof d.limit === 'number' ? showSize(d.limit) : '25 MB'}. Hãy quét ở độ phân giải thấp hơn (200 dpi) hoặc tách thành nhiều tệp.`,
  'paper.type-unknown': 'Hệ thống chưa nhận loại tệp này. Hãy dùng PDF, ảnh (JPEG, PNG) hoặc Word (docx).',
  'paper.lies':
    'Nội dung tệp không đúng với phần đuôi của tên tệp. Hãy lưu lại thành PDF hoặc ảnh rồi tải lên.',
  'paper.empty': 'Tệp không có nội dung. Hãy chọn tệp khác.',
  'paper.broken':
    'Tệp hỏng hoặc chưa tải hết, không mở được. Hãy mở thử trên máy, lưu lại thành PDF hoặc ảnh rồi tải lên.',
  'paper.locked': 'Tệp PDF này có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.',
  'paper.too-many-pages': (d) =>
    `Tệp có quá ${typeof d.limit === 'number' ? d.limit : 500} trang. Hãy tách thành nhiều tệp.`,
  'paper.too-many-pixels': 'Ảnh quá lớn, máy chủ không mở được. Hãy chụp hoặc quét lại ở 200 đến 300 dpi.',
  'paper.busy': 'Máy chủ đang mở nhiều giấy tờ. Xin gửi lại sau ít giây; tệp vẫn còn ở máy này.',
  'paper.no-picture': 'Giấy tờ này không có ảnh xem nhanh. Hãy mở tệp.',
  'paper.stopped': 'Đã dừng tải tệp này.',
  'paper.none': 'Chưa thấy tệp nào trong lần gửi. Xin chọn lại.',
  'paper.unknown': 'Không còn thấy tệp này. Xin tải lại tệp.',
  'paper.not-yours': 'Tệp này không do ông/bà tải lên, hoặc đã thuộc hồ sơ khác. Xin tải lại tệp.',

  'result.not-pdf':
    'Kết quả phải là tệp PDF. Hãy dùng “Chụp, ghép” để ghép ảnh thành PDF, hoặc tải bản PDF đã ký.',

  // scanning
  'scan.unreadable': (d) =>
    `${typeof d.name === 'string' ? `${d.name}: ` : ''}tệp hỏng, có mật khẩu, hoặc trình duyệt không đọc được. Hãy bỏ trang này, hoặc lưu lại thành JPEG, PDF rồi thêm lại.`,
  'scan.too-many': 'Một giấy tờ ghép được nhiều nhất 100 trang. Hãy tách thành nhiều tệp.',
  'scan.failed': 'Máy chưa ghép được các trang này. Các trang vẫn còn; hãy thử lại, hoặc bỏ bớt trang.',

  // vault
  'vault.not-open':
    'Kho giấy tờ của người nộp chưa mở, hoặc đã mở quá 4 giờ. Xin mở lại khi người nộp có mặt.',
  'vault.unknown': 'Giấy tờ này không có trong kho của người nộp. Xin chọn lại.',
  'vault.expired': 'Giấy tờ này trong kho đã hết thời hạn dùng. Xin chọn giấy khác hoặc nộp bản mới.',
  'vault.withdrawn': 'Giấy tờ này trong kho đã được thay hoặc thu hồi. Xin chọn giấy khác hoặc nộp bản mới.',
  'vault.kept':
    'Giấy tờ này chỉ lưu để xem: đơn, tờ khai làm mới mỗi lần; giấy có thời hạn mà chưa rõ ngày cấp cũng không dùng lại. Xin nộp bản mới.',
  'vault.kind-unknown': 'Không có loại giấy tờ này trong danh mục. Xin chọn lại.',

  // dossiers
  'dossier.stale': (d) => {
    const who = text(d.by);
    const when = typeof d.at === 'string' ? ` lúc ${showShort(d.at)}` : '';
    return `Hồ sơ vừa được ${who === '' ? 'người khác' : who} cập nhật${when}. Những gì ông/bà nhập vẫn còn; hãy tải lại hồ sơ để xem thay đổi rồi làm tiếp.`;
  },
  'dossier.unknown': 'Không tìm thấy hồ sơ có mã này. Xin kiểm tra lại từng chữ số trên giấy hẹn.',
  'dossier.state':
    'Hồ sơ đã chuyển sang trạng thái khác nên không làm được việc này nữa. Xin tải lại trang để xem.',
  'dossier.decided': 'Hồ sơ đã có quyết định nên không rút được nữa.',
  'dossier.component-missing': (d) => `Còn thiếu giấy tờ: ${text(d.name)}.`,
  'dossier.component-unknown': 'Giấy tờ này không thuộc thủ tục. Xin tải lại trang.',
  'dossier.channel-not-offered': 'Thủ tục này không nhận hồ sơ theo cách nộp đã chọn.',
  'dossier.case-unknown': 'Trường hợp này không thuộc thủ tục. Xin chọn lại.',
  'dossier.no-result': 'Hồ sơ này chưa có kết quả.',
  'dossier.no-supplement': 'Hồ sơ này chưa có yêu cầu bổ sung.',
  'dossier.not-refused': 'Hồ sơ này không bị từ chối.',
  'dossier.not-extended': 'Hồ sơ này chưa hẹn lại ngày trả nên không có văn bản xin lỗi.',
  'dossier.not-stopped': 'Hồ sơ này không bị dừng giải quyết.',
  'procedure.unknown': 'Không tìm thấy thủ tục này.',
  'procedure.not-in-force': 'Thủ tục này hôm nay không còn hiệu lực. Xin tìm thủ tục thay thế ở trang đầu.',
  'agency.unknown': 'Không tìm thấy cơ quan này.',
  'agency.not-competent': 'Cơ quan đã chọn không giải quyết thủ tục này. Xin chọn lại nơi giải quyết.',
  'unit.unknown': 'Không có xã, phường này. Xin chọn trong danh sách.',
  'person.unknown': 'Không tìm thấy người này.',
  'draft.unknown': 'Không có bản nháp nào cho thủ tục này.',
  'draft.too-large': 'Bản nháp quá dài nên chỉ được giữ trên máy này.',

  // reports
  'text.too-long': 'Mục này dài quá. Xin chia bớt sang mục khác.',

  // who may, and what was sent
  'act.forbidden': 'Tài khoản này không được làm việc này.',
  'act.out-of-reach': 'Hồ sơ này không thuộc phạm vi của ông/bà.',
  'address.unknown': 'Không có địa chỉ này.',
  'database.away': 'Hệ thống đang khởi động lại. Những gì đã nhập vẫn còn. Xin thử lại sau ít phút.',
  'input.invalid': 'Có mục cần sửa. Xin xem lại các mục được đánh dấu.',
  internal: 'Hệ thống gặp lỗi, không phải do ông/bà. Những gì đã nhập vẫn còn. Xin thử lại sau ít phút.',
  'request.unreadable': 'Yêu cầu này không đọc được. Xin tải lại trang rồi làm lại.',
  'request.too-large': 'Nội dung gửi quá lớn. Xin rút ngắn hoặc chia nhỏ rồi gửi lại.',
  'request.foreign': 'Yêu cầu không đến từ trang này. Xin tải lại trang rồi làm lại.',
  'request.key': 'Lần gửi này thiếu thông tin. Xin tải lại trang rồi gửi lại.',
  'request.key-reused': 'Lần gửi trước đã được ghi với nội dung khác. Xin tải lại trang để xem kết quả.',
  'session.unknown': 'Phiên đăng nhập này đã đóng.',
  'live.too-many': 'Đang mở quá nhiều cửa sổ; các số liệu được cập nhật chậm hơn.',
  'message.not-failed': 'Thông báo này đã được gửi lại hoặc không còn nữa.',
  'job.not-dead': 'Việc này đã được làm lại hoặc không còn nữa.',

  // fields: the same words on both sides
  required: 'Xin điền mục này.',
  'form.required': 'Xin điền mục này.',
  'unknown-field': 'Mục này không thuộc biểu mẫu hiện hành. Xin tải lại trang.',
  'text.unreadable': 'Mục này có ký tự không đọc được. Xin xoá rồi gõ lại.',
  'date.unreadable': 'Chưa đọc được ngày này. Hãy ghi theo dạng ngày/tháng/năm, ví dụ 05/02/1990.',
  'phone.structure': 'Số điện thoại gồm 10 chữ số, bắt đầu bằng số 0.',
  'email.structure': 'Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@vidu.vn.',
  'date.impossible': 'Không có ngày này trong lịch. Xin kiểm tra lại ngày và tháng.',
};

/** Words for a field's code, whatever capability named it. */
const LAST_RESORT: Record<string, Words> = {
  type: 'Nội dung chưa đúng kiểu.',
  format: 'Nội dung chưa đúng dạng.',
  pattern: 'Nội dung chưa đúng dạng.',
  enum: 'Xin chọn một trong các mục đã cho.',
  const: 'Xin chọn một trong các mục đã cho.',
  minLength: (d) => (Number(d.limit) <= 1 ? 'Xin điền mục này.' : `Xin ghi ít nhất ${text(d.limit)} ký tự.`),
  maxLength: (d) => `Xin ghi không quá ${showNumber(Number(d.limit), 0)} ký tự.`,
  minimum: (d) => `Số nhỏ nhất là ${showNumber(Number(d.limit))}.`,
  maximum: (d) => `Số lớn nhất là ${showNumber(Number(d.limit))}.`,
  minItems: 'Xin chọn ít nhất một mục.',
  maxItems: 'Đã chọn quá nhiều mục.',
  uniqueItems: 'Có mục bị lặp lại.',
};

/**
 * Words that a room brings along when it loads, such as the forms' (their nouns hold them, with `{…}` for a fault's
 * details), so that the first page need not carry them.
 */
export function addWords(more: Record<string, string>): void {
  for (const [code, words] of Object.entries(more)) {
    const sentence = words.endsWith('.') ? words : `${words}.`;
    WORDS[code] = (details) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => text(details[name]));
  }
}

/** The Vietnamese words of a code; a code without words is still answered politely, with the code to quote. */
export function wordsFor(code: string, details: Details = {}): string {
  const found = WORDS[code] ?? LAST_RESORT[code] ?? LAST_RESORT[code.split('.').at(-1) ?? ''];
  if (typeof found === 'function') return found(details);
  if (found !== undefined) return found;
  const status = /^http\.(\d)/.exec(code);
  if (status?.[1] === '5') return text(WORDS['http.500']);
  return `Chưa làm được việc này (mã ${code}). Những gì đã nhập vẫn còn. Xin thử lại hoặc hỏi bộ phận hỗ trợ.`;
}

/** The words of whatever was thrown. */
export function wordsOf(error: unknown): string {
  if (error instanceof Problem) return wordsFor(error.code, error.details);
  return text(WORDS['http.500']);
}
