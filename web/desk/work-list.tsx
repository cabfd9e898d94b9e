import { useEffect, useRef, useState } from 'preact/hooks';
import { showDate, showNumber, showTime } from '../app/dates.ts';
import { go } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Lateness } from '../ui/marks.tsx';
import { EmptyState, FailedState } from '../ui/notice.tsx';
import type { Row } from './answers.ts';
import { fillsList } from './empty-lists.ts';
import { KeyCap } from './key-cap.tsx';
import { Later } from './later.tsx';
import {
  FILTERS,
  type ListQuery,
  listAddress,
  lists,
  loadLists,
  loadMore,
  loadRows,
  mark,
  marked,
  newcomers,
  openId,
  query,
  rows,
  selectedId,
  UNFILTERED,
} from './room.ts';
import { useKeys } from './use-keys.ts';

/** How many dossiers the server takes at once. */
const BULK_LIMIT = 100;

export function rowElement(id: string): HTMLElement | null {
  return document.getElementById(`row-${id}`);
}

/** Puts the hand on a row: the list keeps its place, and what comes next starts there. */
export function focusRow(id: string): void {
  selectedId.value = id;
  queueMicrotask(() => {
    const element = rowElement(id);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  });
}

/** The part of a code that tells dossiers of one agency apart: 261121-0012. */
function tailOf(code: string): string {
  return /(\d{6}-\w+)$/.exec(code)?.[1] ?? code;
}

function holderWords(row: Row): string {
  if (row.state === 'submitted') return 'chờ tiếp nhận';
  if (row.stepName === null) return row.stateName;
  return row.holder.officialName ?? row.holder.agencyName ?? row.stepName;
}

function Line({ row, tabbable }: { row: Row; tabbable: boolean }) {
  const code = row.code ?? row.trackingCode;
  return (
    <li class="pick-row" data-marked={marked.value.has(row.id)}>
      <input
        type="checkbox"
        class="pick no-print"
        tabIndex={-1}
        aria-label={`Đánh dấu ${row.applicantName}, ${tailOf(code)}`}
        checked={marked.value.has(row.id)}
        onChange={(event) => mark(row.id, event.currentTarget.checked)}
      />
      <a
        id={`row-${row.id}`}
        class="dossier-row"
        href={listAddress({}, row.id)}
        tabIndex={tabbable ? 0 : -1}
        aria-current={openId.value === row.id ? 'true' : undefined}
        onFocus={() => {
          selectedId.value = row.id;
        }}
      >
        {row.lateness === null ? (
          <span class="lateness quiet">{row.stateName}</span>
        ) : (
          <Lateness word={row.lateness.word} text={row.lateness.text} />
        )}
        <span class="who" title={row.applicantName}>
          {row.applicantName}
        </span>
        <span class="code" title={code}>
          {tailOf(code)}
        </span>
        <span class="due">
          {row.dueAt === null ? (
            <span title="Ngày nộp">nộp {showDate(row.submittedAt)}</span>
          ) : (
            <>
              <span class="unseen">hẹn trả </span>
              {showTime(row.dueAt)} {showDate(row.dueAt)}
            </>
          )}
        </span>
        <span class="what" title={row.procedureName}>
          {row.procedureName}
        </span>
        <span class="where" title={row.stepName ?? row.stateName}>
          {row.mirroredIn ?? (row.placeIndependent ? `⇄ ${row.competentBodyName}` : holderWords(row))}
        </span>
      </a>
    </li>
  );
}

function ToCome() {
  return (
    <div role="status">
      <span class="unseen">Đang tải danh sách</span>
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((line) => (
        <span key={line} class="row-to-come" aria-hidden="true" />
      ))}
    </div>
  );
}

function headingOf(wanted: ListQuery): string {
  if (wanted.q !== '' && wanted.list === '') return `Kết quả tìm “${wanted.q}”`;
  return lists.value?.find((list) => list.key === wanted.list)?.name ?? 'Hồ sơ';
}

