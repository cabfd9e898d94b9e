import {
  type CorrectedField,
  type DossierChange,
  NATIONAL_STATE_NAMES,
  OFFICE_ERROR_NAMES,
} from './dossier.ts';

/** One line of what happened, for officials and, without `official` ones, for the citizen. */
export interface StoryLine {
  at: string;
  act: string;
  text: string;
  by: string;
  note: string | null;
  /** Inner handling that the citizen need not see. */
  official: boolean;
  /** What officials see beside it: it may name somebody else than the applicant. */
  detail?: string;
}

const CHANNELS = { online: 'trực tuyến', counter: 'trực tiếp', post: 'qua bưu chính' } as const;
const WAYS = { online: 'trực tuyến', counter: 'tại quầy', post: 'qua bưu chính' } as const;

const PART_ENDINGS = {
  answered: 'Đã cho ý kiến',
  declined: 'Từ chối cho ý kiến',
  withdrawn: 'Thôi lấy ý kiến',
  'passed-over': 'Quá hạn trả lời, giải quyết tiếp khi chưa có ý kiến',
} as const;

/** The dossier's life in plain words, oldest first. */
export function storyOf(changes: DossierChange[]): StoryLine[] {
  return changes.map(lineOf);
}

function lineOf(change: DossierChange): StoryLine {
  const line = {
    at: change.at,
    act: change.act,
    by: change.onBehalf === undefined ? change.byName : `${change.byName} (thay ${change.onBehalf.name})`,
    note: null,
    official: false,
  };
  switch (change.type) {
    case 'filed':
      return { ...line, text: `Nộp hồ sơ ${CHANNELS[change.filing.channel]}` };
    case 'received':
      return { ...line, text: `Tiếp nhận hồ sơ, cấp mã ${change.code}` };
    case 'transferred':
      return { ...line, text: `Hồ sơ chuyển theo sắp xếp đơn vị, cơ quan (${change.basis})` };
    case 'refused-receipt':
      return { ...line, text: 'Không tiếp nhận hồ sơ', note: change.reason };
    case 'supplement-requested':
      return {
        ...line,
        text: `Yêu cầu bổ sung: ${change.items.map((item) => item.text).join('; ')}`,
        note: change.reason,
      };
    case 'supplemented':
      return {
        ...line,
        text: change.dueAt === null ? 'Đã bổ sung hồ sơ' : 'Đã bổ sung hồ sơ, thời hạn tính lại từ đầu',
      };
    case 'payment-requested':
      return { ...line, text: 'Thông báo nộp phí, lệ phí; thời hạn tạm dừng chờ nộp', note: change.reason };
    case 'paid':
      return {
        ...line,
        text: `Đã nộp ${moneyInWords(change.payment.amount)} ${change.payment.way === 'cash' ? 'tại quầy' : 'trực tuyến'}, biên lai ${change.payment.number}${change.resumed === null ? '' : '; hồ sơ được giải quyết tiếp'}`,
      };
    case 'receipt-voided':
      return { ...line, text: 'Huỷ biên lai thu phí, lệ phí', note: change.reason };
    case 'refunded':
      return {
        ...line,
        text: `Đã hoàn lại ${moneyInWords(change.amount)} ${change.way === 'cash' ? 'tại quầy' : 'trực tuyến'}`,
      };
    case 'extended':
      return {
        ...line,
        text: `Xin lỗi và hẹn lại ngày trả kết quả: ${dayInWords(change.to)}`,
        note: change.reason,
      };
    case 'moved':
      return {
        ...line,
        text: change.back
          ? `Chuyển lại bước “${change.next.name}”`
          : `Chuyển sang bước “${change.next.name}”${change.next.officialName ? `, giao ${change.next.officialName}` : ''}`,
        note: change.note,
        official: true,
      };
    case 'decided':
      return {
        ...line,
        text: change.outcome === 'approved' ? 'Phê duyệt kết quả' : 'Quyết định từ chối giải quyết',
        note: change.reason,
        official: change.outcome === 'approved',
      };
    case 'issued':
      return { ...line, text: `Phát hành ${change.result.name}, số ${change.result.number}` };
    case 'returned':
      return {
        ...line,
        text: `Trả kết quả ${WAYS[change.returned.by]}${change.returned.receivedBy ? `, người nhận: ${change.returned.receivedBy}` : ''}${change.returned.tracking ? `, mã bưu gửi ${change.returned.tracking}` : ''}`,
      };
    case 'withdrawn':
      return { ...line, text: 'Rút hồ sơ theo đề nghị của người nộp', note: change.reason };
    case 'mirrored':
      return {
        ...line,
        text: `${change.mirror.system}: ${NATIONAL_STATE_NAMES[change.mirror.nationalState]}`,
        note: change.note,
      };
    case 'noted':
      return { ...line, text: 'Ghi chú', note: change.text, official: true };
    case 'linked-resolved':
      return { ...line, text: 'Các thủ tục liên thông đã xong', note: change.reason };
    case 'links-changed':
      return { ...line, text: change.note ?? 'Cập nhật các thủ tục liên thông' };
    case 'handed-over':
      return {
        ...line,
        text: `Bàn giao cho ${change.next.officialName ?? ''}`,
        note: change.note,
        official: true,
      };
    case 'parts-opened':
      return {
        ...line,
        text:
          change.parts.length === 1
            ? 'Lấy ý kiến một cơ quan'
            : `Lấy ý kiến ${change.parts.length} cơ quan cùng lúc`,
        note: change.parts.map((part) => part.question).join('; '),
        official: true,
      };
    case 'part-reminded':
      return { ...line, text: 'Nhắc trả lời ý kiến', note: change.note, official: true };
    case 'part-ended':
      return { ...line, text: PART_ENDINGS[change.ending], note: change.answer, official: true };
    case 'undone':
      return {
        ...line,
        text: `Hoàn tác: ${UNDONE_WORDS[change.undoes] ?? 'việc vừa làm'}`,
        note: change.reason,
        official: change.undoes === 'moved' || change.undoes === 'decided',
      };
    case 'corrected':
      return {
        ...line,
        text: `Sửa thông tin tiếp nhận, cấp lại giấy: ${change.lines.map((one) => FIELD_WORDS[one.field]).join(', ')}`,
        note: change.reason,
        detail: change.lines
          .filter((one) => one.from !== null || one.to !== null)
          .map((one) => `${FIELD_WORDS[one.field]}: “${one.from ?? ''}” thành “${one.to ?? ''}”`)
          .join('; '),
      };
    case 'result-corrected':
      return {
        ...line,
        text: `Đính chính kết quả, cấp lại ${change.result.name}, số ${change.result.number}`,
        note: change.reason,
      };
    case 'stopped':
      return {
        ...line,
        text: change.mayResume ? 'Tạm dừng giải quyết' : STOP_WORDS[change.ground],
        note: change.legalBasis === null ? change.reason : `${change.reason} (${change.legalBasis})`,
      };
    case 'resumed':
      return { ...line, text: 'Giải quyết tiếp', note: change.reason };
    case 'given-at-once':
      return {
        ...line,
        text: `Tiếp nhận, giải quyết và trả kết quả ngay, mã ${change.code}; ${change.result.name}, số ${change.result.number}, ${change.decision.byName} ký`,
      };
    case 'error-noted':
      return {
        ...line,
        text: `Ghi sai sót của cơ quan: ${OFFICE_ERROR_NAMES[change.kind]}`,
        note: change.text,
        official: true,
        ...(change.officialName === null ? {} : { detail: `Xảy ra ở khâu của ${change.officialName}` }),
      };
    case 'error-apologised':
      return { ...line, text: 'Xin lỗi ông/bà về sai sót của cơ quan', note: change.text };
    case 'error-mended':
      return { ...line, text: 'Đã khắc phục sai sót, không thu thêm phí', note: change.how };
    case 'delivered':
      return {
        ...line,
        text: `Kết quả đến tay người nhận ngày ${dayInWords(change.deliveredAt)}${change.receivedBy === null ? '' : `, người nhận: ${change.receivedBy}`}`,
      };
  }
}

