import { useEffect, useRef, useState } from 'preact/hooks';
import { type FormCell, kindOf } from '../../../src/capabilities/rounds/form.ts';
import { readNumber } from '../../../src/capabilities/rounds/judge.ts';
import { api, newKey } from '../../app/api.ts';
import { showTime } from '../../app/dates.ts';
import { dropDraft, findDraft, keepDraft } from '../../app/drafts.ts';
import { guardLeaving } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { official, sessionEnded } from '../../desk/room.ts';
import type { ClashShown, SheetAnswer } from './answers.ts';

/** How long after the last key what was typed is sent; on this machine it is kept at once. */
const SAVE_AFTER = 1_200;

/** What is typed into a cell and not yet with the server. */
interface Typed {
  text: string;
  note?: string | undefined;
  /** The version upon which it is written. */
  base: number;
}

export interface Filling {
  /** What stands in the asked cells, typed ones too; null where what is typed cannot be read. */
  values: Record<string, number | string | null>;
  textOf(cell: FormCell): string;
  noteOf(cell: FormCell): string;
  type(cell: FormCell, text: string): void;
  writeNote(cell: FormCell, note: string): void;
  /** Sends what was typed into the cell one has left, at once. */
  leave(): void;
  /** Cells in which no number can be read, with what to do. */
  wrong: Record<string, string>;
  clashes: Record<string, ClashShown>;
  /** Of two people's values in one cell: one's own again, or the other's. */
  settle(key: string, which: 'mine' | 'theirs'): void;
  /** What is said of saving. */
  saying: string;
  /** Sends everything; false when something could not be sent. */
  flush(): Promise<boolean>;
}

const asText = (value: number | string | null, cell: FormCell): string =>
  value === null
    ? ''
    : typeof value === 'string' || kindOf(cell) === 'yes-no'
      ? String(value)
      : value.toLocaleString('vi-VN', { maximumFractionDigits: 6, useGrouping: true });

function readTyped(cell: FormCell, text: string): { value: number | string | null } | { fault: string } {
  if (text.trim() === '') return { value: null };
  if (kindOf(cell) === 'text') return { value: text.trim() };
  const value = readNumber(text);
  return value === null ? { fault: 'Ô này ghi số, ví dụ 1.234 hoặc 12,5.' } : { value };
}

