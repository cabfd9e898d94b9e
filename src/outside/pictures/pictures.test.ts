import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test, { after, describe } from 'node:test';
import { PDFDocument } from '@cantoo/pdf-lib';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { openFileStore, smallPlace } from '../files.ts';
import { openPictures } from './pictures.ts';

const folder = await mkdtemp(join(tmpdir(), 'haicap-pictures-'));
const files = await openFileStore(folder);
const pictures = openPictures(files, folder);
after(async () => {
  await pictures.close();
  await rm(folder, { recursive: true, force: true });
});

const stored = async (bytes: Uint8Array) =>
  (await files.take(Readable.from([Buffer.from(bytes)]), 30_000_000)).sha256;
const refused = async (bytes: Uint8Array, type: string, code: string) =>
  assert.rejects(pictures.examine(await stored(bytes), type), { code });

async function pdfOf(pages: number, password?: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  for (let i = 0; i < pages; i += 1)
    pdf.addPage([595, 842]).drawRectangle({ x: 50, y: 50, width: 300, height: 90 });
  if (password !== undefined) pdf.encrypt({ userPassword: password, ownerPassword: password });
  return pdf.save();
}
function jpeg(width: number, height: number): Buffer {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#a31f23';
  pen.fillRect(0, 0, width / 2, height);
  return canvas.toBuffer('image/jpeg', 80);
}

describe('papers from outside', () => {
  test('are drawn small once, photos and the first page of a PDF alike', async () => {
    for (const [bytes, type] of [
      [await pdfOf(2), 'application/pdf'],
      [jpeg(1200, 1600), 'image/jpeg'],
    ] as const) {
      const sha256 = await stored(bytes);
      await pictures.examine(sha256, type);
      assert.ok(existsSync(smallPlace(folder, sha256)));
      const small = await pictures.small(sha256, type);
      assert.ok(small);
      const drawn = await loadImage(Buffer.from(small));
      assert.ok(drawn.width <= 240 && drawn.height <= 320 && drawn.height > 300);
      await files.discard(sha256);
      assert.equal(existsSync(smallPlace(folder, sha256)), false, 'it goes when the paper goes');
    }
  });

  test('that were there before are drawn when first looked at; a Word file has no picture', async () => {
    const sha256 = await stored(jpeg(300, 300));
    assert.ok(await pictures.small(sha256, 'image/jpeg'));
    const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    assert.equal(await pictures.small(await stored(Buffer.from('PK')), word), null);
  });

  test('are refused with the reason when broken, locked, or too much of a book', async () => {
    await refused(Buffer.from('%PDF-1.7 and nothing more'), 'application/pdf', 'paper.broken');
    await refused(await pdfOf(1, 'bi-mat'), 'application/pdf', 'paper.locked');
    await refused(await pdfOf(501), 'application/pdf', 'paper.too-many-pages');
    await refused(jpeg(800, 800).subarray(0, 300), 'image/jpeg', 'paper.broken');
  });

  test('that claim a field of pixels are refused before they are unpacked', async () => {
    const canvas = createCanvas(1, 1);
    const png = canvas.toBuffer('image/png');
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    await refused(png, 'image/png', 'paper.too-many-pixels');
  });

  test('that take too long are given up, and the next one is opened all the same', async () => {
    const hasty = openPictures(files, folder, { milliseconds: 0, heapMegabytes: 128, queue: 1 });
    const sha256 = await stored(jpeg(900, 1000));
    const first = assert.rejects(hasty.examine(sha256, 'image/jpeg'), { code: 'paper.broken' });
    const second = assert.rejects(hasty.examine(sha256, 'image/jpeg'), { code: 'paper.busy' });
    await Promise.all([first, second]);
    await hasty.close();
    await pictures.examine(sha256, 'image/jpeg');
  });
});
