import { useState } from 'preact/hooks';
import { showDateTime } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { session } from '../../app/session.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/notice.tsx';
import { SignInForm } from '../sign-in-form.tsx';
import './looks.css';

interface Look {
  seq: number;
  at: string;
  act: string;
  byName: string;
  agencyName: string | null;
  dossierId: string | null;
  code: string | null;
  procedureName: string | null;
}

/** What an official did who saw a person's data, as one would tell that person. */
const DONE: Readonly<Record<string, string>> = {
  'dossiers.see-dossier': 'đã mở hồ sơ',
  'dossiers.see-consultation': 'được hỏi ý kiến, đã đọc câu hỏi về hồ sơ',
  'dossiers.see-book': 'đã mở sổ theo dõi có tên ông/bà',
  'people.find-applicant':
    'đã tra thông tin của ông/bà bằng số định danh hoặc số điện thoại khi tiếp nhận hồ sơ',
};

/** Which officials looked at one's data, when and at what. */
export function LooksPage() {
  usePageTitle('Ai đã xem dữ liệu của tôi');
  const here = session.value;
  if (here === null) return <Skeleton lines={6} />;
  return (
    <div class="stack">
      <PageHeading>Ai đã xem dữ liệu của tôi</PageHeading>
      {here.actor?.kind === 'citizen' ? (
        <Looks before={null} />
      ) : here.actor === null ? (
        <>
          <p>Đăng nhập để biết cán bộ nào đã xem dữ liệu của ông/bà.</p>
          <SignInForm onDone={() => {}} />
        </>
      ) : (
        <p>Đang dùng tài khoản cán bộ. Trang này chỉ dành cho người có dữ liệu.</p>
      )}
    </div>
  );
}

/** One page of looks, and below it, once asked for, the next. */
function Looks({ before }: { before: number | null }) {
  const found = useResource<{ items: Look[]; next: number | null }>(
    '/api/my/looks',
    before === null ? {} : { before },
  );
  const [more, setMore] = useState(false);
  if (found.data === null)
    return found.state === 'failed' ? (
      <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />
    ) : (
      <Skeleton lines={5} />
    );
  const { items, next } = found.data;
  if (items.length === 0 && before === null)
    return (
      <EmptyState title="Chưa có cán bộ nào mở dữ liệu của ông/bà">
        <p>Mỗi lần cán bộ mở hồ sơ hay thông tin của ông/bà, tên người xem và giờ xem được ghi lại ở đây.</p>
      </EmptyState>
    );
  return (
    <>
      {before === null && (
        <p>
          Mỗi lần cán bộ mở hồ sơ hay thông tin của ông/bà đều được ghi lại, không ai xoá được. Nếu thấy lần
          xem không đúng việc, ông/bà hỏi Trung tâm nơi nộp hồ sơ.
        </p>
      )}
      <ol class="looks">
        {items.map((look) => (
          <li key={look.seq}>
            <span class="quiet">{showDateTime(look.at)}</span>
            <span>
              <strong>{look.byName}</strong>
              {look.agencyName !== null && `, ${look.agencyName},`}{' '}
              {DONE[look.act] ?? 'đã xem dữ liệu của ông/bà'}
              {look.dossierId !== null && (
                <>
                  {' '}
                  <a href={`/cua-toi/${look.dossierId}`}>{look.code}</a>
                  {look.procedureName !== null && `: ${look.procedureName}`}
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {next !== null &&
        (more ? (
          <Looks before={next} />
        ) : (
          <p>
            <Button onPress={() => setMore(true)}>Xem những lần trước đó</Button>
          </p>
        ))}
    </>
  );
}
