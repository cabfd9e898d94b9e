import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { Hindrance } from '../kernel/hindrance.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built-from');

/** What the pages are made of: the browser's part, and the nouns it shares with the server. */
const MADE_OF = ['web', 'src/capabilities', 'src/kernel', 'vite.config.ts', 'package-lock.json'];

/**
 * Builds the pages if anything they are made of has changed since. True when it built. While somebody
 * works on the pages, `mayKeepOld` lets the server go on with the last ones that could be built.
 */
export async function buildWeb(
  report: (line: string) => void,
  options: { mayKeepOld?: boolean } = {},
): Promise<boolean> {
  const wanted = await fingerprint();
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return false;
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) {
    if (existsSync(DIST)) return false; // delivered without the tools: the pages are as delivered
    throw new Hindrance('Chưa dựng trang web và thiếu công cụ dựng. Hãy chạy npm install.', 69);
  }
  report('Dựng trang web…');
  // Aside and then into place: a build that is broken off leaves the old pages as they were.
  const fresh = `${DIST}.${process.pid}`;
  try {
    const { code, output } = await capture(vite, ['build', '--logLevel', 'warn', '--outDir', fresh]);
    if (code !== 0) {
      const fault = `Không dựng được trang web:\n${stripVTControlCharacters(output).trim()}`;
      if (options.mayKeepOld !== true || !existsSync(DIST)) throw new Hindrance(fault);
      report(`${fault}\n\n  CHÚ Ý: đang phục vụ trang web của lần dựng trước.`);
      return false;
    }
    await writeFile(join(fresh, '.built-from'), wanted);
    const old = `${DIST}.old-${process.pid}`;
    await rename(DIST, old).catch(() => {});
    await rename(fresh, DIST);
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(fresh, { recursive: true, force: true }).catch(() => {});
  }
  return true;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of MADE_OF) {
    const entries = await readdir(join(ROOT, path), { recursive: true, withFileTypes: true }).catch(
      () => null,
    );
    const files =
      entries === null
        ? [join(ROOT, path)]
        : entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      if (/\.test\.tsx?$|\.md$/.test(file)) continue;
      hash
        .update(file.slice(ROOT.length))
        .update('\0')
        .update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

function capture(program: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('exit', (code) => done({ code, output }));
  });
}
