import { addWords } from '../app/words.ts';

/** What refusals say to whoever edits procedures. */
addWords({
  'procedure-draft.stale':
    '{by} vừa lưu bản thảo này. Phần ông/bà sửa vẫn còn trên màn hình; xin chọn giữ bản nào ở phía trên',
  'procedure-draft.gone': 'Bản thảo này đã được ban hành hoặc đã bỏ. Phần ông/bà sửa vẫn còn trên màn hình',
  'procedure-draft.faults': 'Bản thảo còn chỗ cần sửa nên chưa ban hành được. Xin xem các chỗ được đánh dấu',
  'procedure-draft.fault': '{text}',
  'procedure-draft.base-changed':
    'Thủ tục đã có phiên bản mới sau khi bản thảo này được bắt đầu. Xin bỏ bản thảo và soạn lại từ phiên bản mới',
  'procedure-draft.no-change': 'Bản thảo chưa khác gì phiên bản hiện có nên không có gì để ban hành',
  'procedure-draft.too-large': 'Bản thảo quá dài nên chưa lưu được. Xin rút ngắn bớt',
  'procedure-draft.decision-ahead': 'Ngày của quyết định không thể sau hôm nay',
  'procedure-draft.effective-past': 'Ngày có hiệu lực sớm nhất là hôm nay',
  'procedure-draft.effective-taken': 'Thủ tục đã có phiên bản có hiệu lực từ {from}; xin chọn ngày sau đó',
});

/** What refusals say to whoever reorganises communes and agencies. */
addWords({
  'reorganisation.unknown': 'Không tìm thấy việc sắp xếp này',
  'reorganisation.state': 'Việc sắp xếp này đã thực hiện hoặc đã huỷ. Xin tải lại trang để xem',
  'reorganisation.too-early': 'Chưa đến ngày có hiệu lực nên chưa thực hiện',
  'reorganisation.too-late': 'Ngày có hiệu lực sớm nhất là ngày mai',
  'reorganisation.planned-already': 'Đã có việc sắp xếp khác đặt lịch cho một trong các đơn vị này',
  'reorganisation.shape': 'Còn mục chưa điền hoặc điền chưa đúng',
  'input.not-json': 'Yêu cầu này không đọc được. Xin tải lại trang rồi làm lại',
  'reorganisation.from': 'Chọn ít nhất một đơn vị, mỗi đơn vị một lần',
  'reorganisation.into': 'Các đơn vị sau sắp xếp phải có mã khác nhau',
  'reorganisation.many-to-many': 'Một lần chỉ nhập nhiều thành một, hoặc tách một thành nhiều',
  'reorganisation.rest': 'Chọn đơn vị nhận phần còn lại',
  'reorganisation.of-commune': 'Cơ quan cấp xã đi theo xã: hãy sắp xếp xã',
  'reorganisation.province': 'Không sắp xếp Uỷ ban nhân dân tỉnh ở đây',
  'reorganisation.kinds': 'Chỉ nhập các cơ quan cùng loại',
  'reorganisation.code': 'Mã chưa đúng dạng: xã gồm 5 chữ số; cơ quan như H42.21',
  'reorganisation.code-used': 'Mã này đã dùng cho đơn vị khác; mã không dùng lại',
  'reorganisation.name-taken': 'Trong tỉnh đang có đơn vị cùng loại mang tên này',
  'reorganisation.picked-twice': 'Một hồ sơ chỉ về một đơn vị',
  'reorganisation.not-there': 'Có mã không phải hồ sơ đang giải quyết ở đơn vị được tách',
  'reorganisation.nothing-changes': 'Tên mới giống tên đang dùng',
});
