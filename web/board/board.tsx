import { useCallback, useEffect, useState } from 'preact/hooks';
import { showDate, showNumber, showTime } from '../app/dates.ts';
import { online } from '../app/line.ts';
import { onLive } from '../app/live.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import type { Board, Workload } from '../desk/answers.ts';
import { sessionEnded } from '../desk/room.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { type Column, Table } from '../ui/table.tsx';
import { Flows, Holders } from './workload.tsx';
import './board.css';

/** Where no live line comes through: asked again. Milliseconds. */
const EVERY = 60_000;
type Commune = Board['communes'][number];
type CommuneKey = 'name' | 'inProgress' | 'dueToday' | 'overdue' | 'receivedToday' | 'resolvedThisMonth';

/** A list of the desk whose length is the figure it stands behind. */
const doorOf = (query: Record<string, string>) => `/ban-lam-viec?${new URLSearchParams(query)}`;

/** Few numbers, each a door; then the few that need a hand; then, for the province, its communes of the day. */
export function BoardPage() {
  const board = useResource<Board>('/api/board');
  const load = useResource<Workload>('/api/board/workload');
  const { reload: reloadBoard } = board;
  const { reload: reloadLoad } = load;
  const reload = useCallback(() => {
    reloadBoard();
    reloadLoad();
  }, [reloadBoard, reloadLoad]);
  useEffect(() => {
    document.title = 'Điều hành - Haicấp';
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && online.value) reload();
    }, EVERY);
    // A board that nobody sees is not kept up; seen again, it is brought up at once.
    const look = () => {
      if (document.visibilityState === 'visible') reload();
    };
    // A due time that passes is no change of a dossier, but it is warned of.
    const stops = [onLive('dossiers', look), onLive('warnings', look)];
    document.addEventListener('visibilitychange', look);
    return () => {
      for (const stop of stops) stop();
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [reload]);
  useEffect(() => {
    if (board.problem !== null) sessionEnded(board.problem);
  }, [board.problem]);

  if (board.data === null) {
    return (
      <div class="board">
        <h1 tabIndex={-1}>Điều hành</h1>
        {board.state === 'failed' ? (
          <FailedState words={wordsOf(board.problem)} onRetry={reload} />
        ) : (
          <Skeleton lines={8} height="row" />
        )}
      </div>
    );
  }
  const { body, counts, overdueBy, communes, onTime, at } = board.data;
  const inBody = body === null ? {} : { body: body.id };
  const door = (query: Record<string, string>) => doorOf({ ...inBody, ...query });
  return (
    <div class="board">
      <h1 tabIndex={-1}>Điều hành: {body?.name ?? 'toàn tỉnh'}</h1>
      <p class="quiet row">
        Số liệu lúc {showTime(at)} {showDate(at)}, tự đổi khi có thay đổi
        <span class="no-print">
          <Button small rank="link" onPress={reload}>
            Cập nhật
          </Button>
        </span>
      </p>
      {board.state === 'failed' && (
        <Notice kind="warn" title="Chưa lấy được số liệu mới; các số dưới đây là của lần trước." />
      )}
      <section aria-labelledby="board-now">
        <h2 id="board-now">Hôm nay</h2>
        <ul class="numbers">
          <Figure
            href={door({ list: 'overdue' })}
            value={counts.overdue}
            name="quá hạn"
            urgent={counts.overdue > 0}
          />
          <Figure href={door({ list: 'due-today' })} value={counts.dueToday} name="đến hạn hôm nay" />
          <Figure
            href={door({ list: 'in-progress', due: 'tomorrow' })}
            value={counts.dueTomorrow}
            name="đến hạn ngày mai"
          />
          <Figure
            href={door({ list: 'in-progress', due: 'week' })}
            value={counts.dueThisWeek}
            name="đến hạn trong tuần"
          />
          <Figure href={door({ list: 'in-progress' })} value={counts.inProgress} name="đang giải quyết" />
          <Figure
            href={door({ list: 'awaiting-supplement' })}
            value={counts.awaitingSupplement}
            name="chờ bổ sung"
          />
          <Figure
            href={door({ list: 'all', state: 'submitted' })}
            value={counts.toReceive}
            name="chờ tiếp nhận"
          />
        </ul>
        <p>
          Hôm nay tiếp nhận{' '}
          <a href={door({ list: 'all', received: 'today' })}>{showNumber(counts.receivedToday, 0)}</a>, giải
          quyết xong{' '}
          <a href={door({ list: 'all', resolved: 'today' })}>{showNumber(counts.resolvedToday, 0)}</a> hồ sơ;
          trong tháng tiếp nhận{' '}
          <a href={door({ list: 'all', received: 'month' })}>{showNumber(counts.receivedThisMonth, 0)}</a>,
          giải quyết xong{' '}
          <a href={door({ list: 'all', resolved: 'month' })}>{showNumber(counts.resolvedThisMonth, 0)}</a>.{' '}
          {onTime.whole > 0 && (
            <>
              Đúng hạn <strong>{showNumber((100 * onTime.part) / onTime.whole)} %</strong>{' '}
              <span class="quiet">
                ({showNumber(onTime.part, 0)} trong {showNumber(onTime.whole, 0)} hồ sơ đã xong trong tháng)
              </span>
            </>
          )}
        </p>
      </section>
      <section aria-labelledby="board-late">
        <h2 id="board-late">Cần can thiệp</h2>
        {overdueBy.length === 0 ? (
          <EmptyState title="Không có hồ sơ nào quá hạn.">
            <p>Khi có, danh sách này cho biết hồ sơ đang nằm ở bước nào, ai giữ.</p>
          </EmptyState>
        ) : (
          <Table
            caption="Hồ sơ quá hạn theo bước và người giữ"
            hideCaption
            rows={overdueBy}
            rowKey={(row) => `${row.stepName}${row.officialName ?? ''}${row.agencyName}`}
            columns={[
              {
                key: 'who',
                title: 'Người giữ',
                cell: (row) => row.officialName ?? <span class="quiet">chưa phân công</span>,
              },
              { key: 'step', title: 'Bước', cell: (row) => row.stepName },
              { key: 'agency', title: 'Đơn vị', cell: (row) => row.agencyName },
              {
                key: 'count',
                title: 'Quá hạn',
                number: true,
                cell: (row) => (
                  <a
                    href={door({
                      list: 'overdue',
                      step: row.stepName,
                      agency: row.agencyId,
                      ...(row.officialId === null ? { unassigned: 'true' } : { official: row.officialId }),
                    })}
                  >
                    {showNumber(row.count, 0)}
                    <span class="unseen"> hồ sơ quá hạn</span>
                  </a>
                ),
              },
            ]}
          />
        )}
      </section>
      {load.data !== null && <Holders load={load.data} door={door} />}
      {load.data !== null && <Flows load={load.data} />}
      {load.state === 'failed' && load.data === null && (
        <FailedState words={wordsOf(load.problem)} onRetry={reloadLoad} />
      )}
      {body === null && <Communes rows={communes} />}
      <p class="no-print row">
        <ButtonLink href={door({ list: 'all' })}>Xem mọi hồ sơ</ButtonLink>
        <Button onPress={() => print()}>In trang này</Button>
      </p>
    </div>
  );
}