/** Fills in cells while others may do the same: each cell is sent by itself upon the version that was seen. */
export function useFilling(path: string, sheet: SheetAnswer, reload: () => void): Filling {
  const name = `round ${path}`;
  const owner = official.value?.id ?? null;
  const [typed, setTyped] = useState<Record<string, Typed>>(
    () => findDraft<Record<string, Typed>>(name, owner)?.body ?? {},
  );
  const [clashes, setClashes] = useState<Record<string, ClashShown>>({});
  const [saying, setSaying] = useState('');
  const [stopped, setStopped] = useState(false);
  // What was saved here stands at once; the next answer of the server brings it too.
  const [written, setWritten] = useState<Record<string, SheetAnswer['answers'][string]>>({});
  const answers = { ...sheet.answers };
  for (const [key, one] of Object.entries(written))
    if (one.version > (answers[key]?.version ?? 0)) answers[key] = one;
  const cells = new Map(
    sheet.form.groups.flatMap((group) => group.cells.map((cell) => [cell.key, cell] as const)),
  );

  const values: Filling['values'] = {};
  const wrong: Filling['wrong'] = {};
  for (const [key, answer] of Object.entries(answers)) values[key] = answer.value;
  for (const [key, { text }] of Object.entries(typed)) {
    const cell = cells.get(key);
    if (cell === undefined) continue;
    const read = readTyped(cell, text);
    values[key] = 'value' in read ? read.value : null;
    if ('fault' in read) wrong[key] = read.fault;
  }

  const now = useRef({ typed, answers, clashes });
  now.current = { typed, answers, clashes };
  const sending = useRef<Promise<boolean> | null>(null);

  const keep = (next: Record<string, Typed>) => {
    setTyped(next);
    now.current.typed = next;
    if (Object.keys(next).length === 0) dropDraft(name);
    else keepDraft(name, next, owner);
  };

  async function sendOnce(): Promise<boolean> {
    const batch = Object.entries(now.current.typed).flatMap(([key, one]) => {
      const cell = cells.get(key);
      if (cell === undefined || now.current.clashes[key] !== undefined) return [];
      const read = readTyped(cell, one.text);
      return 'value' in read ? [{ key, sent: one, value: read.value }] : [];
    });
    if (batch.length === 0) return true;
    setSaying('Đang ghi…');
    try {
      const { saved, clashes: told } = await api.put<{
        saved: { key: string; version: number }[];
        clashes: ClashShown[];
      }>(
        `${path}/cells`,
        {
          cells: batch.map(({ key, sent, value }) => ({
            key,
            base: sent.base,
            value,
            ...(sent.note === undefined ? {} : { note: sent.note }),
          })),
        },
        { key: newKey() },
      );
      const at = new Date().toISOString();
      const versions = new Map(saved.map(({ key, version }) => [key, version]));
      const next = { ...now.current.typed };
      const fresh: typeof written = {};
      for (const { key, sent, value } of batch) {
        if (told.some((one) => one.key === key)) continue;
        const version = versions.get(key) ?? now.current.answers[key]?.version ?? sent.base;
        fresh[key] = {
          value,
          note: sent.note ?? now.current.answers[key]?.note ?? '',
          version,
          byName: official.value?.name ?? '',
          at,
        };
        const since = next[key];
        // Typed on while it was being sent: that is written upon what was just saved.
        if (since !== sent && since !== undefined) next[key] = { ...since, base: version };
        else delete next[key];
      }
      setWritten((before) => ({ ...before, ...fresh }));
      keep(next);
      setStopped(false);
      if (told.length > 0)
        setClashes((before) => ({ ...before, ...Object.fromEntries(told.map((one) => [one.key, one])) }));
      setSaying(
        told.length > 0 ? 'Có ô người khác vừa ghi; xin chọn số để giữ.' : `Đã ghi lúc ${showTime(at)}.`,
      );
      // Texts are read by the server; its findings come with the next answer.
      if (batch.some(({ key }) => cells.get(key)?.kind === 'text')) reload();
      return told.length === 0;
    } catch (error) {
      sessionEnded(error);
      setStopped(true);
      setSaying(wordsOf(error));
      return false;
    }
  }

  /** One sending after another, so that no two of one's own meet. */
  const send = (): Promise<boolean> => {
    const before = sending.current ?? Promise.resolve(true);
    const turn = before.then(sendOnce);
    sending.current = turn;
    return turn;
  };

  useEffect(() => {
    if (stopped || Object.keys(typed).length === 0) return;
    const timer = setTimeout(() => void send(), SAVE_AFTER);
    return () => clearTimeout(timer);
  }, [typed, stopped]);
  useEffect(
    () =>
      guardLeaving(() => {
        if (Object.keys(now.current.typed).length > 0) void send();
        return true;
      }),
    [],
  );

  const base = (key: string) => now.current.typed[key]?.base ?? answers[key]?.version ?? 0;
  return {
    values,
    wrong,
    clashes,
    saying,
    textOf: (cell) => typed[cell.key]?.text ?? asText(answers[cell.key]?.value ?? null, cell),
    noteOf: (cell) => typed[cell.key]?.note ?? answers[cell.key]?.note ?? '',
    type: (cell, text) => {
      setStopped(false);
      keep({
        ...now.current.typed,
        [cell.key]: { ...now.current.typed[cell.key], text, base: base(cell.key) },
      });
    },
    writeNote: (cell, note) => {
      setStopped(false);
      const text = now.current.typed[cell.key]?.text ?? asText(answers[cell.key]?.value ?? null, cell);
      keep({ ...now.current.typed, [cell.key]: { text, note, base: base(cell.key) } });
    },
    leave: () => void send(),
    settle: (key, which) => {
      const theirs = clashes[key];
      if (theirs === undefined) return;
      const { [key]: _, ...others } = now.current.clashes;
      setClashes(others);
      now.current.clashes = others;
      setWritten((before) => ({
        ...before,
        [key]: {
          value: theirs.value,
          note: theirs.note,
          version: theirs.version,
          byName: theirs.byName,
          at: theirs.at,
        },
      }));
      const { [key]: mine, ...rest } = now.current.typed;
      keep(
        which === 'mine' && mine !== undefined ? { ...rest, [key]: { ...mine, base: theirs.version } } : rest,
      );
      void send();
    },
    flush: async () => {
      const done = await send();
      return done && Object.keys(now.current.typed).length === 0;
    },
  };
}
