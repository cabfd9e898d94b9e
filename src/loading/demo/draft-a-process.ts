import { saveDraft } from '../../capabilities/editing/index.ts';
import { findVersion, type Process } from '../../capabilities/procedures/index.ts';
import type { Pool } from '../../db/connect.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { DEMO_ORIGIN } from './act-out.ts';

/** Registering a household business: looked at on the spot and in the books at once, refused ones told why at once. */
const CODE = '1.001612';

function withPartsAndNotice(process: Process): Process {
  const appraise = process.steps.find((step) => step.act === 'appraise');
  const approve = process.steps.find((step) => step.act === 'approve');
  const issue = process.steps.find((step) => step.act === 'issue');
  if (appraise === undefined || approve === undefined || issue === undefined) return process;
  return {
    ...process,
    name: 'Đăng ký hộ kinh doanh, kiểm tra song song',
    steps: process.steps.flatMap((step) => {
      if (step === appraise)
        return [
          {
            ...step,
            parts: [
              {
                key: 'dia-diem',
                name: 'Kiểm tra địa điểm kinh doanh',
                role: 'specialist' as const,
                division: 'economy' as const,
                share: step.share,
              },
              {
                key: 'ten-ho',
                name: 'Đối chiếu tên hộ và nhân thân',
                role: 'specialist' as const,
                division: 'office' as const,
                share: step.share / 2,
              },
            ],
          },
        ];
      if (step === approve)
        return [
          {
            ...step,
            next: [
              { to: 'bao-nguoi-nop', if: [{ of: 'outcome' as const, is: ['approved' as const] }] },
              { to: issue.key },
            ],
          },
          {
            key: 'bao-nguoi-nop',
            name: 'Báo người nộp hồ sơ đã được duyệt',
            role: 'system',
            place: 'office' as const,
            act: 'notify' as const,
            share: 0,
            message: 'Hồ sơ đã được duyệt, đang đóng dấu và vào sổ.',
            next: [{ to: issue.key }],
          },
        ];
      return [step];
    }),
  };
}

/** A next version that the control officer has begun and not approved; true when there was one to begin. */
export async function draftAProcess(
  pool: Pool,
  officer: Actor | undefined,
  day: string,
  at: Date,
): Promise<boolean> {
  const found = await findVersion(pool, CODE, day);
  if (found === null || officer === undefined) return false;
  const { procedure } = found;
  const body = { ...procedure, process: withPartsAndNotice(procedure.process) };
  await perform(pool, saveDraft, officer, { code: CODE, version: 0, body }, { at, from: DEMO_ORIGIN });
  return true;
}
