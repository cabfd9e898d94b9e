import { signal } from '@preact/signals';

export { address, match } from './address.ts';

/** Where the person is: path and query of the address bar. */
export const place = signal({ path: location.pathname, query: new URLSearchParams(location.search) });

type Guard = () => boolean;
const guards = new Set<Guard>();

/** While anything is typed and not yet kept, leaving asks first. Returns how to lift the guard. */
export function guardLeaving(mayLeave: Guard): () => void {
  guards.add(mayLeave);
  return () => guards.delete(mayLeave);
}

/**
 * Goes to an address of this room without loading the page. Addresses of other rooms load. `keepScroll` for changes
 * of filter or step that are not a new page.
 */
export function go(href: string, how: { replace?: boolean; keepScroll?: boolean } = {}): void {
  const to = new URL(href, location.href);
  if (to.origin !== location.origin || !isOurs(to.pathname)) {
    location.assign(to.href);
    return;
  }
  if (to.pathname !== location.pathname && [...guards].some((mayLeave) => !mayLeave())) return;
  if (how.replace === true) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  arrive(how.keepScroll === true);
}

let isOurs: (path: string) => boolean = () => true;

function arrive(keepScroll: boolean): void {
  const samePage = place.value.path === location.pathname;
  place.value = { path: location.pathname, query: new URLSearchParams(location.search) };
  if (!keepScroll && !samePage) scrollTo(0, 0);
}

/** Links of this room are followed without a load; everything else is left to the browser. */
export function startRouter(ours: (path: string) => boolean = () => true): void {
  isOurs = ours;
  addEventListener('popstate', () => arrive(true));
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    if (link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || !isOurs(link.pathname)) return;
    if (link.hash !== '' && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    go(link.href);
  });
}
