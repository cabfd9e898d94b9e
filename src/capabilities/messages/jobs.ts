import type { Job } from '../../kernel/job.ts';
import type { Gateway } from '../../outside/messages/gateway.ts';
import { deliverWaiting, spreadNotices } from './deliver.ts';
import { messageRules } from './rules.ts';

/** Four times a minute: a change of state is told at once (Decree 224/2026 art. 15). */
export const deliverMessages = (given: { gateways: Gateway[]; publicUrl: string }): Job => ({
  name: 'messages.deliver',
  title: 'Gửi thông báo bằng thư điện tử, SMS, Zalo',
  when: { every: 0.25 },
  async run(work) {
    const ways = { ...given, rules: await messageRules() };
    await spreadNotices(work, ways);
    await deliverWaiting(work, ways);
  },
});
