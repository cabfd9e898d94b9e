import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The program as a stranger starts it: by its door, in an empty data folder, on any free port. */
const DOOR = fileURLToPath(new URL('../../bin/haicap', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'haicap-start-'));
// As root the database runs under another account, which must be able to enter.
await chmod(folder, 0o755);
after(() => rm(folder, { recursive: true, force: true }));

interface Running {
  child: ChildProcess;
  address: string;
  screen: () => string;
}

function haicap(
  args: string[],
  env: Record<string, string> = {},
): { child: ChildProcess; screen: () => string } {
  const child = spawn(process.execPath, [DOOR, ...args], {
    env: {
      ...process.env,
      HAICAP_DATA: join(folder, 'data'),
      HAICAP_DEMO: '0',
      DATABASE_URL: '',
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, to kill the door and the program behind it together.
    detached: true,
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { child, screen: () => text };
}

async function start(): Promise<Running> {
  const { child, screen } = haicap(['start']);
  await new Promise<void>((done, fail) => {
    child.stdout?.on('data', () => {
      if (/Đã sẵn sàng/.test(screen())) done();
    });
    child.once('exit', () => fail(new Error(screen())));
  });
  const address = /http:\/\/localhost:\d+/.exec(screen())?.[0];
  assert.ok(address !== undefined, screen());
  return { child, address, screen };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  return (await ended)[0] as number | null;
}

async function finished(
  args: string[],
  env?: Record<string, string>,
): Promise<{ code: number | null; screen: string }> {
  const { child, screen } = haicap(args, env);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, screen: screen() };
}

test('an empty data folder becomes a serving province, survives being stopped and being killed, and tolerates no second one', async (t) => {
  const first = await start();
  t.after(() => first.child.kill('SIGKILL'));
  assert.match(first.screen(), /3\.355 đơn vị hành chính/);
  const answers = async (path: string) => (await fetch(first.address + path)).status;
  assert.equal(await answers('/healthz'), 200);
  assert.equal(await answers('/readyz'), 200);
  assert.equal(await answers('/'), 200);
  const description = (await (await fetch(`${first.address}/api/openapi.json`)).json()) as {
    openapi: string;
  };
  assert.equal(description.openapi, '3.1.0');

  const second = await finished(['start']);
  assert.equal(second.code, 1);
  assert.match(second.screen, /đang được một Haicấp khác dùng/);

  const port = new URL(first.address).port;
  const elsewhere = await finished(['start'], { PORT: port, HAICAP_DATA: join(folder, 'other') });
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.screen, new RegExp(`Cổng ${port} đang có chương trình khác dùng`));

  // A command works beside the serving program and leaves the database to it.
  const verified = await finished(['verify-record']);
  assert.equal(verified.code, 0, verified.screen);
  assert.match(verified.screen, /Sổ ghi còn nguyên/);
  assert.equal(await answers('/readyz'), 200);

  assert.equal(await end(first.child, 'SIGTERM'), 143);
  const again = await start();
  t.after(() => again.child.kill('SIGKILL'));
  assert.doesNotMatch(again.screen(), /đơn vị hành chính/, 'nothing is loaded twice');
  const procedures = async (address: string) =>
    ((await (await fetch(`${address}/api/procedures?limit=1`)).json()) as { total: number }).total;
  const count = await procedures(again.address);
  assert.ok(count > 400);

  // Everything of it at once, as when the machine's memory runs out; the database alone goes on running.
  const ended = once(again.child, 'exit');
  process.kill(-(again.child.pid ?? 0), 'SIGKILL');
  await ended;
  const last = await start();
  t.after(() => last.child.kill('SIGKILL'));
  assert.equal(await procedures(last.address), count);
  assert.equal(await end(last.child, 'SIGINT'), 130);
});

test('a wrong setting and a wrong command are told apart by their exit codes', async () => {
  const setting = await finished(['migrate'], { PORT: 'eighty' });
  assert.equal(setting.code, 78);
  assert.match(setting.screen, /PORT=eighty/);
  const command = await finished(['strat']);
  assert.equal(command.code, 64);
  assert.match(command.screen, /--help/);
  const province = await finished(['load'], { HAICAP_PROVINCE: '99', HAICAP_DATA: join(folder, 'nowhere') });
  assert.equal(province.code, 78);
  const address = await finished(['address', 'Xã Bồ Đề, huyện Bình Lục, Hà Nam'], {
    HAICAP_DATA: join(folder, 'nowhere'),
  });
  assert.equal(address.code, 78);
  assert.match(address.screen, /Chưa nạp tỉnh nào/);
});

test('every command explains itself', async () => {
  const { code, screen } = await finished(['--help']);
  assert.equal(code, 0);
  const commands = [...screen.matchAll(/^ {2}([a-z-]+)(?: {2,}| )[A-ZĐ]/gm)].map((match) => match[1] ?? '');
  for (const name of ['start', 'migrate', 'load', 'verify-record', 'check', 'test'])
    assert.ok(commands.includes(name), name);
  for (const name of commands) {
    if (name === 'run') continue;
    const help = await finished([name, '--help']);
    assert.equal(help.code, 0, name);
    assert.match(help.screen, new RegExp(`bin/haicap ${name}`), name);
  }
});
