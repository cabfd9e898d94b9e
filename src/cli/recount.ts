import { rebuildFacts } from '../capabilities/dossiers/index.ts';
import { definitionsOf, foldCells, recount } from '../capabilities/figures/index.ts';
import { inSnapshot, inTransaction } from '../db/connect.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap recount [--json] [--rebuild]

Đếm lại mọi số liệu về hồ sơ chỉ từ sổ ghi, từng hồ sơ một, rồi so với số liệu mà màn hình và biểu mẫu đang dùng.
  --json      in kết quả dạng JSON: {"figures": …, "difference": …}
  --rebuild   dựng lại phần số liệu từ sổ ghi trước khi so (sau khi nâng cấp từ bản chưa có phần này)
Mã thoát: 0 không chênh lệch; 1 có chênh lệch.`;

export async function run(args: string[]): Promise<number> {
  const { switches } = readWords(args, { help, switches: ['json', 'rebuild'] });
  const { pool } = await ground();
  if (switches.rebuild === true) {
    const count = await inTransaction(pool, async (tx) => {
      await tx.query('set local statement_timeout = 0');
      await tx.query('lock table dossiers in share mode');
      return rebuildFacts(tx);
    });
    await inTransaction(pool, async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      await foldCells(tx, (await definitionsOf(tx)).indicators, { anew: true });
    });
    if (switches.json !== true) console.log(`Đã dựng lại số liệu của ${count} hồ sơ từ sổ ghi.`);
  }
  const began = performance.now();
  const result = await inSnapshot(pool, async (tx) => {
    await tx.query('set local statement_timeout = 0');
    return recount(tx, (await definitionsOf(tx)).indicators, new Date());
  });
  const milliseconds = Math.round(performance.now() - began);
  if (switches.json === true) console.log(JSON.stringify({ ...result, milliseconds }));
  else {
    for (const example of result.examples) console.log(example);
    console.log(
      result.difference === 0
        ? `Số liệu khớp với sổ ghi: ${result.figures} số của ${result.dossiers} hồ sơ, chênh lệch 0.`
        : `Số liệu KHÔNG khớp với sổ ghi: ${result.difference} chỗ chênh lệch trong ${result.figures} số của ${result.dossiers} hồ sơ.`,
    );
  }
  return result.difference === 0 ? 0 : 1;
}
