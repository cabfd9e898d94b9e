import { PageHeading, usePageTitle } from '../app/page.tsx';
import { Notice } from '../ui/notice.tsx';

/** Who looks after the accounts sees no dossiers: where their work is done. */
export function ServerPage() {
  usePageTitle('Việc làm trên máy chủ');
  return (
    <>
      <PageHeading>Việc làm trên máy chủ</PageHeading>
      <Notice kind="info" title="Tài khoản quản trị không xem hồ sơ của người dân.">
        <p>
          Giao nhiệm vụ và tài khoản cho cán bộ, nạp thủ tục, nạp lịch nghỉ: làm trên máy chủ, lệnh{' '}
          <kbd>bin/haicap --help</kbd> nói rõ từng việc; hoặc qua <a href="/api/docs">API</a>. Trang riêng cho
          các việc này chưa có.
        </p>
      </Notice>
    </>
  );
}
