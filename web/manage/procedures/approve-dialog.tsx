import { useEffect, useRef, useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../app/api.ts';
import { DateInput } from '../../app/date-input.tsx';
import { legalDayOf, showDate } from '../../app/dates.ts';
import { wordsFor, wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import type { DraftSeen, DraftWork, Fault } from './use-draft.ts';

/** What the new version changes, and the decision that puts it into force. */
export function ApproveDialog({
  code,
  draft,
  open,
  onClose,
  faults,
}: {
  code: string;
  draft: DraftWork;
  open: boolean;
  onClose: () => void;
  faults: readonly Fault[];
}) {
  const [number, setNumber] = useState('');
  const [date, setDate] = useState('');
  const [from, setFrom] = useState('');
  const [changes, setChanges] = useState<DraftSeen['differences'] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  useEffect(() => {
    if (!open) return;
    key.current = newKey();
    setProblem(null);
    setChanges(null);
    const today = legalDayOf(new Date().toISOString());
    setDate((before) => before || today);
    setFrom((before) => before || today);
    api.get<DraftSeen>(`/api/procedure-drafts/${code}`).then(
      (seen) => setChanges(seen.differences),
      () => setChanges([]),
    );
  }, [open, code]);
  const fields =
    problem instanceof Problem && problem.code === 'input.invalid' ? (problem.details.fields ?? []) : [];
  const wrong = (path: string) => {
    const found = fields.find((field) => field.path === path);
    return found === undefined
      ? null
      : wordsFor(found.code, { ...found, from: showDate(String(found.from)) });
  };
  const approve = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { effectiveFrom } = await api.post<{ effectiveFrom: string }>(
        `/api/procedure-drafts/${code}/approve`,
        {
          version: draft.seen?.version,
          decisionNumber: number.trim(),
          decisionDate: date,
          effectiveFrom: from,
        },
        { key: key.current },
      );
      onClose();
      say(
        `Đã ban hành. Phiên bản mới có hiệu lực từ ${showDate(effectiveFrom)}; hồ sơ đang giải quyết giữ phiên bản cũ.`,
      );
      draft.reload();
    } catch (error) {
      setProblem(error);
      // What was refused may be mended and sent again: that is another request.
      key.current = newKey();
    }
    setBusy(false);
  };
  return (
    <Dialog open={open} title="Ban hành phiên bản mới" onClose={onClose} wide>
      {faults.length > 0 ? (
        <Notice kind="warn" title={`Còn ${faults.length} chỗ cần sửa nên chưa ban hành được.`}>
          <ul>
            {faults.slice(0, 8).map((fault) => (
              <li key={`${fault.pointer} ${fault.text}`}>{fault.text}</li>
            ))}
          </ul>
        </Notice>
      ) : (
        <form
          class="stack-3"
          onSubmit={(event) => {
            event.preventDefault();
            void approve();
          }}
        >
          {changes !== null && changes.length > 0 && (
            <section aria-label="Những gì thay đổi">
              <p>So với phiên bản hiện có:</p>
              <ul class="changes">
                {changes.map((one) => (
                  <li key={one.text}>{one.text}</li>
                ))}
              </ul>
            </section>
          )}
          <TextInput
            label="Số quyết định"
            hint="Ví dụ 1234/QĐ-UBND"
            width="medium"
            value={number}
            maxLength={80}
            error={wrong('/decisionNumber')}
            onInput={setNumber}
          />
          <DateInput label="Ngày quyết định" value={date} error={wrong('/decisionDate')} onInput={setDate} />
          <DateInput
            label="Có hiệu lực từ ngày"
            hint="Hồ sơ tiếp nhận từ ngày này theo phiên bản mới; hồ sơ đã tiếp nhận giữ phiên bản của mình"
            value={from}
            error={wrong('/effectiveFrom')}
            onInput={setFrom}
          />
          {problem !== null && <Notice kind="wrong" live title={wordsOf(problem)} />}
          <p class="row">
            <Button type="submit" rank="primary" busy={busy} busyText="Đang ban hành…">
              Ban hành
            </Button>
            <Button onPress={onClose}>Thôi</Button>
          </p>
        </form>
      )}
    </Dialog>
  );
}
