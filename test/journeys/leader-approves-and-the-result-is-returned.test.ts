import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { doAct, goToList, openDossier, openOffice, received, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC } from '../support/province.ts';

const office = await openOffice();

describe('a leader approves', () => {
  test('from the division head to the hand of the applicant, each at their own desk', async (context) => {
    const { id, code } = await received(office, BINH_LUC);
    const at = async (seat: string) => {
      const opened = await sitDown(context, office, { body: BINH_LUC, seat });
      await goToList(opened.page, seat === 'receptionist' ? 'Chờ trả kết quả' : 'Việc của tôi');
      await rowsOf(opened.page)
        .filter({ hasText: code.slice(-11) })
        .click();
      await openDossier(opened.page).waitFor();
      return opened;
    };
    const head = await at('officeHead');
    await doAct(head.page, 'g', async (dialog) => {
      await dialog.getByLabel('Giao cho').selectOption({ index: 1 });
      await head.checkAccessibility('assigning');
      await head.picture('huong-dan/phan-cong');
    });
    // Which of the two specialists it was, the database knows.
    const { rows } = await office.province.pool.query<{ seat: string }>(
      `select split_part(holder_official_id, ':', 2) as seat from dossiers where id = $1`,
      [id],
    );
    const specialist = await at(rows[0]?.seat ?? '');
    await doAct(specialist.page, 'c', async (dialog) => {
      await dialog.getByLabel(/^Ghi chú/).fill('Đủ điều kiện, trình ký');
    });
    const headAgain = await at('officeHead');
    await doAct(headAgain.page, 'c');

    const leader = await at('leader');
    await openDossier(leader.page).getByText('Đủ điều kiện, trình ký').waitFor();
    await leader.picture('huong-dan/trinh-ky');
    await leader.page
      .getByRole('button', { name: /^Phê duyệt/ })
      .first()
      .click();
    // Pressed twice in a hurry: one decision, one number.
    await leader.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Phê duyệt/ })
      .dblclick();
    await leader.page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    await leader.checkAccessibility('after a decision');
    await leader.picture('huong-dan/vua-xong');

    const clerk = await at('clerk');
    await doAct(clerk.page, 'v');
    const counter = await at('receptionist');
    await doAct(counter.page, 'r', async (dialog) => {
      assert.equal(
        await dialog.getByLabel('Người nhận', { exact: true }).inputValue(),
        'Nguyễn Thị Thanh Hằng',
      );
      await counter.checkAccessibility('handing the result over');
      await counter.picture('huong-dan/tra-ket-qua');
    });
    await counter.page.getByRole('link', { name: /^\(mở lại/ }).click();
    await openDossier(counter.page).getByText('Đã trả kết quả', { exact: true }).first().waitFor();
    await openDossier(counter.page).getByText('Hồ sơ đã kết thúc, không còn việc nào phải làm.').waitFor();
    await counter.checkAccessibility('a finished dossier');

    const decisions = await office.province.pool.query<{ n: string }>(
      `select count(*) as n from record where subject_id = $1 and act = 'dossiers.approve-dossier'`,
      [id],
    );
    assert.equal(Number(decisions.rows[0]?.n), 1);
  });

  test('the board opens the dossiers behind each number', async (context) => {
    await received(office, BINH_LUC);
    const { page, checkAccessibility } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'leader' },
      { path: '/dieu-hanh' },
    );
    await page.getByRole('heading', { name: /^Điều hành/ }).waitFor();
    await checkAccessibility('the board');
    const door = page.getByRole('link', { name: /đang giải quyết/ });
    const figure = Number(/\d+/.exec((await door.textContent()) ?? '')?.[0]);
    assert.ok(figure > 0);
    await door.click();
    await page.getByRole('heading', { name: new RegExp(`^Đang giải quyết · ${figure} hồ sơ`) }).waitFor();
    assert.equal(await rowsOf(page).count(), figure);
  });
});
