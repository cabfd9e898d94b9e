/**
 * The desk's keys. Letters for acts are consonants only: Vietnamese input methods (UniKey and others) hold a
 * typed vowel back to put a mark on it, and would swallow the `s`, `f`, `r`, `x`, `j` that follows.
 */

/** One letter per act, in the order of the process. The part of the act's name before `-dossier` is the key here. */
export const ACT_KEYS: Readonly<Record<string, string>> = {
  accept: 't',
  'refuse-receipt': 'x',
  'request-supplement': 'b',
  'take-supplement': 's',
  assign: 'g',
  'complete-step': 'c',
  'send-back': 'l',
  approve: 'd',
  refuse: 'q',
  'issue-result': 'v',
  'return-result': 'r',
  extend: 'f',
  withdraw: 'h',
  'undo-act': 'z',
  'request-payment': 'w',
};

/** What these acts are called in lists of keys: as the buttons are. */
export const ACT_NAMES: Readonly<Record<string, string>> = {
  accept: 'Tiếp nhận hồ sơ trực tuyến',
  'refuse-receipt': 'Không tiếp nhận',
  'request-supplement': 'Yêu cầu bổ sung',
  'take-supplement': 'Nhận bổ sung',
  assign: 'Phân công',
  'complete-step': 'Chuyển bước tiếp',
  'send-back': 'Chuyển lại bước trước',
  approve: 'Phê duyệt',
  refuse: 'Từ chối giải quyết',
  'issue-result': 'Cấp số, phát hành',
  'return-result': 'Trả kết quả',
  extend: 'Xin lỗi, hẹn lại ngày trả',
  withdraw: 'Rút hồ sơ theo đề nghị',
  'undo-act': 'Hoàn tác việc vừa làm',
  'request-payment': 'Thông báo nộp phí',
};

/** Keys of the sheet on which a dossier is received. */
export const RECEIPT_KEYS: readonly { keys: string[]; does: string }[] = [
  { keys: ['Ctrl Enter'], does: 'Tiếp nhận, cấp mã và hẹn trả' },
  { keys: ['Ctrl Shift Enter'], does: 'Tiếp nhận và trả kết quả ngay, với thủ tục trả ngay' },
  { keys: ['Alt k'], does: 'Mở kho giấy tờ của người nộp, khi người ấy đồng ý' },
  { keys: ['Enter'], does: 'Sang ô số tiếp theo trong danh mục giấy tờ' },
  { keys: ['p'], does: 'Sau khi tiếp nhận: in giấy tiếp nhận' },
  { keys: ['n'], does: 'Sau khi tiếp nhận: hồ sơ tiếp theo' },
  { keys: ['c'], does: 'Sau khi tiếp nhận: hồ sơ tiếp theo, cùng thủ tục' },
];

/** Keys that hold everywhere on the desk, with their words for the dialog behind `?`. */
export const DESK_KEYS: readonly { keys: string[]; does: string; onlyInList?: true }[] = [
  { keys: ['/'], does: 'Tìm hồ sơ' },
  { keys: ['j', '↓'], does: 'Hồ sơ dưới' },
  { keys: ['k', '↑'], does: 'Hồ sơ trên' },
  { keys: ['Enter'], does: 'Mở hồ sơ đang chọn' },
  { keys: ['x'], does: 'Đánh dấu hồ sơ ở danh sách, để làm nhiều hồ sơ cùng lúc', onlyInList: true },
  { keys: ['Shift J', 'Shift K'], does: 'Đánh dấu tiếp xuống, lên' },
  { keys: ['Shift X'], does: 'Làm việc với các hồ sơ đã đánh dấu' },
  { keys: ['Esc'], does: 'Đóng hồ sơ, về danh sách' },
  { keys: ['1', '…', '9'], does: 'Sang danh sách thứ 1 đến 9 ở cột trái' },
  { keys: ['!'], does: 'Xem cảnh báo' },
  { keys: ['n'], does: 'Tiếp nhận hồ sơ mới' },
  { keys: ['p'], does: 'In giấy tiếp nhận và hẹn trả' },
  { keys: ['0'], does: 'Thu phí, lệ phí tiền mặt của hồ sơ đang mở, in biên lai' },
  { keys: ['m'], does: 'Mở mục “Việc khác” của hồ sơ' },
  { keys: ['?'], does: 'Bảng phím tắt này' },
];

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey?: boolean;
  /** What has the focus: keys rest while somebody types. */
  target: { tagName?: string; type?: string; isContentEditable?: boolean } | null;
  /** An open dialog takes the keyboard for itself. */
  dialogOpen: boolean;
}

const TYPED_INTO = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
const NOT_TYPED_INTO = new Set(['checkbox', 'radio', 'button', 'submit', 'file', 'reset']);

export function isTyping(target: Press['target']): boolean {
  if (!target) return false;
  if (target.isContentEditable) return true;
  if (!target.tagName || !TYPED_INTO.has(target.tagName)) return false;
  return !(target.tagName === 'INPUT' && NOT_TYPED_INTO.has(target.type ?? ''));
}

/** The desk key that was meant, or null when the press belongs to the browser, a field or a dialog. */
export function deskKey(press: Press): string | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.dialogOpen || isTyping(press.target))
    return null;
  const step = press.key === 'ArrowDown' ? 'j' : press.key === 'ArrowUp' ? 'k' : press.key.toLowerCase();
  if (['j', 'k', 'x'].includes(step)) return press.shiftKey === true ? step.toUpperCase() : step;
  return press.key.length === 1 ? press.key.toLowerCase() : press.key;
}

/** `dossiers.assign-dossier` and `assign` are the same act to the screen. */
export function actKeyName(name: string): string {
  return name.replace(/^.*\./, '').replace(/-dossier$/, '');
}

export function letterOf(actName: string): string | null {
  return ACT_KEYS[actKeyName(actName)] ?? null;
}
