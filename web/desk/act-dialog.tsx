import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api, newKey, Problem } from '../app/api.ts';
import { DateInput } from '../app/date-input.tsx';
import { showDate, showDateTime, showTime } from '../app/dates.ts';
import { dropDraft, findDraft, keepDraft } from '../app/drafts.ts';
import { wordsFor, wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Radios, Select, TextInput, Tick } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import {
  type ActAnswers,
  asksOf,
  bodyOf,
  emptyAnswers,
  type FaultKey,
  faultsAt,
  faultsLeft,
  faultsOf,
  readByApplicant,
} from './act-questions.ts';
import { ACT_DONE_WORDS } from './act-words.ts';
import type { Dossier, Made, OfferedAct } from './answers.ts';
import { Checklist } from './checklist.tsx';
import { KeyCap } from './key-cap.tsx';
import { actKeyName } from './keys.ts';
import { official, sessionEnded } from './room.ts';
import { TurnQuestions } from './turn-questions.tsx';

/** Which act on which dossier: a draft is kept for each. */
function draftName(dossierId: string, act: OfferedAct): string {
  return `desk.${official.value?.id ?? ''}.${dossierId}.${actKeyName(act.name)}`;
}

/**
 * Before an act: what will happen and who will be told, and what the act must know. What is typed is kept until the
 * act is done. The dialog has one idempotency key for one content, so a double click has one effect.
 */
