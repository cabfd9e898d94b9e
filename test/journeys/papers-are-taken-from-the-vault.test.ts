import assert from 'node:assert/strict';
import test, { after, describe } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import { getDocumentProxy } from 'unpdf';
import { importCatalogue, rowsOfJson, versionInForce } from '../../src/capabilities/procedures/index.ts';
import { connect } from '../../src/db/connect.ts';
import { openPage } from '../support/browser.ts';
import { openDossier, openOffice, sitDown } from '../support/desk.ts';
import { chooseCommune, onward, overflow, signInHere } from '../support/portal.ts';
import { atCounter, BINH_LUC, CITIZENS, official } from '../support/province.ts';

const office = await openOffice();
const AN = CITIZENS[0];
const CODE = '9.000055';
const { database, pool } = office.province;
const owner = connect(database.ownerUrl, database.schema, 1);
after(() => owner.end());

/** The plain procedure, but it asks for a birth certificate. */
const plain = await versionInForce(pool, '9.000001', '2026-11-20');
assert.ok(plain);
await importCatalogue(
  owner,
  rowsOfJson('test', {
    procedures: [
      {
        ...plain.procedure,
        code: CODE,
        name: 'Thủ tục cần giấy khai sinh',
        components: [
          ...plain.procedure.components,
          {
            key: 'khai-sinh',
            name: 'Bản sao Giấy khai sinh của trẻ (bản chính để đối chiếu)',
            original: 0,
            copy: 1,
            mode: 'submit',
            conditional: false,
          },
        ],
      },
    ],
  }),
  { at: new Date('2025-07-01T00:00:00Z'), record: async () => {}, sameDay: 'refuse' },
);

