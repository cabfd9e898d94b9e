import { showDate, showDateTime } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { session } from '../../app/session.ts';
import { wordsOf } from '../../app/words.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Lateness, StateTag } from '../../ui/marks.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/notice.tsx';
import type { DraftRow, MyDossierRow, NoticeRow, Procedure } from '../answers.ts';
import { ChannelChoice } from '../channel-choice.tsx';
import { SignInForm } from '../sign-in-form.tsx';

/** My dossiers: first what waits for me, then the rest, newest first; and what I began and have not sent. */
export function MinePage() {
  usePageTitle('Hồ sơ của tôi');
  const here = session.value;
  if (here === null) return <Skeleton lines={6} />;
  if (here.actor === null) {
    return (
      <div class="stack">
        <PageHeading>Hồ sơ của tôi</PageHeading>
        <p>Đăng nhập để xem hồ sơ của ông/bà.</p>
        <SignInForm onDone={() => {}} />
      </div>
    );
  }
  if (here.actor.kind === 'official') {
    return (
      <div class="stack">
        <PageHeading>Hồ sơ của tôi</PageHeading>
        <p>Đang dùng tài khoản cán bộ. Hồ sơ cần xử lý ở bàn làm việc.</p>
        <ButtonLink href="/ban-lam-viec">Đến bàn làm việc</ButtonLink>
      </div>
    );
  }
  return <Lists />;
}

function Lists() {
  const found = useResource<{ items: MyDossierRow[] }>('/api/my/dossiers');
  const drafts = useResource<{ items: DraftRow[] }>('/api/my/drafts');
  const notices = useResource<{ items: NoticeRow[] }>('/api/my/notices');
  const begun = drafts.data?.items ?? [];
  const told = notices.data?.items.slice(0, 8) ?? [];
  const items = found.data?.items ?? [];
  const waiting = items.filter((row) => row.nextForMe !== null);
  const rest = items.filter((row) => row.nextForMe === null);
  return (
    <div>
      <PageHeading>Hồ sơ của tôi</PageHeading>
      <p>
        <a href="/cua-toi/giay-to">Giấy tờ của tôi</a>
        <span class="quiet">: giấy tờ đã nộp, đã được cấp, dùng lại được cho lần sau</span>
      </p>
      <p>
        <a href="/cua-toi/ai-da-xem">Ai đã xem dữ liệu của tôi</a>
        <span class="quiet">: cán bộ nào đã mở hồ sơ, thông tin của ông/bà, lúc nào</span>
      </p>
      {found.state === 'loading' && <Skeleton lines={5} />}
      {found.state === 'failed' && <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />}
      {found.state === 'ready' && items.length === 0 && begun.length === 0 && (
        <section>
          <EmptyState title="Ông/bà chưa nộp hồ sơ nào">
            <p>Hồ sơ nộp trực tuyến hoặc tại quầy bằng số định danh của ông/bà sẽ hiện ở đây.</p>
            <p>
              <ButtonLink href="/">Tìm thủ tục</ButtonLink>
            </p>
          </EmptyState>
        </section>
      )}
      {waiting.length > 0 && (
        <section aria-labelledby="waiting">
          <h2 id="waiting">Cần ông/bà làm tiếp</h2>
          <Rows rows={waiting} />
        </section>
      )}
      {begun.length > 0 && (
        <section aria-labelledby="drafts">
          <h2 id="drafts">Đang soạn, chưa gửi</h2>
          <ul class="cards plain-list">
            {begun.map((draft) => (
              <Draft key={draft.procedureCode} draft={draft} />
            ))}
          </ul>
        </section>
      )}
      {rest.length > 0 && (
        <section aria-labelledby="all">
          <h2 id="all">{waiting.length > 0 ? 'Các hồ sơ khác' : 'Đã nộp'}</h2>
          <Rows rows={rest} />
        </section>
      )}
      {told.length > 0 && (
        <section aria-labelledby="told">
          <h2 id="told">Tin báo gần đây</h2>
          <ul class="papers plain-list">
            {told.map((notice) => (
              <li key={`${notice.at}${notice.dossierId}`}>
                <a href={`/cua-toi/${notice.dossierId}`}>{notice.text}</a>
                <span class="paper-how">{showDateTime(notice.at)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ChannelChoice />
    </div>
  );
}

function Draft({ draft }: { draft: DraftRow }) {
  const procedure = useResource<Procedure>(`/api/procedures/${draft.procedureCode}`);
  return (
    <li>
      <a class="card-title" href={`/nop/${draft.procedureCode}`}>
        {procedure.data?.name ?? `Thủ tục ${draft.procedureCode}`}
      </a>
      <span class="quiet small">Lưu lúc {showDateTime(draft.savedAt)}</span>
    </li>
  );
}

function Rows({ rows }: { rows: readonly MyDossierRow[] }) {
  return (
    <ul class="cards plain-list">
      {rows.map((row) => (
        <li key={row.id} class="stack-2">
          <a class="card-title" href={`/cua-toi/${row.id}`}>
            {row.procedureName}
          </a>
          <div class="row">
            <StateTag state={row.state} name={row.stateName} />
            {row.lateness?.word && <Lateness word={row.lateness.word} text={row.lateness.text} />}
          </div>
          {row.nextForMe && <p>{row.nextForMe}</p>}
          <p class="facts">
            <span>Mã {row.code ?? row.trackingCode}</span>
            <span>nộp {showDate(row.submittedAt)}</span>
            {row.dueAt && <span>hẹn trả {showDate(row.dueAt)}</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}
