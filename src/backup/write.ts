import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { provinceSchema } from '../db/connect.ts';
import { type CopyConnection, openForCopying, PLAIN_TEXT, quoted } from '../db/dump.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { openFileStore } from '../outside/files.ts';
import { type ArchiveWriter, alreadyThere, type Manifest, type Summary, writeArchive } from './archive.ts';

/** Rows are cut into entries of about this size: an entry's length stands before its bytes. */
const PART = 4 * 1024 * 1024;

export interface BackupOptions {
  adminUrl: string;
  province: string;
  papersFolder: string;
  file: string;
  secret: string | null;
  version: string;
  /** Told the moment the snapshot stands: what is done from then on is not in the backup. */
  onSnapshot?: () => void | Promise<void>;
}

export interface WrittenBackup {
  at: string;
  tables: number;
  rows: number;
  papers: number;
  paperBytes: number;
  wanting: string[];
}

/** Backs a province up while it works: data as of one moment, then every paper that the data name. */
export async function writeBackup(options: BackupOptions): Promise<WrittenBackup> {
  const { file, secret } = options;
  if (existsSync(file)) throw alreadyThere(file);
  const client = await openForCopying(options.adminUrl, 'haicap backup');
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(PLAIN_TEXT);
    const manifest = await describe(client, options);
    await options.onSnapshot?.();
    let written: WrittenBackup | undefined;
    await writeArchive(file, secret, async (archive) => {
      await archive.add('manifest.json', JSON.stringify(manifest, null, 2));
      const tables: Summary['tables'] = [];
      for (const table of manifest.tables) tables.push(await copyOut(client, archive, table));
      const sequences = await sequencesOf(client);
      const papers = await client.query<{ sha256: string }>(
        'select distinct sha256 from papers order by sha256',
      );
      // The papers never change: the snapshot, which keeps the database from tidying up, need not wait for them.
      await client.query('rollback');
      const copied = await copyPapers(
        archive,
        options.papersFolder,
        papers.rows.map(({ sha256 }) => sha256),
      );
      const summary: Summary = { tables, sequences, papers: copied.papers, wanting: copied.wanting };
      await archive.add('summary.json', JSON.stringify(summary, null, 2));
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      written = { at: manifest.at, tables: tables.length, rows, ...copied };
    });
    return written as WrittenBackup;
  } finally {
    await client.end();
  }
}

async function describe(client: CopyConnection, options: BackupOptions): Promise<Manifest> {
  const schema = provinceSchema(options.province);
  const { rows: found } = await client.query('select to_regclass($1) is not null as there', [
    `${schema}.migrations`,
  ]);
  if (found[0]?.there !== true)
    throw new Hindrance(
      `Cơ sở dữ liệu này chưa có dữ liệu của tỉnh có mã ${options.province}: không có gì để sao lưu.`,
    );
  await client.query(`set local search_path to ${schema}, public`);
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     group by c.relname order by c.relname collate "C"`,
    [schema],
  );
  const { rows: migrations } = await client.query<{ name: string; hash: string }>(
    'select name, hash from migrations order by name collate "C"',
  );
  const { rows: about } = await client.query<{ at: Date; postgres: string }>(
    `select now() as at, current_setting('server_version') as postgres`,
  );
  const [moment] = about;
  if (moment === undefined) throw new Error('the database told no time');
  return {
    format: 1,
    version: options.version,
    province: options.province,
    at: moment.at.toISOString(),
    postgres: moment.postgres,
    migrations,
    tables,
  };
}

async function copyOut(
  client: CopyConnection,
  archive: ArchiveWriter,
  table: Manifest['tables'][number],
): Promise<Summary['tables'][number]> {
  const columns = table.columns.map(quoted).join(', ');
  const { bytes, count } = client.rowsOf(`select ${columns} from ${quoted(table.name)}`);
  const hash = createHash('sha256');
  let part = 0;
  let held: Buffer[] = [];
  let length = 0;
  const flush = async () => {
    part += 1;
    const name = `tables/${table.name}/${String(part).padStart(6, '0')}`;
    await archive.add(name, Buffer.concat(held));
    held = [];
    length = 0;
  };
  for await (const chunk of bytes) {
    hash.update(chunk);
    held.push(chunk);
    length += chunk.length;
    if (length >= PART) await flush();
  }
  if (length > 0) await flush();
  return { name: table.name, rows: count(), sha256: hash.digest('hex') };
}

/** Numbers that the database gives out. Read last: they may run ahead of the rows, never behind. */
async function sequencesOf(client: CopyConnection): Promise<Summary['sequences']> {
  const { rows: names } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = current_schema()::regnamespace
     order by relname collate "C"`,
  );
  const sequences: Summary['sequences'] = [];
  for (const { name } of names) {
    const { rows } = await client.query<{ last: number; called: boolean }>(
      `select last_value as last, is_called as called from ${quoted(name)}`,
    );
    sequences.push({ name, last: Number(rows[0]?.last), called: rows[0]?.called === true });
  }
  return sequences;
}

async function copyPapers(
  archive: ArchiveWriter,
  folder: string,
  names: string[],
): Promise<{ papers: number; paperBytes: number; wanting: string[] }> {
  const store = await openFileStore(folder);
  const wanting: string[] = [];
  let paperBytes = 0;
  for (const sha256 of names) {
    const bytes = await store.read(sha256).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return null;
    });
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) {
      wanting.push(sha256);
      continue;
    }
    paperBytes += bytes.length;
    await archive.add(`papers/${sha256}`, bytes);
  }
  return { papers: names.length - wanting.length, paperBytes, wanting };
}
