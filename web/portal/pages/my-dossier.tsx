import { useState } from 'preact/hooks';
import { api, newKey, type PaperSent, Problem } from '../../app/api.ts';
import { showDate, showDateTime, showPhone } from '../../app/dates.ts';
import { showAnswer } from '../../app/form/answers.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { session } from '../../app/session.ts';
import { wordsOf } from '../../app/words.ts';
import { PayOnline } from '../../money/pay-online.tsx';
import { Button, ButtonLink, PrintButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Lateness, StateTag } from '../../ui/marks.tsx';
import { FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import type { MyDossier, Procedure } from '../answers.ts';
import { PapersInput } from '../papers-input.tsx';
import { SignInForm } from '../sign-in-form.tsx';

/** One of my dossiers: what I am to do, where it is, what happened, what I handed in. */
export function MyDossierPage({ id = '' }: { id?: string }) {
  usePageTitle('Hồ sơ của tôi');
  if (session.value === null) return <Skeleton lines={6} />;
  if (session.value.actor === null) {
    return (
      <div class="stack">
        <PageHeading>Hồ sơ của tôi</PageHeading>
        <p>Đăng nhập để xem hồ sơ này.</p>
        <SignInForm onDone={() => {}} />
      </div>
    );
  }
  return <Shown id={id} />;
}

function Shown({ id }: { id: string }) {
  const found = useResource<MyDossier>(`/api/my/dossiers/${encodeURIComponent(id)}`);
  const [withdrawing, setWithdrawing] = useState(false);
  if (found.state === 'loading') return <Skeleton lines={8} />;
  if (found.state === 'failed' && found.data === null) {
    return (
      <div class="stack">
        <PageHeading>Hồ sơ của tôi</PageHeading>
        <FailedState
          words={wordsOf(found.problem)}
          onRetry={found.problem.status === 404 ? undefined : found.reload}
        />
      </div>
    );
  }
  const dossier = found.data;
  if (dossier === null) return null;
  return (
    <article>
      <nav class="crumbs no-print" aria-label="Đường dẫn">
        <a href="/cua-toi">Hồ sơ của tôi</a>
      </nav>
      <PageHeading>{dossier.procedureName}</PageHeading>
      <div class="row">
        <StateTag state={dossier.state} name={dossier.stateName} />
        {dossier.lateness?.word && <Lateness word={dossier.lateness.word} text={dossier.lateness.text} />}
      </div>

      {dossier.supplementRequest && (
        <Supplement dossier={dossier} request={dossier.supplementRequest} onDone={found.reload} />
      )}
      <Linked dossier={dossier} />
      {dossier.result !== null && (
        <section aria-labelledby="result" class="stack-2">
          <h2 id="result">Kết quả</h2>
          <p>
            <strong>{dossier.result.name}</strong>
            {dossier.result.number && `, số ${dossier.result.number}`}, ngày {showDate(dossier.result.date)}
          </p>
          {dossier.result.returned?.tracking && (
            <p>
              Gửi qua bưu chính, số hiệu bưu gửi {dossier.result.returned.tracking}
              {dossier.result.returned.deliveredAt &&
                `, giao ngày ${showDate(dossier.result.returned.deliveredAt)}`}
              .
            </p>
          )}
          <ButtonLink
            rank="primary"
            newTab
            onPress={() => {
              // Opened for the first time: that is the proof that it was handed over online. Failing, the next time counts.
              if (dossier.result?.returned?.by === 'online')
                api
                  .post(`/api/my/dossiers/${dossier.id}/open-result`, {}, { key: newKey() })
                  .catch(() => undefined);
            }}
            href={
              dossier.result.paperId === null
                ? `/api/dossiers/${dossier.id}/result.pdf`
                : `/api/papers/${dossier.result.paperId}/file`
            }
          >
            Xem và tải kết quả
          </ButtonLink>
        </section>
      )}
      {dossier.stop !== null && dossier.state === 'stopped' && (
        <section>
          <Notice
            kind="warn"
            title={
              dossier.stop.mayResume
                ? `Hồ sơ tạm dừng giải quyết từ ${showDateTime(dossier.stop.at)}`
                : `Hồ sơ đã dừng giải quyết lúc ${showDateTime(dossier.stop.at)}`
            }
          >
            <p>
              {dossier.stop.reason}
              {dossier.stop.legalBasis !== null && ` (${dossier.stop.legalBasis})`}
            </p>
            <p>
              <a href={`/api/dossiers/${dossier.id}/stop-notice.pdf`} target="_blank" rel="noopener">
                Thông báo dừng giải quyết
              </a>
            </p>
          </Notice>
        </section>
      )}
      {dossier.apologies.map((one) => (
        <section key={one.at}>
          <Notice title="Cơ quan xin lỗi ông/bà về sai sót khi giải quyết hồ sơ này">
            <p>{one.text}</p>
            {one.mended !== null && <p>Đã khắc phục, ông/bà không phải trả thêm chi phí: {one.mended}</p>}
            <p>
              <a href={`/api/dossiers/${dossier.id}/error-letter.pdf`} target="_blank" rel="noopener">
                Văn bản xin lỗi
              </a>
            </p>
          </Notice>
        </section>
      ))}
      {dossier.refusalReason && (
        <section>
          <Notice
            kind="warn"
            title={dossier.state === 'refused-receipt' ? 'Hồ sơ không được tiếp nhận' : 'Hồ sơ bị từ chối'}
          >
            <p>{dossier.refusalReason}</p>
            <p>Nếu không đồng ý, ông/bà có quyền phản ánh, khiếu nại; cán bộ trung tâm sẽ hướng dẫn.</p>
          </Notice>
        </section>
      )}
      {dossier.nextForMe && !dossier.supplementRequest && (
        <section>
          <Notice title={dossier.nextForMe}>
            {dossier.centre && (
              <p>
                {dossier.centre.name}
                {dossier.centre.address && `, ${dossier.centre.address}`}
              </p>
            )}
          </Notice>
        </section>
      )}

      {(dossier.state === 'returned' || dossier.state === 'resolved') && (
        <section>
          <ButtonLink href={`/danh-gia/ho-so/${dossier.id}`}>Đánh giá việc giải quyết</ButtonLink>
        </section>
      )}

      <PayOnline dossierId={dossier.id} onPaid={found.reload} />

      <section aria-labelledby="about">
        <h2 id="about" class="unseen">
          Thông tin chung
        </h2>
        <dl class="pairs">
          <dt>{dossier.code ? 'Mã hồ sơ' : 'Mã tra cứu'}</dt>
          <dd>
            <strong>{dossier.code ?? dossier.trackingCode}</strong>
          </dd>
          <dt>Nộp lúc</dt>
          <dd>{showDateTime(dossier.submittedAt)}</dd>
          <dt>Hẹn trả</dt>
          <dd>{dossier.dueAt ? showDateTime(dossier.dueAt) : 'Có khi trung tâm tiếp nhận'}</dd>
          {dossier.competentBodyName && (
            <>
              <dt>Cơ quan giải quyết</dt>
              <dd>{dossier.competentBodyName}</dd>
            </>
          )}
          {dossier.handledAt && (
            <>
              <dt>Đang ở</dt>
              <dd>{dossier.handledAt}</dd>
            </>
          )}
          {dossier.centre && (
            <>
              <dt>Nơi nhận hồ sơ</dt>
              <dd>
                {dossier.centre.name}
                {dossier.centre.phone && `, điện thoại ${showPhone(dossier.centre.phone)}`}
              </dd>
            </>
          )}
        </dl>
      </section>

      <section aria-labelledby="story">
        <h2 id="story">Đã diễn ra</h2>
        <ol class="story plain-list">
          {dossier.story.map((line) => (
            <li key={`${line.at}${line.text}`}>
              <strong>{line.text}</strong>
              {line.note && <p>{line.note}</p>}
              <p class="quiet small">
                {showDateTime(line.at)}
                {line.by && `, ${line.by}`}
              </p>
            </li>
          ))}
        </ol>
      </section>

      <HandedIn dossier={dossier} />

      <div class="acts no-print">
        {dossier.code !== null && (
          <ButtonLink href={`/api/dossiers/${dossier.id}/slip.pdf`} newTab>
            Giấy tiếp nhận và hẹn trả
          </ButtonLink>
        )}
        <PrintButton />
        {dossier.mayWithdraw && (
          <Button rank="link" onPress={() => setWithdrawing(true)}>
            Rút hồ sơ
          </Button>
        )}
      </div>
      <Withdraw
        open={withdrawing}
        dossier={dossier}
        onClose={() => setWithdrawing(false)}
        onDone={() => {
          setWithdrawing(false);
          found.reload();
          say('Đã rút hồ sơ.');
        }}
      />
    </article>
  );
}

function HandedIn({ dossier }: { dossier: MyDossier }) {
  const rows = Object.entries(dossier.formSchema?.properties ?? {}).flatMap(([key, question]) => {
    const value = showAnswer(question, dossier.form[key]);
    return value === '' ? [] : [{ key, title: question.title, value }];
  });
  const papers = dossier.components.flatMap((component) =>
    component.papers.map((paper) => ({ ...paper, component: component.name })),
  );
  return (
    <section aria-labelledby="handed-in" class="stack">
      <h2 id="handed-in">Ông/bà đã nộp</h2>
      {rows.length > 0 && (
        <dl class="pairs">
          {rows.map((row) => (
            <Pair key={row.key} name={row.title} value={row.value} />
          ))}
        </dl>
      )}
      {papers.length > 0 ? (
        <ul class="papers plain-list">
          {papers.map((paper) => (
            <li key={paper.paperId}>
              <a href={`/api/papers/${paper.paperId}/file`} target="_blank" rel="noopener">
                {paper.name}
              </a>
              <span class="paper-how">{paper.component}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="quiet">Không có tệp kèm theo.</p>
      )}
    </section>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Supplement({
  dossier,
  request,
  onDone,
}: {
  dossier: MyDossier;
  request: NonNullable<MyDossier['supplementRequest']>;
  onDone: () => void;
}) {
  const [key] = useState(newKey);
  const [papers, setPapers] = useState<Record<string, Pick<PaperSent, 'id' | 'name' | 'size'>[]>>({});
  const [busy, setBusy] = useState(false);
  const [words, setWords] = useState<string | null>(null);
  const procedure = useResource<Procedure>(`/api/procedures/${dossier.procedureCode}`);
  const asked = request.items.flatMap((item) => (item.componentKey ? [item.componentKey] : []));
  // A request in words alone may be answered with any of the procedure's papers.
  const keys =
    asked.length > 0
      ? [...new Set(asked)]
      : (procedure.data?.components ?? []).filter((one) => one.mode === 'submit').map((one) => one.key);
  const nameOf = (component: string) =>
    procedure.data?.components.find((one) => one.key === component)?.name ?? 'Giấy tờ bổ sung';
  const some = Object.values(papers).some((list) => list.length > 0);
  const send = async () => {
    if (!some) {
      setWords('Xin thêm ít nhất một tệp trước khi gửi.');
      return;
    }
    setBusy(true);
    setWords(null);
    try {
      await api.post(
        `/api/my/dossiers/${dossier.id}/supplement`,
        {
          version: dossier.version,
          components: Object.entries(papers).flatMap(([component, list]) =>
            list.length === 0 ? [] : [{ key: component, paperIds: list.map((paper) => paper.id) }],
          ),
        },
        { key },
      );
      say('Đã gửi bổ sung. Thời hạn giải quyết được tính lại từ đầu.');
      onDone();
    } catch (error) {
      setWords(wordsOf(error));
      if (error instanceof Problem && error.status === 409) onDone();
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-labelledby="supplement" class="stack">
      <Notice kind="warn">
        <h2 id="supplement">Cần bổ sung</h2>
        <ul>
          {request.items.map((item) => (
            <li key={item.text}>{item.text}</li>
          ))}
        </ul>
        {request.reason && <p>Lý do: {request.reason}</p>}
        {request.until !== null && (
          <p>
            Xin bổ sung trước <strong>{showDateTime(request.until)}</strong>; quá thời hạn này, theo luật hồ
            sơ được đóng.
          </p>
        )}
        <p class="quiet small">
          Yêu cầu lúc {showDateTime(request.at)}.{' '}
          {dossier.receivedAt === null
            ? 'Thời hạn bắt đầu tính khi hồ sơ đủ và được tiếp nhận.'
            : 'Trong lúc chờ, thời hạn tạm dừng.'}
        </p>
      </Notice>
      {keys.map((component) => (
        <PapersInput
          key={component}
          id={`s-${component}`}
          label={nameOf(component)}
          optional={asked.length === 0}
          papers={papers[component] ?? []}
          onChange={(next) => setPapers((now) => ({ ...now, [component]: next(now[component] ?? []) }))}
        />
      ))}
      {words && <FailedState words={words} />}
      <div class="acts">
        <Button rank="primary" busy={busy} busyText="Đang gửi" onPress={() => void send()}>
          Gửi bổ sung
        </Button>
      </div>
    </section>
  );
}

function Withdraw({
  open,
  dossier,
  onClose,
  onDone,
}: {
  open: boolean;
  dossier: MyDossier;
  onClose: () => void;
  onDone: () => void;
}) {
  const [key] = useState(newKey);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  return (
    <Dialog open={open} title="Rút hồ sơ" onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          if (reason.trim().length < 3) {
            setError('Xin ghi lý do rút hồ sơ.');
            return;
          }
          setBusy(true);
          try {
            await api.post(
              `/api/my/dossiers/${dossier.id}/withdraw`,
              { version: dossier.version, reason: reason.trim() },
              { key },
            );
            onDone();
          } catch (caught) {
            setError(wordsOf(caught));
          } finally {
            setBusy(false);
          }
        }}
      >
        <p>Cơ quan sẽ dừng giải quyết hồ sơ này. Sau khi rút, muốn làm lại thì phải nộp hồ sơ mới.</p>
        <TextInput
          id="withdraw-reason"
          label="Lý do"
          lines={3}
          value={reason}
          onInput={setReason}
          error={error}
          maxLength={1000}
        />
        <div class="acts">
          <Button rank="primary" type="submit" busy={busy} busyText="Đang gửi">
            Rút hồ sơ
          </Button>
          <Button rank="link" onPress={onClose}>
            Không rút nữa
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const PART_OUTCOMES = {
  approved: 'Đã có kết quả',
  refused: 'Không được giải quyết',
  withdrawn: 'Đã rút',
  stopped: 'Đã dừng',
  dropped: 'Không làm, vì phần trước không có kết quả',
} as const;

/** What one filing does at once, part by part: where each is, and what the citizen still has to bring. */
function Linked({ dossier }: { dossier: MyDossier }) {
  if (dossier.links.length === 0) return null;
  return (
    <section aria-labelledby="linked" class="stack-2">
      <h2 id="linked">Các việc trong hồ sơ này</h2>
      <p>Ông/bà nộp một lần; kết quả của các việc được trả cùng một lần.</p>
      <ol>
        {dossier.links.map((link) => (
          <li key={link.key}>
            <strong>{link.name}</strong>
            {link.bodyName && `, ${link.bodyName}`}:{' '}
            {link.outcome !== null
              ? PART_OUTCOMES[link.outcome]
              : link.openedAt === null
                ? `chờ xong ${link.after.join(', ')}`
                : `đang làm${link.dueAt ? `, hẹn ${showDateTime(link.dueAt)}` : ''}`}
            {link.result?.number && `, số ${link.result.number}`}
            {link.awaitsApplicant && link.dossierId && (
              <>
                . <a href={`/cua-toi/${link.dossierId}`}>Cần ông/bà bổ sung giấy tờ</a>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
