import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { verifyRecord } from '../capabilities/record/index.ts';
import { provinceSchema } from '../db/connect.ts';
import { type CopyConnection, openForCopying, PLAIN_TEXT, quoted } from '../db/dump.ts';
import { buildTables, lockMigrations } from '../db/migrate.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { type FileStore, openFileStore } from '../outside/files.ts';
import { type Manifest, readArchive, type Summary, wholeOf } from './archive.ts';

export interface RestoreOptions {
  adminUrl: string;
  province: string;
  papersFolder: string;
  file: string;
  secret: string | null;
}

export interface ReadBackup {
  manifest: Manifest;
  rows: number;
  papers: number;
  wanting: string[];
}

/** What a reader of backups does with what comes; the checks are made around it. */
interface Taker {
  begin(manifest: Manifest): Promise<void>;
  /** Takes the rows of one table; answers how many the database took. */
  table(table: Manifest['tables'][number], bytes: AsyncIterable<Buffer>): Promise<number>;
  paper(bytes: AsyncIterable<Buffer>): Promise<string>;
}

const altered = (what: string) => new Hindrance(`Bản sao lưu không còn nguyên: ${what}.`);

/** Reads a backup to its end and proves every hash and count; nothing is changed anywhere. */
export function checkBackup(options: {
  file: string;
  secret: string | null;
  province: string;
}): Promise<ReadBackup> {
  return readBackup(options, {
    begin: async () => {},
    async table(_table, bytes) {
      // In COPY's text a line is a row: a line's end within a value is written as \n.
      let rows = 0;
      for await (const chunk of bytes)
        for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
      return rows;
    },
    async paper(bytes) {
      const hash = createHash('sha256');
      for await (const chunk of bytes) hash.update(chunk);
      return hash.digest('hex');
    },
  }).then(({ manifest, summary }) => inShort(manifest, summary));
}

/**
 * Restores a backup into a database without this province and a folder without papers. One transaction: it is there
 * wholly and proved, or nothing is.
 */
export async function restoreBackup(options: RestoreOptions): Promise<ReadBackup> {
  const schema = provinceSchema(options.province);
  const client = await openForCopying(options.adminUrl, 'haicap restore');
  const staging = `${options.papersFolder}.restoring`;
  try {
    await lockMigrations(client, schema);
    await refuseToOverwrite(client, schema, options.papersFolder);
    await rm(staging, { recursive: true, force: true });
    await mkdir(dirname(staging), { recursive: true });
    const papers = await openFileStore(staging);
    await client.query('begin');
    const restored = await takeIn(client, schema, papers, options);
    await rm(join(staging, 'incoming'), { recursive: true });
    await writeFile(join(staging, MARK), '');
    await rm(options.papersFolder, { recursive: true, force: true });
    await rename(staging, options.papersFolder);
    await client.query('commit');
    await rm(join(options.papersFolder, MARK));
    await client.query('analyze');
    return restored;
  } finally {
    await client.end();
    await rm(staging, { recursive: true, force: true });
  }
}

/** In a folder of papers whose rows were not yet committed: a restore that broke off in between left it. */
const MARK = 'restoring';

async function refuseToOverwrite(
  client: CopyConnection,
  schema: string,
  papersFolder: string,
): Promise<void> {
  const { rows } = await client.query<{ tables: number }>(
    'select count(*)::int as tables from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1',
    [schema],
  );
  if ((rows[0]?.tables ?? 0) > 0)
    throw new Hindrance(
      `Cơ sở dữ liệu đã có dữ liệu của tỉnh này (${schema}). Khôi phục không ghi đè: hãy chọn một HAICAP_DATA mới hoặc một cơ sở dữ liệu trống.`,
    );
  const there = await readdir(papersFolder).catch((): string[] => []);
  if (there.some((name) => name !== 'incoming') && !there.includes(MARK))
    throw new Hindrance(
      `Thư mục ${papersFolder} đã có giấy tờ. Khôi phục không ghi đè: hãy chọn một HAICAP_DATA mới.`,
    );
}

