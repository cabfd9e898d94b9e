/** Every kind of finding, with the words an official reads: a title and one sentence. */
export const KINDS = {
  sum: {
    title: 'Tổng không khớp',
    explanation: 'Tổng ghi trong văn bản khác với kết quả cộng các thành phần được liệt kê.',
  },
  'part-exceeds-whole': {
    title: 'Phần lớn hơn tổng',
    explanation: 'Một phần được nêu lớn hơn tổng thể mà nó thuộc về.',
  },
  percentage: {
    title: 'Tỷ lệ không khớp',
    explanation: 'Tỷ lệ phần trăm ghi trong văn bản khác với kết quả tính từ chính các số liệu đi kèm.',
  },
  complement: {
    title: 'Các tỷ lệ không đủ 100%',
    explanation: 'Các tỷ lệ thành phần của cùng một tổng thể cộng lại không bằng 100%.',
  },
  difference: {
    title: 'Chênh lệch không khớp',
    explanation: 'Số tăng, giảm, thừa, thiếu hoặc còn lại khác với hiệu của hai số được nêu.',
  },
  'list-count': {
    title: 'Số lượng khác danh sách',
    explanation: 'Số lượng được nêu khác với số mục liệt kê ngay sau đó.',
  },
  restated: {
    title: 'Một số liệu ghi hai giá trị',
    explanation: 'Cùng một số liệu được nhắc lại ở chỗ khác với giá trị khác.',
  },
  date: {
    title: 'Ngày tháng không có thật',
    explanation: 'Ngày, tháng ghi trong văn bản không tồn tại trên lịch hoặc gần như chắc chắn là ghi nhầm.',
  },
  period: {
    title: 'Khoảng thời gian ngược',
    explanation: 'Khoảng thời gian kết thúc trước khi bắt đầu.',
  },
  'younger-basis': {
    title: 'Căn cứ ban hành sau',
    explanation: 'Văn bản được dùng làm căn cứ có ngày ban hành sau văn bản dựa vào nó.',
  },
  'citation-type': {
    title: 'Loại văn bản khác ký hiệu',
    explanation: 'Tên loại văn bản được gọi khác với chữ viết tắt loại văn bản trong số, ký hiệu.',
  },
  'citation-issuer': {
    title: 'Cơ quan ban hành khác ký hiệu',
    explanation: 'Cơ quan ban hành được nêu khác với chữ viết tắt cơ quan trong số, ký hiệu.',
  },
  'citation-incomplete': {
    title: 'Viện dẫn thiếu số hoặc năm',
    explanation: 'Viện dẫn văn bản thiếu số, năm hoặc ngày ban hành nên không tra cứu được.',
  },
  'citation-restated': {
    title: 'Một văn bản ghi hai ngày',
    explanation: 'Cùng một số, ký hiệu văn bản được viện dẫn với ngày ban hành khác nhau.',
  },
  'number-order': {
    title: 'Số văn bản ngược ngày',
    explanation:
      'Trong cùng cơ quan, loại văn bản và năm, văn bản có số lớn hơn lại ban hành trước văn bản có số nhỏ hơn.',
  },
  name: {
    title: 'Tên ghi không thống nhất',
    explanation:
      'Tên riêng của đơn vị, cơ quan hoặc văn bản luật được ghi nhiều cách hoặc gần giống nhưng không đúng tên chính thức.',
  },
  'number-format': {
    title: 'Cách viết số lẫn lộn',
    explanation:
      'Số được viết không đúng lối Việt Nam (dấu chấm ngăn hàng nghìn, dấu phẩy cho phần lẻ) hoặc lẫn hai lối trong một văn bản.',
  },
  heading: {
    title: 'Đánh số mục bị nhảy',
    explanation: 'Thứ tự đánh số các mục bỏ qua hoặc lặp lại một số.',
  },
} as const satisfies Record<string, { title: string; explanation: string }>;

export type FindingKind = keyof typeof KINDS;
