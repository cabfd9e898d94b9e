import { useState } from 'preact/hooks';
import { api, newKey } from '../../app/api.ts';
import { legalDayOf, showNumber } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { wordsOf } from '../../app/words.ts';
import { Later } from '../../desk/later.tsx';
import { mayDo } from '../../desk/room.ts';
import type { Group, Results, Tablets } from '../../ratings/answers.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/notice.tsx';
import { Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import '../../ratings/ratings.css';

const WAYS: Readonly<Record<string, string>> = {
  link: 'đường dẫn',
  own: 'Cổng dịch vụ công',
  tablet: 'máy ở Trung tâm',
  paper: 'phiếu giấy',
};
const percent = (part: number, whole: number) => `${showNumber((100 * part) / whole, 1)}%`;

/** What people said, in groups; the tablets of the centre; slips of paper. */
export function RatingsPage() {
  usePageTitle('Đánh giá của người dân');
  return (
    <>
      <PageHeading>Đánh giá của người dân</PageHeading>
      <ResultsPart />
      {mayDo('ratings.list-tablets') && <TabletsPart />}
      {mayDo('ratings.enter-paper') && (
        <Later load={() => import('./paper-part.tsx').then((room) => room.PaperPart)} />
      )}
    </>
  );
}

function monthsBack(count: number): string {
  const [year = 0, month = 1] = legalDayOf(new Date().toISOString()).split('-').map(Number);
  const back = year * 12 + month - 1 - count;
  return `${Math.floor(back / 12)}-${String((back % 12) + 1).padStart(2, '0')}`;
}

function ResultsPart() {
  const [months, setMonths] = useState('11');
  const [by, setBy] = useState('centre');
  const found = useResource<Results>('/api/ratings/results', {
    from: monthsBack(Number(months)),
    to: monthsBack(0),
    by,
  });
  const { data } = found;
  return (
    <section aria-labelledby="results" class="stack-2">
      <h2 id="results">Kết quả</h2>
      <div class="row rating-row">
        <Select
          id="rating-months"
          free
          label="Thời gian"
          value={months}
          onChange={setMonths}
          options={[
            { value: '0', label: 'Tháng này' },
            { value: '2', label: 'Ba tháng gần đây' },
            { value: '11', label: 'Mười hai tháng gần đây' },
          ]}
        />
        <Select
          id="rating-by"
          free
          label="Xem theo"
          value={by}
          onChange={setBy}
          options={[
            { value: 'centre', label: 'Trung tâm' },
            ...(data?.detail === false ? [] : [{ value: 'agency', label: 'Phòng, cơ quan giải quyết' }]),
            { value: 'month', label: 'Tháng' },
          ]}
        />
      </div>
      {data === null ? (
        found.state === 'failed' ? (
          <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />
        ) : (
          <Skeleton lines={4} height="row" />
        )
      ) : data.groups.length === 0 ? (
        <EmptyState title="Chưa có đánh giá nào trong thời gian này." />
      ) : (
        <>
          <Table
            caption="Đánh giá theo nhóm"
            hideCaption
            rows={data.groups}
            rowKey={(row) => row.key}
            columns={[
              { key: 'name', title: by === 'month' ? 'Tháng' : 'Nơi', cell: (row: Group) => row.name },
              {
                key: 'count',
                title: 'Số phiếu',
                number: true,
                cell: (row: Group) =>
                  row.count === null ? `dưới ${data.leastShown}` : showNumber(row.count, 0),
              },
              {
                key: 'satisfied',
                title: 'Hài lòng',
                number: true,
                cell: (row: Group) =>
                  row.count === null || row.satisfied === null ? '–' : percent(row.satisfied, row.count),
              },
              {
                key: 'dissatisfied',
                title: 'Không hài lòng',
                number: true,
                cell: (row: Group) =>
                  row.count === null || row.dissatisfied === null
                    ? '–'
                    : percent(row.dissatisfied, row.count),
              },
              ...data.questions.slice(1).map((question) => ({
                key: question.key,
                title: question.short,
                number: true,
                cell: (row: Group) => {
                  const mean = row.means[question.key];
                  return mean === undefined ? '–' : showNumber(mean, 1);
                },
              })),
              {
                key: 'ways',
                title: 'Bằng cách',
                cell: (row: Group) =>
                  Object.entries(row.ways)
                    .map(([way, count]) => `${WAYS[way] ?? way} ${count}`)
                    .join(', ') || '–',
              },
            ]}
          />
          <p class="quiet">
            Nhóm có dưới {data.leastShown} phiếu không hiện kết quả, để không ai đoán được một phiếu là của
            ai. Điểm mỗi câu từ 0 đến 2.
          </p>
          {data.comments.length > 0 && (
            <details>
              <summary>Ý kiến khác ({data.comments.length})</summary>
              <ul>
                {data.comments.map((comment, place) => (
                  <li key={place}>{comment}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}

function TabletsPart() {
  const found = useResource<Tablets>('/api/ratings/tablets');
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  if (found.data === null)
    return found.state === 'failed' ? (
      <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />
    ) : (
      <Skeleton lines={3} height="row" />
    );
  const { tablets, centres } = found.data;
  const centre = centres[0];
  async function pair() {
    const tidy = code.toUpperCase().replace(/[^A-Z2-9]/g, '');
    if (tidy.length !== 16 || name.trim() === '') {
      setFault('Xin ghi đủ mã 16 ký tự hiện trên máy, và tên gọi của máy.');
      return;
    }
    try {
      await api.post(
        '/api/ratings/tablets',
        { code: tidy.replace(/(.{4})(?=.)/g, '$1-'), centreId: centre?.id, name },
        { key: newKey() },
      );
      setFault(null);
      setCode('');
      setName('');
      say('Đã đưa máy vào dùng.');
      found.reload();
    } catch (error) {
      setFault(wordsOf(error));
    }
  }
  return (
    <section aria-labelledby="tablets" class="stack-2">
      <h2 id="tablets">Máy đánh giá ở Trung tâm</h2>
      {tablets.length === 0 ? (
        <p>Chưa có máy nào. Mở địa chỉ /danh-gia trên máy tính bảng, rồi nhập mã hiện trên máy vào đây.</p>
      ) : (
        <Table
          caption="Máy đang dùng"
          hideCaption
          rows={tablets}
          rowKey={(row) => row.id}
          columns={[
            { key: 'name', title: 'Tên máy', cell: (row) => row.name },
            { key: 'centre', title: 'Trung tâm', cell: (row) => row.centreName },
            {
              key: 'end',
              title: 'Việc',
              cell: (row) =>
                mayDo('ratings.end-tablet') && (
                  <Button
                    small
                    label={`Thôi dùng ${row.name}`}
                    onPress={() => {
                      api
                        .post(`/api/ratings/tablets/${row.id}/end`, {}, { key: newKey() })
                        .then(() => say(`Đã thôi dùng ${row.name}.`))
                        .catch((error: unknown) => say(wordsOf(error)))
                        .finally(found.reload);
                    }}
                  >
                    Thôi dùng
                  </Button>
                ),
            },
          ]}
        />
      )}
      {mayDo('ratings.pair-tablet') && centre !== undefined && (
        <form
          class="row rating-row"
          onSubmit={(event) => {
            event.preventDefault();
            void pair();
          }}
        >
          <TextInput
            id="tablet-code"
            label="Mã hiện trên máy"
            value={code}
            onInput={setCode}
            error={fault ?? undefined}
          />
          <TextInput
            id="tablet-name"
            label="Tên gọi, ví dụ Máy quầy 1"
            value={name}
            onInput={setName}
            maxLength={60}
          />
          <Button type="submit">Đưa máy vào dùng</Button>
        </form>
      )}
    </section>
  );
}
