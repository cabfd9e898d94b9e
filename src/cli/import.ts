import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type CatalogueFault,
  importCatalogueAct,
  sayCatalogueFault,
  templateWorkbook,
} from '../capabilities/procedures/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { Refusal } from '../kernel/refusal.ts';
import { perform } from '../perform.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

export const help = `Cách dùng: bin/haicap import TỆP
          bin/haicap import --template MẪU.xlsx

Nạp thủ tục hành chính của tỉnh từ một tệp Excel (.xlsx) hoặc JSON. Mọi lỗi được nêu cùng lúc, kèm trang, dòng, cột;
có lỗi thì không nạp gì. --template ghi ra tệp Excel trống để điền.
Mã thoát: 0 đã nạp; 1 tệp có lỗi.`;

export async function run(args: string[]): Promise<number> {
  const { words, values } = readWords(args, { help, values: ['template'], words: [0, 1] });
  if (values.template !== undefined) {
    await writeFile(values.template, await templateWorkbook());
    console.log(`Đã ghi ${values.template}.`);
    return 0;
  }
  const file = words[0];
  if (file === undefined) throw new Hindrance(help, 64);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Hindrance(
      error.code === 'ENOENT' ? `Không có tệp ${file}.` : `Không đọc được ${file}: ${error.message}`,
    );
  });
  const { pool } = await ground();
  try {
    const { loaded, closed, unchanged } = await perform(pool, importCatalogueAct, SYSTEM, {
      name: basename(file),
      content: bytes.toString('base64'),
    });
    console.log(
      `Đã nạp ${loaded} phiên bản thủ tục; ${closed} phiên bản cũ hết hiệu lực; ${unchanged} dòng đã có từ trước.`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const faults = (error.details.faults ?? []) as CatalogueFault[];
    for (const fault of faults) console.error(sayCatalogueFault(fault));
    console.error(
      faults.length > 0
        ? `${faults.length} lỗi; chưa nạp gì.`
        : `${file}: không phải tệp Excel (.xlsx) hay JSON đọc được; chưa nạp gì.`,
    );
    return 1;
  }
}
