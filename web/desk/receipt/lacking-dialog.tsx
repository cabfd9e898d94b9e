import { useEffect, useRef, useState } from 'preact/hooks';
import type { Component } from '../../../src/capabilities/procedures/shape.ts';
import type { FieldFault } from '../../../src/kernel/refusal.ts';
import { api, newKey, Problem } from '../../app/api.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Procedure } from '../answers.ts';
import { KeyCap } from '../key-cap.tsx';
import { sessionEnded } from '../room.ts';
import { bodyOfReceipt, faultsOfReceipt, type Receipt } from './receipt.ts';

/** The reason as a draft: what is lacking, in full and once, in the words of the procedure's own list. */
function proposed(lacking: readonly Component[]): string {
  if (lacking.length === 0) return '';
  const lines = lacking.map((component, i) => `${i + 1}. ${component.name}`);
  return `Hồ sơ còn thiếu:\n${lines.join('\n')}\nĐề nghị ông/bà bổ sung đủ các giấy tờ trên rồi nộp lại.`;
}

/** Papers lack, or the case is not ours: the applicant leaves with a paper that says why (form 03), not empty-handed. */
export function LackingDialog(p: {
  receipt: Receipt;
  procedure: Procedure;
  lacking: readonly Component[];
  today: string;
  onClose: () => void;
  onWrong: (faults: FieldFault[]) => void;
  onRefused: (made: { id: string; slip: string }) => void;
}) {
  const [reason, setReason] = useState(() => proposed(p.lacking));
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const attempt = useRef<{ content: string; key: string } | null>(null);

  useEffect(() => document.getElementById('refuse-reason')?.focus(), []);

  const refuse = async () => {
    if (busy) return;
    const faults = faultsOfReceipt(p.receipt, p.procedure, p.today, true);
    if (faults.length > 0) {
      p.onWrong(faults);
      return;
    }
    if (reason.trim().length < 3) {
      setWrong('Xin ghi lý do; người nộp sẽ đọc được.');
      document.getElementById('refuse-reason')?.focus();
      return;
    }
    const body = { ...bodyOfReceipt(p.receipt, p.procedure), reason: reason.trim() };
    const content = JSON.stringify(body);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    setFault(null);
    try {
      p.onRefused(await api.post('/api/dossiers/refuse-at-counter', body, { key: attempt.current.key }));
    } catch (error) {
      setBusy(false);
      if (sessionEnded(error)) return;
      const fields = error instanceof Problem ? (error.details.fields ?? []) : [];
      if (fields.length > 0) p.onWrong(fields);
      else setFault(error);
    }
  };

  return (
    <Dialog open title="Không tiếp nhận" onClose={p.onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void refuse();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) {
            event.preventDefault();
            event.stopPropagation();
            void refuse();
          }
        }}
      >
        <p class="tells">
          Người nộp nhận lại giấy tờ cùng phiếu từ chối tiếp nhận (mẫu 03) ghi rõ lý do. Lần này được ghi vào
          hồ sơ của Trung tâm; không cấp mã, không tính thời hạn.
        </p>
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        <TextInput
          id="refuse-reason"
          label="Lý do, hướng dẫn một lần cho đủ"
          hint="In nguyên văn trên phiếu."
          lines={8}
          maxLength={4000}
          error={wrong}
          value={reason}
          onInput={setReason}
          spellcheck
        />
        <div class="dialog-end">
          <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
            Từ chối tiếp nhận <KeyCap>Ctrl Enter</KeyCap>
          </Button>
          <Button onPress={p.onClose}>Quay lại nhập tiếp</Button>
        </div>
      </form>
    </Dialog>
  );
}
