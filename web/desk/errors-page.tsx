import { useEffect, useState } from 'preact/hooks';
import { DateInput } from '../app/date-input.tsx';
import { legalDayOf, showShort } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { FailedState, Skeleton } from '../ui/notice.tsx';
import { Table } from '../ui/table.tsx';
import './turns.css';

interface Errors {
  counts: { kind: string; name: string; count: number; apologised: number; mended: number }[];
  items: {
    dossierId: string;
    code: string | null;
    kindName: string;
    text: string;
    at: string;
    agencyName: string;
    officialName: string | null;
    apologisedAt: string | null;
    mendedAt: string | null;
  }[];
}

/** Errors and losses of the office in a period: how many, whether apologised for and mended, and which. */
export function ErrorsPage() {
  const today = legalDayOf(new Date().toISOString());
  const [typed, setTyped] = useState({ from: `${today.slice(0, 8)}01`, to: today });
  const [asked, setAsked] = useState(typed);
  const answer = useResource<Errors>('/api/office-errors', asked);
  useEffect(() => {
    document.title = 'Sai sót của cơ quan - Haicấp';
  }, []);
  const found = answer.data;
  return (
    <div class="plain book">
      <h1 tabIndex={-1}>Sai sót của cơ quan</h1>
      <form
        class="row no-print"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        <DateInput
          id="errors-from"
          label="Từ ngày"
          value={typed.from}
          onInput={(from) => setTyped((before) => ({ ...before, from }))}
        />
        <DateInput
          id="errors-to"
          label="Đến ngày"
          value={typed.to}
          onInput={(to) => setTyped((before) => ({ ...before, to }))}
        />
        <Button type="submit">Xem</Button>
      </form>
      {answer.state === 'failed' && <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />}
      {answer.state === 'loading' && <Skeleton lines={5} />}
      {found !== null && found.counts.length === 0 && <p>Không có sai sót nào được ghi trong kỳ này.</p>}
      {found !== null && found.counts.length > 0 && (
        <>
          <Table
            caption="Đếm theo loại"
            columns={[
              { key: 'name', title: 'Loại', cell: (row) => row.name },
              { key: 'count', title: 'Số lần', number: true, cell: (row) => row.count },
              { key: 'apologised', title: 'Đã xin lỗi', number: true, cell: (row) => row.apologised },
              { key: 'mended', title: 'Đã khắc phục', number: true, cell: (row) => row.mended },
            ]}
            rows={found.counts}
            rowKey={(row) => row.kind}
          />
          <Table
            caption="Từng sai sót, mới nhất trước"
            columns={[
              {
                key: 'code',
                title: 'Hồ sơ',
                cell: (row) => (
                  <a href={`/ban-lam-viec/ho-so/${row.dossierId}?list=all`}>{row.code ?? 'Mở hồ sơ'}</a>
                ),
              },
              { key: 'what', title: 'Sai sót', cell: (row) => `${row.kindName}: ${row.text}` },
              {
                key: 'where',
                title: 'Nơi xảy ra',
                cell: (row) => [row.officialName, row.agencyName].filter(Boolean).join(', '),
              },
              { key: 'at', title: 'Ghi lúc', cell: (row) => showShort(row.at) },
              {
                key: 'apology',
                title: 'Xin lỗi',
                cell: (row) => (row.apologisedAt ? showShort(row.apologisedAt) : 'Chưa'),
              },
              {
                key: 'mended',
                title: 'Khắc phục',
                cell: (row) => (row.mendedAt ? showShort(row.mendedAt) : 'Chưa'),
              },
            ]}
            rows={found.items}
            rowKey={(row) => `${row.dossierId}${row.at}`}
          />
        </>
      )}
    </div>
  );
}
