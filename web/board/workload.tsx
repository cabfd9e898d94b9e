import { showNumber } from '../app/dates.ts';
import type { Workload } from '../desk/answers.ts';
import { EmptyState } from '../ui/notice.tsx';
import { Table } from '../ui/table.tsx';

type Door = (query: Record<string, string>) => string;
type Holder = NonNullable<Workload['officials']>[number];

/** How much each holds against their own usual week: whose hands need help, and not who is slow. */
export function Holders({ load, door }: { load: Workload; door: Door }) {
  const { officials, unassigned } = load;
  if (officials === null) return null;
  return (
    <section aria-labelledby="board-load">
      <h2 id="board-load">Việc đang giữ, so với nhịp của chính mỗi người</h2>
      <p class="quiet">
        Mỗi người được so với số hồ sơ chính mình thường làm xong trong một tuần (trung vị của tám tuần qua),
        không so với người khác. Quá hai tuần việc thì nên san bớt.
        {unassigned > 0 && ` Ngoài ra có ${showNumber(unassigned, 0)} hồ sơ chưa giao cho ai.`}
      </p>
      {officials.length === 0 ? (
        <EmptyState title="Chưa có hồ sơ nào được giao cho một người." />
      ) : (
        <Table
          caption="Hồ sơ đang giữ của mỗi người"
          hideCaption
          rows={officials}
          rowKey={(row) => row.officialId}
          columns={[
            { key: 'name', title: 'Người giữ', cell: (row) => row.name },
            { key: 'agency', title: 'Đơn vị', cell: (row) => row.agencyName },
            {
              key: 'open',
              title: 'Đang giữ',
              number: true,
              cell: (row) => (
                <a href={door({ list: 'in-progress', official: row.officialId })}>
                  {showNumber(row.open, 0)}
                  <span class="unseen"> hồ sơ</span>
                </a>
              ),
            },
            {
              key: 'overdue',
              title: 'Quá hạn',
              number: true,
              cell: (row) =>
                row.overdue === 0 ? (
                  <span class="quiet">0</span>
                ) : (
                  <a href={door({ list: 'overdue', official: row.officialId })}>
                    {showNumber(row.overdue, 0)}
                  </a>
                ),
            },
            { key: 'pace', title: 'Nhịp của chính mình', cell: (row) => paceWords(row) },
          ]}
        />
      )}
    </section>
  );
}

function paceWords(row: Holder) {
  if (row.word === 'unknown') return <span class="quiet">chưa đủ số liệu để biết nhịp</span>;
  const usual = `thường xong ${showNumber(row.perWeek ?? 0)} hồ sơ một tuần`;
  const need = row.daysOfWork === null ? '' : `, cần khoảng ${showNumber(row.daysOfWork, 0)} ngày làm việc`;
  if (row.word === 'usual') return `${usual}${need}`;
  return (
    <>
      <strong>nhiều hơn nhịp thường</strong>: {usual}
      {need}
    </>
  );
}

const DIRECTIONS = {
  'for-others': 'Tiếp nhận thay nơi khác',
  'by-others': 'Nơi khác tiếp nhận thay',
  between: 'Giữa hai nơi',
} as const;

/** What one place receives and another decides. */
export function Flows({ load }: { load: Workload }) {
  const { flows, flowPairs, bodyId } = load;
  const door = (query: Record<string, string>) => `/ban-lam-viec?${new URLSearchParams(query)}`;
  return (
    <section aria-labelledby="board-flows">
      <h2 id="board-flows">Phi địa giới: nhận một nơi, giải quyết một nơi</h2>
      {flows.length === 0 ? (
        <EmptyState title="Trong tháng không có hồ sơ nào nhận ở nơi này mà giải quyết ở nơi khác." />
      ) : (
        <>
          <Table
            caption="Hồ sơ nhận một nơi, giải quyết một nơi"
            hideCaption
            rows={flows}
            rowKey={(row) => `${row.receivingBodyId} ${row.competentBodyId}`}
            columns={[
              ...(bodyId === null
                ? []
                : [
                    {
                      key: 'way',
                      title: 'Chiều',
                      cell: (row: Workload['flows'][number]) => DIRECTIONS[row.direction],
                    },
                  ]),
              { key: 'from', title: 'Nơi tiếp nhận', cell: (row) => row.receivingName },
              { key: 'to', title: 'Nơi giải quyết', cell: (row) => row.competentName },
              {
                key: 'open',
                title: 'Đang giải quyết',
                number: true,
                cell: (row) => (
                  <a
                    href={door({
                      list: 'in-progress',
                      body: row.competentBodyId,
                      receiving: row.receivingBodyId,
                    })}
                  >
                    {showNumber(row.open, 0)}
                    <span class="unseen"> hồ sơ</span>
                  </a>
                ),
              },
              {
                key: 'overdue',
                title: 'Quá hạn',
                number: true,
                cell: (row) =>
                  row.overdue === 0 ? (
                    <span class="quiet">0</span>
                  ) : (
                    <a
                      href={door({
                        list: 'overdue',
                        body: row.competentBodyId,
                        receiving: row.receivingBodyId,
                      })}
                    >
                      {showNumber(row.overdue, 0)}
                    </a>
                  ),
              },
              {
                key: 'month',
                title: 'Nhận trong tháng',
                number: true,
                cell: (row) => (
                  <a
                    href={door({
                      list: 'all',
                      received: 'month',
                      body: row.competentBodyId,
                      receiving: row.receivingBodyId,
                    })}
                  >
                    {showNumber(row.receivedThisMonth, 0)}
                  </a>
                ),
              },
            ]}
          />
          {flowPairs > flows.length && (
            <p class="quiet">
              Hiện {showNumber(flows.length, 0)} cặp nhiều hồ sơ nhất trong {showNumber(flowPairs, 0)} cặp.
            </p>
          )}
        </>
      )}
    </section>
  );
}
