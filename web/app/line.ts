import { signal } from '@preact/signals';

/** Whether this machine has a network at all; the browser's own word for it. */
export const online = signal(navigator.onLine);

addEventListener('online', () => {
  online.value = true;
});
addEventListener('offline', () => {
  online.value = false;
});
