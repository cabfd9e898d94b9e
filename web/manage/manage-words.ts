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
