import type { Reach } from '../../kernel/actor.ts';
import { PERMISSIONS, ROLE_NAMES } from './permissions.ts';

/** What each act and view is called on the table that officials check. */
export const ACT_TITLES: Record<string, string> = {
  'procedures.search-procedures': 'Tìm thủ tục',
  'procedures.see-procedure': 'Xem một thủ tục',
  'procedures.list-sectors': 'Xem danh sách lĩnh vực',
  'procedures.compute-fee': 'Tính phí, lệ phí',
  'procedures.list-versions': 'Xem các phiên bản của thủ tục',
  'procedures.import-catalogue': 'Nạp danh mục thủ tục',
  'editing.list-drafts': 'Xem danh sách bản thảo thủ tục, quy trình',
  'editing.see-draft': 'Xem bản thảo thủ tục, quy trình',
  'editing.try-process': 'Chạy thử quy trình trên hồ sơ ví dụ',
  'editing.see-history': 'Xem lịch sử phiên bản của thủ tục',
  'editing.save-draft': 'Soạn bản thảo thủ tục, quy trình',
  'editing.discard-draft': 'Bỏ bản thảo thủ tục, quy trình',
  'editing.approve-draft': 'Ban hành phiên bản mới của thủ tục, quy trình',
  'units.search-units': 'Tìm đơn vị hành chính',
  'units.resolve-address': 'Đọc địa chỉ cũ ra đơn vị hiện nay',
  'units.list-centres': 'Xem danh sách Trung tâm Phục vụ hành chính công',
  'units.list-agencies': 'Xem danh sách cơ quan',
  'calendar.see-year': 'Xem lịch làm việc của năm',
  'calendar.announce-year': 'Công bố lịch làm việc của năm',
  'dossiers.follow-dossier': 'Tra cứu hồ sơ theo mã (chỉ mức độ hoàn thành)',
  'dossiers.file-dossier': 'Nộp hồ sơ trực tuyến',
  'dossiers.supplement-own-dossier': 'Bổ sung hồ sơ của mình',
  'dossiers.withdraw-own-dossier': 'Rút hồ sơ của mình',
  'dossiers.list-own-dossiers': 'Xem danh sách hồ sơ của mình',
  'dossiers.see-own-dossier': 'Xem hồ sơ của mình',
  'dossiers.save-draft': 'Lưu bản nháp',
  'dossiers.discard-draft': 'Bỏ bản nháp',
  'dossiers.list-drafts': 'Xem danh sách bản nháp của mình',
  'dossiers.see-draft': 'Xem bản nháp của mình',
  'people.see-own-profile': 'Xem thông tin của mình',
  'people.list-own-sessions': 'Xem các phiên đăng nhập của mình',
  'people.close-own-session': 'Đóng phiên đăng nhập của mình',
  'people.find-applicant': 'Tìm người nộp đã có theo số định danh, mã số thuế',
  'people.appoint-official': 'Bổ nhiệm cán bộ, cấp tài khoản',
  'dossiers.receive-dossier': 'Tiếp nhận hồ sơ tại quầy, qua bưu chính',
  'dossiers.request-at-counter': 'Yêu cầu bổ sung tại quầy, trước khi tiếp nhận',
  'dossiers.refuse-at-counter': 'Từ chối tiếp nhận tại quầy',
  'dossiers.accept-dossier': 'Tiếp nhận hồ sơ trực tuyến',
  'dossiers.refuse-receipt': 'Không tiếp nhận hồ sơ trực tuyến',
  'dossiers.take-supplement': 'Nhận bổ sung tại quầy',
  'dossiers.return-result': 'Trả kết quả',
  'dossiers.withdraw-dossier': 'Rút hồ sơ theo đề nghị của người nộp',
  'dossiers.rescan-dossier': 'Bổ sung bản quét, chuyển lại phòng',
  'dossiers.assign-dossier': 'Phân công',
  'dossiers.complete-step': 'Chuyển bước tiếp theo',
  'dossiers.ask-agencies': 'Lấy ý kiến cơ quan khác',
  'dossiers.remind-consultation': 'Nhắc trả lời ý kiến',
  'dossiers.withdraw-consultation': 'Thôi lấy ý kiến',
  'dossiers.pass-over-consultation': 'Giải quyết tiếp khi quá hạn trả lời mà chưa có ý kiến',
  'dossiers.answer-consultation': 'Trả lời ý kiến',
  'dossiers.decline-consultation': 'Từ chối cho ý kiến',
  'dossiers.list-consultations': 'Xem danh sách được lấy ý kiến',
  'dossiers.see-consultation': 'Xem nội dung được lấy ý kiến',
  'dossiers.end-wait': 'Hết thời gian chờ của bước (hệ thống làm)',
  'dossiers.send-back': 'Chuyển lại bước trước',
  'dossiers.request-supplement': 'Yêu cầu bổ sung',
  'dossiers.approve-dossier': 'Phê duyệt',
  'dossiers.refuse-dossier': 'Từ chối giải quyết',
  'dossiers.issue-result': 'Cấp số, phát hành kết quả',
  'dossiers.extend-dossier': 'Xin lỗi, hẹn lại ngày trả',
  'dossiers.give-at-once': 'Tiếp nhận và trả kết quả ngay',
  'dossiers.confirm-delivery': 'Ghi ngày bưu chính giao kết quả',
  'dossiers.open-own-result': 'Mở kết quả trực tuyến của mình',
  'dossiers.undo-act': 'Hoàn tác việc vừa làm',
  'dossiers.correct-receipt': 'Sửa thông tin tiếp nhận, cấp lại giấy',
  'dossiers.correct-result': 'Đính chính, cấp lại kết quả',
  'dossiers.stop-dossier': 'Dừng giải quyết',
  'dossiers.resume-dossier': 'Giải quyết tiếp hồ sơ tạm dừng',
  'dossiers.close-unanswered': 'Đóng hồ sơ quá hạn bổ sung',
  'dossiers.note-error': 'Ghi sai sót của cơ quan',
  'dossiers.apologise-for-error': 'Xin lỗi về sai sót',
  'dossiers.mend-error': 'Ghi cách khắc phục sai sót',
  'dossiers.list-dossiers': 'Xem danh sách, tìm hồ sơ',
  'dossiers.see-dossier': 'Xem hồ sơ',
  'dossiers.print-dossier': 'In giấy tờ của hồ sơ',
  'dossiers.see-board': 'Xem bảng điều hành, số liệu',
  'figures.see-figures': 'Xem số liệu, biểu thống kê',
  'figures.open-figure': 'Mở danh sách hồ sơ đứng sau một số liệu',
  'papers.add-paper': 'Tải giấy tờ lên',
  'papers.see-paper': 'Xem giấy tờ',
  'messages.choose-channels': 'Chọn cách nhận thông báo',
  'messages.list-deliveries': 'Xem thông báo đã gửi, chưa gửi được',
  'messages.retry-message': 'Gửi lại thông báo chưa gửi được',
  'jobs.list-jobs': 'Xem việc hệ thống tự làm theo giờ',
  'jobs.retry-job': 'Cho làm lại việc tự động đã bỏ dở',
};

