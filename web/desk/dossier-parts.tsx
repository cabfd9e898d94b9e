import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { OFFICE_ERROR_NAMES } from '../../src/capabilities/dossiers/dossier.ts';
import {
  legalDayOf,
  relativeDay,
  showDate,
  showDateTime,
  showPersonalId,
  showPhone,
  showTime,
  showWeekday,
} from '../app/dates.ts';
import { showAnswer } from '../app/form/answers.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { Dossier, OfferedAct } from './answers.ts';
import { Later } from './later.tsx';
import { spentWords, termWords } from './term-words.ts';

const CHANNEL_WORDS = {
  counter: 'Nộp trực tiếp tại quầy',
  online: 'Nộp trực tuyến',
  post: 'Nộp qua bưu chính công ích',
} as const;

const RETURN_WORDS = {
  counter: 'Nhận tại quầy',
  online: 'Nhận bản điện tử',
  post: 'Nhận qua bưu chính',
} as const;

export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** The code as it is read out and typed elsewhere: one press copies it. */
export function Code({ code, trackingCode }: { code: string | null; trackingCode: string }) {
  const shown = code ?? trackingCode;
  return (
    <span>
      <span class="quiet">{code === null ? 'Mã tra cứu ' : 'Mã hồ sơ '}</span>
      <span class="copyable">{shown}</span>{' '}
      <span class="no-print">
        <Button
          small
          rank="link"
          label={`Sao chép mã ${shown}`}
          onPress={() => {
            void navigator.clipboard?.writeText(shown).then(
              () => say(`Đã sao chép mã ${shown}.`),
              () => say('Trình duyệt không cho sao chép; hãy bôi đen mã rồi bấm Ctrl+C.'),
            );
          }}
        >
          Sao chép
        </Button>
      </span>
    </span>
  );
}

type Entry = readonly [string, ComponentChildren];

export function Facts({ entries, none }: { entries: readonly Entry[]; none?: string }) {
  const filled = entries.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (filled.length === 0) return none ? <p class="quiet">{none}</p> : null;
  return (
    <dl class="facts-list">
      {filled.map(([label, value], i) => (
        <Pair key={`${label}-${i}`} label={label}>
          {value}
        </Pair>
      ))}
    </dl>
  );
}

