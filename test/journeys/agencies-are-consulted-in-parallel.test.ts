import test, { describe } from 'node:test';
import { carriedOn, goToList, openDossier, openOffice, received, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC, OTHER_COMMUNE, official } from '../support/province.ts';

const office = await openOffice();

describe('a specialist asks two agencies at once', () => {
  test('both answer from their own list, and only then the dossier goes on', async (context) => {
    const { id } = await received(office, BINH_LUC);
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: official(BINH_LUC, 'officeSpecialist').id } },
    ]);
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'officeSpecialist',
    });
    await goToList(page, 'Việc của tôi');
    await rowsOf(page).first().click();
    await openDossier(page).waitFor();
    await page.keyboard.press('m');
    await page
      .getByRole('button', { name: /^Lấy ý kiến cơ quan khác/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: 'Lấy ý kiến cơ quan khác' });
    const choose = async (place: number, words: string, option: RegExp) => {
      const field = dialog.getByRole('combobox', { name: 'Cơ quan, phòng' }).nth(place);
      await field.fill(words);
      await dialog.getByRole('option', { name: option }).first().click();
    };
    await choose(0, 'Phòng Kinh tế xã Bình Lục', /Bình Lục/);
    await dialog.getByLabel('Điều cần hỏi').fill('Thửa đất này có thuộc quy hoạch không?');
    await dialog.getByRole('button', { name: 'Hỏi thêm một cơ quan' }).click();
    // Sent too early it says what is missing, at its place.
    await dialog.getByRole('button', { name: 'Gửi câu hỏi' }).click();
    await dialog.getByText('Xin chọn cơ quan được hỏi.').waitFor();
    await choose(1, 'UBND xã Thanh Liêm', /nhân dân xã Thanh Liêm$/);
    await checkAccessibility('asking two agencies');
    await picture('huong-dan/lay-y-kien-hoi');
    await dialog.getByRole('button', { name: 'Gửi câu hỏi' }).dblclick();
    await dialog.waitFor({ state: 'hidden' });
    await openDossier(page).getByText('Đang chờ 2 cơ quan trả lời.', { exact: false }).waitFor();
    await checkAccessibility('a dossier about which others are asked');
    await picture('huong-dan/lay-y-kien-cho');

    const asked = await sitDown(context, office, { body: BINH_LUC, seat: 'economySpecialist' });
    await asked.page
      .getByRole('navigation', { name: 'Danh sách của tôi', exact: true })
      .getByRole('link', { name: /^Lấy ý kiến/ })
      .click();
    await asked.page.getByRole('link', { name: /Thửa đất này có thuộc quy hoạch không/ }).click();
    await asked.page.getByRole('heading', { name: 'Điều cần trả lời' }).waitFor();
    await asked.checkAccessibility('a question to answer');
    await asked.picture('huong-dan/lay-y-kien-tra-loi');
    await asked.page.getByLabel('Ý kiến', { exact: true }).fill('Phù hợp quy hoạch đã phê duyệt.');
    await asked.page.getByRole('button', { name: 'Trả lời', exact: true }).click();
    await asked.page.getByText('Không có câu hỏi nào đang chờ trả lời.').waitFor();

    const other = await office.as({ body: OTHER_COMMUNE, seat: 'leader' });
    const list = (await other.call('GET', '/api/consultations')).body as {
      items: { dossierId: string; part: string }[];
    };
    const [one] = list.items;
    await other.call('POST', `/api/dossiers/${one?.dossierId}/consultations/${one?.part}/answer`, {
      answer: 'Có cư trú tại xã.',
    });

    await page.reload();
    await openDossier(page).getByText('Phù hợp quy hoạch đã phê duyệt.').first().waitFor();
    await openDossier(page).getByText('Có cư trú tại xã.').first().waitFor();
    await page.keyboard.press('c');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
  });
});
