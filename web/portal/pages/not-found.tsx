import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { ButtonLink } from '../../ui/button.tsx';

export function NotFoundPage() {
  usePageTitle('Không có trang này');
  return (
    <div class="stack">
      <PageHeading>Không có trang này</PageHeading>
      <p>Có thể địa chỉ đã ghi thiếu hoặc trang đã được chuyển đi. Ông/bà có thể tìm thủ tục ở trang đầu.</p>
      <p>
        <ButtonLink href="/">Về trang đầu</ButtonLink>
      </p>
    </div>
  );
}
