import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { api, Problem, type Query } from './api.ts';

export type Resource<T> =
  | { state: 'loading'; data: null; problem: null; reload: () => void }
  | { state: 'ready'; data: T; problem: null; reload: () => void }
  /** The last data stays when a reload failed. */
  | { state: 'failed'; data: T | null; problem: Problem; reload: () => void };

/**
 * What an address answers, loaded when the address changes and on `reload`. `path` null loads nothing yet. While
 * something newer loads, what was there stays (`state: 'ready'`), so that nothing jumps.
 */
export function useResource<T>(path: string | null, query?: Query): Resource<T> {
  const [answer, setAnswer] = useState<{ path: string; data: T | null; problem: Problem | null } | null>(
    null,
  );
  const [turn, setTurn] = useState(0);
  const search = JSON.stringify(query ?? {});
  const queryNow = useRef(query);
  queryNow.current = query;
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    api.get<T>(path, queryNow.current, stop.signal).then(
      (data) => setAnswer({ path, data, problem: null }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem('http.500', 500);
        setAnswer((last) => ({ path, data: last?.path === path ? last.data : null, problem }));
      },
    );
    return () => stop.abort();
  }, [path, search, turn]);
  if (answer === null || answer.path !== path) return { state: 'loading', data: null, problem: null, reload };
  if (answer.problem !== null) return { state: 'failed', data: answer.data, problem: answer.problem, reload };
  return { state: 'ready', data: answer.data as T, problem: null, reload };
}
