import { resolve } from 'node:path';
import { Hindrance } from './kernel/hindrance.ts';

/** sysexits.h EX_CONFIG: a setting is wrong. */
export const EXIT_CONFIG = 78;

interface Setting<T> {
  env: string;
  fallback: string;
  help: string;
  /** Reads what was given, or throws a sentence in Vietnamese that says what would be right. */
  read(text: string): T;
}

function setting<T>(env: string, fallback: string, help: string, read: (text: string) => T): Setting<T> {
  return { env, fallback, help, read };
}

const text = (value: string) => value;
const folder = (value: string) => resolve(value);
const orNull = (value: string) => (value === '' ? null : value);

function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65_535) throw new Error('phải là một số từ 0 đến 65535');
  return number;
}

function yesOrNo(value: string): boolean {
  if (/^(1|true|yes|co|có)$/i.test(value)) return true;
  if (/^(0|false|no|khong|không)$/i.test(value)) return false;
  throw new Error('phải là 1 (có) hoặc 0 (không)');
}

function provinceCode(value: string): string {
  if (!/^\d{2}$/.test(value)) throw new Error('phải là mã tỉnh hai chữ số, ví dụ 37 (Ninh Bình)');
  return value;
}

function databaseUrl(value: string): string | null {
  if (value === '') return null;
  if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value))
    throw new Error('phải có dạng postgresql://tên:mật-khẩu@máy:5432/cơ-sở-dữ-liệu');
  return value;
}

function webAddress(value: string): string | null {
  if (value === '') return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new Error('phải là một địa chỉ http:// hoặc https://');
  return url.origin;
}

function gatewayAddress(value: string): string | null {
  if (value === '') return null;
  if (!/^https?:\/\//.test(value) || !URL.canParse(value))
    throw new Error('phải là một địa chỉ http:// hoặc https://');
  return value;
}

function smtpAddress(value: string): string | null {
  if (value === '') return null;
  if (!/^smtps?:\/\//.test(value) || !URL.canParse(value))
    throw new Error('phải có dạng smtp://tên:mật-khẩu@máy:587 hoặc smtps://…');
  return value;
}

/** Every environment variable of the program, once: name, default, one line of help, how it is read. */
export const SETTINGS = {
  port: setting('PORT', '8080', 'Cổng phục vụ; 0 là một cổng trống bất kỳ', port),
  host: setting('HOST', 'localhost', 'Địa chỉ mạng để nghe; 0.0.0.0 để máy khác vào được', text),
  dataDir: setting('HAICAP_DATA', './data', 'Thư mục dữ liệu: cơ sở dữ liệu kèm theo và tệp hồ sơ', folder),
  databaseUrl: setting(
    'DATABASE_URL',
    '',
    'PostgreSQL bên ngoài, bản 15 đến 18; để trống thì dùng bản kèm theo',
    databaseUrl,
  ),
  province: setting('HAICAP_PROVINCE', '37', 'Mã tỉnh, thành phố (37 là Ninh Bình)', provinceCode),
  publicUrl: setting(
    'HAICAP_PUBLIC_URL',
    '',
    'Địa chỉ người dân thấy, in trên mã QR, ví dụ https://motcua.example.vn',
    webAddress,
  ),
  demo: setting('HAICAP_DEMO', '1', 'Nạp dữ liệu minh hoạ ở lần chạy đầu: 1 có, 0 không', yesOrNo),
  trustProxy: setting(
    'HAICAP_TRUST_PROXY',
    '0',
    'Tin địa chỉ máy khách do máy chủ trung gian (proxy) báo: 1 có, 0 không',
    yesOrNo,
  ),
  smtpUrl: setting(
    'HAICAP_SMTP_URL',
    '',
    'Máy chủ thư, dạng smtp://tên:mật-khẩu@máy:587; để trống thì không gửi thư điện tử',
    smtpAddress,
  ),
  mailFrom: setting(
    'HAICAP_MAIL_FROM',
    'Một cửa <motcua@example.vn>',
    'Người gửi ghi trên thư điện tử',
    text,
  ),
  smsUrl: setting('HAICAP_SMS_URL', '', 'Cổng SMS thương hiệu; để trống thì không gửi SMS', gatewayAddress),
  smsKey: setting('HAICAP_SMS_KEY', '', 'Khoá (ApiKey) của cổng SMS', text),
  smsSecret: setting('HAICAP_SMS_SECRET', '', 'Mật khẩu (SecretKey) của cổng SMS', text),
  smsBrand: setting('HAICAP_SMS_BRAND', '', 'Tên thương hiệu người nhận thấy', text),
  zaloUrl: setting('HAICAP_ZALO_URL', '', 'Cổng Zalo ZNS; để trống thì không gửi Zalo', gatewayAddress),
  zaloToken: setting('HAICAP_ZALO_TOKEN', '', 'Mã truy cập (access token) của Zalo', text),
  paymentUrl: setting(
    'HAICAP_PAYMENT_URL',
    '',
    'Địa chỉ cổng thanh toán; để trống: dữ liệu minh hoạ dùng cổng thử, ngoài ra không thu trực tuyến',
    gatewayAddress,
  ),
  paymentPartner: setting('HAICAP_PAYMENT_PARTNER', '', 'Mã đối tác ở cổng thanh toán', orNull),
  paymentSecret: setting(
    'HAICAP_PAYMENT_SECRET',
    '',
    'Khoá bí mật để ký và kiểm tra thông điệp của cổng thanh toán',
    orNull,
  ),
  backupKey: setting(
    'HAICAP_BACKUP_KEY',
    '',
    'Khoá mã hoá bản sao lưu, ít nhất 16 ký tự; để trống thì không mã hoá',
    orNull,
  ),
  log: setting('HAICAP_LOG', '0', 'Ghi nhật ký máy chủ ra màn hình: 1 có, 0 không', yesOrNo),
  chromePath: setting('CHROME_PATH', '', 'Chromium hoặc Chrome cho các phép thử trên trình duyệt', orNull),
} as const;

export type Config = { [K in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[K]['read']> };

/** Settings whose value is never printed. */
const SECRET = /^DATABASE_URL$|SMTP_URL|_KEY|_SECRET|_TOKEN/;

/** Reads all settings; every wrong one is named at once. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const read: Record<string, unknown> = {};
  for (const [key, { env: name, fallback, read: reader }] of Object.entries(SETTINGS)) {
    const given = (env[name] ?? '').trim() || fallback;
    try {
      read[key] = reader(given);
    } catch (error) {
      faults.push(`  ${name}=${SECRET.test(name) ? '…' : given}: ${(error as Error).message}`);
    }
  }
  if (faults.length > 0) throw new Hindrance(`Biến môi trường chưa đúng:\n${faults.join('\n')}`, EXIT_CONFIG);
  return read as Config;
}

/** The settings as `--help` prints them. */
export function describeSettings(): string {
  const rows = Object.values(SETTINGS);
  const width = Math.max(...rows.map((row) => row.env.length));
  return rows
    .map(
      ({ env, fallback, help }) =>
        `  ${env.padEnd(width)}  ${help}${fallback === '' ? '' : ` [${fallback}]`}`,
    )
    .join('\n');
}
