import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { accountName, atCounter, BINH_LUC, signedIn, testProvince } from '../../test/support/province.ts';
import { buildApp } from '../app.ts';
import { definitionsOf, recount } from '../capabilities/figures/index.ts';
import { connect, inSnapshot } from '../db/connect.ts';
import { describeSchema } from '../db/describe.ts';
import { buildTables, migrate } from '../db/migrate.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import type { Tx } from '../kernel/tx.ts';
import { checkBackup, restoreBackup, writeBackup } from './index.ts';

const SECRET = 'câu dài chỉ để thử nghiệm';
const folder = await mkdtemp(join(tmpdir(), 'haicap-backup-'));
const papersFolder = join(folder, 'papers');
const { pool, database } = await testProvince();
const app = await appOver(database, folder);
after(async () => {
  await app.close();
  await pool.end();
  await rm(folder, { recursive: true, force: true });
});
const receptionist = await signedIn(app, accountName(BINH_LUC, 'receptionist'));

function appOver(urls: TestDatabase, dataFolder: string) {
  const over = urls === database ? pool : connect(urls.appUrl, urls.schema, 4);
  return buildApp({ pool: over, dataFolder, publicUrl: 'http://localhost', version: 'test', demo: false });
}

async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=haicap_37,public' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database in which nothing of the province is. */
async function emptyDatabase(): Promise<TestDatabase> {
  const empty = await testDatabase();
  await onDatabase(empty.ownerUrl, (client) => client.query(`drop schema ${empty.schema} cascade`));
  return empty;
}

/** Everything that a database and a folder hold, in a form that can be compared. */
async function everything(url: string, papers: string): Promise<Record<string, unknown>> {
  const held: Record<string, unknown> = { structure: await describeSchema(url, 'haicap_37') };
  await onDatabase(url, async (client) => {
    const { rows } = await client.query(
      `select relname as name, relkind as kind from pg_class where relnamespace = 'haicap_37'::regnamespace and relkind in ('r', 'S')`,
    );
    for (const { name, kind } of rows) {
      const { rows: content } = await client.query(
        kind === 'S'
          ? `select last_value, is_called from ${name}`
          : `select count(*), md5(string_agg(t::text, E'\\n' order by t::text collate "C")) from ${name} t`,
      );
      held[name] = content[0];
    }
  });
  // Small pictures of first pages are drawn again when they are asked for; a paper is named by its hash alone.
  const files = (await readdir(papers, { recursive: true, withFileTypes: true })).filter(
    ({ name }) => !name.endsWith('.webp'),
  );
  for (const file of files.filter((entry) => entry.isFile())) {
    const bytes = await readFile(join(file.parentPath, file.name));
    held[`paper ${file.name}`] = createHash('sha256').update(bytes).digest('hex');
  }
  return held;
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A dossier received with a paper of its own; answers its code. */
async function receiveOne(words: string): Promise<string> {
  const form = new FormData();
  form.append('file', new File([PNG, Buffer.from(words)], `${words}.png`, { type: 'image/png' }));
  const uploaded = await app.inject({
    method: 'POST',
    url: '/api/papers',
    headers: { cookie: receptionist.cookie, 'x-haicap': '1' },
    payload: form,
  });
  assert.equal(uploaded.statusCode, 200, uploaded.body);
  const { status, body } = await receptionist.call(
    'POST',
    '/api/dossiers/receive',
    atCounter({
      // What COPY has to write with care.
      form: { content: `${words}\n\t\\N "\\." Đặng Thị Hoà` },
      components: [{ key: 'don', originals: 1, paperIds: [uploaded.json().id] }],
    }),
  );
  assert.equal(status, 200, JSON.stringify(body));
  return body.code;
}

let count = 0;
async function backUp(secret: string | null = null, onSnapshot?: () => Promise<void>) {
  const file = join(folder, `backup-${++count}.haicap`);
  const made = await writeBackup({
    adminUrl: database.ownerUrl,
    province: '37',
    papersFolder,
    file,
    secret,
    version: 'test',
    ...(onSnapshot === undefined ? {} : { onSnapshot }),
  });
  return { file, made };
}

async function restoreInto(urls: TestDatabase, file: string, secret: string | null = null) {
  const place = await mkdtemp(join(folder, 'restored-'));
  const options = {
    adminUrl: urls.ownerUrl,
    province: '37',
    papersFolder: join(place, 'papers'),
    file,
    secret,
  };
  return { place, papers: options.papersFolder, restored: restoreBackup(options) };
}

const hindered = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Hindrance, String(error));
  assert.match(error.message, words);
  return true;
};

