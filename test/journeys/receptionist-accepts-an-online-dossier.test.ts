import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { doAct, goToList, openDossier, openOffice, rowsOf, sitDown } from '../support/desk.ts';
import { BINH_LUC, CITIZENS, PLAIN } from '../support/province.ts';

const office = await openOffice();
const PAPER = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mN8/+F/PQAJcQN6s1W4WAAAAABJRU5ErkJggg==',
  'base64',
);

/** A citizen files the plain procedure online, as the portal does. */
async function filed(content: string): Promise<void> {
  const { call, cookie } = await office.signIn(CITIZENS[0].personalId);
  const form = new FormData();
  form.append('file', new Blob([PAPER], { type: 'image/png' }), 'don.png');
  const sent = await fetch(`${office.address}/api/papers`, {
    method: 'POST',
    headers: { cookie, 'x-haicap': '1' },
    body: form,
  });
  const paper = (await sent.json()) as { id: string };
  const answer = await call('POST', '/api/my/dossiers', {
    ...PLAIN,
    competentBodyId: BINH_LUC,
    centreId: `${BINH_LUC}.04`,
    form: { content },
    components: [{ key: 'don', paperIds: [paper.id] }],
    returnBy: 'counter',
    contact: { phone: '0912345678' },
  });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

describe('a receptionist takes online dossiers in', () => {
  test('one is received, one is refused; the list keeps its place and the counts stay true', async (context) => {
    for (const content of ['Hồ sơ thứ nhất', 'Hồ sơ thứ hai', 'Hồ sơ thứ ba']) await filed(content);
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'receptionist',
    });
    await goToList(page, 'Chờ tiếp nhận');
    assert.equal(await rowsOf(page).count(), 3);
    await rowsOf(page).first().focus();
    await page.keyboard.press('Enter');
    await openDossier(page)
      .getByText(/^Hồ sơ thứ/)
      .waitFor();
    await openDossier(page).getByRole('button', { name: 'don.png' }).click();
    await page.getByRole('img', { name: 'Ảnh của don.png' }).waitFor();
    await checkAccessibility('an online dossier with its paper');
    await picture('huong-dan/cho-tiep-nhan');

    await doAct(page, 't');
    await page.getByText(/^Hẹn trả kết quả/).waitFor();
    await page.getByRole('heading', { name: /^Chờ tiếp nhận · 2 hồ sơ/ }).waitFor();
    // The hand is on the next dossier: Enter goes on without looking for the place.
    await page.waitForFunction(() => document.activeElement?.classList.contains('dossier-row'));
    await page.keyboard.press('Enter');
    await openDossier(page).waitFor();
    await doAct(page, 'x', async (dialog) => {
      await dialog.getByLabel(/^Lý do/).fill('Không thuộc thẩm quyền của xã');
    });
    await page.getByRole('heading', { name: /^Chờ tiếp nhận · 1 hồ sơ/ }).waitFor();
    const lists = page.getByRole('navigation', { name: 'Danh sách của tôi', exact: true });
    await lists.getByRole('link', { name: /^Chờ tiếp nhận 1 hồ sơ/ }).waitFor();
    await checkAccessibility('after refusing receipt');

    // The applicant's paper in one key, here the refusal.
    const printed = page.waitForRequest((request) => request.url().endsWith('/refusal.pdf'));
    await page.keyboard.press('p');
    await printed;
  });

  test('a broken line says what still works, and nothing pressed meanwhile is lost', async (context) => {
    await filed('Hồ sơ khi mất mạng');
    const { page, checkAccessibility, picture } = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist' },
      { expected: [/ERR_INTERNET_DISCONNECTED/] },
    );
    await goToList(page, 'Chờ tiếp nhận');
    await rowsOf(page).last().click();
    await openDossier(page).waitFor();
    await page.context().setOffline(true);
    await page.getByText(/^Mất kết nối/).waitFor();
    await page.keyboard.press('x');
    const dialog = page.getByRole('dialog', { name: 'Không tiếp nhận' });
    await dialog.getByLabel(/^Lý do/).fill('Thiếu đơn có chữ ký');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText(/Đường truyền đang bị ngắt/).waitFor();
    await checkAccessibility('without a line');
    await picture('huong-dan/mat-mang');
    assert.equal(await dialog.getByLabel(/^Lý do/).inputValue(), 'Thiếu đơn có chữ ký');
    await page.context().setOffline(false);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Vừa xong' }).waitFor();
  });
});
