import type { DossierChange } from './dossier.ts';

/** One line of what happened, for officials and, without `official` ones, for the citizen. */
export interface StoryLine {
  at: string;
  act: string;
  text: string;
  by: string;
  note: string | null;
  /** Inner handling that the citizen need not see. */
  official: boolean;
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
  const line = { at: change.at, act: change.act, by: change.byName, note: null, official: false };
  switch (change.type) {
    case 'filed':
      return { ...line, text: `Nộp hồ sơ ${CHANNELS[change.filing.channel]}` };
    case 'received':
      return { ...line, text: `Tiếp nhận hồ sơ, cấp mã ${change.code}` };
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
  }
}

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
