import { browser } from './browser.ts';

// Asked once before the journeys: without a browser they are reported as not run, in one sentence.
try {
  await (await browser()).close();
  process.exit(0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
