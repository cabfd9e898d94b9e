import { useEffect, useRef } from 'preact/hooks';
import { api, newKey } from '../../app/api.ts';
import { showShort } from '../../app/dates.ts';
import { useResource } from '../../app/resource.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { isBegun, type Receipt } from './receipt.ts';
import '../turns.css';

export const withDraftId = (receipt: Receipt): Receipt =>
  receipt.draftId === '' ? { ...receipt, draftId: newKey() } : receipt;

/** How often what is being typed goes to the server; on leaving the page it goes at once. */
const EVERY = 20_000;

export const draftTitle = (receipt: Receipt): string =>
  [receipt.fullName.trim() || 'Chưa ghi tên', receipt.procedure?.name ?? 'chưa chọn thủ tục']
    .join(', ')
    .slice(0, 300);

/**
 * Keeps a half typed receipt with the server too, so that the same official goes on with it at any machine. Failing is
 * no harm: this machine has its own copy.
 */
export function useServerDraft(receipt: Receipt): void {
  const now = useRef(receipt);
  now.current = receipt;
  const saved = useRef('');
  useEffect(() => {
    const save = () => {
      const draft = now.current;
      if (draft.draftId === '' || !isBegun(draft)) return;
      const content = JSON.stringify(draft);
      if (content === saved.current) return;
      saved.current = content;
      api
        .put(
          `/api/receipt-drafts/${draft.draftId}`,
          { title: draftTitle(draft), body: draft },
          { key: newKey() },
        )
        .catch(() => {
          saved.current = '';
        });
    };
    const onHidden = () => {
      if (document.visibilityState === 'hidden') save();
    };
    const timer = setInterval(save, EVERY);
    document.addEventListener('visibilitychange', onHidden);
    addEventListener('pagehide', save);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onHidden);
      removeEventListener('pagehide', save);
      save();
    };
  }, []);
}

/** Received, or thrown away: nothing of it stays with the server. */
export function dropServerDraft(receipt: Receipt): void {
  if (receipt.draftId !== '')
    api.delete(`/api/receipt-drafts/${receipt.draftId}`, { key: newKey() }).catch(() => undefined);
}

/** Receipts that this official began and left, here or at another machine. */
export function OtherDrafts(p: { mine: string; onResume: (body: Receipt, savedAt: string) => void }) {
  const answer = useResource<{ items: { id: string; title: string; savedAt: string }[] }>(
    '/api/receipt-drafts',
  );
  const others = (answer.data?.items ?? []).filter((one) => one.id !== p.mine);
  if (others.length === 0) return null;
  const resume = async (id: string) => {
    const draft = await api.get<{ body: Receipt; savedAt: string }>(`/api/receipt-drafts/${id}`);
    p.onResume(draft.body, draft.savedAt);
  };
  return (
    <Notice title={`Ông/bà còn ${others.length} hồ sơ đang nhập dở.`}>
      <ul class="drafts-left">
        {others.map((one) => (
          <li key={one.id}>
            {one.title}, <span class="quiet">lưu lúc {showShort(one.savedAt)}</span>{' '}
            <Button
              small
              onPress={() => void resume(one.id).catch(answer.reload)}
              label={`Nhập tiếp ${one.title}`}
            >
              Nhập tiếp
            </Button>{' '}
            <Button
              small
              rank="link"
              label={`Bỏ ${one.title}`}
              onPress={() =>
                void api
                  .delete(`/api/receipt-drafts/${one.id}`, { key: newKey() })
                  .then(answer.reload, answer.reload)
              }
            >
              Bỏ
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
