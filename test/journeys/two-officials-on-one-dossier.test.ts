import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  carriedOn,
  doAct,
  goToList,
  openDossier,
  openOffice,
  received,
  rowsOf,
  sitDown,
} from '../support/desk.ts';
import { BINH_LUC, official } from '../support/province.ts';

const office = await openOffice();

describe('two officials on one dossier', () => {
  test('the slower one is told who did what, and keeps what was typed', async (context) => {
    const { id } = await received(office, BINH_LUC);
    const head = await sitDown(context, office, { body: BINH_LUC, seat: 'officeHead' });
    await goToList(head.page, 'Việc của tôi');
    await rowsOf(head.page).first().click();
    await openDossier(head.page).waitFor();
    await head.page.keyboard.press('g');
    const dialog = head.page.getByRole('dialog', { name: 'Phân công' });
    await dialog.getByLabel('Giao cho').selectOption({ index: 1 });
    await dialog.getByLabel(/^Ghi chú/).fill('Làm trước giờ nghỉ trưa');

    // Meanwhile the receptionist withdraws it, as the applicant asked.
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'receptionist', act: 'withdraw', with: { reason: 'Người nộp xin rút' } },
    ]);
    await head.page.keyboard.press('Control+Enter');
    await dialog.getByText(`${official(BINH_LUC, 'receptionist').name} vừa làm trước`).waitFor();
    await dialog.getByText(/Đã ghi nhận rút hồ sơ/).waitFor();
    await head.checkAccessibility('somebody was faster');
    await head.picture('huong-dan/nguoi-khac-lam-truoc');
    assert.equal(await dialog.getByLabel(/^Ghi chú/).inputValue(), 'Làm trước giờ nghỉ trưa');

    await dialog.getByRole('button', { name: 'Cập nhật hồ sơ' }).click();
    await dialog.getByText('Sau thay đổi vừa rồi, việc này không còn làm được nữa.').waitFor();
    assert.equal(await dialog.getByLabel(/^Ghi chú/).inputValue(), 'Làm trước giờ nghỉ trưa');
    await head.page.keyboard.press('Escape');
    await openDossier(head.page).getByText('Đã rút', { exact: true }).waitFor();
  });

  test('where the act is still possible after the change, it goes through with what was typed', async (context) => {
    const { id } = await received(office, BINH_LUC);
    const [first, second] = ['officeSpecialist', 'officeSpecialist2'].map(
      (seat) => official(BINH_LUC, seat).id,
    );
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: first } },
    ]);
    const head = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'officeHead' },
      {
        path: `/ban-lam-viec/ho-so/${id}?list=with-division`,
      },
    );
    await openDossier(head.page).waitFor();
    await head.page.keyboard.press('g');
    const dialog = head.page.getByRole('dialog', { name: 'Phân công' });
    await dialog.getByLabel('Giao cho').selectOption(second ?? '');
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: second } },
    ]);
    await head.page.keyboard.press('Control+Enter');
    await dialog.getByRole('button', { name: 'Cập nhật hồ sơ' }).click();
    await dialog.getByText(/vừa làm trước/).waitFor({ state: 'hidden' });
    await dialog.getByLabel('Giao cho').selectOption(first ?? '');
    await head.page.keyboard.press('Control+Enter');
    await head.page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    const { rows } = await office.province.pool.query<{ holder: string }>(
      'select holder_official_id as holder from dossiers where id = $1',
      [id],
    );
    assert.equal(rows[0]?.holder, first);
  });

  test('a line that breaks in the middle of an act has one effect once it is back', async (context) => {
    const { id } = await received(office, BINH_LUC);
    const head = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'officeHead' },
      { path: `/ban-lam-viec/ho-so/${id}?list=with-me`, expected: [/ERR_/] },
    );
    await openDossier(head.page).waitFor();
    // The answer is lost after the server has done its work; the client asks again under the same key.
    let lost = 0;
    await head.page.route('**/assign', async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await doAct(head.page, 'g', async (dialog) => {
      await dialog.getByLabel('Giao cho').selectOption({ index: 1 });
    });
    await head.page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
    assert.equal(lost, 1);
    const { rows } = await office.province.pool.query<{ version: string }>(
      `select body ->> 'version' as version from dossiers where id = $1`,
      [id],
    );
    assert.equal(Number(rows[0]?.version), 3, 'filed, received, assigned once');
  });
});
