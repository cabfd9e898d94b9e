import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const web = resolve(import.meta.dirname, 'web');

/** Lays a `.br` beside every text file of the build, so that the server sends what was pressed once. */
function precompress(): Plugin {
  let folder = '';
  return {
    name: 'haicap:precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    async closeBundle() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (!entry.isFile() || !/\.(html|js|css|svg|json|webmanifest)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        const bytes = await readFile(file);
        const pressed = await brotli(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        });
        await writeFile(`${file}.br`, pressed);
      }
    },
  };
}

/** The development server answers a room's addresses with the room's page, as the real server does. */
function rooms(): Plugin {
  return {
    name: 'haicap:rooms',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        const isPage = !path.includes('.') && !path.startsWith('/@') && !path.startsWith('/api');
        // a procedure's code has a dot in it: /thu-tuc/1.001193
        if (isPage || /^\/(thu-tuc|nop)\//.test(path)) request.url = pageFor(path);
        next();
      });
    },
  };
}

function pageFor(path: string): string {
  if (/^\/(ban-lam-viec|dieu-hanh|so-lieu|bao-cao|quan-tri)(\/|$)/.test(path)) return '/desk/index.html';
  if (/^\/soat-so-lieu(\/|$)/.test(path)) return '/check/index.html';
  return '/portal/index.html';
}

export default defineConfig({
  root: web,
  publicDir: resolve(web, 'public'),
  base: '/',
  appType: 'mpa',
  plugins: [precompress(), rooms()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    manifest: true,
    target: ['chrome100', 'firefox102', 'safari15.4'],
    // Nothing is inlined: the content security policy allows our own files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        portal: resolve(web, 'portal/index.html'),
        desk: resolve(web, 'desk/index.html'),
        check: resolve(web, 'check/index.html'),
      },
    },
  },
  server: {
    proxy: { '/api': process.env.HAICAP_API ?? 'http://127.0.0.1:8080' },
  },
});
