import { verifyRecord } from '../capabilities/record/index.ts';
import { inSnapshot } from '../db/connect.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap verify-record

Tính lại mã băm của từng dòng trong sổ ghi và đi dọc từng chuỗi. Dòng bị sửa, chuỗi bị đứt hay bị cắt được nêu tên.
Mã thoát: 0 sổ còn nguyên; 1 có chỗ không còn nguyên.`;

const WORDS = {
  changed: 'nội dung đã bị sửa',
  unchained: 'không nối tiếp dòng trước',
  cut: 'các dòng cuối đã bị cắt',
} as const;

export async function run(args: string[]): Promise<number> {
  readWords(args, { help });
  const { pool } = await ground({ asOwner: true });
  const { rows, chains, faults } = await inSnapshot(pool, async (tx) => {
    await tx.query('set local statement_timeout = 0');
    return verifyRecord(tx);
  });
  for (const { id, subjectKind, subjectId, seq, fault } of faults)
    console.log(
      `${id === null ? 'Chuỗi' : `Dòng ${id}`}: ${subjectKind} ${subjectId}, số ${seq}: ${WORDS[fault]}.`,
    );
  console.log(
    faults.length === 0
      ? `Sổ ghi còn nguyên: ${rows} dòng, ${chains} chuỗi.`
      : `Sổ ghi KHÔNG còn nguyên: ${faults.length} chỗ trong ${rows} dòng, ${chains} chuỗi.`,
  );
  return faults.length === 0 ? 0 : 1;
}
