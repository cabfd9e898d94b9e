import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { openPage } from '../support/browser.ts';
import { openOffice } from '../support/desk.ts';
import { chooseCommune, overflow } from '../support/portal.ts';

const office = await openOffice();

describe('a citizen finds a procedure', () => {
  test('by everyday words without marks, and reads what to bring before going', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 1366, height: 768 });
    await page.goto(office.address);
    await page.getByRole('heading', { level: 1, name: 'Ông/bà cần làm thủ tục gì?' }).waitFor();
    await page.getByRole('link', { name: /^Hộ tịch/ }).waitFor();
    await checkAccessibility('the front page');

    await page.getByLabel('Tìm thủ tục').fill('giay doc than');
    await page.getByRole('link', { name: 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân' }).first().waitFor();
    assert.match(page.url(), /\?q=giay\+doc\+than/);
    await checkAccessibility('the results');
    await picture('huong-dan/nguoi-dan-tim');
    await page.getByRole('link', { name: 'Thủ tục cấp Giấy xác nhận tình trạng hôn nhân' }).first().click();

    await page.getByRole('heading', { name: 'Nộp ở đâu, bằng cách nào?' }).waitFor();
    const headings = await page.locator('main h2').allTextContents();
    assert.deepEqual(headings, [
      'Ai làm được?',
      'Cần mang gì?',
      'Mất bao lâu?',
      'Mất bao nhiêu tiền?',
      'Nộp ở đâu, bằng cách nào?',
    ]);
    await page.getByText('3 ngày làm việc', { exact: true }).waitFor();
    await page.getByText(/Người thuộc hộ nghèo: được miễn/).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Nộp hồ sơ trực tuyến' }).count(), 1);
    await checkAccessibility('the procedure');
    await picture('huong-dan/nguoi-dan-thu-tuc');

    // The focus went to the new page's heading, as a load would have it.
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    await page.goBack();
    await page.getByRole('heading', { name: /thủ tục$/ }).waitFor();
    assert.equal(await page.getByLabel('Tìm thủ tục').inputValue(), 'giay doc than');
  });

  test('on a small phone nothing is scrolled sideways, however long a name', async (context) => {
    for (const path of ['/', '/thu-tuc/2.000815', '/?q=gia han giay phep xay dung', '/tra-cuu', '/cua-toi']) {
      const { page } = await openPage(context, { width: 320, height: 640 });
      await page.goto(office.address + path);
      await page.locator('main h1').waitFor();
      await page.waitForLoadState('networkidle');
      assert.equal(await overflow(page), 0, path);
    }
  });

  test('finds the nearest centre on every page, and the choice is remembered', async (context) => {
    const { page, checkAccessibility } = await openPage(context);
    await page.goto(`${office.address}/thu-tuc/1.001193`);
    await chooseCommune(page, 'Ông/bà ở xã, phường nào?', 'binh luc', 'Xã Bình Lục');
    const help = page.getByRole('complementary', { name: 'Cần người giúp?' });
    await help.getByText('Trung tâm Phục vụ hành chính công xã Bình Lục').waitFor();
    await checkAccessibility('with a centre');
    await page.getByText('Tôi không rành máy tính, điện thoại').click();
    await page.getByText('không thu tiền công').waitFor();
    await page.goto(`${office.address}/tra-cuu`);
    await help.getByText('Trung tâm Phục vụ hành chính công xã Bình Lục').waitFor();
  });

  test('that does not exist, or words that mean nothing: says what to do instead', async (context) => {
    const { page, checkAccessibility } = await openPage(context);
    await page.goto(`${office.address}/thu-tuc/9.999999`);
    await page.getByRole('heading', { name: 'Không có trang này' }).waitFor();
    await page.goto(`${office.address}/?q=zzzzqqqq`);
    await page.getByRole('heading', { name: 'Chưa tìm thấy thủ tục nào' }).waitFor();
    await checkAccessibility('nothing found');
  });

  test('while the line is away: told what happened, and one press tries again', async (context) => {
    const { page } = await openPage(context, { expected: [/ERR_FAILED|ERR_INTERNET/] });
    await page.route('**/api/procedures/1.001193', (route) => route.abort());
    await page.goto(`${office.address}/thu-tuc/1.001193`);
    await page.getByText('Đường truyền đang bị ngắt.').waitFor();
    await page.unroute('**/api/procedures/1.001193');
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.getByRole('heading', { name: 'Cần mang gì?' }).waitFor();
  });
});
