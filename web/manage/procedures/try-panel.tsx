import { useEffect, useState } from 'preact/hooks';
import { CHANNEL_NAMES } from '../../../src/capabilities/procedures/procedure.ts';
import type { ProcedureVersion } from '../../../src/capabilities/procedures/shape.ts';
import { DateInput } from '../../app/date-input.tsx';
import { legalDayOf, showMoney, showShort } from '../../app/dates.ts';
import { Questions } from '../../app/form/questions.tsx';
import { ProcessDiagram, type StepMark } from '../../app/process/diagram.tsx';
import { useResource } from '../../app/resource.ts';
import { wordsOf } from '../../app/words.ts';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { Table } from '../../ui/table.tsx';
import type { DraftWork } from './use-draft.ts';
import { optionsOf, TERM_UNIT_NAMES } from './words.ts';

interface Tried {
  bodyName: string;
  term: { unit: keyof typeof TERM_UNIT_NAMES; value: number } | null;
  receivedAt: string;
  dueAt: string | null;
  fee: number;
  steps: {
    key: string;
    name: string;
    act: string;
    roleName: string;
    agencyName: string;
    minutes: number;
    startsAt: string;
    dueAt: string;
    why: string | null;
    parts: { name: string; agencyName: string; dueAt: string }[];
  }[];
}

/** The questions that a condition of the process asks about. */
function askedQuestions(body: ProcedureVersion): string[] {
  const tests = body.process.steps.flatMap((step) => step.next.flatMap((way) => way.if ?? []));
  return [
    ...new Set(
      tests.flatMap((test) => (test.of === 'answer' || test.of === 'number' ? [test.question] : [])),
    ),
  ];
}

/** An example dossier on its way through the draft, by the real calendar. */
export function TryPanel({ code, draft }: { code: string; draft: DraftWork }) {
  const { body, seen, saving, flush } = draft;
  const [channel, setChannel] = useState('counter');
  const [chosen, setChosen] = useState('');
  const [outcome, setOutcome] = useState('approved');
  const [day, setDay] = useState(legalDayOf(new Date().toISOString()));
  const [time, setTime] = useState('08:00');
  const [answers, setAnswers] = useState<Record<string, unknown>>({});
  // What is tried is what the server holds.
  useEffect(() => void flush(), [flush]);
  const at = `${day}T${time}:00+07:00`;
  const isTime = /^\d{4}-\d{2}-\d{2}$/.test(day) && /^\d{2}:\d{2}$/.test(time);
  const tried = useResource<Tried>(
    isTime && saving.kind === 'saved' ? `/api/procedure-drafts/${code}/try` : null,
    {
      channel,
      case: chosen,
      outcome,
      at,
      answers: Object.keys(answers).length === 0 ? '' : JSON.stringify(answers),
    },
  );
  const version = seen?.version ?? 0;
  const { reload } = tried;
  useEffect(reload, [version, reload]);
  if (body === null) return null;
  const asked = askedQuestions(body).filter((key) => body.form.properties[key] !== undefined);
  const marks = new Map<string, StepMark>(body.process.steps.map((step) => [step.key, 'beside']));
  for (const step of tried.data?.steps ?? []) marks.set(step.key, 'done');
  return (
    <section class="try" aria-labelledby="try-title">
      <h2 id="try-title">Chạy thử trên một hồ sơ ví dụ</h2>
      <div class="step-fields no-print">
        <Select
          free
          label="Kênh nộp"
          none={null}
          value={channel}
          options={optionsOf(CHANNEL_NAMES)}
          onChange={setChannel}
        />
        {body.cases.length > 0 && (
          <Select
            free
            label="Trường hợp"
            none="Không chọn"
            value={chosen}
            options={body.cases.map((one) => ({ value: one.key, label: one.name }))}
            onChange={setChosen}
          />
        )}
        <Select
          free
          label="Kết quả phê duyệt"
          none={null}
          value={outcome}
          options={[
            { value: 'approved', label: 'Được phê duyệt' },
            { value: 'refused', label: 'Bị từ chối' },
          ]}
          onChange={setOutcome}
        />
        <DateInput free label="Tiếp nhận ngày" value={day} onInput={setDay} />
        <TextInput free label="Lúc (giờ:phút)" width="short" value={time} onInput={setTime} />
      </div>
      {asked.length > 0 && (
        <Questions
          dense
          form={body.form}
          keys={asked}
          answers={answers}
          wrong={{}}
          onAnswer={(key, value) => setAnswers((before) => ({ ...before, [key]: value }))}
        />
      )}
      {tried.data === null ? (
        tried.state === 'failed' ? (
          <FailedState words={wordsOf(tried.problem)} onRetry={reload} />
        ) : (
          <Skeleton lines={6} height="row" />
        )
      ) : (
        <div class="process-editor">
          <div>
            {(seen?.faults.length ?? 0) > 0 && (
              <Notice kind="warn" title="Bản thảo còn chỗ cần sửa; kết quả dưới đây có thể chưa đúng." />
            )}
            <p>
              Ví dụ tại {tried.data.bodyName}
              {tried.data.term !== null && (
                <>
                  , thời hạn{' '}
                  <strong>
                    {tried.data.term.unit === 'same-day'
                      ? 'trong ngày'
                      : `${tried.data.term.value.toLocaleString('vi')} ${TERM_UNIT_NAMES[tried.data.term.unit]}`}
                  </strong>
                </>
              )}
              , phí, lệ phí {showMoney(tried.data.fee)}.{' '}
              {tried.data.dueAt === null ? (
                'Thủ tục chưa ghi thời hạn nên chưa tính được hạn của từng bước.'
              ) : (
                <>
                  Hẹn trả <strong>{showShort(tried.data.dueAt)}</strong>.
                </>
              )}
            </p>
            <Table
              caption="Hạn của từng bước nếu mỗi bước dùng hết phần thời gian của mình"
              hideCaption
              rows={tried.data.steps}
              rowKey={(row) => row.key}
              columns={[
                {
                  key: 'name',
                  title: 'Bước',
                  cell: (row) => (
                    <div>
                      {row.name}
                      {row.why !== null && <span class="quiet small block">rẽ vì: {row.why}</span>}
                      {row.parts.map((part) => (
                        <span key={part.name} class="quiet small block">
                          ∥ {part.name} ({part.agencyName}), hạn {showShort(part.dueAt)}
                        </span>
                      ))}
                    </div>
                  ),
                },
                {
                  key: 'who',
                  title: 'Người làm',
                  cell: (row) => (
                    <div>
                      {row.roleName}
                      <span class="quiet small block">{row.agencyName}</span>
                    </div>
                  ),
                },
                {
                  key: 'hours',
                  title: 'Giờ làm việc',
                  number: true,
                  cell: (row) => (Math.round(row.minutes / 6) / 10).toLocaleString('vi'),
                },
                { key: 'due', title: 'Hạn của bước', cell: (row) => showShort(row.dueAt) },
              ]}
            />
          </div>
          <ProcessDiagram process={body.process} ground={body} label="Lối đi của hồ sơ ví dụ" marks={marks} />
        </div>
      )}
    </section>
  );
}
