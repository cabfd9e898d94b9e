import { showNumber } from '../app/dates.ts';
import { go, place } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { FailedState, Skeleton } from '../ui/notice.tsx';
import type { WorkList } from './answers.ts';
import { listAddress, lists, listsFault, loadLists, query, UNFILTERED } from './room.ts';
import { useKeys } from './use-keys.ts';

const PLAIN = { ...UNFILTERED, q: '', sort: 'due' } as const;

const CONSULTATIONS = '/ban-lam-viec/lay-y-kien';

/** What one is asked about dossiers of others is a room of its own. */
function addressOf(list: WorkList): string {
  return list.key === 'consultations' ? CONSULTATIONS : listAddress({ ...PLAIN, list: list.key });
}

/** What is due today and what is overdue concern everybody, but stand after the work itself. */
function Links({ items }: { items: readonly WorkList[] }) {
  const searching = query.value.q !== '' && query.value.list === '';
  const asked = place.value.path.startsWith(CONSULTATIONS);
  const isOpen = (list: WorkList) =>
    asked ? list.key === 'consultations' : !searching && query.value.list === list.key;
  return (
    <ul>
      {items.map((list) => (
        <li key={list.key}>
          <a href={addressOf(list)} aria-current={isOpen(list) ? 'true' : undefined}>
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
          go(addressOf(list));
        },
      ]),
    ),
  );
  const current = known?.find((list) =>
    place.value.path.startsWith(CONSULTATIONS) ? list.key === 'consultations' : list.key === query.value.list,
  );
  const body =
    known === null ? (
      listsFault.value === null ? (
        <Skeleton lines={7} height="row" />
      ) : (
        <FailedState words={wordsOf(listsFault.value)} onRetry={() => void loadLists()} />
      )
    ) : (
      <>
        <Links items={known} />
        <p class="beside-lists">
          <a href="/ban-lam-viec/vang-mat">Vắng mặt, bàn giao</a>
        </p>
      </>
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
