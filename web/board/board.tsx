import { useEffect, useState } from 'preact/hooks';
import { legalDayOf, showNumber, showTime } from '../app/dates.ts';
import { online } from '../app/line.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import type { Board } from '../desk/answers.ts';
import { sessionEnded } from '../desk/room.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { type Column, Table } from '../ui/table.tsx';
import './board.css';

const EVERY = 60_000;
type Commune = NonNullable<Board['communes']>[number];
type CommuneKey = 'name' | 'inProgress' | 'dueToday' | 'overdue' | 'receivedToday';

const door = (list: string, more: Record<string, string> = {}) =>
  `/ban-lam-viec?${new URLSearchParams({ list, ...more })}`;

/** Few numbers, each a door; then the few that need a hand; then, for the province, its communes of the day. */
export function BoardPage() {
  const board = useResource<Board>('/api/board');
  const [asked, setAsked] = useState(() => new Date().toISOString());
  const { reload } = board;
  useEffect(() => {
    document.title = 'Điều hành - Haicấp';
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && online.value) reload();
    }, EVERY);
    return () => clearInterval(timer);
  }, [reload]);
  useEffect(() => {
    if (board.data !== null) setAsked(new Date().toISOString());
  }, [board.data]);
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
  const { body, counts, overdueBy, communes } = board.data;
  const { value, of } = counts.onTimePercent;
  return (
    <div class="board">
      <h1 tabIndex={-1}>Điều hành: {body.name}</h1>
      <p class="quiet row">
        Số liệu lúc {showTime(asked)} {legalDayOf(asked).split('-').reverse().join('/')}
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
          <Figure href={door('overdue')} value={counts.overdue} name="quá hạn" urgent={counts.overdue > 0} />
          <Figure href={door('due-today')} value={counts.dueToday} name="đến hạn hôm nay" />
          <Figure href={door('due-tomorrow')} value={counts.dueTomorrow} name="đến hạn ngày mai" />
          <Figure href={door('due-this-week')} value={counts.dueThisWeek} name="đến hạn trong tuần" />
          <Figure href={door('in-progress')} value={counts.inProgress} name="đang giải quyết" />
          <Figure href={door('awaiting-supplement')} value={counts.awaitingSupplement} name="chờ bổ sung" />
          <Figure href={door('received-today')} value={counts.receivedToday} name="tiếp nhận hôm nay" />
          <Figure href={door('resolved-today')} value={counts.resolvedToday} name="giải quyết xong hôm nay" />
        </ul>
        <p>
          Trong tháng tiếp nhận {showNumber(counts.receivedThisMonth, 0)} hồ sơ.{' '}
          {value === null || of[1] === 0 ? (
            'Chưa có hồ sơ nào giải quyết xong trong tháng để tính tỷ lệ đúng hạn.'
          ) : (
            <>
              Giải quyết đúng hạn <strong>{showNumber(value)} %</strong>{' '}
              <span class="quiet">
                ({showNumber(of[0], 0)} trong {showNumber(of[1], 0)} hồ sơ đã xong)
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
                cell: (row) => <a href={door('overdue')}>{showNumber(row.count, 0)}</a>,
              },
            ]}
          />
        )}
      </section>
      {communes && communes.length > 0 && <Communes rows={communes} />}
      <p class="no-print row">
        <ButtonLink href={door('all')}>Xem mọi hồ sơ</ButtonLink>
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
  const figure = (list: string, key: Exclude<CommuneKey, 'name'>) => (row: Commune) =>
    row[key] === 0 ? (
      <span class="quiet">0</span>
    ) : (
      <a href={door(list, { body: row.bodyId })}>{showNumber(row[key], 0)}</a>
    );
  const columns: Column<Commune>[] = [
    { key: 'name', title: head('name', 'Xã, phường'), cell: (row) => row.name },
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
      cell: figure('received-today', 'receivedToday'),
    },
  ];
  return (
    <section aria-labelledby="board-communes">
      <h2 id="board-communes">Theo xã, phường ({showNumber(rows.length, 0)})</h2>
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
          caption="Hồ sơ của từng xã, phường trong hôm nay"
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
