import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../app.ts';
import { connect } from '../db/connect.ts';
import { version } from './version.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap openapi

In mô tả của API (OpenAPI 3.1), như máy chủ trả ở /api/openapi.json. Không cần cơ sở dữ liệu.`;

export async function run(args: string[]): Promise<number> {
  readWords(args, { help });
  const app = await buildApp({
    // Never asked: the description is drawn from the routes alone.
    pool: connect('postgresql://localhost/none', 'public'),
    dataFolder: join(tmpdir(), `haicap-openapi-${process.pid}`),
    publicUrl: 'http://localhost:8080',
    version: version(),
    demo: false,
  });
  const { body } = await app.inject('/api/openapi.json');
  process.stdout.write(`${JSON.stringify(JSON.parse(body), null, 2)}\n`);
  await app.close();
  return 0;
}
