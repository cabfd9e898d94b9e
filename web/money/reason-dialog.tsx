import { useRef, useState } from 'preact/hooks';
import { api, newKey, Problem } from '../app/api.ts';
import { wordsFor, wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NumberInput, TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';

/** A small question before money is put right: why, and how much where that is asked. One press has one effect. */
export function ReasonDialog(p: {
  title: string;
  tells: string;
  verb: string;
  address: string;
  /** What else is sent. */
  body: Record<string, unknown>;
  /** Asked for, with what it begins as. */
  amount?: number | undefined;
  reasonKey?: string;
  reasonLabel?: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const [key] = useState(newKey);
  const [reason, setReason] = useState('');
  const [amount, setAmount] = useState(p.amount === undefined ? '' : String(p.amount));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const reasonKey = p.reasonKey ?? 'reason';
  const send = async () => {
    const found: Record<string, string> = {};
    if (reason.trim().length < 3) found[reasonKey] = 'Xin ghi lý do.';
    if (p.amount !== undefined && !(Number(amount) > 0)) found.amount = 'Xin ghi số tiền.';
    setWrong(found);
    setFault(null);
    if (Object.keys(found).length > 0) {
      form.current?.querySelector<HTMLElement>('input, textarea')?.focus();
      return;
    }
    setBusy(true);
    try {
      await api.post(
        p.address,
        {
          ...p.body,
          [reasonKey]: reason.trim(),
          ...(p.amount === undefined ? {} : { amount: Number(amount) }),
        },
        { key },
      );
      p.onDone();
    } catch (error) {
      setBusy(false);
      const fields = error instanceof Problem ? (error.details.fields ?? []) : [];
      setWrong(Object.fromEntries(fields.map((field) => [field.path.slice(1), wordsFor(field.code, field)])));
      setFault(fields.length > 0 ? null : error);
    }
  };
  return (
    <Dialog open title={p.title} onClose={p.onClose}>
      <form
        ref={form}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p class="tells">{p.tells}</p>
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        {p.amount !== undefined && (
          <NumberInput
            id="money-amount"
            label="Số tiền (đồng)"
            error={wrong.amount}
            value={amount}
            onInput={setAmount}
          />
        )}
        <TextInput
          id="money-reason"
          label={p.reasonLabel ?? 'Lý do'}
          lines={3}
          maxLength={1000}
          error={wrong[reasonKey]}
          value={reason}
          onInput={setReason}
        />
        <div class="row">
          <Button rank="primary" type="submit" busy={busy} busyText="Đang ghi…">
            {p.verb}
          </Button>
          <Button onPress={p.onClose}>Thôi</Button>
        </div>
      </form>
    </Dialog>
  );
}
