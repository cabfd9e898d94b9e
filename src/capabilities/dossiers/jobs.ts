import type { Job } from '../../kernel/job.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { legalDay, loadCalendar } from '../calendar/index.ts';
import { closeUnanswered } from './acts/close-unanswered.ts';
import { endWait, waitsOver } from './acts/end-wait.ts';
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

/** Steps that only wait end when their share of the term has passed, within minutes. */
export const endWaits: Job = {
  name: 'dossiers.end-waits',
  title: 'Chuyển tiếp hồ sơ đã hết thời gian chờ của bước',
  when: { every: 10 },
  async run({ at, inSnapshot, perform, stopping }) {
    for (const id of await inSnapshot((tx) => waitsOver(tx, at))) {
      if (stopping()) return;
      try {
        await perform(endWait, { id }, id);
      } catch (error) {
        // It was stopped, or asked for a supplement, in between: then it does not wait here any more.
        if (!(error instanceof Refusal)) throw error;
      }
    }
  },
};
