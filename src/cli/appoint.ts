import { legalDay } from '../capabilities/calendar/index.ts';
import { appointOfficial, ROLE_NAMES } from '../capabilities/people/index.ts';
import { findAgenciesById } from '../capabilities/units/index.ts';
import type { Actor } from '../kernel/actor.ts';
import { Hindrance } from '../kernel/hindrance.ts';
import { Refusal } from '../kernel/refusal.ts';
import { perform } from '../perform.ts';
import { ground } from './ground.ts';
import { readWords } from './words.ts';

const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Hệ thống' };

export const help = `Cách dùng: bin/haicap appoint TÊN_TÀI_KHOẢN --name "Họ và tên" --title "Chức danh" --role VAI_TRÒ --agency MÃ_CƠ_QUAN

Giao một nhiệm vụ và một tài khoản cho cán bộ; người quản trị đầu tiên của tỉnh được tạo bằng lệnh này.
Mật khẩu (ít nhất 12 ký tự) được đọc từ đầu vào, một dòng:  bin/haicap appoint … < tệp-mật-khẩu

Vai trò:
${Object.entries(ROLE_NAMES)
  .map(([role, name]) => `  ${role.padEnd(16)}${name}`)
  .join('\n')}`;

export async function run(args: string[]): Promise<number> {
  const { words, values } = readWords(args, {
    help,
    values: ['name', 'title', 'role', 'agency'],
    words: [1, 1],
  });
  const { name, title, role, agency: agencyId } = values;
  if (name === undefined || title === undefined || role === undefined || agencyId === undefined)
    throw new Hindrance(`Thiếu --name, --title, --role hoặc --agency.\n\n${help}`, 64);
  if (process.stdin.isTTY) console.error('Mật khẩu (hiện trên màn hình; nên đọc từ tệp):');
  const password = await firstLine();
  const { pool } = await ground();
  const agency = (await findAgenciesById(pool, [agencyId])).get(agencyId);
  if (agency === undefined) throw new Hindrance(`Không có cơ quan mang mã ${agencyId}.`);
  const at = new Date();
  try {
    await perform(
      pool,
      appointOfficial,
      SYSTEM,
      {
        fullName: name,
        title,
        accountName: words[0],
        password,
        role,
        agencyId,
        from: legalDay(at),
      },
      { at },
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'account.name-taken')
      throw new Hindrance(`Tên tài khoản ${words[0]} đã có người dùng.`);
    throw new Hindrance(
      `Chưa đúng: ${(error.details.fields ?? []).map((field) => SAYS[field.path] ?? field.path).join('; ')}.`,
    );
  }
  console.log(`Đã giao ${ROLE_NAMES[role as keyof typeof ROLE_NAMES]} cho ${name}, ${agency.name}.`);
  return 0;
}

const SAYS: Record<string, string> = {
  '/accountName': 'tên tài khoản gồm chữ thường không dấu, số, dấu chấm, gạch (3 đến 61 ký tự)',
  '/password': 'mật khẩu cần ít nhất 12 ký tự',
  '/role': 'không có vai trò này',
  '/fullName': 'họ và tên cần 2 đến 200 ký tự',
  '/title': 'chức danh cần 2 đến 200 ký tự',
};

async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}
