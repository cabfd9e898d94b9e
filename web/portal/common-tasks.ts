/**
 * What most people come for, in the words they use, by the national code. The words are ours, the procedure behind
 * each is the catalogue's; a province that does not publish one leaves the visitor at the search for those words.
 */
export const COMMON_TASKS: readonly { words: string; code: string }[] = [
  { words: 'Khai sinh cho con', code: '1.001193' },
  { words: 'Đăng ký kết hôn', code: '1.000894' },
  { words: 'Xác nhận tình trạng hôn nhân', code: '1.004873' },
  { words: 'Khai tử cho người thân', code: '1.000656' },
  { words: 'Xin bản sao giấy khai sinh, trích lục', code: '2.000635' },
  { words: 'Sao y, chứng thực bản sao', code: '2.000815' },
  { words: 'Chứng thực chữ ký', code: '2.000884' },
  { words: 'Đăng ký thường trú', code: '1.004222' },
  { words: 'Đăng ký tạm trú', code: '1.004194' },
  { words: 'Mở hộ kinh doanh', code: '1.001612' },
  { words: 'Trợ cấp xã hội hằng tháng', code: '1.001776' },
  { words: 'Cấp sổ đỏ lần đầu', code: '1.013978' },
];
