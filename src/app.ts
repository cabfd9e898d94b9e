import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { routes as calendarRoutes, legalDay } from './capabilities/calendar/index.ts';
import { checkingPlugin } from './capabilities/checking/routes.ts';
import {
  routes as dossierRoutes,
  mayReadAsAsked,
  mayReadAsPart,
  seenDossier,
} from './capabilities/dossiers/index.ts';
import { routes as editingRoutes } from './capabilities/editing/index.ts';
import { routes as figureRoutes } from './capabilities/figures/index.ts';
import { routes as messageRoutes } from './capabilities/messages/index.ts';
import { addPaper, paperFileRoute, paperSmallRoute, takeUpload } from './capabilities/papers/index.ts';
import { routes as paymentRoutes, takeNotice } from './capabilities/payments/index.ts';
import { actsOf, mayDo, routes as peopleRoutes, ROLE_NAMES, type Role } from './capabilities/people/index.ts';
import { routes as procedureRoutes } from './capabilities/procedures/index.ts';
import { routes as ratingRoutes } from './capabilities/ratings/index.ts';
import { routes as reorganisingRoutes } from './capabilities/reorganising/index.ts';
import { routes as reportRoutes } from './capabilities/reports/index.ts';
import { routes as roundRoutes } from './capabilities/rounds/index.ts';
import {
  findAgencies,
  findAgenciesById,
  findUnit,
  routes as unitRoutes,
} from './capabilities/units/index.ts';
import { routes as vaultRoutes } from './capabilities/vault/index.ts';
import { routes as warningRoutes } from './capabilities/warnings/index.ts';
import type { Pool } from './db/connect.ts';
import { serveBulk } from './http/bulk.ts';
import { buildServer } from './http/server.ts';
import { allJobs } from './jobs/registry.ts';
import { routes as jobRoutes } from './jobs/routes.ts';
import { type Actor, SYSTEM } from './kernel/actor.ts';
import { Refusal } from './kernel/refusal.ts';
import type { Route } from './kernel/route.ts';
import type { Tx } from './kernel/tx.ts';
import { openFileStore } from './outside/files.ts';
import { httpGateway, type PaymentGateway } from './outside/payment/gateway.ts';
import { standInGateway } from './outside/payment/stand-in.ts';
import { openPictures } from './outside/pictures/pictures.ts';
import { perform } from './perform.ts';

export interface AppOptions {
  pool: Pool;
  /** Where papers lie. */
  dataFolder: string;
  publicUrl: string;
  version: string;
  demo: boolean;
  /** The built pages; without them only the API is served. */
  webFolder?: string;
  trustProxy?: boolean;
  log?: boolean;
  now?: () => Date;
  /** How money is paid online; null, and it is not. */
  payment?: PaymentSettings | null;
}

export type PaymentSettings =
  /** A gateway to try with, served by this server: where this server can be reached by itself. */
  | { kind: 'stand-in'; reachedAt: () => string; secret: string }
  | { kind: 'gateway'; url: string; partner: string; secret: string };

/** Where the stand-in's pages lie, and where a gateway tells what became of an order. */
const STAND_IN = '/cong-thanh-toan-thu';
const NOTICES = '/thong-bao-thanh-toan';

/** The gateway that the settings name. */
export function gatewayOf(
  payment: PaymentSettings | null | undefined,
  publicUrl: string,
): PaymentGateway | null {
  if (!payment) return null;
  if (payment.kind === 'gateway') return httpGateway(payment);
  const gateway = (base: string) =>
    httpGateway({ url: `${base}${STAND_IN}`, partner: 'HAICAP', secret: payment.secret });
  const { payAddress, readNotice } = gateway(publicUrl);
  // The payer's browser comes by the public address, the server to itself by its own.
  return {
    payAddress,
    readNotice,
    query: (orderId) => gateway(payment.reachedAt()).query(orderId),
    refund: (refund) => gateway(payment.reachedAt()).refund(refund),
  };
}

/** Addresses of pages and the built page that serves each; the browser's router does the rest. */
export const PAGES: { page: string; paths: string[] }[] = [
  {
    page: 'desk',
    paths: [
      '/ban-lam-viec',
      '/ban-lam-viec/*',
      '/dieu-hanh',
      '/dieu-hanh/*',
      '/so-lieu',
      '/so-lieu/*',
      '/bao-cao',
      '/bao-cao/*',
      '/quan-tri',
      '/quan-tri/*',
    ],
  },
  { page: 'check', paths: ['/soat-so-lieu'] },
  {
    page: 'portal',
    paths: [
      '/',
      '/thu-tuc',
      '/thu-tuc/*',
      '/nop/*',
      '/tra-cuu',
      '/tra-cuu/*',
      '/cua-toi',
      '/cua-toi/*',
      '/dang-nhap',
      '/trung-tam',
      '/danh-gia',
      '/danh-gia/*',
    ],
  },
];

/** Whether a paper that is on a dossier may be seen: with the dossier, or as part of what one is asked about. */
async function maySee(tx: Tx, actor: Actor, dossierId: string, paperId: string): Promise<boolean> {
  try {
    await seenDossier(tx, actor, dossierId);
    return true;
  } catch (error) {
    if (error instanceof Refusal)
      return (
        (await mayReadAsAsked(tx, actor, dossierId, paperId)) || mayReadAsPart(tx, actor, dossierId, paperId)
      );
    throw error;
  }
}

