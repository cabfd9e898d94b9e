import { ground } from './ground.ts';
import { loadProvince } from './load-province.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap load

Nạp những gì Haicấp mang theo cho tỉnh (HAICAP_PROVINCE): đơn vị, cơ quan, lịch làm việc, thủ tục hành chính.
Chạy lại chỉ thêm cái mới; thủ tục tỉnh đã tự sửa được giữ nguyên. Lần start đầu tiên tự làm việc này.`;

export async function run(args: string[]): Promise<number> {
  readWords(args, { help });
  const { pool, config } = await ground();
  await loadProvince(pool, config.province, (line) => console.log(line));
  return 0;
}
