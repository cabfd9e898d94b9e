import { checkCommand } from '../capabilities/checking/command.ts';

export const help = `Cách dùng: bin/haicap check TỆP… [--json] [--annotate RA.docx]

Soát các con số, tỷ lệ, ngày tháng và văn bản viện dẫn trong báo cáo (.docx, .pdf, .odt, .xlsx, .txt, .md).
Mã thoát: 0 không có lỗi nặng; 1 có lỗi; 2 có tệp không đọc được.`;

export function run(args: string[]): Promise<number> {
  return checkCommand(args);
}
