import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Hindrance } from '../kernel/hindrance.ts';
import { type Account, accountsFor, canWriteIn, identity, isRoot, ownerOf } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';

export interface DatabaseOptions {
  /** The data folder; ours lies in it, or a note saying where it lies. */
  dataDir: string;
  /** An external server; then nothing is started or stopped here. */
  databaseUrl?: string | undefined;
  /**
   * The serving program wants the data folder for itself: a second one is refused. Commands (load, verify-record)
   * and tests share it, with each other and with the serving program.
   */
  alone?: boolean;
  /** For tests: what a power cut would lose is not worth waiting for. */
  volatile?: boolean;
  report?: (line: string) => void;
}

export interface RunningDatabase {
  /** Signs in as the owner of everything: for migrations and for making databases. */
  adminUrl: string;
  /** Lets go of the database; the last one to let go stops the server that lies in the data folder. */
  stop(): Promise<void>;
}

const OWNER = 'haicap';
const DATABASE = 'haicap';
const LEAST_SPACE = 150 * 1024 * 1024;

/** What the data folder remembers of its database (database.json, readable by us alone). */
interface Note {
  id: string;
  password: string;
  /** Where the cluster lies; beside this note unless the account may not enter there. */
  place: string;
  port: number;
}

/**
 * Starts the PostgreSQL of a data folder, or joins the one that already runs there: left by a program that was
 * killed, or used by another command right now. Its own two advisory locks, held by one connection and so released
 * by any death, tell who uses it: `serving` is exclusive, `using` is shared.
 */
export async function startDatabase(options: DatabaseOptions): Promise<RunningDatabase> {
  if (options.databaseUrl) {
    await greet(options.databaseUrl);
    return { adminUrl: options.databaseUrl, stop: async () => {} };
  }
  const report = options.report ?? (() => {});
  const dataDir = resolve(options.dataDir);
  const { note, account } = await settle(dataDir, report);
  const cluster = join(note.place, 'cluster');
  const server: Server = {
    cluster,
    account,
    dataDir,
    note,
    options,
    report,
    binaries: () => findBinaries(account, copiesGo(dataDir), report),
    portIsKnown: false,
  };
  if (!(await exists(join(cluster, 'PG_VERSION')))) await create(server);
  let { port, hold } = await joinServer(server);
  if (port !== note.port) {
    note.port = port;
    await writeNote(dataDir, note);
  }
  // From now on pools know the address: a server that has to be started again comes back at the same one.
  server.portIsKnown = true;
  let stopping = false;
  let reviving: Promise<void> | null = null;
  const watch = () => {
    hold.on('error', () => {});
    hold.on('end', () => {
      if (stopping) return;
      // The database went away under us: start it again at the same address and take hold again.
      reviving ??= (async () => {
        report('Cơ sở dữ liệu vừa ngừng; đang khởi động lại…');
        // Until it succeeds: a full disk is given room, a port is let go of, and nobody has to start us anew.
        for (let told = ''; !stopping; await pause(1000))
          try {
            ({ port, hold } = await joinServer(server));
            watch();
            report('Cơ sở dữ liệu đã chạy lại.');
            break;
          } catch (error) {
            const { message } = error as Error;
            if (message !== told) report(`Chưa khởi động lại được cơ sở dữ liệu, sẽ thử nữa: ${message}`);
            told = message;
          }
        reviving = null;
      })();
    });
  };
  watch();
  return {
    adminUrl: address(note, port, DATABASE),
    async stop() {
      if (stopping) return;
      stopping = true;
      await reviving;
      const isLast = await lettingGo(hold);
      if (isLast) await shutDown(cluster);
      await hold.end().catch(() => {});
    },
  };
}

interface Server {
  cluster: string;
  account: Account | null;
  dataDir: string;
  note: Note;
  options: DatabaseOptions;
  report: (line: string) => void;
  binaries(): Promise<Binaries>;
  portIsKnown: boolean;
}

async function joinServer(server: Server): Promise<{ port: number; hold: pg.Client }> {
  for (let attempt = 1; ; attempt++) {
    const port = await ensureRunning(server);
    try {
      return { port, hold: await takeHold(server, port) };
    } catch (error) {
      // Its last user was just shutting it down: start it anew.
      if (error instanceof Hindrance || attempt === 5) throw error;
      await pause(100);
    }
  }
}

