import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { deliverMessages } from '../../src/capabilities/messages/index.ts';
import { digestJob, watchJob } from '../../src/capabilities/warnings/index.ts';
import { jobRunner } from '../../src/jobs/runner.ts';
import { mailGateway } from '../../src/outside/messages/mail.ts';
import { carriedOn, openDossier, openOffice, received, signInAs } from '../support/desk.ts';
import { openPostBox, readLetter } from '../support/gateways.ts';
import { accountName, BINH_LUC, official } from '../support/province.ts';

let now = new Date();
const office = await openOffice({ now: () => now });
const { pool } = office.province;
const post = await openPostBox();
const mail = mailGateway({ url: post.url, from: 'Một cửa xã Bình Lục <motcua@binhluc.example.vn>' });
after(async () => {
  mail.close?.();
  await post.close();
});
const publicUrl = 'https://motcua.example.vn';
const clock = jobRunner({
  pool,
  jobs: [watchJob, digestJob({ publicUrl }), deliverMessages({ gateways: [mail], publicUrl })],
});

describe('a leader before and after it is late', () => {
  test('the board changes without a reload, the bell rings, and a mail comes in the morning', async (context) => {
    const leader = official(BINH_LUC, 'leader').id;
    await pool.query(`update officials set email = 'lanhdao@binhluc.example.vn' where id = $1`, [leader]);
    const { id, code } = await received(office, BINH_LUC);
    await carriedOn(office, BINH_LUC, id, [
      { seat: 'officeHead', act: 'assign', with: { officialId: official(BINH_LUC, 'officeSpecialist').id } },
    ]);
    await clock.tick(now);
    const { rows } = await pool.query<{ due_at: Date }>('select due_at from dossiers where id = $1', [id]);
    const dueAt = rows[0]?.due_at ?? now;
    now = new Date(dueAt.getTime() - 60_000);
    await clock.tick(now);

    const { page, checkAccessibility, picture } = await signInAs(
      context,
      office,
      accountName(BINH_LUC, 'leader'),
      { path: '/dieu-hanh' },
    );
    await page.getByRole('link', { name: /^0 ?quá hạn$/ }).waitFor();
    const lineIsOpen = page.waitForResponse((response) => response.url().endsWith('/api/live'));
    const loads = await page.evaluate(() => performance.getEntriesByType('navigation').length);
    await page.reload();
    await lineIsOpen;
    await page.getByRole('link', { name: /^0 ?quá hạn$/ }).waitFor();

    // Two minutes later it is late, and nobody touches the page.
    now = new Date(dueAt.getTime() + 60_000);
    await clock.tick(now);
    await page.getByRole('link', { name: /1 ?quá hạn$/ }).waitFor();
    const bell = page.getByRole('button', { name: /^Cảnh báo 1 chưa xem/ });
    await bell.waitFor();
    await page.getByText(`Cảnh báo: Đã quá hạn trả kết quả (${code})`).waitFor();
    assert.equal(await page.evaluate(() => performance.getEntriesByType('navigation').length), loads);
    const holders = page.getByRole('table', { name: 'Hồ sơ đang giữ của mỗi người' });
    await holders.getByText(official(BINH_LUC, 'officeSpecialist').name).waitFor();
    await checkAccessibility('the board of a commune, warned');
    await picture('huong-dan/dieu-hanh');

    await page.keyboard.press('!');
    const dialog = page.getByRole('dialog', { name: 'Cảnh báo' });
    await dialog.getByText('Đã quá hạn trả kết quả').waitFor();
    await checkAccessibility('the list behind the bell');
    await picture('huong-dan/canh-bao');
    await dialog.getByRole('link').first().click();
    await openDossier(page).getByText(code).first().waitFor();
    await page.getByRole('button', { name: /^Cảnh báo( 0)?$/ }).waitFor();

    const letter = post.next();
    const morning = new Date(
      `${new Date(now.getTime() + 31 * 3_600_000).toISOString().slice(0, 10)}T00:00:00Z`,
    );
    // The mail is queued at seven and leaves with the next look at the outbox.
    for (const seconds of [0, 15]) await clock.tick(new Date(morning.getTime() + seconds * 1000));
    const { to, raw } = await letter;
    assert.deepEqual(to, ['lanhdao@binhluc.example.vn']);
    const read = readLetter(raw);
    assert.equal(read.subject, '1 hồ sơ cần ông/bà xem sáng nay');
    assert.match(read.text, new RegExp(`Đã quá hạn trả kết quả: 1 hồ sơ\n  ${code}`));
  });
});
