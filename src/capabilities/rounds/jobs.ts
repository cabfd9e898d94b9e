import type { Job } from '../../kernel/job.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { legalDay } from '../calendar/index.ts';
import { freezeRound } from './acts/freeze-round.ts';
import { remindBodies } from './acts/remind-bodies.ts';
import { roundsToFreeze, roundsToRemind } from './store.ts';

/** Days before the due day from which those who have not sent are reminded each morning. */
const REMIND_DAYS = 2;

/** Freezes what is counted after the cut-off, and reminds in the morning of what is due. */
export const roundJobs = (given: { publicUrl: string }): Job[] => [
  {
    name: 'rounds.freeze-due',
    title: 'Chốt số liệu của đợt báo cáo đến ngày chốt',
    when: { every: 10 },
    async run({ inSnapshot, perform, at }) {
      for (const id of await inSnapshot((tx) => roundsToFreeze(tx, at)))
        try {
          await perform(freezeRound, { id }, id);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
    },
  },
  {
    name: 'rounds.remind',
    title: 'Nhắc cơ quan chưa gửi biểu của đợt báo cáo',
    when: { daily: '07:30' },
    async run({ inSnapshot, perform, at, dueAt }) {
      // A morning's reminder in the evening helps nobody.
      if (at.getTime() - dueAt.getTime() > 6 * 3_600_000) return;
      const by = new Date(at.getTime() + REMIND_DAYS * 86_400_000);
      for (const id of await inSnapshot((tx) => roundsToRemind(tx, by, legalDay(at))))
        try {
          await perform(remindBodies, { id, publicUrl: given.publicUrl }, id);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
    },
  },
];
