import { closeAll, closeOnSignals } from './cli/closing.ts';
import { describeSettings } from './config.ts';
import { Hindrance } from './kernel/hindrance.ts';

/** One command: a file in src/cli, loaded when it is called. It answers the exit code. */
export interface Command {
  /** Printed by `haicap <command> --help`. */
  help: string;
  run(args: string[]): Promise<number>;
}

const COMMANDS: Record<string, { summary: string; load(): Promise<Command> }> = {
  start: {
    summary: 'Khởi động: cơ sở dữ liệu, dữ liệu của tỉnh, trang web và API',
    load: () => import('./cli/start.ts'),
  },
  migrate: {
    summary: 'Đưa cấu trúc cơ sở dữ liệu lên bản mới nhất',
    load: () => import('./cli/migrate.ts'),
  },
  load: {
    summary: 'Nạp đơn vị, cơ quan, lịch làm việc và thủ tục hành chính',
    load: () => import('./cli/load.ts'),
  },
  import: {
    summary: 'Nạp thủ tục của tỉnh từ tệp Excel hoặc JSON',
    load: () => import('./cli/import.ts'),
  },
  'import-forms': {
    summary: 'Nạp chỉ tiêu, biểu thống kê của tỉnh',
    load: () => import('./cli/import-forms.ts'),
  },
  'import-mirrored': {
    summary: 'Nạp tình trạng hồ sơ từ hệ thống của bộ, ngành',
    load: () => import('./cli/import-mirrored.ts'),
  },
  'import-outline': {
    summary: 'Nạp đề cương báo cáo của tỉnh',
    load: () => import('./cli/import-outline.ts'),
  },
  calendar: {
    summary: 'Nạp lịch nghỉ, làm bù của một năm',
    load: () => import('./cli/calendar.ts'),
  },
  address: {
    summary: 'Đọc một địa chỉ trên giấy cũ ra xã, phường hiện nay',
    load: () => import('./cli/address.ts'),
  },
  appoint: {
    summary: 'Giao nhiệm vụ và tài khoản cho một cán bộ',
    load: () => import('./cli/appoint.ts'),
  },
  backup: {
    summary: 'Sao lưu dữ liệu và giấy tờ vào một tệp, trong lúc làm việc',
    load: () => import('./cli/backup.ts'),
  },
  restore: {
    summary: 'Khôi phục từ bản sao lưu vào chỗ trống, hoặc soát bản sao lưu',
    load: () => import('./cli/restore.ts'),
  },
  demo: {
    summary: 'Nạp hoặc xoá dữ liệu minh hoạ',
    load: () => import('./cli/demo.ts'),
  },
  simulate: {
    summary: 'Mô phỏng một năm làm việc của tỉnh, người và hồ sơ không có thật',
    load: () => import('./cli/simulate.ts'),
  },
  'verify-record': {
    summary: 'Soát toàn bộ sổ ghi: không dòng nào bị sửa, bị cắt',
    load: () => import('./cli/verify-record.ts'),
  },
  recount: {
    summary: 'Đếm lại mọi số liệu từ sổ ghi và so với số liệu đang dùng',
    load: () => import('./cli/recount.ts'),
  },
  check: {
    summary: 'Soát số liệu và viện dẫn trong một văn bản, báo cáo',
    load: () => import('./cli/check.ts'),
  },
  permissions: {
    summary: 'In bảng quyền hạn: ai được làm gì, đến đâu',
    load: () => import('./cli/permissions.ts'),
  },
  openapi: {
    summary: 'In mô tả của API (OpenAPI 3.1)',
    load: () => import('./cli/openapi.ts'),
  },
  'describe-schema': {
    summary: 'In cấu trúc cơ sở dữ liệu, hoặc ghi lại db/schema.sql',
    load: () => import('./cli/describe-schema.ts'),
  },
  test: {
    summary: 'Chạy mọi phép thử',
    load: () => import('./cli/test.ts'),
  },
};

/** sysexits.h EX_USAGE: the command was typed wrongly. */
const EXIT_USAGE = 64;

const overview = () => `Haicấp: một cửa của chính quyền địa phương hai cấp.

Cách dùng: bin/haicap <lệnh> [tham số…]      (npm start = bin/haicap start)

Lệnh:
${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(16)}${summary}`)
  .join('\n')}
  ${'run TỆP.ts'.padEnd(16)}Chạy một tệp TypeScript bằng Node đi kèm

  bin/haicap <lệnh> --help nói rõ từng lệnh.

Biến môi trường [mặc định]:
${describeSettings()}

Mã thoát: 0 xong; 1 không xong, hoặc tìm thấy lỗi; 64 gõ sai lệnh; 69 thiếu chương trình hay gói cần có; 78 biến môi trường sai;
130, 143 bị dừng.`;

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    console.error(overview());
    return EXIT_USAGE;
  }
  if (['--help', '-h', 'help'].includes(name)) {
    console.log(overview());
    return 0;
  }
  if (name === '--version') {
    console.log((await import('./cli/version.ts')).version());
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    console.error(`Không có lệnh «${name}». Gõ bin/haicap --help để xem các lệnh.`);
    return EXIT_USAGE;
  }
  const command = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.help);
    return 0;
  }
  return command.run(rest);
}

closeOnSignals();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Hindrance) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}
await closeAll();
// Nothing may keep a finished command alive.
process.exit();
