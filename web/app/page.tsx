import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { place } from './router.ts';

/** Names the page in the tab, and in a changed page brings the focus to its heading, as a load would. */
export function usePageTitle(title: string, focus = true): void {
  const { path } = place.value;
  const first = useRef(true);
  useEffect(() => {
    document.title = `${title} - Haicấp`;
  }, [title]);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      if (!arrivedByLink) {
        arrivedByLink = true;
        return;
      }
    }
    if (focus) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [path]);
}

/** The first page of a visit keeps the focus where the browser put it. */
let arrivedByLink = false;

/** The heading of a page: the program may focus it, the keyboard passes it by. */
export function PageHeading({ children }: { children: ComponentChildren }) {
  return <h1 tabIndex={-1}>{children}</h1>;
}
