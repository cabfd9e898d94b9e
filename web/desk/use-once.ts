import { useRef, useState } from 'preact/hooks';
import { api, newKey } from '../app/api.ts';
import { sessionEnded } from './room.ts';

/** Sends to an address with one idempotency key for one content: pressed twice, it has one effect. */
export function useOnce<T>(path: string, onDone: (made: T) => void) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const attempt = useRef<{ content: string; key: string } | null>(null);
  const send = async (body: object): Promise<void> => {
    if (busy) return;
    const content = path + JSON.stringify(body);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    setFault(null);
    try {
      const made = await api.post<T>(path, body, { key: attempt.current.key });
      setBusy(false);
      onDone(made);
    } catch (error) {
      setBusy(false);
      if (!sessionEnded(error)) setFault(error);
    }
  };
  return { busy, fault, send };
}
