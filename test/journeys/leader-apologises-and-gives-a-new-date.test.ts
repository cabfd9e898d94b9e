import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { extractText, getDocumentProxy } from 'unpdf';
import { openDossier, openOffice, received, sitDown } from '../support/desk.ts';
import { BINH_LUC, OTHER_COMMUNE } from '../support/province.ts';

// A Wednesday; what is received now is due in the following week.
const office = await openOffice({ now: () => new Date('2026-11-25T02:00:00Z') });

describe('a leader apologises', () => {
  test('a dossier that will be late gets one new working day, and the letter is offered for printing', async (context) => {
    const { id } = await received(office, OTHER_COMMUNE, { competentBodyId: BINH_LUC });
    const { page, checkAccessibility, picture } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'leader' },
      { path: `/ban-lam-viec/ho-so/${id}`, expected: [/422/] },
    );
    await openDossier(page).getByText('Thời hạn 3 ngày làm việc').waitFor();
    await page.keyboard.press('f');
    const dialog = page.getByRole('dialog', { name: 'Xin lỗi, hẹn lại ngày trả' });
    const newDay = dialog.getByLabel('Ngày hẹn trả mới');
    await newDay.fill('27/12/2026');
    await dialog.getByLabel(/^Lý do/).fill('Phải xác minh tại nơi cư trú cũ');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Ngày này là ngày nghỉ').waitFor();
    await checkAccessibility('the refused date');
    assert.equal(await newDay.inputValue(), '27/12/2026', 'what was typed is kept');
    assert.ok(await newDay.evaluate((field) => field === document.activeElement));

    await newDay.fill('28/12/2026');
    await picture('huong-dan/xin-loi-hen-lai');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    await page.getByRole('button', { name: /^In phiếu/ }).waitFor();

    await page.getByRole('link', { name: /^\(mở lại/ }).click();
    const link = openDossier(page).getByRole('link', { name: 'Văn bản xin lỗi (mẫu 04)' });
    await link.waitFor();
    const letter = await page.request.get(office.address + (await link.getAttribute('href')));
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await letter.body())), {
      mergePages: true,
    });
    assert.match(text, /ngày 28 tháng 12 năm 2026/);
    assert.match(text, /Bình Lục, ngày 25 tháng 11 năm 2026/, 'signed where the dossier is decided');
    assert.doesNotMatch(text, /- -/);
    await page.keyboard.press('m');
    assert.equal(
      await openDossier(page)
        .getByRole('button', { name: /^Xin lỗi, hẹn lại/ })
        .count(),
      0,
    );
  });
});
