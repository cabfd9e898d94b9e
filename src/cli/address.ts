import { legalDay } from '../capabilities/calendar/index.ts';
import { loadAddressBook, readAddress, titled } from '../capabilities/units/index.ts';
import { inSnapshot } from '../db/connect.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap address "Xóm 3, xã Bồ Đề, huyện Bình Lục, Hà Nam" [--json]

Đọc một địa chỉ ghi theo đơn vị hành chính cũ (hay mới) và cho biết xã, phường, đặc khu hiện nay.
Không bao giờ đoán: khi có thể là nhiều nơi thì kể ra hết để người hỏi chọn.
  --json      in kết quả dạng JSON
Mã thoát: 0 chỉ có một nơi; 1 có thể là nhiều nơi, hoặc không đọc được; 78 chưa nạp tỉnh nào.`;

export async function run(args: string[]): Promise<number> {
  const { words, switches } = readWords(args, { help, switches: ['json'], words: [1, 1] });
  const { pool, config } = await ground();
  const book = await inSnapshot(pool, (tx) => loadAddressBook(tx, legalDay(new Date())));
  // An empty list would say of every place that it cannot be read.
  if (book.units.size === 0)
    throw new Hindrance('Chưa nạp tỉnh nào nên chưa đọc được địa chỉ. Chạy bin/haicap load trước.', 78);
  const reading = readAddress(book, words[0] ?? '', config.province);
  if (switches.json === true) console.log(JSON.stringify(reading));
  else {
    if (reading.outcome === 'none') console.log('Không đọc được xã, phường nào trong địa chỉ này.');
    if (reading.outcome === 'ask') console.log('Cần hỏi lại. Có thể là:');
    for (const { code, fullName, provinceName, formerly } of reading.candidates)
      console.log(
        `${reading.outcome === 'ask' ? '  ' : ''}${titled(fullName)}, ${provinceName} (${code})${formerly === null ? '' : ` · trước là ${formerly}`}`,
      );
    if (reading.outcome === 'found' && reading.detail !== '') console.log(`Chi tiết: ${reading.detail}`);
  }
  return reading.outcome === 'found' ? 0 : 1;
}
