import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { reorganisationJob } from '../../src/capabilities/reorganising/index.ts';
import { jobRunner } from '../../src/jobs/runner.ts';
import { openDossier, openOffice, received, signInAs, sitDown } from '../support/desk.ts';
import { atCounter, BINH_LUC, OTHER_COMMUNE } from '../support/province.ts';

let clock = new Date('2026-11-24T02:00:00Z');
const office = await openOffice({ now: () => clock });

describe('two communes become one', () => {
  test('by a decision, at a day’s beginning; the next day the new commune goes on with both', async (context) => {
    const before = await received(office, OTHER_COMMUNE);
    const { page, checkAccessibility, picture } = await signInAs(context, office, 'kiemsoat', {
      path: '/quan-tri/don-vi',
    });
    await page.getByRole('button', { name: 'Đặt lịch nhập, tách, đổi tên' }).click();
    const { rows } = await office.province.pool.query<{ name: string }>(
      `select full_name as name from units where code = '13495'`,
    );
    const other = rows[0]?.name ?? '';
    for (const name of ['xã Bình Lục', other]) {
      const picker = page.getByRole('combobox', { name: 'Các đơn vị được nhập' });
      await picker.fill(name);
      await page.getByRole('option', { name, exact: false }).first().click();
      await page.getByRole('button', { name: new RegExp(`^Bỏ ${name}$`, 'i') }).waitFor();
    }
    await page.locator('#into-0-id').fill('99001');
    await page.getByLabel('Tên (không ghi “xã”, “phường”)').fill('Bình Lục Mới');
    await page.getByLabel('Số, ký hiệu văn bản').fill('Nghị quyết số 12/NQ-UBTVQH16');
    await page.getByLabel('Ngày ban hành').fill('20/11/2026');
    await page.getByLabel('Trích yếu').fill('Về việc sắp xếp các xã của tỉnh Ninh Bình');

    // The day has begun already: said before anything is planned.
    await page.getByLabel('Ngày có hiệu lực').fill('24/11/2026');
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.getByText('1 hồ sơ đang giải quyết chuyển về').waitFor();
    await page.getByText('Đánh số hồ sơ, văn bản lại từ 1: Ủy ban nhân dân xã Bình Lục Mới').waitFor();
    await checkAccessibility('the preview of a merge');
    await picture('huong-dan/sap-xep-xem-truoc', page.getByText('1 hồ sơ đang giải quyết chuyển về'));
    await page.getByRole('button', { name: 'Đặt lịch', exact: true }).click();
    await page.getByRole('alert').getByText('Ngày có hiệu lực sớm nhất là ngày mai').waitFor();
    await page.getByLabel('Ngày có hiệu lực').fill('25/11/2026');
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.getByRole('button', { name: 'Đặt lịch', exact: true }).click();
    await page.getByText('Đã đặt lịch.').waitFor();
    await page.getByText('Chờ đến ngày').waitFor();
    await checkAccessibility('a planned merge');

    const runner = jobRunner({ pool: office.province.pool, jobs: [reorganisationJob] });
    await runner.tick(clock);
    clock = new Date('2026-11-24T17:05:00Z');
    const ends = await runner.tick(clock);
    assert.deepEqual(
      ends.map(({ end, error }) => ({ end, error })),
      [{ end: 'done', error: null }],
    );

    clock = new Date('2026-11-25T02:00:00Z');
    const { call } = await office.as({ body: BINH_LUC, seat: 'receptionist' });
    const first = await call('POST', '/api/dossiers/receive', atCounter());
    assert.match((first.body as { code: string }).code, /^H42\.99001-261125-0001$/);
    const head = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'officeHead' },
      { path: `/ban-lam-viec/ho-so/${before.id}` },
    );
    await openDossier(head.page).getByText(before.code).first().waitFor();
    await openDossier(head.page)
      .getByText(/Ủy ban nhân dân xã Bình Lục Mới|xã Bình Lục Mới/)
      .first()
      .waitFor();

    const again = await signInAs(context, office, 'kiemsoat', { path: '/quan-tri/don-vi' });
    await again.page.getByText('Đã thực hiện').waitFor();
    await again.page.getByRole('combobox', { name: 'Xã, phường' }).fill('Bình Lục Mới');
    await again.page.getByRole('option', { name: /^Xã Bình Lục Mới/ }).click();
    await again.page.getByText('Tên gọi: Xã Bình Lục Mới').waitFor();
    await again.checkAccessibility('the history of a unit');
    await again.picture('huong-dan/lich-su-don-vi', again.page.getByText('Tên gọi: Xã Bình Lục Mới'));
  });
});