async function greet(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('show server_version_num');
    const version = Math.floor(Number(rows[0].server_version_num) / 10_000);
    if (version < 15)
      throw new Hindrance(
        `DATABASE_URL dẫn tới PostgreSQL ${version}; cần bản 15 trở lên (đã thử 15 đến 18).`,
      );
  } catch (error) {
    if (error instanceof Hindrance) throw error;
    throw new Hindrance(`Không vào được cơ sở dữ liệu ở DATABASE_URL: ${(error as Error).message}`, 1, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
}

// ---- where it lies, and whose it is ----

const noteFile = (dataDir: string) => join(dataDir, 'database.json');

/** Where binaries may be copied to when the account may not enter node_modules. */
const copiesGo = (dataDir: string) =>
  isRoot() ? ['/var/lib/haicap', '/opt/haicap', join(tmpdir(), 'haicap')] : [dataDir];

/** Reads the note, or chooses place and account and writes it. The first writer wins; a second one reads. */
async function settle(
  dataDir: string,
  report: (line: string) => void,
): Promise<{ note: Note; account: Account | null }> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (error) {
    throw new Hindrance(`Không tạo được thư mục dữ liệu ${dataDir}: ${(error as Error).message}`);
  }
  const known = await readNote(dataDir);
  if (known !== null) {
    if (!(await exists(known.place)))
      throw new Hindrance(
        `Cơ sở dữ liệu của ${dataDir} nằm ở ${known.place}, nay không còn ở đó. Hãy đưa nó về chỗ cũ; ` +
          `nếu muốn làm lại từ đầu, xoá tệp ${noteFile(dataDir)}.`,
      );
    const account = await placeOwner(known.place);
    return { note: known, account };
  }
  if (isRoot()) await handToOwner(dataDir);
  const id = randomBytes(4).toString('hex');
  const { place, account } = await choosePlace(dataDir, id);
  if (dirname(place) !== dataDir)
    report(
      `Cơ sở dữ liệu đặt ở ${place}, vì tài khoản chạy nó không vào được ${dataDir}. Tệp database.json trong thư mục dữ liệu ghi chỗ này.`,
    );
  if (account !== null)
    report(
      `PostgreSQL không chạy bằng quyền root; nó chạy bằng tài khoản «${account.name}» có sẵn trên máy.`,
    );
  await writeNote(dataDir, { id, password: randomBytes(24).toString('base64url'), place, port: 0 }, true);
  const note = await readNote(dataDir);
  if (note === null) throw new Hindrance(`Không ghi được vào thư mục dữ liệu ${dataDir}.`);
  if (note.place !== place) await rm(dirname(place), { recursive: true, force: true });
  // Who deletes the data folder can see from here what else may go.
  else if (dirname(place) !== dataDir) await writeFile(join(dirname(place), 'belongs-to'), `${dataDir}\n`);
  return { note, account: await placeOwner(note.place) };
}

async function placeOwner(place: string): Promise<Account | null> {
  const uid = process.getuid?.();
  const found = await stat(place);
  if (uid === undefined || found.uid === uid) return null;
  if (uid === 0) return ownerOf(place);
  throw new Hindrance(
    `Cơ sở dữ liệu ở ${place} thuộc tài khoản khác (số ${found.uid}): lần đầu nó được tạo bằng quyền root. ` +
      'Hãy chạy lại bằng tài khoản cũ, hoặc chọn thư mục dữ liệu khác bằng HAICAP_DATA.',
  );
}

/** Looks for a folder that keeps a mode of 0700 and that the account may enter. */
async function choosePlace(dataDir: string, id: string): Promise<{ place: string; account: Account | null }> {
  const accounts = isRoot() ? await accountsFor(dataDir) : [null];
  if (accounts.length === 0)
    throw new Hindrance(
      'Đang chạy bằng quyền root mà máy không có tài khoản thường nào (postgres, nobody) để chạy PostgreSQL. ' +
        'Hãy chạy bằng một tài khoản thường, hoặc đặt DATABASE_URL.',
    );
  const elsewhere = isRoot()
    ? ['/var/lib/haicap', '/opt/haicap', join(tmpdir(), 'haicap')]
    : [join(homedir(), '.local', 'share', 'haicap'), join(tmpdir(), `haicap-${process.getuid?.()}`)];
  const places = [join(dataDir, 'database'), ...elsewhere.map((folder) => join(folder, id, 'database'))];
  for (const place of places) {
    for (const account of accounts) {
      const fresh = !(await exists(place));
      try {
        await mkdir(dirname(place), { recursive: true, mode: 0o755 });
        await mkdir(place, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        });
        if (account !== null) await chown(place, account.uid, account.gid);
        await chmod(place, 0o700);
        if (((await stat(place)).mode & 0o077) === 0 && canWriteIn(place, account)) return { place, account };
      } catch {
        // This place does not serve; the next may.
      }
      if (fresh) await rm(place, { recursive: true, force: true }).catch(() => {});
    }
  }
  throw new Hindrance(
    `Không tìm được chỗ nào đặt cơ sở dữ liệu (đã thử: ${places.join(', ')}). Hãy đặt HAICAP_DATA hoặc DATABASE_URL.`,
  );
}

