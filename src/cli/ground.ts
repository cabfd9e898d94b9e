import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { connect, type Pool, provinceSchema } from '../db/connect.ts';
import { startDatabase } from '../db/embedded.ts';
import { appUrl, migrate } from '../db/migrate.ts';
import { onClose } from './closing.ts';

/** What every command stands on: settings, a running and migrated database, a pool as the server has it. */
export interface GroundUnderfoot {
  config: Config;
  adminUrl: string;
  schema: string;
  pool: Pool;
  /** Migrations that ran just now. */
  migrated: string[];
}

export interface GroundOptions {
  /** The serving program: a second one on the same data folder is refused. */
  alone?: boolean;
  /** As the owner: only for what the server itself must never do. */
  asOwner?: boolean;
  report?: (line: string) => void;
}

/** Brings the ground up and lets go of it when the program ends. */
export async function ground(options: GroundOptions = {}): Promise<GroundUnderfoot> {
  const config = readConfig(process.env);
  const report = options.report ?? ((line: string) => console.error(line));
  const database = await startDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl ?? undefined,
    alone: options.alone === true,
    report,
  });
  onClose(() => database.stop());
  const schema = provinceSchema(config.province);
  const appPassword = await passwordOfApplication(config.dataDir);
  const migrated = await migrate(database.adminUrl, schema, { appPassword });
  const url = options.asOwner === true ? database.adminUrl : appUrl(database.adminUrl, appPassword);
  const pool = connect(url, schema);
  onClose(() => pool.end());
  return { config, adminUrl: database.adminUrl, schema, pool, migrated };
}

/** The password of the database role the server signs in as: made once, kept in the data folder, read by us alone. */
export async function passwordOfApplication(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'application-password');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return known.trim();
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true });
  // The first writer wins; whoever comes second reads what the first one wrote.
  await link(draft, file).catch(() => {});
  await rm(draft, { force: true });
  return (await readFile(file, 'utf8')).trim();
}
