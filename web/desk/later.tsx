import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { FailedState, Skeleton } from '../ui/notice.tsx';

/** A part of the room that is fetched when it is first entered; `given` is what it is handed then. */
export function Later<P extends object>({
  load,
  given,
}: {
  load: () => Promise<ComponentType<P>>;
  given?: P;
}) {
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  const [failed, setFailed] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let here = true;
    setFailed(false);
    load().then(
      (part) => {
        if (here) setPart(() => part);
      },
      () => {
        if (here) setFailed(true);
      },
    );
    return () => {
      here = false;
    };
  }, [turn]);
  if (Part !== null) return <Part {...((given ?? {}) as P)} />;
  return (
    <div class="plain">
      {failed ? (
        <FailedState
          words="Chưa tải được phần này. Hãy kiểm tra đường truyền rồi thử lại."
          onRetry={() => setTurn(turn + 1)}
        />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  );
}
