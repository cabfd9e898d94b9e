import type { Static, TSchema } from 'typebox';
import type { Actor, Place } from './actor.ts';
import type { LaterJob } from './job.ts';
import type { Tx } from './tx.ts';

/** Where and when an act happens: the same for every act, filled by `perform`. */
export interface Circumstances {
  at: Date;
  /** Address and program of the caller, for the record. Null for jobs. */
  from: string | null;
  /** Lay one entry in the record, chained to the subject's earlier ones, in this transaction. */
  record(entry: RecordEntry): Promise<void>;
  /** The same for many subjects at once, in one question to the database. */
  recordAll(entries: RecordEntry[]): Promise<void>;
  /** Queue a message to the outside world; it leaves after the commit or not at all. */
  send(message: OutgoingMessage): Promise<void>;
  /** Ask for a job at a later time; asked for again under the same key it is still one. */
  later(job: LaterJob): Promise<void>;
}

export interface RecordEntry {
  subjectKind:
    | 'dossier'
    | 'person'
    | 'official'
    | 'procedure'
    | 'paper'
    | 'agency'
    | 'calendar'
    | 'money'
    | 'report'
    | 'round'
    | 'system';
  subjectId: string;
  /** What changed: enough to rebuild the current state by folding a subject's entries in order. */
  change: unknown;
  /** For whom it was done, when not for oneself: the applicant's person id. */
  onBehalfOf?: string | null;
  /** The bodies concerned; figures are recounted by them. */
  bodyIds?: string[];
}

export interface OutgoingMessage {
  channel: 'national-portal' | 'email' | 'sms' | 'zalo' | 'portal';
  to: string;
  subject: { kind: RecordEntry['subjectKind']; id: string };
  body: Record<string, unknown>;
}

/**
 * Something a person (or the clock) does. File, permission, record entry and API operation bear the same name.
 * `target` finds and locks what is acted upon, before permission is judged on its place; `run` then decides.
 */
export interface Act<I extends TSchema = TSchema, O extends TSchema = TSchema, T extends Place = Place> {
  name: `${string}.${string}`;
  /** One English line for the API's description. */
  summary: string;
  input: I;
  output: O;
  /**
   * Whoever does it stays unknown: the record names a visitor without an address, and no request is kept under a key. It
   * must then be its own guard against being done twice.
   */
  anonymous?: true;
  target(tx: Tx, input: Static<I>, actor: Actor, at: Date): Promise<T>;
  run(tx: Tx, actor: Actor, input: Static<I>, target: T, now: Circumstances): Promise<Static<O>>;
}

// biome-ignore lint/suspicious/noExplicitAny: acts of any input and output; `perform` parses what goes in
export type AnyAct = Act<any, any, any>;

/** Keeps the types of input, output and target together without spelling them twice. */
export function act<I extends TSchema, O extends TSchema, T extends Place>(
  definition: Act<I, O, T>,
): Act<I, O, T> {
  return definition;
}

/** For acts upon nothing that lies somewhere: reach is judged by the actor's own bodies. */
export async function nowhere(): Promise<Place> {
  return { bodyIds: [] };
}
