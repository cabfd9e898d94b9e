import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { Type } from 'typebox';
import { actorOfSession, mayDo, signIn, signOut } from '../capabilities/people/index.ts';
import { appendRecord, appendRecords } from '../capabilities/record/index.ts';
import { inSnapshot, inTransaction, type Pool } from '../db/connect.ts';
import { type Actor, VISITOR } from '../kernel/actor.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { FileRoute, Route, ViewRoute } from '../kernel/route.ts';
import { parse, perform } from '../perform.ts';
import { serveDocs } from './docs.ts';
import { serveLive } from './live.ts';
import { openApi, pathNames } from './openapi.ts';
import { sendProblem } from './problem.ts';

export interface ServerOptions {
  pool: Pool;
  routes: Route[];
  version: string;
  /** What the session answer tells about an actor: titles of agencies and the acts open to them. */
  introduce(actor: Actor): Promise<object>;
  /** True behind HTTPS: the cookie is then marked Secure. */
  secure: boolean;
  /** Whether a reverse proxy's forwarded address is believed. */
  trustProxy?: boolean;
  log?: boolean;
  now?: () => Date;
  /** The HTML that says in a browser that there is no such page. */
  notFoundPage?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    sessionId: string | null;
  }
}

const COOKIE = 'haicap';
const BODY_LIMIT = 1_048_576;

const CONTENT_SECURITY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; " +
  "frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

function asksForPage(request: FastifyRequest): boolean {
  return (
    request.method === 'GET' &&
    !/^\/(api|assets)(\/|$)/.test(request.url) &&
    (request.headers.accept ?? '').includes('text/html')
  );
}

