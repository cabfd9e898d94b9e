import { type FunctionComponent, render } from 'preact';
import { useEffect } from 'preact/hooks';
import '../ui/base.css';
import './portal.css';
import { onRefusal } from '../app/api.ts';
import { match, place, startRouter } from '../app/router.ts';
import { loadSession, session } from '../app/session.ts';
import { lazy } from './lazy.tsx';
import { FrontPage } from './pages/front.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { Shell } from './shell.tsx';

type Page = FunctionComponent<Record<string, string>>;

const page = (load: () => Promise<Page>): Page => lazy(load);

const PAGES: [pattern: string, page: Page][] = [
  ['/', FrontPage],
  ['/thu-tuc', FrontPage],
  ['/trung-tam', page(async () => (await import('./pages/centres.tsx')).CentresPage as Page)],
  ['/thu-tuc/:code', page(async () => (await import('./pages/procedure.tsx')).ProcedurePage as Page)],
  ['/nop/:code', page(async () => (await import('./pages/filing.tsx')).FilingPage as Page)],
  ['/tra-cuu', page(async () => (await import('./pages/track.tsx')).TrackPage as Page)],
  ['/tra-cuu/:code', page(async () => (await import('./pages/track.tsx')).TrackPage as Page)],
  ['/cua-toi', page(async () => (await import('./pages/mine.tsx')).MinePage as Page)],
  ['/cua-toi/giay-to', page(async () => (await import('./pages/vault.tsx')).VaultPage as Page)],
  ['/cua-toi/:id', page(async () => (await import('./pages/my-dossier.tsx')).MyDossierPage as Page)],
  ['/dang-nhap', page(async () => (await import('./pages/sign-in.tsx')).SignInPage as Page)],
];

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
