import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { definitionsOf, type FormFault, importDefinitions } from '../capabilities/figures/index.ts';
import { SYSTEM } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { Refusal } from '../kernel/refusal.ts';
import { perform } from '../perform.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap import-forms TỆP.json
          bin/haicap import-forms --print [MÃ]

Nạp chỉ tiêu, biểu thống kê, phụ lục, bộ chỉ số của tỉnh từ một tệp JSON. Bản đã có hiệu lực không sửa được: muốn đổi thì
nạp một bản có ngày hiệu lực mới, kỳ báo cáo trước ngày ấy vẫn in theo bản cũ. Có lỗi thì nêu mọi lỗi và không nạp gì.
--print in ra mọi chỉ tiêu và biểu đang có, hoặc một biểu (ví dụ II.06a), để bắt đầu từ đó.
Mã thoát: 0 đã nạp; 1 tệp có lỗi.`;

export async function run(args: string[]): Promise<number> {
  const { words, switches } = readWords(args, { help, switches: ['print'], words: [0, 1] });
  const [word] = words;
  if (switches.print === true) {
    const { pool } = await ground();
    const { indicators, forms } = await definitionsOf(pool);
    const wanted =
      word === undefined ? { indicators, forms } : { forms: forms.filter(({ code }) => code === word) };
    console.log(JSON.stringify(wanted, null, 2));
    return 0;
  }
  if (word === undefined) throw new Hindrance(help, 64);
  const content = await readFile(word, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Hindrance(
      error.code === 'ENOENT' ? `Không có tệp ${word}.` : `Không đọc được ${word}: ${error.message}`,
    );
  });
  const { pool } = await ground();
  try {
    const { loaded, unchanged } = await perform(pool, importDefinitions, SYSTEM, {
      name: basename(word),
      content,
    });
    console.log(`Đã nạp ${loaded} chỉ tiêu, biểu; ${unchanged} đã có từ trước.`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'definitions.faulty') throw error;
    const faults = (error.details.faults ?? []) as FormFault[];
    for (const { at, fault } of faults) console.error(`${at}: ${fault}`);
    console.error(`${faults.length} lỗi; chưa nạp gì.`);
    return 1;
  }
}