/** Middle: one line a dossier, the whole row a target, sorted by what is due. */
export function WorkListColumn() {
  const wanted = query.value;
  const shown = rows.value;
  const end = useRef<HTMLDivElement>(null);
  const searching = wanted.q !== '' && wanted.list === '';
  const asked = JSON.stringify(wanted);

  useEffect(() => {
    const fresh = JSON.parse(asked) as ListQuery;
    if (fresh.list === '' && fresh.q === '') return;
    void loadRows(fresh).then(() => {
      // After a search the hand is on the first hit: Enter opens it.
      const first = rows.value.items[0];
      if (fresh.q !== '' && fresh.list === '' && first && openId.value === null) focusRow(first.id);
    });
  }, [asked]);

  // The list grows before its end comes into sight; the button stays for who has no scroll wheel.
  useEffect(() => {
    const element = end.current;
    if (element === null || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver((seen) => {
      if (seen.some((entry) => entry.isIntersecting)) void loadMore(query.peek());
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [shown.next]);

  const step = (by: 1 | -1) => {
    const { items } = rows.value;
    const at = items.findIndex((row) => row.id === selectedId.value);
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) focusRow(next.id);
    if (at + by >= items.length - 5) void loadMore(wanted);
  };
  const extend = (by: 1 | -1) => {
    if (selectedId.value !== null) mark(selectedId.value, true);
    step(by);
    if (selectedId.value !== null) mark(selectedId.value, true);
  };
  const [inBulk, setInBulk] = useState<readonly string[] | null>(null);
  const chosen = shown.items
    .filter((row) => marked.value.has(row.id))
    .map((row) => row.id)
    .slice(0, BULK_LIMIT);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    J: () => extend(1),
    K: () => extend(-1),
    // With a dossier open the letter is an act's.
    ...(openId.value === null
      ? {
          x: () => {
            if (selectedId.value !== null) mark(selectedId.value);
          },
        }
      : {}),
    ...(chosen.length > 0 ? { X: () => setInBulk(chosen) } : {}),
  });
  // What is marked in one list is not meant in another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another marking
  useEffect(() => {
    marked.value = new Set();
  }, [asked]);

  const listed = lists.value?.find((list) => list.key === wanted.list);
  const changed =
    !searching &&
    shown.status === 'ready' &&
    listed !== undefined &&
    plain(wanted) &&
    listed.count !== shown.total;
  return (
    <section class="middle" aria-label="Danh sách hồ sơ">
      <div class="list-head">
        <h2 id="list-title" tabIndex={-1}>
          {headingOf(wanted)}
          {shown.status === 'ready' && <span class="quiet"> · {showNumber(shown.total, 0)} hồ sơ</span>}
        </h2>
        {(changed || newcomers.value > 0) && (
          <Button small rank="link" onPress={() => void loadRows(wanted, true).then(loadLists)}>
            {newcomers.value > 0
              ? `${showNumber(newcomers.value, 0)} hồ sơ mới, cập nhật`
              : 'Có thay đổi, cập nhật'}
          </Button>
        )}
        {!searching && (
          <label class="sort">
            <span class="small">Xếp theo</span>
            <select
              value={wanted.sort}
              onChange={(event) =>
                go(listAddress({ sort: event.currentTarget.value as ListQuery['sort'] }, openId.value), {
                  keepScroll: true,
                })
              }
            >
              <option value="due">hạn trả</option>
              <option value="received">ngày tiếp nhận</option>
            </select>
          </label>
        )}
      </div>
      {!searching && <Narrowed wanted={wanted} />}
      {shown.status === 'loading' && <ToCome />}
      {shown.status === 'failed' && (
        <div class="plain">
          <FailedState words={wordsOf(shown.fault)} onRetry={() => void loadRows(wanted)} />
        </div>
      )}
      {shown.status === 'ready' && shown.items.length === 0 && (
        <div class="plain">
          {searching ? (
            <EmptyState title="Không thấy hồ sơ nào hợp với từ cần tìm.">
              <p>
                Có thể tìm theo mã hồ sơ, họ tên (không cần dấu), số định danh hoặc số điện thoại. Chỉ thấy
                những hồ sơ thuộc phạm vi được giao.
              </p>
            </EmptyState>
          ) : (
            <EmptyState title="Danh sách này đang trống.">
              <p>{fillsList(wanted.list)}</p>
            </EmptyState>
          )}
        </div>
      )}
      {shown.status === 'ready' && shown.items.length > 0 && (
        <>
          {chosen.length > 0 && (
            <div class="bulk-bar no-print" role="status">
              <span>Đã đánh dấu {showNumber(chosen.length, 0)} hồ sơ</span>
              <Button small onPress={() => setInBulk(chosen)} shortcut="Shift+x">
                Làm cùng lúc <KeyCap>Shift x</KeyCap>
              </Button>
              {chosen.length < shown.items.length && (
                <Button
                  small
                  rank="link"
                  onPress={() => {
                    marked.value = new Set(shown.items.map((row) => row.id));
                  }}
                >
                  Đánh dấu hết {showNumber(shown.items.length, 0)}
                </Button>
              )}
              <Button
                small
                rank="link"
                onPress={() => {
                  marked.value = new Set();
                }}
              >
                Bỏ đánh dấu
              </Button>
            </div>
          )}
          <ol class="dossiers" aria-labelledby="list-title">
            {shown.items.map((row, i) => (
              <Line
                key={row.id}
                row={row}
                tabbable={selectedId.value === null ? i === 0 : selectedId.value === row.id}
              />
            ))}
          </ol>
          {shown.next !== null && (
            <div class="more no-print" ref={end}>
              {shown.fault !== null && <p role="alert">{wordsOf(shown.fault)}</p>}
              <Button small onPress={() => void loadMore(wanted)}>
                Xem thêm ({showNumber(shown.items.length, 0)} / {showNumber(shown.total, 0)})
              </Button>
            </div>
          )}
          {searching && shown.items.length >= 20 && (
            <p class="more quiet">
              Chỉ hiện 20 hồ sơ hợp nhất. Gõ thêm họ tên hoặc số cuối của mã để hẹp lại.
            </p>
          )}
        </>
      )}
      {inBulk !== null && (
        <Later
          load={() =>
            import('./bulk-dialog.tsx').then(({ BulkDialog }) => () => (
              <BulkDialog
                ids={inBulk}
                onClose={() => setInBulk(null)}
                onDone={() => {
                  marked.value = new Set();
                  void loadRows(query.value, true);
                  void loadLists();
                }}
              />
            ))
          }
        />
      )}
    </section>
  );
}

const DUE_WORDS: Readonly<Record<string, string>> = {
  today: 'đến hạn hôm nay',
  tomorrow: 'đến hạn ngày mai',
  week: 'đến hạn trong tuần này',
};

const PERIOD_WORDS: Readonly<Record<string, string>> = { today: 'hôm nay', month: 'tháng này' };

/** Which part of the list is shown, when one came through a door of the board. */
function Narrowed({ wanted }: { wanted: ListQuery }) {
  if (FILTERS.every((name) => wanted[name] === '')) return null;
  const [first] = rows.value.items;
  const words = [
    wanted.due === '' ? '' : (DUE_WORDS[wanted.due] ?? ''),
    wanted.step === '' ? '' : `ở bước “${wanted.step}”`,
    wanted.received === '' ? '' : `tiếp nhận trong ${PERIOD_WORDS[wanted.received] ?? ''}`,
    wanted.resolved === '' ? '' : `giải quyết xong trong ${PERIOD_WORDS[wanted.resolved] ?? ''}`,
    wanted.unassigned === '' ? '' : 'chưa giao cho ai',
    wanted.agency === '' ? '' : `đang ở ${first?.holder.agencyName ?? 'một đơn vị'}`,
    wanted.official === '' ? '' : `do ${first?.holder.officialName ?? 'một cán bộ'} giữ`,
    wanted.body === '' ? '' : `giải quyết tại ${first?.competentBodyName ?? 'một cơ quan'}`,
    wanted.receiving === '' ? '' : `tiếp nhận tại ${first?.receivingBodyName ?? 'một nơi khác'}`,
    wanted.procedure === '' ? '' : `thủ tục ${wanted.procedure}`,
    wanted.state === '' ? '' : (first?.stateName.toLowerCase() ?? ''),
  ].filter(Boolean);
  return (
    <p class="narrowed">
      Chỉ hiện hồ sơ {words.join(', ')}. <a href={listAddress(UNFILTERED)}>Bỏ lọc</a>
    </p>
  );
}

function plain(wanted: ListQuery): boolean {
  return wanted.q === '' && FILTERS.every((name) => wanted[name] === '');
}
