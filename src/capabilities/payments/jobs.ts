import type { Job } from '../../kernel/job.ts';
import type { PaymentGateway } from '../../outside/payment/gateway.ts';
import { noteQuery } from './acts/note-query.ts';
import { settleRefund } from './acts/settle-refund.ts';
import { takeNotice } from './acts/take-notice.ts';
import { ordersToQuery, refundsToSend } from './store.ts';
import { WAITS_TOO_LONG } from './views.ts';

/** How many are asked about at one time: the gateway is another's, and what is left comes next time. */
const AT_ONCE = 100;

/**
 * What the clock does about money: asks about orders whose result is long in coming (the callback was lost, or is
 * late), and sends approved refunds. A gateway that is away stops neither the other orders nor the next try.
 */
export const paymentJobs = (gateway: PaymentGateway | null): Job[] =>
  gateway === null
    ? []
    : [
        {
          name: 'payments.reconcile',
          title: 'Hỏi cổng thanh toán về các lần nộp tiền chưa có kết quả',
          when: { every: 5 },
          async run({ at, inSnapshot, perform, stopping }) {
            const orders = await inSnapshot((tx) =>
              ordersToQuery(tx, new Date(at.getTime() - WAITS_TOO_LONG), AT_ONCE),
            );
            const failed: unknown[] = [];
            for (const { id } of orders) {
              if (stopping()) return;
              let answered = false;
              try {
                const notice = await gateway.query(id);
                answered = true;
                // What is still under way needs no row for each time it was asked.
                if (notice.result !== 'pending' && notice.result !== 'unknown')
                  await perform(
                    takeNotice,
                    { ...notice, genuine: true, how: 'query' },
                    `${id} ${notice.result}`,
                  );
              } catch (error) {
                failed.push(error);
              }
              await perform(noteQuery, { orderId: id, answered }, `${id} asked ${answered}`);
            }
            // All of them: the gateway is away, which somebody should see. One or two come next time.
            if (failed.length > 0 && failed.length === orders.length)
              throw new Error('the payment gateway does not answer', { cause: failed[0] });
          },
        },
        {
          name: 'payments.send-refunds',
          title: 'Chuyển trả trực tuyến các khoản đã duyệt hoàn',
          when: { every: 5 },
          async run({ inSnapshot, perform, stopping }) {
            const failed: unknown[] = [];
            for (const refund of await inSnapshot((tx) => refundsToSend(tx, AT_ONCE))) {
              if (stopping()) return;
              const { id, gatewayRef, amount, reason } = refund;
              if (gatewayRef === null) continue;
              try {
                const { ref } = await gateway.refund({ id, gatewayRef, amount, reason });
                await perform(settleRefund, { id, ref }, id);
              } catch (error) {
                failed.push(error);
              }
            }
            if (failed.length > 0)
              throw new Error(`${failed.length} refunds could not be sent`, { cause: failed[0] });
          },
        },
      ];
