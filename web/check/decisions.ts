/** What a person decided on a finding: it will be put right, or it is passed over for a reason. */
export type Decision = { kind: 'accepted' } | { kind: 'dismissed'; reason: string };

/** Decisions on one document, by the finding's signature. */
export type Decisions = Record<string, Decision>;

/** Where decisions are kept: the browser's own storage, or nothing when it refuses. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  key(index: number): string | null;
  readonly length: number;
}

const PREFIX = 'haicap.soat.';
/** Documents whose decisions are remembered; the one that was longest not touched goes first. */
export const MAX_DOCUMENTS = 60;

/** cyrb53, a short hash that is spread well: to know a document again, not to guard it. */
export function hashOf(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (b >>> 0).toString(16).padStart(8, '0') + (a >>> 0).toString(16).padStart(8, '0');
}

/** The same document, whatever its file is called, however its lines are broken. */
export function documentKey(blocks: readonly { text: string }[]): string {
  const text = blocks
    .map((block) => block.text)
    .join(' ')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
  return hashOf(text);
}

/**
 * A finding, known again after the text around it has changed: what it is and says, not where it stands.
 * Of several alike, the second and later bear their number.
 */
export function signatures(
  findings: readonly { kind: string; quote: string; relation: string; computed: string }[],
): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ kind, quote, relation, computed }) => {
    const hash = hashOf([kind, quote, relation, computed].join('\u0000'));
    const times = seen.get(hash) ?? 0;
    seen.set(hash, times + 1);
    return times === 0 ? hash : `${hash}-${times}`;
  });
}

/** Reads what was decided on a document. Of the report itself nothing is ever kept: only hashes and reasons. */
export function loadDecisions(store: Store | null, key: string): Decisions {
  try {
    const kept = JSON.parse(store?.getItem(PREFIX + key) ?? 'null') as { decisions?: unknown } | null;
    const decisions: Decisions = {};
    for (const [signature, value] of Object.entries((kept?.decisions ?? {}) as Record<string, unknown>)) {
      const { kind, reason } = (value ?? {}) as { kind?: unknown; reason?: unknown };
      if (kind === 'accepted') decisions[signature] = { kind };
      else if (kind === 'dismissed' && typeof reason === 'string') decisions[signature] = { kind, reason };
    }
    return decisions;
  } catch {
    return {};
  }
}

/** Keeps what was decided; answers false when the browser would not keep it. */
export function saveDecisions(store: Store | null, key: string, decisions: Decisions, now: number): boolean {
  if (store === null) return false;
  try {
    if (Object.keys(decisions).length === 0) store.removeItem(PREFIX + key);
    else {
      store.setItem(PREFIX + key, JSON.stringify({ at: now, decisions }));
      forgetOldest(store);
    }
    return true;
  } catch {
    return false;
  }
}

function forgetOldest(store: Store): void {
  const kept: { name: string; at: number }[] = [];
  for (let index = 0; index < store.length; index += 1) {
    const name = store.key(index);
    if (name === null || !name.startsWith(PREFIX)) continue;
    let at = 0;
    try {
      at = Number((JSON.parse(store.getItem(name) ?? '{}') as { at?: unknown }).at) || 0;
    } catch {
      // unreadable: the first to go
    }
    kept.push({ name, at });
  }
  kept.sort((a, b) => b.at - a.at);
  for (const { name } of kept.slice(MAX_DOCUMENTS)) store.removeItem(name);
}
