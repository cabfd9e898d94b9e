import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { FailedState, Skeleton } from '../ui/notice.tsx';

/** A page whose code comes when it is first opened. A failed load (the line broke) can be tried again. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): FunctionComponent<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [, redraw] = useState(0);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (loaded !== null || failed) return;
      load().then(
        (page) => {
          loaded = page;
          redraw((n) => n + 1);
        },
        () => setFailed(true),
      );
    }, [failed]);
    if (failed) {
      return (
        <FailedState
          words="Chưa tải được trang này vì đường truyền bị ngắt."
          onRetry={() => setFailed(false)}
        />
      );
    }
    const Page = loaded;
    return Page === null ? <Skeleton lines={5} /> : <Page {...props} />;
  };
}
