import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './notice.css';

/** Something to know on this page. `warn` is for what may go wrong, `done` for what has been done. */
export function Notice({
  kind = 'info',
  title,
  children,
  live = false,
}: {
  kind?: 'info' | 'warn' | 'done' | 'wrong';
  title?: string;
  children?: ComponentChildren;
  /** It appeared after something the person did: say it. */
  live?: boolean;
}) {
  const icon = kind === 'done' ? 'check' : kind === 'info' ? 'info' : 'warn';
  return (
    <div class={`notice notice-${kind}`} role={live ? (kind === 'wrong' ? 'alert' : 'status') : undefined}>
      <Icon name={icon} size={22} />
      <div class="stack-2">
        {title && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** What would fill this place, and the act that fills it. */
export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty stack-2">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** It did not come. Nothing is lost; try again. */
export function FailedState({ words, onRetry }: { words: string; onRetry?: (() => void) | undefined }) {
  return (
    <div class="notice notice-wrong" role="alert">
      <Icon name="warn" size={22} />
      <div class="stack-2">
        <p class="notice-title">{words}</p>
        {onRetry && <Button onPress={onRetry}>Thử lại</Button>}
      </div>
    </div>
  );
}

/** The shape of what comes: lines of text. */
export function Skeleton({ lines = 3, height }: { lines?: number; height?: 'row' | 'text' }) {
  return (
    <div class={`skeleton skeleton-${height ?? 'text'}`} role="status">
      <span class="unseen">Đang tải</span>
      {Array.from({ length: lines }, (_, i) => (
        <div key={i} aria-hidden="true" />
      ))}
    </div>
  );
}

export interface Wrong {
  /** The id of the input it speaks of. */
  id: string;
  words: string;
}

/** The list of what must be put right, each a link to its field. It takes the focus when it appears. */
export function ErrorSummary({
  wrong,
  title = 'Có mục cần sửa',
  attempt = 0,
}: {
  wrong: readonly Wrong[];
  title?: string;
  /** Counts the attempts to send, so that each takes the focus here again. */
  attempt?: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const some = wrong.length > 0;
  useEffect(() => {
    if (some) box.current?.focus();
  }, [some, attempt]);
  if (!some) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title}</h2>
      <ul>
        {wrong.map((one) => (
          <li key={one.id}>
            <a
              href={`#${one.id}`}
              onClick={(event) => {
                event.preventDefault();
                focusField(one.id);
              }}
            >
              {one.words}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Brings a field into view and into focus: the input itself, or the first of a group. */
export function focusField(id: string): void {
  const found = document.getElementById(id);
  if (found === null) return;
  const input = found.matches('input,select,textarea,button,a')
    ? found
    : (found.querySelector<HTMLElement>('input,select,textarea,button') ?? found);
  input.focus({ preventScroll: true });
  (found.closest('.field') ?? found).scrollIntoView({ block: 'center' });
}
