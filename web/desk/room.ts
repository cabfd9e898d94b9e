import { computed, signal } from '@preact/signals';
import { api, Problem } from '../app/api.ts';
import { place } from '../app/router.ts';
import { session } from '../app/session.ts';
import type { Row, Rows, WorkList } from './answers.ts';

/** What the desk's parts share: who sits here, which lists they have, which list and dossier are open. */

export const official = computed(() =>
  session.value?.actor?.kind === 'official' ? session.value.actor : null,
);

/** The official's first duty speaks for them where one word is needed; null before signing in. */
export const duty = computed(() => official.value?.duties[0] ?? null);

export function mayDo(act: string): boolean {
  return session.value?.acts.includes(act) ?? false;
}

export const lists = signal<WorkList[] | null>(null);
export const listsFault = signal<unknown>(null);

/** A session that ended elsewhere shows the door again; what was typed stays in its drafts. */
export function sessionEnded(error: unknown): boolean {
  if (!(error instanceof Problem) || error.code !== 'session.none') return false;
  session.value = { actor: null, acts: [], demo: session.value?.demo ?? false };
  return true;
}

export async function loadLists(): Promise<void> {
  try {
    lists.value = (await api.get<{ lists: WorkList[] }>('/api/dossiers/lists')).lists;
    listsFault.value = null;
  } catch (error) {
    if (!sessionEnded(error)) listsFault.value = error;
  }
}

/** What the middle column asks the server for; the address bar holds it, so it can be kept and sent. */
export interface ListQuery {
  list: string;
  q: string;
  procedure: string;
  state: string;
  body: string;
  receiving: string;
  due: string;
  step: string;
  official: string;
  agency: string;
  unassigned: string;
  received: string;
  resolved: string;
  sort: 'due' | 'received';
}

/** What narrows a list beyond its own condition; the board's doors and old addresses bring it along. */
export const FILTERS = [
  'procedure',
  'state',
  'body',
  'receiving',
  'due',
  'step',
  'official',
  'agency',
  'unassigned',
  'received',
  'resolved',
] as const;

/** No filter at all: what a list of its own name shows. */
export const UNFILTERED = Object.fromEntries(FILTERS.map((name) => [name, ''])) as Record<
  (typeof FILTERS)[number],
  ''
>;

export const query = computed<ListQuery>(() => {
  const given = place.value.query;
  const q = given.get('q') ?? '';
  return {
    // A search is over everything in reach, unless it names a list.
    list: given.get('list') ?? (q === '' ? (lists.value?.[0]?.key ?? '') : ''),
    q,
    ...(Object.fromEntries(FILTERS.map((name) => [name, given.get(name) ?? ''])) as Record<
      (typeof FILTERS)[number],
      string
    >),
    sort: given.get('sort') === 'received' ? 'received' : 'due',
  };
});

/** The list without a dossier, and one of its dossiers, as addresses. */
export function listAddress(over: Partial<ListQuery> = {}, id: string | null = null): string {
  const wanted: Record<string, string> = { ...query.value, ...over };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) {
    if (value !== '' && !(name === 'sort' && value === 'due')) search.set(name, value);
  }
  const text = search.toString();
  const path = id === null ? '/ban-lam-viec' : `/ban-lam-viec/ho-so/${id}`;
  return text === '' ? path : `${path}?${text}`;
}

export const openId = computed(() => /^\/ban-lam-viec\/ho-so\/([^/]+)$/.exec(place.value.path)?.[1] ?? null);

export interface Loaded {
  items: Row[];
  next: string | null;
  total: number;
  status: 'loading' | 'ready' | 'failed';
  fault: unknown;
  /** When it was asked for: with no line, the screen says how old it is. */
  at: number;
}

const NOTHING: Loaded = { items: [], next: null, total: 0, status: 'loading', fault: null, at: 0 };
export const rows = signal<Loaded>(NOTHING);
export const selectedId = signal<string | null>(null);
/** The rows that are marked, to do one act to all of them. */
export const marked = signal<ReadonlySet<string>>(new Set());

export function mark(id: string, on: boolean = !marked.value.has(id)): void {
  const next = new Set(marked.value);
  if (on) next.add(id);
  else next.delete(id);
  marked.value = next;
}

/** Dossiers that belong to the list on the screen and are not on it yet: nothing moves under the hand until asked. */
export const newcomers = signal(0);

/** Counts them; a list that is not read yet, or that was searched for, has none. */
export async function lookForNewcomers(): Promise<void> {
  const shown = rows.value;
  const wanted = query.peek();
  if (shown.status !== 'ready' || (wanted.q !== '' && wanted.list === '')) return;
  const mine = asked;
  try {
    const answer = await fetchRows(wanted, Math.min(200, Math.max(PAGE, shown.items.length)), null);
    if (mine !== asked) return;
    const known = new Set(shown.items.map((row) => row.id));
    newcomers.value = answer.items.filter((row) => !known.has(row.id)).length;
  } catch (fault) {
    sessionEnded(fault);
  }
}

const PAGE = 50;
let asked = 0;

/** `quietly` keeps what is shown until the answer is there: nothing moves under the hand. */
export async function loadRows(wanted: ListQuery, quietly = false): Promise<void> {
  asked += 1;
  const mine = asked;
  if (!quietly) rows.value = NOTHING;
  const length = quietly ? Math.min(200, Math.max(PAGE, rows.value.items.length)) : PAGE;
  try {
    const answer = await fetchRows(wanted, length, null);
    if (mine !== asked) return;
    rows.value = { ...answer, status: 'ready', fault: null, at: Date.now() };
    newcomers.value = 0;
    const kept = answer.items.some((row) => row.id === selectedId.value);
    if (!kept && openId.value === null) selectedId.value = answer.items[0]?.id ?? null;
  } catch (fault) {
    if (mine !== asked || sessionEnded(fault)) return;
    rows.value = { ...rows.value, status: quietly ? rows.value.status : 'failed', fault };
  }
}

export async function loadMore(wanted: ListQuery): Promise<void> {
  const before = rows.value;
  if (before.next === null || before.status !== 'ready') return;
  const mine = asked;
  try {
    const answer = await fetchRows(wanted, PAGE, before.next);
    if (mine !== asked) return;
    const known = new Set(before.items.map((row) => row.id));
    const fresh = answer.items.filter((row) => !known.has(row.id));
    rows.value = { ...before, items: [...before.items, ...fresh], next: answer.next, total: answer.total };
  } catch (fault) {
    if (mine === asked && !sessionEnded(fault)) rows.value = { ...before, fault };
  }
}

async function fetchRows(wanted: ListQuery, limit: number, cursor: string | null): Promise<Rows> {
  if (wanted.q !== '' && wanted.list === '') {
    const found = await api.get<Omit<Rows, 'next'>>('/api/search', { q: wanted.q });
    return { ...found, next: null };
  }
  return await api.get<Rows>('/api/dossiers', { ...wanted, limit, cursor });
}
