import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import pg from 'pg';
import { startDatabase } from '../../src/db/embedded.ts';
import { appUrl as asApp, migrate } from '../../src/db/migrate.ts';

/** A database of its own for one test file: migrated, empty of data unless the ground brought some. */
export interface TestDatabase {
  /** Owns everything: for laying ground and for looking behind the application's back. */
  ownerUrl: string;
  /** What the server signs in as: may do only what the grants allow. */
  appUrl: string;
  /** The province's schema in it. */
  schema: string;
}

/**
 * What stands in a database before a test begins. It is laid once per content of the files it is made of, kept as a
 * template, and cloned for each test file in about a tenth of a second.
 */
export interface Ground {
  name: string;
  /** Files and folders whose content decides whether the template is stale, relative to the repository. */
  madeOf: string[];
  /** Laid upon the migrated database. */
  lay?(urls: TestDatabase): Promise<void>;
}

export const SCHEMA = 'haicap_37';
const APP_PASSWORD = 'the-application-in-tests';
const ROOT = new URL('../../', import.meta.url);
const MIGRATED: Ground = { name: 'migrated', madeOf: ['db', 'src/db/migrate.ts'] };

let cluster: Promise<{ adminUrl: string; stop(): Promise<void> }> | undefined;
let count = 0;

/** The server shared by all test files: whoever comes first starts it, whoever leaves last stops it. */
export function testServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  cluster ??= startDatabase({ dataDir: testFolder(), volatile: true });
  return cluster;
}

/** In the temporary folder, where an unprivileged account may enter even when the clone is root's alone. */
function testFolder(): string {
  const clone = createHash('sha256').update(ROOT.pathname).digest('hex').slice(0, 10);
  return join(tmpdir(), `haicap-test-${process.getuid?.() ?? 0}-${clone}`);
}

/** Call at the top of a test file (or with a test's context): a fresh clone of the ground, dropped afterwards. */
export async function testDatabase(
  ground: Ground = MIGRATED,
  context: { after(work: () => Promise<void>): void } = { after },
): Promise<TestDatabase> {
  const { adminUrl, stop } = await testServer();
  const template = await templateOf(ground, adminUrl);
  const name = `t_${process.pid}_${++count}_${randomBytes(3).toString('hex')}`;
  await onServer(adminUrl, (client) => client.query(`create database ${name} template ${template}`));
  context.after(async () => {
    await onServer(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    if (--count === 0) {
      cluster = undefined;
      await stop();
    }
  });
  return urlsOf(adminUrl, name);
}

function urlsOf(adminUrl: string, database: string): TestDatabase {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return { ownerUrl: url.href, appUrl: asApp(url.href, APP_PASSWORD), schema: SCHEMA };
}

async function templateOf(ground: Ground, adminUrl: string): Promise<string> {
  const stem = `template_${ground.name}_`;
  const name =
    stem +
    (await hashOf(ground.name === 'migrated' ? ground.madeOf : [...MIGRATED.madeOf, ...ground.madeOf]));
  return onServer(adminUrl, async (client) => {
    const made = async () =>
      ((await client.query('select from pg_database where datname = $1 and datistemplate', [name]))
        .rowCount ?? 0) > 0;
    if (await made()) return name;
    await client.query(`select pg_advisory_lock(hashtext('haicap'), hashtext($1))`, [stem]);
    if (await made()) return name; // a file beside us laid it while we waited
    await clearAway(client, stem);
    const draft = `draft_${process.pid}_${randomBytes(3).toString('hex')}`;
    if (ground.name === 'migrated') {
      await client.query(`create database ${draft}`);
      await migrate(urlsOf(adminUrl, draft).ownerUrl, SCHEMA, { appPassword: APP_PASSWORD });
    } else {
      await client.query(`create database ${draft} template ${await templateOf(MIGRATED, adminUrl)}`);
      await ground.lay?.(urlsOf(adminUrl, draft));
    }
    await onServer(urlsOf(adminUrl, draft).ownerUrl, (inside) => inside.query('vacuum analyze'));
    await client.query(`alter database ${draft} rename to ${name}`);
    await client.query(`alter database ${name} is_template true`);
    return name;
  });
}

/** Older templates of the ground, and what test files that were killed left behind. */
async function clearAway(client: pg.Client, stem: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like $1 or datname ~ '^(t|draft)_\\d+_'`,
    [`${stem.replaceAll('_', '\\_')}%`],
  );
  for (const { name } of rows) {
    const pid = Number(/^(?:t|draft)_(\d+)_/.exec(name)?.[1]);
    if (Number.isInteger(pid) && isAlive(pid)) continue;
    await client
      .query(`alter database ${name} is_template false`)
      .then(() => client.query(`drop database if exists ${name}`))
      .catch(() => {}); // somebody clones it this moment: the next run clears it
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function hashOf(paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const inside = await readdir(new URL(path, ROOT), { recursive: true, withFileTypes: true }).catch(
      () => null,
    );
    const files =
      inside === null
        ? [new URL(path, ROOT).pathname]
        : inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      if (file.endsWith('.test.ts') || file.endsWith('/schema.sql')) continue;
      hash
        .update(file.slice(ROOT.pathname.length))
        .update('\0')
        .update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'haicap test' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
