import { degrees, PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { brightness, inkOf, isColoured } from './ink.ts';
import { keptSize, MOST_PAGES, paperSize, type ScanPage } from './pages.ts';

export type ToCompose = Pick<ScanPage, 'id' | 'name' | 'kind' | 'file' | 'turns' | 'crop'>[];
export type Composed =
  | { state: 'page'; done: number }
  | { state: 'done'; pdf: ArrayBuffer; pages: number }
  /** `name` is the file that could not be read. */
  | { state: 'failed'; code: 'unreadable' | 'too-many'; name: string };

/** The part of the dedicated worker's scope that is used; the page's own types are of a window. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ToCompose>) => void) | null;
  postMessage(message: Composed, transfer?: Transferable[]): void;
};

/** A photo or scan, cropped, turned and made as small as it stays legible. */
async function putPicture(pdf: PDFDocument, page: ToCompose[number]): Promise<void> {
  const bitmap = await createImageBitmap(page.file, { imageOrientation: 'from-image' });
  const { left, top, right, bottom } = page.crop;
  const sx = Math.round(bitmap.width * left);
  const sy = Math.round(bitmap.height * top);
  const sw = Math.max(1, Math.round(bitmap.width * (right - left)));
  const sh = Math.max(1, Math.round(bitmap.height * (bottom - top)));
  const lying = page.turns % 2 === 1;
  const { width, height } = keptSize(lying ? sh : sw, lying ? sw : sh);
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('no canvas');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.translate(width / 2, height / 2);
  pen.rotate((page.turns * Math.PI) / 2);
  const [w, h] = lying ? [height, width] : [width, height];
  pen.drawImage(bitmap, sx, sy, sw, sh, -w / 2, -h / 2, w, h);
  bitmap.close();
  const pixels = pen.getImageData(0, 0, width, height);
  const { grey, colour } = brightness(pixels.data);
  const size = paperSize(width, height);
  const sheet = pdf.addPage(size);
  const bits = isColoured(colour) ? null : inkOf(grey, width, height);
  if (bits !== null) {
    const image = pdf.context.register(
      pdf.context.flateStream(bits, {
        Type: 'XObject',
        Subtype: 'Image',
        Width: width,
        Height: height,
        ColorSpace: 'DeviceGray',
        BitsPerComponent: 1,
      }),
    );
    const name = sheet.node.newXObject('Page', image);
    const draw = `q ${size[0]} 0 0 ${size[1]} 0 0 cm ${name} Do Q`;
    sheet.node.set(PDFName.of('Contents'), pdf.context.register(pdf.context.flateStream(draw)));
    return;
  }
  if (!isColoured(colour)) {
    for (let i = 0; i < grey.length; i += 1) pixels.data.fill(grey[i] ?? 0, i * 4, i * 4 + 3);
    pen.putImageData(pixels, 0, 0);
  }
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: isColoured(colour) ? 0.72 : 0.68 });
  const image = await pdf.embedJpg(await jpeg.arrayBuffer());
  sheet.drawImage(image, { x: 0, y: 0, width: size[0], height: size[1] });
}

/** A PDF's pages as they are, turned only. */
async function putPdf(pdf: PDFDocument, page: ToCompose[number]): Promise<void> {
  const from = await PDFDocument.load(await page.file.arrayBuffer());
  for (const copy of await pdf.copyPages(from, from.getPageIndices())) {
    if (page.turns > 0) copy.setRotation(degrees((copy.getRotation().angle + page.turns * 90) % 360));
    pdf.addPage(copy);
  }
}

async function compose(pages: ToCompose): Promise<void> {
  const pdf = await PDFDocument.create();
  for (const [place, page] of pages.entries()) {
    try {
      await (page.kind === 'pdf' ? putPdf(pdf, page) : putPicture(pdf, page));
    } catch {
      scope.postMessage({ state: 'failed', code: 'unreadable', name: page.name });
      return;
    }
    if (pdf.getPageCount() > MOST_PAGES) {
      scope.postMessage({ state: 'failed', code: 'too-many', name: page.name });
      return;
    }
    scope.postMessage({ state: 'page', done: place + 1 });
  }
  const bytes = await pdf.save();
  const buffer = bytes.slice().buffer as ArrayBuffer;
  scope.postMessage({ state: 'done', pdf: buffer, pages: pdf.getPageCount() }, [buffer]);
}

scope.onmessage = (event) => void compose(event.data);
