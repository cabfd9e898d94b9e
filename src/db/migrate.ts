import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { Hindrance } from '../kernel/hindrance.ts';
import type { Tx } from '../kernel/tx.ts';

const FOLDER = new URL('../../db/migrations/', import.meta.url);

/** The role the server signs in as. Roles belong to the whole server, so provinces and test databases share it. */
export const APP_ROLE = 'haicap_app';

export interface MigrateOptions {
  /** Password of the application's role; created or reset here. */
  appPassword: string;
  onStep?: (name: string) => void;
}

/**
 * Brings a schema to the newest migration, one transaction each, and renews the grants. Two runners wait for
 * each other. A migration that was changed after it ran is refused: forward only.
 */
export async function migrate(adminUrl: string, schema: string, options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'haicap migrate' });
  await client.connect();
  const ran: string[] = [];
  try {
    await lockMigrations(client as unknown as Tx, schema);
    const version = Number((await client.query('show server_version_num')).rows[0].server_version_num);
    if (version < 150_000) throw new Error('PostgreSQL 15 or newer is needed');
    await createAppRole(client, options.appPassword);
    await layFoundation(client as unknown as Tx, schema);
    const done = new Map<string, string>(
      (await client.query('select name, hash from migrations')).rows.map((row) => [row.name, row.hash]),
    );
    for (const { name, text, hash } of await steps()) {
      const before = done.get(name);
      if (before === hash) continue;
      if (before !== undefined) throw new Error(`migration ${name} was changed after it had run`);
      options.onStep?.(name);
      await client.query('begin');
      try {
        await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash]);
        await client.query(text);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${name}: ${(error as Error).message}`, { cause: error });
      }
      ran.push(name);
    }
    const grants = await readFile(new URL('../../db/grants.sql', import.meta.url), 'utf8');
    await client.query(grants.replaceAll(':schema', schema).replaceAll(':app', APP_ROLE));
    await client.query('select pg_advisory_unlock_all()');
    return ran;
  } finally {
    await client.end();
  }
}

/** Held by this connection until it ends: whoever builds or rebuilds the same schema waits here. */
export async function lockMigrations(client: Tx, schema: string): Promise<void> {
  await client.query(`select pg_advisory_lock(hashtext('haicap migrate'), hashtext($1))`, [schema]);
}

async function layFoundation(client: Tx, schema: string): Promise<void> {
  await client.query('create extension if not exists unaccent schema public');
  await client.query('create extension if not exists pg_trgm schema public');
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`set search_path to ${schema}, public`);
  await client.query(`create table if not exists migrations (
    name text constraint migrations_pkey primary key, hash text not null, at timestamptz not null default now())`);
}

/** Every migration in its order. */
async function steps(): Promise<{ name: string; text: string; hash: string }[]> {
  const names = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDER), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Builds the tables as they stood after exactly these migrations, within the caller's transaction: the place for a
 * backup's rows. A migration that this program does not have, or has otherwise, is refused.
 */
export async function buildTables(
  client: Tx,
  schema: string,
  migrations: { name: string; hash: string }[],
): Promise<void> {
  const wanted = new Map(migrations.map(({ name, hash }) => [name, hash]));
  await layFoundation(client, schema);
  for (const { name, text, hash } of await steps()) {
    if (wanted.get(name) !== hash) continue;
    wanted.delete(name);
    await client.query(text);
  }
  const [unknown] = wanted.keys();
  if (unknown !== undefined)
    throw new Hindrance(
      `Bản sao lưu có cấu trúc mà bản Haicấp này không biết (${unknown}): hãy dùng bản đã sao lưu, hoặc bản mới hơn.`,
    );
}

async function createAppRole(client: pg.Client, password: string): Promise<void> {
  const quoted = client.escapeLiteral(password);
  // Two clusters' worth of runners may meet here; the second one finds the role made.
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
      create role ${APP_ROLE} login;
    end if;
  exception when duplicate_object or unique_violation then null; end $$`);
  await client.query(`alter role ${APP_ROLE} with login password ${quoted}`);
}

/** The address under which the server itself signs in: the administrator's, with the application's role. */
export function appUrl(adminUrl: string, appPassword: string): string {
  const url = new URL(adminUrl);
  url.username = APP_ROLE;
  url.password = appPassword;
  return url.href;
}
