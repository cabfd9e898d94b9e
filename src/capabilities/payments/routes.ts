import { act } from '../../kernel/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Route } from '../../kernel/route.ts';
import type { PaymentGateway } from '../../outside/payment/gateway.ts';
import { askRefund } from './acts/ask-refund.ts';
import { closeCashBook } from './acts/close-cash-book.ts';
import { decideRefund } from './acts/decide-refund.ts';
import { openCashBook } from './acts/open-cash-book.ts';
import { orderPayment } from './acts/order-payment.ts';
import { payRefund } from './acts/pay-refund.ts';
import { requestPayment } from './acts/request-payment.ts';
import { takePayment } from './acts/take-payment.ts';
import { voidReceipt } from './acts/void-receipt.ts';
import { paperRoutes } from './papers.ts';
import { listRefunds, seeCashBook, seeMoney, seeOwnOrder } from './views.ts';

/** Where no gateway is set up, nothing is begun that could not be ended. */
const payNowhere = act({
  ...orderPayment,
  run: async () => {
    throw new Refusal('conflict', 'payment.not-online');
  },
});

export const routes = ({
  gateway,
  publicUrl,
}: {
  gateway: PaymentGateway | null;
  publicUrl: string;
}): Route[] => [
  { method: 'POST', path: '/api/dossiers/:id/request-payment', act: requestPayment },
  { method: 'GET', path: '/api/payments/dossiers/:id', view: seeMoney(gateway) },
  { method: 'POST', path: '/api/payments/take', act: takePayment },
  { method: 'POST', path: '/api/payments/receipts/:id/void', act: voidReceipt },
  { method: 'GET', path: '/api/payments/cash-book', view: seeCashBook },
  { method: 'POST', path: '/api/payments/cash-book/open', act: openCashBook },
  { method: 'POST', path: '/api/payments/cash-book/close', act: closeCashBook },
  { method: 'GET', path: '/api/payments/refunds', view: listRefunds },
  { method: 'POST', path: '/api/payments/refunds', act: askRefund },
  { method: 'POST', path: '/api/payments/refunds/:id/decide', act: decideRefund },
  { method: 'POST', path: '/api/payments/refunds/:id/pay', act: payRefund },
  { method: 'POST', path: '/api/my/dossiers/:id/pay', act: gateway === null ? payNowhere : orderPayment },
  { method: 'GET', path: '/api/my/orders/:id', view: seeOwnOrder(gateway, publicUrl) },
  ...paperRoutes,
];
