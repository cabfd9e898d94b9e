import { say } from '../ui/toast.tsx';

const FRAME = 'slip-frame';
/** Long enough for the print dialog to have taken the pages over. */
const KEPT_FOR = 120_000;

/**
 * Prints a PDF of ours in one go, without leaving the screen. A browser that does not print PDFs from a frame
 * gets it in a new tab instead.
 */
export function printPdf(address: string): void {
  document.getElementById(FRAME)?.remove();
  const frame = document.createElement('iframe');
  frame.id = FRAME;
  frame.className = 'unseen';
  frame.title = 'Bản in';
  frame.tabIndex = -1;
  frame.setAttribute('aria-hidden', 'true');
  frame.addEventListener('load', () => {
    try {
      frame.contentWindow?.focus();
      frame.contentWindow?.print();
    } catch {
      open(address, '_blank', 'noopener');
    }
  });
  frame.src = address;
  document.body.append(frame);
  setTimeout(() => frame.remove(), KEPT_FOR);
  say('Đang mở bản in.');
}
