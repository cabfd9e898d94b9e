import { useEffect, useRef, useState } from 'preact/hooks';
import { session, signIn } from '../app/session.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';

/** The door of the desk. A session that ended comes back here, to the same address it left. */
export function SignIn({ ended }: { ended: boolean }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    document.title = 'Đăng nhập bàn làm việc - Haicấp';
    form.current?.querySelector('input')?.focus();
  }, []);

  const enter = async () => {
    if (busy) return;
    setBusy(true);
    setFault(null);
    try {
      await signIn(name.trim(), password);
    } catch (error) {
      setFault(error);
      setPassword('');
      document.getElementById('sign-in-password')?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="door" id="main">
      <h1 tabIndex={-1}>Bàn làm việc</h1>
      <p>
        Dành cho cán bộ, công chức của Trung tâm Phục vụ hành chính công và các cơ quan giải quyết thủ tục.
      </p>
      {ended && (
        <Notice kind="warn" live title="Phiên làm việc đã hết. Xin đăng nhập lại.">
          <p>Những gì đang nhập dở vẫn được giữ trên máy này.</p>
        </Notice>
      )}
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <TextInput
          id="sign-in-name"
          label="Tên đăng nhập"
          value={name}
          onInput={setName}
          autocomplete="username"
          name="name"
        />
        <TextInput
          id="sign-in-password"
          label="Mật khẩu"
          type="password"
          value={password}
          onInput={setPassword}
          autocomplete="current-password"
          name="password"
        />
        <p>
          <Button type="submit" rank="primary" busy={busy} busyText="Đang kiểm tra…">
            Đăng nhập
          </Button>
        </p>
      </form>
      {session.value?.demo && (
        <Notice title="Đây là bản dùng thử với dữ liệu bịa.">
          <p>
            Tài khoản và mật khẩu mẫu in trên cửa sổ lệnh khi khởi động, ví dụ{' '}
            <strong>tiepnhan.binhluc</strong> (tiếp nhận), <strong>chuyenvien.binhluc</strong> (chuyên viên),{' '}
            <strong>lanhdao.binhluc</strong> (lãnh đạo).
          </p>
        </Notice>
      )}
      <p class="quiet">
        Quên mật khẩu hoặc chưa có tài khoản: hỏi người quản trị hệ thống của cơ quan. Ông/bà là người dân?{' '}
        <a href="/">Về Cổng dịch vụ công</a>.
      </p>
    </main>
  );
}
