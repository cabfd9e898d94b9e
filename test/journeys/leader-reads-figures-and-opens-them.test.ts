import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { connect, inTransaction } from '../../src/db/connect.ts';
import { openOffice, sitDown } from '../support/desk.ts';
import { type Entry, layLedger } from '../support/ledger.ts';
import { BINH_LUC } from '../support/province.ts';

const office = await openOffice();

describe('figures', () => {
  before(async () => {
    const owner = connect(office.province.database.ownerUrl, office.province.database.schema, 1);
    const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}`;
    const entries = Array.from({ length: 74 }, (_, n): Entry => {
      const from = 2 + (n % 10);
      return {
        channel: n % 5 === 0 ? 'counter' : 'online',
        sector: n % 3 === 0 ? 'chung-thuc' : 'ho-tich',
        receivedAt: `${day(from)}T08:00:00+07:00`,
        dueAt: `${day(from + 3)}T17:00:00+07:00`,
        digitised: n % 4 !== 0,
        ...(n < 8
          ? {}
          : { ended: { at: `${day(from + (n % 11 === 0 ? 4 : 2))}T15:00:00+07:00`, how: 'approved' } }),
      };
    });
    await inTransaction(owner, (tx) => layLedger(tx, entries));
    await owner.end();
  });

  test('a leader reads the month, opens a number and finds as many dossiers, and takes the form along', async (context) => {
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'leader',
    });
    await page.getByRole('link', { name: 'Số liệu' }).click();
    await page.getByRole('heading', { name: 'Số liệu giải quyết hồ sơ' }).waitFor();
    await page.goto(`${office.address}/so-lieu?ky=month&nam=2026&so=11&cach=calendar`);
    const row = page.getByRole('row', { name: /^Tiếp nhận mới trong kỳ/ });
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /74/);
    await checkAccessibility('the figures');
    await picture('huong-dan/so-lieu');

    await row.getByRole('link').click();
    await page.getByRole('heading', { name: 'Tiếp nhận mới trong kỳ: 74 hồ sơ' }).waitFor();
    const codes = page.getByRole('table').getByRole('link');
    assert.equal(await codes.count(), 50);
    await checkAccessibility('the dossiers behind a figure');
    await page.getByRole('link', { name: 'Trang sau' }).click();
    await page.getByText('51–74 trong 74').waitFor();
    assert.equal(await codes.count(), 24);

    await page.goto(`${office.address}/so-lieu?ky=month&nam=2026&so=11&cach=calendar&xem=ii-06a`);
    const total = page.getByRole('row', { name: /^Tổng số \d/ });
    await total.waitFor();
    const cells = (await total.getByRole('cell').allInnerTexts()).map(Number);
    const [, received = 0, online = 0, direct = 0, carried = 0, ended = 0] = cells;
    assert.equal(received, online + direct + carried);
    assert.equal(received, ended + (cells[9] ?? 0));
    await checkAccessibility('form II.06a');
    await picture('huong-dan/bieu-06a');
    for (const [kind, type] of [
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      ['pdf', 'application/pdf'],
    ] as const) {
      const file = await page.request.get(
        `${office.address}/api/figures/forms/II.06a/${kind}?from=2026-11-01&to=2026-12-01&by=sector`,
      );
      assert.equal(file.headers()['content-type'], type);
    }
  });

  test('a leader sees how the index of Decision 766 comes about, and opens both parts of a share', async (context) => {
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'leader',
    });
    await page.goto(`${office.address}/so-lieu?ky=month&nam=2026&so=11&cach=calendar&xem=766`);
    await page.getByRole('heading', { name: 'Điều gì nâng điểm nhiều nhất' }).waitFor();
    await checkAccessibility('the index of Decision 766');
    await picture('huong-dan/chi-so-766');
    const share = page.getByRole('row', { name: /^6\.2 / });
    const [part = '', whole = ''] = await share.getByRole('link').allInnerTexts();
    await share.getByRole('link').first().click();
    await page
      .getByRole('heading', { name: `Số hoá cả thành phần hồ sơ và kết quả: ${part} hồ sơ` })
      .waitFor();
    await page.goBack();
    await share.getByRole('link').last().click();
    await page.getByRole('heading', { name: `Có kết quả giải quyết: ${whole} hồ sơ` }).waitFor();
  });

  test('by keyboard alone: another period, and on to its dossiers', async (context) => {
    const { page } = await sitDown(context, office, { body: BINH_LUC, seat: 'leader' });
    await page.goto(`${office.address}/so-lieu?ky=month&nam=2026&so=11&cach=calendar`);
    await page.getByRole('row', { name: /^Tiếp nhận mới/ }).waitFor();
    await page.getByLabel('Kỳ', { exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('từ 01/10/2026 đến hết 31/12/2026').waitFor();
    await page
      .getByRole('row', { name: /^Tiếp nhận mới/ })
      .getByRole('link')
      .focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /74 hồ sơ$/ }).waitFor();
  });

  test('who may not see figures is told so, and is not shown the way', async (context) => {
    const { page } = await sitDown(context, office, { body: BINH_LUC, seat: 'receptionist' });
    assert.equal(await page.getByRole('link', { name: 'Số liệu' }).count(), 0);
    await page.goto(`${office.address}/so-lieu`);
    await page.getByText('không được giao việc xem số liệu').waitFor();
  });
});
