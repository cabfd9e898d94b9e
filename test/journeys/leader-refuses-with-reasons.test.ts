import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { carriedOn, goToList, openDossier, openOffice, received, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC, official } from '../support/province.ts';

const office = await openOffice();
const REASON =
  "Thửa đất thuộc khu vực đã có thông báo thu hồi; căn cứ khoản 2 điều 45. <script>alert('x')</script>";

describe('a leader refuses', () => {
  test('a dossier is refused only with reasons, which the clerk issues and the applicant reads', async (context) => {
    const { id } = await received(office, BINH_LUC);
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: official(BINH_LUC, 'officeSpecialist').id } },
      { seat: 'officeSpecialist', act: 'complete-step', with: { note: 'Không đủ điều kiện' } },
      { seat: 'officeHead', act: 'complete-step' },
    ]);
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'leader',
    });
    await goToList(page, 'Việc của tôi');
    await rowsOf(page).first().click();
    await openDossier(page).getByText('Không đủ điều kiện').waitFor();

    // Refusing is never the red button: it stands in the menu, and says beforehand what it does.
    await page.keyboard.press('m');
    await page
      .getByRole('button', { name: /^Từ chối giải quyết/ })
      .first()
      .waitFor();
    await checkAccessibility('the other acts');
    await picture('huong-dan/viec-khac');
    await page.keyboard.press('Escape');
    await page.keyboard.press('q');
    const dialog = page.getByRole('dialog', { name: 'Từ chối giải quyết' });
    await dialog.waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Xin ghi lý do').waitFor();
    await dialog.getByLabel(/^Lý do/).fill(REASON);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();

    const clerk = await sitDown(context, office, { body: BINH_LUC, seat: 'clerk' });
    await goToList(clerk.page, 'Việc của tôi');
    await rowsOf(clerk.page).first().click();
    await openDossier(clerk.page).getByText(REASON).first().waitFor();
    await clerk.page.keyboard.press('v');
    await clerk.page.getByRole('dialog').waitFor();
    await clerk.page.keyboard.press('Control+Enter');
    await clerk.page.getByRole('heading', { name: 'Vừa xong' }).waitFor();

    const counter = await sitDown(context, office, { body: BINH_LUC, seat: 'receptionist' });
    await goToList(counter.page, 'Chờ trả kết quả');
    await rowsOf(counter.page).first().click();
    await openDossier(counter.page).getByText('Từ chối giải quyết', { exact: true }).first().waitFor();
    await counter.checkAccessibility('a refused dossier');
    const paper = await counter.page.request.get(`${office.address}/api/dossiers/${id}/result.pdf`);
    assert.equal(paper.headers()['content-type'], 'application/pdf');
  });
});
