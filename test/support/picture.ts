import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
/** A commune's screen, and a citizen's telephone. */
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 360, height: 740 };

/**
 * A picture for the README or the guides, of what a journey has before it; only when HAICAP_PICTURES=1 asks for it.
 * Those of the guides (`huong-dan/…`) are one size, a citizen's (`huong-dan/nguoi-dan-…`) a telephone's, and WebP.
 * `at` is what must be seen on it.
 */
export async function takePicture(page: Page, name: string, at?: Locator): Promise<void> {
  if (process.env.HAICAP_PICTURES !== '1') return;
  const path = join(PICTURES, name);
  await mkdir(dirname(path), { recursive: true });
  const before = page.viewportSize();
  const ofGuide = name.startsWith('huong-dan/');
  if (ofGuide) await page.setViewportSize(name.startsWith('huong-dan/nguoi-dan-') ? PHONE : DESK);
  await at?.evaluate((seen) => seen.scrollIntoView({ block: 'center' }));
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
  if (ofGuide) {
    // The browser itself writes WebP, a third of the same picture as PNG.
    const browser = await page.context().newCDPSession(page);
    const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: 55 });
    await browser.detach();
    await writeFile(`${path}.webp`, Buffer.from(data, 'base64'));
  } else await page.screenshot({ path: `${path}.png` });
  if (ofGuide && before !== null) await page.setViewportSize(before);
}
