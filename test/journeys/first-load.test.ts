import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { openPage } from '../support/browser.ts';
import { openOffice, sitDown } from '../support/desk.ts';
import { BINH_LUC } from '../support/province.ts';

const office = await openOffice();

/** Bytes over the line for one address with nothing kept: page, scripts, styles, typeface, answers, heads of answers. */
async function weigh(page: Page, path: string): Promise<{ total: number; parts: Record<string, number> }> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.setCacheDisabled', { cacheDisabled: true });
  const kinds = new Map<string, string>();
  const parts: Record<string, number> = {};
  line.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'Other';
    parts[kind] = (parts[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(office.address + path);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  return { total: Object.values(parts).reduce((sum, part) => sum + part, 0), parts };
}

describe('the first load', () => {
  for (const path of ['/', '/thu-tuc/9.000001', '/tra-cuu'])
    test(`of the portal at ${path} is at most 100 KB`, async (t) => {
      const { page } = await openPage(t, { width: 360, height: 740 });
      const { total, parts } = await weigh(page, path);
      t.diagnostic(`${(total / 1024).toFixed(1)} KB ${JSON.stringify(parts)}`);
      assert.ok(parts.Script && parts.Stylesheet && parts.Font, 'nothing was weighed');
      assert.ok(total <= 100 * 1024, JSON.stringify(parts));
    });

  for (const [path, seat] of [
    ['/ban-lam-viec', 'receptionist'],
    ['/ban-lam-viec/tiep-nhan', 'receptionist'],
    ['/dieu-hanh', 'leader'],
  ] as const)
    test(`of the desk at ${path} is at most 300 KB`, async (t) => {
      const { page } = await sitDown(t, office, { body: BINH_LUC, seat });
      const { total, parts } = await weigh(page, path);
      t.diagnostic(`${(total / 1024).toFixed(1)} KB ${JSON.stringify(parts)}`);
      assert.ok(parts.Script && parts.Stylesheet && parts.Font, 'nothing was weighed');
      assert.ok(total <= 300 * 1024, JSON.stringify(parts));
    });
});
