import { useEffect, useRef, useState } from 'preact/hooks';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import { useOnce } from './use-once.ts';

/** An act that asks for one text only: what will happen, the text, the button. */
export function ReasonDialog(p: {
  title: string;
  tells: string;
  path: string;
  /** The field of the request; a note may stay empty. */
  field: 'reason' | 'note';
  done: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | undefined>();
  const form = useRef<HTMLFormElement>(null);
  const { busy, fault, send } = useOnce(p.path, () => {
    say(p.done);
    p.onDone();
  });
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  return (
    <Dialog open title={p.title} onClose={p.onClose}>
      <form
        ref={form}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (p.field === 'reason' && text.trim().length < 3) {
            setWrong('Xin ghi lý do.');
            form.current?.querySelector('textarea')?.focus();
            return;
          }
          void send(text.trim() === '' ? {} : { [p.field]: text.trim() });
        }}
      >
        <p class="tells">{p.tells}</p>
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        <TextInput
          id="reason-text"
          label={p.field === 'reason' ? 'Lý do' : 'Lời nhắn'}
          optional={p.field === 'note'}
          error={wrong}
          lines={3}
          maxLength={2000}
          value={text}
          onInput={setText}
          spellcheck
        />
        <div class="dialog-end">
          <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
            {p.title}
          </Button>
          <Button onPress={p.onClose}>Để sau</Button>
        </div>
      </form>
    </Dialog>
  );
}
