import { parentPort } from 'node:worker_threads';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import { getDocumentProxy, renderPageAsImage } from 'unpdf';
import type { Looked, ToLookAt } from './pictures.ts';

/** More pages than this are a book, no paper of a dossier. */
const MOST_PAGES = 500;
/** A sheet of A3 at 600 dpi; four bytes for each pixel are taken when it is unpacked. */
const MOST_PIXELS = 80_000_000;
const SMALL = { width: 240, height: 320 };

const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp']);

async function look({ bytes, type }: ToLookAt): Promise<Looked> {
  if (type === 'application/pdf') return lookAtPdf(bytes);
  if (!PICTURES.has(type)) return { state: 'whole', small: null };
  const size = sizeOf(bytes);
  if (size === null) return { state: 'refused', code: 'paper.broken' };
  // Judged by what the head says, before anything is unpacked: a small file may claim a field of pixels.
  if (size.width * size.height > MOST_PIXELS)
    return { state: 'refused', code: 'paper.too-many-pixels', limit: MOST_PIXELS };
  try {
    return { state: 'whole', small: await smallOf(bytes) };
  } catch {
    return { state: 'refused', code: 'paper.broken' };
  }
}

function sizeOf(bytes: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width, height } : null;
  } catch {
    return null;
  }
}

async function lookAtPdf(bytes: Uint8Array): Promise<Looked> {
  let pdf: Awaited<ReturnType<typeof getDocumentProxy>>;
  try {
    // The library takes the buffer away.
    pdf = await getDocumentProxy(bytes.slice(), { verbosity: 0 });
  } catch (error) {
    const locked = error instanceof Error && error.name === 'PasswordException';
    return { state: 'refused', code: locked ? 'paper.locked' : 'paper.broken' };
  }
  try {
    if (pdf.numPages > MOST_PAGES)
      return { state: 'refused', code: 'paper.too-many-pages', limit: MOST_PAGES };
    try {
      const page = await pdf.getPage(1);
      const { width, height } = page.getViewport({ scale: 1 });
      const scale = Math.min(SMALL.width / width, SMALL.height / height, 2) * 2;
      const canvasImport = () => import('@napi-rs/canvas');
      const drawn = await renderPageAsImage(pdf, 1, { canvasImport, scale });
      return { state: 'whole', small: await smallOf(new Uint8Array(drawn)) };
    } catch {
      // A page that cannot be drawn here (an odd font) can still be read where it belongs.
      return { state: 'whole', small: null };
    }
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** At most 240 by 320 pixels, on white. */
async function smallOf(bytes: Uint8Array): Promise<Uint8Array> {
  const image = await loadImage(Buffer.from(bytes));
  const share = Math.min(1, SMALL.width / image.width, SMALL.height / image.height);
  const [width, height] = [
    Math.max(1, Math.round(image.width * share)),
    Math.max(1, Math.round(image.height * share)),
  ];
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, width, height);
  return new Uint8Array(await canvas.encode('webp', 70));
}

parentPort?.on('message', async (job: ToLookAt) => {
  parentPort?.postMessage(await look(job));
});
