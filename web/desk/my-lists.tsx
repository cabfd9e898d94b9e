import { showNumber } from '../app/dates.ts';
import { go } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { FailedState, Skeleton } from '../ui/notice.tsx';
import type { WorkList } from './answers.ts';
import { listAddress, lists, listsFault, loadLists, query, UNFILTERED } from './room.ts';
import { useKeys } from './use-keys.ts';

const PLAIN = { ...UNFILTERED, q: '', sort: 'due' } as const;

/** What is due today and what is overdue concern everybody, but stand after the work itself. */
function Links({ items }: { items: readonly WorkList[] }) {
  const searching = query.value.q !== '' && query.value.list === '';
  return (
    <ul>
      {items.map((list) => (
        <li key={list.key}>
          <a
            href={listAddress({ ...PLAIN, list: list.key })}
            aria-current={!searching && query.value.list === list.key ? 'true' : undefined}
          >
            <span>{list.name}</span>
            <span class="count">
              {list.late > 0 && list.key !== 'overdue' && (
                <span class="count-late">
                  <span aria-hidden="true">▲</span> {showNumber(list.late, 0)}
                  <span class="unseen"> quá hạn, tất cả </span>{' '}
                </span>
              )}
              {showNumber(list.count, 0)}
              <span class="unseen"> hồ sơ</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Left: my lists with counts that are true. On a narrow screen they fold under the name of the one that is open. */
export function MyLists() {
  const known = lists.value;
  useKeys(
    Object.fromEntries(
      (known ?? []).slice(0, 9).map((list, i) => [
        String(i + 1),
        () => {
          go(listAddress({ ...PLAIN, list: list.key }));
        },
      ]),
    ),
  );
  const current = known?.find((list) => list.key === query.value.list);
  const body =
    known === null ? (
      listsFault.value === null ? (
        <Skeleton lines={7} height="row" />
      ) : (
        <FailedState words={wordsOf(listsFault.value)} onRetry={() => void loadLists()} />
      )
    ) : (
      <Links items={known} />
    );
  return (
    <>
      <nav class="lists no-print" aria-label="Danh sách của tôi">
        {body}
      </nav>
      <details class="lists-fold no-print" key={query.value.list}>
        <summary>
          {current ? `${current.name} · ${showNumber(current.count, 0)}` : 'Danh sách của tôi'}
        </summary>
        <nav aria-label="Danh sách của tôi (thu gọn)" class="lists-inside">
          {body}
        </nav>
      </details>
    </>
  );
}