const UNDONE_WORDS: Partial<Record<DossierChange['type'], string>> = {
  received: 'tiếp nhận hồ sơ; mã đã cấp bị huỷ',
  'refused-receipt': 'không tiếp nhận hồ sơ',
  'supplement-requested': 'yêu cầu bổ sung',
  supplemented: 'nhận bổ sung',
  moved: 'chuyển bước',
  decided: 'quyết định',
  withdrawn: 'rút hồ sơ',
  stopped: 'dừng giải quyết',
  resumed: 'giải quyết tiếp',
  corrected: 'sửa thông tin tiếp nhận',
};

const STOP_WORDS = {
  request: 'Dừng giải quyết theo đề nghị của người nộp',
  authority: 'Dừng giải quyết',
  unanswered: 'Đóng hồ sơ vì chưa nhận được phần bổ sung trong thời hạn',
} as const;

const FIELD_WORDS: Record<CorrectedField, string> = {
  procedure: 'thủ tục',
  case: 'trường hợp',
  applicantName: 'họ tên',
  personalId: 'số định danh',
  phone: 'điện thoại',
  email: 'thư điện tử',
  address: 'địa chỉ',
  representative: 'người được uỷ quyền',
  form: 'tờ khai',
  components: 'thành phần hồ sơ',
  groups: 'đối tượng',
  fees: 'phí, lệ phí',
  returnBy: 'cách nhận kết quả',
  requestText: 'nội dung yêu cầu',
};

const moneyInWords = (amount: number) => `${String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, '.')} đồng`;

/** "26/11/2026" in Viet Nam. */
function dayInWords(iso: string): string {
  const [year, month, day] = new Date(new Date(iso).getTime() + 7 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return `${day}/${month}/${year}`;
}

/** Degree of completion for whoever knows only the code (Circular 01/2018 art. 16.2 d): steps done of all, in words. */
export function degreeOf(
  dossier: { state: string; steps: { key: string }[] },
  stepCount: number,
): { done: number; total: number; word: string } {
  const total = Math.max(stepCount, 1);
  switch (dossier.state) {
    case 'submitted':
      return { done: 0, total, word: 'Chờ tiếp nhận' };
    case 'refused-receipt':
      return { done: 0, total, word: 'Không được tiếp nhận' };
    case 'withdrawn':
    case 'stopped':
      return { done: 0, total, word: 'Đã dừng' };
    case 'returned':
      return { done: total, total, word: 'Đã hoàn thành' };
    case 'resolved':
      return { done: total - 1, total, word: 'Đã có kết quả' };
    case 'awaiting-payment':
      return {
        done: Math.min(new Set(dossier.steps.map((step) => step.key)).size, total - 1),
        total,
        word: 'Chờ nộp phí',
      };
    case 'awaiting-supplement':
      return {
        done: Math.min(new Set(dossier.steps.map((step) => step.key)).size, total - 1),
        total,
        word: 'Chờ bổ sung',
      };
    default:
      return {
        done: Math.min(new Set(dossier.steps.map((step) => step.key)).size, total - 1),
        total,
        word: 'Đang giải quyết',
      };
  }
}
