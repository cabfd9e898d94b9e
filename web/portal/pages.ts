import type { FunctionComponent } from 'preact';

export type PortalPage = FunctionComponent<Record<string, string>>;

const page = async <P extends object>(load: Promise<FunctionComponent<P>>) =>
  (await load) as unknown as PortalPage;

/** The portal's addresses and what they show. null: the front page, which is there from the beginning. */
export const PORTAL_PAGES: readonly [pattern: string, load: (() => Promise<PortalPage>) | null][] = [
  ['/', null],
  ['/thu-tuc', null],
  ['/trung-tam', () => page(import('./pages/centres.tsx').then((one) => one.CentresPage))],
  ['/thu-tuc/:code', () => page(import('./pages/procedure.tsx').then((one) => one.ProcedurePage))],
  ['/nop/:code', () => page(import('./pages/filing.tsx').then((one) => one.FilingPage))],
  ['/tra-cuu', () => page(import('./pages/track.tsx').then((one) => one.TrackPage))],
  ['/tra-cuu/:code', () => page(import('./pages/track.tsx').then((one) => one.TrackPage))],
  ['/cua-toi', () => page(import('./pages/mine.tsx').then((one) => one.MinePage))],
  ['/cua-toi/giay-to', () => page(import('./pages/vault.tsx').then((one) => one.VaultPage))],
  ['/cua-toi/ai-da-xem', () => page(import('./pages/looks.tsx').then((one) => one.LooksPage))],
  ['/cua-toi/:id', () => page(import('./pages/my-dossier.tsx').then((one) => one.MyDossierPage))],
  ['/danh-gia', () => page(import('../ratings/tablet-page.tsx').then((one) => one.TabletPage))],
  ['/danh-gia/ho-so/:id', () => page(import('../ratings/rating-pages.tsx').then((one) => one.OwnRatingPage))],
  ['/danh-gia/:token', () => page(import('../ratings/rating-pages.tsx').then((one) => one.RatingByLinkPage))],
  ['/dang-nhap', () => page(import('./pages/sign-in.tsx').then((one) => one.SignInPage))],
];
