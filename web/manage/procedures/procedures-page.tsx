import { useState } from 'preact/hooks';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { go, place } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/notice.tsx';
import { Pagination, Table } from '../../ui/table.tsx';

const SIZE = 50;

interface Found {
  total: number;
  items: { code: string; name: string; sectorName: string; level: string }[];
}

/** Every procedure in force, to be found by name, code or everyday words. */
export function ProceduresPage() {
  usePageTitle('Thủ tục và quy trình');
  const q = place.value.query.get('q') ?? '';
  const at = Number(place.value.query.get('at') ?? 0) || 0;
  const [text, setText] = useState(q);
  const found = useResource<Found>('/api/procedures', { q, limit: SIZE, offset: at });
  const addressOf = (offset: number) => `/quan-tri/thu-tuc?${new URLSearchParams({ q, at: String(offset) })}`;
  return (
    <>
      <PageHeading>Thủ tục và quy trình</PageHeading>
      <form
        class="manage-search"
        onSubmit={(event) => {
          event.preventDefault();
          go(`/quan-tri/thu-tuc?${new URLSearchParams({ q: text.trim() })}`, { keepScroll: true });
        }}
      >
        <TextInput free type="search" label="Tìm theo tên, mã thủ tục" value={text} onInput={setText} />
        <Button type="submit">Tìm</Button>
      </form>
      {found.data === null ? (
        found.state === 'failed' ? (
          <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />
        ) : (
          <Skeleton lines={8} height="row" />
        )
      ) : found.data.total === 0 ? (
        <EmptyState title="Không có thủ tục nào đúng với từ đã tìm.">
          <p>Thử tên ngắn hơn, hoặc mã thủ tục.</p>
        </EmptyState>
      ) : (
        <>
          <Table
            caption="Thủ tục đang có hiệu lực"
            hideCaption
            rows={found.data.items}
            rowKey={(row) => row.code}
            columns={[
              { key: 'code', title: 'Mã', cell: (row) => row.code },
              { key: 'name', title: 'Tên thủ tục', cell: (row) => row.name },
              { key: 'sector', title: 'Lĩnh vực', cell: (row) => row.sectorName },
              {
                key: 'level',
                title: 'Cấp',
                cell: (row) => (row.level === 'commune' ? 'Cấp xã' : 'Cấp tỉnh'),
              },
            ]}
          />
          <Pagination at={at} size={SIZE} total={found.data.total} href={addressOf} />
        </>
      )}
    </>
  );
}
