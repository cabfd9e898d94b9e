// The pages that are being put together: one plain list, changed by plain functions. No screen here.

/** What is kept of a page, in shares (0 to 1) of its width and height, as it lies before it is turned. */
export interface Crop {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export const WHOLE: Crop = { left: 0, top: 0, right: 1, bottom: 1 };

/** A photo or a scan, or a PDF whose pages are taken as they are. */
export interface ScanPage {
  id: string;
  name: string;
  kind: 'picture' | 'pdf';
  file: Blob;
  /** Quarter turns to the right. */
  turns: 0 | 1 | 2 | 3;
  crop: Crop;
  /** Address of a small picture of it; null for a PDF. */
  small: string | null;
}

/** More than this is no paper of a dossier, and an old machine would not come back from it. */
export const MOST_PAGES = 100;

export function turned(pages: readonly ScanPage[], id: string, by: 1 | -1): ScanPage[] {
  return pages.map((page) =>
    page.id === id ? { ...page, turns: ((page.turns + by + 4) % 4) as ScanPage['turns'] } : page,
  );
}

/** One place earlier or later; at the end it stays. */
export function moved(pages: readonly ScanPage[], id: string, by: 1 | -1): ScanPage[] {
  const from = pages.findIndex((page) => page.id === id);
  const to = from + by;
  const next = [...pages];
  const [page] = next.splice(from, 1);
  if (from === -1 || page === undefined || to < 0 || to >= pages.length) return [...pages];
  next.splice(to, 0, page);
  return next;
}

/** What is left after cropping is never less than a twentieth of a side: nothing can vanish by a slip of the hand. */
export function cropped(crop: Crop, change: Partial<Crop>): Crop {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  const next = { ...crop, ...change };
  const left = Math.min(within(next.left), 0.95);
  const top = Math.min(within(next.top), 0.95);
  return {
    left,
    top,
    right: Math.max(within(next.right), left + 0.05),
    bottom: Math.max(within(next.bottom), top + 0.05),
  };
}

/** The whole side of A4 at 200 dpi: enough for the smallest letters of a form, and for a stamp. */
const LONG = 2339;
const SHORT = 1654;

/** How many pixels a page of this size is kept at: never more than A4 at 200 dpi, never enlarged. */
export function keptSize(width: number, height: number): { width: number; height: number } {
  const share = Math.min(1, LONG / Math.max(width, height), SHORT / Math.min(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/** The size of its page on paper in points: as large as A4 holds. */
export function paperSize(width: number, height: number): [width: number, height: number] {
  const share = Math.min(842 / Math.max(width, height), 595 / Math.min(width, height));
  return [width * share, height * share];
}
