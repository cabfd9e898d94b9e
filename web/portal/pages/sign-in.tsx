import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { go, place } from '../../app/router.ts';
import { session } from '../../app/session.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { SignInForm } from '../sign-in-form.tsx';

export function SignInPage() {
  usePageTitle('Đăng nhập');
  const asked = place.value.query.get('tiep') ?? '';
  // only an address of ours: one slash, then no second
  const next = /^\/(?![/\\])/.test(asked) ? asked : '/cua-toi';
  const actor = session.value?.actor ?? null;
  if (actor !== null) {
    return (
      <div class="stack">
        <PageHeading>Ông/bà đã đăng nhập</PageHeading>
        <p>
          Đang dùng tên <strong>{actor.name}</strong>.
        </p>
        <p>
          <ButtonLink href={actor.kind === 'official' ? '/ban-lam-viec' : next}>Tiếp tục</ButtonLink>
        </p>
      </div>
    );
  }
  return (
    <div class="stack">
      <PageHeading>Đăng nhập</PageHeading>
      <p class="quiet">Cần đăng nhập để nộp hồ sơ và xem hồ sơ của mình. Tra cứu theo mã thì không cần.</p>
      <SignInForm onDone={() => go(session.value?.actor?.kind === 'official' ? '/ban-lam-viec' : next)} />
    </div>
  );
}
