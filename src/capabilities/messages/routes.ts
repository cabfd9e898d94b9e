import type { Route } from '../../kernel/route.ts';
import { chooseChannels } from './acts/choose-channels.ts';
import { retryMessage } from './acts/retry-message.ts';
import { listDeliveries, seeChannels } from './views.ts';

export const routes: Route[] = [
  { method: 'GET', path: '/api/deliveries', view: listDeliveries },
  { method: 'POST', path: '/api/deliveries/retry', act: retryMessage },
  { method: 'GET', path: '/api/my/channels', view: seeChannels },
  { method: 'PUT', path: '/api/my/channels', act: chooseChannels },
];
