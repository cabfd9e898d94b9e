import { useEffect, useState } from 'preact/hooks';
import { showDate, showDateTime, showNumber } from '../app/dates.ts';
import { showAnswer } from '../app/form/answers.ts';
import { useResource } from '../app/resource.ts';
import { go, place } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Lateness } from '../ui/marks.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { HandedIn } from './act-questions.ts';
import type { Consultation, ConsultationRow } from './answers.ts';
import { Checklist } from './checklist.tsx';
import { Facts, Part } from './dossier-parts.tsx';
import { MyLists } from './my-lists.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { loadLists, sessionEnded } from './room.ts';
import { useOnce } from './use-once.ts';

const ROOM = '/ban-lam-viec/lay-y-kien';
const ENDINGS: Record<string, string> = {
  answered: 'đã trả lời',
  declined: 'từ chối trả lời',
  withdrawn: 'bên hỏi đã thôi',
  'passed-over': 'quá hạn trả lời',
};

/** What one's agency is asked about dossiers of others, beside one's own lists. */
export function ConsultationsPage() {
  const { path, query } = place.value;
  const ended = query.get('xong') === '1';
  const [, dossierId, part] = /^\/ban-lam-viec\/lay-y-kien\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const open = dossierId !== undefined && part !== undefined;
  const list = useResource<{ items: ConsultationRow[]; total: number }>(
    '/api/consultations',
    ended ? { ended: 'true' } : {},
  );
  useEffect(() => {
    document.title = 'Lấy ý kiến - Haicấp';
  }, []);
  useEffect(() => {
    if (list.problem !== null) sessionEnded(list.problem);
  }, [list.problem]);
  const search = ended ? '?xong=1' : '';
  return (
    <div class="three" data-open={open}>
      <h1 class="unseen">Lấy ý kiến</h1>
      <MyLists />
      <section class="middle" aria-label="Câu hỏi gửi tới">
        <div class="list-head">
          <h2 tabIndex={-1}>
            Lấy ý kiến
            {list.data && <span class="quiet"> · {showNumber(list.data.total, 0)} câu hỏi</span>}
          </h2>
          <nav class="row small" aria-label="Câu hỏi theo tình trạng">
            <a href={ROOM} aria-current={ended ? undefined : 'page'}>
              Chờ trả lời
            </a>
            <a href={`${ROOM}?xong=1`} aria-current={ended ? 'page' : undefined}>
              Đã xong
            </a>
          </nav>
        </div>
        {list.state === 'loading' && (
          <div class="plain">
            <Skeleton lines={6} />
          </div>
        )}
        {list.state === 'failed' && (
          <div class="plain">
            <FailedState words={wordsOf(list.problem)} onRetry={list.reload} />
          </div>
        )}
        {list.data?.items.length === 0 && (
          <div class="plain">
            <EmptyState
              title={ended ? 'Chưa có câu hỏi nào đã xong.' : 'Không có câu hỏi nào đang chờ trả lời.'}
            >
              <p>Câu hỏi của cơ quan khác về hồ sơ đang giải quyết sẽ hiện ở đây, kèm hạn trả lời.</p>
            </EmptyState>
          </div>
        )}
        <ol class="dossiers">
          {list.data?.items.map((row) => (
            <li key={row.part}>
              <a
                class="asked-row"
                href={`${ROOM}/${row.dossierId}/${row.part}${search}`}
                aria-current={row.part === part ? 'true' : undefined}
              >
                <span class="facts">
                  {row.lateness && <Lateness word={row.lateness.word} text={row.lateness.text} />}
                  {row.ending && <span class="quiet">{ENDINGS[row.ending]}</span>}
                  <strong>{row.askedFromName}</strong>
                  <span class="quiet">
                    {row.endedAt
                      ? showDate(row.endedAt)
                      : row.dueAt && `trả lời trước ${showDateTime(row.dueAt)}`}
                    {row.reminded > 0 && row.endedAt === null && `, đã được nhắc ${row.reminded} lần`}
                  </span>
                </span>
                <span class="question">{row.question}</span>
                <span class="quiet">
                  {row.applicantName}, {row.procedureName}
                </span>
              </a>
            </li>
          ))}
        </ol>
      </section>
      <section class="pane" aria-label="Câu hỏi đang mở">
        {open ? (
          <Question
            key={part}
            dossierId={dossierId}
            part={part}
            back={ROOM + search}
            onDone={() => {
              list.reload();
              void loadLists();
              go(ROOM + search);
            }}
          />
        ) : (
          <div class="plain">
            <p class="quiet">
              Chọn một câu hỏi để trả lời. Cơ quan được hỏi chỉ xem được phần hồ sơ cần cho việc trả lời.
            </p>
          </div>
        )}
      </section>
    </div>
  );
}