function Pair({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** The form as it was filled in, with the labels of its own version; what that version does not know keeps its key. */
export function formEntries(dossier: Dossier): Entry[] {
  const asked = Object.entries(dossier.formSchema.properties);
  const known = asked.map(
    ([key, question]): Entry => [question.title, showAnswer(question, dossier.form[key])],
  );
  const unknown = Object.entries(dossier.form)
    .filter(([key]) => !Object.hasOwn(dossier.formSchema.properties, key))
    .map(([key, value]): Entry => [key, typeof value === 'string' ? value : JSON.stringify(value)]);
  return [...known, ...unknown];
}

export function Applicant({ dossier }: { dossier: Dossier }) {
  const { applicant, representative } = dossier;
  return (
    <Part title={applicant.kind === 'organisation' ? 'Tổ chức yêu cầu' : 'Người yêu cầu'}>
      <Facts
        entries={[
          [
            applicant.kind === 'organisation' ? 'Tên tổ chức' : 'Họ và tên',
            <strong key="name">{applicant.fullName}</strong>,
          ],
          ['Số định danh', showPersonalId(applicant.personalId)],
          ['Mã số thuế', applicant.taxCode],
          ['Ngày sinh', showDate(applicant.birthDate)],
          [
            'Điện thoại',
            applicant.phone ? (
              <a key="phone" href={`tel:${applicant.phone}`}>
                {showPhone(applicant.phone)}
              </a>
            ) : null,
          ],
          ['Thư điện tử', applicant.email],
          ['Địa chỉ', applicant.address],
          [
            'Người được uỷ quyền',
            representative
              ? [
                  representative.fullName,
                  showPersonalId(representative.personalId),
                  showPhone(representative.phone),
                  representative.authority,
                ]
                  .filter(Boolean)
                  .join(', ')
              : null,
          ],
          ['Trường hợp', dossier.case],
          ['Nội dung yêu cầu', dossier.requestText],
          ['Cách nộp', CHANNEL_WORDS[dossier.channel]],
          ['Cách nhận kết quả', RETURN_WORDS[dossier.returnBy]],
        ]}
      />
    </Part>
  );
}

export function Deadline({ dossier }: { dossier: Dossier }) {
  const { clock } = dossier;
  const now = new Date().toISOString();
  return (
    <Part title="Thời hạn">
      {dossier.receivedAt === null ? (
        <p>Chưa tiếp nhận nên chưa tính thời hạn. Nộp lúc {showDateTime(dossier.submittedAt)}.</p>
      ) : (
        <p>
          Thời hạn {termWords(clock.term)}, tiếp nhận lúc {showDateTime(dossier.receivedAt)}.{' '}
          {dossier.dueAt !== null && (
            <>
              Hẹn trả <strong>{showDateTime(dossier.dueAt)}</strong> ({showWeekday(legalDayOf(dossier.dueAt))}
              , {relativeDay(dossier.dueAt, now)}).{' '}
            </>
          )}
          {clock.stoppedSince ? (
            <strong>
              Đồng hồ dừng từ {showDateTime(clock.stoppedSince)}
              {dossier.state === 'stopped'
                ? '; khi giải quyết tiếp, thời hạn chạy với phần còn lại.'
                : '; khi bổ sung đủ, thời hạn tính lại từ đầu.'}
            </strong>
          ) : (
            <>
              Đã dùng {spentWords(clock.elapsedMinutes)} làm việc
              {clock.endedAt === null ? '' : ' cho đến khi xong'}.
            </>
          )}
        </p>
      )}
      {dossier.extension !== null && (
        <p>
          Đã xin lỗi và hẹn lại lúc {showDateTime(dossier.extension.at)}: từ{' '}
          {showDate(dossier.extension.from)} sang <strong>{showDate(dossier.extension.to)}</strong>.{' '}
          <PrintLink path="apology" dossier={dossier}>
            Văn bản xin lỗi (mẫu 04)
          </PrintLink>
          <br />
          Lý do: {dossier.extension.reason}
        </p>
      )}
      {dossier.stop !== null && dossier.state === 'stopped' && (
        <p>
          {dossier.clock.endedAt === null ? 'Tạm dừng' : 'Đã dừng'} giải quyết từ{' '}
          {showDateTime(dossier.stop.at)}.{' '}
          <PrintLink path="stop-notice" dossier={dossier}>
            Thông báo dừng giải quyết (mẫu 05)
          </PrintLink>
          <br />
          Lý do: {dossier.stop.reason}
          {dossier.stop.legalBasis === null ? '' : ` (${dossier.stop.legalBasis})`}
        </p>
      )}
      {dossier.voided.map((one) => (
        <p key={one.code}>
          Mã <s>{one.code}</s> đã huỷ lúc {showDateTime(one.at)}, {one.byName}: {one.reason}
        </p>
      ))}
      {dossier.state === 'withdrawn' && dossier.receivedAt !== null && (
        <p>
          Đã dừng giải quyết theo đề nghị của người nộp.{' '}
          <PrintLink path="stop-notice" dossier={dossier}>
            Thông báo dừng giải quyết (mẫu 05)
          </PrintLink>
        </p>
      )}
      {dossier.state === 'refused-receipt' && (
        <p>
          Không tiếp nhận.{' '}
          <PrintLink path="refusal" dossier={dossier}>
            Phiếu từ chối (mẫu 03)
          </PrintLink>
          <br />
          Lý do: {dossier.refusalReason}
        </p>
      )}
      {dossier.steps.length > 0 && (
        <ol class="steps">
          {dossier.steps.map((step, i) => (
            <li
              key={`${step.key}-${i}`}
              data-state={step.state}
              aria-current={step.state === 'now' ? 'step' : undefined}
            >
              <span class="mark" aria-hidden="true" />
              <span class="name">{step.name}</span>
              <span class="share">{stepWords(step)}</span>
            </li>
          ))}
        </ol>
      )}
      {dossier.steps.length > 0 && <ProcessDrawing dossier={dossier} />}
      <p class="quiet small">
        Trạng thái gửi Cổng Dịch vụ công quốc gia: {dossier.nationalState.number}.{' '}
        {dossier.nationalState.name}
      </p>
    </Part>
  );
}

/** The process as a drawing with the dossier's place on it; fetched when somebody wants to see it. */
function ProcessDrawing({ dossier }: { dossier: Dossier }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="process-drawn" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Sơ đồ quy trình</summary>
      {open && (
        <Later<{ dossier: Dossier }>
          load={() => import('./dossier-drawing.tsx').then((part) => part.DossierDrawing)}
          given={{ dossier }}
        />
      )}
    </details>
  );
}

function PrintLink(p: { path: string; dossier: Dossier; children: ComponentChildren }) {
  return (
    <a class="no-print" href={`/api/dossiers/${p.dossier.id}/${p.path}.pdf`} target="_blank" rel="noopener">
      {p.children}
    </a>
  );
}

function stepWords(step: Dossier['steps'][number]): ComponentChildren {
  const who = step.officialName ?? step.agencyName ?? '';
  if (step.state === 'done') {
    return `${who}${step.endedAt ? `, xong ${showTime(step.endedAt)} ${showDate(step.endedAt)}` : ''}${step.late ? ', chậm' : ''}`;
  }
  if (step.state === 'now') {
    return (
      <>
        {who}
        {step.dueAt ? `, trước ${showTime(step.dueAt)} ${showDate(step.dueAt)} ` : ' '}
        {step.late && <span class="step-late">▲ quá phần thời gian của bước</span>}
      </>
    );
  }
  return who;
}

export function LatestRequest({ dossier }: { dossier: Dossier }) {
  const latest = dossier.supplements.at(-1);
  if (!latest) return null;
  return (
    <section class="part">
      <Notice kind="warn" title={`Đang chờ người nộp bổ sung, yêu cầu lúc ${showDateTime(latest.at)}`}>
        <ul>
          {latest.items.map((item) => (
            <li key={item.text}>{item.text}</li>
          ))}
        </ul>
        <p>Lý do: {latest.reason}</p>
        {dossier.answerableUntil !== null && (
          <p>
            Được bổ sung đến hết {showDateTime(dossier.answerableUntil)}; quá hạn, hồ sơ được đóng theo luật.
          </p>
        )}
        <p class="no-print">
          <a href={`/api/dossiers/${dossier.id}/supplement.pdf`} target="_blank" rel="noopener">
            Phiếu yêu cầu bổ sung (mẫu 02)
          </a>
        </p>
      </Notice>
    </section>
  );
}

export function ResultPart({ dossier }: { dossier: Dossier }) {
  const { result } = dossier;
  if (!result) return null;
  return (
    <Part title="Kết quả">
      <Facts
        entries={[
          ['Quyết định', result.outcome === 'refused' ? 'Từ chối giải quyết' : 'Đồng ý giải quyết'],
          ['Lý do từ chối', result.outcome === 'refused' ? dossier.decision?.reason : null],
          ['Tên kết quả', result.name],
          ['Số', result.number],
          ['Ngày', showDate(result.date)],
          ['Đã trả', result.returnedAt ? showDateTime(result.returnedAt) : null],
          ['Người nhận', receiverOf(result)],
          [
            'Phiếu ký nhận',
            result.returned?.signaturePaperId ? (
              <a href={`/api/papers/${result.returned.signaturePaperId}`} target="_blank" rel="noopener">
                Xem bản quét
              </a>
            ) : null,
          ],
          ['Số hiệu bưu gửi', result.returned?.tracking],
          [
            result.returned?.by === 'online' ? 'Mở lần đầu' : 'Bưu chính giao',
            result.returned?.deliveredAt
              ? result.returned.by === 'online'
                ? showDateTime(result.returned.deliveredAt)
                : showDate(result.returned.deliveredAt)
              : null,
          ],
        ]}
      />
      {dossier.replacedResults.map((one) => (
        <p key={one.number}>
          Thay cho số <s>{one.number}</s> ngày {showDate(one.date)}, đính chính lúc{' '}
          {showDateTime(one.replacedAt)}: {one.reason}
        </p>
      ))}
      {result.number !== null && (
        <p class="no-print">
          <a
            href={
              result.paperId ? `/api/papers/${result.paperId}/file` : `/api/dossiers/${dossier.id}/result.pdf`
            }
            target="_blank"
            rel="noopener"
          >
            Xem văn bản kết quả
          </a>
        </p>
      )}
    </Part>
  );
}

function receiverOf(result: NonNullable<Dossier['result']>): string | null {
  const { receivedBy, receiverId } = result.returned ?? {};
  if (!receivedBy) return null;
  return receiverId ? `${receivedBy}, giấy tờ số ${receiverId}` : receivedBy;
}

/** Errors and losses of the office: where, what, the apology, how it was mended. */
export function OfficeErrors({ dossier }: { dossier: Dossier }) {
  if (dossier.errors.length === 0) return null;
  const apologised = dossier.errors.some((one) => one.apology !== null);
  return (
    <Part title="Sai sót của cơ quan">
      {dossier.errors.map((one) => (
        <Facts
          key={one.number}
          entries={[
            [`Sai sót ${one.number}`, `${OFFICE_ERROR_NAMES[one.kind]}: ${one.text}`],
            ['Nơi xảy ra', [one.officialName, one.agencyName].filter(Boolean).join(', ')],
            ['Ghi lúc', `${showDateTime(one.at)}, ${one.byName}`],
            [
              'Xin lỗi',
              one.apology
                ? `${showDateTime(one.apology.at)}, ${one.apology.byName}: ${one.apology.text}`
                : 'Chưa xin lỗi',
            ],
            [
              'Khắc phục',
              one.mended
                ? `${showDateTime(one.mended.at)}, ${one.mended.byName}: ${one.mended.how}`
                : 'Chưa khắc phục',
            ],
          ]}
        />
      ))}
      {apologised && (
        <p>
          <PrintLink path="error-letter" dossier={dossier}>
            Văn bản xin lỗi (mẫu 04)
          </PrintLink>
        </p>
      )}
    </Part>
  );
}

export function Happened({ dossier }: { dossier: Dossier }) {
  return (
    <Part title="Đã diễn ra">
      <ol class="happened">
        {dossier.story.map((line, i) => (
          <li key={`${line.at}-${i}`}>
            <time dateTime={line.at} class="quiet">
              {showTime(line.at)} {showDate(line.at)}
            </time>
            <span>
              {line.text} <span class="quiet">· {line.by}</span>
            </span>
            {line.note && <span class="note">{line.note}</span>}
            {line.detail && <span class="note">{line.detail}</span>}
          </li>
        ))}
      </ol>
      <p class="no-print">
        <a href={`/api/dossiers/${dossier.id}/control-slip.pdf`} target="_blank" rel="noopener">
          Phiếu kiểm soát quá trình giải quyết (mẫu 06)
        </a>
      </p>
    </Part>
  );
}

export function Next({ dossier, onStart }: { dossier: Dossier; onStart: (act: OfferedAct) => void }) {
  const now = dossier.steps.find((step) => step.state === 'now');
  const ahead = dossier.steps.filter((step) => step.state === 'ahead');
  const ended = ['returned', 'withdrawn', 'refused-receipt'].includes(dossier.state);
  return (
    <Part title="Việc tiếp theo">
      {ended && <p>Hồ sơ đã kết thúc, không còn việc nào phải làm.</p>}
      {dossier.acts.length > 0 ? (
        <ul class="next-acts">
          {dossier.acts.map((act) => (
            <li key={act.name}>
              <button type="button" class="button button-link button-small" onClick={() => onStart(act)}>
                {act.title}
              </button>
              : {act.tells}
            </li>
          ))}
        </ul>
      ) : now ? (
        <p>
          Hồ sơ đang ở bước <strong>{now.name}</strong>
          {now.officialName || now.agencyName ? `, do ${now.officialName ?? now.agencyName} giữ` : ''}. Ông/bà
          xem được, chưa có việc nào phải làm.
        </p>
      ) : (
        !ended && <p>Hồ sơ đã kết thúc, không còn việc nào phải làm.</p>
      )}
      {ahead.length > 0 && <p class="quiet">Sau đó: {ahead.map((step) => step.name).join(' → ')}.</p>}
    </Part>
  );
}
