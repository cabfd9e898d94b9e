import { showNumber, showShort } from './dates.ts';
import { text, WORDS, type Words } from './words.ts';

/** What only officials meet: kept out of the portal, whose first load is counted in kilobytes. */
export const OFFICIAL_WORDS: Record<string, Words> = {
  'refund.unknown': 'Không tìm thấy khoản hoàn này.',
  'refund.state': 'Khoản hoàn này đã được xử lý. Xin tải lại trang để xem.',
  'refund.not-ours': 'Tiền về khi không còn phải nộp thì phải hoàn lại, không từ chối được.',
  'refund.not-online': 'Khoản này không nộp trực tuyến nên chỉ hoàn được tại quầy.',
  'refund.too-much': (d) => `Chỉ còn hoàn được nhiều nhất ${showNumber(Number(d.left ?? 0), 0)} đồng.`,
  'cash-book.open': 'Sổ quỹ hôm nay đã mở.',
  'cash-book.closed': 'Sổ quỹ ngày này đã khoá nên không ghi thêm được. Xin ghi vào ngày làm việc tiếp theo.',
  'cash-book.none': 'Ngày này chưa có sổ quỹ.',
  'cash-book.difference': (d) =>
    `Tiền đếm được ${Number(d.difference ?? 0) < 0 ? 'thiếu' : 'thừa'} ${showNumber(Math.abs(Number(d.difference ?? 0)), 0)} đồng so với sổ. Xin ghi lý do.`,
  'resolution.stale': 'Nghị quyết này vừa được người khác sửa. Xin tải lại trang rồi sửa tiếp.',
  'resolution.before-issued': 'Ngày có hiệu lực không thể trước ngày ban hành.',
  'resolution.empty': 'Xin ghi ít nhất một mức thu hoặc một mức miễn, giảm.',
  'resolution.about': 'Xin chọn một thủ tục hoặc một lĩnh vực.',
  'resolution.sector-unknown': 'Không có lĩnh vực này.',
  'resolution.percent': 'Tỷ lệ giảm phải lớn hơn 0 và không quá 100.',
  'resolution.amount': 'Số tiền giảm phải lớn hơn 0.',
  'resolution.twice': 'Nghị quyết này có hai lần trong tệp.',

  'report.unknown': 'Không tìm thấy báo cáo này.',
  'report.out-of-reach': 'Báo cáo này thuộc cơ quan khác nên tài khoản này không xem được.',
  'report.period-not-begun': 'Kỳ báo cáo này chưa bắt đầu. Xin chọn kỳ đang chạy hoặc kỳ đã qua.',
  'report.handed-in': 'Báo cáo đã nộp nên không sửa được nữa. Những gì vừa viết vẫn còn trên máy này.',
  'report.stale':
    'Thông tin của báo cáo vừa được người khác sửa. Xin tải lại để xem, rồi ghi lại phần của ông/bà.',
  'report.cut-off-ahead': (d) =>
    `Chưa đến ngày chốt${typeof d.at === 'string' ? ` (${showShort(d.at)})` : ''} nên số liệu còn thay đổi, chưa chốt được.`,
  'section.unknown': 'Báo cáo không có mục này. Xin tải lại trang.',
  'section.base-unknown':
    'Bản đang sửa không còn. Những gì vừa viết vẫn giữ trên máy này; xin tải lại trang.',
  'section.conflict': (d) =>
    `${text(d.by) === '' ? 'Người khác' : text(d.by)} vừa sửa cùng đoạn này. Chưa ghi đè lên nhau: xin chọn bản để giữ.`,
  'outline.unknown': 'Không có đề cương báo cáo này.',
  'outline.not-for-this': 'Đề cương này không dùng cho cơ quan hoặc kỳ đã chọn.',
  'outline.faulty': 'Đề cương có chỗ chưa dùng được nên chưa nạp.',
  'outline.key-twice': 'Mã mục dùng hai lần.',
  'placeholder.no-figure': (d) => `Không có chỉ tiêu nào tên “${text(d.name)}” để điền vào đây.`,
  'placeholder.no-word': (d) => `Không có từ nào tên “@${text(d.name)}”.`,
  'placeholder.no-saying': (d) => `Không có cách viết “${text(d.name)}”.`,
  'placeholder.no-table': (d) => `Đề cương không có bảng nào tên “${text(d.name)}”.`,
  'placeholder.unclosed': 'Dấu ngoặc nhọn thiếu một bên.',
};
Object.assign(WORDS, OFFICIAL_WORDS);
