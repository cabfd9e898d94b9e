import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { computeFee, GROUP_NAMES, type Group } from '../../../src/capabilities/procedures/fee.ts';
import { shownQuestions } from '../../../src/capabilities/procedures/form.ts';
import { api, newKey, Problem } from '../../app/api.ts';
import { legalDayOf, showDateTime, showMoney, showTime } from '../../app/dates.ts';
import { dropDraft, findDraft, keepDraft } from '../../app/drafts.ts';
import { byQuestion } from '../../app/form/answers.ts';
import { Questions } from '../../app/form/questions.tsx';
import { useResource } from '../../app/resource.ts';
import { wordsFor, wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Checkboxes, NumberInput, Radios, TextInput } from '../../ui/inputs.tsx';
import { ErrorSummary, FailedState, Notice, Skeleton, type Wrong } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import type { BodyFound, Procedure, ProcedureFound, Received } from '../answers.ts';
import { Checklist } from '../checklist.tsx';
import { KeyCap } from '../key-cap.tsx';
import { printPdf } from '../print-slip.ts';
import { duty, loadLists, official, sessionEnded } from '../room.ts';
import { useKeys } from '../use-keys.ts';
import { ApplicantPart } from './applicant-part.tsx';
import { LackingDialog } from './lacking-dialog.tsx';
import { lastUsed, remember } from './last-used.ts';
import {
  allHandedIn,
  askedComponents,
  asksFor,
  bodyOfReceipt,
  carriedOver,
  EMPTY_RECEIPT,
  faultsOfReceipt,
  fieldIdOf,
  isBegun,
  labelOf,
  lackingComponents,
  quantityOf,
  type Receipt,
  termIsKnown,
} from './receipt.ts';

interface Ended {
  kind: 'received' | 'refused';
  receipt: Receipt;
  id: string;
  code: string | null;
  dueAt: string | null;
  slip: string;
}

/** Receiving at the counter: one sheet, everything at once, sent by Ctrl Enter. */
export function ReceiptPage() {
  const officialId = official.value?.id ?? '';
  const draftName = `desk.${officialId}.receipt`;
  const found = useMemo(() => findDraft<Receipt>(draftName, officialId), [draftName, officialId]);
  const [receipt, setReceipt] = useState<Receipt>(() => ({ ...EMPTY_RECEIPT, ...found?.body }));
  const [restored, setRestored] = useState(found !== null && isBegun(found.body) ? found.savedAt : null);
  const [ended, setEnded] = useState<Ended | null>(null);

  useEffect(() => {
    document.title = 'Tiếp nhận hồ sơ - Haicấp';
  }, []);
  useEffect(() => {
    if (isBegun(receipt) || receipt.procedure !== null) keepDraft(draftName, receipt, officialId);
  }, [receipt, draftName, officialId]);

  const fresh = (procedure: Receipt['procedure']) => {
    dropDraft(draftName);
    setReceipt({ ...EMPTY_RECEIPT, procedure });
    setRestored(null);
    setEnded(null);
    focusSoon(procedure === null ? 'receipt-procedureCode' : 'applicant-personalId');
  };

  if (ended !== null) return <EndedPanel ended={ended} onNext={fresh} />;
  return (
    <Sheet
      receipt={receipt}
      setReceipt={setReceipt}
      restored={restored}
      onDiscard={() => fresh(null)}
      onEnded={(how) => {
        dropDraft(draftName);
        if (how.receipt.procedure) remember(officialId, how.receipt.procedure);
        setEnded(how);
        void loadLists();
      }}
    />
  );
}

function focusSoon(id: string): void {
  setTimeout(() => document.getElementById(id)?.focus());
}

