import { join } from 'node:path';
import { Hindrance } from '../kernel/hindrance.ts';
import { loadProvince, simulate } from '../loading/index.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap simulate --year NĂM [--province MÃ] [--dossiers N] [--seed HẠT_GIỐNG] [--bulk]

Mô phỏng một năm làm việc của tỉnh bằng người không có thật, trên đơn vị, cơ quan, thủ tục có thật: hồ sơ đến theo mùa,
theo thứ, theo giờ; tỷ lệ trực tuyến, trễ hạn, đang giải quyết như tỉnh Ninh Bình đã công bố. Chỉ chạy nơi chưa có cán
bộ, hồ sơ nào. Bị ngắt thì chạy lại lệnh cũ là làm tiếp.
  --province  mã tỉnh [HAICAP_PROVINCE]
  --dossiers  số hồ sơ [300; với --bulk: 776417, như công bố]
  --seed      cùng hạt giống thì cùng một năm [1]
  --bulk      nạp khối thay vì diễn từng thao tác: cùng những con số ấy, nhanh hơn nhiều lần
Một năm bắt đầu khi các đơn vị hiện nay có hiệu lực (1/7/2025).`;

export async function run(args: string[]): Promise<number> {
  const { values, switches } = readWords(args, {
    help,
    values: ['province', 'year', 'dossiers', 'seed'],
    switches: ['bulk'],
  });
  const bulk = switches.bulk === true;
  const whole = (name: string, text: string | undefined, otherwise: number) => {
    const number = text === undefined ? otherwise : Number(text);
    if (!Number.isSafeInteger(number) || number < 1)
      throw new Hindrance(`--${name} phải là số nguyên dương.\n\n${help}`, 64);
    return number;
  };
  const year = whole('year', values.year, 2025);
  const dossiers = whole('dossiers', values.dossiers, bulk ? 776_417 : 300);
  if (year < 2025 || year > 2100) throw new Hindrance(`--year: từ 2025 trở đi.\n\n${help}`, 64);
  const { pool, adminUrl, schema, config } = await ground();
  if (values.province !== undefined && values.province !== config.province)
    throw new Hindrance(
      `Ở đây là tỉnh ${config.province}. Tỉnh khác: HAICAP_PROVINCE=${values.province} và thư mục dữ liệu riêng.`,
      64,
    );
  const onStep = (line: string) => console.log(line);
  await loadProvince(pool, {
    province: config.province,
    at: new Date(`${year}-07-01T00:00:00+07:00`),
    onStep,
  });
  const began = performance.now();
  let told = 0;
  let first: number | undefined;
  const result = await simulate({
    pool,
    adminUrl,
    schema,
    papersFolder: join(config.dataDir, 'papers'),
    province: config.province,
    year,
    dossiers,
    seed: values.seed ?? '1',
    bulk,
    onStep,
    onProgress(done, all) {
      const now = performance.now();
      first ??= done;
      if (now - told < 1000 && done < all) return;
      told = now;
      const seconds = (now - began) / 1000;
      const left = done === first ? 0 : ((all - done) * seconds) / (done - first + 1);
      const line = `${bar(done / all)} ${done.toLocaleString('vi-VN')}/${all.toLocaleString('vi-VN')} hồ sơ, còn ${inWords(left)}`;
      if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${line}${done === all ? '\n' : ''}`);
      else console.log(line);
    },
  });
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `Xong ${result.dossiers.toLocaleString('vi-VN')} hồ sơ (${result.acts.toLocaleString('vi-VN')} thao tác${result.before > 0 ? `; đã có từ trước ${result.before.toLocaleString('vi-VN')}` : ''}) sau ${inWords(seconds)}. Kiểm lại: bin/haicap recount`,
  );
  return 0;
}

const bar = (part: number) => `[${'#'.repeat(Math.round(part * 24)).padEnd(24, '.')}]`;

const inWords = (seconds: number) =>
  seconds < 90 ? `${Math.ceil(seconds)} giây` : `${Math.ceil(seconds / 60)} phút`;
