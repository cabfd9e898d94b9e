import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { extractText, getDocumentProxy } from 'unpdf';
import { doAct, openDossier, openOffice, received, sitDown } from '../support/desk.ts';
import { BINH_LUC } from '../support/province.ts';

// A Wednesday morning in Viet Nam.
const office = await openOffice({ now: () => new Date('2026-11-25T02:00:00Z') });
const DAY = '2026-11-25';

describe('a receptionist whose hand slipped', () => {
  test('corrects and prints the slip anew, undoes a receipt, stops one on request, and finds all of it in the book', async (context) => {
    const wrong = await received(office, BINH_LUC);
    const twice = await received(office, BINH_LUC);
    const stopped = await received(office, BINH_LUC);
    const { page, checkAccessibility, picture } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist' },
      { path: `/ban-lam-viec/ho-so/${wrong.id}?list=all` },
    );
    const words = async (address: string) => {
      const answer = await page.request.get(office.address + address);
      assert.equal(answer.status(), 200, address);
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(await answer.body())), {
        mergePages: true,
      });
      return text.replace(/\s+/g, ' ');
    };
    const choose = async (name: RegExp) => {
      await page.keyboard.press('m');
      await openDossier(page).getByRole('button', { name }).first().click();
      await page.getByRole('dialog').waitFor();
    };

    // A name that was typed wrongly: the code stays, the slip says which one it stands in for.
    await openDossier(page).getByText('Thời hạn 3 ngày làm việc').waitFor();
    await choose(/^Sửa thông tin/);
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Người yêu cầu').fill('Nguyễn Thị Thanh Hà');
    await sheet.getByRole('button', { name: 'Sửa, cấp lại giấy' }).click();
    await sheet.getByText('Xin ghi lý do').waitFor();
    await checkAccessibility('the correction');
    await picture('huong-dan/sua-thong-tin');
    await sheet.getByLabel(/^Lý do sửa/).fill('Ghi sai tên so với căn cước');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    const slip = await words(`/api/dossiers/${wrong.id}/slip.pdf`);
    assert.match(slip, /Cấp lại lần 1, thay cho giấy đã cấp lúc 09 giờ 00 phút/);
    assert.match(slip, /Nguyễn Thị Thanh Hà /);
    assert.ok(slip.includes(wrong.code));

    // Received twice by mistake: the code is taken back and stays in the book.
    await page.goto(`${office.address}/ban-lam-viec/ho-so/${twice.id}?list=all`);
    await openDossier(page).getByText('Thời hạn 3 ngày làm việc').waitFor();
    await doAct(page, 'z', (dialog) => dialog.getByLabel(/^Lý do/).fill('Tiếp nhận hai lần'));
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();

    // Stopped on request: form 05 is offered at once.
    await page.goto(`${office.address}/ban-lam-viec/ho-so/${stopped.id}?list=all`);
    await openDossier(page).getByText('Thời hạn 3 ngày làm việc').waitFor();
    await choose(/^Dừng giải quyết/);
    await picture('huong-dan/dung-giai-quyet');
    await page
      .getByRole('dialog')
      .getByLabel(/^Lý do/)
      .fill('Chưa cần đến kết quả nữa');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    await page.getByRole('button', { name: /^In phiếu/ }).waitFor();
    const notice = await words(`/api/dossiers/${stopped.id}/stop-notice.pdf`);
    assert.match(notice, /THÔNG BÁO DỪNG GIẢI QUYẾT/);
    assert.match(notice, /Theo đề nghị của ông\/bà/);

    await page.goto(`${office.address}/ban-lam-viec/so-theo-doi?from=${DAY}`);
    await page.getByRole('status').getByText('3 số, trong đó 1 số đã huỷ').waitFor();
    const rows = page.getByRole('table').locator('tbody tr');
    assert.equal(await rows.count(), 3);
    assert.match((await rows.nth(1).textContent()) ?? '', /Số đã huỷ lúc .*Tiếp nhận hai lần/);
    await checkAccessibility('the book');
    await picture('huong-dan/so-theo-doi');
    const printed = page.waitForRequest((request) => request.url().includes('/api/book.pdf'));
    await page.keyboard.press('p');
    await printed;
    const book = await words(`/api/book.pdf?from=${DAY}&to=${DAY}`);
    assert.match(book, /SỔ THEO DÕI HỒ SƠ/);
    assert.ok(book.replaceAll(' ', '').includes(twice.code), 'a number taken back is printed too');
  });
});

describe('a result that one waits for', () => {
  test('is received, numbered and handed over in one go; what was half typed is found again', async (context) => {
    const { page, checkAccessibility, picture } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist' },
      { path: '/ban-lam-viec/tiep-nhan' },
    );
    await page.waitForFunction(() => document.activeElement?.id === 'receipt-procedureCode');
    await page.keyboard.type('9.000005');
    await page.getByRole('option', { name: /Thủ tục trả kết quả ngay/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Trả kết quả ngay' }).waitFor();
    await page.getByLabel('Số định danh cá nhân').fill('037192005678');
    // What is known of the person fills the empty fields, and is typed over.
    await page.getByText('Đã có trong hệ thống').waitFor();
    await page.getByLabel('Họ, chữ đệm, tên').fill('Nguyễn Thị Thanh Hằng');

    // The browser is closed in the middle, and this machine forgets everything.
    const kept = page.waitForResponse(
      (response) => response.url().includes('/api/receipt-drafts/') && response.request().method() === 'PUT',
    );
    await page
      .getByRole('link', { name: /^Hồ sơ/ })
      .first()
      .click();
    await kept;
    await page.evaluate(() => localStorage.clear());
    await page.goto(`${office.address}/ban-lam-viec/tiep-nhan`);
    await page.getByText('Ông/bà còn 1 hồ sơ đang nhập dở.').waitFor();
    await checkAccessibility('what is half typed');
    await page.getByRole('button', { name: /^Nhập tiếp/ }).click();
    await page.getByRole('heading', { name: 'Trả kết quả ngay' }).waitFor();
    assert.equal(await page.getByLabel('Họ, chữ đệm, tên').inputValue(), 'Nguyễn Thị Thanh Hằng');

    await page.getByLabel('Nội dung đề nghị').fill('Chứng thực mười bản');
    await page.getByRole('button', { name: 'Đủ như danh mục' }).click();
    await page.waitForFunction(
      () => (document.getElementById('receipt-signerId') as HTMLSelectElement | null)?.value !== '',
    );
    await checkAccessibility('the sheet of a result at once');
    await picture('huong-dan/tra-ngay', page.getByRole('heading', { name: 'Trả kết quả ngay' }));
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('heading', { name: 'Đã trả kết quả' }).waitFor();
    await page.getByText(/^Số kết quả/).waitFor();
    await page.getByRole('link', { name: 'Mở hồ sơ vừa ghi' }).click();
    await openDossier(page).getByText('Đã trả kết quả').first().waitFor();
  });
});
