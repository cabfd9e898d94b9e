import { loadProvince } from '../loading/index.ts';
import { ground } from './ground.ts';

import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap load

Nạp những gì Haicấp mang theo cho tỉnh (HAICAP_PROVINCE): đơn vị, cơ quan, lịch làm việc, thủ tục hành chính.
Chạy lại chỉ thêm cái mới; thủ tục tỉnh đã tự sửa được giữ nguyên. Lần start đầu tiên tự làm việc này.`;

export async function run(args: string[]): Promise<number> {
  readWords(args, { help });
  const { pool, config } = await ground();
  const { units, agencies, days, procedures } = await loadProvince(pool, {
    province: config.province,
    onStep: (line) => console.log(line),
  });
  if (units + agencies + days + procedures === 0) console.log('Không có gì mới để nạp.');
  return 0;
}
