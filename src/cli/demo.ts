import { join } from 'node:path';
import { Hindrance } from '../kernel/hindrance.ts';
import { demoAccounts, loadDemo, loadProvince, removeDemo } from '../loading/index.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap demo load | remove

load    Nạp dữ liệu minh hoạ (người và hồ sơ không có thật). Lần start đầu tiên tự làm việc này, trừ khi HAICAP_DEMO=0.
        Đã nạp rồi thì không làm gì.
remove  Xoá toàn bộ dữ liệu minh hoạ, kể cả những gì đã làm bằng các tài khoản minh hoạ. Hồ sơ do cán bộ, người dân thật
        nộp và tiếp nhận được giữ nguyên; cán bộ minh hoạ có tên trong hồ sơ thật thì còn tên, mất tài khoản và nhiệm vụ.
        Sổ ghi giữ lại một dòng nói đã xoá.`;

export async function run(args: string[]): Promise<number> {
  const { words } = readWords(args, { help, words: [1, 1] });
  const onStep = (line: string) => console.log(line);
  if (words[0] === 'load') {
    const { pool, adminUrl, schema, config } = await ground();
    const { province } = config;
    await loadProvince(pool, { province, onStep });
    const papersFolder = join(config.dataDir, 'papers');
    const { already } = await loadDemo({ pool, adminUrl, schema, papersFolder, province, onStep });
    if (already) console.log('Dữ liệu minh hoạ đã nạp từ trước.');
    for (const { name, password, who } of await demoAccounts(pool))
      console.log(`  ${name.padEnd(24)} ${password}  ${who}`);
    return 0;
  }
  if (words[0] === 'remove') {
    const { adminUrl, schema, config } = await ground();
    await removeDemo({ adminUrl, schema, papersFolder: join(config.dataDir, 'papers'), onStep });
    return 0;
  }
  throw new Hindrance(`Không có việc «${words[0]}».\n\n${help}`, 64);
}
