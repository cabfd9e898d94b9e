import { permissionTable } from '../capabilities/people/index.ts';
import { readWords } from './words.ts';

export const help = `Cách dùng: bin/haicap permissions

In bảng quyền hạn (vai trò, việc, phạm vi) bằng tiếng Việt, dạng Markdown; docs/huong-dan/quyen-han.md là bản in của nó.`;

export async function run(args: string[]): Promise<number> {
  readWords(args, { help });
  process.stdout.write(permissionTable());
  return 0;
}
