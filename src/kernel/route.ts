import type { Static, TSchema } from 'typebox';
import type { AnyAct } from './act.ts';
import type { Actor } from './actor.ts';
import type { Tx } from './tx.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An address that leads to an act. Path parameters, query and body together are the act's input. */
export interface ActRoute {
  method: Exclude<Method, 'GET'>;
  path: string;
  act: AnyAct;
}

/** Whose data an answer shows. */
export interface Look {
  /** Each of these persons' records gets a row. */
  personIds?: string[];
  dossierId?: string;
  /** Found by searching: one row on the official who searched, naming what was found. */
  found?: { words: string; dossierIds: string[] };
}

/** An address that shows something. It changes nothing; `look` says whose data was seen, for the record. */
export interface View<I extends TSchema = TSchema, O extends TSchema = TSchema> {
  name: `${string}.${string}`;
  summary: string;
  input: I;
  output: O;
  run(tx: Tx, actor: Actor, input: Static<I>, at: Date): Promise<Static<O>>;
  /** Whose personal data the answer shows to an official; each leaves a row in the record. */
  look?(output: Static<O>, input: Static<I>): Look;
}

export interface ViewRoute {
  method: 'GET';
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: a list of views is heterogeneous; the server parses the input
  view: View<any, any>;
}

/** An answer that is a file and not JSON: a slip, a paper. */
export interface FileAnswer {
  type: string;
  name: string;
  disposition: 'inline' | 'attachment';
  bytes: Uint8Array;
}

export interface FileRoute {
  method: 'GET';
  path: string;
  name: `${string}.${string}`;
  summary: string;
  input: TSchema;
  run(tx: Tx, actor: Actor, input: Record<string, string>, at: Date): Promise<FileAnswer>;
}

export type Route = ActRoute | ViewRoute | FileRoute;

export function view<I extends TSchema, O extends TSchema>(definition: View<I, O>): View<I, O> {
  return definition;
}
