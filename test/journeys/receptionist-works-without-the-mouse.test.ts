import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { openDossier, openOffice, received, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC } from '../support/province.ts';

const office = await openOffice();

describe('a receptionist works without the mouse', () => {
  test('a receipt from the key n to the printed slip, then the next one', async (context) => {
    const { page } = await sitDown(context, office, { body: BINH_LUC, seat: 'receptionist' });
    await page.getByRole('heading', { name: /^Chờ tiếp nhận/ }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Tiếp nhận hồ sơ' }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
    await page.waitForFunction(() => document.activeElement?.id === 'receipt-procedureCode');
    await page.keyboard.type('9.000001');
    await page.getByRole('option', { name: /Thủ tục thử nghiệm ba ngày/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'applicant-personalId');
    await page.getByRole('heading', { name: 'Giấy tờ nhận vào' }).waitFor();
    await page.keyboard.type('037192005678');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'applicant-fullName');
    // While somebody types, letters are text: no key of the desk answers.
    await page.keyboard.type('Nguyễn Thị Thanh Hằng');
    assert.equal(await page.getByLabel('Họ, chữ đệm, tên').inputValue(), 'Nguyễn Thị Thanh Hằng');

    const tabTo = async (reached: () => Promise<boolean>, about: string) => {
      for (let pressed = 0; pressed < 60; pressed += 1) {
        if (await reached()) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`the Tab key never reached ${about}`);
    };
    const onText = (text: string) =>
      page.evaluate((wanted) => document.activeElement?.textContent?.includes(wanted) ?? false, text);
    await tabTo(async () => (await focused()) === 'f-content', 'the form');
    await page.keyboard.type('Đề nghị xác nhận');
    await tabTo(() => onText('Đủ như danh mục'), 'the papers');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    // Enter goes from number to number, two papers of two numbers each, and from the last to the act.
    for (let number = 0; number < 4; number += 1) await page.keyboard.press('Enter');
    assert.ok(await onText('Tiếp nhận'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Đã tiếp nhận' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'print-slip');

    const printed = page.waitForRequest((request) => request.url().endsWith('/slip.pdf'));
    await page.keyboard.press('p');
    await printed;
    await page.keyboard.press('c');
    await page.waitForFunction(() => document.activeElement?.id === 'applicant-personalId');
    assert.equal(await page.getByLabel('Họ, chữ đệm, tên').inputValue(), '');

    // The next one holds out the card: the scanner types its code, and the telephone is what is left to ask.
    await page.keyboard.type(
      '036085004321|164512345|Niê Văn Bình|20111985|Nam|Thôn 4, xã Bình Nghĩa, huyện Bình Lục, tỉnh Hà Nam|10082021\n',
    );
    await page.waitForFunction(() => document.activeElement?.id === 'applicant-phone');
    assert.equal(await page.getByLabel('Số định danh cá nhân').inputValue(), '036 085 004 321');
    assert.equal(await page.getByLabel('Họ, chữ đệm, tên').inputValue(), 'Niê Văn Bình');
    assert.equal(await page.getByLabel('Ngày sinh').inputValue(), '20/11/1985');
    assert.ok(await page.getByRole('radio', { name: 'Nam', exact: true }).isChecked());
    await page.getByText('Số chứng minh nhân dân cũ: 164512345.').waitFor();
    await page
      .getByText(/^Nay thuộc|^Địa chỉ này nay thuộc nơi nào/)
      .first()
      .waitFor();
    // A telephone from before comes along.
    await page.waitForFunction(
      () => (document.getElementById('applicant-phone') as HTMLInputElement).value === '0987 654 321',
    );

    // Without any number at hand the telephone brings the same person, chosen by name.
    await page.getByLabel('Họ, chữ đệm, tên').fill('');
    await page.getByLabel('Số định danh cá nhân').fill('');
    await page.getByRole('button', { name: /^Y'Bình Niê O'Hara, sinh 20\/11\/1985/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'applicant-phone');
    assert.equal(await page.getByLabel('Số định danh cá nhân').inputValue(), '036 085 004 321');
    await page.waitForFunction(
      () => (document.getElementById('applicant-fullName') as HTMLInputElement).value === "Y'Bình Niê O'Hara",
    );
  });

  test('j, k, Enter and Escape go through a list and always come back to the same row', async (context) => {
    for (const name of [
      'Lê Ô',
      "K'Brệt Y Khuê",
      'Công ty Trách nhiệm hữu hạn Vận tải Hoàng Long Ninh Bình',
    ]) {
      await received(office, BINH_LUC, {
        applicant: {
          kind: 'citizen',
          fullName: name,
          personalId: `0371920${String(name.length).padStart(5, '0')}`,
        },
      });
    }
    const { page, checkAccessibility, picture } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist' },
      { path: '/ban-lam-viec?list=all' },
    );
    await rowsOf(page).nth(2).waitFor();
    await picture('huong-dan/ban-lam-viec');
    const onRow = (i: number) =>
      rowsOf(page)
        .nth(i)
        .evaluate((row) => row === document.activeElement);
    await rowsOf(page).first().focus();
    await page.keyboard.press('j');
    assert.ok(await onRow(1));
    await page.keyboard.press('ArrowDown');
    assert.ok(await onRow(2));
    await page.keyboard.press('k');
    assert.ok(await onRow(1));
    await page.keyboard.press('Enter');
    await openDossier(page).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'dossier-title');
    await page.keyboard.press('Escape');
    await openDossier(page).waitFor({ state: 'detached' });
    await page.waitForFunction(
      (row) => row === document.activeElement,
      await rowsOf(page).nth(1).elementHandle(),
    );

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Phím tắt' }).waitFor();
    await checkAccessibility('the keys');
    await picture('huong-dan/phim-tat');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    // Found without marks; the hand is on the first hit, and Enter opens it.
    await page.keyboard.press('/');
    await page.keyboard.type('hoang long');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Kết quả tìm “hoang long” · 1 hồ sơ/ }).waitFor();
    await page.waitForFunction(() => document.activeElement?.classList.contains('dossier-row'));
    await page.keyboard.press('Enter');
    await openDossier(page)
      .getByText('Công ty Trách nhiệm hữu hạn Vận tải Hoàng Long Ninh Bình')
      .first()
      .waitFor();
  });

  test('on a phone, at 320 px and at 200 % nothing runs off sideways', async (context) => {
    const { id } = await received(office, BINH_LUC);
    for (const shape of [
      { width: 320, height: 700 },
      { width: 360, height: 740 },
      { width: 1366, height: 768, zoom: 2 },
    ]) {
      const { page, checkAccessibility } = await sitDown(
        context,
        office,
        { body: BINH_LUC, seat: 'receptionist' },
        shape,
      );
      for (const path of [
        '/ban-lam-viec?list=all',
        `/ban-lam-viec/ho-so/${id}?list=all`,
        '/ban-lam-viec/tiep-nhan',
      ]) {
        await page.goto(office.address + path);
        await page
          .locator('.dossier-row, #dossier-title, #receipt-procedureCode')
          .locator('visible=true')
          .first()
          .waitFor();
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${path} at ${shape.width} px runs ${over} px over`);
        await checkAccessibility(`${path} at ${shape.width} px`);
      }
    }
  });
});
