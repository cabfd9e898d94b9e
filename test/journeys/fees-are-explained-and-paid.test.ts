import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { legalDay } from '../../src/capabilities/calendar/index.ts';
import { openPage } from '../support/browser.ts';
import { carriedOn, openDossier, openOffice, received, rowsOf, signInAs, sitDown } from '../support/desk.ts';
import { chooseCommune, handIn, onward, overflow, signInHere, smallPdf } from '../support/portal.ts';
import { BINH_LUC, CITIZENS, official } from '../support/province.ts';

const office = await openOffice({ pays: true });
const today = legalDay(new Date());

describe('fees', () => {
  test('a control officer enters a resolution; who belongs to its group files online, pays the rest through the gateway, and is charged once', async (context) => {
    const control = await signInAs(context, office, 'kiemsoat', { path: '/quan-tri/phi' });
    await control.page.getByRole('button', { name: 'Thêm nghị quyết' }).click();
    await control.page.getByLabel('Số, ký hiệu').fill('12/2026/NQ-HĐND');
    await control.page.getByLabel('Trích yếu').fill('Quy định mức thu một số loại phí, lệ phí');
    await control.page.getByLabel('Ngày ban hành').fill('15/6/2026');
    await control.page.getByLabel('Có hiệu lực từ').fill('1/7/2026');
    await control.page.getByLabel('Nguồn').fill('Công báo tỉnh');
    await control.page.getByRole('button', { name: 'Thêm miễn, giảm' }).click();
    await control.page.getByLabel('Mã thủ tục').fill('9.999999');
    await control.page.getByLabel('Đối tượng').selectOption('near-poor');
    await control.page.getByLabel('Mức', { exact: true }).selectOption('percent');
    await control.page.getByLabel('Phần trăm').fill('50');
    await control.page.getByRole('button', { name: 'Ghi nghị quyết' }).click();
    await control.page.getByRole('alert').getByRole('link').first().waitFor();
    await control.checkAccessibility('a resolution with a fault');
    await control.page.getByLabel('Mã thủ tục').fill('9.000001');
    await control.page.getByRole('button', { name: 'Ghi nghị quyết' }).click();
    await control.page.getByText('đang có hiệu lực').waitFor();
    await control.checkAccessibility('the resolutions');
    await control.picture('huong-dan/nghi-quyet-phi');

    const { page, checkAccessibility, picture } = await openPage(context, { width: 360, height: 740 });
    await page.goto(`${office.address}/dang-nhap`);
    await signInHere(page);
    await page.goto(`${office.address}/nop/9.000001`);
    await chooseCommune(page, 'Xã, phường giải quyết hồ sơ', 'bình lục', 'Xã Bình Lục');
    await page.getByText('Ủy ban nhân dân xã Bình Lục').waitFor();
    await onward(page);
    await page.getByLabel('Nội dung đề nghị').fill('Xin xác nhận');
    await onward(page);
    await handIn(page, 'p-don', smallPdf('don.pdf'));
    await page.getByRole('link', { name: 'don.pdf' }).waitFor();
    await onward(page);
    await page.getByLabel('Người thuộc hộ cận nghèo').check();
    await page.getByText(/giảm 50%: Người thuộc hộ cận nghèo – Nghị quyết số 12\/2026\/NQ-HĐND/).waitFor();
    await page.getByText('Giấy tờ: giấy chứng nhận hộ cận nghèo còn hiệu lực').last().waitFor();
    await page.getByText('4.000 đồng').first().waitFor();
    await checkAccessibility('a reduction explained');
    await picture('huong-dan/nguoi-dan-phi', page.getByText(/giảm 50%/));
    await onward(page);
    await page.getByLabel('Bản điện tử trên trang này').check();
    await onward(page);
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.getByRole('heading', { name: 'Đã gửi hồ sơ' }).waitFor();
    await page.getByRole('button', { name: 'Nộp 4.000 đồng trực tuyến' }).click();
    await page.getByRole('heading', { name: 'Thanh toán thử' }).waitFor();
    await checkAccessibility('the page of the gateway');

    // Refused by the bank first: told so, and nothing is paid.
    await page.getByRole('button', { name: 'Ngân hàng từ chối' }).click();
    await page.getByText('Chưa nộp được: ngân hàng từ chối.').waitFor();
    await page.getByRole('button', { name: 'Nộp 4.000 đồng trực tuyến' }).click();
    await page.getByRole('button', { name: 'Nộp tiền, cổng báo về hai lần' }).click();
    await page.getByText('Đã nộp 4.000 đồng.').waitFor();
    const receipt = page.getByRole('link', { name: /^Tải biên lai T\d{2}-0000001$/ });
    await receipt.waitFor();
    await checkAccessibility('my dossier, paid');
    await picture('huong-dan/nguoi-dan-da-nop-phi', receipt);
    assert.equal(await overflow(page), 0);
    const paper = await page.request.get(office.address + (await receipt.getAttribute('href')));
    assert.equal(paper.headers()['content-type'], 'application/pdf');
    const { rows } = await office.province.pool.query<{ receipts: number; effects: string[] }>(
      `select (select count(*)::int from receipts) as receipts,
         (select array_agg(effect order by id) from gateway_notices) as effects`,
    );
    assert.deepEqual(rows, [{ receipts: 1, effects: ['refused', 'paid', 'duplicate'] }]);
  });

  test('a specialist asks for a fee and the clock stands; it is paid at the counter in one key, and the cash book closes', async (context) => {
    const { id } = await received(office, BINH_LUC);
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: official(BINH_LUC, 'officeSpecialist').id } },
    ]);
    const specialist = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'officeSpecialist' },
      { path: `/ban-lam-viec/ho-so/${id}?list=all` },
    );
    await openDossier(specialist.page).getByText('chưa nộp').waitFor();
    await specialist.page.keyboard.press('w');
    const dialog = specialist.page.getByRole('dialog', { name: 'Thông báo nộp phí' });
    await dialog.getByLabel('Khoản nộp thêm').fill('Phí thẩm định');
    await dialog.getByLabel('Số tiền').fill('50.000');
    await dialog.getByLabel('Căn cứ của mức thu').fill('Thông tư của Bộ Tài chính');
    await dialog.getByLabel(/^Lý do/).fill('Hồ sơ phải nộp phí thẩm định');
    await specialist.checkAccessibility('asking for a fee');
    await specialist.picture('huong-dan/thong-bao-nop-phi');
    await specialist.page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'hidden' });

    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'receptionist',
    });
    await page
      .getByRole('navigation', { name: 'Danh sách của tôi', exact: true })
      .getByRole('link', { name: /^Chờ nộp phí/ })
      .click();
    await rowsOf(page).first().click();
    await openDossier(page).getByRole('button', { name: 'Thu 58.000 đồng tiền mặt' }).waitFor();
    await checkAccessibility('money to be taken');
    await picture('huong-dan/thu-phi', page.locator('#take-money'));
    await page.keyboard.press('0');
    await openDossier(page)
      .getByText(/^Biên lai/)
      .waitFor();
    await openDossier(page).getByText('đã nộp', { exact: true }).first().waitFor();
    const { rows } = await office.province.pool.query('select state from dossiers where id = $1', [id]);
    assert.deepEqual(rows, [{ state: 'in-progress' }]);

    await page.getByRole('link', { name: 'Sổ quỹ' }).click();
    await page.getByRole('heading', { name: 'Quỹ của tôi' }).waitFor();
    await page.getByText(CITIZENS[0].fullName).or(page.getByText('Nguyễn Thị Thanh Hằng')).first().waitFor();
    await checkAccessibility('the cash book');
    await page.getByLabel('Tiền đếm được').fill('57000');
    await page.getByRole('button', { name: /^Khoá sổ quỹ/ }).click();
    await page.getByText(/thiếu 1\.000 đồng so với sổ/).waitFor();
    await picture('huong-dan/so-quy');
    await page.getByLabel('Giải thích chênh lệch').fill('Thiếu tiền lẻ');
    await page.getByRole('button', { name: /^Khoá sổ quỹ/ }).click();
    await page.getByText(/^Đã khoá sổ lúc/).waitFor();
    await checkAccessibility('the cash book, closed');
    const book = await page.request.get(`${office.address}/api/payments/cash-book/${today}.pdf`);
    assert.equal(book.headers()['content-type'], 'application/pdf');
  });
});
