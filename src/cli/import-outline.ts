import { readFile } from 'node:fs/promises';
import { importOutline, sayOutlineFault } from '../capabilities/reports/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { Refusal } from '../kernel/refusal.ts';
import { perform } from '../perform.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

export const help = `Cách dùng: bin/haicap import-outline TỆP.json

Nạp đề cương báo cáo của tỉnh, dạng như các tệp trong catalogue/report-outlines (một đề cương hoặc một danh sách).
Đề cương có hiệu lực từ ngày effectiveFrom và thay đề cương cùng mã (code); báo cáo đã lập giữ đề cương cũ.
Mã thoát: 0 đã nạp; 1 tệp có lỗi, chưa nạp đề cương có lỗi nào.`;

export async function run(args: string[]): Promise<number> {
  const file = readWords(args, { help, words: [1, 1] }).words[0] ?? '';
  const content: unknown = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch((error: NodeJS.ErrnoException) => {
      throw new Hindrance(
        error.code === 'ENOENT' ? `Không có tệp ${file}.` : `Không đọc được ${file}: ${error.message}`,
      );
    });
  const { pool } = await ground();
  let faulty = false;
  for (const outline of Array.isArray(content) ? content : [content])
    try {
      const { code, effectiveFrom } = await perform(pool, importOutline, SYSTEM, { outline });
      console.log(`Đã nạp đề cương ${code}, có hiệu lực từ ${effectiveFrom.split('-').reverse().join('/')}.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faulty = true;
      for (const { path, code, name } of error.details.fields ?? [])
        console.error(
          `${file}, ${sayOutlineFault({ path: path.replace(/^\/outline/, ''), code, name: typeof name === 'string' ? name : '' })}`,
        );
    }
  return faulty ? 1 : 0;
}