export function ActDialog(p: {
  act: OfferedAct;
  dossier: Dossier;
  onClose: () => void;
  /** What the server answered: a code, a due time, a number, as far as the act makes one. */
  onDone: (made: Made) => void;
  onReload: () => void;
}) {
  const { act, dossier } = p;
  const owner = official.value?.id ?? null;
  const name = draftName(dossier.id, act);
  const [answers, setAnswers] = useState<ActAnswers>(() => ({
    ...emptyAnswers(dossier),
    ...findDraft<Partial<ActAnswers>>(name, owner)?.body,
  }));
  const [faults, setFaults] = useState<Partial<Record<FaultKey, string>>>({});
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const touched = useRef(false);
  const attempt = useRef<{ content: string; key: string } | null>(null);
  const asks = asksOf(act.name);
  const stillOffered = dossier.acts.some((one) => one.name === act.name);
  const [tried, setTried] = useState(0);
  // The warning stands until the newer dossier is there, not only asked for.
  const outdated = fault instanceof Problem && fault.code === 'dossier.stale';
  const stale = outdated && tried === dossier.version;

  // At once with the keystroke, not after the next paint: a reload in between would lose the last word.
  useLayoutEffect(() => {
    if (touched.current) keepDraft(name, answers, owner);
  }, [answers, name, owner]);

  // The hand goes to the first question, or to the act itself when nothing is asked; and there again when the
  // dossier was brought up to date, since the button for that is gone.
  const form = useRef<HTMLFormElement>(null);
  const { version } = dossier;
  useEffect(() => {
    if (version > 0) {
      form.current?.querySelector<HTMLElement>('input, select, textarea, button[type="submit"]')?.focus();
    }
  }, [version]);

  const change = (part: Partial<ActAnswers>) => {
    touched.current = true;
    setAnswers((before) => ({ ...before, ...part }));
    setFaults((before) => faultsLeft(act.name, before, { ...answers, ...part }, Object.keys(part)));
  };

  const send = async () => {
    if (busy || !stillOffered) return;
    const wrong = faultsOf(act.name, answers);
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) {
      focusFirst(wrong);
      return;
    }
    const body = bodyOf(act, answers, dossier.version);
    const content = JSON.stringify(body);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    setFault(null);
    setTried(dossier.version);
    try {
      const made = await api.post<Made>(`/api/dossiers/${dossier.id}/${actKeyName(act.name)}`, body, {
        key: attempt.current.key,
      });
      dropDraft(name);
      say(`${ACT_DONE_WORDS[actKeyName(act.name)] ?? `Đã làm: ${act.title}`} · ${dossier.applicantName}.`);
      p.onDone(made);
    } catch (error) {
      setBusy(false);
      if (sessionEnded(error)) return;
      setFault(error);
      if (error instanceof Problem && error.details.fields !== undefined) {
        const wrongThere = faultsAt(error.details.fields, (field) => wordsFor(field.code, { ...field }));
        setFaults(wrongThere);
        focusFirst(wrongThere);
      }
    }
  };

  // From anywhere in the dialog, wherever the focus is.
  const sendNow = useRef(send);
  sendNow.current = send;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      void sendNow.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return (
    <Dialog open title={act.title} onClose={p.onClose} wide={asks.includes('components')}>
      <form
        ref={form}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>
          <strong>{dossier.applicantName}</strong>, {dossier.procedureName}{' '}
          <span class="quiet">({dossier.code ?? dossier.trackingCode})</span>
        </p>
        <p class="tells">{act.tells}</p>
        {stale && <Stale fault={fault} onReload={p.onReload} />}
        {fault !== null && !outdated && (
          <Notice kind="wrong" live title={wordsOf(fault)}>
            <p>Những gì đã nhập vẫn còn.</p>
          </Notice>
        )}
        {!stillOffered && (
          <Notice kind="warn" live title="Sau thay đổi vừa rồi, việc này không còn làm được nữa.">
            <p>Nội dung đã nhập vẫn còn dưới đây để sao chép.</p>
          </Notice>
        )}
        {asks.includes('official') && (
          <Select
            id="act-officialId"
            label="Giao cho"
            error={faults.officialId}
            value={answers.officialId}
            none="Chọn người"
            options={dossier.assignable.map((one) => ({
              value: one.officialId,
              label: `${one.name}, ${one.roleName} (đang giữ ${one.open} hồ sơ)`,
            }))}
            onChange={(officialId) => change({ officialId })}
          />
        )}
        {asks.includes('step') && (
          <Select
            id="act-to"
            label="Chuyển lại bước"
            error={faults.to}
            value={answers.to}
            none="Chọn bước"
            options={dossier.backTo.map((step) => ({ value: step.key, label: step.name }))}
            onChange={(to) => change({ to })}
          />
        )}
        {asks.includes('way') && dossier.goesTo.length > 1 && (
          <Select
            id="act-onTo"
            label="Chuyển đến bước"
            none={null}
            value={answers.onTo}
            options={dossier.goesTo.map((step) => ({
              value: step.key,
              label: step.when === '' ? step.name : `${step.name} (${step.when})`,
            }))}
            onChange={(onTo) => change({ onTo })}
          />
        )}
        {asks.includes('lacking') && (
          <Lacking dossier={dossier} answers={answers} fault={faults.lacking} onChange={change} />
        )}
        {asks.includes('components') && (
          <div id="act-handedIn">
            {faults.handedIn && <p class="field-error">{faults.handedIn}</p>}
            <Checklist
              lines={[
                ...dossier.components.map(({ key, name: label }) => ({ key, name: label })),
                { key: 'other', name: 'Giấy tờ khác theo phiếu yêu cầu' },
              ].map((line) => ({ ...line, original: 0, copy: 0, presentOnly: false, conditional: false }))}
              handedIn={answers.handedIn}
              onChange={(how) => {
                touched.current = true;
                setAnswers((before) => ({ ...before, handedIn: how(before.handedIn) }));
              }}
            />
          </div>
        )}
        {asks.includes('result') && (
          <TextInput
            id="act-resultName"
            label="Tên văn bản kết quả"
            hint="Số và ngày do sổ kết quả cấp khi phát hành."
            value={answers.resultName}
            onInput={(resultName) => change({ resultName })}
          />
        )}
        {asks.includes('result') && (
          <div id="act-handedIn">
            {faults.handedIn && <p class="field-error">{faults.handedIn}</p>}
            <Checklist
              filesOnly
              lines={[
                {
                  key: 'result',
                  name: 'Bản điện tử của kết quả (PDF đã ký số, hoặc quét bản đã ký, đóng dấu). Có bản này, kết quả vào kho giấy tờ của người nộp và được tính là đã số hoá.',
                  original: 0,
                  copy: 0,
                  presentOnly: false,
                  conditional: false,
                },
              ]}
              handedIn={answers.handedIn}
              onChange={(how) => {
                touched.current = true;
                setAnswers((before) => {
                  const handedIn = how(before.handedIn);
                  // A result has one file; the later one stands.
                  const { papers = [] } = handedIn.result ?? {};
                  return {
                    ...before,
                    handedIn: { ...handedIn, result: { originals: 0, copies: 0, papers: papers.slice(-1) } },
                  };
                });
              }}
            />
          </div>
        )}
        {asks.includes('handover') && (
          <>
            <Radios
              id="act-by"
              label="Trả kết quả bằng cách"
              inline
              value={answers.by}
              options={[
                { value: 'counter', label: 'Tại quầy' },
                { value: 'post', label: 'Bưu chính' },
                { value: 'online', label: 'Bản điện tử' },
              ]}
              onChange={(by) => change({ by: by as ActAnswers['by'] })}
            />
            {answers.by === 'counter' && (
              <TextInput
                id="act-receivedBy"
                label="Người nhận"
                hint="Người nộp, hoặc người mang giấy uỷ quyền."
                error={faults.receivedBy}
                value={answers.receivedBy}
                onInput={(receivedBy) => change({ receivedBy })}
              />
            )}
            {answers.by === 'post' && (
              <TextInput
                id="act-tracking"
                label="Số hiệu bưu gửi"
                error={faults.tracking}
                value={answers.tracking}
                onInput={(tracking) => change({ tracking })}
                width="medium"
              />
            )}
          </>
        )}
        <TurnQuestions asks={asks} dossier={dossier} answers={answers} faults={faults} onChange={change} />
        {asks.includes('further-fee') && (
          <>
            <p class="quiet small">
              Các khoản đã tính mà chưa nộp được thông báo cùng. Có khoản mới biết mức thu thì ghi thêm dưới
              đây.
            </p>
            <TextInput
              id="act-feeName"
              label="Khoản nộp thêm"
              optional
              error={faults.feeName}
              value={answers.feeName}
              onInput={(feeName) => change({ feeName })}
            />
            <TextInput
              id="act-feeAmount"
              label="Số tiền (đồng)"
              optional
              width="medium"
              error={faults.feeAmount}
              value={answers.feeAmount}
              onInput={(feeAmount) => change({ feeAmount })}
            />
            <TextInput
              id="act-feeWhy"
              label="Căn cứ của mức thu"
              optional
              error={faults.feeWhy}
              value={answers.feeWhy}
              onInput={(feeWhy) => change({ feeWhy })}
            />
          </>
        )}
        {asks.includes('new-day') && (
          <DateInput
            id="act-newDay"
            label="Ngày hẹn trả mới"
            hint={`Một ngày làm việc sau ${showDate(dossier.dueAt)}; chỉ hẹn lại được một lần.`}
            error={faults.newDay}
            value={answers.newDay}
            onInput={(newDay) => change({ newDay })}
          />
        )}
        {asks.includes('reason') && (
          <TextInput
            id="act-reason"
            label={asks.includes('tell') ? 'Nội dung' : 'Lý do'}
            hint={readByApplicant(act.name) ? 'Người nộp sẽ đọc nguyên văn.' : undefined}
            error={faults.reason}
            lines={4}
            maxLength={4000}
            value={answers.reason}
            onInput={(reason) => change({ reason })}
            spellcheck
          />
        )}
        {asks.includes('tell') && (
          <Tick
            id="act-tell"
            label="Báo người nộp nội dung này"
            checked={answers.tell}
            onChange={(tell) => change({ tell })}
          />
        )}
        {asks.includes('note') && (
          <TextInput
            id="act-note"
            label="Ghi chú"
            optional
            lines={2}
            maxLength={4000}
            value={answers.note}
            onInput={(note) => change({ note })}
            spellcheck
          />
        )}
        <div class="dialog-end">
          <Button
            id="after-checklist"
            type="submit"
            rank="primary"
            busy={busy}
            busyText="Đang ghi…"
            disabled={!stillOffered}
          >
            {act.title} <KeyCap>Ctrl Enter</KeyCap>
          </Button>
          <Button onPress={p.onClose}>Để sau</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** To the first wrong field, once it is marked: the messages are read out with it. */
function focusFirst(wrong: Partial<Record<FaultKey, string>>): void {
  queueMicrotask(() => {
    const [first] = Object.keys(wrong)
      .flatMap((key) => document.getElementById(`act-${key}`) ?? [])
      .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const field = first?.matches('input,textarea,select')
      ? first
      : first?.querySelector<HTMLElement>('input,textarea');
    field?.focus();
  });
}

/** Somebody was faster: who, what, when. The dossier is brought up to date behind what was typed. */
function Stale(p: { fault: unknown; onReload: () => void }) {
  const details = p.fault instanceof Problem ? p.fault.details : {};
  const who = typeof details.by === 'string' ? details.by : 'Người khác';
  const act = typeof details.act === 'string' ? (ACT_DONE_WORDS[actKeyName(details.act)] ?? null) : null;
  const at = typeof details.at === 'string' ? details.at : null;
  return (
    <Notice kind="warn" live title={`${who} vừa làm trước${at === null ? '' : ` lúc ${showTime(at)}`}.`}>
      {act !== null && (
        <p>
          {act}
          {at === null ? '' : `, ${showDateTime(at)}`}.
        </p>
      )}
      <p>Những gì ông/bà nhập vẫn còn. Hãy cập nhật hồ sơ rồi quyết định có làm tiếp hay không.</p>
      <Button small onPress={p.onReload}>
        Cập nhật hồ sơ
      </Button>
    </Notice>
  );
}

/** The papers to ask for: tick a component and say what is wrong with it; further lines below. */
function Lacking(p: {
  dossier: Dossier;
  answers: ActAnswers;
  fault: string | undefined;
  onChange: (part: Partial<ActAnswers>) => void;
}) {
  const { lacking } = p.answers;
  return (
    <fieldset class={`field${p.fault ? ' field-wrong' : ''}`} id="act-lacking" tabIndex={-1}>
      <legend class="field-label">Giấy tờ cần bổ sung, ghi một lần cho đủ</legend>
      {p.fault && <p class="field-error">{p.fault}</p>}
      {p.dossier.components.map((component) => {
        const ticked = Object.hasOwn(lacking, component.key);
        const id = `lacking-${component.key}`;
        return (
          <div key={component.key}>
            <div class="choice">
              <input
                id={id}
                type="checkbox"
                checked={ticked}
                onChange={(event) => {
                  const next = { ...lacking };
                  if (event.currentTarget.checked) next[component.key] = component.name.slice(0, 300);
                  else delete next[component.key];
                  p.onChange({ lacking: next });
                }}
              />
              <label for={id}>{component.name}</label>
            </div>
            {ticked && (
              <TextInput
                label="Cần bổ sung thế nào"
                lines={2}
                value={lacking[component.key] ?? ''}
                onInput={(text) => p.onChange({ lacking: { ...lacking, [component.key]: text } })}
                maxLength={1000}
                spellcheck
              />
            )}
          </div>
        );
      })}
      <TextInput
        label="Giấy tờ khác, mỗi dòng một mục"
        optional
        lines={2}
        value={p.answers.further}
        onInput={(further) => p.onChange({ further })}
        spellcheck
      />
    </fieldset>
  );
}
