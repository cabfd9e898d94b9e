import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';
import { build } from 'vite';
import { checkingPlugin } from '../../src/capabilities/checking/routes.ts';
import { sendProblem } from '../../src/http/problem.ts';
import config from '../../vite.config.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The checker's addresses alone: it stands by itself, without database and without session. */
export async function checkerServer(): Promise<FastifyInstance> {
  const app = fastify();
  app.setErrorHandler(sendProblem);
  await app.register(fastifyMultipart);
  await app.register(checkingPlugin);
  return app;
}

/** The checker with its page, built as it is shipped and served under the same rules; answers its address. */
export async function servedChecker(): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'haicap-check-'));
  await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    build: {
      ...config.build,
      outDir: folder,
      rolldownOptions: { input: { check: join(ROOT, 'web/check/index.html') } },
    },
  });
  const app = await checkerServer();
  app.addHook('onRequest', async (_request, reply) => {
    reply.header(
      'content-security-policy',
      "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'",
    );
  });
  await app.register(fastifyStatic, { root: folder });
  app.get('/soat-so-lieu', (_request, reply) => reply.sendFile('check/index.html'));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    address,
    stop: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