async function readNote(dataDir: string): Promise<Note | null> {
  try {
    return JSON.parse(await readFile(noteFile(dataDir), 'utf8')) as Note;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new Hindrance(`Không đọc được ${noteFile(dataDir)}: ${(error as Error).message}`);
  }
}

async function writeNote(dataDir: string, note: Note, onlyIfNew = false): Promise<void> {
  const temporary = `${noteFile(dataDir)}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(temporary, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600, flush: true });
    if (isRoot()) await handToOwner(temporary, dataDir);
    if (onlyIfNew) {
      await link(temporary, noteFile(dataDir)).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return;
        // A file system without hard links.
        await rename(temporary, noteFile(dataDir));
      });
      await rm(temporary, { force: true });
    } else await rename(temporary, noteFile(dataDir));
  } catch (error) {
    throw said(error as Error, dataDir);
  }
}

/** Root working in somebody's folder leaves files that this somebody can use later. */
async function handToOwner(path: string, like = dirname(path)): Promise<void> {
  const { uid, gid } = await stat(like);
  if (uid !== 0) await chown(path, uid, gid).catch(() => {});
}

function said(error: Error, folder: string): Hindrance {
  const full = (error as NodeJS.ErrnoException).code === 'ENOSPC' || /No space left/.test(error.message);
  return new Hindrance(
    full ? `Ổ đĩa của ${folder} đã đầy.` : `Không ghi được vào ${folder}: ${error.message}`,
    1,
    { cause: error },
  );
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}

// ---- making it ----

/** Makes the cluster aside and moves it into place: a start that is killed half-way leaves no half cluster. */
async function create(server: Server): Promise<void> {
  const { note, account, cluster } = server;
  const space = await statfs(note.place).catch(() => null);
  if (space !== null && space.bavail * space.bsize < LEAST_SPACE)
    throw new Hindrance(`Ổ đĩa của ${note.place} gần đầy: cần ít nhất 150 MB trống để tạo cơ sở dữ liệu.`);
  server.report('Tạo cơ sở dữ liệu…');
  const binaries = await server.binaries();
  await clearAbandoned(note.place);
  const fresh = join(note.place, `new-${process.pid}-${randomBytes(3).toString('hex')}`);
  const passwordFile = `${fresh}.pw`;
  try {
    await writeFile(passwordFile, `${note.password}\n`, { mode: 0o600 });
    if (account !== null) await chown(passwordFile, account.uid, account.gid);
    let complaint = '';
    // C.UTF-8 is missing on macOS and on old Linux; sorting and case come from ICU in any case.
    for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
      await rm(fresh, { recursive: true, force: true });
      const { status, stderr, error } = spawnSync(
        binaries.initdb,
        [
          `--pgdata=${fresh}`,
          `--username=${OWNER}`,
          '--auth=scram-sha-256',
          `--pwfile=${passwordFile}`,
          '--encoding=UTF8',
          '--locale-provider=icu',
          '--icu-locale=vi-VN',
          `--locale=${locale}`,
          '--lc-messages=C',
          '--no-instructions',
          ...(server.options.volatile === true ? ['--no-sync'] : []),
        ],
        { cwd: '/', encoding: 'utf8', env: environment(), ...identity(account) },
      );
      complaint = error?.message ?? stderr;
      if (status === 0) {
        await rename(fresh, cluster).catch(async (fault: NodeJS.ErrnoException) => {
          // Another start was faster: its cluster it is.
          if (fault.code !== 'ENOTEMPTY' && fault.code !== 'EEXIST') throw fault;
        });
        return;
      }
      if (!/invalid locale/.test(complaint)) break;
    }
    throw new Hindrance(
      /No space left/.test(complaint)
        ? `Ổ đĩa của ${note.place} đã đầy: không tạo được cơ sở dữ liệu.`
        : `Không tạo được cơ sở dữ liệu ở ${note.place}: ${complaint.trim()}`,
    );
  } catch (error) {
    throw error instanceof Hindrance ? error : said(error as Error, note.place);
  } finally {
    await rm(fresh, { recursive: true, force: true }).catch(() => {});
    await rm(passwordFile, { force: true }).catch(() => {});
  }
}

async function clearAbandoned(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const pid = Number(/^new-(\d+)/.exec(name)?.[1]);
    if (Number.isInteger(pid) && pid !== process.pid && !isAlive(pid))
      await rm(join(place, name), { recursive: true, force: true });
  }
}

/** PG* variables of the caller would bend a server that is ours alone. */
const environment = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC' });

// ---- running it ----

interface Postmaster {
  pid: number;
  port: number;
}

/** Brings the server up, whoever starts it, and answers its port. */
async function ensureRunning(server: Server): Promise<number> {
  const { cluster, note } = server;
  const major = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  let wantedPort = note.port;
  for (let attempt = 1; attempt <= 20; attempt++) {
    const running = await postmaster(cluster);
    if (running !== null) {
      if (await untilReady(server, running.pid)) return (await postmaster(cluster))?.port ?? running.port;
      continue;
    }
    const binaries = await server.binaries();
    if (binaries.major !== major)
      throw new Hindrance(
        `Dữ liệu ở ${cluster} thuộc PostgreSQL ${major}, bản kèm theo nay là ${binaries.major}. ` +
          'Hãy dùng lại bản Haicấp cũ, hoặc chuyển dữ liệu sang một PostgreSQL khác bằng pg_dump và đặt DATABASE_URL.',
      );
    if (!server.portIsKnown && (wantedPort === 0 || !(await isFree(wantedPort))))
      wantedPort = await freePort();
    const log = join(server.dataDir, 'database.log');
    const outcome = await launch(server, binaries, wantedPort, log);
    if (outcome === 'ready') return wantedPort;
    if (/lock file .* already exists/.test(outcome)) continue; // somebody else was faster: join them
    if (/pre-existing shared memory block/.test(outcome)) {
      await pause(500); // its server was killed, and the processes below it are still ending
      continue;
    }
    if (/could not (bind|create any)|Address already in use/.test(outcome)) {
      if (server.portIsKnown) await pause(1000);
      else wantedPort = 0;
      continue;
    }
    if (/No space left/.test(outcome))
      throw new Hindrance(
        `Ổ đĩa của ${cluster} đã đầy: cơ sở dữ liệu không khởi động được. Hãy giải phóng chỗ rồi chạy lại; dữ liệu vẫn còn.`,
      );
    throw new Hindrance(
      `Cơ sở dữ liệu không khởi động được. Nhật ký ở ${log} kết thúc bằng:\n${outcome.trim().split('\n').slice(-6).join('\n')}`,
    );
  }
  throw new Hindrance(`Cơ sở dữ liệu ở ${cluster} không khởi động được sau nhiều lần thử.`);
}

/** `ready`, or what the server wrote before it gave up. */
async function launch(server: Server, binaries: Binaries, port: number, log: string): Promise<string> {
  const size = (await stat(log).catch(() => null))?.size ?? 0;
  if (size > 10 * 1024 * 1024) await rename(log, `${log}.1`);
  const start = size > 10 * 1024 * 1024 ? 0 : size;
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    // No socket file: its path would be too long in a deep folder.
    unix_socket_directories: '',
    max_connections: 120,
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    log_checkpoints: 'off',
    ...(server.options.volatile === true
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '2GB' }
      : {}),
  };
  const out = openSync(log, 'a', 0o600);
  if (isRoot()) await handToOwner(log);
  const child = spawn(
    binaries.postgres,
    [
      '-D',
      server.cluster,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      cwd: '/',
      env: environment(),
      // Its own group: Ctrl-C in the terminal reaches us, and we close the database last.
      detached: true,
      stdio: ['ignore', out, out],
      ...identity(server.account),
    },
  );
  closeSync(out);
  child.unref();
  let ended: string | null = null;
  child.on('error', (error) => {
    ended = error.message;
  });
  child.on('exit', () => {
    ended ??= '';
  });
  if (child.pid !== undefined && (await untilReady(server, child.pid, () => ended !== null))) return 'ready';
  while (ended === null) await pause(20);
  return ended || (await readFile(log)).subarray(start).toString('utf8');
}

/**
 * True once the server with this process number answers; false when it ended. Recovery after a crash may take a
 * while, so there is no limit as long as it lives.
 */
async function untilReady(server: Server, pid: number, hasEnded = () => !isAlive(pid)): Promise<boolean> {
  const began = performance.now();
  let told = false;
  while (!hasEnded()) {
    const running = await postmaster(server.cluster);
    if (running !== null && running.pid === pid && running.port > 0) {
      const answer = await knock(address(server.note, running.port, 'postgres'));
      if (answer === 'open') return true;
      if (answer === 'wrong-password')
        throw new Hindrance(
          `Cơ sở dữ liệu ở ${server.cluster} không nhận mật khẩu ghi trong ${noteFile(server.dataDir)}. Hãy đưa lại tệp cũ.`,
        );
    }
    if (!told && performance.now() - began > 3000) {
      told = true;
      server.report('Cơ sở dữ liệu đang khôi phục sau lần tắt đột ngột…');
    }
    await pause(25);
  }
  return false;
}

async function knock(url: string): Promise<'open' | 'closed' | 'wrong-password'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return 'open';
  } catch (error) {
    return (error as { code?: string }).code === '28P01' ? 'wrong-password' : 'closed';
  }
}

/** The server that runs on this cluster, from its postmaster.pid; a file left over by a reboot or crash is removed. */
async function postmaster(cluster: string): Promise<Postmaster | null> {
  const file = join(cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null; // being written
  const folder = lines[1] ?? cluster;
  if (!isAlive(pid) || !commandOf(pid).includes(folder)) {
    // PostgreSQL itself would mistake another program that got the same number for a running server.
    if ((await readFile(file, 'utf8').catch(() => '')) === text) await rm(file, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3] ?? 0) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Ended but not yet waited for by whoever is now its parent (in a container often nobody).
  return !/^[ZX]/.test(psOf(pid, 'stat'));
}

const commandOf = (pid: number) => psOf(pid, 'command');

function psOf(pid: number, what: 'stat' | 'command'): string {
  if (process.platform === 'linux') {
    try {
      const text = readFileSync(`/proc/${pid}/${what === 'stat' ? 'stat' : 'cmdline'}`, 'utf8');
      return what === 'stat' ? text.slice(text.lastIndexOf(')') + 2) : text.replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-p', String(pid), '-o', `${what}=`], { encoding: 'utf8', cwd: '/' }).stdout.trim();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

const address = (note: Note, port: number, database: string) =>
  `postgresql://${OWNER}:${note.password}@127.0.0.1:${port}/${database}`;

// ---- who uses it ----

const SERVING = `hashtext('haicap'), hashtext('serving')`;
const USING = `hashtext('haicap'), hashtext('using')`;

/** One connection that holds our locks, and makes the database on the first day. */
async function takeHold(server: Server, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address(server.note, port, 'postgres'),
    application_name: `haicap hold ${process.pid}`,
    keepAlive: true,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    if (server.options.alone === true) {
      const { rows } = await client.query(`select pg_try_advisory_lock(${SERVING}) as taken`);
      if (rows[0].taken !== true) throw await refusal(client, server);
    }
    await client.query(`select pg_advisory_lock_shared(${USING})`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0)
      await client.query(`create database ${DATABASE}`).catch((error: { code?: string }) => {
        if (error.code !== '42P04' && error.code !== '23505') throw error; // somebody else made it just now
      });
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function refusal(client: pg.Client, server: Server): Promise<Hindrance> {
  const { rows } = await client.query(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.mode = 'ExclusiveLock' and l.granted and a.application_name like 'haicap hold %'`,
  );
  const pid = /\d+$/.exec(rows[0]?.name ?? '')?.[0];
  return new Hindrance(
    `Thư mục dữ liệu ${server.dataDir} đang được một Haicấp khác dùng${pid ? ` (tiến trình ${pid})` : ''}. ` +
      'Hãy tắt nó trước, hoặc chọn thư mục khác bằng HAICAP_DATA và cổng khác bằng PORT.',
  );
}

/** True when nobody else uses the server any more. */
async function lettingGo(hold: pg.Client): Promise<boolean> {
  try {
    await hold.query(`select pg_advisory_unlock_shared(${USING})`);
    const { rows } = await hold.query(`select pg_try_advisory_lock(${USING}) as last`);
    return rows[0].last === true;
  } catch {
    return true; // it is gone or going; shutting down what is down does no harm
  }
}

async function shutDown(cluster: string): Promise<void> {
  const running = await postmaster(cluster);
  if (running === null) return;
  for (const [signal, seconds] of [
    ['SIGINT', 30],
    ['SIGQUIT', 10],
  ] as const) {
    try {
      process.kill(running.pid, signal);
    } catch {
      return;
    }
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until) {
      if (!isAlive(running.pid)) return;
      await pause(20);
    }
  }
}