function Figure(p: { href: string; value: number; name: string; urgent?: boolean }) {
  return (
    <li>
      <a class="figure" href={p.href} data-urgent={p.urgent === true ? 'true' : undefined}>
        <span class="figure-value">
          {p.urgent && <span aria-hidden="true">▲ </span>}
          {showNumber(p.value, 0)}
        </span>
        <span>{p.name}</span>
      </a>
    </li>
  );
}

/** The communes of the day, those in need of a hand first; every number opens its dossiers. */
function Communes({ rows }: { rows: readonly Commune[] }) {
  const [by, setBy] = useState<CommuneKey>('overdue');
  const [text, setText] = useState('');
  const sorted = [...rows]
    .filter((row) => plainText(row.name).includes(plainText(text)))
    .sort((a, b) =>
      by === 'name'
        ? a.name.localeCompare(b.name, 'vi')
        : b[by] - a[by] ||
          b.overdue - a.overdue ||
          b.inProgress - a.inProgress ||
          a.name.localeCompare(b.name, 'vi'),
    );
  const head = (key: CommuneKey, title: string) => (
    <button type="button" class="sort-by" aria-pressed={by === key} onClick={() => setBy(key)}>
      {title}
      {by === key && <span aria-hidden="true"> ↓</span>}
    </button>
  );
  const figure = (list: string, key: 'overdue' | 'dueToday' | 'inProgress') => (row: Commune) =>
    row[key] === 0 ? (
      <span class="quiet">0</span>
    ) : (
      <a href={doorOf({ list, body: row.bodyId })}>{showNumber(row[key], 0)}</a>
    );
  const columns: Column<Commune>[] = [
    { key: 'name', title: head('name', 'Cơ quan giải quyết'), cell: (row) => row.name },
    { key: 'overdue', title: head('overdue', 'Quá hạn'), number: true, cell: figure('overdue', 'overdue') },
    {
      key: 'dueToday',
      title: head('dueToday', 'Đến hạn hôm nay'),
      number: true,
      cell: figure('due-today', 'dueToday'),
    },
    {
      key: 'inProgress',
      title: head('inProgress', 'Đang giải quyết'),
      number: true,
      cell: figure('in-progress', 'inProgress'),
    },
    {
      key: 'receivedToday',
      title: head('receivedToday', 'Nhận hôm nay'),
      number: true,
      cell: (row) => showNumber(row.receivedToday, 0),
    },
    {
      key: 'resolvedThisMonth',
      title: head('resolvedThisMonth', 'Xong trong tháng'),
      number: true,
      cell: (row) => showNumber(row.resolvedThisMonth, 0),
    },
  ];
  return (
    <section aria-labelledby="board-communes">
      <h2 id="board-communes">Theo cơ quan giải quyết ({showNumber(rows.length, 0)})</h2>
      <p class="no-print">
        <label>
          <span class="small">Lọc theo tên</span>{' '}
          <input
            class="input input-medium"
            type="search"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
      </p>
      <div class="board-communes">
        <Table
          caption="Hồ sơ của từng cơ quan giải quyết trong hôm nay"
          hideCaption
          columns={columns}
          rows={sorted}
          rowKey={(row) => row.bodyId}
        />
      </div>
    </section>
  );
}

/** Letters without their marks: "binh luc" finds Bình Lục. */
function plainText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();
}
