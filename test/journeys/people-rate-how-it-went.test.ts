import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { getDossier } from '../../src/capabilities/dossiers/index.ts';
import { newLink, ratingRules } from '../../src/capabilities/ratings/index.ts';
import { inTransaction } from '../../src/db/connect.ts';
import { openPage } from '../support/browser.ts';
import { openDossier, openOffice, sitDown } from '../support/desk.ts';
import { overflow } from '../support/portal.ts';
import { atCounter, BINH_LUC } from '../support/province.ts';

const office = await openOffice();
const CENTRE = `${BINH_LUC}.04`;

/** Received and handed over at once; with the link that the message of its return would carry. */
async function returned(): Promise<{ id: string; code: string; link: string }> {
  const { call } = await office.as({ body: BINH_LUC, seat: 'receptionist' });
  const { body } = await call('POST', '/api/dossiers/give-at-once', {
    ...atCounter({ procedureCode: '9.000005', procedureVersionId: '9.000005@2025-07-01' }),
    signerId: `${BINH_LUC}:leader`,
  });
  const { id, code } = body as { id: string; code: string };
  const { pool } = office.province;
  const token = await inTransaction(pool, async (tx) => {
    const dossier = await getDossier(tx, id);
    assert.ok(dossier);
    return newLink(tx, dossier, await ratingRules(), new Date());
  });
  return { id, code, link: `/danh-gia/${token}` };
}

describe('people say how it went', () => {
  test('by the link of the message once, at the tablet, and what is seen of it is a group', async (context) => {
    const [first, second] = [await returned(), await returned()];
    const clerk = await office.as({ body: BINH_LUC, seat: 'clerk' });
    for (let n = 0; n < 3; n++)
      await clerk.call('POST', '/api/ratings/papers', {
        centreId: CENTRE,
        day: '2026-11-20',
        points: { overall: n === 0 ? 0 : 2 },
      });

    const phone = await openPage(context, { width: 360, height: 740 });
    await phone.page.goto(office.address + first.link);
    await phone.page.getByText(first.code).waitFor();
    await phone.page.getByRole('button', { name: 'Gửi đánh giá' }).click();
    await phone.page.getByText('Xin chọn một trả lời cho câu hỏi đầu tiên.').waitFor();
    await phone.page.getByLabel('Hài lòng', { exact: true }).check();
    await phone.page.getByLabel('Một lần', { exact: true }).check();
    await phone.checkAccessibility('rating by link');
    await phone.picture('huong-dan/nguoi-dan-danh-gia');
    assert.equal(await overflow(phone.page), 0);
    await phone.page.getByRole('button', { name: 'Gửi đánh giá' }).click();
    await phone.page.getByText('Đã nhận đánh giá của ông/bà').waitFor();
    await phone.page.reload();
    await phone.page.getByText('Mỗi đường dẫn chỉ dùng được một lần').waitFor();

    const tablet = await openPage(context, { width: 800, height: 1280 });
    await tablet.page.goto(`${office.address}/danh-gia`);
    const code = await tablet.page.locator('.tablet-code').innerText();
    await tablet.checkAccessibility('tablet not in use');
    const desk = await sitDown(context, office, { body: BINH_LUC, seat: 'receptionist' });
    await desk.page.goto(`${office.address}/quan-tri/danh-gia`);
    await desk.page.getByLabel('Mã hiện trên máy').fill(code.toLowerCase());
    await desk.page.getByLabel('Tên gọi').fill('Máy quầy 1');
    await desk.page.getByRole('button', { name: 'Đưa máy vào dùng' }).click();
    await desk.page.getByRole('cell', { name: 'Máy quầy 1', exact: true }).waitFor();
    await tablet.page.getByRole('heading', { name: 'Mời ông/bà đánh giá' }).waitFor();
    await tablet.picture('huong-dan/danh-gia-may-cho');
    await desk.page.goto(`${office.address}/ban-lam-viec/ho-so/${second.id}`);
    await openDossier(desk.page).getByRole('button', { name: 'Mời đánh giá trên máy' }).click();
    await tablet.page.getByText(`Hồ sơ ${second.code}`).waitFor();
    await tablet.page.getByLabel('Bình thường').first().check();
    await tablet.checkAccessibility('rating at the tablet');
    await tablet.picture('huong-dan/danh-gia-may');
    await tablet.page.getByRole('button', { name: 'Gửi đánh giá' }).click();
    await tablet.page.getByRole('heading', { name: 'Xin cảm ơn ông/bà' }).waitFor();

    const leader = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'leader' },
      { path: '/quan-tri/danh-gia' },
    );
    const row = leader.page.getByRole('row', { name: /60%/ });
    assert.match(await row.innerText(), /5\s+60%\s+20%/);
    await leader.checkAccessibility('results of ratings');
    await leader.picture('huong-dan/danh-gia-ket-qua');
  });
});