async function takeIn(
  client: CopyConnection,
  schema: string,
  papers: FileStore,
  options: RestoreOptions,
): Promise<ReadBackup> {
  const known = new Set<string>();
  let setAside: string[] = [];
  const { manifest, summary } = await readBackup(options, {
    async begin({ migrations, tables }) {
      await buildTables(client, schema, migrations);
      await client.query(PLAIN_TEXT);
      const { rows: here } = await client.query<{ name: string }>(
        `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') order by 1`,
        [schema],
      );
      const named = new Set(tables.map(({ name }) => name));
      const strange = here.filter(({ name }) => !named.delete(name)).map(({ name }) => name);
      if (strange.length + named.size > 0)
        throw altered(`các bảng không khớp với các bước cấu trúc (${[...strange, ...named].join(', ')})`);
      // What migrations put in comes from the backup too.
      await client.query(`truncate ${here.map(({ name }) => quoted(name)).join(', ')}`);
      setAside = await setRulesAside(client, schema);
    },
    table({ name, columns }, bytes) {
      return client.takeRows(name, columns, bytes).catch((error) => {
        throw notTaken(error, `bảng ${name}`);
      });
    },
    async paper(bytes) {
      const { sha256 } = await papers.take(Readable.from(bytes), Number.POSITIVE_INFINITY);
      known.add(sha256);
      return sha256;
    },
  });
  for (const statement of setAside)
    await client.query(statement).catch((error) => {
      throw notTaken(error, 'các dòng không khớp nhau');
    });
  for (const { name, last, called } of summary.sequences)
    await client.query('select setval($1::regclass, $2, $3)', [quoted(name), last, called]);
  const { rows: named } = await client.query<{ sha256: string }>('select distinct sha256 from papers');
  const wanting = new Set(summary.wanting);
  const missing = named.filter(({ sha256 }) => !known.has(sha256) && !wanting.has(sha256));
  if (missing.length > 0) throw altered(`thiếu ${missing.length} giấy tờ mà hồ sơ có nêu`);
  const { faults } = await verifyRecord(client);
  if (faults.length > 0) throw altered(`sổ ghi có ${faults.length} chỗ không còn như lúc ghi`);
  return inShort(manifest, summary);
}

/** What the database says against a row: values that cannot be read, or that break a rule (classes 22 and 23). */
function notTaken(error: Error & { code?: string }, what: string): Error {
  return /^2[23]/.test(error.code ?? '') ? altered(`${what}: ${error.message}`) : error;
}

/** Takes foreign keys and indexes off, which are made anew when the rows are in; answers the statements that do. */
async function setRulesAside(client: CopyConnection, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ off: string; on: string }>(
    `select format('drop index %s', i.indexrelid::regclass) as off, pg_get_indexdef(i.indexrelid) as on, 1 as step
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where c.relnamespace = $1::regnamespace and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
     union all
     select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname),
       format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)), 2
     from pg_constraint k where k.connamespace = $1::regnamespace and k.contype = 'f' and k.conparentid = 0
     order by step`,
    [schema],
  );
  for (const { off } of rows) await client.query(off);
  return rows.map(({ on }) => on);
}

const inShort = (manifest: Manifest, summary: Summary): ReadBackup => ({
  manifest,
  rows: summary.tables.reduce((sum, { rows }) => sum + rows, 0),
  papers: summary.papers,
  wanting: summary.wanting,
});

/** Reads the entries in their order, hands them to the taker, and compares all of it with the summary at the end. */
async function readBackup(
  options: { file: string; secret: string | null; province: string },
  taker: Taker,
): Promise<{ manifest: Manifest; summary: Summary }> {
  if (!existsSync(options.file)) throw new Hindrance(`Không có tệp ${options.file}.`);
  const entries = readArchive(options.file, options.secret);
  try {
    let entry = await entries.next();
    if (entry.done || entry.value.name !== 'manifest.json') throw altered('thiếu phần mở đầu');
    const manifest = JSON.parse((await wholeOf(entry.value)).toString('utf8')) as Manifest;
    if (manifest.format !== 1)
      throw new Hindrance(
        `Bản sao lưu do một bản Haicấp mới hơn (${manifest.version}) ghi; hãy dùng bản đó.`,
      );
    if (manifest.province !== options.province)
      throw new Hindrance(
        `Bản sao lưu là của tỉnh có mã ${manifest.province}; HAICAP_PROVINCE đang là ${options.province}.`,
      );
    await taker.begin(manifest);
    entry = await entries.next();
    const tables: Summary['tables'] = [];
    for (const table of manifest.tables) {
      const hash = createHash('sha256');
      const parts = async function* (): AsyncGenerator<Buffer> {
        while (!entry.done && entry.value.name.startsWith(`tables/${table.name}/`)) {
          for await (const chunk of entry.value.body) {
            hash.update(chunk);
            yield chunk;
          }
          entry = await entries.next();
        }
      };
      const rows = await taker.table(table, parts());
      tables.push({ name: table.name, rows, sha256: hash.digest('hex') });
    }
    let papers = 0;
    for (; !entry.done && entry.value.name.startsWith('papers/'); entry = await entries.next()) {
      if (`papers/${await taker.paper(entry.value.body)}` !== entry.value.name)
        throw altered(`giấy tờ ${entry.value.name} không đúng mã băm của nó`);
      papers += 1;
    }
    if (entry.done || entry.value.name !== 'summary.json') throw altered('thiếu phần kết');
    const summary = JSON.parse((await wholeOf(entry.value)).toString('utf8')) as Summary;
    if (!(await entries.next()).done) throw altered('còn phần thừa sau phần kết');
    for (const [place, { name, rows, sha256 }] of tables.entries()) {
      const told = summary.tables[place];
      if (told?.name !== name || told.sha256 !== sha256) throw altered(`bảng ${name} không đúng mã băm`);
      if (told.rows !== rows) throw altered(`bảng ${name} có ${rows} dòng, lúc sao lưu là ${told.rows}`);
    }
    if (papers !== summary.papers) throw altered(`có ${papers} giấy tờ, lúc sao lưu là ${summary.papers}`);
    return { manifest, summary };
  } finally {
    await entries.return(undefined);
  }
}
