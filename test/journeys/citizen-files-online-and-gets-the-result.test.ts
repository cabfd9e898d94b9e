import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { Page } from 'playwright-core';
import { openPage } from '../support/browser.ts';
import { carriedOn, openOffice } from '../support/desk.ts';
import { chooseCommune, handIn, onward, overflow, signInHere, smallPdf } from '../support/portal.ts';
import { BINH_LUC, CITIZENS } from '../support/province.ts';

const office = await openOffice();

const filedBy = async (
  personId: string,
): Promise<{ id: string; body: { form: Record<string, unknown> } }[]> => {
  const { rows } = await office.province.pool.query<{ id: string; body: { form: Record<string, unknown> } }>(
    'select id, body from dossiers where applicant_id = $1 order by submitted_at',
    [personId],
  );
  return rows;
};

/** The plain procedure filled in up to the last look. */
async function toTheReview(page: Page, content: string): Promise<void> {
  await page.goto(`${office.address}/nop/9.000001`);
  await chooseCommune(page, 'Xã, phường giải quyết hồ sơ', 'bình lục', 'Xã Bình Lục');
  await page.getByText('Ủy ban nhân dân xã Bình Lục').waitFor();
  await onward(page);
  await page.getByLabel('Nội dung đề nghị').fill(content);
  await onward(page);
  await handIn(page, 'p-don', smallPdf('don-de-nghi.pdf'));
  await page.getByRole('link', { name: 'don-de-nghi.pdf' }).waitFor();
  await onward(page);
  await page.getByRole('heading', { name: 'Phí, lệ phí' }).waitFor();
  await onward(page);
  await page.getByLabel('Bản điện tử trên trang này').check();
  await onward(page);
  await page.getByRole('heading', { name: 'Xem lại trước khi gửi' }).waitFor();
}

