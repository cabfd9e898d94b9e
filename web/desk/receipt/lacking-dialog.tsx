import { useEffect, useRef, useState } from 'preact/hooks';
import type { Component } from '../../../src/capabilities/procedures/shape.ts';
import type { FieldFault } from '../../../src/kernel/refusal.ts';
import { api, newKey, Problem } from '../../app/api.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Radios, TextInput } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Procedure } from '../answers.ts';
import { KeyCap } from '../key-cap.tsx';
import { sessionEnded } from '../room.ts';
import { bodyOfReceipt, faultsOfReceipt, type Receipt } from './receipt.ts';

/** What to bring: one line for each paper that lacks, in the words of the procedure's own list. */
const proposed = (lacking: readonly Component[]) => lacking.map((component) => component.name).join('\n');

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Papers lack, or the case is not ours: the applicant leaves with a paper that says what to bring (form 02) or why it
 * is refused (form 03), not empty-handed.
 */
export function LackingDialog(p: {
  receipt: Receipt;
  procedure: Procedure;
  lacking: readonly Component[];
  today: string;
  onClose: () => void;
  onWrong: (faults: FieldFault[]) => void;
  onEnded: (kind: 'asked' | 'refused', made: { id: string; slip: string }) => void;
}) {
  // What can be brought is asked for; only what will never do is refused.
  const [way, setWay] = useState<'ask' | 'refuse'>(p.lacking.length > 0 ? 'ask' : 'refuse');
  const [items, setItems] = useState(() => proposed(p.lacking));
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const attempt = useRef<{ content: string; key: string } | null>(null);

  const asking = way === 'ask';
  const field = asking ? 'lacking-items' : 'refuse-reason';
  useEffect(() => document.getElementById(field)?.focus(), [field]);

  const end = async () => {
    if (busy) return;
    const faults = faultsOfReceipt(p.receipt, p.procedure, p.today, true);
    if (faults.length > 0) {
      p.onWrong(faults);
      return;
    }
    const lines = linesOf(items);
    if (asking ? lines.length === 0 : reason.trim().length < 3) {
      setWrong(asking ? 'Xin ghi ít nhất một giấy tờ cần bổ sung.' : 'Xin ghi lý do; người nộp sẽ đọc được.');
      document.getElementById(field)?.focus();
      return;
    }
    const body = {
      ...bodyOfReceipt(p.receipt, p.procedure),
      reason: reason.trim() || 'Hồ sơ chưa đủ thành phần theo quy định',
      ...(asking
        ? {
            items: lines.map((text) => {
              const component = p.lacking.find((one) => one.name === text);
              return component === undefined ? { text } : { componentKey: component.key, text };
            }),
          }
        : {}),
    };
    const content = JSON.stringify(body);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    setFault(null);
    try {
      const address = asking ? '/api/dossiers/request-at-counter' : '/api/dossiers/refuse-at-counter';
      p.onEnded(asking ? 'asked' : 'refused', await api.post(address, body, { key: attempt.current.key }));
    } catch (error) {
      setBusy(false);
      if (sessionEnded(error)) return;
      const fields = error instanceof Problem ? (error.details.fields ?? []) : [];
      if (fields.length > 0) p.onWrong(fields);
      else setFault(error);
    }
  };

  return (
    <Dialog open title="Chưa tiếp nhận được" onClose={p.onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void end();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) {
            event.preventDefault();
            event.stopPropagation();
            void end();
          }
        }}
      >
        <Radios
          id="lacking-way"
          label="Cách giải quyết"
          inline
          options={[
            { value: 'ask', label: 'Yêu cầu bổ sung' },
            { value: 'refuse', label: 'Từ chối tiếp nhận' },
          ]}
          value={way}
          onChange={(value) => {
            setWay(value === 'ask' ? 'ask' : 'refuse');
            setWrong(null);
          }}
        />
        <p class="tells">
          {asking
            ? 'Người nộp nhận phiếu yêu cầu bổ sung (mẫu 02). Những gì đã nhập được giữ lại để lần sau chỉ thêm phần còn thiếu; chưa cấp mã, chưa tính thời hạn.'
            : 'Người nộp nhận lại giấy tờ cùng phiếu từ chối tiếp nhận (mẫu 03) ghi rõ lý do. Lần này được ghi vào hồ sơ của Trung tâm; không cấp mã, không tính thời hạn.'}
        </p>
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        {asking && (
          <TextInput
            id="lacking-items"
            label="Giấy tờ cần bổ sung, ghi một lần cho đủ"
            hint="Mỗi dòng một giấy tờ. In nguyên văn trên phiếu."
            lines={6}
            maxLength={4000}
            error={wrong}
            value={items}
            onInput={setItems}
            spellcheck
          />
        )}
        <TextInput
          id="refuse-reason"
          label={asking ? 'Lý do, hướng dẫn thêm' : 'Lý do, hướng dẫn một lần cho đủ'}
          hint="In nguyên văn trên phiếu."
          lines={asking ? 2 : 6}
          maxLength={4000}
          error={asking ? null : wrong}
          optional={asking}
          value={reason}
          onInput={setReason}
          spellcheck
        />
        <div class="dialog-end">
          <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
            {asking ? 'Yêu cầu bổ sung' : 'Từ chối tiếp nhận'} <KeyCap>Ctrl Enter</KeyCap>
          </Button>
          <Button onPress={p.onClose}>Quay lại nhập tiếp</Button>
        </div>
      </form>
    </Dialog>
  );
}
