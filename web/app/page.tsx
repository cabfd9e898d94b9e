import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { place } from './router.ts';

/** Names the page in the tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - Haicấp`;
  }, [title]);
}

/** The page whose heading had the focus last; of the first page of a visit the browser decides. */
let arrivedAt = place.value.path;

/** Some procedures are named in four lines; those are set smaller. In characters. */
const LONG = 90;

/**
 * The heading of a page. Having come by a link it takes the focus, as a load would begin the page anew for who
 * listens; it may come later than the page, when what it names must be fetched first.
 */
export function PageHeading({ children }: { children: ComponentChildren }) {
  const isLong = typeof children === 'string' && children.length > LONG;
  const heading = useRef<HTMLHeadingElement>(null);
  const { path } = place.value;
  useLayoutEffect(() => {
    if (arrivedAt === path) return;
    arrivedAt = path;
    heading.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <h1 tabIndex={-1} ref={heading} class={isLong ? 'heading-long' : undefined}>
      {children}
    </h1>
  );
}
