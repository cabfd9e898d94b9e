import { readFile } from 'node:fs/promises';
import { announceYear } from '../capabilities/calendar/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { Refusal } from '../kernel/refusal.ts';
import { perform } from '../perform.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

export const help = `Cách dùng: bin/haicap calendar TỆP.json

Nạp lịch nghỉ, làm bù của một năm, dạng như các tệp trong catalogue/calendar. Năm đó được thay trọn vẹn; hạn trả đã in
trên giấy hẹn giữ nguyên, thời hạn tính từ nay theo lịch mới.
Mã thoát: 0 đã nạp; 1 tệp có lỗi, chưa nạp gì.`;

const WORDS: Record<string, string> = {
  'not-a-day': 'không có ngày này',
  'other-year': 'thuộc năm khác',
  twice: 'ghi hai lần',
  'unknown-source': 'căn cứ (source) không có trong danh sách sources',
  'not-a-swapped-weekend-day': 'ngày làm bù phải là thứ Bảy, Chủ nhật và có asWeekday',
  'already-off': 'vốn là ngày nghỉ, không nghỉ bù, hoán đổi vào ngày này',
};

export async function run(args: string[]): Promise<number> {
  const file = readWords(args, { help, words: [1, 1] }).words[0] ?? '';
  const year = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch((error: NodeJS.ErrnoException) => {
      throw new Hindrance(
        error.code === 'ENOENT' ? `Không có tệp ${file}.` : `Không đọc được ${file}: ${error.message}`,
      );
    });
  const { pool } = await ground();
  try {
    const { days } = await perform(pool, announceYear, SYSTEM, year);
    console.log(`Đã nạp lịch năm ${year.year}: ${days} ngày nghỉ, ngày làm bù.`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const { path, code } of error.details.fields ?? [])
      console.error(`${file}, ${path.replace(/^\/(days\/)?/, '')}: ${WORDS[code] ?? `chưa đúng (${code})`}`);
    console.error('Chưa nạp gì.');
    return 1;
  }
}
