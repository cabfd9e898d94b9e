import type { Page } from 'playwright-core';
import { CITIZENS, PASSWORD } from './province.ts';

/** Signs a citizen in wherever the page asks for it, typing the number with spaces as people do. */
export async function signInHere(page: Page, place = 0): Promise<void> {
  const one = CITIZENS[place] ?? CITIZENS[0];
  await page.getByLabel('Số định danh cá nhân').fill(one.personalId.replace(/(\d{3})(?=\d)/g, '$1 '));
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
}

/** Types a part of a commune's name and takes the first suggestion. */
export async function chooseCommune(page: Page, label: string, typed: string, name: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label });
  await field.fill(typed);
  await page.getByRole('option', { name }).first().click();
}

/** On to the next page of a filing. */
export async function onward(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
}

/** A small real PDF to hand in. */
export function smallPdf(name: string): { name: string; mimeType: string; buffer: Buffer } {
  const body = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body) };
}

/** Hands in files for one component by the hidden input behind its button. */
export async function handIn(
  page: Page,
  componentId: string,
  ...files: ReturnType<typeof smallPdf>[]
): Promise<void> {
  await page.locator(`input[type=file][data-for="${componentId}"]`).setInputFiles(files);
}

/** How far the page is wider than the screen; 0 when nothing must be scrolled sideways. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
