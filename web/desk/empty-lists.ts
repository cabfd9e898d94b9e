/** What would fill a list that is empty, said on its place. */
const FILLS: Record<string, string> = {
  'to-receive': 'Hồ sơ nộp trực tuyến tới Trung tâm này sẽ hiện ở đây để kiểm tra và tiếp nhận.',
  'sent-back': 'Hồ sơ mà phòng chuyển lại vì quầy quét thiếu sẽ hiện ở đây.',
  mirrored: 'Hồ sơ do hệ thống của bộ, ngành giải quyết, tỉnh theo dõi, sẽ hiện ở đây.',
  'with-me': 'Hồ sơ được phân công cho ông/bà sẽ hiện ở đây, hồ sơ gần đến hạn nhất đứng đầu.',
  'with-division': 'Hồ sơ chuyển tới phòng mà chưa giao cho ai sẽ hiện ở đây để phân công.',
  'to-approve': 'Hồ sơ đã thẩm định xong, trình ông/bà quyết định, sẽ hiện ở đây.',
  'awaiting-supplement':
    'Hồ sơ đang chờ người nộp bổ sung giấy tờ sẽ hiện ở đây; đồng hồ của chúng đang dừng.',
  'to-return': 'Hồ sơ đã có kết quả, chờ trả cho người nộp, sẽ hiện ở đây.',
  'coming-today':
    'Hồ sơ hẹn người nộp đến Trung tâm này nhận kết quả trong hôm nay sẽ hiện ở đây, hồ sơ đã có kết quả đứng đầu.',
  'received-for-others':
    'Hồ sơ Trung tâm này nhận cho cơ quan khác giải quyết sẽ hiện ở đây để theo dõi và trả kết quả.',
  'due-today': 'Hồ sơ phải trả kết quả trong hôm nay sẽ hiện ở đây.',
  overdue: 'Không có hồ sơ nào quá hạn.',
  all: 'Chưa có hồ sơ nào. Bấm phím n để tiếp nhận hồ sơ đầu tiên.',
};

export function fillsList(key: string): string {
  return FILLS[key] ?? 'Khi có hồ sơ phù hợp, danh sách sẽ hiện ở đây.';
}