describe('a citizen files online', () => {
  test('from the procedure to the result in hand, signing in only when papers are asked for', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 1366, height: 768 });
    await page.goto(`${office.address}/thu-tuc/2.000635`);
    await page.getByRole('link', { name: 'Nộp hồ sơ trực tuyến' }).click();
    await chooseCommune(page, 'Xã, phường giải quyết hồ sơ', 'binh luc', 'Xã Bình Lục');
    await page.getByText('Ủy ban nhân dân xã Bình Lục').waitFor();
    await checkAccessibility('who decides');
    await onward(page);

    await page.getByRole('heading', { level: 1, name: 'Việc hộ tịch đã đăng ký' }).waitFor();
    // Nothing filled in: told at the field and in the summary that links to it, which has the focus.
    await onward(page);
    const summary = page.getByRole('alert');
    await summary.getByRole('link').first().waitFor();
    assert.ok(await summary.evaluate((box) => box === document.activeElement));
    await checkAccessibility('with errors');
    await picture('huong-dan/nguoi-dan-loi');
    await summary.getByRole('link').first().click();
    await page.getByLabel('Giấy khai sinh').check();
    await page.getByRole('radio', { name: 'Có' }).check();
    await onward(page);

    await page.getByRole('heading', { level: 1, name: 'Người có tên trong giấy' }).waitFor();
    await page.getByLabel(/^Họ, chữ đệm, tên/).fill('Nguyễn Hoàng Thị Phương Thảo Nguyên');
    const born = page.getByLabel(/^Ngày sinh/);
    await born.fill('31/2/1990');
    await page.getByLabel('Nữ').check();
    await onward(page);
    await page
      .getByText(/Không có ngày này/)
      .first()
      .waitFor();
    assert.equal(await born.inputValue(), '31/2/1990');
    await born.fill('2.5.90');
    await born.blur();
    assert.equal(await born.inputValue(), '02/05/1990');
    await page.getByLabel(/^Số định danh cá nhân/).fill('037 190 001 234');
    await onward(page);
    await page.getByRole('heading', { level: 1, name: 'Nơi đã đăng ký' }).waitFor();
    await checkAccessibility('optional questions');
    await onward(page);
    await page.getByLabel('Số bản sao cần cấp').fill('2');
    await onward(page);

    // Signing in where papers are asked for; what was typed is still there afterwards, also after a reload.
    await page.getByRole('heading', { name: 'Đăng nhập để gửi giấy tờ' }).waitFor();
    await checkAccessibility('signing in on the way');
    await page.reload();
    await page.getByRole('heading', { name: 'Đăng nhập để gửi giấy tờ' }).waitFor();
    await signInHere(page);
    await page.getByRole('heading', { level: 1, name: 'Giấy tờ kèm theo' }).waitFor();
    await checkAccessibility('papers');
    // A file that says it is a PDF and is not: refused at its place, the others stay.
    await handIn(page, 'p-tp3', {
      name: 'gia.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('<html>x'),
    });
    await page.getByText(/Nội dung tệp không đúng|chưa nhận loại tệp/).waitFor();
    await page.getByRole('button', { name: 'Bỏ gia.pdf' }).click();
    await handIn(page, 'p-tp3', smallPdf("giấy uỷ quyền O'Hara.pdf"));
    await page.getByRole('link', { name: "giấy uỷ quyền O'Hara.pdf" }).waitFor();
    await checkAccessibility('with a paper');
    await picture(
      'huong-dan/nguoi-dan-giay-to',
      page.getByRole('link', { name: "giấy uỷ quyền O'Hara.pdf" }),
    );
    await onward(page);

    await page.getByRole('heading', { level: 1, name: 'Phí, lệ phí' }).waitFor();
    await page.getByText('8.000 đ × 2 bản').waitFor();
    await page.getByText('16.000 đồng').first().waitFor();
    await checkAccessibility('the fee');
    await onward(page);

    await page.getByLabel('Bản điện tử trên trang này').check();
    assert.equal(await page.getByLabel('Số điện thoại').inputValue(), '0912 345 678');
    await onward(page);

    await page.getByRole('heading', { name: 'Xem lại trước khi gửi' }).waitFor();
    await page.getByText('02/05/1990').waitFor();
    await page.getByText('037 190 001 234').waitFor();
    await checkAccessibility('the last look');
    await picture('huong-dan/nguoi-dan-xem-lai');
    await page.getByRole('button', { name: 'Sửa: Số lượng' }).click();
    await page.getByLabel('Số bản sao cần cấp').fill('3');
    await page.getByRole('button', { name: 'Lưu và xem lại' }).click();
    await page.getByText('24.000 đồng').first().waitFor();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).dblclick();

    await page.getByRole('heading', { name: 'Đã gửi hồ sơ' }).waitFor();
    await page.getByRole('img', { name: /^Mã QR/ }).waitFor();
    await checkAccessibility('sent');
    await picture('huong-dan/nguoi-dan-da-gui');
    const filed = await filedBy(CITIZENS[0].id);
    assert.equal(filed.length, 1);
    const id = filed[0]?.id ?? '';

    await carriedOn(office, BINH_LUC, id, [
      { seat: 'receptionist', act: 'accept' },
      { seat: 'officeHead', act: 'assign', with: { officialId: `${BINH_LUC}:officeSpecialist` } },
      { seat: 'officeSpecialist', act: 'complete-step' },
      ...(await stepsLeft(id)),
    ]);

    await page.getByRole('link', { name: 'Xem hồ sơ' }).click();
    await page.getByRole('heading', { level: 2, name: 'Kết quả' }).waitFor();
    await page.getByText(/^Tiếp nhận hồ sơ, cấp mã H42\.13504-/).waitFor();
    await checkAccessibility('my dossier');
    await picture('huong-dan/nguoi-dan-ho-so');
    const link = page.getByRole('link', { name: 'Xem và tải kết quả' });
    const answer = await page.request.get(
      new URL((await link.getAttribute('href')) ?? '', office.address).href,
    );
    assert.equal(answer.status(), 200);
    assert.match(answer.headers()['content-type'] ?? '', /pdf/);

    await page
      .getByRole('navigation', { name: 'Trang chính' })
      .getByRole('link', { name: 'Hồ sơ của tôi' })
      .click();
    await page.getByRole('link', { name: /^Cấp bản sao Trích lục/ }).waitFor();
    await checkAccessibility('my dossiers');
  });

  /** What the procedure's process still asks until the result is there. */
  async function stepsLeft(id: string): Promise<{ seat: string; act: string }[]> {
    const { call } = await office.as({ body: BINH_LUC, seat: 'receptionist' });
    const seen = (await call('GET', `/api/dossiers/${id}`)).body as { steps: { key: string }[] };
    const keys = seen.steps.map((step) => step.key);
    return [
      ...(keys.includes('trinh') ? [{ seat: 'officeHead', act: 'complete-step' }] : []),
      { seat: 'leader', act: 'approve' },
      { seat: 'clerk', act: 'issue-result' },
    ];
  }

  test('while the line breaks: what was typed is kept, and it is sent once', async (context) => {
    const { page } = await openPage(context, {
      expected: [/ERR_INTERNET_DISCONNECTED|ERR_FAILED|net::ERR/],
    });
    await page.goto(`${office.address}/dang-nhap`);
    await signInHere(page, 1);
    await toTheReview(page, 'Gửi lúc mất mạng');

    // It arrives, but its answer does not; then the line is wholly away.
    let arrived = 0;
    await page.route('**/api/my/dossiers', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      if (arrived === 0) {
        arrived += 1;
        await route.fetch();
        await page.context().setOffline(true);
      }
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.getByText('Chưa gửi được vì mất mạng').waitFor({ timeout: 20_000 });
    await page.getByText('Máy đang mất mạng.').waitFor();
    await page.getByText('Gửi lúc mất mạng', { exact: true }).waitFor();
    assert.equal(arrived, 1);
    await page.unroute('**/api/my/dossiers');
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Đã gửi hồ sơ' }).waitFor({ timeout: 20_000 });
    const filed = (await filedBy(CITIZENS[1].id)).filter(
      (row) => row.body.form.content === 'Gửi lúc mất mạng',
    );
    assert.equal(filed.length, 1);
  });

  test('while the session ends: signs in again where it stands, and nothing is lost', async (context) => {
    const { page, checkAccessibility } = await openPage(context);
    await page.goto(`${office.address}/dang-nhap`);
    await signInHere(page, 1);
    await toTheReview(page, 'Phiên đã đóng');
    await office.province.pool.query('update sessions set closed_at = now() where closed_at is null');
    // The page asks by itself too (the draft, the fees): whichever question comes first learns that the session is over.
    const gate = page.getByRole('heading', { name: 'Đăng nhập để gửi giấy tờ' });
    await page
      .getByRole('button', { name: 'Gửi hồ sơ' })
      .or(gate)
      .first()
      .evaluate((found) => (found as HTMLElement).click());
    await gate.waitFor();
    await checkAccessibility('signing in again');
    await signInHere(page, 1);
    await page.getByText('Phiên đã đóng', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Gửi/ }).click();
    await page.getByRole('heading', { name: 'Đã gửi hồ sơ' }).waitFor();
  });

  test('and leaves a draft: found again on another machine, and signing out leaves nothing behind', async (context) => {
    const first = await openPage(context);
    await first.page.goto(`${office.address}/dang-nhap?tiep=/nop/9.000003`);
    await signInHere(first.page, 1);
    await chooseCommune(first.page, 'Xã, phường giải quyết hồ sơ', 'binh luc', 'Xã Bình Lục');
    await first.page.getByText('Ủy ban nhân dân xã Bình Lục').waitFor();
    await onward(first.page);
    const saved = first.page.waitForResponse(
      (answer) =>
        answer.url().includes('/api/my/drafts/') && answer.request().method() === 'PUT' && answer.ok(),
    );
    await first.page.getByLabel('Nội dung đề nghị').fill('Viết dở trên điện thoại');
    await saved;

    const second = await openPage(context);
    await second.page.goto(`${office.address}/dang-nhap?tiep=/cua-toi`);
    await signInHere(second.page, 1);
    await second.page.getByRole('link', { name: 'Thủ tục thuộc Phòng Kinh tế' }).click();
    await second.page.getByText('Ủy ban nhân dân xã Bình Lục').waitFor();
    await onward(second.page);
    await second.page.getByLabel('Nội dung đề nghị').waitFor();
    assert.equal(await second.page.getByLabel('Nội dung đề nghị').inputValue(), 'Viết dở trên điện thoại');

    // Signing out leaves nothing of the person on a shared machine.
    await first.page.getByRole('button', { name: 'Đăng xuất' }).click();
    await first.page.getByText('Trên máy này không còn lưu').waitFor();
    const left = await first.page.evaluate(() => JSON.stringify(localStorage));
    assert.ok(!left.includes('Viết dở'), left);
  });

  test('with an apostrophe in the name and HTML in a field: shown as text, everywhere', async (context) => {
    const { page, complaints } = await openPage(context);
    const content = `<img src=x onerror="document.title='hacked'"><b>O'Hara</b> & "Niê"`;
    await page.goto(`${office.address}/dang-nhap`);
    await signInHere(page, 1);
    await page.getByText("Y'Bình Niê O'Hara").waitFor();
    await toTheReview(page, content);
    await page.getByText(content, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.getByRole('link', { name: 'Xem hồ sơ' }).click();
    await page.getByText(content, { exact: true }).waitFor();
    assert.equal(await page.locator('main img, main b').count(), 0);
    assert.deepEqual(complaints, []);
  });

  test('answers a request for a supplement, and may withdraw', async (context) => {
    const { page, checkAccessibility, picture } = await openPage(context, { width: 390, height: 780 });
    await page.goto(`${office.address}/dang-nhap`);
    await signInHere(page, 0);
    await toTheReview(page, 'Hồ sơ sẽ phải bổ sung');
    assert.equal(await overflow(page), 0);
    await page.getByRole('button', { name: 'Gửi hồ sơ' }).click();
    await page.getByRole('heading', { name: 'Đã gửi hồ sơ' }).waitFor();
    const filed = await filedBy(CITIZENS[0].id);
    const id = filed.find((row) => row.body.form.content === 'Hồ sơ sẽ phải bổ sung')?.id ?? '';
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'receptionist', act: 'accept' },
      { seat: 'officeHead', act: 'assign', with: { officialId: `${BINH_LUC}:officeSpecialist` } },
      {
        seat: 'officeSpecialist',
        act: 'request-supplement',
        with: {
          items: [{ componentKey: 'don', text: 'Đơn chưa ký, ghi rõ họ tên' }],
          reason: 'Đơn phải có chữ ký của người đề nghị',
        },
      },
    ]);
    await page.goto(`${office.address}/cua-toi`);
    await page.getByRole('heading', { name: 'Cần ông/bà làm tiếp' }).waitFor();
    await checkAccessibility('my dossiers');
    await page.goto(`${office.address}/cua-toi/${id}`);
    await page.getByRole('heading', { name: 'Cần bổ sung' }).waitFor();
    await page.getByText('Đơn chưa ký, ghi rõ họ tên', { exact: true }).waitFor();
    await checkAccessibility('asked for more');
    await picture('huong-dan/nguoi-dan-bo-sung');
    await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
    await page.getByText('Xin thêm ít nhất một tệp').waitFor();
    await handIn(page, 's-don', smallPdf('don-da-ky.pdf'));
    await page.getByRole('link', { name: 'don-da-ky.pdf' }).waitFor();
    await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
    await page.getByText('Đã gửi bổ sung.').waitFor();
    await page.getByRole('heading', { name: 'Cần bổ sung' }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Rút hồ sơ' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rút hồ sơ' });
    await checkAccessibility('withdrawing');
    await dialog.getByRole('button', { name: 'Rút hồ sơ' }).click();
    await dialog.getByText('Xin ghi lý do rút hồ sơ.').waitFor();
    await dialog.getByLabel('Lý do').fill('Tôi đã tìm lại được giấy cũ');
    await dialog.getByRole('button', { name: 'Rút hồ sơ' }).click();
    await page.getByText('Đã rút', { exact: true }).first().waitFor();
  });

  test('with the keyboard alone, at 200 %', async (context) => {
    const { page } = await openPage(context, { width: 1366, height: 768, zoom: 2 });
    const { keyboard } = page;
    // The browser's own window for choosing a file, answered as soon as it opens.
    page.on('filechooser', (chooser) => void chooser.setFiles(smallPdf('don.pdf')));
    const tabTo = async (name: RegExp | string) => {
      for (let i = 0; i < 60; i += 1) {
        await keyboard.press('Tab');
        const here = await page.evaluate(() => {
          const at = document.activeElement;
          // Past the last element the focus is the browser's own for one press.
          if (!(at instanceof HTMLElement) || at === document.body) return null;
          const style = getComputedStyle(at);
          const label = at.id ? document.querySelector(`label[for="${at.id}"]`)?.textContent : '';
          return {
            name: `${label ?? ''} ${at.getAttribute('aria-label') ?? ''} ${at.textContent ?? ''}`.trim(),
            ring: style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth),
          };
        });
        if (here === null) continue;
        assert.ok(here.ring >= 3, `no focus ring on “${here.name}”`);
        if (here.name.match(name)) return;
      }
      assert.fail(`the keyboard does not reach ${name}`);
    };
    await page.goto(`${office.address}/dang-nhap?tiep=/nop/9.000001`);
    await page.getByLabel('Mật khẩu').waitFor();
    await tabTo('Số định danh');
    await keyboard.type(CITIZENS[0].personalId);
    await tabTo('Mật khẩu');
    await keyboard.type('mat-khau-thu-nghiem');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Xã, phường nào giải quyết?' }).waitFor();
    await tabTo('Xã, phường giải quyết');
    await keyboard.type('binh luc');
    await page.getByRole('option', { name: 'Xã Bình Lục' }).first().waitFor();
    await keyboard.press('Enter');
    await page.getByText('Ủy ban nhân dân xã Bình Lục').waitFor();
    assert.equal(await overflow(page), 0);
    await tabTo('Tiếp tục');
    await keyboard.press('Enter');
    await tabTo('Nội dung đề nghị');
    await keyboard.type('Chỉ dùng bàn phím');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Giấy tờ kèm theo' }).waitFor();
    await tabTo('Chọn tệp');
    await keyboard.press('Enter');
    await page.getByRole('link', { name: 'don.pdf' }).waitFor();
    await tabTo('Tiếp tục');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Phí, lệ phí' }).waitFor();
    await tabTo('hộ nghèo');
    await keyboard.press('Space');
    await page.getByText(/Miễn/).first().waitFor();
    await tabTo('Tiếp tục');
    await keyboard.press('Enter');
    await tabTo('Bản điện tử');
    await keyboard.press('Space');
    await tabTo('Tiếp tục');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Xem lại trước khi gửi' }).waitFor();
    assert.equal(await overflow(page), 0);
    await tabTo('Gửi hồ sơ');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Đã gửi hồ sơ' }).waitFor();
  });
});
