import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { actorOfSession, mayDo, reachesOf } from '../capabilities/people/index.ts';
import type { Pool } from '../db/connect.ts';
import type { Actor } from '../kernel/actor.ts';
import { Refusal } from '../kernel/refusal.ts';

/** Milliseconds. A province hears less often: with 129 communes at work something changes all the time. */
const LOOK_EVERY = 1_000;
const GAP = { body: 2_000, province: 10_000 };
const HEARTBEAT = 20_000;
const RECHECK = 60_000;
/** Rows looked at again at every look: of two acts the one with the lower number may commit later. */
const OVERLAP = 1_000;
const MOST_PER_SESSION = 12;

interface Listener {
  reply: ServerResponse;
  session: string;
  token: string;
  province: boolean;
  bodies: ReadonlySet<string>;
  /** What changed for it and was not yet told. */
  dirty: Set<'dossiers' | 'warnings' | 'rounds'>;
  toldAt: number;
  checkedAt: number;
}

/**
 * `GET /api/live`: a line on which the server says that something changed, and nothing else: what changed is asked by
 * the ordinary addresses, under the ordinary permissions. An actor hears of the bodies of their duties only.
 *
 * One look a second at the record for the whole server, and none while nobody listens. Not NOTIFY: every act would take
 * its lock at commit, for all provinces of a server in one queue (decision 36).
 */
export function serveLive(
  app: FastifyInstance,
  { pool, cookie, now }: { pool: Pool; cookie: string; now: () => Date },
): void {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let last: number | null = null;
  let seen = new Set<number>();
  let beatAt = 0;

  async function look(): Promise<void> {
    if (last === null) {
      const { rows } = await pool.query<{ id: number | null }>('select max(id) as id from record');
      last = rows[0]?.id ?? 0;
      const { rows: before } = await pool.query<{ id: number }>('select id from record where id > $1', [
        last - OVERLAP,
      ]);
      seen = new Set(before.map((row) => row.id));
      return;
    }
    const { rows } = await pool.query<{ id: number; kind: string; subject: string; bodies: string[] }>({
      name: 'live-look',
      text: `select id, subject_kind as kind, subject_id as subject, body_ids as bodies from record
             where id > $1 order by id limit 20000`,
      values: [last - OVERLAP],
    });
    const fresh = rows.filter((row) => !seen.has(row.id));
    last = Math.max(last, rows.at(-1)?.id ?? 0);
    seen = new Set(rows.filter((row) => row.id > (last ?? 0) - OVERLAP).map((row) => row.id));
    const changed = {
      dossiers: new Set(fresh.filter((row) => row.kind === 'dossier').flatMap((row) => row.bodies)),
      warnings: new Set(
        fresh
          .filter((row) => row.kind === 'system' && row.subject === 'warnings')
          .flatMap((row) => row.bodies),
      ),
      rounds: new Set(fresh.filter((row) => row.kind === 'round').flatMap((row) => row.bodies)),
    };
    for (const listener of listeners)
      for (const kind of ['dossiers', 'warnings', 'rounds'] as const) {
        const bodies = changed[kind];
        if (bodies.size > 0 && (listener.province || [...listener.bodies].some((body) => bodies.has(body))))
          listener.dirty.add(kind);
      }
  }

  async function recheck(listener: Listener, at: number): Promise<void> {
    listener.checkedAt = at;
    if ((await actorOfSession(pool, listener.token, now())) !== null) return;
    listener.reply.end('event: ended\ndata: {}\n\n');
    listeners.delete(listener);
  }

  async function turn(): Promise<void> {
    if (looking || listeners.size === 0) return;
    looking = true;
    try {
      await look();
      const at = performance.now();
      const beats = at - beatAt > HEARTBEAT;
      if (beats) beatAt = at;
      for (const listener of listeners) {
        if (at - listener.checkedAt > RECHECK) await recheck(listener, at);
        else if (
          listener.dirty.size > 0 &&
          at - listener.toldAt > (listener.province ? GAP.province : GAP.body)
        ) {
          // Who does not take what is sent is let go; their browser comes again.
          if (listener.reply.writableLength > 65_536) listener.reply.destroy();
          for (const kind of listener.dirty) listener.reply.write(`event: ${kind}\ndata: {}\n\n`);
          listener.dirty.clear();
          listener.toldAt = at;
        } else if (beats) listener.reply.write(': \n\n');
      }
    } catch {
      // The database is away: the next look may find it. Nothing is lost, only told later.
    } finally {
      looking = false;
    }
  }

  app.get('/api/live', async (request, reply) => {
    const { actor, sessionId } = request;
    const token = request.cookies[cookie];
    if (sessionId === null || token === undefined) throw new Refusal('unauthenticated', 'session.none');
    if (!mayDo(actor, 'dossiers.list-dossiers'))
      throw new Refusal('forbidden', 'act.forbidden', { act: 'dossiers.list-dossiers' });
    const mine = [...listeners].filter((listener) => listener.session === sessionId);
    if (mine.length >= MOST_PER_SESSION)
      throw new Refusal('throttled', 'live.too-many', { retryAfterSeconds: 60 });
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // A proxy must hand on every line at once.
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 3000\n\n');
    const listener: Listener = {
      reply: raw,
      session: sessionId,
      token,
      ...heardBy(actor),
      dirty: new Set(),
      toldAt: 0,
      checkedAt: performance.now(),
    };
    if (listeners.size === 0) last = null;
    listeners.add(listener);
    raw.on('close', () => listeners.delete(listener));
    if (timer === undefined) {
      timer = setInterval(() => void turn(), LOOK_EVERY);
      timer.unref();
    }
    await turn();
    raw.write('event: open\ndata: {}\n\n');
  });

  app.addHook('preClose', async () => {
    clearInterval(timer);
    for (const listener of listeners) listener.reply.end();
    listeners.clear();
  });
}

function heardBy(actor: Actor): { province: boolean; bodies: ReadonlySet<string> } {
  const reaches = reachesOf(actor, 'dossiers.list-dossiers');
  return {
    province: reaches.some(({ reach }) => reach === 'province'),
    bodies: new Set(reaches.flatMap(({ duty }) => (duty === null ? [] : [duty.bodyId]))),
  };
}
