import { signal } from '@preact/signals';
import { api } from './api.ts';

export interface DutyShown {
  role: string;
  roleName: string;
  agencyId: string;
  agencyName: string;
  bodyId: string;
  bodyName: string;
}

export interface SessionActor {
  kind: 'official' | 'citizen';
  id: string;
  name: string;
  title?: string;
  personId?: string;
  duties: DutyShown[];
}

export interface Session {
  actor: SessionActor | null;
  /** Names of the acts this actor may do at all; the server decides each time anyway. */
  acts: string[];
  demo: boolean;
  /** The province whose system this is. */
  province?: { code: string; name: string; fullName: string };
}

/** Null until the server has answered. */
export const session = signal<Session | null>(null);

export async function loadSession(): Promise<Session> {
  const found = await api.get<Partial<Session>>('/api/session');
  session.value = {
    ...found,
    actor: found.actor ?? null,
    acts: found.acts ?? [],
    demo: found.demo ?? false,
  };
  return session.value;
}

/** Throws a Problem `session.wrong` or `session.throttled`. */
export async function signIn(name: string, password: string): Promise<Session> {
  const found = await api.post<Session>('/api/session', { name, password });
  session.value = found;
  return found;
}

export async function signOut(): Promise<void> {
  await api.delete('/api/session');
  session.value = { ...session.value, demo: session.value?.demo ?? false, actor: null, acts: [] };
}
