import assert from 'node:assert/strict';
import test, { before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import { PAGES } from '../../src/app.ts';
import { lastDayOf, periodAt, periodBefore, periodOf } from '../../src/capabilities/figures/index.ts';
import { appoint, hashPassword } from '../../src/capabilities/people/index.ts';
import { connect, inTransaction } from '../../src/db/connect.ts';
import { DESK_PAGES, isOpenTo } from '../../web/desk/pages.ts';
import { MANAGE_PAGES } from '../../web/manage/pages.ts';
import { PORTAL_PAGES } from '../../web/portal/pages.ts';
import { type OpenedPage, openPage } from '../support/browser.ts';
import { carriedOn, openOffice, received, signInAs } from '../support/desk.ts';
import { overflow, signInHere } from '../support/portal.ts';
import { accountName, BINH_LUC, CITIZENS, official, PASSWORD, type Seat } from '../support/province.ts';

const office = await openOffice();
const ADMINISTRATOR = 'quantri';

/** What stands for the open ends of the lists of pages. A new page with one is told here what to open. */
const examples: Record<string, string[]> = {
  '/thu-tuc/:code': ['/thu-tuc/2.000635'],
  '/nop/:code': ['/nop/9.000001'],
  // A link that was never sent: the page says so.
  '/danh-gia/:token': ['/danh-gia/khong-co-phieu-nay'],
};
const exampleOf = (pattern: string): string[] => {
  if (!/[:*]/.test(pattern)) return [pattern];
  const found = examples[pattern];
  assert.ok(found, `${pattern} is in a list of pages and not in the examples of this test`);
  return found;
};

/** The part of A4 between the margins of the house, in CSS pixels: what a page may take on paper. */
const PAPER = Math.floor(((210 - 20 - 15) / 25.4) * 96);

before(async () => {
  // Of the seats that every test has, none looks after the accounts.
  const owner = connect(office.province.database.ownerUrl, office.province.database.schema, 1);
  await inTransaction(owner, async (tx) =>
    appoint(tx, [
      {
        officialId: ADMINISTRATOR,
        fullName: 'Mai Trọng Nguyên',
        title: 'Quản trị hệ thống',
        accountName: ADMINISTRATOR,
        passwordHash: await hashPassword(PASSWORD),
        role: 'administrator',
        agencyId: 'H42',
        bodyId: 'H42',
        from: '2025-07-01',
        demo: false,
      },
    ]),
  );
  await owner.end();
  const [citizen] = CITIZENS;
  const { id, code } = await received(office, BINH_LUC, {
    applicant: {
      kind: 'citizen',
      fullName: citizen.fullName,
      personalId: citizen.personalId,
      birthDate: citizen.birthDate,
      sex: citizen.sex,
      phone: citizen.phone,
      address: 'Xóm 4, xã Bình Lục, tỉnh Ninh Bình',
    },
  });
  const specialist = official(BINH_LUC, 'officeSpecialist').id;
  await carriedOn(office, BINH_LUC, id, [
    { seat: 'officeHead', act: 'assign', with: { officialId: specialist } },
    {
      seat: 'officeSpecialist',
      act: 'ask-agencies',
      with: {
        asks: [
          {
            agencyId: `${BINH_LUC}.02`,
            question: 'Thửa đất số 127 tờ bản đồ 14 có thuộc quy hoạch không?',
            hours: 8,
          },
        ],
      },
    },
  ]);
  const asked = await office.as({ body: BINH_LUC, seat: 'economySpecialist' });
  const { items } = (await asked.call('GET', '/api/consultations')).body as { items: { part: string }[] };
  const leader = await office.as({ body: BINH_LUC, seat: 'leader' });
  const { begin } = (await leader.call('GET', '/api/reports')).body as {
    begin: {
      outline: string;
      bodyId: string;
      periods: { kind: string; year: number; number: number }[];
    }[];
  };
  const [first] = begin;
  const period = first?.periods[0];
  assert.ok(first && period && items[0]);
  const report = await leader.call('POST', '/api/reports', {
    outline: first.outline,
    bodyId: first.bodyId,
    period: period.kind,
    year: period.year,
    number: period.number,
  });
  assert.equal(report.status, 200);
  // The half-year that ended last, collected from every commune.
  const last = periodBefore(
    'half-year',
    periodAt('half-year', new Date().toISOString().slice(0, 10), 'reporting'),
  );
  const control = await office.signIn('kiemsoat');
  const round = await control.call('POST', '/api/rounds', {
    form: 'administrative-reform-data',
    period: 'half-year',
    ...last,
    cutOffDay: lastDayOf(periodOf('half-year', last.year, last.number, 'reporting')),
    dueDay: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
    kinds: ['commune-committee'],
  });
  assert.equal(round.status, 200);
  Object.assign(examples, {
    '/danh-gia/ho-so/:id': [`/danh-gia/ho-so/${id}`],
    '/bao-cao/dot/*': [`/bao-cao/dot/${(round.body as { id: string }).id}`],
    '/tra-cuu/:code': [`/tra-cuu/${code}`],
    '/cua-toi/:id': [`/cua-toi/${id}`],
    '/ban-lam-viec/ho-so/*': [`/ban-lam-viec/ho-so/${id}?list=all`],
    '/ban-lam-viec/lay-y-kien/*': [`/ban-lam-viec/lay-y-kien/${id}/${items[0].part}`],
    '/bao-cao/*': [`/bao-cao/${(report.body as { id: string }).id}`],
    '/quan-tri/*': ['/quan-tri/thu-tuc/2.000635', ...MANAGE_PAGES.map(({ path }) => path)],
  });
});

/** Waits until the page shows what it fetched. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready);
}

/** What holds on every page whoever looks: one heading, a name in the tab, and nothing sideways at 320 px. */
async function looksRight(page: Page, address: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(office.address + address);
  await settled(page);
  assert.equal(await page.locator('main h1').count(), 1, `${address} has one heading of the first rank`);
  assert.match(await page.title(), /\S.* - Haicấp$/, `${address} has a name in the tab`);
  assert.ok((await overflow(page)) <= 0, `${address} at 320 px runs ${await overflow(page)} px over`);
}

/** The same and axe, on a monitor, at 200 % and on paper: once for each page. */
async function isWhole({ page, checkAccessibility }: OpenedPage, address: string): Promise<void> {
  await looksRight(page, address);
  await page.setViewportSize({ width: 683, height: 384 });
  assert.ok((await overflow(page)) <= 0, `${address} at 200 % runs ${await overflow(page)} px over`);
  await page.setViewportSize({ width: 1366, height: 768 });
  assert.ok((await overflow(page)) <= 0, `${address} at 1366 px runs ${await overflow(page)} px over`);
  await checkAccessibility(address);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: PAPER, height: 1000 });
  assert.deepEqual(await tooWideForPaper(page), [], `${address} on paper`);
  await page.emulateMedia({ media: 'screen' });
}

