import { PageHeading, usePageTitle } from '../app/page.tsx';
import { place } from '../app/router.ts';
import { Later } from '../desk/later.tsx';
import { Notice } from '../ui/notice.tsx';
import { openManagePages } from './open-pages.ts';
import { MANAGE_PAGES } from './pages.ts';
import './manage.css';
import './manage-words.ts';

/** The room of those who keep the system's rules: a list of pages beside the one that is open. */
export function ManageRoom() {
  const { path } = place.value;
  const open = openManagePages();
  const isAt = (page: { path: string }) => path === page.path || path.startsWith(`${page.path}/`);
  const page = open.find(isAt);
  const closed = page === undefined && MANAGE_PAGES.some(isAt);
  return (
    <div class="manage">
      <nav class="manage-pages no-print" aria-label="Các trang quản trị">
        {open.map((one) => (
          <a key={one.path} href={one.path} aria-current={one === page ? 'page' : undefined}>
            {one.title}
          </a>
        ))}
      </nav>
      <div class="manage-page">
        {page !== undefined ? (
          <Later key={page.path} load={page.load} />
        ) : path === '/quan-tri' ? (
          <Front />
        ) : (
          <>
            <PageHeading>{closed ? 'Chưa được giao việc này' : 'Không có trang này'}</PageHeading>
            {closed && <Notice kind="warn" title="Tài khoản này không được giao việc của trang này." />}
            <p>
              <a href="/quan-tri">Về Quản trị</a>
            </p>
          </>
        )}
      </div>
    </div>
  );
}

function Front() {
  usePageTitle('Quản trị');
  return (
    <>
      <PageHeading>Quản trị</PageHeading>
      <ul class="manage-doors">
        {openManagePages().map((page) => (
          <li key={page.path}>
            <a href={page.path}>{page.title}</a>
            <span class="quiet">{page.about}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
