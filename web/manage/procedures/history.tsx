import { showDate, showShort } from '../../app/dates.ts';
import { useResource } from '../../app/resource.ts';
import { wordsOf } from '../../app/words.ts';
import { FailedState, Skeleton } from '../../ui/notice.tsx';

interface Version {
  versionId: string;
  effectiveFrom: string;
  effectiveTo: string | null;
  state: 'ahead' | 'in-force' | 'ended';
  decision: string | null;
  approvedByName: string | null;
  approvedAt: string | null;
  differences: string[];
}

const STATES: Record<Version['state'], string> = {
  ahead: 'Sắp có hiệu lực',
  'in-force': 'Đang có hiệu lực',
  ended: 'Hết hiệu lực',
};

/** Every version, newest first, with what it changed. */
export function History({ code }: { code: string }) {
  const history = useResource<{ items: Version[] }>(`/api/procedure-drafts/${code}/history`);
  if (history.data === null)
    return history.state === 'failed' ? (
      <FailedState words={wordsOf(history.problem)} onRetry={history.reload} />
    ) : (
      <Skeleton lines={6} />
    );
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">Các phiên bản</h2>
      <ol class="versions">
        {history.data.items.map((one) => (
          <li key={one.versionId} data-state={one.state}>
            <p>
              <strong>
                Từ {showDate(one.effectiveFrom)}
                {/* The first day on which it no longer holds is the next one's first. */}
                {one.effectiveTo !== null && ` đến trước ${showDate(one.effectiveTo)}`}
              </strong>{' '}
              <span class="version-state">{STATES[one.state]}</span>
            </p>
            <p class="quiet">
              {one.decision === null ? 'Theo danh mục đã nạp' : `Quyết định ${one.decision}`}
              {one.approvedByName !== null && `, ${one.approvedByName} ghi lúc ${showShort(one.approvedAt)}`}
            </p>
            {one.differences.length > 0 && (
              <ul class="changes">
                {one.differences.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
