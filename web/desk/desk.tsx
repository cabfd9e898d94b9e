import { useEffect, useRef, useState } from 'preact/hooks';
import { showTime } from '../app/dates.ts';
import { dropAllDrafts } from '../app/drafts.ts';
import { online } from '../app/line.ts';
import { onLive } from '../app/live.ts';
import { go, place } from '../app/router.ts';
import { loadSession, session, signOut } from '../app/session.ts';
import { wordsOf } from '../app/words.ts';
import { openManagePages } from '../manage/pages.ts';
import { Button } from '../ui/button.tsx';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { SkipLink } from '../ui/skip-link.tsx';
import { ToastRegion } from '../ui/toast.tsx';
import { Bell } from './bell.tsx';
import { KeyCap } from './key-cap.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { Later } from './later.tsx';
import {
  duty,
  listAddress,
  lists,
  loadLists,
  lookForNewcomers,
  mayDo,
  official,
  query,
  rows,
} from './room.ts';
import { SignIn } from './sign-in.tsx';
import { ThreeColumns } from './three-columns.tsx';
import { useKeys } from './use-keys.ts';

const LISTS_EVERY = 60_000;

/** The room of officials: who sits here decides what of it there is. */
export function Desk() {
  const [fault, setFault] = useState<unknown>(null);
  const seen = useRef(false);
  const load = () => {
    setFault(null);
    loadSession().catch(setFault);
  };
  useEffect(load, []);

  const who = session.value?.actor ?? null;
  if (who !== null) seen.current = true;
  if (fault !== null && session.value === null) {
    return (
      <main class="door" id="main">
        <h1 tabIndex={-1}>Bàn làm việc</h1>
        <FailedState words={wordsOf(fault)} onRetry={load} />
      </main>
    );
  }
  if (session.value === null) {
    return (
      <main class="door" id="main" aria-busy="true">
        <h1 tabIndex={-1}>Bàn làm việc</h1>
        <Skeleton lines={4} />
      </main>
    );
  }
  if (who === null) return <SignIn ended={seen.current} />;
  if (official.value === null) return <NoRight name={who.name} why="citizen" />;
  return <Room key={who.id} />;
}

function Room() {
  const [keysShown, setKeysShown] = useState(false);
  const { path } = place.value;
  useEffect(() => {
    if (!mayDo('dossiers.list-dossiers')) return;
    void loadLists();
    const stop = onLive('dossiers', () => {
      void loadLists();
      void lookForNewcomers();
    });
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && online.value) void loadLists();
    }, LISTS_EVERY);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, []);
  useKeys({
    '?': () => setKeysShown(true),
    '/': () => {
      const search = document.getElementById('desk-search');
      if (search instanceof HTMLInputElement) {
        search.focus();
        search.select();
      }
    },
    ...(mayDo('dossiers.receive-dossier')
      ? {
          n: () => {
            if (path !== '/ban-lam-viec/tiep-nhan') go('/ban-lam-viec/tiep-nhan');
          },
        }
      : {}),
  });
  return (
    <div class="desk">
      <SkipLink />
      <Top onKeys={() => setKeysShown(true)} />
      {online.value ? (
        <div hidden />
      ) : (
        <div class="desk-banner no-print" role="status">
          Mất kết nối. Những gì đang nhập vẫn được giữ trên máy này; hồ sơ và danh sách đang mở vẫn xem được
          {rows.value.at > 0 && `, như lúc ${showTime(new Date(rows.value.at).toISOString())}`}. Việc nào bấm
          bây giờ sẽ chưa được ghi.
        </div>
      )}
      <main class="desk-body" id="main" tabIndex={-1}>
        <Page path={path} />
      </main>
      <KeysDialog open={keysShown} onClose={() => setKeysShown(false)} />
      <ToastRegion />
    </div>
  );
}

