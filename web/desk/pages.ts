import type { ComponentType } from 'preact';
import { MANAGE_PAGES } from '../manage/pages.ts';

/** Why a page stays closed to who has none of its acts: which words they are told. */
export type ClosedBecause = 'desk' | 'receive' | 'cash' | 'reports' | 'figures' | 'board' | 'manage';

/** A page of the officials' rooms. One line here is all it needs to be opened, guarded and found in the bar. */
export interface DeskPage {
  /** Where it is; `/*` at the end of one: what lies below is the page's own too. The first one stands in the bar. */
  paths: readonly string[];
  /** The word in the bar that is marked while the page is open; the first page of a room is where the word leads. */
  room: string;
  /** A letter that opens it from everywhere. */
  key?: string;
  /** Who may do any one of these sees the page. */
  acts: readonly string[];
  closed: ClosedBecause;
  /** null: the desk itself, which is there from the beginning. */
  load: (() => Promise<ComponentType>) | null;
}

export const DESK_PAGES: readonly DeskPage[] = [
  {
    paths: ['/ban-lam-viec', '/ban-lam-viec/ho-so/*'],
    room: 'Hồ sơ',
    acts: ['dossiers.list-dossiers'],
    closed: 'desk',
    load: null,
  },
  {
    paths: ['/ban-lam-viec/lay-y-kien', '/ban-lam-viec/lay-y-kien/*'],
    room: 'Hồ sơ',
    acts: ['dossiers.list-consultations'],
    closed: 'desk',
    load: () => import('./consultations.tsx').then((room) => room.ConsultationsPage),
  },
  {
    paths: ['/ban-lam-viec/vang-mat'],
    room: 'Hồ sơ',
    acts: ['people.list-delegations'],
    closed: 'desk',
    load: () => import('./absence.tsx').then((room) => room.AbsencePage),
  },
  {
    paths: ['/ban-lam-viec/tiep-nhan'],
    room: 'Tiếp nhận',
    key: 'n',
    acts: ['dossiers.receive-dossier'],
    closed: 'receive',
    load: () => import('./receipt/receipt-page.tsx').then((room) => room.ReceiptPage),
  },
  {
    paths: ['/ban-lam-viec/so-theo-doi'],
    room: 'Sổ',
    acts: ['dossiers.see-book'],
    closed: 'desk',
    load: () => import('./book-page.tsx').then((room) => room.BookPage),
  },
  {
    paths: ['/ban-lam-viec/sai-sot'],
    room: 'Sổ',
    acts: ['dossiers.list-office-errors'],
    closed: 'desk',
    load: () => import('./errors-page.tsx').then((room) => room.ErrorsPage),
  },
  {
    paths: ['/ban-lam-viec/so-quy'],
    room: 'Sổ quỹ',
    acts: ['payments.see-cash-book'],
    closed: 'cash',
    load: () => import('../money/cash-book-page.tsx').then((room) => room.CashBookPage),
  },
  {
    paths: ['/dieu-hanh'],
    room: 'Điều hành',
    acts: ['dossiers.see-board'],
    closed: 'board',
    load: () => import('../board/board.tsx').then((room) => room.BoardPage),
  },
  {
    paths: ['/so-lieu'],
    room: 'Số liệu',
    acts: ['figures.see-figures'],
    closed: 'figures',
    load: () => import('../figures/figures.tsx').then((room) => room.FiguresPage),
  },
  {
    paths: ['/so-lieu/ho-so'],
    room: 'Số liệu',
    acts: ['figures.see-figures'],
    closed: 'figures',
    load: () => import('../figures/figures.tsx').then((room) => room.BehindPage),
  },
  {
    paths: ['/bao-cao'],
    room: 'Báo cáo',
    acts: ['reports.list-reports'],
    closed: 'reports',
    load: () => import('../reports/room.ts').then((room) => room.ReportsPage),
  },
  {
    paths: ['/bao-cao/dot'],
    room: 'Báo cáo',
    acts: ['rounds.list-rounds'],
    closed: 'reports',
    load: () => import('../reports/rounds/room.tsx').then((room) => room.RoundsPage),
  },
  {
    paths: ['/bao-cao/dot/*'],
    room: 'Báo cáo',
    acts: ['rounds.see-sheet'],
    closed: 'reports',
    load: () => import('../reports/rounds/room.tsx').then((room) => room.OneRoundPage),
  },
  {
    paths: ['/bao-cao/*'],
    room: 'Báo cáo',
    acts: ['reports.list-reports'],
    closed: 'reports',
    load: () => import('../reports/report-page.tsx').then((room) => room.ReportPage),
  },
  {
    paths: ['/quan-tri', '/quan-tri/*'],
    room: 'Quản trị',
    acts: MANAGE_PAGES.flatMap((page) => page.acts),
    closed: 'manage',
    load: () => import('../manage/manage.tsx').then((room) => room.ManageRoom),
  },
];

const covers = (pattern: string, path: string) =>
  pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;

/** The page of an address; null, and there is none. */
export function deskPageAt(path: string): DeskPage | null {
  return DESK_PAGES.find((page) => page.paths.some((pattern) => covers(pattern, path))) ?? null;
}

/** Whether who may do these acts sees the page. */
export const isOpenTo = (page: DeskPage, mayDo: (act: string) => boolean) => page.acts.some(mayDo);

/** The words of the bar, in its order: each is shown to who may open the first page of its room, and leads there. */
export function roomsFor(mayDo: (act: string) => boolean): { word: string; href: string; key?: string }[] {
  return DESK_PAGES.filter(
    (page, at) => DESK_PAGES.findIndex(({ room }) => room === page.room) === at && isOpenTo(page, mayDo),
  ).map(({ room, paths, key }) => ({
    word: room,
    href: paths[0] ?? '',
    ...(key === undefined ? {} : { key }),
  }));
}
