import { Hindrance } from '../kernel/hindrance.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap demo load | remove

load    Nạp dữ liệu minh hoạ (người và hồ sơ không có thật). Lần start đầu tiên tự làm việc này, trừ khi HAICAP_DEMO=0.
remove  Xoá toàn bộ dữ liệu minh hoạ.`;

export async function run(args: string[]): Promise<number> {
  const { words } = readWords(args, { help, words: [1, 1] });
  throw new Hindrance(`Chưa có: demo ${words[0]}`);
}
