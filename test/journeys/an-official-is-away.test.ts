import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { carriedOn, goToList, openDossier, openOffice, received, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC, official } from '../support/province.ts';

const office = await openOffice();
const specialist = official(BINH_LUC, 'officeSpecialist');
const colleague = official(BINH_LUC, 'officeSpecialist2');

describe('a specialist is away', () => {
  test('the head names a deputy, and hands the queue over', async (context) => {
    const codes: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { id, code } = await received(office, BINH_LUC);
      await carriedOn(office, BINH_LUC, id, [
        { seat: 'officeHead', act: 'assign', with: { officialId: specialist.id } },
      ]);
      codes.push(code);
    }
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'officeHead',
    });
    await page
      .getByRole('navigation', { name: 'Danh sách của tôi', exact: true })
      .getByRole('link', { name: 'Vắng mặt, bàn giao' })
      .click();
    await page.getByLabel('Người vắng mặt').selectOption(specialist.id);
    await page.getByLabel('Người làm thay').selectOption(colleague.id);
    const today = new Intl.DateTimeFormat('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());
    await page.getByLabel('Từ ngày').fill(today);
    await page.getByLabel('Đến hết ngày').fill(today);
    await page.getByLabel('Lý do').first().fill('Nghỉ phép');
    await page.getByRole('button', { name: 'Cử làm thay' }).dblclick();
    await page.getByRole('button', { name: `Thôi cử ${colleague.name}` }).waitFor();

    // The deputy finds the absent one's work among their own, and the story says both.
    const deputy = await sitDown(context, office, { body: BINH_LUC, seat: 'officeSpecialist2' });
    await goToList(deputy.page, 'Việc của tôi');
    await rowsOf(deputy.page).first().click();
    await openDossier(deputy.page).waitFor();
    await deputy.page.keyboard.press('c');
    await deputy.page.getByRole('dialog').waitFor();
    await deputy.page.keyboard.press('Control+Enter');
    await deputy.page.getByRole('link', { name: /^\(mở lại/ }).click();
    await openDossier(deputy.page)
      .getByText(`${colleague.name} (thay ${specialist.name})`, { exact: false })
      .first()
      .waitFor();

    // What is left is handed over in one act, after the list of it was seen.
    await page.getByLabel('Người đang giữ').selectOption(specialist.id);
    await page.getByLabel(new RegExp(`^${colleague.name} \\(đang giữ`)).check();
    await page.getByText('Sẽ bàn giao 2 trong 2 hồ sơ').waitFor();
    await checkAccessibility('absence and handing over');
    await picture('huong-dan/vang-mat-ban-giao');
    await page.getByLabel('Lý do').last().fill('Chuyển công tác');
    await page.getByRole('button', { name: 'Bàn giao 2 hồ sơ' }).dblclick();
    await page.getByText('Đã bàn giao 2 hồ sơ.').first().waitFor();
    const { rows } = await office.province.pool.query<{ n: number }>(
      `select count(*)::int as n from record where act = 'dossiers.hand-over-queue'`,
    );
    assert.equal(rows[0]?.n, 2);
  });
});
