import { join, resolve } from 'node:path';
import { checkBackup, type ReadBackup, restoreBackup } from '../backup/index.ts';
import { readConfig } from '../config.ts';
import { provinceSchema } from '../db/connect.ts';
import { startDatabase } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { secretOf } from './backup.ts';
import { onClose } from './closing.ts';
import { passwordOfApplication } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap restore TỆP [--key-file TỆP-KHOÁ] [--check]

Khôi phục bản sao lưu vào chỗ trống: một HAICAP_DATA mới, hoặc một cơ sở dữ liệu trống ở DATABASE_URL (PostgreSQL 15 đến 18,
không cần cùng bản với nơi đã sao lưu). Không ghi đè dữ liệu hay giấy tờ đã có. Mã băm, số dòng, giấy tờ, ràng buộc và
sổ ghi được soát trước khi ghi nhận; không đúng, hay bị dừng giữa chừng, thì không có gì được ghi.
  --key-file   tệp ghi khoá, khi bản sao lưu được mã hoá; hoặc đặt khoá vào HAICAP_BACKUP_KEY
  --check      chỉ đọc hết và soát bản sao lưu, không khôi phục, không cần cơ sở dữ liệu
Mã thoát: 0 xong, còn nguyên; 1 không xong, hoặc bản sao lưu không còn nguyên.`;

export async function run(args: string[]): Promise<number> {
  const { words, values, switches } = readWords(args, {
    help,
    values: ['key-file'],
    switches: ['check'],
    words: [1, 1],
  });
  const config = readConfig(process.env);
  const backup = {
    file: resolve(words[0] ?? ''),
    secret: await secretOf(values['key-file'], config.backupKey),
    province: config.province,
  };
  if (switches.check === true) {
    console.log(`Bản sao lưu còn nguyên: ${inWords(await checkBackup(backup))}`);
    return 0;
  }
  const database = await startDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl ?? undefined,
    alone: true,
    report: (line) => console.error(line),
  });
  onClose(() => database.stop());
  const restored = await restoreBackup({
    ...backup,
    adminUrl: database.adminUrl,
    papersFolder: join(config.dataDir, 'papers'),
  });
  const migrated = await migrate(database.adminUrl, provinceSchema(config.province), {
    appPassword: await passwordOfApplication(config.dataDir),
  });
  console.log(`Đã khôi phục và soát xong: ${inWords(restored)}`);
  if (migrated.length > 0) console.log(`Đã đưa cấu trúc lên bản mới (${migrated.length} bước).`);
  return 0;
}

function inWords({ manifest, rows, papers, wanting }: ReadBackup): string {
  const counted = `dữ liệu lúc ${manifest.at} (Haicấp ${manifest.version}, PostgreSQL ${manifest.postgres}), ${rows} dòng, ${papers} giấy tờ.`;
  return wanting.length === 0
    ? counted
    : `${counted} Khi sao lưu đã thiếu sẵn ${wanting.length} giấy tờ: ${wanting.join(', ')}.`;
}
