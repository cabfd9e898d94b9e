import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test, { after, describe } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { openPage } from '../support/browser.ts';
import { servedChecker } from '../support/checker.ts';
import { reportDocx } from '../support/report-files.ts';

const checker = await servedChecker();
after(() => checker.stop());
const address = `${checker.address}/soat-so-lieu`;

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const SLIP =
  'Trong kỳ, xã đã tiếp nhận 1.250 hồ sơ, trong đó: trực tuyến 1.100 hồ sơ (đạt 88%), trực tiếp 105 hồ sơ (đạt 12%).';
const RATE = 'Đã giải quyết 1.200/1.250 hồ sơ, đạt tỷ lệ 98%.';

describe('an official checks a report', () => {
  test('pastes a text, corrects it where it stands, and passes over what is right', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 1366, height: 768 });
    await page.goto(address);
    await page.getByRole('heading', { name: 'Soát số liệu trong báo cáo' }).waitFor();
    await checkAccessibility('the beginning');
    await picture('soat-so-lieu-bat-dau');

    await page.getByLabel('Soát văn bản dán vào').fill(`${SLIP}\n\n${RATE}\n`);
    await page.getByRole('button', { name: 'Soát văn bản' }).click();
    const sum = page.getByRole('button', { name: /Tổng không khớp/ });
    const rate = page.getByRole('button', { name: /Tỷ lệ không khớp/ });
    await sum.waitFor();
    await rate.waitFor();
    await page.getByText('2 chỗ cần xem', { exact: true }).waitFor();
    await checkAccessibility('what was found');

    // The most probable correction, with the relations that it mends.
    await sum.click();
    await page.getByText('Nhiều khả năng đúng là: 150').waitFor();
    await page.getByText(/Khi đó khớp: .*150\/1\.250 = 12%/).waitFor();
    await checkAccessibility('an open finding');
    await picture('soat-so-lieu-de-nghi');
    await page.getByRole('button', { name: 'Sửa thành 150' }).click();
    await sum.waitFor({ state: 'detached' });
    const text = page.getByLabel('Văn bản đang soát');
    assert.match(await text.inputValue(), /trực tiếp 150 hồ sơ/);

    // And back again, and forth.
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await sum.waitFor();
    await sum.click();
    await page.getByRole('button', { name: 'Sửa thành 150' }).click();
    await sum.waitFor({ state: 'detached' });

    // Passed over with a reason; typing elsewhere does not bring it back.
    await rate.click();
    await page.getByRole('button', { name: 'Bỏ qua chỗ này' }).click();
    await picture('soat-so-lieu-bo-qua');
    await checkAccessibility('the reasons');
    await page.getByLabel('Trích nguyên văn từ văn bản khác').check();
    await page.getByRole('button', { name: 'Bỏ qua', exact: true }).click();
    await page.getByText('Không còn chỗ nào cần xem').waitFor();
    const checked = page.waitForResponse('**/api/checking/check');
    await text.fill(`Mở đầu.\n\n${await text.inputValue()}`);
    await checked;
    await page.locator('.found[aria-busy="false"]').waitFor();
    await page.getByText('Đã bỏ qua (1)').waitFor();
    const whole = await text.inputValue();

    // Another day, the same text: still passed over, until it is taken back.
    await page.reload();
    await page.getByLabel('Soát văn bản dán vào').fill(whole);
    await page.getByRole('button', { name: 'Soát văn bản' }).click();
    await page.getByText('Đã bỏ qua (1)').click();
    await page.getByText('Lý do: Trích nguyên văn từ văn bản khác').waitFor();
    await page.getByRole('button', { name: /^Đưa lại/ }).click();
    await rate.waitFor();
  });

  test('does all of it by keyboard', async (context) => {
    const { page } = await openPage(context, { width: 1366, height: 768 });
    await page.goto(address);
    await page.getByLabel('Soát văn bản dán vào').fill(`${SLIP}\n\n${RATE}\n`);
    await page.getByRole('button', { name: 'Soát văn bản' }).press('Enter');
    const heads = page.locator('.found-head');
    await heads.nth(1).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.equal(await heads.nth(1).evaluate((head) => head === document.activeElement), true);
    await page.keyboard.press('k');
    assert.equal(await heads.nth(0).evaluate((head) => head === document.activeElement), true);
    await page.keyboard.press('Enter');
    assert.equal(await heads.nth(0).getAttribute('aria-expanded'), 'true');
    // In the text the letters are letters, and Alt with an arrow goes on.
    const text = page.getByLabel('Văn bản đang soát');
    await text.press('End');
    await text.pressSequentially('jk');
    assert.match(await text.inputValue(), /jk/);
    await text.press('Alt+ArrowDown');
    assert.equal(await page.locator('.found-head[aria-expanded="true"]').count(), 1);
  });

  test('hands in a Word file and gets it back with comments', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 1366, height: 768 });
    await page.goto(address);
    await page.locator('input[type=file]').setInputFiles({
      name: 'báo cáo 6 tháng.docx',
      mimeType: WORD,
      buffer: Buffer.from(await reportDocx()),
    });
    await page.getByRole('heading', { name: 'báo cáo 6 tháng.docx' }).waitFor();
    const mark = page.getByRole('link', { name: '98%' });
    await mark.click();
    await page.getByText('Tính được: 96%; văn bản ghi: 98%').waitFor();
    await checkAccessibility('a file');
    await picture('soat-so-lieu-tep');
    const before = await page.locator('.found-head').count();
    await page.getByRole('button', { name: 'Đúng, sẽ sửa' }).click();
    await page.getByText('Sẽ sửa (1)').waitFor();

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải Word có ghi chú' }).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), 'báo cáo 6 tháng - soát số liệu.docx');
    const comments = unzipSync(new Uint8Array(await readFile(await file.path())))['word/comments.xml'];
    assert.ok(comments);
    assert.equal(strFromU8(comments).match(/<w:comment /g)?.length, before);
    await page.getByText(`Đã tải về tệp Word có ${before} ghi chú.`).waitFor();
  });

  test('is told in plain words why a file was not read, and goes on', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 1366, height: 768 });
    await page.goto(address);
    const give = (name: string, buffer: Buffer) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: WORD, buffer });
    await give('ảnh.docx', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]));
    await page
      .getByRole('alert')
      .getByText(/Không nhận ra loại tệp này/)
      .waitFor();
    await checkAccessibility('a refused file');
    await picture('soat-so-lieu-khong-doc-duoc');
    await give('báo cáo.docx', Buffer.from(await reportDocx()));
    await page.getByRole('link', { name: '98%' }).waitFor();
    await page.getByRole('button', { name: 'Bắt đầu lại' }).click();
    await page.getByRole('heading', { name: 'Soát số liệu trong báo cáo' }).waitFor();
  });

  test('on a phone sees one side at a time, and nothing sticks out', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 360, height: 740 });
    await page.goto(address);
    const sticksOut = () =>
      page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.equal(await sticksOut(), false);
    await page.getByRole('button', { name: 'Xem thử với một đoạn mẫu' }).click();
    await page.getByRole('button', { name: /^Chỗ cần xem \([1-9]/ }).click();
    assert.equal(await sticksOut(), false);
    await checkAccessibility('the findings on a phone');
    await picture('soat-so-lieu-dien-thoai');
    await page.locator('.found-head').first().click();
    await page.locator('.written-chosen').first().waitFor();
    assert.equal(await page.getByLabel('Văn bản đang soát').isVisible(), true);
    assert.equal(await sticksOut(), false);
  });

  test('the answer to the last key counts, however late the others come', async (context) => {
    const { page } = await openPage(context, { width: 1366, height: 768 });
    await page.goto(address);
    await page.getByLabel('Soát văn bản dán vào').fill(RATE);
    await page.getByRole('button', { name: 'Soát văn bản' }).click();
    await page.getByRole('button', { name: /Tỷ lệ không khớp/ }).waitFor();
    // The next answer is held back until the one after it has come.
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let first = true;
    await page.route('**/api/checking/check', async (route) => {
      if (first) {
        first = false;
        await held;
      }
      await route.continue().catch(() => {});
    });
    const text = page.getByLabel('Văn bản đang soát');
    const asked = page.waitForRequest('**/api/checking/check');
    await text.fill(RATE.replace('98%', '99%'));
    await asked;
    await text.fill(RATE.replace('98%', '96%'));
    await page.getByText('Không còn chỗ nào cần xem').waitFor();
    release();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByText('Không còn chỗ nào cần xem').waitFor();
    assert.equal(await page.locator('.found-head').count(), 0);
  });
});
