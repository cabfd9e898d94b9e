import { type AddressInfo, createServer } from 'node:net';
import { after } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { buildWeb } from '../../src/cli/build-web.ts';
import { browser, type OpenedPage, openPage } from './browser.ts';
import {
  accountName,
  atCounter,
  PASSWORD,
  type Seat,
  signedIn,
  type TestProvince,
  testApp,
  testProvince,
} from './province.ts';

/** A province with its server on an address of its own, for the journeys of officials. Call at the top of the file. */
export interface Office {
  province: TestProvince;
  address: string;
  /** Calls the server as this official without a screen: for what happened before the journey begins. */
  as(who: { body: string; seat: Seat }): ReturnType<typeof signedIn>;
  /** The same for any account, a citizen's too. */
  signIn(account: string): ReturnType<typeof signedIn>;
}

/** A port that was free a moment ago: where a payer is led back to must be known before the server listens. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** With `pays`, money is paid online through a gateway to try with, at the office's own address. */
export async function openOffice({
  pays = false,
  ...options
}: {
  now?: () => Date;
  pays?: boolean;
} = {}): Promise<Office> {
  // Launched here, so that it outlives the single test.
  await browser();
  await buildWeb(() => {}, { mayKeepOld: true });
  const province = await testProvince();
  const port = pays ? await freePort() : 0;
  const publicUrl = `http://127.0.0.1:${port}`;
  const { app, close } = await testApp(province.pool, {
    ...options,
    ...(pays
      ? { publicUrl, payment: { kind: 'stand-in' as const, reachedAt: () => publicUrl, secret: 'khoa-thu' } }
      : {}),
  });
  await app.listen({ host: '127.0.0.1', port });
  after(async () => {
    await close();
    await province.pool.end();
  });
  return {
    province,
    address: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    as: ({ body, seat }) => signedIn(app, accountName(body, seat)),
    signIn: (account) => signedIn(app, account),
  };
}

/** A dossier of the plain procedure, received at the counter before the journey begins. */
export async function received(
  office: Office,
  body: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; code: string }> {
  const { call } = await office.as({ body, seat: 'receptionist' });
  const answer = await call('POST', '/api/dossiers/receive', atCounter(more));
  if (answer.status !== 200) throw new Error(`not received: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; code: string };
}

/** Carries a dossier on by its main acts, one after another, each by who may do it. */
export async function carriedOn(
  office: Office,
  body: string,
  id: string,
  acts: { seat: Seat; act: string; with?: Record<string, unknown> }[],
): Promise<void> {
  for (const { seat, act, with: more = {} } of acts) {
    const { call } = await office.as({ body, seat });
    const seen = await call('GET', `/api/dossiers/${id}`);
    const answer = await call('POST', `/api/dossiers/${id}/${act}`, {
      version: (seen.body as { version: number }).version,
      ...more,
    });
    if (answer.status !== 200) throw new Error(`${act}: ${JSON.stringify(answer.body)}`);
  }
}

interface DeskOptions {
  path?: string;
  width?: number;
  height?: number;
  zoom?: number;
  expected?: RegExp[];
}

/** An official at their desk, signed in by the form. */
export function sitDown(
  context: { after(work: () => Promise<void>): void },
  office: Office,
  who: { body: string; seat: Seat },
  options: DeskOptions = {},
): Promise<OpenedPage> {
  return signInAs(context, office, accountName(who.body, who.seat), options);
}

/** The same by the name of the account, for who sits in no commune. */
export async function signInAs(
  context: { after(work: () => Promise<void>): void },
  office: Office,
  account: string,
  options: DeskOptions = {},
): Promise<OpenedPage> {
  const { path = '/ban-lam-viec', ...shape } = options;
  const opened = await openPage(context, { width: 1366, height: 768, ...shape });
  const { page } = opened;
  await page.goto(office.address + path);
  await page.getByLabel('Tên đăng nhập').fill(account);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Tài khoản/ })
    .waitFor();
  return opened;
}

/** The rows of the list in the middle. */
export function rowsOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Danh sách hồ sơ' }).getByRole('listitem').getByRole('link');
}

/** The dossier that is open on the right. */
export function openDossier(page: Page): Locator {
  return page.getByRole('article', { name: /^Hồ sơ / });
}

/** Opens one of the official's lists by its name. */
export async function goToList(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Danh sách của tôi', exact: true })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();
  await page.getByRole('heading', { name: new RegExp(`^${name} · \\d+ hồ sơ`) }).waitFor();
}

/** Presses the letter of an act, answers what the dialog asks, and sends it. */
export async function doAct(
  page: Page,
  letter: string,
  answer?: (dialog: Locator) => Promise<void>,
): Promise<void> {
  await page.keyboard.press(letter);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await answer?.(dialog);
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
}
