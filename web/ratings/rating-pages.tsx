import { useState } from 'preact/hooks';
import { api } from '../app/api.ts';
import { PageHeading, usePageTitle } from '../app/page.tsx';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import type { About, Asked } from './answers.ts';
import { RatingForm } from './rating-form.tsx';

function AboutDossier({ about }: { about: About }) {
  return (
    <p>
      Hồ sơ <strong>{about.code}</strong>: {about.procedureName}. Nơi nhận hồ sơ: {about.centreName}.
    </p>
  );
}

const UNKNOWN =
  'Không ai biết ông/bà đã trả lời gì: tên và mã hồ sơ không được lưu cùng câu trả lời, kết quả chỉ xem được theo nhóm từ năm phiếu trở lên.';

function Thanks() {
  return (
    <Notice kind="done" live title="Đã nhận đánh giá của ông/bà. Xin cảm ơn.">
      <p>Câu trả lời được tính chung với các phiếu khác, không kèm tên hay mã hồ sơ.</p>
    </Notice>
  );
}

/** Rating by the link of a message: it works once. */
export function RatingByLinkPage({ token = '' }: { token?: string }) {
  const path = `/api/ratings/links/${encodeURIComponent(token)}`;
  return <RatingPage from={path} to={path} />;
}

/** Rating one's own dossier, from its page. */
export function OwnRatingPage({ id = '' }: { id?: string }) {
  const path = `/api/my/dossiers/${encodeURIComponent(id)}/rating`;
  return <RatingPage from={path} to={path} back={`/cua-toi/${id}`} />;
}

function RatingPage({ from, to, back }: { from: string; to: string; back?: string }) {
  usePageTitle('Đánh giá');
  const found = useResource<Asked & { may?: boolean }>(from);
  const [done, setDone] = useState(false);
  return (
    <div class="stack">
      {back !== undefined && (
        <nav class="crumbs" aria-label="Đường dẫn">
          <a href={back}>Hồ sơ</a>
        </nav>
      )}
      <PageHeading>Đánh giá việc giải quyết hồ sơ</PageHeading>
      {done ? (
        <Thanks />
      ) : found.data === null ? (
        found.state === 'failed' ? (
          <FailedState
            words={wordsOf(found.problem)}
            onRetry={found.problem.status === 404 ? undefined : found.reload}
          />
        ) : (
          <Skeleton lines={6} />
        )
      ) : found.data.may === false ? (
        <Notice title="Hồ sơ này chưa đánh giá được, hoặc đã được đánh giá.">
          <p>Mỗi hồ sơ được đánh giá một lần, sau khi có kết quả.</p>
        </Notice>
      ) : (
        <>
          <AboutDossier about={found.data.about} />
          <p>{UNKNOWN}</p>
          <RatingForm
            questions={found.data.questions}
            onSend={async (given) => {
              await api.post(to, given);
            }}
            onDone={() => setDone(true)}
          />
        </>
      )}
    </div>
  );
}
