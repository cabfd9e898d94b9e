import { api } from './api.ts';

/** What was typed and not yet sent, kept on this machine at once. */
export interface Draft<T> {
  body: T;
  /** ISO 8601. */
  savedAt: string;
  /** The citizen's id, or null for somebody not signed in. */
  owner: string | null;
}

const PREFIX = 'haicap.draft.';
/** A forgotten draft on a shared machine should not stay for ever. */
const KEPT_DAYS = 14;

const store = (): Storage | null => {
  try {
    return localStorage;
  } catch {
    return null; // the browser keeps nothing; the server's copy is then the only one
  }
};

export function keepDraft<T>(name: string, body: T, owner: string | null): void {
  const draft: Draft<T> = { body, savedAt: new Date().toISOString(), owner };
  try {
    store()?.setItem(PREFIX + name, JSON.stringify(draft));
  } catch {
    // full: nothing to do, the page still holds it
  }
}

/** A draft of this owner, or of nobody: what was typed before signing in is taken along. Never somebody else's. */
export function findDraft<T>(name: string, owner: string | null): Draft<T> | null {
  const text = store()?.getItem(PREFIX + name);
  if (!text) return null;
  try {
    const draft = JSON.parse(text) as Draft<T>;
    if (Date.now() - Date.parse(draft.savedAt) > KEPT_DAYS * 86_400_000) {
      dropDraft(name);
      return null;
    }
    return draft.owner === null || draft.owner === owner ? draft : null;
  } catch {
    dropDraft(name);
    return null;
  }
}

export function dropDraft(name: string): void {
  store()?.removeItem(PREFIX + name);
}

/** On signing out nothing of the person stays on the machine. */
export function dropAllDrafts(): void {
  const storage = store();
  if (storage === null) return;
  for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
}

/** The server's copy, so that a draft begun on the phone is finished at home. Failing is no harm: the local one stays. */
export async function keepDraftOnServer(procedureCode: string, body: unknown): Promise<boolean> {
  try {
    await api.put(`/api/my/drafts/${procedureCode}`, { body }, { quiet: true });
    return true;
  } catch {
    return false;
  }
}