/** Who gets what: every capability's routes, the server, the files, the pages. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { pool } = options;
  const files = await openFileStore(join(options.dataFolder, 'papers'));
  const pictures = openPictures(files, join(options.dataFolder, 'papers'));
  const gateway = gatewayOf(options.payment, options.publicUrl);
  const routes: Route[] = [
    ...unitRoutes,
    ...calendarRoutes,
    ...procedureRoutes,
    ...peopleRoutes,
    ...dossierRoutes({ publicUrl: options.publicUrl }),
    ...editingRoutes,
    ...reorganisingRoutes,
    ...figureRoutes({ demo: options.demo }),
    ...jobRoutes(allJobs({ gateways: [], publicUrl: options.publicUrl, payment: gateway })),
    ...messageRoutes,
    ...reportRoutes({ demo: options.demo }),
    ...roundRoutes,
    ...paymentRoutes({ gateway, publicUrl: options.publicUrl }),
    ...warningRoutes,
    ...vaultRoutes(files, pictures),
    ...ratingRoutes,
    paperFileRoute(files, maySee),
    paperSmallRoute(pictures, maySee),
  ];
  const web = options.webFolder ?? fileURLToPath(new URL('../dist/', import.meta.url));
  const portal = join(web, 'portal/index.html');
  const app = await buildServer({
    pool,
    routes,
    version: options.version,
    secure: options.publicUrl.startsWith('https:'),
    introduce: (actor) => introduce(pool, actor, options.demo),
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.now === undefined ? {} : { now: options.now }),
    // The portal's own router knows which addresses are none of its.
    ...(existsSync(portal) ? { notFoundPage: await readFile(portal, 'utf8') } : {}),
  });

  app.addHook('onClose', () => pictures.close());
  app.post('/api/papers', { bodyLimit: 30 * 1024 * 1024 }, async (request) => {
    if (!mayDo(request.actor, addPaper.name)) {
      if (request.actor.kind === 'visitor') throw new Refusal('unauthenticated', 'session.none');
      throw new Refusal('forbidden', 'act.forbidden', { act: addPaper.name });
    }
    const part = await request.file({ limits: { fileSize: 30 * 1024 * 1024 } });
    if (part === undefined) throw new Refusal('invalid', 'paper.none');
    const taken = await takeUpload(files, { stream: part.file, name: part.filename }, pictures);

    const key = request.headers['idempotency-key'];
    return perform(pool, addPaper, request.actor, taken, {
      key: typeof key === 'string' ? key : null,
      from: request.ip,
      ...(options.now === undefined ? {} : { at: options.now() }),
    });
  });
  serveBulk(app, pool, options.now ?? (() => new Date()));
  await app.register(checkingPlugin);
  if (gateway !== null)
    // Outside of /api: another server calls, without our header. What counts is its signature.
    app.post(NOTICES, { bodyLimit: 20_000 }, async (request, reply) => {
      const told = gateway.readNotice(request.body);
      if (told === null) return reply.code(400).send({ effect: 'unreadable' });
      const { effect } = await perform(
        pool,
        takeNotice,
        SYSTEM,
        { ...told.notice, genuine: told.genuine, how: 'callback' },
        { from: request.ip, ...(options.now === undefined ? {} : { at: options.now() }) },
      );
      return reply.code(effect === 'forged' ? 403 : 200).send({ effect });
    });
  if (options.payment?.kind === 'stand-in') {
    const { reachedAt, secret } = options.payment;
    await app.register(
      standInGateway({
        prefix: STAND_IN,
        partner: 'HAICAP',
        secret,
        notifyAddress: () => `${reachedAt()}${NOTICES}`,
      }),
    );
  }

  if (existsSync(web)) {
    // A page must be asked for anew; the built files it names bear their hash in the name.
    await app.register(fastifyStatic, { root: web, serve: false, preCompressed: true, cacheControl: false });
    await app.register(fastifyStatic, {
      root: join(web, 'assets'),
      prefix: '/assets/',
      index: false,
      decorateReply: false,
      preCompressed: true,
      maxAge: '365d',
      immutable: true,
    });
    const send = (path: string, file: string) =>
      app.get(path, (_request, reply) => reply.header('cache-control', 'no-cache').sendFile(file));
    send('/favicon.svg', 'favicon.svg');
    for (const { page, paths } of PAGES) for (const path of paths) send(path, `${page}/index.html`);
  }
  return app;
}

/**
 * The session answer: whose system it is and whether it shows invented data, for visitors too; who it is, with the names
 * of agencies, and what they may do at all.
 */
async function introduce(pool: Pool, actor: Actor, demo: boolean): Promise<object> {
  const province = await provinceOf(pool);
  if (actor.kind === 'visitor') return { actor: null, acts: actsOf(actor), demo, province };
  const duties = actor.kind === 'official' ? actor.duties : [];
  const agencies = await findAgenciesById(pool, [
    ...new Set(duties.flatMap((duty) => [duty.agencyId, duty.bodyId])),
  ]);
  return {
    actor: {
      kind: actor.kind,
      id: actor.id,
      name: actor.name,
      ...(actor.kind === 'citizen' ? { personId: actor.personId } : {}),
      duties: duties.map((duty) => ({
        ...duty,
        roleName: ROLE_NAMES[duty.role as Role] ?? duty.role,
        agencyName: agencies.get(duty.agencyId)?.name ?? duty.agencyId,
        bodyName: agencies.get(duty.bodyId)?.name ?? duty.bodyId,
      })),
    },
    acts: actsOf(actor),
    demo,
    province,
  };
}

/** The province of this database; null before it is loaded. */
async function provinceOf(pool: Pool): Promise<{ code: string; name: string; fullName: string } | null> {
  const today = legalDay(new Date());
  const [committee] = await findAgencies(pool, { kind: 'province-committee', limit: 1 }, today);
  const unit = committee === undefined ? null : await findUnit(pool, committee.unitCode, today);
  return unit === null ? null : { code: unit.code, name: unit.name, fullName: unit.fullName };
}
