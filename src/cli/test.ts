import { existsSync } from 'node:fs';
import { Hindrance } from '../kernel/hindrance.ts';

export const help = `Cách dùng: bin/haicap test [--only types,lint,house,unit,database,http,journeys] [-- MẪU]      (hoặc npm test)

Chạy mọi phép thử, hoặc những phần nêu ở --only; MẪU là một phần của tên tệp hay tên phép thử.
Không cần chuẩn bị gì: cơ sở dữ liệu và, trên Linux x64, cả trình duyệt đều do npm mang về.
Mã thoát: 0 mọi phép thử đều đạt; 1 có phép thử hỏng.`;

export async function run(args: string[]): Promise<number> {
  // The tests stand outside of src/ and know it; it knows of them only here, and only when they are there.
  const runner = new URL('../../test/run.ts', import.meta.url);
  if (!existsSync(runner)) throw new Hindrance('Bản cài đặt này không kèm phép thử.', 69);
  const { runStages } = (await import(runner.href)) as { runStages(args: string[]): Promise<number> };
  return runStages(args);
}
