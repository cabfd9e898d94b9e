import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { openOffice, received, rowsOf, signInAs } from '../support/desk.ts';
import { BINH_LUC, OTHER_COMMUNE } from '../support/province.ts';

// Received now, looked at ten days later: a term of three working days is over. (Never looked at in the past: the
// browser's own clock would find the session's cookie outdated.)
let now = new Date();
const office = await openOffice({ now: () => now });

describe('the control officer looks at the province', () => {
  test('every number of the board opens exactly the dossiers behind it', async (context) => {
    await received(office, BINH_LUC);
    await received(office, BINH_LUC);
    await received(office, OTHER_COMMUNE);
    now = new Date(now.getTime() + 10 * 24 * 3_600_000);
    await received(office, OTHER_COMMUNE);
    const { page, checkAccessibility, picture } = await signInAs(context, office, 'kiemsoat', {
      path: '/dieu-hanh',
    });
    await page.getByRole('heading', { name: 'Điều hành: toàn tỉnh' }).waitFor();
    await checkAccessibility('the board of the province');
    await picture('huong-dan/dieu-hanh-tinh');

    const opens = async (name: RegExp, count: number) => {
      const door = page.getByRole('link', { name }).first();
      assert.equal(Number(/\d+/.exec((await door.textContent()) ?? '')?.[0]), count);
      await door.click();
      await page.getByRole('heading', { name: new RegExp(`· ${count} hồ sơ`) }).waitFor();
      assert.equal(await rowsOf(page).count(), count);
      await page.goBack();
      await page.getByRole('heading', { name: 'Điều hành: toàn tỉnh' }).waitFor();
    };
    await opens(/quá hạn$/, 3);
    await opens(/đang giải quyết$/, 4);

    // Where it lies: by step and holder, then by the one who decides.
    const lying = page.getByRole('table', { name: 'Hồ sơ quá hạn theo bước và người giữ' });
    assert.equal(await lying.getByRole('row').count(), 3, 'a head and two divisions');
    await lying.getByRole('link').first().click();
    await page.getByText(/^Chỉ hiện hồ sơ ở bước/).waitFor();
    await page.getByText('quá hạn').first().waitFor();
    await page.goBack();

    await page.getByLabel('Lọc theo tên').fill('binh luc');
    const communes = page.getByRole('table', { name: 'Hồ sơ của từng cơ quan giải quyết trong hôm nay' });
    assert.equal(await communes.getByRole('row').count(), 2, 'a head and Bình Lục, found without marks');
    await communes.getByRole('link', { name: '2' }).first().click();
    await page.getByText(/giải quyết tại Ủy ban nhân dân xã Bình Lục/).waitFor();
    await page.getByRole('heading', { name: /· 2 hồ sơ/ }).waitFor();
    assert.equal(await rowsOf(page).count(), 2);
    await checkAccessibility('a list behind a door');
  });
});
