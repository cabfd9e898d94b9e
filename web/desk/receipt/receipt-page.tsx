import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AUTHORITY } from '../../../src/capabilities/dossiers/dossier.ts';
import { api, newKey, Problem } from '../../app/api.ts';
import { legalDayOf, showTime } from '../../app/dates.ts';
import { dropDraft, findDraft, keepDraft } from '../../app/drafts.ts';
import { useResource } from '../../app/resource.ts';
import { wordsFor, wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary, FailedState, Notice, Skeleton, type Wrong } from '../../ui/notice.tsx';
import type { Offers } from '../../vault/offers.ts';
import type { Procedure, Received } from '../answers.ts';
import { Checklist } from '../checklist.tsx';
import { KeyCap } from '../key-cap.tsx';
import { loadLists, official, sessionEnded } from '../room.ts';
import { ApplicantPart } from './applicant-part.tsx';
import { AtOncePart } from './at-once-part.tsx';
import { type Ended, EndedPanel } from './ended-panel.tsx';
import { FeePart, ReturnPart } from './fee-part.tsx';
import { FormPart } from './form-part.tsx';
import { LackingDialog } from './lacking-dialog.tsx';
import { remember } from './last-used.ts';
import { focusSoon } from './part.ts';
import { ProcedurePart } from './procedure-part.tsx';
import {
  allHandedIn,
  askedComponents,
  bodyAtOnce,
  bodyOfReceipt,
  carriedOver,
  EMPTY_RECEIPT,
  faultsOfReceipt,
  fieldIdOf,
  givenAtOnce,
  isBegun,
  labelOf,
  lackingComponents,
  type Receipt,
} from './receipt.ts';
import { dropServerDraft, OtherDrafts, useServerDraft, withDraftId } from './server-drafts.tsx';
import { VaultPart } from './vault-part.tsx';

/** The representative's authority, among the papers. */
const AUTHORITY_LINE = {
  key: AUTHORITY,
  name: 'Giấy uỷ quyền',
  original: 0,
  copy: 0,
  presentOnly: false,
  conditional: true,
};

/** Receiving at the counter: one sheet, everything at once, sent by Ctrl Enter. */
export function ReceiptPage() {
  const officialId = official.value?.id ?? '';
  const draftName = `desk.${officialId}.receipt`;
  const found = useMemo(() => findDraft<Receipt>(draftName, officialId), [draftName, officialId]);
  const [receipt, setReceipt] = useState<Receipt>(() => withDraftId({ ...EMPTY_RECEIPT, ...found?.body }));
  const [turn, setTurn] = useState(0);
  useServerDraft(receipt);
  const [restored, setRestored] = useState(found !== null && isBegun(found.body) ? found.savedAt : null);
  const [ended, setEnded] = useState<Ended | null>(null);

  useEffect(() => {
    document.title = 'Tiếp nhận hồ sơ - Haicấp';
  }, []);
  // At once with the keystroke, not after the next paint: a reload in between would lose the last word.
  useLayoutEffect(() => {
    if (isBegun(receipt) || receipt.procedure !== null) keepDraft(draftName, receipt, officialId);
  }, [receipt, draftName, officialId]);

  const fresh = (procedure: Receipt['procedure']) => {
    dropDraft(draftName);
    setReceipt(withDraftId({ ...EMPTY_RECEIPT, procedure }));
    setRestored(null);
    setEnded(null);
    setTurn((n) => n + 1);
    focusSoon(procedure === null ? 'receipt-procedureCode' : 'applicant-personalId');
  };

  if (ended !== null) return <EndedPanel ended={ended} onNext={fresh} />;
  return (
    <Sheet
      receipt={receipt}
      setReceipt={setReceipt}
      restored={restored}
      turn={turn}
      onDiscard={() => {
        dropServerDraft(receipt);
        fresh(null);
      }}
      onSetAside={() => fresh(null)}
      onResume={(body, savedAt) => {
        setReceipt({ ...EMPTY_RECEIPT, ...body });
        setRestored(savedAt);
        setTurn((n) => n + 1);
      }}
      onEnded={(how) => {
        dropDraft(draftName);
        dropServerDraft(receipt);
        if (how.receipt.procedure) remember(officialId, how.receipt.procedure);
        setEnded(how);
        void loadLists();
      }}
    />
  );
}

