/** What has to be put in order before the program ends: server first, then jobs, the database last. */
type Work = () => Promise<unknown>;

const works: Work[] = [];
let closing: Promise<void> | undefined;

/** The last one added is closed first. */
export function onClose(work: Work): void {
  works.unshift(work);
}

export function closeAll(): Promise<void> {
  closing ??= (async () => {
    for (const work of works.splice(0)) {
      await work().catch((error: unknown) => console.error(error));
    }
    closing = undefined;
  })();
  return closing;
}

/**
 * Ctrl-C and SIGTERM end the program in order; a second Ctrl-C, a moment later, ends it at once. (The first may come
 * twice in one moment: from the terminal and from bin/haicap.)
 */
export function closeOnSignals(): void {
  let since = 0;
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(signal, () => {
      if (since > 0) {
        if (performance.now() - since > 1000) process.exit(128 + number);
        return;
      }
      since = performance.now();
      if (process.stderr.isTTY) process.stderr.write('\nĐang tắt…\n');
      void closeAll().then(() => process.exit(128 + number));
    });
  }
}
