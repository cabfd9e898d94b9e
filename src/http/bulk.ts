import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { BULK_ACTS, BULK_LIMIT } from '../capabilities/dossiers/index.ts';
import { mayDo } from '../capabilities/people/index.ts';
import type { Pool } from '../db/connect.ts';
import { Refusal } from '../kernel/refusal.ts';
import { parse, perform } from '../perform.ts';

export const BulkInput = Type.Object(
  {
    act: Type.Enum(BULK_ACTS.map((act) => act.name as string)),
    items: Type.Array(
      Type.Object(
        {
          id: Type.String({ minLength: 1, maxLength: 60 }),
          version: Type.Integer({ minimum: 1 }),
          /** Of a result that goes by post: each parcel has its own number. */
          tracking: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: BULK_LIMIT },
    ),
    /** What the act asks beside the dossier; the same for each. */
    with: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
  },
  { additionalProperties: false },
);

/**
 * One act done to many dossiers, one after the other: each is an act of its own with its own permission, transaction and
 * rows in the record. One that is refused is told with its reason and the rest go on. Each has a key of its own made from
 * the request's, so that the same request twice has one effect, and one that broke off is finished by sending it again.
 */
export function serveBulk(app: FastifyInstance, pool: Pool, now: () => Date): void {
  app.post('/api/bulk', async (request) => {
    const input = parse(BulkInput, request.body);
    const act = BULK_ACTS.find((one) => one.name === input.act);
    if (act === undefined) throw new Refusal('invalid', 'input.invalid');
    if (!mayDo(request.actor, act.name)) {
      if (request.actor.kind === 'visitor') throw new Refusal('unauthenticated', 'session.none');
      throw new Refusal('forbidden', 'act.forbidden', { act: act.name });
    }
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || key === '' || key.length > 100)
      throw new Refusal('invalid', 'request.key');
    const seen = new Set<string>();
    const results: { id: string; done: boolean; code?: string; details?: Refusal['details'] }[] = [];
    for (const item of input.items) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      try {
        await perform(
          pool,
          act,
          request.actor,
          { ...input.with, ...item },
          { key: `${key}.${item.id}`, from: request.ip, at: now() },
        );
        results.push({ id: item.id, done: true });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        results.push({ id: item.id, done: false, code: error.code, details: error.details });
      }
    }
    return { results };
  });
}
