import type { ComponentChildren } from 'preact';
import { dropAllDrafts } from '../app/drafts.ts';
import { online } from '../app/line.ts';
import { go, place } from '../app/router.ts';
import { session, signOut } from '../app/session.ts';
import { Button } from '../ui/button.tsx';
import { SkipLink } from '../ui/skip-link.tsx';
import { say, ToastRegion } from '../ui/toast.tsx';
import { Help } from './help.tsx';

const NAV: [href: string, words: string][] = [
  ['/', 'Thủ tục'],
  ['/tra-cuu', 'Tra cứu hồ sơ'],
  ['/cua-toi', 'Hồ sơ của tôi'],
];

/** What stands around every page of the portal: where one is, who one is, and who helps. */
export function Shell({ children, wide = false }: { children: ComponentChildren; wide?: boolean }) {
  const { path } = place.value;
  const here = session.value;
  const province = here?.province?.fullName ?? null;
  return (
    <>
      <SkipLink />
      {here?.demo && (
        <aside class="demo-strip no-print" aria-label="Bản trình diễn">
          Bản trình diễn: người và hồ sơ ở đây là giả định, không có giá trị pháp lý.
        </aside>
      )}
      <header class="masthead">
        <div class="page-width masthead-row">
          <a class="mark" href="/">
            <svg width="34" height="34" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
              <rect width="32" height="32" rx="7" fill="#a31f23" />
              <path d="M7 10h18v3.2H7zm4 6h10v3.2H11zm-4 6h18v3.2H7z" fill="#fffdf9" />
            </svg>
            <span>
              <span class="mark-name">Dịch vụ công</span>
              {province && <span class="mark-place">{province}</span>}
            </span>
          </a>
          <nav class="masthead-nav no-print" aria-label="Trang chính">
            {NAV.map(([href, words]) => (
              <a key={href} href={href} aria-current={isHere(href, path) ? 'page' : undefined}>
                {words}
              </a>
            ))}
          </nav>
          <Who />
        </div>
      </header>
      {!online.value && (
        <div class="offline-strip" role="status">
          <div class="page-width">
            Máy đang mất mạng. Những gì ông/bà nhập vẫn được giữ trên máy này và sẽ gửi được khi có mạng trở
            lại.
          </div>
        </div>
      )}
      <main id="main" tabIndex={-1} class={wide ? 'page-width main' : 'page-width main main-narrow'}>
        {children}
      </main>
      <Help />
      <footer class="foot">
        <div class="page-width">
          <p>
            Giải quyết thủ tục hành chính không phụ thuộc nơi ở: ông/bà có thể nộp hồ sơ tại bất kỳ Trung tâm
            Phục vụ hành chính công nào trong tỉnh.
          </p>
          <p class="no-print">
            <a href="/ban-lam-viec">Dành cho cán bộ</a>
          </p>
        </div>
      </footer>
      <ToastRegion />
    </>
  );
}

function isHere(href: string, path: string): boolean {
  if (href === '/') return path === '/' || path.startsWith('/thu-tuc') || path.startsWith('/nop');
  return path === href || path.startsWith(`${href}/`);
}

function Who() {
  const here = session.value;
  if (here === null) return <span class="who" />;
  if (here.actor === null) {
    const { path } = place.value;
    const back = path === '/' || path === '/dang-nhap' ? '' : `?tiep=${encodeURIComponent(path)}`;
    return (
      <span class="who no-print">
        <a href={`/dang-nhap${back}`}>Đăng nhập</a>
      </span>
    );
  }
  return (
    <span class="who">
      <span class="who-name">{here.actor.name}</span>
      <span class="no-print">
        <Button
          small
          onPress={async () => {
            await signOut().catch(() => {});
            dropAllDrafts();
            go('/');
            say('Đã đăng xuất. Trên máy này không còn lưu thông tin của ông/bà.');
          }}
        >
          Đăng xuất
        </Button>
      </span>
    </span>
  );
}
