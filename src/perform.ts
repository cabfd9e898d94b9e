import { createHash } from 'node:crypto';
import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { inCapacity, mayDo } from './capabilities/people/index.ts';
import {
  answerRequest,
  appendRecord,
  appendRecords,
  claimRequest,
  queueJob,
  queueMessage,
} from './capabilities/record/index.ts';
import { inTransaction, type Pool } from './db/connect.ts';
import type { Act } from './kernel/act.ts';
import { type Actor, type Place, VISITOR } from './kernel/actor.ts';
import { type FieldFault, Refusal } from './kernel/refusal.ts';

export interface Call {
  /** The caller's idempotency key: the same key twice has one effect and one answer. */
  key?: string | null;
  /** Address and program of the caller. */
  from?: string | null;
  /** Now; given by tests and by replays, otherwise the clock. */
  at?: Date;
}

const validators = new WeakMap<TSchema, Validator>();

/** Checks an input against its schema; a wrong one is refused with every wrong place named. */
export function parse<S extends TSchema>(schema: S, input: unknown): Static<S> {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = Compile(schema);
    validators.set(schema, validator);
  }
  if (validator.Check(input)) {
    const unreadable = unreadableText(input, '');
    if (unreadable.length > 0) throw new Refusal('invalid', 'input.invalid', { fields: unreadable });
    return input as Static<S>;
  }
  const faults = new Map<string, FieldFault>();
  for (const error of validator.Errors(input)) {
    if (error.keyword === 'boolean') continue;
    if (error.keyword === 'required') {
      for (const name of (error.params as { requiredProperties: string[] }).requiredProperties) {
        const path = `${error.instancePath}/${name}`;
        faults.set(path, { path, code: 'required' });
      }
      continue;
    }
    if (error.keyword === 'additionalProperties') {
      for (const name of (error.params as { additionalProperties: string[] }).additionalProperties) {
        const path = `${error.instancePath}/${name}`;
        faults.set(path, { path, code: 'unknown-field' });
      }
      continue;
    }
    const path = error.instancePath === '' ? '/' : error.instancePath;
    if (!faults.has(path)) faults.set(path, { path, code: error.keyword, ...(error.params as object) });
  }
  throw new Refusal('invalid', 'input.invalid', { fields: [...faults.values()] });
}

/** Text that no database keeps: a zero character, or half of a surrogate pair (pasted from a broken file, or an attack). */
function unreadableText(value: unknown, path: string): FieldFault[] {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0')
      ? []
      : [{ path: path === '' ? '/' : path, code: 'text.unreadable' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    unreadableText(key, path).concat(unreadableText(inner, `${path}/${key}`)),
  );
}

/**
 * The one way an act happens: permission, input, transaction, once-only key, target and reach, the act itself,
 * its rows in the record, its messages, commit. Refusals pass through; nothing of a refused act remains.
 */
export async function perform<I extends TSchema, O extends TSchema, T extends Place>(
  pool: Pool,
  act: Act<I, O, T>,
  actor: Actor,
  rawInput: unknown,
  call: Call = {},
): Promise<Static<O>> {
  if (!mayDo(actor, act.name)) {
    if (actor.kind === 'visitor') throw new Refusal('unauthenticated', 'session.none');
    throw new Refusal('forbidden', 'act.forbidden', { act: act.name });
  }
  const input = parse(act.input, rawInput);
  const asked = call.at ?? new Date();
  const from = act.anonymous === true ? null : (call.from ?? null);
  const named = act.anonymous === true ? VISITOR : actor;
  const inputHash = createHash('sha256').update(JSON.stringify(input)).digest();
  return inTransaction(pool, async (tx) => {
    const key = act.anonymous === true ? null : call.key;
    if (key) {
      const request = await claimRequest(tx, {
        actorId: actor.id,
        key,
        act: act.name,
        inputHash,
        at: asked,
      });
      if (!request.fresh) {
        if (request.act !== act.name || !request.inputHash.equals(inputHash))
          throw new Refusal('conflict', 'request.key-reused');
        return request.answer as Static<O>;
      }
    }
    const target = await act.target(tx, input, actor, asked);
    const at = later(asked, target.notBefore);
    const acting = inCapacity(actor, act.name, target);
    if (acting === null) throw new Refusal('forbidden', 'act.out-of-reach', { act: act.name });
    const answer = await act.run(tx, acting, input, target, {
      at,
      from,
      record: async (entry) => {
        await appendRecord(tx, {
          ...entry,
          change: withDeputy(entry.change, acting),
          act: act.name,
          actor: named,
          at,
          from,
        });
      },
      recordAll: (entries) =>
        appendRecords(
          tx,
          entries.map((entry) => ({ ...entry, change: withDeputy(entry.change, acting) })),
          { act: act.name, actor: named, at, from },
        ),
      send: (message) => queueMessage(tx, message, at),
      later: (job) => queueJob(tx, job),
    });
    if (key) await answerRequest(tx, actor.id, key, answer);
    return answer;
  });
}

/** Time as the thing acted upon has it: a clock that was set back does not put an act before the one it follows. */
function later(at: Date, notBefore: string | undefined): Date {
  return notBefore !== undefined && new Date(notBefore) > at ? new Date(notBefore) : at;
}

/** The record says both: who did it, and for whom while they were away. */
function withDeputy(change: unknown, actor: Actor): unknown {
  if (actor.kind !== 'official' || actor.actingFor === undefined) return change;
  if (typeof change !== 'object' || change === null) return change;
  return { ...change, onBehalf: actor.actingFor };
}
