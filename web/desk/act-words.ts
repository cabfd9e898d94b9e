/** What is said once an act is done, here or by a colleague. */
export const ACT_DONE_WORDS: Readonly<Record<string, string>> = {
  receive: 'Đã tiếp nhận hồ sơ',
  accept: 'Đã tiếp nhận hồ sơ',
  'refuse-receipt': 'Đã trả lời không tiếp nhận',
  'request-supplement': 'Đã yêu cầu bổ sung, đồng hồ dừng',
  'take-supplement': 'Đã nhận bổ sung',
  'supplement-own': 'Người nộp đã bổ sung hồ sơ',
  assign: 'Đã phân công hồ sơ',
  'complete-step': 'Đã chuyển hồ sơ sang bước tiếp',
  'send-back': 'Đã trả hồ sơ về bước trước',
  approve: 'Đã phê duyệt',
  refuse: 'Đã từ chối giải quyết',
  'issue-result': 'Đã vào sổ và phát hành kết quả',
  'return-result': 'Đã trả kết quả',
  extend: 'Đã xin lỗi và hẹn lại ngày trả',
  withdraw: 'Đã ghi nhận rút hồ sơ',
  'withdraw-own': 'Người nộp đã rút hồ sơ',
};