/** The server without pages: session, acts and views by their routes, description, health. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { pool } = options;
  const now = options.now ?? (() => new Date());
  const app = fastify({
    logger: options.log === true ? { level: 'info', redact: ['req.headers.cookie'] } : false,
    // Addresses may hold a person's number: failures are logged, requests are not.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: sendProblem,
  });
  // Inputs are checked in `perform`, once for every caller; here only the shape of the request is read.
  app.setValidatorCompiler(() => () => true);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler((request, reply) => {
    const { notFoundPage } = options;
    // Who follows a broken link in a browser gets a page in plain words; programs get problem+json.
    if (notFoundPage !== undefined && asksForPage(request))
      reply.code(404).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(notFoundPage);
    else sendProblem(new Refusal('missing', 'address.unknown'), request, reply);
  });
  app.removeContentTypeParser('text/plain');
  // Answers of the API only: pages and their files were pressed when they were built, PDF and pictures gain nothing.
  await app.register(fastifyCompress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    customTypes: /^application\/(problem\+)?json/,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, { limits: { files: 1, fields: 20, parts: 25 } });

  app.decorateRequest('actor', null as never);
  app.decorateRequest('sessionId', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      ...(options.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    });
    // Scripts, styles and typefaces of the build are no pages: what a page may do is said with the page, once.
    if (!request.url.startsWith('/assets/'))
      reply.headers({
        'content-security-policy': CONTENT_SECURITY,
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
      });
    request.actor = VISITOR;
    if (!request.url.startsWith('/api/')) return;
    reply.header('cache-control', 'no-store');
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request);
    const token = request.cookies[COOKIE];
    if (token) {
      const session = await actorOfSession(pool, token, now());
      if (session !== null) {
        request.actor = session.actor;
        request.sessionId = session.sessionId;
      }
    }
  });

  const caller = (request: FastifyRequest) =>
    `${request.ip} ${(request.headers['user-agent'] ?? '').slice(0, 200)}`.trim();

  app.post('/api/session', async (request, reply) => {
    const given = parse(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200 }),
          password: Type.String({ minLength: 1, maxLength: 1000 }),
        },
        { additionalProperties: false },
      ),
      request.body,
    );
    const opened = await signIn((work) => inTransaction(pool, work), {
      ...given,
      from: caller(request),
      address: request.ip,
      at: now(),
    });
    reply.setCookie(COOKIE, opened.token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: options.secure,
      // Seconds and not a date: the clock of an old PC may be wrong by days.
      maxAge: Math.floor((opened.expiresAt.getTime() - now().getTime()) / 1000),
    });
    return options.introduce(opened.actor);
  });
  app.get('/api/session', async (request) => options.introduce(request.actor));
  app.delete('/api/session', async (request, reply) => {
    const token = request.cookies[COOKIE];
    if (token) await signOut(pool, token, now());
    reply.clearCookie(COOKIE, { path: '/' });
    return {};
  });

  for (const route of options.routes) {
    if ('act' in route) {
      app.route({
        method: route.method,
        url: route.path,
        handler: async (request) => {
          const key = request.headers['idempotency-key'];
          if (key !== undefined && (typeof key !== 'string' || key.length > 100 || key === ''))
            throw new Refusal('invalid', 'request.key');
          return perform(pool, route.act, request.actor, inputOf(route, request), {
            key: key ?? null,
            from: caller(request),
            at: now(),
          });
        },
      });
    } else if ('view' in route) {
      app.get(route.path, (request) => show(route, request));
    } else {
      app.get(route.path, (request, reply) => sendFile(route, request, reply));
    }
  }

  async function show(route: ViewRoute, request: FastifyRequest): Promise<unknown> {
    const { view } = route;
    refuseUnlessMay(request.actor, view.name);
    const input = parse(view.input, numbersRead(view.input, inputOf(route, request)));
    const at = now();
    const answer = await inSnapshot(pool, (tx) => view.run(tx, request.actor, input, at));
    const seen = request.actor.kind === 'official' ? view.look?.(answer, input) : undefined;
    const persons = [...new Set(seen?.personIds ?? [])].sort();
    const found = seen?.found;
    if (persons.length > 0 || found !== undefined) {
      const row = { act: view.name, actor: request.actor, at, from: caller(request) };
      await inTransaction(pool, async (tx) => {
        await appendRecords(
          tx,
          persons.map((personId) => ({
            subjectKind: 'person',
            subjectId: personId,
            onBehalfOf: personId,
            change: { type: 'looked-at', ...(seen?.dossierId ? { dossierId: seen.dossierId } : {}) },
          })),
          row,
        );
        if (found !== undefined)
          await appendRecord(tx, {
            ...row,
            subjectKind: 'official',
            subjectId: request.actor.id,
            change: { type: 'searched', ...found },
          });
      });
    }
    return answer;
  }

  async function sendFile(route: FileRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    refuseUnlessMay(request.actor, route.name);
    const input = parse(route.input, inputOf(route, request)) as Record<string, string>;
    const file = await route.run(pool, request.actor, input, now());
    reply.header('content-type', file.type);
    reply.header(
      'content-disposition',
      `${file.disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    );
    // Handed-in files are shown, never run, even if their type were misread. (Chromium shows no PDF in a sandbox.)
    if (file.type !== 'application/pdf')
      reply.header(
        'content-security-policy',
        "default-src 'none'; img-src 'self'; frame-ancestors 'self'; sandbox",
      );
    return reply.send(Buffer.from(file.bytes));
  }

  serveLive(app, { pool, cookie: COOKIE, now });
  serveDocs(app);
  app.get('/api/openapi.json', async () => openApi(options.routes, { version: options.version }));
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await pool.query('select 1 from migrations limit 1');
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'database away' });
    }
  });
  return app;
}

function refuseUnlessMay(actor: Actor, name: string): void {
  if (mayDo(actor, name)) return;
  if (actor.kind === 'visitor') throw new Refusal('unauthenticated', 'session.none');
  throw new Refusal('forbidden', 'act.forbidden', { act: name });
}

/** A form on another site can send a cookie but neither this header nor our origin. */
function refuseForeign(request: FastifyRequest): void {
  const origin = request.headers.origin;
  if (request.headers['x-haicap'] !== '1') throw new Refusal('forbidden', 'request.foreign');
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host !== request.host)
    throw new Refusal('forbidden', 'request.foreign');
}

function inputOf(route: Route, request: FastifyRequest): unknown {
  const params = request.params as Record<string, string>;
  const named = Object.fromEntries(pathNames(route.path).map((name) => [name, params[name]]));
  if (route.method === 'GET') return { ...(request.query as object), ...named };
  const body = request.body;
  if (body === undefined || body === null) return named;
  if (typeof body !== 'object' || Array.isArray(body)) throw new Refusal('invalid', 'input.invalid');
  return { ...body, ...named };
}

/** Query strings are text; where the schema wants a number, a boolean or a list, the text is read as one. */
function numbersRead(schema: unknown, input: unknown): unknown {
  const properties = (schema as { properties?: Record<string, { type?: string }> }).properties ?? {};
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input as Record<string, unknown>)) {
    const type = properties[key]?.type;
    if (value === '') continue;
    if (
      (type === 'integer' || type === 'number') &&
      typeof value === 'string' &&
      /^-?\d+(\.\d+)?$/.test(value)
    )
      read[key] = Number(value);
    else if (type === 'boolean' && (value === 'true' || value === 'false')) read[key] = value === 'true';
    else if (type === 'array' && typeof value === 'string') read[key] = value.split(',');
    else read[key] = value;
  }
  return read;
}
