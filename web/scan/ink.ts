// What a page is made of, by its pixels: ink on paper, greys, or colours. Plain arithmetic, no screen.

/** Red, green, blue and a fourth that is not looked at, of each pixel. */
type Pixels = Uint8ClampedArray | Uint8Array;

/** A stamp of 3 cm on A4 is about a hundredth of the page; a twentieth of that already counts as colour. */
const COLOUR_SHARE = 0.0005;
const SATURATED = 60;

/** The brightness of each pixel, and the share of coloured ones once the paper's own tint is taken away. */
export function brightness(pixels: Pixels): { grey: Uint8Array; colour: number } {
  const count = pixels.length / 4;
  const grey = new Uint8Array(count);
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    const at = i * 4;
    grey[i] =
      (299 * (pixels[at] ?? 0) + 587 * (pixels[at + 1] ?? 0) + 114 * (pixels[at + 2] ?? 0) + 500) / 1000;
    total += grey[i] ?? 0;
  }
  // The paper is what is brighter than the mean: under a lamp it is yellow, and still white paper.
  const mean = total / Math.max(1, count);
  const paper = [0, 0, 0];
  let bright = 0;
  for (let i = 0; i < count; i += 1) {
    if ((grey[i] ?? 0) < mean) continue;
    bright += 1;
    for (let c = 0; c < 3; c += 1) paper[c] = (paper[c] ?? 0) + (pixels[i * 4 + c] ?? 0);
  }
  const most = Math.max(1, ...paper);
  const gain = paper.map((sum) => (bright === 0 || sum === 0 ? 1 : most / sum));
  let coloured = 0;
  for (let i = 0; i < count; i += 1) {
    const at = i * 4;
    const r = (pixels[at] ?? 0) * (gain[0] ?? 1);
    const g = (pixels[at + 1] ?? 0) * (gain[1] ?? 1);
    const b = (pixels[at + 2] ?? 0) * (gain[2] ?? 1);
    if (Math.max(r, g, b) - Math.min(r, g, b) > SATURATED) coloured += 1;
  }
  return { grey, colour: count === 0 ? 0 : coloured / count };
}

export const isColoured = (colour: number): boolean => colour > COLOUR_SHARE;

/**
 * A page of text as black and white, a bit a pixel (1 is paper), rows beginning at whole bytes; each pixel is judged
 * against the paper around it, so that a shadow stays white. Null where much lies between black and white: a
 * photograph or a pale pencil would not be legible, and stays grey.
 */
export function inkOf(grey: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> | null {
  const around = Math.max(8, Math.round(Math.min(width, height) / 24));
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += grey[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const stride = Math.ceil(width / 8);
  const bits = new Uint8Array(stride * height).fill(255);
  let dark = 0;
  let between = 0;
  for (let y = 0; y < height; y += 1) {
    const y0 = Math.max(0, y - around);
    const y1 = Math.min(height, y + around + 1);
    for (let x = 0; x < width; x += 1) {
      const x0 = Math.max(0, x - around);
      const x1 = Math.min(width, x + around + 1);
      const sum =
        (sums[y1 * (width + 1) + x1] ?? 0) -
        (sums[y0 * (width + 1) + x1] ?? 0) -
        (sums[y1 * (width + 1) + x0] ?? 0) +
        (sums[y0 * (width + 1) + x0] ?? 0);
      const share = ((grey[y * width + x] ?? 0) * (x1 - x0) * (y1 - y0)) / Math.max(1, sum);
      if (share < 0.62) dark += 1;
      else if (share < 0.9) between += 1;
      if (share < 0.8) {
        const at = y * stride + (x >> 3);
        bits[at] = (bits[at] ?? 0) & ~(0x80 >> (x & 7));
      }
    }
  }
  const all = width * height;
  const isText = dark > all * 0.002 && dark < all * 0.25 && between < dark * 2 + all * 0.004;
  return isText ? bits : null;
}
