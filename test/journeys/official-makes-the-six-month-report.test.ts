import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { addDays } from '../../src/capabilities/calendar/index.ts';
import { nameOfPeriod, periodAt, periodBefore, periodOf } from '../../src/capabilities/figures/index.ts';
import { connect, inTransaction } from '../../src/db/connect.ts';
import { openOffice, sitDown } from '../support/desk.ts';
import { type Entry, layLedger } from '../support/ledger.ts';
import { BINH_LUC } from '../support/province.ts';

const office = await openOffice();

// The half-year that ended last, and the one before it.
const today = new Date().toISOString().slice(0, 10);
const last = periodBefore('half-year', periodAt('half-year', today, 'reporting'));
const earlier = periodBefore('half-year', last);
const NAME = nameOfPeriod('half-year', last.year, last.number);
const beginning = ({ year, number }: typeof last) => periodOf('half-year', year, number, 'reporting').from;

/** Received on the first day of a period, due a week later, ended after so many days. */
const entry = (from: string, days: number, more: Partial<Entry> = {}): Entry => ({
  receivedAt: `${from}T08:00:00+07:00`,
  dueAt: `${addDays(from, 7)}T17:00:00+07:00`,
  ended: { at: `${addDays(from, days)}T09:00:00+07:00`, how: 'approved' },
  digitised: true,
  ...more,
});

describe('an official of a commune', () => {
  const owner = connect(office.province.database.ownerUrl, office.province.database.schema, 1);
  after(() => owner.end());
  before(() =>
    inTransaction(owner, (tx) =>
      layLedger(tx, [
        ...Array.from({ length: 40 }, () => entry(beginning(earlier), 3)),
        ...Array.from({ length: 52 }, () => entry(beginning(last), 3)),
        entry(beginning(last), 20, { sector: 'chung-thuc' }),
      ]),
    ),
  );

  test('makes the six-month report in three clicks, writes beside a colleague, opens a figure, takes the Word file', async (context) => {
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'leader',
    });
    await page.getByRole('link', { name: 'Báo cáo' }).click();
    const card = page.locator('.reports-card').first();
    await card.getByLabel('Kỳ báo cáo').selectOption({ label: NAME });
    await checkAccessibility('the list of reports');
    await card.getByRole('button', { name: 'Lập báo cáo' }).click();
    await page
      .getByRole('heading', { level: 1, name: new RegExp(`xã, phường, ${NAME.toLowerCase()}$`, 'i') })
      .waitFor();
    const receipt = page.locator('.report-section', {
      has: page.locator('h3', { hasText: 'cơ chế một cửa' }),
    });
    await receipt.getByText('tăng 32,5% so với kỳ trước').first().waitFor();
    assert.match((await receipt.textContent()) ?? '', /52\/53 = 98,11%/);
    assert.match((await receipt.textContent()) ?? '', /Chứng thực/);
    const address = page.url();

    // A colleague writes another paragraph of the same section at the same time.
    const { page: other } = await sitDown(context, office, { body: BINH_LUC, seat: 'officeSpecialist' });
    await other.goto(address);
    const writes = async (where: typeof page, words: string, at: 'beginning' | 'end') => {
      await where.getByRole('button', { name: /^Viết mục 1\. Ưu điểm/ }).click();
      const box = where.getByRole('textbox', { name: /^Nội dung mục 1\. Ưu điểm/ });
      await where.locator('.ProseMirror-focused').waitFor();
      // The cursor stands at the end when a section is opened.
      if (at === 'end') await where.keyboard.press('Enter');
      else
        await box
          .locator('p')
          .first()
          .click({ position: { x: 1, y: 8 } });
      await where.keyboard.type(words);
    };
    await writes(page, 'Lãnh đạo viết thêm đoạn này.', 'end');
    await checkAccessibility('a section being written');
    await picture('huong-dan/bao-cao-viet');
    await writes(other, 'Kết quả: ', 'beginning');
    await other.getByRole('button', { name: 'Xong' }).click();
    await other.getByText('Kết quả: Tỷ lệ hồ sơ').waitFor();
    await page.keyboard.press('Control+Enter');
    const section = page.locator('.report-section', { has: page.locator('h3', { hasText: '1. Ưu điểm' }) });
    await section.getByText('Lãnh đạo viết thêm đoạn này.').waitFor();
    await section.getByText('Kết quả: Tỷ lệ hồ sơ').waitFor();

    // Pasted from Word: words and bold stay, everything else falls away. A typed number that is not what was counted
    // is marked beside the text.
    await writes(page, '', 'end');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData(
        'text/html',
        `<!--[if gte mso 9]><xml></xml><![endif]--><p class=MsoNormal style="color:red;font-family:Arial">Tiếp nhận mới
          <b>35</b> hồ sơ.<o:p></o:p></p><img src="x" onerror="document.title='hacked'"><script>document.title='hacked'</script>`,
      );
      const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(paste);
    });
    const pasted = section.locator('.report-text p', { hasText: 'Tiếp nhận mới' });
    assert.equal((await pasted.innerHTML()).replace(/\s+/g, ' '), 'Tiếp nhận mới <strong>35</strong> hồ sơ.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('tab', { name: 'Soát' }).click();
    await page.getByText('hệ thống đếm được 53, trong bài viết 35').waitFor();
    await picture('huong-dan/bao-cao-soat');

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Tải tệp Word' }).click();
    assert.match((await download).suggestedFilename(), /^commune-reform-.*\.docx$/);

    await receipt.getByRole('link', { name: '53', exact: true }).first().click();
    await page.getByRole('heading', { name: /: 53 hồ sơ$/ }).waitFor();
  });

  test('who may not make reports is told so, and is not shown the way', async (context) => {
    const { page } = await sitDown(context, office, { body: BINH_LUC, seat: 'receptionist' });
    assert.equal(await page.getByRole('link', { name: 'Báo cáo' }).count(), 0);
    await page.goto(`${office.address}/bao-cao`);
    await page.getByText('không được giao việc lập báo cáo').waitFor();
  });
});
