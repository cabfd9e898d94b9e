import { useEffect, useRef, useState } from 'preact/hooks';
import { showTime } from '../app/dates.ts';
import { online } from '../app/line.ts';
import { onLive } from '../app/live.ts';
import { go, place } from '../app/router.ts';
import { loadSession, session, signOut } from '../app/session.ts';
import { wordsOf } from '../app/words.ts';
import { openManagePages } from '../manage/open-pages.ts';
import { Button } from '../ui/button.tsx';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { SkipLink } from '../ui/skip-link.tsx';
import { ToastRegion } from '../ui/toast.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { Later } from './later.tsx';
import { type ClosedBecause, deskPageAt, isOpenTo } from './pages.ts';
import { loadLists, lookForNewcomers, mayDo, official, rows } from './room.ts';
import { SignIn } from './sign-in.tsx';
import { ThreeColumns } from './three-columns.tsx';
import { Top } from './top.tsx';
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
  const page = deskPageAt(path);
  if (page === null) {
    return (
      <div class="plain">
        <h1 tabIndex={-1}>Không có trang này</h1>
        <p>
          <a href="/ban-lam-viec">Về bàn làm việc</a>
        </p>
      </div>
    );
  }
  if (isOpenTo(page, mayDo)) {
    return page.load === null ? <ThreeColumns /> : <Later key={page.paths[0]} load={page.load} />;
  }
  // Who looks after the accounts sees no dossiers: their work lies in the other room.
  if (page.load === null && openManagePages().length > 0) return <ToManage />;
  return <NoRight name="" why={page.closed} />;
}

function ToManage() {
  useEffect(() => go('/quan-tri', { replace: true }), []);
  return null;
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
} as const satisfies Record<ClosedBecause | 'citizen', string>;

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