function Sheet(p: {
  receipt: Receipt;
  setReceipt: (change: (before: Receipt) => Receipt) => void;
  restored: string | null;
  onDiscard: () => void;
  onEnded: (ended: Ended) => void;
}) {
  const { receipt } = p;
  const code = receipt.procedure?.code ?? null;
  const answer = useResource<Procedure>(code === null ? null : `/api/procedures/${code}`);
  const procedure = code === null ? null : answer.data;
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [attempts, setAttempts] = useState(0);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const [lackingShown, setLackingShown] = useState(false);
  const attempt = useRef<{ content: string; key: string } | null>(null);
  const today = legalDayOf(new Date().toISOString());

  /** Every change of the applicant's own data is carried into the form's questions that ask for it. */
  const change = (how: (before: Receipt) => Receipt) =>
    p.setReceipt((before) => {
      const after = how(before);
      return procedure === null ? after : { ...after, form: carriedOver(procedure.form, before, after) };
    });

  // A procedure chosen after the applicant still takes the applicant's data into its form.
  const version = procedure?.versionId ?? null;
  useEffect(() => {
    if (procedure !== null) {
      p.setReceipt((now) => ({ ...now, form: carriedOver(procedure.form, EMPTY_RECEIPT, now) }));
    }
  }, [version]);
  useEffect(() => {
    focusSoon(code === null ? 'receipt-procedureCode' : 'applicant-personalId');
  }, []);

  const send = async () => {
    if (busy) return;
    setAttempts((n) => n + 1);
    const found = faultsOfReceipt(receipt, procedure, today);
    setWrong(wordsByPath(found));
    setFault(null);
    if (found.length > 0 || procedure === null) return;
    const body = bodyOfReceipt(receipt, procedure);
    const content = JSON.stringify(body);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    try {
      const made = await api.post<Received>('/api/dossiers/receive', body, { key: attempt.current.key });
      p.onEnded({ kind: 'received', receipt, ...made });
    } catch (error) {
      if (sessionEnded(error)) return;
      const fields = error instanceof Problem ? (error.details.fields ?? []) : [];
      setWrong(wordsByPath(fields));
      setFault(fields.length > 0 ? null : error);
      setBusy(false);
    }
  };

  // Ctrl Enter from anywhere on the sheet, wherever the focus is.
  const sendNow = useRef(send);
  sendNow.current = send;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      void sendNow.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const summary: Wrong[] = Object.entries(wrong).map(([path, words]) => ({
    id: fieldIdOf(path, procedure),
    words: `${labelOf(path, procedure)}: ${words}`,
  }));
  const components = procedure === null ? [] : askedComponents(receipt, procedure);
  const lacking = procedure === null ? [] : lackingComponents(receipt, procedure);

  return (
    <div class="receipt">
      <h1 tabIndex={-1}>Tiếp nhận hồ sơ</h1>
      {p.restored !== null && (
        <Notice title={`Đang nhập dở từ ${showTime(p.restored)}, đã giữ lại nguyên.`}>
          <Button small onPress={p.onDiscard}>
            Bỏ, nhập hồ sơ mới
          </Button>
        </Notice>
      )}
      <ErrorSummary wrong={summary} attempt={attempts} title="Cần sửa trước khi tiếp nhận" />
      {fault !== null && (
        <Notice kind="wrong" live title={wordsOf(fault)}>
          <p>Những gì đã nhập vẫn còn nguyên.</p>
        </Notice>
      )}
      <div class="receipt-columns">
        <div>
          <ProcedurePart receipt={receipt} change={change} wrong={wrong} procedure={procedure} />
          {answer.state === 'failed' && answer.data === null && (
            <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
          )}
          <ApplicantPart receipt={receipt} change={change} wrong={wrong} today={today} />
          {procedure !== null && (
            <FormPart receipt={receipt} change={change} wrong={wrong} procedure={procedure} />
          )}
        </div>
        <div>
          {code !== null && procedure === null && answer.state === 'loading' && (
            <section class="receipt-part">
              <Skeleton lines={6} />
            </section>
          )}
          {procedure !== null && (
            <>
              <section
                class="receipt-part"
                aria-labelledby="receipt-papers"
                id="receipt-components"
                tabIndex={-1}
              >
                <h2 id="receipt-papers">Giấy tờ nhận vào</h2>
                {components.length === 0 ? (
                  <p class="quiet">Trường hợp này không phải nộp giấy tờ.</p>
                ) : (
                  <p class="row">
                    <Button
                      small
                      onPress={() =>
                        change((before) => ({ ...before, handedIn: allHandedIn(before, procedure) }))
                      }
                    >
                      Đủ như danh mục
                    </Button>
                    <span class="quiet small">
                      Điền số bản đúng như thủ tục yêu cầu; sửa lại từng dòng nếu khác.
                    </span>
                  </p>
                )}
                <Checklist
                  lines={components.map((component) => ({
                    key: component.key,
                    name: component.name,
                    original: component.original,
                    copy: component.copy,
                    presentOnly: component.mode === 'present',
                    conditional: component.conditional,
                    fault: wrong[`/components/${component.key}`],
                  }))}
                  handedIn={receipt.handedIn}
                  onChange={(how) => change((before) => ({ ...before, handedIn: how(before.handedIn) }))}
                />
              </section>
              <FeePart receipt={receipt} change={change} procedure={procedure} today={today} />
              <ReturnPart receipt={receipt} change={change} wrong={wrong} procedure={procedure} />
            </>
          )}
        </div>
      </div>
      <div class="receipt-end">
        <Button
          id="after-checklist"
          rank="primary"
          onPress={() => void send()}
          busy={busy}
          busyText="Đang ghi…"
          shortcut="Control+Enter"
        >
          Tiếp nhận <KeyCap>Ctrl Enter</KeyCap>
        </Button>
        <Button onPress={() => setLackingShown(true)} disabled={procedure === null}>
          Chưa đủ giấy tờ, từ chối…
        </Button>
        <span class="quiet small">
          {procedure === null
            ? 'Chọn thủ tục để bắt đầu.'
            : lacking.length > 0
              ? `Còn thiếu ${lacking.length} giấy tờ. `
              : 'Đủ giấy tờ theo danh mục. '}
          {procedure !== null && 'Khi tiếp nhận: cấp mã, hẹn trả, báo người nộp và cơ quan giải quyết.'}
        </span>
      </div>
      {procedure !== null && lackingShown && (
        <LackingDialog
          receipt={receipt}
          procedure={procedure}
          lacking={lacking}
          today={today}
          onClose={() => setLackingShown(false)}
          onWrong={(found) => {
            setLackingShown(false);
            setWrong(wordsByPath(found));
            setAttempts((n) => n + 1);
          }}
          onRefused={(made) => p.onEnded({ kind: 'refused', receipt, code: null, dueAt: null, ...made })}
        />
      )}
    </div>
  );
}