function Page({ path }: { path: string }) {
  if (path === '/dieu-hanh') {
    return mayDo('dossiers.see-board') ? (
      <Later load={() => import('../board/board.tsx').then((room) => room.BoardPage)} />
    ) : (
      <NoRight name="" why="board" />
    );
  }
  if (path === '/so-lieu' || path === '/so-lieu/ho-so') {
    if (!mayDo('figures.see-figures')) return <NoRight name="" why="figures" />;
    return path === '/so-lieu' ? (
      <Later key="figures" load={() => import('../figures/figures.tsx').then((room) => room.FiguresPage)} />
    ) : (
      <Later key="behind" load={() => import('../figures/figures.tsx').then((room) => room.BehindPage)} />
    );
  }
  if (path === '/quan-tri' || path.startsWith('/quan-tri/')) {
    return openManagePages().length > 0 ? (
      <Later load={() => import('../manage/manage.tsx').then((room) => room.ManageRoom)} />
    ) : (
      <NoRight name="" why="manage" />
    );
  }
  if (path === '/ban-lam-viec/so-theo-doi') {
    return mayDo('dossiers.see-book') ? (
      <Later key="book" load={() => import('./book-page.tsx').then((room) => room.BookPage)} />
    ) : (
      <NoRight name="" why="desk" />
    );
  }
  if (path === '/ban-lam-viec/sai-sot') {
    return mayDo('dossiers.list-office-errors') ? (
      <Later key="errors" load={() => import('./errors-page.tsx').then((room) => room.ErrorsPage)} />
    ) : (
      <NoRight name="" why="desk" />
    );
  }
  if (path === '/ban-lam-viec/so-quy') {
    return mayDo('payments.see-cash-book') ? (
      <Later
        key="cash"
        load={() => import('../money/cash-book-page.tsx').then((room) => room.CashBookPage)}
      />
    ) : (
      <NoRight name="" why="cash" />
    );
  }
  if (path === '/bao-cao' || path.startsWith('/bao-cao/')) {
    if (!mayDo('reports.list-reports')) return <NoRight name="" why="reports" />;
    return path === '/bao-cao' ? (
      <Later key="reports" load={() => import('../reports/room.ts').then((room) => room.ReportsPage)} />
    ) : (
      <Later key="report" load={() => import('../reports/report-page.tsx').then((room) => room.ReportPage)} />
    );
  }
  if (path === '/ban-lam-viec/tiep-nhan') {
    return mayDo('dossiers.receive-dossier') ? (
      <Later load={() => import('./receipt/receipt-page.tsx').then((room) => room.ReceiptPage)} />
    ) : (
      <NoRight name="" why="receive" />
    );
  }
  if (path === '/ban-lam-viec/vang-mat') {
    return mayDo('people.list-delegations') ? (
      <Later key="absence" load={() => import('./absence.tsx').then((room) => room.AbsencePage)} />
    ) : (
      <NoRight name="" why="desk" />
    );
  }
  if (path === '/ban-lam-viec/lay-y-kien' || path.startsWith('/ban-lam-viec/lay-y-kien/')) {
    return mayDo('dossiers.list-consultations') ? (
      <Later
        key="consultations"
        load={() => import('./consultations.tsx').then((room) => room.ConsultationsPage)}
      />
    ) : (
      <NoRight name="" why="desk" />
    );
  }
  if (path === '/ban-lam-viec' || path.startsWith('/ban-lam-viec/ho-so/')) {
    if (mayDo('dossiers.list-dossiers')) return <ThreeColumns />;
    // Who looks after the accounts sees no dossiers: their work lies in the other room.
    return openManagePages().length > 0 ? <ToManage /> : <NoRight name="" why="desk" />;
  }
  return (
    <div class="plain">
      <h1 tabIndex={-1}>Không có trang này</h1>
      <p>
        <a href="/ban-lam-viec">Về bàn làm việc</a>
      </p>
    </div>
  );
}

function ToManage() {
  useEffect(() => go('/quan-tri', { replace: true }), []);
  return null;
}

