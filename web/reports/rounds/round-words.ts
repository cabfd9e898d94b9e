import { showShort } from '../../app/dates.ts';
import { addWords, WORDS } from '../../app/words.ts';

addWords({
  'round.unknown': 'Không có đợt báo cáo này',
  'round.exists': 'Kỳ này đã mở một đợt theo mẫu biểu này. Xin mở đợt đang có trong danh sách',
  'round.locked': 'Đợt báo cáo đã khoá',
  'round.cut-off-before-period':
    'Ngày chốt ở trước ngày đầu kỳ báo cáo nên không có gì để đếm. Xin chọn ngày trong kỳ hoặc sau kỳ',
  'round.due-before-cut-off': 'Hạn gửi phải sau ngày chốt số liệu, để các cơ quan có ngày mà gửi',
  'round.due-past': 'Hạn gửi đã qua. Xin chọn từ hôm nay trở đi',
  'round.period-not-of-form': 'Mẫu biểu này không dùng cho loại kỳ đã chọn',
  'round.nobody': 'Chưa chọn cơ quan nào, hoặc có cơ quan không báo cáo theo mẫu biểu này',
  'round.not-all-in':
    'Còn {count} cơ quan chưa gửi hoặc chưa được nhận. Muốn khoá khi còn thiếu, xin xác nhận',
  'round-form.unknown': 'Không có mẫu biểu này',
  'round-form.faulty': 'Mẫu biểu có chỗ chưa dùng được nên chưa nạp',
  'round-form.fault': '{fault}',
  'round-form.held': 'Bản từ ngày này đã có hiệu lực; sửa bằng một bản có ngày hiệu lực mới',
  'sheet.unknown': 'Cơ quan này không có biểu trong đợt báo cáo',
  'sheet.out-of-reach': 'Biểu này thuộc cơ quan khác nên tài khoản này không xem được',
  'sheet.locked': 'Đợt báo cáo đã khoá. Muốn sửa, xin đề nghị tỉnh mở lại biểu',
  'sheet.not-locked': 'Biểu này chưa khoá nên không cần mở lại',
  'sheet.handed-in': 'Biểu đã trình nên không sửa được nữa. Những gì vừa ghi vẫn còn trên máy này',
  'sheet.not-handed-in': 'Biểu chưa được trình hoặc vừa được trả lại. Xin tải lại trang để xem',
  'sheet.with-province': 'Biểu đã gửi tỉnh nên cơ quan không tự lấy lại được. Xin đề nghị tỉnh trả lại',
  'sheet.hindered': 'Còn {count} chỗ phải sửa hoặc giải trình trước khi trình',
  'sheet.report-not-fitting': 'Báo cáo này của cơ quan khác hoặc của kỳ khác nên không gắn được',
  'violation.gone': 'Chỗ này đã đúng nên không cần giải trình nữa',
  'violation.blocks': 'Chỗ này phải sửa số, không giải trình được',
  'cell.unknown': 'Biểu không có ô này. Xin tải lại trang',
  'cell.counted': 'Ô này do hệ thống đếm hoặc tính, không nhập tay',
  'cell.not-number': 'Ô này ghi số, ví dụ 1.234 hoặc 12,5',
  'cell.not-text': 'Ô này ghi chữ',
  'workbook.unreadable': 'Chưa đọc được tệp. Xin dùng tệp Excel (.xlsx) tải xuống từ biểu này',
  'workbook.not-of-sheet': 'Tệp không phải bảng tải xuống từ biểu này. Xin tải bảng xuống rồi nhập lại',
  'workbook.faulty':
    'Có {count} ô trong tệp chưa đúng. Chưa ô nào được ghi; xin sửa trong tệp rồi tải lên lại',
});

WORDS['round.cut-off-ahead'] = ({ at }) =>
  `Chưa qua ngày chốt số liệu${typeof at === 'string' ? ` (${showShort(at)})` : ''}: các ô đếm còn thay đổi nên chưa làm được việc này. Những gì đã nhập vẫn giữ.`;
