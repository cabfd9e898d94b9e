import type { Job } from '../../kernel/job.ts';
import { legalDay } from '../calendar/index.ts';
import { carryOutReorganisation } from './acts/carry-out-reorganisation.ts';
import { dueReorganisations } from './store.ts';

/** Often, so that a day on which the server began late still begins with its new map. */
export const reorganisationJob: Job = {
  name: 'reorganising.carry-out',
  title: 'Thực hiện việc nhập, tách, đổi tên đơn vị, cơ quan đã đến ngày',
  when: { every: 5 },
  async run({ at, inSnapshot, perform }) {
    const due = await inSnapshot((tx) => dueReorganisations(tx, legalDay(at)));
    for (const id of due) await perform(carryOutReorganisation, { id }, id);
  },
};
