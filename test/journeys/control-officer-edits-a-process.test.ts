import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { legalDay } from '../../src/capabilities/calendar/index.ts';
import { openOffice, received, signInAs } from '../support/desk.ts';
import { BINH_LUC } from '../support/province.ts';

const DAY = 86_400_000;
/** The browser keeps its own clock, so the server's is only ever moved ahead of it. */
let ahead = 0;
const office = await openOffice({ now: () => new Date(Date.now() + ahead) });
const today = legalDay(new Date());
const tomorrow = legalDay(new Date(Date.now() + DAY));
const written = (day: string) => day.split('-').reverse().join('/');

/** The names of a dossier's steps, as the receptionist's screen has them. */
async function stepsOf(id: string): Promise<string[]> {
  const { call } = await office.as({ body: BINH_LUC, seat: 'receptionist' });
  const { body } = await call('GET', `/api/dossiers/${id}`);
  return (body as { steps: { name: string }[] }).steps.map((step) => step.name);
}

describe('the control officer edits a process', () => {
  test('adds a step, is shown the lost share, mends it, tries an example and approves; only new dossiers follow', async (context) => {
    const old = await received(office, BINH_LUC);
    const { page, checkAccessibility, picture } = await signInAs(context, office, 'kiemsoat', {
      path: '/quan-tri',
    });
    await page.getByRole('link', { name: 'Thủ tục và quy trình' }).first().click();
    await page.getByLabel('Tìm theo tên, mã thủ tục').fill('9.000001');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Thủ tục thử nghiệm ba ngày' }).click();
    await page.getByRole('heading', { name: 'Các bước' }).waitFor();

    await page.getByRole('button', { name: /^3 .*Chuyên viên/ }).click();
    await page.getByRole('button', { name: 'Thêm bước sau bước này' }).click();
    await page.getByRole('textbox', { name: 'Tên bước' }).fill('Kiểm tra thực địa');
    const share = (step: string) =>
      page.getByRole('textbox', { name: `Tỷ lệ thời gian của bước ${step}, phần trăm` });
    await share('Kiểm tra thực địa').fill('20');
    await page.getByText('Lối thông thường dùng 120% thời hạn, còn thừa 20%.').waitFor();
    await page
      .getByText(/cộng lại là 120%, phải là 100%/)
      .first()
      .waitFor();
    await checkAccessibility('a process with a fault');
    await picture('huong-dan/quy-trinh-loi');
    await page.getByRole('button', { name: 'Ban hành' }).click();
    await page.getByText('chỗ cần sửa nên chưa ban hành được').waitFor();
    await page.keyboard.press('Escape');

    const appraising = (await stepsOf(old.id))[2] ?? '';
    await share(appraising).fill('35');
    await page.getByText('Lối thông thường dùng 100% thời hạn.').waitFor();
    await page.getByText('cộng lại là 120%').first().waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Chạy thử' }).click();
    const row = page.getByRole('row', { name: /Kiểm tra thực địa/ });
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /4,8/);
    await picture('huong-dan/quy-trinh-chay-thu', row);

    await page.getByRole('button', { name: 'Ban hành' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Thêm bước “Kiểm tra thực địa”/).waitFor();
    await dialog.getByLabel('Số quyết định').fill('1234/QĐ-UBND');
    await dialog.getByLabel('Ngày quyết định').fill(written(today));
    await dialog.getByLabel('Có hiệu lực từ ngày').fill(written(tomorrow));
    await checkAccessibility('approving');
    await picture('huong-dan/quy-trinh-ban-hanh');
    await dialog.getByRole('button', { name: 'Ban hành' }).click();
    await page.getByText(`Phiên bản mới có hiệu lực từ ${written(tomorrow)}`).waitFor();
    await page.getByRole('link', { name: 'Lịch sử' }).click();
    await page.getByText('Sắp có hiệu lực').waitFor();
    await page.getByText(`Quyết định 1234/QĐ-UBND ngày ${written(today)}`).waitFor();

    ahead = DAY;
    const fresh = await received(office, BINH_LUC, { procedureVersionId: `9.000001@${tomorrow}` });
    assert.ok((await stepsOf(fresh.id)).includes('Kiểm tra thực địa'));
    assert.ok(!(await stepsOf(old.id)).includes('Kiểm tra thực địa'));
  });

  test('changes a name and a fee, and sees them as citizens will before they are in force', async (context) => {
    const { page, checkAccessibility, picture } = await signInAs(context, office, 'kiemsoat', {
      path: '/quan-tri/thu-tuc/9.000003?muc=phi',
    });
    await page.getByText('Lệ phí: 8.000 đ').click();
    await page.getByLabel('Mức thu (đồng)').fill('12000');
    await checkAccessibility('the fees');
    await page.getByRole('link', { name: 'Nội dung, giấy tờ' }).click();
    await page.getByLabel('Tên thủ tục').fill('Đăng ký hoạt động của hộ kinh doanh');
    await page.getByText(/^Bản thảo đã lưu/).waitFor();
    await page.getByRole('link', { name: 'Người dân sẽ thấy' }).click();
    const portal = page.frameLocator('iframe');
    await portal.getByRole('heading', { name: 'Đăng ký hoạt động của hộ kinh doanh' }).waitFor();
    await portal.getByText('Bản thảo để xem trước, chưa có hiệu lực.').waitFor();
    await portal
      .getByText(/12\.000/)
      .first()
      .waitFor();
    await page.getByLabel('Nội dung đề nghị').waitFor();
    await picture('huong-dan/thu-tuc-xem-truoc', page.locator('iframe').first());
    await page.goto(`${office.address}/thu-tuc/9.000003`);
    await page.getByRole('heading', { name: 'Thủ tục thuộc Phòng Kinh tế' }).waitFor();
  });
});
