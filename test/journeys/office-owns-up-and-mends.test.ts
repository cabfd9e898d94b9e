import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { extractText, getDocumentProxy } from 'unpdf';
import { carriedOn, openDossier, openOffice, received, sitDown } from '../support/desk.ts';
import { BINH_LUC, official } from '../support/province.ts';

// Received on Wednesday 25 November; the journey looks four weeks later.
let now = new Date('2026-11-25T02:00:00Z');
const office = await openOffice({ now: () => now });
const why = { reason: 'Thiếu bản chính' };

describe('four weeks later', () => {
  test('a late result is returned all the same, a wrong one apologised for, replaced and mended, and what was never answered is closed', async (context) => {
    const late = await received(office, BINH_LUC);
    const limited = { procedureCode: '9.000004', procedureVersionId: '9.000004@2025-07-01' };
    const unanswered = await received(office, BINH_LUC, limited);
    await carriedOn(office, BINH_LUC, unanswered.id, [
      { seat: 'officeHead', act: 'request-supplement', with: { items: [{ text: 'Bản chính' }], ...why } },
    ]);
    now = new Date('2026-12-23T02:00:00Z');
    const specialist = official(BINH_LUC, 'officeSpecialist').id;
    await carriedOn(office, BINH_LUC, late.id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: specialist } },
      { seat: 'officeSpecialist', act: 'complete-step' },
      { seat: 'officeHead', act: 'complete-step' },
      { seat: 'leader', act: 'approve' },
      { seat: 'clerk', act: 'issue-result' },
    ]);

    const atCounter = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'receptionist' },
      { path: `/ban-lam-viec/ho-so/${late.id}?list=all` },
    );
    const counter = atCounter.page;
    const choose = async (page: typeof counter, name: RegExp) => {
      await page.keyboard.press('m');
      await openDossier(page).getByRole('button', { name }).first().click();
      await page.getByRole('dialog').waitFor();
    };
    const done = (page: typeof counter) => page.getByRole('heading', { name: 'Vừa xong' }).waitFor();

    // However late, it is handed over, to whoever came with their paper.
    await openDossier(counter).getByText('Thời hạn 3 ngày làm việc').waitFor();
    await counter.keyboard.press('r');
    await counter
      .getByRole('dialog')
      .getByLabel(/^Số giấy tờ tuỳ thân/)
      .fill('037192005678');
    await counter.keyboard.press('Control+Enter');
    await done(counter);

    // The applicant comes back: the year of birth is wrong on it.
    await counter.goto(`${office.address}/ban-lam-viec/ho-so/${late.id}?list=all`);
    await openDossier(counter).getByText('giấy tờ số 037192005678').waitFor();
    await choose(counter, /^Ghi sai sót/);
    const noting = counter.getByRole('dialog');
    await noting.getByLabel('Loại sai sót').selectOption('wrong-result');
    await noting.getByLabel('Xảy ra ở bước').selectOption('tham-dinh');
    await noting.getByLabel(/^Sai sót gì/).fill('Ghi sai năm sinh');
    await atCounter.checkAccessibility('noting an error');
    await atCounter.picture('huong-dan/ghi-sai-sot');
    await counter.keyboard.press('Control+Enter');
    await done(counter);

    const atLeader = await sitDown(
      context,
      office,
      { body: BINH_LUC, seat: 'leader' },
      { path: `/ban-lam-viec/ho-so/${late.id}?list=all` },
    );
    const { page } = atLeader;
    await openDossier(page).getByText('Chưa xin lỗi').waitFor();
    await choose(page, /^Xin lỗi về sai sót/);
    await page
      .getByRole('dialog')
      .getByLabel(/^Lời xin lỗi/)
      .fill('Chúng tôi đã kiểm điểm người làm sai');
    await page.keyboard.press('Control+Enter');
    await done(page);
    await page.getByRole('link', { name: /^\(mở lại/ }).click();
    await choose(page, /^Đính chính/);
    await page
      .getByRole('dialog')
      .getByLabel(/^Lý do/)
      .fill('Năm sinh đúng là 1992');
    await page.keyboard.press('Control+Enter');
    await done(page);
    await page.getByRole('link', { name: /^\(mở lại/ }).click();
    await openDossier(page)
      .getByText(/^Thay cho số/)
      .waitFor();
    await choose(page, /^Ghi cách khắc phục/);
    await page
      .getByRole('dialog')
      .getByLabel(/^Đã khắc phục/)
      .fill('Cấp lại, đến tận nhà trao');
    await page.keyboard.press('Control+Enter');
    await done(page);
    const letter = await page.request.get(`${office.address}/api/dossiers/${late.id}/error-letter.pdf`);
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await letter.body())), {
      mergePages: true,
    });
    assert.match(text, /Ghi sai năm sinh/);
    assert.match(text, /đến tận nhà trao/);

    await page.goto(`${office.address}/ban-lam-viec/sai-sot`);
    await page.getByRole('heading', { name: 'Sai sót của cơ quan' }).waitFor();
    await page.getByLabel('Từ ngày').fill('01/12/2026');
    await page.getByLabel('Đến ngày').fill('31/12/2026');
    await page.getByRole('button', { name: 'Xem', exact: true }).click();
    await page.getByText('Kết quả sai: Ghi sai năm sinh').waitFor();
    await atLeader.checkAccessibility('the errors of the office');
    await atLeader.picture('huong-dan/sai-sot');

    // Fifteen working days went by without the supplement: the counter may close it, as the clock would.
    await counter.goto(`${office.address}/ban-lam-viec/ho-so/${unanswered.id}?list=all`);
    await openDossier(counter)
      .getByText(/^Đang chờ người nộp bổ sung/)
      .waitFor();
    await choose(counter, /^Đóng vì quá hạn bổ sung/);
    await counter.keyboard.press('Control+Enter');
    await done(counter);
    await counter.getByRole('link', { name: /^\(mở lại/ }).click();
    await openDossier(counter).getByText('297/2025/NĐ-CP').first().waitFor();
  });
});
