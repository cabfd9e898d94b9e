import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { routes as calendarRoutes, legalDay } from './capabilities/calendar/index.ts';
import { checkingPlugin } from './capabilities/checking/routes.ts';
import { routes as dossierRoutes, mayReadAsAsked, seenDossier } from './capabilities/dossiers/index.ts';
import { routes as editingRoutes } from './capabilities/editing/index.ts';
import { routes as figureRoutes } from './capabilities/figures/index.ts';
import { routes as messageRoutes } from './capabilities/messages/index.ts';
import { addPaper, paperFileRoute, takeUpload } from './capabilities/papers/index.ts';
import { actsOf, mayDo, routes as peopleRoutes, ROLE_NAMES, type Role } from './capabilities/people/index.ts';
import { routes as procedureRoutes } from './capabilities/procedures/index.ts';
import { routes as reportRoutes } from './capabilities/reports/index.ts';
import {
  findAgencies,
  findAgenciesById,
  findUnit,
  routes as unitRoutes,
} from './capabilities/units/index.ts';
import type { Pool } from './db/connect.ts';
import { buildServer } from './http/server.ts';
import { allJobs } from './jobs/registry.ts';
import { routes as jobRoutes } from './jobs/routes.ts';
import type { Actor } from './kernel/actor.ts';
import { Refusal } from './kernel/refusal.ts';
import type { Route } from './kernel/route.ts';
import { openFileStore } from './outside/files.ts';
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
}

/** Addresses of pages and the built page that serves each; the browser's router does the rest. */
const PAGES: { page: string; paths: string[] }[] = [
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
    ],
  },
];

/** Who gets what: every capability's routes, the server, the files, the pages. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { pool } = options;
  const files = await openFileStore(join(options.dataFolder, 'papers'));
  const routes: Route[] = [
    ...unitRoutes,
    ...calendarRoutes,
    ...procedureRoutes,
    ...peopleRoutes,
    ...dossierRoutes({ publicUrl: options.publicUrl }),
    ...editingRoutes,
    ...figureRoutes({ demo: options.demo }),
    ...jobRoutes(allJobs({ gateways: [], publicUrl: options.publicUrl })),
    ...messageRoutes,
    ...reportRoutes({ demo: options.demo }),
    paperFileRoute(files, async (tx, actor, dossierId, paperId) => {
      try {
        await seenDossier(tx, actor, dossierId);
        return true;
      } catch (error) {
        if (error instanceof Refusal) return mayReadAsAsked(tx, actor, dossierId, paperId);
        throw error;
      }
    }),
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

  app.post('/api/papers', { bodyLimit: 30 * 1024 * 1024 }, async (request) => {
    if (!mayDo(request.actor, addPaper.name)) {
      if (request.actor.kind === 'visitor') throw new Refusal('unauthenticated', 'session.none');
      throw new Refusal('forbidden', 'act.forbidden', { act: addPaper.name });
    }
    const part = await request.file({ limits: { fileSize: 30 * 1024 * 1024 } });
    if (part === undefined) throw new Refusal('invalid', 'paper.none');
    const taken = await takeUpload(files, { stream: part.file, name: part.filename });
    const key = request.headers['idempotency-key'];
    return perform(pool, addPaper, request.actor, taken, {
      key: typeof key === 'string' ? key : null,
      from: request.ip,
      ...(options.now === undefined ? {} : { at: options.now() }),
    });
  });
  await app.register(checkingPlugin);

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
