import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap migrate

Đưa cấu trúc cơ sở dữ liệu của tỉnh (HAICAP_PROVINCE) lên bản mới nhất. Chạy lại không đổi gì.
Lệnh start cũng tự làm việc này.`;

export async function run(args: string[]): Promise<number> {
  readWords(args, { help });
  const { migrated, schema } = await ground();
  console.log(
    migrated.length === 0
      ? `${schema}: đã ở bản mới nhất.`
      : `${schema}: đã chạy ${migrated.length} bước (${migrated.join(', ')}).`,
  );
  return 0;
}
