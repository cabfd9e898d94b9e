import { Problem } from '../app/api.ts';
import type { Composed, ToCompose } from './compose.worker.ts';
import type { ScanPage } from './pages.ts';

/** Whether this browser can put pages together; otherwise files are sent as they are. */
export const mayCompose = (): boolean =>
  typeof Worker !== 'undefined' && typeof OffscreenCanvas !== 'undefined';

/** One PDF of all pages, made beside the screen so that an old machine goes on answering. */
export function compose(
  pages: readonly ScanPage[],
  tell: (done: number) => void,
  signal: AbortSignal,
): Promise<{ pdf: ArrayBuffer; pages: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./compose.worker.ts', import.meta.url), { type: 'module' });
    const end = (then: () => void) => {
      worker.terminate();
      then();
    };
    signal.addEventListener('abort', () => end(() => reject(new Problem('paper.stopped', 0))));
    worker.onerror = () => end(() => reject(new Problem('scan.failed', 0)));
    worker.onmessage = ({ data }: MessageEvent<Composed>) => {
      if (data.state === 'page') tell(data.done);
      else if (data.state === 'done') end(() => resolve({ pdf: data.pdf, pages: data.pages }));
      else end(() => reject(new Problem(`scan.${data.code}`, 0, { name: data.name })));
    };
    const list: ToCompose = pages.map(({ id, name, kind, file, turns, crop }) => ({
      id,
      name,
      kind,
      file,
      turns,
      crop,
    }));
    worker.postMessage(list);
  });
}

/** A small picture of a page, made once, so that twenty photos of a telephone do not fill an old machine's memory. */
export async function smallOf(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const share = Math.min(1, 640 / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * share));
  canvas.height = Math.max(1, Math.round(bitmap.height * share));
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.8));
  if (blob === null) throw new Error('no picture');
  return URL.createObjectURL(blob);
}
