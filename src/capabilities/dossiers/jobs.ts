import type { Job } from '../../kernel/job.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { legalDay, loadCalendar } from '../calendar/index.ts';
import { closeUnanswered } from './acts/close-unanswered.ts';
import { answerableUntil } from './course.ts';
import { awaitedWithTime } from './store.ts';

/** Every morning: dossiers whose supplement did not come within the time that their procedure's law gives. */
export const closeUnansweredDossiers: Job = {
  name: 'dossiers.close-unanswered',
  title: 'Đóng hồ sơ quá hạn bổ sung',
  when: { daily: '06:30' },
  async run({ at, inSnapshot, perform, stopping }) {
    const over = await inSnapshot(async (tx) => {
      const found: string[] = [];
      for (const { id, askedAt, centreId, workingDays } of await awaitedWithTime(tx)) {
        const calendar = await loadCalendar(tx, centreId, legalDay(at));
        if (at > answerableUntil(calendar, { workingDays }, askedAt)) found.push(id);
      }
      return found;
    });
    for (const id of over) {
      if (stopping()) return;
      try {
        await perform(closeUnanswered, { id }, id);
      } catch (error) {
        // It came at the last moment, or somebody closed it by hand: the others are still to be closed.
        if (!(error instanceof Refusal)) throw error;
      }
    }
  },
};
