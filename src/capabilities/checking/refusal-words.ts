/** Why a document was not checked, in an official's words: what happened and what to do. For command and page alike. */
export const REFUSAL_WORDS: Record<string, string> = {
  'document.empty': 'Tệp này trống, không có nội dung để soát.',
  'document.unknown-type':
    'Không nhận ra loại tệp này. Công cụ đọc được các tệp .docx, .pdf (có lớp chữ), .odt, .xlsx, .txt và .md.',
  'document.old-format':
    'Tệp ở định dạng Office cũ (.doc, .xls). Hãy mở bằng Word hoặc LibreOffice, lưu lại thành .docx hoặc .xlsx rồi soát.',
  'document.encrypted': 'Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi soát lại.',
  'document.no-text':
    'Tệp không có chữ để đọc: đây có thể là bản chụp hoặc bản quét. Hãy dùng tệp gốc, hoặc bản PDF xuất từ Word.',
  'document.unreadable':
    'Tệp bị hỏng hoặc không đúng định dạng nên không đọc được. Hãy mở và lưu lại tệp rồi thử lại.',
  'document.too-large':
    'Tệp quá lớn hoặc quá phức tạp để soát. Hãy tách thành các phần nhỏ hơn rồi soát từng phần.',
  'document.too-slow':
    'Đọc tệp này mất quá nhiều thời gian nên đã dừng. Hãy tách thành các phần nhỏ hơn rồi soát từng phần.',
  'document.not-docx': 'Bản có ghi chú chỉ làm được cho tệp .docx.',
  'checking.busy': 'Đang có nhiều người soát cùng lúc. Xin thử lại sau ít giây.',
  'checking.closing': 'Hệ thống đang khởi động lại. Xin thử lại sau ít phút.',
};

export function refusalWords(code: string): string | null {
  return REFUSAL_WORDS[code] ?? null;
}
