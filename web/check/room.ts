import { batch, computed, signal } from '@preact/signals';
import type { CheckedDocument } from '../../src/capabilities/checking/report-file.ts';
import { api, Problem } from '../app/api.ts';
import {
  type Decision,
  type Decisions,
  documentKey,
  loadDecisions,
  type Store,
  saveDecisions,
  signatures,
} from './decisions.ts';
import { changeBetween, type Range, shifted } from './ranges.ts';

export type Finding = CheckedDocument['findings'][number];

/** A finding as the page shows it. */
export interface Shown {
  finding: Finding;
  /** Stays the same while the text around it is edited. */
  signature: string;
  /** In a pasted text: where it stands now; null while an edit of its very place waits for the next check. */
  source: Range | null;
  related: Range[];
}

/** What is being checked: nothing yet, a text that is edited here, or a file. */
export type Matter = { kind: 'none' } | { kind: 'text' } | { kind: 'file'; file: File };

/** How long after the last key the text is checked again. */
const PAUSE = 450;

export const matter = signal<Matter>({ kind: 'none' });
export const text = signal('');
export const document_ = signal<CheckedDocument | null>(null);
export const shown = signal<Shown[]>([]);
export const working = signal(false);
export const failure = signal<Problem | null>(null);
export const selected = signal<string | null>(null);
export const decisions = signal<Decisions>({});
/** The browser refused to remember: said once. */
export const forgetful = signal(false);

export const open = computed(() =>
  shown.value.filter(({ signature }) => decisions.value[signature] === undefined),
);
export const accepted = computed(() =>
  shown.value.filter(({ signature }) => decisions.value[signature]?.kind === 'accepted'),
);
export const dismissed = computed(() =>
  shown.value.filter(({ signature }) => decisions.value[signature]?.kind === 'dismissed'),
);

let key: string | null = null;
/** The document as it came; while it is edited here, the states between that and the last are not remembered. */
let firstKey: string | null = null;
let turn = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let asking: AbortController | null = null;

function store(): Store | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Begins with a text that can be edited here. */
export function startText(value: string): void {
  batch(() => {
    matter.value = { kind: 'text' };
    clear();
    text.value = value;
  });
  void ask();
}

export function startFile(file: File): void {
  batch(() => {
    matter.value = { kind: 'file', file };
    clear();
    text.value = '';
  });
  void ask();
}

/** Back to the beginning. Nothing was kept, so nothing is to be thrown away. */
export function leave(): void {
  turn += 1;
  asking?.abort();
  clearTimeout(timer);
  batch(() => {
    matter.value = { kind: 'none' };
    clear();
    text.value = '';
    working.value = false;
  });
}

function clear(): void {
  document_.value = null;
  shown.value = [];
  failure.value = null;
  selected.value = null;
  decisions.value = {};
  key = null;
  firstKey = null;
}

/** The text as typed now: marks move with it at once, and it is checked again when the typing rests. */
export function edit(value: string): void {
  const change = changeBetween(text.value, value);
  batch(() => {
    text.value = value;
    shown.value = shown.value.map((entry) => ({
      ...entry,
      source: entry.source === null ? null : shifted(entry.source, change),
      related: entry.related.flatMap((range) => shifted(range, change) ?? []),
    }));
  });
  clearTimeout(timer);
  timer = setTimeout(() => void ask(), PAUSE);
}

/** Asks for a check; when several are under way only the last answer counts. */
export async function ask(): Promise<void> {
  turn += 1;
  const mine = turn;
  clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  const { signal: stop } = asking;
  const now = matter.value;
  if (now.kind === 'none') return;
  if (now.kind === 'text' && text.value.trim() === '') {
    batch(() => {
      clear();
      working.value = false;
    });
    return;
  }
  working.value = true;
  try {
    let body: unknown = { text: text.value };
    if (now.kind === 'file') {
      const form = new FormData();
      form.append('file', now.file, now.file.name);
      body = form;
    }
    const answer = await api.post<CheckedDocument>('/api/checking/check', body, { signal: stop });
    if (mine === turn) take(answer);
  } catch (error) {
    if (mine !== turn) return;
    failure.value = error instanceof Problem ? error : new Problem('line.broken', 0);
  } finally {
    if (mine === turn) working.value = false;
  }
}

function take(answer: CheckedDocument): void {
  const names = signatures(answer.findings);
  const newKey = documentKey(answer.blocks);
  const remembered = loadDecisions(store(), newKey);
  batch(() => {
    document_.value = answer;
    failure.value = null;
    // What was decided before this edit still holds; what was remembered of this very text joins it.
    decisions.value = { ...remembered, ...decisions.value };
    shown.value = answer.findings.map((finding, index) => ({
      finding,
      signature: names[index] ?? finding.id,
      source: answer.sources?.[index]?.place ?? null,
      related: answer.sources?.[index]?.related ?? [],
    }));
    if (!shown.value.some(({ signature }) => signature === selected.value)) selected.value = null;
  });
  if (key !== null && key !== newKey && key !== firstKey) saveDecisions(store(), key, {}, Date.now());
  firstKey ??= newKey;
  key = newKey;
  if (Object.keys(decisions.value).length > 0) remember();
}

/** Decides on a finding; the way back is `undecide`. */
export function decide(signature: string, decision: Decision): void {
  change({ ...decisions.value, [signature]: decision });
}

export function undecide(signature: string): void {
  const { [signature]: _gone, ...rest } = decisions.value;
  change(rest);
}

function change(next: Decisions): void {
  decisions.value = next;
  remember();
}

/** Keeps the decisions on what is found now; those on findings that an edit took away are let go. */
function remember(): void {
  const present = new Set(shown.value.map(({ signature }) => signature));
  const kept = Object.fromEntries(
    Object.entries(decisions.value).filter(([signature]) => present.has(signature)),
  );
  if (key !== null && !saveDecisions(store(), key, kept, Date.now())) forgetful.value = true;
}

/** Puts the suggestion into the text; answers the text of before, for the way back. */
export function correct(entry: Shown): string | null {
  const { suggestion } = entry.finding;
  if (entry.source === null || suggestion === null) return null;
  const before = text.value;
  edit(before.slice(0, entry.source.start) + suggestion + before.slice(entry.source.end));
  void ask();
  return before;
}

/** The finding at a place of the edited text, the shortest first. */
export function findingAt(at: number): Shown | null {
  let best: Shown | null = null;
  for (const entry of shown.value) {
    const { source } = entry;
    if (source === null || at < source.start || at > source.end) continue;
    if (best?.source && best.source.end - best.source.start <= source.end - source.start) continue;
    best = entry;
  }
  return best;
}

/** Fetches the .docx with its comments, without those that were passed over. */
export async function annotated(file: File): Promise<{ blob: Blob; name: string; comments: number }> {
  const form = new FormData();
  form.append('without', dismissed.value.map(({ finding }) => finding.id).join(','));
  form.append('file', file, file.name);
  let response: Response;
  try {
    response = await fetch('/api/checking/annotate', {
      method: 'POST',
      headers: { 'x-haicap': '1' },
      credentials: 'same-origin',
      body: form,
    });
  } catch {
    throw new Problem('line.broken', 0);
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { code?: unknown };
    throw new Problem(
      typeof problem.code === 'string' ? problem.code : `http.${response.status}`,
      response.status,
    );
  }
  return {
    blob: await response.blob(),
    name: `${file.name.replace(/\.docx$/i, '')} - soát số liệu.docx`,
    comments: Number(response.headers.get('x-haicap-comments') ?? 0),
  };
}
