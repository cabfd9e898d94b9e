import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  carriedOn,
  doAct,
  goToList,
  openDossier,
  openOffice,
  received,
  rowsOf,
  sitDown,
} from '../support/desk.ts';
import { BINH_LUC, official } from '../support/province.ts';

const office = await openOffice();

async function clockOf(id: string): Promise<{ running: boolean; why: string }[]> {
  const { rows } = await office.province.pool.query<{ clock: { running: boolean; why: string }[] }>(
    `select body -> 'clock' as clock from dossiers where id = $1`,
    [id],
  );
  return rows[0]?.clock ?? [];
}

describe('a specialist requests a supplement', () => {
  test('the clock stops, the applicant brings the paper, and the term begins anew', async (context) => {
    const { id, code } = await received(office, BINH_LUC);
    await carriedOn(office, BINH_LUC, id, [
      {
        seat: 'officeHead',
        act: 'assign',
        with: { officialId: official(BINH_LUC, 'officeSpecialist').id, note: 'Xem kỹ nơi cư trú' },
      },
    ]);
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'officeSpecialist',
    });
    await goToList(page, 'Việc của tôi');
    await rowsOf(page).first().click();
    await openDossier(page).getByText('Xem kỹ nơi cư trú').waitFor();
    await picture('huong-dan/ho-so');

    await page.keyboard.press('b');
    const dialog = page.getByRole('dialog', { name: 'Yêu cầu bổ sung' });
    await dialog.waitFor();
    await checkAccessibility('asking for a supplement');
    // Nothing said yet: it is not sent, and the places are named.
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Xin chọn hoặc ghi ít nhất một giấy tờ').waitFor();
    await dialog.getByLabel('Đơn đề nghị').check();
    await dialog.getByLabel('Cần bổ sung thế nào').fill('Đơn đề nghị có chữ ký của người yêu cầu');
    await dialog.getByLabel(/^Lý do/).fill('Đơn chưa có chữ ký');
    await checkAccessibility('asking for a supplement, filled in');
    await picture('huong-dan/yeu-cau-bo-sung');

    // Put aside and taken up again: what was typed is still there.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.keyboard.press('b');
    assert.equal(await dialog.getByLabel(/^Lý do/).inputValue(), 'Đơn chưa có chữ ký');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    assert.equal((await clockOf(id)).at(-1)?.running, false);

    const slip = await page.request.get(`${office.address}/api/dossiers/${id}/supplement.pdf`);
    assert.equal(slip.headers()['content-type'], 'application/pdf');
    await goToList(page, 'Chờ bổ sung');
    await rowsOf(page).first().click();
    await openDossier(page)
      .getByText(/Đồng hồ dừng từ/)
      .waitFor();
    await openDossier(page).getByText('Đơn đề nghị có chữ ký của người yêu cầu').first().waitFor();
    await checkAccessibility('a dossier whose clock stands still');
    await picture('huong-dan/dong-ho-dung');

    const counter = await sitDown(context, office, { body: BINH_LUC, seat: 'receptionist' });
    await goToList(counter.page, 'Chờ bổ sung');
    await rowsOf(counter.page)
      .filter({ hasText: code.slice(-11) })
      .click();
    await openDossier(counter.page).waitFor();
    await doAct(counter.page, 's', async (taking) => {
      await taking
        .locator('input[type=file]')
        .first()
        .setInputFiles({
          name: 'don-de-nghi.png',
          mimeType: 'image/png',
          buffer: Buffer.from(
            'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mN8/+F/PQAJcQN6s1W4WAAAAABJRU5ErkJggg==',
            'base64',
          ),
        });
      await taking.getByRole('link', { name: 'don-de-nghi.png' }).waitFor();
      await taking.getByLabel('Bản chính').first().fill('1');
      await counter.checkAccessibility('taking a supplement in');
      await counter.picture('huong-dan/nhan-bo-sung');
    });
    await counter.page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    const clock = await clockOf(id);
    assert.equal(clock.at(-1)?.running, true, 'it runs again');

    await counter.page.getByRole('link', { name: /^\(mở lại/ }).click();
    await openDossier(counter.page)
      .getByText(/thời hạn tính lại từ đầu/)
      .waitFor();
    await openDossier(counter.page).getByRole('button', { name: 'don-de-nghi.png' }).click();
    await counter.page.getByRole('img', { name: 'Ảnh của don-de-nghi.png' }).waitFor();
    await counter.checkAccessibility('a paper beside the form');
  });
});
