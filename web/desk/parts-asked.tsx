import { useState } from 'preact/hooks';
import { showDateTime } from '../app/dates.ts';
import { Button } from '../ui/button.tsx';
import { Lateness } from '../ui/marks.tsx';
import type { AskedPart, Dossier, PartAct } from './answers.ts';
import { Part } from './dossier-parts.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

const ENDINGS: Record<NonNullable<AskedPart['ending']>, string> = {
  answered: 'Đã trả lời',
  declined: 'Từ chối trả lời',
  withdrawn: 'Thôi hỏi',
  'passed-over': 'Giải quyết tiếp khi chưa có ý kiến',
};

const ACTS = {
  remind: {
    title: 'Nhắc trả lời',
    tells: 'Cơ quan được hỏi nhận lời nhắc; hạn trả lời giữ nguyên.',
    field: 'note',
    done: 'Đã nhắc.',
  },
  withdraw: {
    title: 'Thôi hỏi',
    tells: 'Cơ quan được hỏi không phải trả lời nữa và không còn xem được hồ sơ.',
    field: 'reason',
    done: 'Đã thôi hỏi.',
  },
  'pass-over': {
    title: 'Giải quyết tiếp',
    tells: 'Đã quá hạn trả lời. Hồ sơ đi tiếp khi chưa có ý kiến này; lý do được ghi vào hồ sơ.',
    field: 'reason',
    done: 'Đã ghi: giải quyết tiếp khi chưa có ý kiến.',
  },
} as const;

/** What was asked of others, and what they answered; what can be done about those who have not. */
export function PartsAsked({ dossier, onReload }: { dossier: Dossier; onReload: () => void }) {
  const [doing, setDoing] = useState<PartAct | null>(null);
  const { parts } = dossier;
  if (parts.length === 0) return null;
  const open = parts.filter((part) => part.endedAt === null).length;
  return (
    <Part title="Lấy ý kiến">
      {open > 0 && <p>Đang chờ {open} cơ quan trả lời. Hồ sơ chuyển bước khi không còn câu hỏi nào chờ.</p>}
      <ul class="asked">
        {parts.map((part) => (
          <li key={part.id} data-open={part.endedAt === null}>
            <p class="facts">
              <strong>{part.agencyName}</strong>
              {part.ending !== null ? (
                <span>
                  {ENDINGS[part.ending]}
                  {part.late && part.ending === 'answered' && ', chậm'}
                </span>
              ) : (
                part.lateness && <Lateness word={part.lateness.word} text={part.lateness.text} />
              )}
              <span class="quiet">
                hỏi {showDateTime(part.askedAt)}
                {part.dueAt && `, trả lời trước ${showDateTime(part.dueAt)}`}
              </span>
            </p>
            <p class="question">{part.question}</p>
            {part.remindedAt.length > 0 && part.endedAt === null && (
              <p class="quiet small">
                Đã nhắc {part.remindedAt.length} lần, lần cuối {showDateTime(part.remindedAt.at(-1) ?? '')}.
              </p>
            )}
            {part.answer !== null && (
              <blockquote>
                <p>{part.answer}</p>
                {part.papers.map((paper) => (
                  <p key={paper.paperId}>
                    <a href={`/api/papers/${paper.paperId}/file`} target="_blank" rel="noopener">
                      {paper.name}
                    </a>
                  </p>
                ))}
                <p class="quiet small">
                  {part.answeredByName}
                  {part.endedAt && `, ${showDateTime(part.endedAt)}`}
                </p>
              </blockquote>
            )}
            <p class="row no-print">
              {dossier.partActs
                .filter((act) => act.part === part.id)
                .map((act) => (
                  <Button key={act.name} small rank="link" onPress={() => setDoing(act)}>
                    {ACTS[act.name].title}
                  </Button>
                ))}
            </p>
          </li>
        ))}
      </ul>
      {doing && (
        <ReasonDialog
          {...ACTS[doing.name]}
          path={`/api/dossiers/${dossier.id}/consultations/${doing.part}/${doing.name}`}
          onClose={() => setDoing(null)}
          onDone={() => {
            setDoing(null);
            onReload();
          }}
        />
      )}
    </Part>
  );
}
