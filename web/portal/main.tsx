import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import '../ui/base.css';
import './portal.css';
import { onRefusal } from '../app/api.ts';
import { match, place, startRouter } from '../app/router.ts';
import { loadSession, session } from '../app/session.ts';
import { lazy } from './lazy.tsx';
import { FrontPage } from './pages/front.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { PORTAL_PAGES, type PortalPage } from './pages.ts';
import { Shell } from './shell.tsx';

const PAGES = PORTAL_PAGES.map(
  ([pattern, load]) => [pattern, load === null ? (FrontPage as PortalPage) : lazy(load)] as const,
);

function Portal() {
  const { path } = place.value;
  useEffect(() => {
    loadSession().catch(() => {
      // without a line the page still shows; whatever needs a session asks again
    });
  }, []);
  for (const [pattern, Page] of PAGES) {
    const found = match(pattern, path);
    if (found !== null) {
      // The tablet at a centre is one page and nothing around it.
      if (pattern === '/danh-gia') return <Page />;
      return (
        <Shell wide={pattern === '/'}>
          <Page key={pattern} {...found} />
        </Shell>
      );
    }
  }
  return (
    <Shell>
      <NotFoundPage />
    </Shell>
  );
}

// A session that ended meanwhile (closed elsewhere, too old): the page asks to sign in again, and keeps what was typed.
onRefusal((problem) => {
  if (problem.code === 'session.none' && session.value?.actor)
    session.value = { ...session.value, actor: null, acts: [] };
});

startRouter((path) => !/^\/(ban-lam-viec|dieu-hanh|soat-so-lieu|api)(\/|$)/.test(path));
const room = document.getElementById('room');
if (room !== null) render(<Portal />, room);
