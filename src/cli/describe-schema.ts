import { writeFile } from 'node:fs/promises';
import { describeSchema } from '../db/describe.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap describe-schema [--write]

In cấu trúc cơ sở dữ liệu đọc được trên một trang. --write ghi vào db/schema.sql (phép thử so tệp này với các migration).`;

export async function run(args: string[]): Promise<number> {
  const { switches } = readWords(args, { help, switches: ['write'] });
  const { adminUrl, schema } = await ground();
  const text = await describeSchema(adminUrl, schema);
  if (switches.write === true) await writeFile(new URL('../../db/schema.sql', import.meta.url), text);
  else process.stdout.write(text);
  return 0;
}