const REACH_WORDS: Record<Reach, string> = {
  own: 'của mình',
  division: 'phòng',
  agency: 'cơ quan',
  below: 'cơ quan và cấp dưới',
  province: 'toàn tỉnh',
};

const COLUMNS = { visitor: 'Khách', citizen: 'Người dân', ...ROLE_NAMES } as const;

/** The table of permissions in Vietnamese, as Markdown: for whoever must check it without reading code. */
export function permissionTable(): string {
  const heads = Object.entries(COLUMNS);
  const rows = Object.entries(PERMISSIONS).map(([act, row]) => {
    const cells = heads.map(([role]) => {
      const reach = row[role as keyof typeof row];
      return reach === undefined ? '' : REACH_WORDS[reach];
    });
    return `| ${ACT_TITLES[act] ?? act} | ${cells.join(' | ')} |`;
  });
  return [
    '# Bảng quyền hạn',
    '',
    'Ai được làm gì, đến đâu. Bảng này được sinh ra từ chính bảng mà chương trình dùng (`bin/haicap permissions`); việc',
    'nào không có trong bảng thì không ai làm được. Ô trống là không có quyền.',
    '',
    '- **của mình**: việc được giao cho chính người đó, hoặc hồ sơ của chính người dân đó',
    '- **phòng**: hồ sơ đang ở phòng, hoặc đã qua phòng (khi xem)',
    '- **cơ quan**: hồ sơ do cơ quan tiếp nhận hoặc giải quyết',
    '- **toàn tỉnh**: mọi nơi trong tỉnh',
    '',
    `| Việc | ${heads.map(([, name]) => name).join(' | ')} |`,
    `|---|${heads.map(() => '---').join('|')}|`,
    ...rows,
    '',
  ].join('\n');
}
