import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { openPage } from '../support/browser.ts';
import { carriedOn, openOffice, received } from '../support/desk.ts';
import { BINH_LUC } from '../support/province.ts';

const office = await openOffice();

describe('a citizen follows a dossier by its code', () => {
  test('without signing in: how far it is, and nothing about anybody', async (context) => {
    const { id, code } = await received(office, BINH_LUC);
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: `${BINH_LUC}:officeSpecialist` } },
    ]);
    const { page, checkAccessibility, picture } = await openPage(context, { width: 390, height: 780 });
    await page.goto(`${office.address}/tra-cuu`);
    // As people copy it from a slip: small letters, a space too many.
    await page.getByLabel('Mã hồ sơ hoặc mã tra cứu').fill(` ${code.toLowerCase()} `);
    await page.getByRole('button', { name: 'Xem' }).click();
    await page.getByRole('heading', { name: /^Đang giải quyết/ }).waitFor();
    await page.getByText(/Đã qua \d trong 7 bước/).waitFor();
    await checkAccessibility('a degree of completion');
    await picture('huong-dan/nguoi-dan-tra-cuu');
    const said = (await page.locator('main').allInnerTexts()).join(' ');
    for (const personal of ['Hằng', '0371', '0912', 'Đề nghị xác nhận', 'Xóm 4']) {
      assert.ok(!said.includes(personal), personal);
    }
    // The QR of the slip opens the same address.
    await page.goto(`${office.address}/tra-cuu/${code}`);
    await page.getByRole('heading', { name: /^Đang giải quyết/ }).waitFor();
  });

  test('with a code that is not one, or none at all: told at the field', async (context) => {
    const { page, checkAccessibility } = await openPage(context);
    await page.goto(`${office.address}/tra-cuu`);
    await page.getByRole('button', { name: 'Xem' }).click();
    await page.getByText('Xin ghi mã hồ sơ hoặc mã tra cứu.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'track-code');
    await page.getByLabel('Mã hồ sơ hoặc mã tra cứu').fill('H42.13504-261120-9999');
    await page.keyboard.press('Enter');
    await page.getByText('Không tìm thấy hồ sơ có mã này.').waitFor();
    await checkAccessibility('an unknown code');
  });
});
