import { signal } from '@preact/signals';
import { Button } from './button.tsx';
import './toast.css';

interface Toast {
  id: number;
  words: string;
  undo: (() => void) | null;
}

const shown = signal<Toast | null>(null);
let counter = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Says once, at the foot of the page, what was done; with a way back while there is one. Stays long enough to be read
 * and undone (20 s with undo, else 8 s), and leaves earlier only for the next.
 */
export function say(words: string, undo: (() => void) | null = null): void {
  counter += 1;
  shown.value = { id: counter, words, undo };
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      shown.value = null;
    },
    undo === null ? 8_000 : 20_000,
  );
}

/** The one live region of a page; it stands in the page from the start, or readers would not hear it. */
export function ToastRegion() {
  const toast = shown.value;
  return (
    <div class="toast-region no-print" role="status" aria-live="polite">
      {toast && (
        <div class="toast" key={toast.id}>
          <span>{toast.words}</span>
          {toast.undo && (
            <Button
              small
              onPress={() => {
                const { undo } = toast;
                shown.value = null;
                undo?.();
              }}
            >
              Hoàn tác
            </Button>
          )}
          <button
            type="button"
            class="toast-close"
            aria-label="Ẩn thông báo"
            onClick={() => (shown.value = null)}
          >
            ×
          </button>
        </div>
      )}
    </div>
  );
}