function wordsByPath(
  faults: readonly { path: string; code: string; [detail: string]: unknown }[],
): Record<string, string> {
  const words: Record<string, string> = {};
  for (const fault of faults) words[fault.path] ??= wordsFor(fault.code, fault);
  return words;
}

interface PartProps {
  receipt: Receipt;
  change: (how: (before: Receipt) => Receipt) => void;
  wrong: Record<string, string>;
}

function ProcedurePart({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure | null }) {
  const used = useMemo(() => lastUsed(official.value?.id ?? ''), []);
  const choose = (chosen: Receipt['procedure']) => {
    change((before) =>
      before.procedure?.code === chosen?.code
        ? { ...before, procedure: chosen }
        : { ...before, procedure: chosen, case: '', form: {}, handedIn: {}, groups: [], body: null },
    );
    if (chosen !== null) focusSoon('applicant-personalId');
  };
  return (
    <section class="receipt-part" aria-labelledby="receipt-what">
      <h2 id="receipt-what">Thủ tục</h2>
      <Combobox
        id="receipt-procedureCode"
        label="Gõ mã hoặc tên thường gọi, ví dụ “khai sinh”, “chứng thực”"
        error={wrong['/procedureCode']}
        chosen={
          receipt.procedure === null ? null : { value: receipt.procedure.code, label: receipt.procedure.name }
        }
        onChoose={(one) => choose(one === null ? null : { code: one.value, name: one.label })}
        load={async (text, signal) => {
          const found = await api.get<{ items: ProcedureFound[] }>(
            '/api/procedures',
            { q: text, limit: 9 },
            signal,
          );
          return found.items.map((one) => ({
            value: one.code,
            label: one.name,
            note: `${one.code}, ${one.sectorName}`,
          }));
        }}
      />
      {receipt.procedure === null && used.length > 0 && (
        <ul class="last-used" aria-label="Thủ tục dùng gần đây">
          {used.map((one) => (
            <li key={one.code}>
              <Button small onPress={() => choose(one)} title={`${one.name} (${one.code})`}>
                <span class="name">{one.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div class="blanks">
        <Radios
          id="receipt-channel"
          label="Cách nộp"
          inline
          error={wrong['/channel']}
          value={receipt.channel}
          options={[
            { value: 'counter', label: 'Tại quầy' },
            { value: 'post', label: 'Qua bưu chính' },
          ]}
          onChange={(channel) =>
            change((before) => ({ ...before, channel: channel === 'post' ? 'post' : 'counter' }))
          }
        />
        {receipt.channel === 'post' && (
          <TextInput
            id="receipt-postTracking"
            label="Số hiệu bưu gửi"
            optional
            value={receipt.postTracking}
            onInput={(postTracking) => change((before) => ({ ...before, postTracking }))}
          />
        )}
      </div>
      <BodyPicker receipt={receipt} change={change} wrong={wrong} procedure={procedure} />
      {procedure !== null && procedure.cases.length > 1 && (
        <Radios
          id="receipt-case"
          label="Trường hợp"
          error={wrong['/case']}
          value={receipt.case}
          options={procedure.cases.map((one) => ({ value: one.key, label: one.name }))}
          onChange={(chosen) => change((before) => ({ ...before, case: chosen }))}
        />
      )}
      {procedure !== null && !termIsKnown(receipt, procedure) && (
        <NumberInput
          id="receipt-term"
          label="Thời hạn giải quyết"
          hint="Danh mục chưa ghi thời hạn của thủ tục này; ghi theo quyết định công bố của tỉnh."
          suffix="ngày làm việc"
          error={wrong['/term']}
          value={receipt.termDays}
          onInput={(termDays) => change((before) => ({ ...before, termDays }))}
        />
      )}
    </section>
  );
}

/** Who decides: the own commune unless another is named; any centre receives for any agency of the province. */
function BodyPicker({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure | null }) {
  const ofProvince = procedure?.level === 'province';
  const ofPolice = procedure?.competent === 'commune-police';
  const own = duty.value?.bodyName ?? '';
  const mine = ofProvince
    ? 'Cơ quan cấp tỉnh có thẩm quyền với thủ tục này'
    : ofPolice
      ? own.replace(/^[ỦU][yỷ] ban nhân dân/u, 'Công an')
      : own;
  const kind = ofProvince ? 'department' : ofPolice ? 'commune-police' : 'commune-committee';
  const elsewhere = receipt.body !== null && receipt.body.id !== duty.value?.bodyId;
  return (
    <>
      <Combobox
        id="receipt-competentBodyId"
        label="Cơ quan giải quyết"
        hint="Nhận cho nơi khác: gõ tên xã, phường rồi chọn."
        error={wrong['/competentBodyId']}
        placeholder={mine}
        chosen={
          receipt.body === null
            ? { value: '', label: mine }
            : { value: receipt.body.id, label: receipt.body.name }
        }
        onChoose={(one) =>
          change((before) => ({
            ...before,
            body: one === null || one.value === '' ? null : { id: one.value, name: one.label },
          }))
        }
        load={async (text, signal) => {
          const found = await api.get<{ agencies: BodyFound[] }>('/api/agencies', { q: text, kind }, signal);
          return found.agencies.slice(0, 12).map((body) => ({ value: body.id, label: body.name }));
        }}
      />
      {elsewhere && (
        <p class="place-independent">
          Tiếp nhận tại <strong>{duty.value?.bodyName}</strong> — giải quyết tại{' '}
          <strong>{receipt.body?.name}</strong>{' '}
          <Button small rank="link" onPress={() => change((before) => ({ ...before, body: null }))}>
            Về nơi mình
          </Button>
        </p>
      )}
    </>
  );
}

function FormPart({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure }) {
  const keys = shownQuestions(procedure.form, receipt.form);
  if (keys.length === 0) return null;
  const words = byQuestion([], '/form');
  for (const [path, text] of Object.entries(wrong)) {
    const key = /^\/form\/([^/]+)/.exec(path)?.[1];
    if (key !== undefined) words[key] = text;
  }
  return (
    <section class="receipt-part" aria-labelledby="receipt-form">
      <h2 id="receipt-form">Tờ khai</h2>
      <Questions
        dense
        form={procedure.form}
        keys={keys}
        answers={receipt.form}
        wrong={words}
        onAnswer={(key, value) => change((before) => ({ ...before, form: { ...before.form, [key]: value } }))}
      />
    </section>
  );
}

function FeePart({
  receipt,
  change,
  procedure,
  today,
}: Omit<PartProps, 'wrong'> & { procedure: Procedure; today: string }) {
  if (procedure.fees.length === 0) {
    return (
      <section class="receipt-part" aria-labelledby="receipt-fee">
        <h2 id="receipt-fee">Phí, lệ phí</h2>
        <p class="quiet">Thủ tục này không thu phí, lệ phí.</p>
      </section>
    );
  }
  const computed = computeFee(procedure, {
    channel: receipt.channel,
    case: receipt.case === '' ? null : receipt.case,
    groups: receipt.groups as Group[],
    ...quantityOf(receipt, procedure),
    on: today,
  });
  const groups = [...new Set(procedure.exemptions.map((one) => one.group))].filter(
    (group) => group !== 'everyone',
  );
  const byCopy = procedure.fees.some((fee) => fee.per !== 'dossier') && !asksFor(procedure, 'copies');
  const byPage = procedure.fees.some((fee) => fee.per === 'page') && !asksFor(procedure, 'pages');
  const count = (key: 'copies' | 'pages') => (text: string) =>
    change((before) => ({ ...before, [key]: Math.min(10_000, Math.max(1, Number(text) || 1)) }));
  return (
    <section class="receipt-part" aria-labelledby="receipt-fee">
      <h2 id="receipt-fee">Phí, lệ phí</h2>
      {(byCopy || byPage) && (
        <div class="blanks">
          {byCopy && (
            <NumberInput
              id="receipt-copies"
              label="Số bản"
              value={String(receipt.copies)}
              onInput={count('copies')}
            />
          )}
          {byPage && (
            <NumberInput
              id="receipt-pages"
              label="Số trang mỗi bản"
              value={String(receipt.pages)}
              onInput={count('pages')}
            />
          )}
        </div>
      )}
      {groups.length > 0 && (
        <Checkboxes
          id="receipt-groups"
          label="Người nộp thuộc nhóm được miễn, giảm (có giấy tờ chứng minh)"
          values={receipt.groups}
          options={groups.map((group) => ({ value: group, label: GROUP_NAMES[group] }))}
          onChange={(values) => change((before) => ({ ...before, groups: values }))}
        />
      )}
      <table class="fee-lines">
        <caption class="unseen">Các khoản phí, lệ phí</caption>
        <tbody>
          {computed.lines.map((line) => (
            <tr key={line.key}>
              <td>
                {line.name} <span class="quiet">— {line.why}</span>
              </td>
              <td class="number">{showMoney(line.amount)}</td>
            </tr>
          ))}
          {computed.undecided.map((line) => (
            <tr key={line.key}>
              <td>
                {line.name} <span class="quiet">— {line.why}</span>
              </td>
              <td class="number">chưa rõ</td>
            </tr>
          ))}
          <tr>
            <td>
              <strong>Cộng</strong>
            </td>
            <td class="number">
              <strong>{showMoney(computed.total)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function ReturnPart({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure }) {
  return (
    <section class="receipt-part" aria-labelledby="receipt-return">
      <h2 id="receipt-return">Trả kết quả</h2>
      <Radios
        id="receipt-returnBy"
        label={`Nhận ${procedure.results[0]?.name ?? 'kết quả'}`}
        inline
        error={wrong['/returnBy']}
        value={receipt.returnBy}
        options={[
          { value: 'counter', label: 'Tại quầy' },
          { value: 'post', label: 'Qua bưu chính' },
          { value: 'online', label: 'Bản điện tử' },
        ]}
        onChange={(by) => change((before) => ({ ...before, returnBy: by as Receipt['returnBy'] }))}
      />
      <TextInput
        id="receipt-requestText"
        label="Nội dung yêu cầu"
        hint="In trên giấy tiếp nhận; để trống thì in tên thủ tục."
        optional
        maxLength={2000}
        value={receipt.requestText}
        onInput={(requestText) => change((before) => ({ ...before, requestText }))}
        spellcheck
      />
    </section>
  );
}

/** After the act: the code, the due time, the slip in one key, and on to the next person in the queue. */
function EndedPanel({ ended, onNext }: { ended: Ended; onNext: (procedure: Receipt['procedure']) => void }) {
  const received = ended.kind === 'received';
  useEffect(() => {
    say(received ? `Đã tiếp nhận, mã ${ended.code ?? ''}.` : 'Đã ghi phiếu từ chối.');
    focusSoon('print-slip');
  }, [received, ended.code]);
  useKeys({
    p: () => printPdf(ended.slip),
    n: () => onNext(null),
    c: () => onNext(ended.receipt.procedure),
  });
  return (
    <div class="receipt received stack">
      <h1 tabIndex={-1}>{received ? 'Đã tiếp nhận' : 'Đã từ chối tiếp nhận'}</h1>
      <Notice kind="done" title={`${ended.receipt.fullName}, ${ended.receipt.procedure?.name ?? ''}`}>
        {received && (
          <>
            <p>
              Mã hồ sơ <span class="code copyable">{ended.code}</span>
            </p>
            {ended.dueAt !== null && (
              <p>
                Hẹn trả kết quả <strong>{showDateTime(ended.dueAt)}</strong>
              </p>
            )}
          </>
        )}
      </Notice>
      <p class="row">
        <Button id="print-slip" rank="primary" onPress={() => printPdf(ended.slip)} shortcut="p">
          {received ? 'In giấy tiếp nhận' : 'In phiếu từ chối'} <KeyCap>p</KeyCap>
        </Button>
        <Button onPress={() => onNext(null)} shortcut="n">
          Hồ sơ tiếp theo <KeyCap>n</KeyCap>
        </Button>
        <Button onPress={() => onNext(ended.receipt.procedure)} shortcut="c">
          Tiếp, cùng thủ tục này <KeyCap>c</KeyCap>
        </Button>
      </p>
      <p>
        <a href={`/ban-lam-viec/ho-so/${ended.id}?list=all&sort=received`}>Mở hồ sơ vừa ghi</a>
        {' · '}
        <a href={ended.slip} target="_blank" rel="noopener">
          Xem bản in trong thẻ mới
        </a>
      </p>
    </div>
  );
}
