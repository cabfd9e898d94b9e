import type { ComponentChildren } from 'preact';
import './button.css';

type Rank = 'primary' | 'plain' | 'quiet' | 'link';

export interface ButtonProps {
  children: ComponentChildren;
  /** One primary act a screen; `quiet` has no border until pointed at. */
  rank?: Rank | undefined;
  type?: 'button' | 'submit' | undefined;
  onPress?: ((event: Event) => void) | undefined;
  /** While it works it stays in place and focusable, says so, and a second press does nothing. */
  busy?: boolean | undefined;
  busyText?: string | undefined;
  disabled?: boolean | undefined;
  small?: boolean | undefined;
  wide?: boolean | undefined;
  title?: string | undefined;
  id?: string | undefined;
  label?: string | undefined;
  /** A key that does the same, for `aria-keyshortcuts`. */
  shortcut?: string | undefined;
  expanded?: boolean | undefined;
  pressed?: boolean | undefined;
}

export function Button(p: ButtonProps) {
  return (
    <button
      id={p.id}
      type={p.type ?? 'button'}
      class={`button button-${p.rank ?? 'plain'}${p.small ? ' button-small' : ''}${p.wide ? ' button-wide' : ''}`}
      disabled={p.disabled}
      aria-busy={p.busy ? 'true' : undefined}
      aria-label={p.label}
      aria-keyshortcuts={p.shortcut}
      aria-expanded={p.expanded}
      aria-pressed={p.pressed}
      title={p.title}
      onClick={(event) => {
        if (p.busy) event.preventDefault();
        else p.onPress?.(event);
      }}
    >
      {p.busy ? (p.busyText ?? p.children) : p.children}
    </button>
  );
}

/** A link that looks like the act it leads to. */
export function ButtonLink({
  href,
  children,
  rank = 'plain',
  small = false,
  wide = false,
  download,
  newTab = false,
  onPress,
}: {
  href: string;
  children: ComponentChildren;
  rank?: Rank;
  small?: boolean;
  wide?: boolean;
  download?: string | boolean;
  newTab?: boolean;
  /** Beside following the link, never instead of it. */
  onPress?: () => void;
}) {
  return (
    <a
      class={`button button-${rank}${small ? ' button-small' : ''}${wide ? ' button-wide' : ''}`}
      href={href}
      download={download}
      target={newTab ? '_blank' : undefined}
      rel={newTab ? 'noopener' : undefined}
      onClick={onPress}
    >
      {children}
    </a>
  );
}

/** Prints what is on the screen; the print styles take away what is not for paper. */
export function PrintButton({ children = 'In trang này' }: { children?: ComponentChildren }) {
  return (
    <span class="no-print">
      <Button onPress={() => print()}>{children}</Button>
    </span>
  );
}
