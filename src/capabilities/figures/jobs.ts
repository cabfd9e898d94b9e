import type { Job } from '../../kernel/job.ts';
import { foldCells } from './cells.ts';
import { definitionsOf } from './definitions-store.ts';

/** Readers add what is not folded yet, so a late fold makes figures slower to read and never wrong. */
export const foldFigures: Job = {
  name: 'figures.fold-cells',
  title: 'Cộng dồn số liệu mới vào các ô đã cộng',
  when: { every: 1 },
  async run({ inTransaction }) {
    await inTransaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      await foldCells(tx, (await definitionsOf(tx)).indicators);
    });
  },
};