/** Months ago: a birth certificate of An's was handed in and checked at the counter. */
async function handedInBefore(): Promise<void> {
  const { call, cookie } = await office.as({ body: BINH_LUC, seat: 'receptionist' });
  const form = new FormData();
  form.append(
    'file',
    new Blob([new Uint8Array(photo('', 900, 1200).buffer)], { type: 'image/jpeg' }),
    'giay-khai-sinh.jpg',
  );
  const sent = await fetch(`${office.address}/api/papers`, {
    method: 'POST',
    headers: { cookie, 'x-haicap': '1' },
    body: form,
  });
  const { id: paperId } = (await sent.json()) as { id: string };
  const { fullName, personalId, birthDate, sex } = AN;
  const answer = await call(
    'POST',
    '/api/dossiers/receive',
    atCounter({
      procedureCode: CODE,
      procedureVersionId: `${CODE}@2025-07-01`,
      applicant: { kind: 'citizen', fullName, personalId, birthDate, sex },
      components: [
        { key: 'don', originals: 1 },
        { key: 'khai-sinh', copies: 1, paperIds: [paperId] },
      ],
    }),
  );
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

/** A photo of a typed sheet as a telephone takes it: many pixels, a shadow, some noise. */
function photo(name: string, width: number, height: number) {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const light = pen.createLinearGradient(0, 0, width, height);
  light.addColorStop(0, '#f4f1ea');
  light.addColorStop(1, '#c9c4b8');
  pen.fillStyle = light;
  pen.fillRect(0, 0, width, height);
  for (let i = 0; i < 60_000; i += 1) {
    const grain = 200 + ((i * 7919) % 40);
    pen.fillStyle = `rgba(${grain}, ${grain}, ${grain}, 0.5)`;
    pen.fillRect((i * 104_729) % width, (i * 1_299_709) % height, 3, 3);
  }
  pen.fillStyle = '#1c1c20';
  pen.font = '44px sans-serif';
  for (let line = 1; line * 80 < height; line += 1)
    pen.fillText('ĐƠN ĐỀ NGHỊ 0123456789 '.repeat(4), 60, line * 80);
  return { name, mimeType: 'image/jpeg', buffer: canvas.toBuffer('image/jpeg', 95) };
}

const reusedNow = async () =>
  (await pool.query<{ n: number }>('select count(*) as n from dossier_facts where reused')).rows[0]?.n;

describe('papers of the vault', () => {
  test('serve again at the counter and online; the citizen sees who used them and who looked', async (context) => {
    await handedInBefore();
    assert.equal(await reusedNow(), 0);
    const { page, checkAccessibility, picture } = await sitDown(context, office, {
      body: BINH_LUC,
      seat: 'receptionist',
    });
    await page.getByRole('link', { name: 'Tiếp nhận', exact: true }).click();
    await page.getByRole('combobox', { name: /^Gõ mã hoặc tên/ }).fill(CODE);
    await page.getByRole('option', { name: /Thủ tục cần giấy khai sinh/ }).click();
    await page.getByRole('heading', { name: 'Giấy tờ nhận vào' }).waitFor();
    await page.getByLabel('Số định danh cá nhân').fill(AN.personalId);
    await page.getByText('Đã có trong hệ thống').waitFor();
    await page.getByLabel('Nội dung đề nghị').fill('Xác nhận');
    await page.getByLabel('Bản chính').first().fill('1');

    // Two photos become one PDF for two components: the second lay on its side and is turned.
    await page.getByRole('button', { name: 'Chụp, ghép cho Bản quét của giấy tờ 1' }).click();
    const photos = [photo('trang-1.jpg', 1800, 2400), photo('trang-2.jpg', 2400, 1800)];
    await page.locator('input[type=file][data-for="scan-files"]').setInputFiles(photos);
    const second = page.getByRole('button', { name: 'Trang 2: trang-2.jpg' });
    await second.click();
    await page.keyboard.press('r');
    await page.getByRole('checkbox', { name: 'Giấy tờ khác, nếu có' }).check();
    await checkAccessibility('pages put together');
    await picture('huong-dan/quet-giay-to');
    await second.focus();
    await page.keyboard.press('Control+Enter');
    const scans = page.getByRole('link', { name: 'Đơn đề nghị.pdf' });
    await scans.nth(1).waitFor();
    assert.equal(await scans.count(), 2);
    const address = (await scans.first().getAttribute('href')) ?? '';
    assert.equal(await scans.nth(1).getAttribute('href'), address);
    const made = await (await page.request.get(office.address + address)).body();
    const before = photos.reduce((sum, one) => sum + one.buffer.length, 0);
    assert.ok(made.length < before / 5, `${before} bytes became ${made.length}`);
    const pdf = await getDocumentProxy(new Uint8Array(made));
    assert.equal(pdf.numPages, 2);
    for (const number of [1, 2]) {
      const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 });
      assert.ok(height > width, 'every page stands upright');
    }

    // The applicant agrees: one key opens the vault, Enter takes what it offers.
    await page.keyboard.press('Alt+k');
    const take = page.getByRole('button', { name: /^Dùng Bản sao Giấy khai sinh/ });
    await take.waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('.offered') !== null);
    await checkAccessibility('the vault is open');
    await picture('huong-dan/kho-giay-to');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Giấy khai sinh.*\(từ kho\)/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Đã tiếp nhận' }).waitFor();
    assert.equal(await reusedNow(), 1);
    await page.getByRole('link', { name: 'Mở hồ sơ vừa ghi' }).click();
    await openDossier(page).getByText('lấy từ kho giấy tờ').waitFor();
    const firstPage = openDossier(page).locator('.small-picture').first();
    await firstPage.scrollIntoViewIfNeeded();
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('img.small-picture')].some(
        (one) => one.naturalWidth > 0,
      ),
    );

    // Online the citizen is offered the same, and files with it without uploading it anew.
    const home = await openPage(context, { width: 360, height: 780 });
    await home.page.goto(`${office.address}/nop/${CODE}`);
    await chooseCommune(home.page, 'Xã, phường giải quyết hồ sơ', 'bình lục', 'Xã Bình Lục');
    await onward(home.page);
    await home.page.getByLabel('Nội dung đề nghị').fill('Xác nhận');
    await onward(home.page);
    await signInHere(home.page);
    await home.page.getByRole('button', { name: /^Dùng Bản sao Giấy khai sinh/ }).click();
    await home.page.getByRole('link', { name: /\(từ kho giấy tờ\)/ }).waitFor();
    await home.checkAccessibility('papers with one of the vault');
    assert.equal(await overflow(home.page), 0);

    await home.page.goto(`${office.address}/cua-toi`);
    await home.page.getByRole('link', { name: 'Giấy tờ của tôi' }).click();
    await home.page.getByRole('heading', { name: 'Dùng lại được (1)' }).waitFor();
    await home.page.getByRole('heading', { name: 'Lưu để xem (2)' }).waitFor();
    await home.page.getByText('Đã dùng lại 1 lần').click();
    const { name } = official(BINH_LUC, 'receptionist');
    await home.page.getByRole('region', { name: 'Ai đã mở kho này' }).getByText(name).waitFor();
    await home.checkAccessibility('my papers');
    assert.equal(await overflow(home.page), 0);
    await home.picture('huong-dan/nguoi-dan-kho-giay-to');
  });
});
