import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { openPage } from '../support/browser.ts';
import { openOffice } from '../support/desk.ts';
import { overflow } from '../support/portal.ts';

const office = await openOffice();

describe('a citizen who does not know which case is theirs', () => {
  test('answers a few questions, and the filing begins with it; or is shown the other procedure', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 360, height: 740 });
    await page.goto(`${office.address}/thu-tuc/1.001193`);
    await page.getByText('Trả lời vài câu').click();
    await page.getByLabel('Chưa', { exact: true }).check();
    await page.getByLabel('Không, và muốn ghi tên cha').check();
    await page.getByRole('link', { name: /kết hợp đăng ký nhận cha/ }).waitFor();
    await page.getByLabel('Có', { exact: true }).check();
    await page.getByLabel('Có giấy chứng sinh').check();
    await page.getByLabel('Đã quá 60 ngày').check();
    await page.getByLabel('Người khác được uỷ quyền').check();
    await page.getByText('Trường hợp: Quá 60 ngày').waitFor();
    await checkAccessibility('guidance at its end');
    await picture('guidance-phone');
    assert.equal(await overflow(page), 0);
    await page.getByRole('link', { name: 'Nộp hồ sơ trực tuyến' }).click();
    await page.getByRole('radio', { name: /Quá 60 ngày/ }).waitFor();
    assert.ok(
      await page
        .getByRole('radio', { name: /Quá 60 ngày/ })
        .last()
        .isChecked(),
    );
  });
});
