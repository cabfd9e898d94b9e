/**
 * The pictures of README.md, taken from the real program with its demonstration:
 *   bin/haicap run test/journeys/take-pictures.ts            starts the program in a new data folder
 *   bin/haicap run test/journeys/take-pictures.ts ADDRESS    of one that runs already
 * Receiving is shown as a form that is filled in and not sent, so a running demonstration stays as it is.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../../src/loading/demo/officials.ts';
import { browser } from '../support/browser.ts';

const PICTURES = fileURLToPath(new URL('../../docs/pictures/demo/', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DESK = { width: 1366, height: 768 };
const PHONE = { width: 360, height: 740 };

const given = process.argv[2];
const started = given === undefined ? await startProgram() : null;
const address = (given ?? started?.address ?? '').replace(/\/$/, '');
await mkdir(PICTURES, { recursive: true });

try {
  await withPage(DESK, async (page) => {
    await show(page, '/', 'portal-front');
    await page.getByLabel('Tìm thủ tục').fill('xac nhan doc than');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^\d+ thủ tục/ }).waitFor();
    await take(page, 'portal-search');
    await show(page, '/thu-tuc/1.001193', 'portal-procedure');
  });
  await withPage(PHONE, async (page) => {
    await show(page, '/', 'portal-front-phone');
    await show(page, '/thu-tuc/1.001193', 'portal-procedure-phone');
  });
  await withPage(DESK, async (page) => {
    await signIn(page, 'tiepnhan.binhluc');
    await take(page, 'desk-list');
    await page.goto(`${address}/ban-lam-viec/tiep-nhan`);
    await page.getByLabel('Gõ mã hoặc tên thường gọi').fill('1.000894');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel('Số định danh cá nhân').first().fill('037095000124');
    await page.getByLabel('Họ, chữ đệm, tên').first().fill('Đặng Văn Hoà');
    await page.getByLabel('Gõ mã hoặc tên thường gọi').scrollIntoViewIfNeeded();
    await take(page, 'desk-receipt');
  });
  await withPage(DESK, async (page) => {
    await signIn(page, 'chuyenvien.binhluc');
    await page.getByRole('region', { name: 'Danh sách hồ sơ' }).getByRole('link').first().click();
    await page.getByRole('article', { name: /^Hồ sơ / }).waitFor();
    await take(page, 'desk-dossier');
  });
  await withPage(DESK, async (page) => {
    await signIn(page, 'lanhdao.binhluc');
    await show(page, '/dieu-hanh', 'board');
  });
  await withPage(DESK, async (page) => {
    await signIn(page, 'kiemsoat.ninhbinh');
    await show(page, '/so-lieu', 'figures');
    await show(page, '/quan-tri/thu-tuc/1.001612', 'process-editor');
    await page.goto(`${address}/bao-cao/dot`);
    await page.getByRole('main').getByRole('table').getByRole('link').first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await take(page, 'round');
    await page.goto(`${address}/bao-cao`);
    await page.getByRole('button', { name: 'Lập báo cáo' }).click();
    await page.getByRole('link', { name: /^Mở bản in \(PDF\)/ }).waitFor();
    await take(page, 'report');
    await takePaper(page, 'report-paper');
  });
} finally {
  await (await browser()).close();
  await started?.stop();
}
process.exit(0);

async function withPage(
  viewport: { width: number; height: number },
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const visitor = await (await browser()).newContext({
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport,
    reducedMotion: 'reduce',
  });
  const page = await visitor.newPage();
  await work(page);
  await visitor.close();
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto(`${address}/ban-lam-viec`);
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu').fill(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Tài khoản/ })
    .waitFor();
}

async function show(page: Page, path: string, name: string): Promise<void> {
  await page.goto(address + path);
  await take(page, name);
}

/** When nothing has moved for a moment: answers are there, typefaces loaded. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  const path = join(PICTURES, `${name}.png`);
  await page.screenshot({ path });
  console.log(
    `${name}.png  ${page.url().slice(address.length)}  ${Math.round((await stat(path)).size / 1024)} KB`,
  );
}

/** The first two pages of the paper that the open report offers, drawn by pdf.js in a page of their own. */
async function takePaper(page: Page, name: string): Promise<void> {
  const href = await page.getByRole('link', { name: /^Mở bản in \(PDF\)/ }).getAttribute('href');
  const bytes = await (await page.request.get(`${address}${href}`)).body();
  const reader = await readFile(new URL('../../node_modules/unpdf/dist/pdfjs.mjs', import.meta.url), 'utf8');
  const sheet = await page.context().newPage();
  await sheet.setContent(
    '<body style="margin:16px;background:#888;display:flex;gap:16px;width:max-content">',
  );
  await sheet.evaluate(
    async ([code, pdf]) => {
      const module = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
      const { getDocument } = await import(module);
      const data = Uint8Array.from(atob(pdf), (one) => one.charCodeAt(0));
      const document_ = await getDocument({ data, useSystemFonts: false }).promise;
      for (const number of [1, 2]) {
        const leaf = await document_.getPage(number);
        const viewport = leaf.getViewport({ scale: 1 });
        const canvas = document.createElement('canvas');
        canvas.width = viewport.width;
        canvas.height = viewport.height;
        document.body.append(canvas);
        await leaf.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
      }
    },
    [reader, bytes.toString('base64')] as const,
  );
  await sheet.locator('body').screenshot({ path: join(PICTURES, `${name}.png`) });
  await sheet.close();
}

async function startProgram(): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'haicap-pictures-'));
  const program = spawn(join(ROOT, 'bin', 'haicap'), ['start'], {
    env: { ...process.env, PORT: '0', HAICAP_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => program.on('exit', () => done()));
  const found = await new Promise<string>((done, fail) => {
    let text = '';
    program.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, address] = /Cổng dịch vụ công\s+(http\S+)/.exec(text) ?? [];
      if (address !== undefined) done(address);
    });
    program.on('exit', () => fail(new Error(`the program ended:\n${text}`)));
  });
  return {
    address: found,
    async stop() {
      program.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
