import { useState } from 'preact/hooks';
import { showShort } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { go, place } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/notice.tsx';
import { Pagination, Table } from '../../ui/table.tsx';
import { EditorPage } from './editor-page.tsx';

const SIZE = 50;

interface Drafted {
  code: string;
  name: string;
  savedByName: string;
  savedAt: string;
}

interface Found {
  total: number;
  items: { code: string; name: string; sectorName: string; level: string }[];
}

/** The list of procedures, or one of them in the editor. */
export function ProceduresPage() {
  const code = /^\/quan-tri\/thu-tuc\/([^/]+)$/.exec(place.value.path)?.[1];
  return code === undefined ? <Procedures /> : <EditorPage key={code} code={code} />;
}

/** Every procedure in force, to be found by name, code or everyday words; first what is being edited. */
function Procedures() {
  usePageTitle('Thủ tục và quy trình');
  const q = place.value.query.get('q') ?? '';
  const at = Number(place.value.query.get('at') ?? 0) || 0;
  const [text, setText] = useState(q);
  const drafts = useResource<{ items: Drafted[] }>('/api/procedure-drafts');
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
      {q === '' && at === 0 && (drafts.data?.items.length ?? 0) > 0 && (
        <Table
          caption="Đang soạn, chưa ban hành"
          rows={drafts.data?.items ?? []}
          rowKey={(row) => row.code}
          columns={[
            { key: 'code', title: 'Mã', cell: (row) => row.code },
            {
              key: 'name',
              title: 'Tên thủ tục',
              cell: (row) => <a href={`/quan-tri/thu-tuc/${row.code}`}>{row.name}</a>,
            },
            {
              key: 'saved',
              title: 'Lưu lần cuối',
              cell: (row) => `${row.savedByName}, ${showShort(row.savedAt)}`,
            },
          ]}
        />
      )}
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
              {
                key: 'name',
                title: 'Tên thủ tục',
                cell: (row) => <a href={`/quan-tri/thu-tuc/${row.code}`}>{row.name}</a>,
              },
              { key: 'sector', title: 'Lĩnh vực', cell: (row) => row.sectorName },
              {
                key: 'level',
                title: 'Cấp',
                cell: (row) => (row.level === 'commune' ? 'Xã' : 'Tỉnh'),
              },
            ]}
          />
          <Pagination at={at} size={SIZE} total={found.data.total} href={addressOf} />
        </>
      )}
    </>
  );
}
