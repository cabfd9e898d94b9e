import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ProcedureVersion } from '../../../src/capabilities/procedures/shape.ts';
import { api, newKey, Problem } from '../../app/api.ts';
import { wordsOf } from '../../app/words.ts';
import { sessionEnded } from '../../desk/room.ts';

export interface Fault {
  pointer: string;
  text: string;
  step?: string | null;
  way?: string[];
  dossier?: string;
}

/** What the server knows of a draft. */
export interface DraftSeen {
  version: number;
  body: ProcedureVersion;
  base: { versionId: string; procedure: ProcedureVersion; outdated: boolean };
  savedByName: string | null;
  savedAt: string | null;
  faults: Fault[];
  lacking: { step: string; role: string; bodies: string[] }[];
  differences: { part: string; text: string }[];
}

export type Saving =
  | { kind: 'saved' }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'failed'; words: string }
  /** Somebody else saved in between: theirs, for choosing. */
  | { kind: 'stale'; theirs: DraftSeen };

export interface DraftWork {
  seen: DraftSeen | null;
  /** What is on the screen. */
  body: ProcedureVersion | null;
  problem: unknown;
  saving: Saving;
  mayUndo: boolean;
  change(make: (body: ProcedureVersion) => ProcedureVersion): void;
  undo(): void;
  /** Saves what is not saved yet; false when it could not be. */
  flush(): Promise<boolean>;
  keepMine(): void;
  takeTheirs(): void;
  reload(): void;
}

const PAUSE = 700;
const MOST_UNDO = 100;

const addressOf = (code: string) => `/api/procedure-drafts/${code}`;

/** A draft that saves itself shortly after each change, one save after the other, and never over another's unseen. */
export function useDraft(code: string): DraftWork {
  const [seen, setSeen] = useState<DraftSeen | null>(null);
  const [body, setBody] = useState<ProcedureVersion | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [saving, setSaving] = useState<Saving>({ kind: 'saved' });
  const [undone, setUndone] = useState(0);
  // What saves work with: always the newest, whatever the screen has drawn.
  const now = useRef({
    body: null as ProcedureVersion | null,
    version: 0,
    isDirty: false,
    past: [] as ProcedureVersion[],
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
    sending: null as Promise<boolean> | null,
    isHeld: false,
  });

  const show = useCallback((answer: DraftSeen) => {
    const work = now.current;
    work.body = answer.body;
    work.version = answer.version;
    work.isDirty = false;
    work.isHeld = false;
    work.past = [];
    setSeen(answer);
    setBody(answer.body);
    setSaving({ kind: 'saved' });
  }, []);

  const load = useCallback(() => {
    setProblem(null);
    api.get<DraftSeen>(addressOf(code)).then(show, (error: unknown) => {
      if (!sessionEnded(error)) setProblem(error);
    });
  }, [code, show]);
  useEffect(load, [load]);

  const send = useCallback(async (): Promise<boolean> => {
    const work = now.current;
    while (work.isDirty && !work.isHeld && work.body !== null) {
      work.isDirty = false;
      setSaving({ kind: 'saving' });
      const sent = work.body;
      try {
        const answer = await api.put<Pick<DraftSeen, 'version' | 'faults' | 'lacking'>>(
          addressOf(code),
          { version: work.version, body: sent },
          { key: newKey() },
        );
        work.version = answer.version;
        setSeen((before) =>
          before === null ? before : { ...before, ...answer, savedAt: new Date().toISOString() },
        );
      } catch (error) {
        work.isDirty = true;
        if (sessionEnded(error)) return false;
        if (error instanceof Problem && error.code === 'procedure-draft.stale') {
          work.isHeld = true;
          const theirs = await api.get<DraftSeen>(addressOf(code)).catch(() => null);
          setSaving(theirs === null ? { kind: 'failed', words: wordsOf(error) } : { kind: 'stale', theirs });
        } else setSaving({ kind: 'failed', words: wordsOf(error) });
        return false;
      }
    }
    setSaving(work.isDirty ? { kind: 'unsaved' } : { kind: 'saved' });
    return !work.isDirty;
  }, [code]);

  const flush = useCallback(async (): Promise<boolean> => {
    const work = now.current;
    clearTimeout(work.timer);
    while (work.sending !== null) await work.sending;
    if (!work.isDirty) return true;
    work.sending = send().finally(() => {
      work.sending = null;
    });
    return work.sending;
  }, [send]);

  const put = useCallback(
    (next: ProcedureVersion) => {
      const work = now.current;
      work.body = next;
      work.isDirty = true;
      setBody(next);
      if (work.isHeld) return;
      setSaving({ kind: 'unsaved' });
      clearTimeout(work.timer);
      work.timer = setTimeout(() => void flush(), PAUSE);
    },
    [flush],
  );

  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent) => {
      if (now.current.isDirty) event.preventDefault();
    };
    addEventListener('beforeunload', leaving);
    return () => {
      removeEventListener('beforeunload', leaving);
      void flush();
    };
  }, [flush]);

  return {
    seen,
    body,
    problem,
    saving,
    mayUndo: undone >= 0 && now.current.past.length > 0,
    change(make) {
      const work = now.current;
      if (work.body === null) return;
      const next = make(work.body);
      if (next === work.body) return;
      work.past = [...work.past.slice(-MOST_UNDO), work.body];
      put(next);
    },
    undo() {
      const before = now.current.past.pop();
      setUndone((count) => count + 1);
      if (before !== undefined) put(before);
    },
    flush,
    keepMine() {
      if (saving.kind !== 'stale') return;
      now.current.version = saving.theirs.version;
      now.current.isHeld = false;
      void flush();
    },
    takeTheirs() {
      if (saving.kind === 'stale') show(saving.theirs);
    },
    reload: load,
  };
}