function Top({ onKeys }: { onKeys: () => void }) {
  const { path } = place.value;
  const here = (wanted: boolean) => (wanted ? ('page' as const) : undefined);
  return (
    <header class="desk-top no-print">
      <a class="desk-mark" href={listAddress({ list: lists.value?.[0]?.key ?? '', q: '' })}>
        <img src="/favicon.svg" alt="" /> Haicấp
      </a>
      <nav class="desk-rooms" aria-label="Các phòng">
        {mayDo('dossiers.list-dossiers') && (
          <a
            href="/ban-lam-viec"
            aria-current={here(
              path === '/ban-lam-viec' || path.includes('/ho-so/') || path.includes('/lay-y-kien'),
            )}
          >
            Hồ sơ
          </a>
        )}
        {mayDo('dossiers.receive-dossier') && (
          <a href="/ban-lam-viec/tiep-nhan" aria-current={here(path === '/ban-lam-viec/tiep-nhan')}>
            Tiếp nhận <KeyCap>n</KeyCap>
          </a>
        )}
        {mayDo('dossiers.see-book') && (
          <a
            href="/ban-lam-viec/so-theo-doi"
            aria-current={here(path.endsWith('/so-theo-doi') || path.endsWith('/sai-sot'))}
          >
            Sổ
          </a>
        )}
        {mayDo('payments.see-cash-book') && (
          <a href="/ban-lam-viec/so-quy" aria-current={here(path === '/ban-lam-viec/so-quy')}>
            Sổ quỹ
          </a>
        )}
        {mayDo('dossiers.see-board') && (
          <a href="/dieu-hanh" aria-current={here(path === '/dieu-hanh')}>
            Điều hành
          </a>
        )}
        {mayDo('figures.see-figures') && (
          <a href="/so-lieu" aria-current={here(path.startsWith('/so-lieu'))}>
            Số liệu
          </a>
        )}
        {mayDo('reports.list-reports') && (
          <a href="/bao-cao" aria-current={here(path.startsWith('/bao-cao'))}>
            Báo cáo
          </a>
        )}
        {openManagePages().length > 0 && (
          <a href="/quan-tri" aria-current={here(path.startsWith('/quan-tri'))}>
            Quản trị
          </a>
        )}
      </nav>
      {mayDo('dossiers.list-dossiers') && <Search />}
      <div class="desk-who">
        {session.value?.demo && <span class="demo-mark">Dữ liệu dùng thử</span>}
        <span>
          {official.value?.name}
          <span class="quiet">{duty.value ? `${duty.value.roleName}, ${duty.value.bodyName}` : ''}</span>
        </span>
        {mayDo('dossiers.list-dossiers') && <Bell />}
        <Button small rank="quiet" onPress={onKeys} shortcut="?">
          <span class="keys-word">Phím tắt</span> <KeyCap>?</KeyCap>
        </Button>
        <Button
          small
          rank="quiet"
          onPress={() => {
            void signOut().then(() => {
              dropAllDrafts();
              lists.value = null;
            });
          }}
        >
          Đăng xuất
        </Button>
      </div>
    </header>
  );
}

function Search() {
  const [text, setText] = useState(query.value.q);
  const { q } = query.value;
  useEffect(() => setText(q), [q]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is newer than the browsers of the centres
    <form
      class="desk-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = text.trim();
        if (wanted !== '') go(`/ban-lam-viec?q=${encodeURIComponent(wanted)}`);
      }}
    >
      <label class="unseen" for="desk-search">
        Tìm hồ sơ theo mã, họ tên, số định danh, số điện thoại
      </label>
      <input
        id="desk-search"
        class="input"
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder="Tìm mã, họ tên, số định danh, điện thoại  ( / )"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <Button type="submit" small>
        Tìm
      </Button>
    </form>
  );
}

const NO_RIGHT = {
  citizen: 'Trang này dành cho cán bộ. Tài khoản này là của người dân nên chỉ dùng ở Cổng dịch vụ công.',
  desk: 'Tài khoản này chưa được giao xem hồ sơ.',
  receive: 'Tài khoản này không được giao việc tiếp nhận hồ sơ.',
  cash: 'Tài khoản này không được giao việc thu tiền.',
  reports: 'Tài khoản này không được giao việc lập báo cáo.',
  figures: 'Tài khoản này không được giao việc xem số liệu.',
  board: 'Tài khoản này không được giao việc xem số liệu điều hành.',
  manage: 'Tài khoản này không được giao việc quản trị.',
} as const;

/** Signed in, but this is not theirs to see: who to ask, and where they can go. */
function NoRight({ name, why }: { name: string; why: keyof typeof NO_RIGHT }) {
  const inside = why !== 'citizen';
  const body = (
    <>
      <h1 tabIndex={-1}>{inside ? 'Chưa được giao việc này' : `Chào ông/bà ${name}`}</h1>
      <Notice kind="warn" title={NO_RIGHT[why]}>
        <p>
          {inside
            ? 'Nếu cần cho công việc, ông/bà đề nghị người quản trị hệ thống của cơ quan, hoặc Văn phòng UBND tỉnh, phân công thêm.'
            : 'Nếu ông/bà là cán bộ, xin đăng xuất rồi đăng nhập bằng tài khoản công vụ.'}
        </p>
      </Notice>
      <p class="row">
        {why === 'desk' || !inside ? (
          <a href="/">Về Cổng dịch vụ công</a>
        ) : (
          <a href="/ban-lam-viec">Về bàn làm việc</a>
        )}
        {!inside && (
          <Button small onPress={() => void signOut()}>
            Đăng xuất
          </Button>
        )}
      </p>
    </>
  );
  return inside ? (
    <div class="plain">{body}</div>
  ) : (
    <main class="door" id="main">
      {body}
    </main>
  );
}
