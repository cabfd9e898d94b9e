import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeBackup } from '../backup/index.ts';
import { readConfig } from '../config.ts';
import { startDatabase } from '../db/embedded.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { onClose } from './closing.ts';
import { version } from './version.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap backup TỆP [--key-file TỆP-KHOÁ]

Sao lưu dữ liệu và giấy tờ của tỉnh tại một thời điểm, trong lúc hệ thống vẫn làm việc, vào một tệp (tar nén gzip).
Không ghi đè tệp đã có; dừng giữa chừng thì không để lại tệp nào.
  --key-file   mã hoá (AES-256-GCM) bằng khoá ghi trong tệp này; hoặc đặt khoá vào HAICAP_BACKUP_KEY.
               Mất khoá là mất bản sao lưu: hãy cất khoá ở nơi khác.
Thử lại bản sao lưu: bin/haicap restore TỆP --check.
Mã thoát: 0 xong; 1 không xong, hoặc có giấy tờ đã mất hay hỏng từ trước (được nêu mã).`;

export async function run(args: string[]): Promise<number> {
  const { words, values } = readWords(args, { help, values: ['key-file'], words: [1, 1] });
  const config = readConfig(process.env);
  // Not migrated: a backup is what one makes before a new version changes the structure.
  const database = await startDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl ?? undefined,
    report: (line) => console.error(line),
  });
  onClose(() => database.stop());
  const file = resolve(words[0] ?? '');
  const secret = await secretOf(values['key-file'], config.backupKey);
  const made = await writeBackup({
    adminUrl: database.adminUrl,
    province: config.province,
    papersFolder: join(config.dataDir, 'papers'),
    file,
    secret,
    version: version(),
  });
  console.log(
    `Đã sao lưu vào ${file}${secret === null ? ' (không mã hoá)' : ' (đã mã hoá)'}: dữ liệu lúc ${made.at}, ` +
      `${made.tables} bảng, ${made.rows} dòng, ${made.papers} giấy tờ (${(made.paperBytes / 1e6).toFixed(1)} MB).`,
  );
  for (const sha256 of made.wanting) console.log(`Giấy tờ đã mất hoặc hỏng từ trước: ${sha256}`);
  return made.wanting.length === 0 ? 0 : 1;
}

/** The key's words, from a file or from the settings; null: not encrypted. */
export async function secretOf(keyFile: string | undefined, setting: string | null): Promise<string | null> {
  const words =
    keyFile === undefined
      ? setting
      : await readFile(keyFile, 'utf8').catch((error: Error) => {
          throw new Hindrance(`Không đọc được tệp khoá ${keyFile}: ${error.message}`);
        });
  if (words === null) return null;
  const secret = words.trim();
  if (secret.length < 16) throw new Hindrance('Khoá sao lưu quá ngắn: cần ít nhất 16 ký tự.');
  return secret;
}
