import { readFile } from 'node:fs/promises';
import { mirrorDossier } from '../capabilities/dossiers/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { Refusal } from '../kernel/refusal.ts';
import { perform } from '../perform.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

export const help = `Cách dùng: bin/haicap import-mirrored TỆP.json

Nạp tình trạng hồ sơ mà hệ thống của bộ, ngành gửi về: một danh sách JSON, mỗi phần tử là một lần cập nhật của một hồ sơ.
Dòng cũ hoặc lặp lại thì bỏ qua; dòng có lỗi được nêu từng dòng, các dòng khác vẫn nạp. Nạp lại cùng tệp không đổi gì.
Mã thoát: 0 đã nạp hết; 1 có dòng lỗi.`;

const WORDS: Record<string, string> = { made: 'mới', changed: 'cập nhật', older: 'cũ hơn', same: 'đã có' };

export async function run(args: string[]): Promise<number> {
  const { words } = readWords(args, { help, words: [1, 1] });
  const file = words[0] ?? '';
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Hindrance(`Không đọc được ${file}: ${error.message}`);
  });
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (error) {
    throw new Hindrance(`${file} không phải JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(rows)) throw new Hindrance(`${file}: cần một danh sách JSON.`);
  const { pool } = await ground();
  const counts: Record<string, number> = {};
  let faults = 0;
  for (const [place, row] of rows.entries()) {
    try {
      const { outcome } = await perform(pool, mirrorDossier, SYSTEM, row, { from: 'haicap import-mirrored' });
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults++;
      const where = (error.details.fields ?? []).map((field) => `${field.path} ${field.code}`).join(', ');
      console.error(`Dòng ${place + 1}: ${error.code}${where === '' ? '' : ` (${where})`}`);
    }
  }
  const said = Object.entries(counts).map(([outcome, count]) => `${count} ${WORDS[outcome] ?? outcome}`);
  console.log(`${rows.length} dòng: ${[...said, `${faults} lỗi`].join(', ')}.`);
  return faults === 0 ? 0 : 1;
}