function Question(p: { dossierId: string; part: string; back: string; onDone: () => void }) {
  const asked = useResource<Consultation>(`/api/consultations/${p.dossierId}/${p.part}`);
  const [declining, setDeclining] = useState(false);
  const known = asked.data?.part;
  useEffect(() => {
    if (known !== undefined) document.getElementById('question-title')?.focus({ preventScroll: true });
  }, [known]);
  const back = (
    <p class="no-print">
      <Button rank="link" onPress={() => go(p.back, { keepScroll: true })}>
        Về danh sách
      </Button>
    </p>
  );
  const one = asked.data;
  if (one === null)
    return (
      <div class="plain">
        {asked.state === 'failed' ? (
          <FailedState words={wordsOf(asked.problem)} onRetry={asked.reload} />
        ) : (
          <Skeleton lines={6} />
        )}
        {back}
      </div>
    );
  return (
    <article class="story-page" aria-label="Câu hỏi">
      <header class="dossier-head">
        <h2 id="question-title" tabIndex={-1}>
          {one.askedFromName} hỏi {one.agencyName}
        </h2>
        <p class="facts">
          {one.lateness && <Lateness word={one.lateness.word} text={one.lateness.text} />}
          {one.ending && <span>{ENDINGS[one.ending]}</span>}
          <span class="quiet">
            {one.askedByName} hỏi lúc {showDateTime(one.askedAt)}
            {one.dueAt && `, trả lời trước ${showDateTime(one.dueAt)}`}
          </span>
        </p>
      </header>
      <Part title="Điều cần trả lời">
        <p class="question">{one.question}</p>
      </Part>
      <Part title="Hồ sơ">
        <Facts
          entries={[
            ['Mã hồ sơ', one.code],
            ['Thủ tục', one.procedureName],
            ['Người yêu cầu', one.applicantName],
            ['Nội dung yêu cầu', one.requestText],
            ...(one.form === null || one.formSchema === null
              ? []
              : Object.entries(one.formSchema.properties).map(
                  ([key, question]) => [question.title, showAnswer(question, one.form?.[key])] as const,
                )),
          ]}
        />
        {one.papers.length > 0 && (
          <ul class="papers-held">
            {one.papers.map((paper) => (
              <li key={paper.paperId}>
                <a href={`/api/papers/${paper.paperId}/file`} target="_blank" rel="noopener">
                  {paper.name}
                </a>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {one.open ? (
        <Part title="Trả lời">
          <Answer dossierId={p.dossierId} part={p.part} onDone={p.onDone} />
          <p>
            <Button small rank="link" onPress={() => setDeclining(true)}>
              Từ chối trả lời, nêu lý do
            </Button>
          </p>
        </Part>
      ) : (
        <Part title="Đã trả lời">
          <p>{one.answer ?? 'Bên hỏi đã thôi hỏi.'}</p>
          {one.answerPapers.map((paper) => (
            <p key={paper.paperId}>
              <a href={`/api/papers/${paper.paperId}/file`} target="_blank" rel="noopener">
                {paper.name}
              </a>
            </p>
          ))}
          <p class="quiet">
            {one.answeredByName}
            {one.endedAt && `, ${showDateTime(one.endedAt)}`}
          </p>
        </Part>
      )}
      {back}
      {declining && (
        <ReasonDialog
          title="Từ chối trả lời"
          tells="Bên hỏi được báo lý do. Câu hỏi không còn chờ cơ quan này."
          path={`/api/dossiers/${p.dossierId}/consultations/${p.part}/decline`}
          field="reason"
          done="Đã từ chối trả lời."
          onClose={() => setDeclining(false)}
          onDone={p.onDone}
        />
      )}
    </article>
  );
}

function Answer(p: { dossierId: string; part: string; onDone: () => void }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | undefined>();
  const [handedIn, setHandedIn] = useState<Record<string, HandedIn>>({});
  const { busy, fault, send } = useOnce(`/api/dossiers/${p.dossierId}/consultations/${p.part}/answer`, () => {
    say('Đã trả lời. Bên hỏi được báo ngay.');
    p.onDone();
  });
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim().length < 2) {
          setWrong('Xin ghi ý kiến trả lời.');
          document.getElementById('answer-text')?.focus();
          return;
        }
        void send({
          answer: text.trim(),
          paperIds: (handedIn.answer?.papers ?? []).map((paper) => paper.id),
        });
      }}
    >
      {fault !== null && (
        <Notice kind="wrong" live title={wordsOf(fault)}>
          <p>Những gì đã nhập vẫn còn.</p>
        </Notice>
      )}
      <TextInput
        id="answer-text"
        label="Ý kiến"
        lines={6}
        maxLength={10_000}
        error={wrong}
        value={text}
        onInput={setText}
        spellcheck
      />
      <Checklist
        filesOnly
        lines={[
          {
            key: 'answer',
            name: 'Văn bản kèm theo',
            original: 0,
            copy: 0,
            presentOnly: false,
            conditional: false,
          },
        ]}
        handedIn={handedIn}
        onChange={(how) => setHandedIn((before) => how(before))}
      />
      <p>
        <Button id="after-checklist" type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
          Trả lời
        </Button>
      </p>
    </form>
  );
}
