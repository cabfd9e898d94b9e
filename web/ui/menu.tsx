import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import './menu.css';

/**
 * A button and what it opens below itself. What is inside stays links and buttons, walked with Tab or the arrows; Escape
 * closes it and gives the focus back, so does a press beside it, and following one of its links.
 */
export function Menu({
  label,
  children,
  end = false,
}: {
  label: ComponentChildren;
  children: ComponentChildren;
  /** Opens along the end of its button, for one that stands at the end of a bar. */
  end?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const beside = (event: Event) => {
      if (event.target instanceof Node && whole.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', beside);
    document.addEventListener('focusin', beside);
    return () => {
      document.removeEventListener('pointerdown', beside);
      document.removeEventListener('focusin', beside);
    };
  }, [open]);
  const step = (by: 1 | -1) => {
    const inside = [...(whole.current?.querySelectorAll<HTMLElement>('.menu-panel :is(a, button)') ?? [])];
    const at = inside.indexOf(document.activeElement as HTMLElement);
    inside[(at + by + inside.length) % inside.length]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the button and of what it opens
    <div
      class="menu-whole"
      ref={whole}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.preventDefault();
          event.stopPropagation();
          setOpen(false);
          button.current?.focus();
        } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
          event.preventDefault();
          if (!open) setOpen(true);
          requestAnimationFrame(() => step(event.key === 'ArrowDown' ? 1 : -1));
        }
      }}
    >
      <button
        type="button"
        class="button button-quiet button-small menu-button"
        ref={button}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {label}
        <Icon name="down" size={14} />
      </button>
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: whatever was pressed inside has been done
        // biome-ignore lint/a11y/useKeyWithClickEvents: a key presses the link or button, which clicks
        <div
          class={end ? 'menu-panel menu-panel-end' : 'menu-panel'}
          onClick={(event) => {
            if (event.target instanceof Element && event.target.closest('a, button') !== null) setOpen(false);
          }}
        >
          {children}
        </div>
      )}
    </div>
  );
}
