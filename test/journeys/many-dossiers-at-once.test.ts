import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { goToList, openOffice, received, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC, official } from '../support/province.ts';

const office = await openOffice();

describe('a head of division assigns many dossiers at once', () => {
  test('by the keyboard: marked, previewed, done once', async (context) => {
    for (let i = 0; i < 4; i++) await received(office, BINH_LUC);
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'officeHead',
    });
    await goToList(page, 'Việc của tôi');
    await rowsOf(page).first().focus();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('Shift+J');
    await page.getByText('Đã đánh dấu 3 hồ sơ').waitFor();
    await checkAccessibility('marked rows');
    await picture('huong-dan/nhieu-ho-so-danh-dau');
    await page.keyboard.press('Shift+X');
    const dialog = page.getByRole('dialog', { name: 'Làm cùng lúc 3 hồ sơ' });
    await dialog.getByLabel('Giao cho').selectOption(official(BINH_LUC, 'officeSpecialist').id);
    await checkAccessibility('the preview of many');
    await picture('huong-dan/nhieu-ho-so');
    await dialog.getByRole('button', { name: 'Phân công: 3 hồ sơ' }).dblclick();
    await page.getByRole('dialog').getByText('3 hồ sơ đã xong.').waitFor();
    await page.getByRole('button', { name: 'Về danh sách' }).click();
    await page.getByRole('heading', { name: /^Việc của tôi · 1 hồ sơ/ }).waitFor();
    const { rows } = await office.province.pool.query<{ n: number }>(
      `select count(*)::int as n from record where act = 'dossiers.assign-dossier'`,
    );
    assert.equal(rows[0]?.n, 3);
  });
});
