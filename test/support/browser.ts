import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { takePicture } from './picture.ts';

/** One way to get a browser on this machine. */
interface Candidate {
  path: string;
  args: string[];
  env: Record<string, string>;
}

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
/** A test browser talks to the test server and to nobody else. */
const QUIET = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--no-first-run',
];

let launched: Promise<Browser> | undefined;
// At the top of the file: called within a test, `after` would close it with that test.
after(async () => (await launched?.catch(() => undefined))?.close());

/** A real Chromium: the one named by CHROME_PATH, else one found on the machine, else the one npm brought (x64 Linux). */
export function browser(): Promise<Browser> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<Browser> {
  const complaints: string[] = [];
  for (const find of [onTheMachine, fromTheRegistry]) {
    for (const { path, args, env } of await find()) {
      try {
        const found = await chromium.launch({
          executablePath: path,
          args: [...QUIET, ...args],
          env: { ...process.env, ...env } as Record<string, string>,
        });
        return found;
      } catch (error) {
        complaints.push(`${path}: ${(error as Error).message.split('\n').slice(0, 4).join(' ')}`);
      }
    }
  }
  throw new Error(
    'Không có trình duyệt để chạy các hành trình. Hãy cài Chromium hoặc Google Chrome ' +
      '(Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask google-chrome) ' +
      `hoặc đặt CHROME_PATH.${complaints.length === 0 ? '' : `\n${complaints.join('\n')}`}`,
  );
}

async function onTheMachine(): Promise<Candidate[]> {
  const { chromePath } = readConfig(process.env);
  if (chromePath !== null) {
    if (!existsSync(chromePath)) throw new Error(`CHROME_PATH=${chromePath}: không có tệp này.`);
    return [{ path: chromePath, args: [], env: {} }];
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC]
    .filter((path) => existsSync(path))
    .map((path) => ({ path, args: [], env: {} }));
}

/**
 * @sparticuz/chromium: a Chromium for Linux x64 with the libraries and fonts it needs, pressed. Unpacked once per
 * account, in a process of its own because the package unpacks into whatever the temporary folder is.
 */
async function fromTheRegistry(): Promise<Candidate[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const entry = import.meta.resolve('@sparticuz/chromium');
  const pack = fileURLToPath(new URL('../bin/', entry));
  const version = /"version": "([^"]+)"/.exec(readFileSync(new URL('../package.json', entry), 'utf8'))?.[1];
  const home = join(tmpdir(), `haicap-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(join(home, 'ready'))) {
    const fresh = `${home}.${process.pid}`;
    await mkdir(fresh, { recursive: true, mode: 0o700 });
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import chromium, { inflate } from ${JSON.stringify(entry)};
         await chromium.executablePath();
         await inflate(${JSON.stringify(join(pack, 'al2023.tar.br'))});`,
      ],
      { encoding: 'utf8', env: { ...process.env, TMPDIR: fresh, NODE_OPTIONS: '' } },
    );
    if (status !== 0) throw new Error(`@sparticuz/chromium could not be unpacked: ${stderr}`);
    await chmod(join(fresh, 'chromium'), 0o700);
    await writeFile(
      join(fresh, 'fonts', 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${home}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${home}/font-cache</cachedir></fontconfig>\n`,
    );
    await writeFile(join(fresh, 'ready'), '');
    await rename(fresh, home).catch(() => rm(fresh, { recursive: true, force: true }));
  }
  const env = { FONTCONFIG_PATH: join(home, 'fonts') };
  const { default: sparticuz } = (await import('@sparticuz/chromium')) as {
    default: { args: string[] };
  };
  // In a single process the browser dies with its first context; and a page is tested with web security on.
  const args = sparticuz.args.filter(
    (flag) =>
      !/single-process|disable-web-security|allow-running-insecure|headless|site-isolation/.test(flag),
  );
  const path = join(home, 'chromium');
  return [
    { path, args, env },
    // Where the machine lacks NSS (a slim container), the package's own libraries.
    { path, args, env: { ...env, LD_LIBRARY_PATH: join(home, 'al2023', 'lib') } },
  ];
}

export interface OpenOptions {
  width?: number;
  height?: number;
  /** 2 shows what somebody sees who enlarges everything to 200 %. */
  zoom?: number;
  context?: BrowserContextOptions;
  /** Console messages that belong to what is tested. */
  expected?: RegExp[];
}

export interface OpenedPage {
  page: Page;
  /** Fails on every serious or critical finding of axe, with what and where. */
  checkAccessibility(about?: string): Promise<void>;
  /** See `takePicture`. */
  picture(name: string, at?: Locator): Promise<void>;
  /** What the page complained about so far. */
  complaints: string[];
}

/**
 * A new visitor with nothing remembered: a page in Vietnamese, in Vietnam's time. After the test it is closed, and
 * the test fails if the page complained (a script error, a failed request of ours, a refused style).
 */
export async function openPage(
  context: { after(work: () => Promise<void>): void },
  options: OpenOptions = {},
): Promise<OpenedPage> {
  const zoom = options.zoom ?? 1;
  const visitor = await (await browser()).newContext({
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    // Enlarging by the browser leaves fewer CSS pixels on the same screen.
    viewport: {
      width: Math.round((options.width ?? 1280) / zoom),
      height: Math.round((options.height ?? 900) / zoom),
    },
    deviceScaleFactor: zoom,
    reducedMotion: 'reduce',
    ...options.context,
  });
  visitor.setDefaultTimeout(15_000);
  const page = await visitor.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // A refusal (4xx) is an answer, and the browser logs it as if it were a fault.
    if (/Failed to load resource.*status of 4\d\d/.test(message.text())) return;
    if (options.expected?.some((expected) => expected.test(message.text()))) return;
    complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.stack ?? error.message}`));
  context.after(async () => {
    await visitor.close();
    if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
  });
  return {
    page,
    complaints,
    async checkAccessibility(about = page.url()) {
      // No page of ours has frames: not looking into them spares a page opened and shut for each look, most of its time.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      if (serious.length === 0) return;
      const said = serious.map(
        ({ id, help, nodes }) =>
          `  ${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(' ')}\n      ${node.failureSummary ?? ''}`).join('\n')}`,
      );
      throw new Error(`axe on ${about}:\n${said.join('\n')}`);
    },
    picture: (name, at) => takePicture(page, name, at),
  };
}
