import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
  assets?: string[];
}

const folder = await mkdtemp(join(tmpdir(), 'haicap-size-'));
after(() => rm(folder, { recursive: true, force: true }));
await build({
  configFile: join(import.meta.dirname, '../../vite.config.ts'),
  build: { outDir: folder, emptyOutDir: true },
  logLevel: 'error',
});
const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;

/** The package's own fonts hold the letters of other languages: fetched only where a page has one. */
const ONLY_WHEN_NEEDED = /-normal-[^/]*\.woff2$/;

/** Everything that a room's first page fetches: the page, its scripts and styles, and the four fonts of Vietnamese. */
function filesOf(entry: string, alsoOpened: string[] = []): Set<string> {
  const files = new Set<string>([entry]);
  const walk = (key: string) => {
    const chunk = manifest[key];
    assert.ok(chunk !== undefined, `${key} is not in the manifest`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])])
      if (!ONLY_WHEN_NEEDED.test(file)) files.add(file);
    for (const next of chunk.imports ?? []) walk(next);
  };
  for (const key of [entry, ...alsoOpened]) walk(key);
  return files;
}

/** As they travel: fonts are pressed already, the rest is sent pressed with brotli. */
async function weight(files: Set<string>): Promise<number> {
  let sum = 0;
  for (const file of files) {
    const bytes = await readFile(join(folder, file));
    sum += file.endsWith('.woff2') ? bytes.length : brotliCompressSync(bytes).length;
  }
  return sum;
}

const lazyPages = (under: string) =>
  Object.keys(manifest).filter((key) => key.startsWith(under) && /\.tsx$/.test(key));

describe('the first load', () => {
  test('of the portal is at most 100 KB, with its fonts', async (context) => {
    const files = filesOf('portal/index.html');
    assert.equal(
      [...files].filter((file) => file.endsWith('.woff2')).length,
      4,
      'two subsets in two weights',
    );
    const bytes = await weight(files);
    context.diagnostic(`portal: ${(bytes / 1000).toFixed(1)} KB`);
    assert.ok(bytes <= 100_000, `${bytes} bytes`);
  });

  test('of a procedure reached by a link is at most 100 KB too', async (context) => {
    const page = lazyPages('portal/pages/').find((key) => key.endsWith('/procedure.tsx')) ?? '';
    const bytes = await weight(filesOf('portal/index.html', [page]));
    context.diagnostic(`procedure: ${(bytes / 1000).toFixed(1)} KB`);
    assert.ok(bytes <= 100_000, `${bytes} bytes`);
  });

  test('of the desk is at most 300 KB, with everything it opens later', async (context) => {
    const bytes = await weight(filesOf('desk/index.html', [...lazyPages('desk/'), ...lazyPages('board/')]));
    context.diagnostic(`desk: ${(bytes / 1000).toFixed(1)} KB`);
    assert.ok(bytes <= 300_000, `${bytes} bytes`);
  });

  test('of the checker is at most 100 KB, with its fonts', async (context) => {
    const bytes = await weight(filesOf('check/index.html'));
    context.diagnostic(`checker: ${(bytes / 1000).toFixed(1)} KB`);
    assert.ok(bytes <= 100_000, `${bytes} bytes`);
  });

  test('runs under a strict policy: no script and no style within the page', async () => {
    for (const room of ['portal', 'desk', 'check']) {
      const html = await readFile(join(folder, room, 'index.html'), 'utf8');
      assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i, room);
    }
  });
});
