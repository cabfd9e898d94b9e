import type { Job } from '../../kernel/job.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { freezeFigures } from './acts/freeze-figures.ts';
import { reportsToFreeze } from './store.ts';

/** Freezes the figures of reports whose cut-off has passed, within minutes of it. */
export const freezeDue: Job = {
  name: 'reports.freeze-due',
  title: 'Chốt số liệu của báo cáo đến ngày chốt',
  when: { every: 10 },
  async run({ inSnapshot, perform, at }) {
    for (const id of await inSnapshot((tx) => reportsToFreeze(tx, at)))
      try {
        await perform(freezeFigures, { id }, id);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
  },
};