function Sheet(p: {
  receipt: Receipt;
  setReceipt: (change: (before: Receipt) => Receipt) => void;
  restored: string | null;
  /** Counts the sheets that were begun: the list of others is asked for anew with each. */
  turn: number;
  onDiscard: () => void;
  onSetAside: () => void;
  onResume: (body: Receipt, savedAt: string) => void;
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
  const [offers, setOffers] = useState<Offers>([]);
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
      // What the procedure asks first has come in above the field with the hand in it.
      const unasked = procedure.cases.length > 1 && receipt.case === '' && receipt.personalId === '';
      if (unasked) focusSoon('receipt-case-0');
      else setTimeout(() => document.activeElement?.scrollIntoView({ block: 'nearest' }));
    }
  }, [version]);
  useEffect(() => {
    focusSoon(code === null ? 'receipt-procedureCode' : 'applicant-personalId');
  }, []);

  const immediate = procedure !== null && givenAtOnce(receipt, procedure);
  const send = async (atOnce = false) => {
    if (busy) return;
    setAttempts((n) => n + 1);
    const found = faultsOfReceipt(receipt, procedure, today);
    if (atOnce && receipt.signerId === '') found.push({ path: '/signerId', code: 'required' });
    setWrong(wordsByPath(found));
    setFault(null);
    if (found.length > 0 || procedure === null) return;
    const body = atOnce ? bodyAtOnce(receipt, procedure) : bodyOfReceipt(receipt, procedure);
    const content = JSON.stringify([atOnce, body]);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    try {
      const made = await api.post<Received>(
        atOnce ? '/api/dossiers/give-at-once' : '/api/dossiers/receive',
        body,
        { key: attempt.current.key },
      );
      p.onEnded({ kind: atOnce ? 'given' : 'received', receipt, ...made, dueAt: made.dueAt ?? null });
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
  const immediateNow = useRef(immediate);
  immediateNow.current = immediate;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing) return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      void sendNow.current(event.shiftKey && immediateNow.current);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const summary: Wrong[] = Object.entries(wrong).map(([path, words]) => ({
    id: fieldIdOf(path, procedure),
    words: `${labelOf(path, procedure)}: ${words}`,
  }));
  const components = procedure === null ? [] : askedComponents(receipt, procedure);
  const caseMissing =
    procedure !== null &&
    procedure.cases.length > 1 &&
    !procedure.cases.some((one) => one.key === receipt.case);
  const lacking = procedure === null ? [] : lackingComponents(receipt, procedure);

  return (
    <div class="receipt">
      <h1 tabIndex={-1}>Tiếp nhận hồ sơ</h1>
      {p.restored !== null && (
        <Notice title={`Đang nhập dở từ ${showTime(p.restored)}, đã giữ lại nguyên.`}>
          <Button small onPress={p.onDiscard}>
            Bỏ, nhập hồ sơ mới
          </Button>{' '}
          <Button small onPress={p.onSetAside}>
            Để đó, nhập hồ sơ khác
          </Button>
        </Notice>
      )}
      <OtherDrafts key={p.turn} mine={receipt.draftId} onResume={p.onResume} />
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
                {components.length > 0 && (
                  <VaultPart receipt={receipt} procedure={procedure} onOffers={setOffers} />
                )}
                {components.length === 0 ? (
                  <p class="quiet">
                    {caseMissing
                      ? 'Chọn trường hợp để biết giấy tờ cần nộp.'
                      : 'Trường hợp này không phải nộp giấy tờ.'}
                  </p>
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
                  offers={offers}
                  lines={[
                    ...components.map((component) => ({
                      key: component.key,
                      name: component.name,
                      original: component.original,
                      copy: component.copy,
                      presentOnly: component.mode === 'present',
                      conditional: component.conditional,
                      fault: wrong[`/components/${component.key}`],
                    })),
                    ...(receipt.represented ? [AUTHORITY_LINE] : []),
                  ]}
                  handedIn={receipt.handedIn}
                  onChange={(how) => change((before) => ({ ...before, handedIn: how(before.handedIn) }))}
                />
              </section>
              <FeePart receipt={receipt} change={change} procedure={procedure} today={today} />
              <ReturnPart receipt={receipt} change={change} wrong={wrong} procedure={procedure} />
              {immediate && (
                <AtOncePart receipt={receipt} change={change} wrong={wrong} procedure={procedure} />
              )}
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
        {immediate && (
          <Button onPress={() => void send(true)} busy={busy} shortcut="Control+Shift+Enter">
            Trả kết quả ngay <KeyCap>Ctrl Shift Enter</KeyCap>
          </Button>
        )}
        <Button onPress={() => setLackingShown(true)} disabled={procedure === null}>
          Chưa đủ giấy tờ…
        </Button>
        <span class="quiet small">
          {procedure === null
            ? 'Chọn thủ tục để bắt đầu.'
            : caseMissing
              ? 'Chưa chọn trường hợp. '
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
          onEnded={(kind, made) => p.onEnded({ kind, receipt, code: null, dueAt: null, ...made })}
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
