import type { ComponentChildren } from 'preact';

/** The letter on a button that does the same. Silent to who listens: the button says it by `aria-keyshortcuts`. */
export function KeyCap({ children }: { children: ComponentChildren }) {
  return (
    <span class="key no-print" aria-hidden="true">
      {children}
    </span>
  );
}
