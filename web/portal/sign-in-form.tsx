import { useState } from 'preact/hooks';
import { session, signIn } from '../app/session.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { ErrorSummary, type Wrong } from '../ui/notice.tsx';

/** Signing in where one stands: nothing typed elsewhere on the page is lost. */
export function SignInForm({ onDone }: { onDone: () => void }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong[]>([]);
  const [attempt, setAttempt] = useState(0);
  const wordsAt = (id: string) => wrong.find((one) => one.id === id)?.words;
  return (
    <form
      class="stack"
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        if (busy) return;
        const faults: Wrong[] = [];
        if (name.trim() === '') faults.push({ id: 'sign-in-name', words: 'Xin ghi số định danh cá nhân.' });
        if (password === '') faults.push({ id: 'sign-in-password', words: 'Xin ghi mật khẩu.' });
        setAttempt(attempt + 1);
        setWrong(faults);
        if (faults.length > 0) return;
        setBusy(true);
        try {
          await signIn(tidyName(name), password);
          onDone();
        } catch (error) {
          setWrong([{ id: 'sign-in-name', words: wordsOf(error) }]);
          setAttempt((n) => n + 1);
        } finally {
          setBusy(false);
        }
      }}
    >
      <ErrorSummary wrong={wrong} title="Chưa đăng nhập được" attempt={attempt} />
      <TextInput
        id="sign-in-name"
        label="Số định danh cá nhân"
        hint="12 chữ số trên thẻ căn cước, có thể gõ dấu cách"
        autocomplete="username"
        mode="numeric"
        width="medium"
        value={name}
        onInput={setName}
        error={wordsAt('sign-in-name')}
      />
      <TextInput
        id="sign-in-password"
        label="Mật khẩu"
        type="password"
        autocomplete="current-password"
        width="medium"
        value={password}
        onInput={setPassword}
        error={wordsAt('sign-in-password')}
      />
      {session.value?.demo && (
        <p class="quiet small">
          Ở bản trình diễn, số định danh và mật khẩu của người dân giả định được in ra khi khởi động máy chủ.
        </p>
      )}
      <div class="acts">
        <Button rank="primary" type="submit" busy={busy} busyText="Đang đăng nhập">
          Đăng nhập
        </Button>
      </div>
    </form>
  );
}

/** Spaces and dots within a number are dropped; an official's account name stays as it is. */
function tidyName(typed: string): string {
  const digits = typed.replace(/[\s.\-–]/g, '');
  return /^\d+$/.test(digits) ? digits : typed.trim();
}
