import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApp, gatewayOf, type PaymentSettings } from '../app.ts';
import { countKept, rebuildFacts } from '../capabilities/dossiers/index.ts';
import { type Config, EXIT_CONFIG, readConfig } from '../config.ts';
import { inTransaction, type Pool } from '../db/connect.ts';
import { allJobs } from '../jobs/registry.ts';
import { jobRunner } from '../jobs/runner.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import {
  type DemoAccount,
  demoAccounts,
  demoIsDue,
  demoState,
  loadDemo,
  loadProvince,
} from '../loading/index.ts';
import { openGateways } from '../outside/messages/gateways.ts';
import { buildWeb } from './build-web.ts';
import { closeAll, onClose } from './closing.ts';
import { ground } from './ground.ts';
import { version } from './version.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap start      (hoặc npm start)

Khởi động cơ sở dữ liệu, đưa cấu trúc lên bản mới, lần đầu thì nạp dữ liệu của tỉnh và dữ liệu minh hoạ, dựng trang web
nếu cần, rồi phục vụ cổng dịch vụ, bàn làm việc và API trên một địa chỉ. Ctrl-C để tắt; dữ liệu được giữ lại.
Biến môi trường: bin/haicap --help.`;

export async function run(args: string[]): Promise<number> {
  readWords(args, { help });
  const began = performance.now();
  const report = (line: string) => console.log(`  ${line}`);
  console.log(`Haicấp ${version()}`);
  const config = readConfig(process.env);
  const port = await portToServe(config.host, config.port);
  report('Khởi động cơ sở dữ liệu…');
  const { pool, adminUrl, schema, migrated } = await ground({ alone: true, report });
  if (migrated.length > 0) report(`Đã tạo cấu trúc cơ sở dữ liệu (${migrated.length} bước).`);
  // The pages are built by another process while the province is loaded by the database.
  const pages = buildWeb(report, { mayKeepOld: true });
  pages.catch(() => {});
  await loadProvince(pool, { province: config.province, onStep: report });
  await keepFigures(pool, report);
  if (config.demo && (await demoIsDue(pool)))
    await loadDemo({
      pool,
      adminUrl,
      schema,
      papersFolder: join(config.dataDir, 'papers'),
      province: config.province,
      onStep: report,
    });
  await pages;
  const address = `http://${config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host}:${port}`;
  const demo = (await demoState(pool)) === 'loaded';
  const payment = paymentOf(config, demo, address);
  const app = await buildApp({
    pool,
    dataFolder: config.dataDir,
    publicUrl: config.publicUrl ?? address,
    version: version(),
    demo,
    trustProxy: config.trustProxy,
    log: config.log,
    payment,
  });
  const publicUrl = config.publicUrl ?? address;
  const gateways = openGateways(config);
  onClose(async () => {
    for (const gateway of gateways) gateway.close?.();
  });
  const clock = jobRunner({
    pool,
    jobs: allJobs({ gateways, publicUrl, payment: gatewayOf(payment, publicUrl) }),
    report: (line) => console.error(`Việc tự động: ${line}`),
  });
  onClose(() => clock.stop());
  onClose(() => app.close());
  await listen(app, config.host, port);
  clock.start();
  console.log(`
Đã sẵn sàng sau ${((performance.now() - began) / 1000).toFixed(1)} giây.

  Cổng dịch vụ công   ${address}/
  Bàn làm việc        ${address}/ban-lam-viec
  Soát số liệu        ${address}/soat-so-lieu
  API                 ${address}/api/openapi.json

${accountsInWords(await demoAccounts(pool))}Dữ liệu ở ${config.dataDir}. Nhấn Ctrl-C để tắt.`);
  await new Promise(() => {});
  return 0;
}

/**
 * How money is paid online: by the gateway that the settings name, or with invented data by one to try with. Its secret
 * lasts as long as this process: nobody else needs it.
 */
function paymentOf(config: Config, demo: boolean, address: string): PaymentSettings | null {
  const { paymentUrl: url, paymentPartner: partner, paymentSecret: secret } = config;
  if (url !== null) {
    if (partner === null || secret === null)
      throw new Hindrance(
        'HAICAP_PAYMENT_URL cần cả HAICAP_PAYMENT_PARTNER và HAICAP_PAYMENT_SECRET.',
        EXIT_CONFIG,
      );
    return { kind: 'gateway', url, partner, secret };
  }
  if (!demo) return null;
  return { kind: 'stand-in', reachedAt: () => address, secret: randomBytes(32).toString('hex') };
}

/** Dossiers of a version that kept nothing for figures: what is kept is made from their record, once. */
async function keepFigures(pool: Pool, report: (line: string) => void): Promise<void> {
  const { kept, dossiers } = await countKept(pool);
  if (kept >= dossiers) return;
  await inTransaction(pool, async (tx) => {
    await tx.query('set local statement_timeout = 0');
    report(`Đã dựng số liệu của ${await rebuildFacts(tx)} hồ sơ từ sổ ghi.`);
  });
}

/** The accounts to try it with; nothing when there is no demonstration. */
function accountsInWords(accounts: DemoAccount[]): string {
  const password = accounts[0]?.password;
  if (password === undefined) return '';
  const width = Math.max(...accounts.map(({ name }) => name.length));
  return `Tài khoản dùng thử (dữ liệu minh hoạ), mật khẩu chung: ${password}

${accounts.map(({ name, who }) => `  ${name.padEnd(width)}  ${who}`).join('\n')}

Xoá dữ liệu minh hoạ: bin/haicap demo remove

`;
}

/** Looked at first, so that nobody waits for the database only to hear that the port is taken. */
async function portToServe(host: string, wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => fail(whyNot(error, host, wanted)));
    probe.listen(wanted, host, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw whyNot(error as NodeJS.ErrnoException, host, port);
  }
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): Hindrance {
  const words: Record<string, string> = {
    EADDRINUSE: `Cổng ${port} đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ: PORT=${port + 1} npm start`,
    EACCES: `Không được phép mở cổng ${port}: cổng dưới 1024 cần quyền quản trị. Ví dụ: PORT=8080 npm start`,
    EADDRNOTAVAIL: `Máy này không có địa chỉ HOST=${host}.`,
    ENOTFOUND: `Máy này không có địa chỉ HOST=${host}.`,
  };
  return new Hindrance(words[error.code ?? ''] ?? `Không mở được cổng ${port}: ${error.message}`);
}

// Ends in order also when something of ours fails outside of a request.
process.on('uncaughtException', (error) => {
  console.error(error);
  void closeAll().then(() => process.exit(1));
});
