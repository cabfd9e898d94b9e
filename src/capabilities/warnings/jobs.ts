import type { Job } from '../../kernel/job.ts';
import { sendDigests } from './acts/send-digests.ts';
import { watchDossiers } from './acts/watch-dossiers.ts';
import { isAnythingToWatch } from './store.ts';

export const watchJob: Job = {
  name: 'warnings.watch',
  title: 'Cảnh báo hồ sơ sắp trễ, quá hạn',
  when: { every: 0.25 },
  async run({ inSnapshot, perform, at, stopping }) {
    for (let part = 0; !stopping() && (await inSnapshot((tx) => isAnythingToWatch(tx, at))); part++)
      await perform(watchDossiers, {}, String(part));
  },
};

/** One mail a morning instead of one a warning. */
export const digestJob = (given: { publicUrl: string }): Job => ({
  name: 'warnings.digest',
  title: 'Gửi thư nhắc việc buổi sáng cho cán bộ',
  when: { daily: '07:00' },
  async run({ perform, at, dueAt }) {
    // No server ran in the morning: a morning's mail in the evening, or of yesterday, helps nobody.
    if (at.getTime() - dueAt.getTime() > 6 * 3_600_000) return;
    await perform(sendDigests, { publicUrl: given.publicUrl }, 'all');
  },
});