/** What reaches over the edge of the paper, or is cut off by a box that a screen would scroll. */
function tooWideForPaper(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const over = [...document.querySelectorAll<HTMLElement>('body *')].filter((one) => {
      const box = one.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || getComputedStyle(one).visibility === 'hidden') return false;
      const scrolls = ['auto', 'scroll'].includes(getComputedStyle(one).overflowX);
      return scrolls && one.scrollWidth > one.clientWidth + 1;
    });
    return [
      ...(root.scrollWidth > root.clientWidth
        ? [`the page: ${root.scrollWidth} of ${root.clientWidth} px`]
        : []),
      ...over.map((one) => `${one.tagName}.${one.className}: ${one.scrollWidth} of ${one.clientWidth} px`),
    ];
  });
}

test('every address that the server gives a page for is in a list of pages', () => {
  const known = [
    ...PORTAL_PAGES.map(([pattern]) => pattern.replace(/:\w+$/, '*')),
    ...DESK_PAGES.flatMap(({ paths }) => paths),
    // A page of its own, with a journey of its own.
    '/soat-so-lieu',
  ];
  const covers = (served: string, pattern: string) =>
    served === pattern || (served.endsWith('/*') && pattern.startsWith(served.slice(0, -1)));
  const served = PAGES.flatMap(({ paths }) => paths);
  for (const pattern of known)
    assert.ok(
      served.some((path) => covers(path, pattern)),
      `${pattern} is served`,
    );
  for (const { path } of MANAGE_PAGES) assert.match(path, /^\/quan-tri\//);
});

describe('every page holds on a phone, at 200 %, on paper and for who listens', () => {
  test('the portal, for a visitor and for a citizen', async (context) => {
    const opened = await openPage(context);
    const all = PORTAL_PAGES.flatMap(([pattern]) => exampleOf(pattern));
    const mine = (address: string) => /^\/(cua-toi|danh-gia\/ho-so)/.test(address);
    for (const address of all.filter((one) => !mine(one))) await isWhole(opened, address);
    // Without signing in they ask who it is.
    for (const address of all.filter(mine)) await looksRight(opened.page, address);
    await opened.page.goto(`${office.address}/dang-nhap`);
    await signInHere(opened.page);
    for (const address of all.filter(mine)) await isWhole(opened, address);
  });

  test('the rooms of officials, for each role that may open them', async (context) => {
    const seats: Seat[] = ['receptionist', 'leader', 'economySpecialist', 'clerk'];
    const accounts = [ADMINISTRATOR, 'kiemsoat', ...seats.map((seat) => accountName(BINH_LUC, seat))];
    const seen = new Set<string>();
    for (const account of accounts) {
      const { call } = await office.signIn(account);
      const { acts } = (await call('GET', '/api/session')).body as { acts: string[] };
      const opened = await signInAs(context, office, account);
      const pages = DESK_PAGES.filter((page) => isOpenTo(page, (act) => acts.includes(act)));
      for (const address of pages.flatMap(({ paths }) => paths.flatMap(exampleOf))) {
        const manage = MANAGE_PAGES.find(({ path }) => address.startsWith(path));
        if (manage !== undefined && !manage.acts.some((act) => acts.includes(act))) continue;
        if (seen.has(address)) await looksRight(opened.page, address);
        else await isWhole(opened, address);
        seen.add(address);
      }
    }
    const missed = DESK_PAGES.flatMap(({ paths }) => paths.flatMap(exampleOf)).filter(
      (one) => !seen.has(one),
    );
    assert.deepEqual(missed, [], 'pages that none of these roles may open');
  });
});
