import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { doAct, openDossier, openOffice, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC, OTHER_COMMUNE } from '../support/province.ts';

const office = await openOffice();

async function nameOfBody(id: string): Promise<string> {
  const { rows } = await office.province.pool.query<{ name: string }>(
    'select name from agencies where id = $1',
    [id],
  );
  return rows[0]?.name ?? '';
}

describe('a receptionist receives for another commune', () => {
  test('the dossier gets its code here, is decided there, and both sides see where', async (context) => {
    const other = await nameOfBody(OTHER_COMMUNE);
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'receptionist',
    });
    await checkAccessibility('the empty desk');
    await page.getByRole('link', { name: 'Tiếp nhận', exact: true }).click();
    await page.getByRole('combobox', { name: /^Gõ mã hoặc tên/ }).fill('9.000001');
    await page.getByRole('option', { name: /Thủ tục thử nghiệm ba ngày/ }).click();
    await page.getByRole('heading', { name: 'Giấy tờ nhận vào' }).waitFor();

    const body = page.getByRole('combobox', { name: 'Cơ quan giải quyết' });
    await body.fill(other.replace('Ủy ban nhân dân ', ''));
    await page.getByRole('option', { name: other, exact: true }).click();
    await page.getByText(/Tiếp nhận tại .* — giải quyết tại/).waitFor();

    await page.getByLabel('Số định danh cá nhân').fill('037 192 005 678');
    await page.getByLabel('Họ, chữ đệm, tên').fill("Nguyễn Thị Thanh Hằng K'Brệt");
    await page.getByLabel('Ngày sinh').fill('8/3/1992');
    await page.getByLabel('Nội dung đề nghị').fill('Xác nhận <b>thường trú</b>');
    await checkAccessibility('the receipt, half filled in');
    await picture('huong-dan/tiep-nhan');

    // Sent too early: what lacks is named, and nothing typed is lost.
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('Đơn đề nghị: Chưa nhận giấy tờ này.').waitFor();
    await checkAccessibility('the receipt with a fault');
    await picture('huong-dan/tiep-nhan-thieu');
    assert.equal(await page.getByLabel('Nội dung đề nghị').inputValue(), 'Xác nhận <b>thường trú</b>');

    await page.getByRole('button', { name: 'Đủ như danh mục' }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Đã tiếp nhận' }).waitFor();
    const code = (await page.locator('.code').textContent()) ?? '';
    assert.match(
      code,
      new RegExp(`^${BINH_LUC.replace('.', '\\.')}-\\d{6}-\\d{4}$`),
      'the code is of who received',
    );
    await checkAccessibility('received');
    await picture('huong-dan/da-tiep-nhan');

    await page.getByRole('link', { name: 'Mở hồ sơ vừa ghi' }).click();
    await openDossier(page).getByText(`giải quyết tại ${other}`).waitFor();
    await openDossier(page).getByText('Xác nhận <b>thường trú</b>').waitFor();
    await checkAccessibility('the dossier');
    const slip = await page.request.get(
      `${office.address}/api/dossiers/${page.url().match(/ho-so\/([^?]+)/)?.[1]}/slip.pdf`,
    );
    assert.equal(slip.headers()['content-type'], 'application/pdf');

    // Over there the head of the division has it, with the words that say where it came from.
    const there = await sitDown(context, office, { body: OTHER_COMMUNE, seat: 'officeHead' });
    await rowsOf(there.page).filter({ hasText: "Nguyễn Thị Thanh Hằng K'Brệt" }).click();
    await openDossier(there.page).getByText(`giải quyết tại ${other}`).waitFor();
    await doAct(there.page, 'g', async (dialog) => {
      await dialog.getByLabel('Giao cho').selectOption({ index: 1 });
    });
    await there.page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
  });

  test('a reload in the middle of a receipt loses nothing of what was typed', async (context) => {
    const { page } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist2' },
      { path: '/ban-lam-viec/tiep-nhan' },
    );
    await page.getByRole('combobox', { name: /^Gõ mã hoặc tên/ }).fill('9.000001');
    await page.getByRole('option', { name: /Thủ tục thử nghiệm ba ngày/ }).click();
    await page.getByLabel('Họ, chữ đệm, tên').fill('Trần Thị Nhớ');
    await page.getByLabel('Nội dung đề nghị').fill('Chưa xong');
    await page.reload();
    await page.getByText(/Đang nhập dở từ/).waitFor();
    assert.equal(await page.getByLabel('Họ, chữ đệm, tên').inputValue(), 'Trần Thị Nhớ');
    assert.equal(await page.getByLabel('Nội dung đề nghị').inputValue(), 'Chưa xong');
    await page.getByRole('button', { name: 'Bỏ, nhập hồ sơ mới' }).click();
    assert.equal(await page.getByLabel('Họ, chữ đệm, tên').inputValue(), '');
  });

  test('with papers lacking, the applicant leaves with a request that names them all, and comes again', async (context) => {
    const { page, checkAccessibility, picture } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist' },
      { path: '/ban-lam-viec/tiep-nhan' },
    );
    await page.getByRole('combobox', { name: /^Gõ mã hoặc tên/ }).fill('9.000001');
    await page.getByRole('option', { name: /Thủ tục thử nghiệm ba ngày/ }).click();
    await page.getByLabel('Số định danh cá nhân').fill('037192005678');
    await page.getByText('Đã có trong hệ thống').waitFor();
    assert.equal(await page.getByLabel('Họ, chữ đệm, tên').inputValue(), "Nguyễn Thị Thanh Hằng K'Brệt");
    await page.getByLabel('Nội dung đề nghị').fill('Xin xác nhận');
    await page.getByRole('button', { name: /^Chưa đủ giấy tờ/ }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByLabel(/^Giấy tờ cần bổ sung/).inputValue(), 'Đơn đề nghị');
    await checkAccessibility('asking for papers at the counter');
    await picture('huong-dan/chua-du-giay-to');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Đã yêu cầu bổ sung' }).waitFor();
    const href = await page.getByRole('link', { name: 'Xem bản in trong thẻ mới' }).getAttribute('href');
    const paper = await page.request.get(`${office.address}${href}`);
    assert.equal(paper.headers()['content-type'], 'application/pdf');

    await page.getByRole('link', { name: 'Mở hồ sơ vừa ghi' }).click();
    await page
      .getByRole('button', { name: /^Nhận bổ sung/ })
      .first()
      .waitFor();
    await doAct(page, 's', (taking) =>
      taking
        .getByLabel(/bản chính/i)
        .first()
        .fill('1'),
    );
    await page.getByRole('link', { name: /mở lại/ }).click();
    await page
      .getByRole('button', { name: /^Tiếp nhận/ })
      .first()
      .waitFor();
    await doAct(page, 't');
    await page
      .getByText(/Đã tiếp nhận hồ sơ/)
      .first()
      .waitFor();
  });

  test('what will never do is refused with the reason', async (context) => {
    const { page } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist' },
      { path: '/ban-lam-viec/tiep-nhan' },
    );
    await page.getByRole('combobox', { name: /^Gõ mã hoặc tên/ }).fill('9.000001');
    await page.getByRole('option', { name: /Thủ tục thử nghiệm ba ngày/ }).click();
    await page.getByLabel('Số định danh cá nhân').fill('037192005678');
    await page.getByText('Đã có trong hệ thống').waitFor();
    await page.getByRole('button', { name: /^Chưa đủ giấy tờ/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Từ chối tiếp nhận').check();
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Xin ghi lý do; người nộp sẽ đọc được.').waitFor();
    await dialog.getByLabel(/^Lý do/).fill('Việc này thuộc thẩm quyền của Toà án');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Đã từ chối tiếp nhận' }).waitFor();
  });
});
