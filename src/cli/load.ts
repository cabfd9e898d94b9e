import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type CatalogueFault,
  importCatalogueAct,
  sayCatalogueFault,
  templateWorkbook,
} from '../capabilities/procedures/index.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { Refusal } from '../kernel/refusal.ts';
import { loadProvince } from '../loading/index.ts';
import { perform } from '../perform.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap load [TỆP…]
           bin/haicap load --template MẪU.xlsx

Không nêu tệp: nạp những gì Haicấp mang theo cho tỉnh (HAICAP_PROVINCE): đơn vị, cơ quan, lịch làm việc, thủ tục hành
chính. Chạy lại chỉ thêm cái mới; cái tỉnh đã tự sửa được giữ nguyên. Lần start đầu tiên tự làm việc này.

TỆP là danh mục thủ tục của tỉnh, JSON hoặc Excel. Nạp cả tệp hoặc không nạp gì; mọi chỗ sai được nêu theo dòng và cột.
--template ghi ra tệp Excel trống để điền.
Mã thoát: 0 đã nạp; 1 tệp có chỗ sai, chưa nạp gì của tệp ấy.`;

export async function run(args: string[]): Promise<number> {
  const { words, values } = readWords(args, { help, values: ['template'], words: [0, 50] });
  if (values.template !== undefined) {
    await writeFile(values.template, await templateWorkbook());
    return 0;
  }
  const files = await Promise.all(
    words.map(async (path) => ({
      name: basename(path),
      bytes: await readFile(path).catch((error: Error) => {
        throw new Hindrance(`Không đọc được ${path}: ${error.message}`);
      }),
    })),
  );
  const { pool, config } = await ground();
  if (files.length === 0) {
    const { units, agencies, days, procedures } = await loadProvince(pool, {
      province: config.province,
      onStep: (line) => console.log(line),
    });
    if (units + agencies + days + procedures === 0) console.log('Không có gì mới để nạp.');
    return 0;
  }
  let code = 0;
  for (const { name, bytes } of files) {
    try {
      const { loaded, closed, unchanged } = await perform(
        pool,
        importCatalogueAct,
        { kind: 'system', id: 'system', name: 'Hệ thống' },
        { name, content: bytes.toString('base64') },
        { from: 'haicap load' },
      );
      console.log(`${name}: ${loaded} bản mới, ${closed} bản cũ hết hiệu lực, ${unchanged} bản không đổi.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      code = 1;
      const faults = (error.details.faults ?? []) as CatalogueFault[];
      console.error(
        faults.length === 0
          ? `${name}: không đọc được (${error.code}).`
          : `${name}: chưa nạp gì, có ${faults.length} chỗ sai.\n${faults.map(sayCatalogueFault).join('\n')}`,
      );
    }
  }
  return code;
}