/** Nothing of the province, and no paper. */
async function isUntouched(urls: TestDatabase, place: string): Promise<void> {
  const { rows } = await onDatabase(urls.ownerUrl, (client) =>
    client.query(`select from pg_namespace where nspname = 'haicap_37'`),
  );
  assert.equal(rows.length, 0, 'no schema');
  assert.deepEqual(await readdir(place), []);
}

describe('a backup', () => {
  test('made while the centre works holds one moment, and a restore elsewhere gives exactly that moment back and works on from it', async () => {
    const codes = [await receiveOne('một'), await receiveOne('hai')];
    let asItWas: Record<string, unknown> = {};
    let afterwards = '';
    const { file, made } = await backUp(null, async () => {
      asItWas = await everything(database.ownerUrl, papersFolder);
      afterwards = await receiveOne('ba');
    });
    assert.deepEqual({ papers: made.papers, wanting: made.wanting }, { papers: 2, wanting: [] });
    assert.equal((await stat(file)).mode & 0o077, 0, 'for the eyes of its owner only');
    const elsewhere = await emptyDatabase();
    const { place, papers, restored } = await restoreInto(elsewhere, file);
    assert.equal((await restored).rows, made.rows);
    await migrate(elsewhere.ownerUrl, elsewhere.schema, { appPassword: new URL(elsewhere.appUrl).password });
    const now = await everything(elsewhere.ownerUrl, papers);
    // Numbers that the database gives out may be ahead of the moment; they are never behind.
    for (const name of Object.keys(asItWas).filter((key) => key.endsWith('_seq'))) {
      const [then, later] = [asItWas[name], now[name]] as { last_value: number }[];
      assert.ok(Number(later?.last_value) >= Number(then?.last_value), name);
      delete asItWas[name];
      delete now[name];
    }
    assert.deepEqual(now, asItWas);
    const there = await appOver(elsewhere, place);
    const reader = await signedIn(there, accountName(BINH_LUC, 'receptionist'));
    const next = await reader.call('POST', '/api/dossiers/receive', atCounter());
    assert.equal(next.body.code, afterwards, 'the number after the last one of that moment');
    assert.equal(new Set([...codes, next.body.code]).size, 3);
    const over = connect(elsewhere.ownerUrl, elsewhere.schema, 1);
    const { difference } = await inSnapshot(over, async (tx) =>
      recount(tx, (await definitionsOf(tx)).indicators, new Date()),
    );
    assert.equal(difference, 0);
    await over.end();
    await there.close();
  });

  test('of an older structure is restored as it was and then brought to the newest one', async () => {
    const old = await emptyDatabase();
    const elsewhere = await emptyDatabase();
    const { rows: migrations } = await pool.query('select name, hash from migrations order by name');
    const before = migrations.filter(({ name }) => name < '0020');
    await onDatabase(old.ownerUrl, async (client) => {
      await buildTables(client as unknown as Tx, old.schema, before);
      for (const { name, hash } of before)
        await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash]);
      await client.query(
        `insert into serials (kind, body_id, period, last) values ('dossier', 'H42.1', '2026-11-20', 7)`,
      );
    });
    const file = join(folder, 'old.haicap');
    await mkdir(join(folder, 'none'), { recursive: true });
    await writeBackup({
      adminUrl: old.ownerUrl,
      province: '37',
      papersFolder: join(folder, 'none'),
      file,
      secret: null,
      version: 'test',
    });
    await (await restoreInto(elsewhere, file)).restored;
    const ran = await migrate(elsewhere.ownerUrl, elsewhere.schema, {
      appPassword: new URL(elsewhere.appUrl).password,
    });
    assert.deepEqual(
      ran,
      migrations.filter(({ name }) => name >= '0020').map(({ name }) => name),
    );
    assert.equal(
      await describeSchema(elsewhere.ownerUrl, elsewhere.schema),
      await describeSchema(database.ownerUrl, database.schema),
    );
    const { rows } = await onDatabase(elsewhere.ownerUrl, (client) =>
      client.query('select last from serials'),
    );
    assert.deepEqual(rows, [{ last: 7 }]);
  });

  test('with a key shows nothing without it, and a wrong key is told', async () => {
    const { file } = await backUp(SECRET);
    const bytes = await readFile(file);
    for (const word of ['manifest.json', 'dossiers', 'Hoà']) assert.ok(!bytes.includes(word), word);
    const check = (secret: string | null) => checkBackup({ file, secret, province: '37' });
    assert.ok((await check(SECRET)).rows > 0);
    await assert.rejects(check('câu khác hẳn để thử nghiệm'), hindered(/Khoá không đúng/));
    await assert.rejects(check(null), hindered(/được mã hoá/));
    const elsewhere = await emptyDatabase();
    const { restored } = await restoreInto(elsewhere, file, SECRET);
    assert.ok((await restored).rows > 0);
  });

  for (const secret of [null, SECRET])
    test(`${secret === null ? 'without a key' : 'with a key'} that was cut short or altered is refused, and a restore of it leaves nothing`, async () => {
      const { file } = await backUp(secret);
      const { size } = await stat(file);
      const broken = join(folder, `broken-${secret === null}.haicap`);
      for (const harm of [
        () => truncate(broken, size - 40),
        () => truncate(broken, Math.floor(size / 2)),
        () => truncate(broken, 70),
        async () => {
          const bytes = await readFile(broken);
          const at = Math.floor(size * 0.6);
          bytes[at] = (bytes[at] ?? 0) ^ 1;
          await writeFile(broken, bytes);
        },
      ]) {
        await copyFile(file, broken);
        await harm();
        await assert.rejects(
          checkBackup({ file: broken, secret, province: '37' }),
          hindered(/bị cắt cụt|không còn nguyên/),
        );
      }
      const elsewhere = await emptyDatabase();
      const { place, restored } = await restoreInto(elsewhere, broken, secret);
      await assert.rejects(restored, hindered(/bị cắt cụt|không còn nguyên/));
      await isUntouched(elsewhere, place);
    });

  test('overwrites nothing: no file, no database in use, no folder with papers', async () => {
    const { file } = await backUp();
    const again = { adminUrl: database.ownerUrl, province: '37', papersFolder, file, secret: null };
    await assert.rejects(writeBackup({ ...again, version: 'test' }), hindered(/không ghi đè/));
    await assert.rejects(restoreBackup(again), hindered(/đã có dữ liệu của tỉnh này/));
    const elsewhere = await emptyDatabase();
    await assert.rejects(
      restoreBackup({ ...again, adminUrl: elsewhere.ownerUrl }),
      hindered(/đã có giấy tờ/),
    );
    await assert.rejects(
      restoreBackup({
        ...again,
        papersFolder: join(folder, 'other'),
        adminUrl: elsewhere.ownerUrl,
        province: '01',
      }),
      hindered(/của tỉnh có mã 37/),
    );
  });

  test('whose restore lost its database half-way leaves nothing, and the next try succeeds', async () => {
    const { file } = await backUp();
    const elsewhere = await emptyDatabase();
    const watcher = new pg.Client({ connectionString: elsewhere.ownerUrl });
    await watcher.connect();
    const { place, papers, restored } = await restoreInto(elsewhere, file);
    const broken = assert.rejects(restored);
    for (let isIn = false; !isIn; ) {
      const { rows } = await watcher.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'haicap restore' and query like 'copy %'`,
      );
      isIn = rows.length > 0;
    }
    await watcher.end();
    await broken;
    await isUntouched(elsewhere, place);
    await restoreBackup({
      adminUrl: elsewhere.ownerUrl,
      province: '37',
      papersFolder: papers,
      file,
      secret: null,
    });
  });

  test('names a paper whose bytes are gone and holds all the rest', async () => {
    await receiveOne('bốn');
    const { rows } = await pool.query(`select sha256 from papers where name = 'bốn.png'`);
    const { sha256 } = rows[0];
    await rm(join(papersFolder, sha256.slice(0, 2), sha256));
    const { file, made } = await backUp();
    assert.deepEqual(made.wanting, [sha256]);
    const { restored } = await restoreInto(await emptyDatabase(), file);
    assert.deepEqual((await restored).wanting, [sha256]);
  });

  test('of a record that somebody altered is not restored as if it were whole', async () => {
    await onDatabase(database.ownerUrl, (client) =>
      client.query(`update record set actor_name = 'Kẻ khác' where id = (select max(id) from record)`),
    );
    const { file } = await backUp();
    const elsewhere = await emptyDatabase();
    const { place, restored } = await restoreInto(elsewhere, file);
    await assert.rejects(restored, hindered(/sổ ghi/));
    await isUntouched(elsewhere, place);
  });
});
