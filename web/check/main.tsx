import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import '../ui/base.css';
import '../ui/field.css';
import './check.css';
import { REFUSAL_WORDS } from '../../src/capabilities/checking/refusal-words.ts';
import { addWords, wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { SkipLink } from '../ui/skip-link.tsx';
import { say, ToastRegion } from '../ui/toast.tsx';
import { EXAMPLE } from './example.ts';
import { Findings, focusFinding, Summary } from './findings.tsx';
import {
  annotated,
  dismissed,
  leave,
  matter,
  open,
  type Shown,
  selected,
  startFile,
  startText,
} from './room.ts';
import { EditedText, ReadText } from './written.tsx';

addWords(REFUSAL_WORDS);

const ACCEPT = '.docx,.pdf,.odt,.xlsx,.txt,.md';

function Room() {
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  /** On a narrow screen one side shows at a time. */
  const [side, setSide] = useState<'text' | 'found'>('text');
  const now = matter.value;

  const choose = () => file.current?.click();
  const take = (files: FileList | null | undefined) => {
    const first = files?.[0];
    if (first !== undefined) startFile(first);
  };

  /** Brings a finding's place in the text into view. */
  const show = (entry: Shown) => {
    setSide('text');
    requestAnimationFrame(() => {
      const mark = document.querySelector<HTMLElement>(
        `.written [data-signature="${CSS.escape(entry.signature)}"]`,
      );
      mark?.scrollIntoView({ block: 'center' });
      const area = document.getElementById('van-ban');
      if (area instanceof HTMLTextAreaElement && entry.source !== null)
        area.setSelectionRange(entry.source.start, entry.source.end);
    });
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      const typing =
        target?.closest('textarea, input, select, [contenteditable]') !== null && target !== null;
      const arrow = event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp');
      const letter = !typing && !event.altKey && !event.ctrlKey && !event.metaKey && /^[jk]$/.test(event.key);
      if (!arrow && !letter) return;
      const list = open.value;
      if (list.length === 0) return;
      const down = event.key === 'j' || event.key === 'ArrowDown';
      const focused = document.activeElement?.id.replace(/^cho-/, '') ?? '';
      const from = list.findIndex(({ signature }) =>
        arrow && typing ? signature === selected.value : signature === focused,
      );
      const at = from === -1 ? (down ? 0 : list.length - 1) : from + (down ? 1 : -1);
      const entry = list[Math.max(0, Math.min(list.length - 1, at))];
      if (entry === undefined) return;
      event.preventDefault();
      if (arrow) {
        selected.value = entry.signature;
        show(entry);
      }
      if (!typing) {
        setSide('found');
        // At once, for who presses quickly; and again when a narrow screen has changed sides.
        focusFinding(entry.signature);
        requestAnimationFrame(() => {
          if (document.activeElement?.closest('.found-head') === null) focusFinding(entry.signature);
        });
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  // A mark that is clicked brings its finding, on a narrow screen too.
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const mark = (event.target as HTMLElement).closest<HTMLElement>('a[data-signature], .written-over');
      if (mark === null) return;
      requestAnimationFrame(() => {
        if (selected.value === null) return;
        if (matchMedia('(max-width: 56rem)').matches && mark.tagName === 'A') setSide('found');
        document.getElementById(`cho-${selected.value}`)?.scrollIntoView({ block: 'nearest' });
      });
    };
    window.addEventListener('click', onClick);
    return () => window.removeEventListener('click', onClick);
  }, []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one more way; the button does the same
    <div
      class={`room${over ? ' room-over' : ''}`}
      onDragOver={(event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) setOver(false);
      }}
      onDrop={(event) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <SkipLink />
      <header class="room-head">
        <a class="room-mark" href="/">
          <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="7" fill="#a31f23" />
            <path d="M7 10h18v3.2H7zm4 6h10v3.2H11zm-4 6h18v3.2H7z" fill="#fffdf9" />
          </svg>
          <span>Haicấp</span>
        </a>
        <span class="room-name">Soát số liệu</span>
        <span class="room-promise quiet small">Văn bản chỉ được đọc để soát, không lưu lại ở đâu.</span>
      </header>
      <main id="main" tabIndex={-1} class={`room-main${now.kind === 'none' ? '' : ' room-busy'}`}>
        {now.kind === 'none' ? (
          <Beginning choose={choose} />
        ) : (
          <>
            <div class="room-bar">
              <h1 class="room-title">{now.kind === 'file' ? now.file.name : 'Văn bản dán vào'}</h1>
              <Summary />
              <div class="row room-acts">
                {now.kind === 'file' && /\.docx$/i.test(now.file.name) && <DownloadButton file={now.file} />}
                <Button small onPress={choose}>
                  <Icon name="upload" /> {now.kind === 'file' ? 'Chọn tệp khác' : 'Chọn tệp'}
                </Button>
                <Button small rank="quiet" onPress={leave}>
                  Bắt đầu lại
                </Button>
              </div>
            </div>
            <fieldset class="room-sides" aria-label="Phần đang xem">
              <Button small pressed={side === 'text'} onPress={() => setSide('text')}>
                Văn bản
              </Button>
              <Button small pressed={side === 'found'} onPress={() => setSide('found')}>
                Chỗ cần xem ({open.value.length})
              </Button>
            </fieldset>
            <div class={`room-two room-two-${side}`}>
              <section class="room-text" aria-labelledby="phan-van-ban">
                <h2 id="phan-van-ban" class="unseen">
                  Văn bản
                </h2>
                {now.kind === 'text' ? <EditedText /> : <ReadText />}
              </section>
              <section class="room-found" aria-labelledby="phan-cho-can-xem">
                <h2 id="phan-cho-can-xem" class="room-found-title">
                  Chỗ cần xem{' '}
                  <span class="quiet small room-keys">
                    phím <kbd>j</kbd> <kbd>k</kbd> đi lên xuống, <kbd>Enter</kbd> mở
                  </span>
                </h2>
                <Findings show={show} />
              </section>
            </div>
          </>
        )}
      </main>
      <input
        ref={file}
        class="unseen"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={ACCEPT}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <ToastRegion />
    </div>
  );
}

function Beginning({ choose }: { choose: () => void }) {
  const [typed, setTyped] = useState('');
  return (
    <div class="begin">
      <h1>Soát số liệu trong báo cáo</h1>
      <p class="begin-lead">
        Công cụ cộng lại các tổng, tính lại các tỷ lệ, so các số được nhắc lại, soát ngày tháng và số, ký hiệu
        văn bản viện dẫn, rồi chỉ ra chỗ nào mâu thuẫn với chỗ nào.
      </p>
      <div class="begin-two">
        <div class="begin-card stack">
          <h2>Soát một tệp</h2>
          <p>Word (.docx), PDF có lớp chữ, OpenDocument (.odt), Excel (.xlsx), .txt, .md; tới 20 MB.</p>
          <Button rank="primary" onPress={choose}>
            <Icon name="upload" /> Chọn tệp
          </Button>
          <p class="quiet">hoặc kéo tệp thả vào trang này</p>
        </div>
        <div class="begin-card stack-2">
          <h2 id="begin-text">Soát văn bản dán vào</h2>
          <textarea
            class="input begin-area"
            aria-labelledby="begin-text"
            rows={7}
            placeholder="Dán nội dung báo cáo vào đây…"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onPaste={(event) => {
              // Pasting is the whole wish: the check begins at once.
              const pasted = event.clipboardData?.getData('text/plain') ?? '';
              if (typed.trim() !== '' || pasted.trim() === '') return;
              event.preventDefault();
              startText(pasted);
            }}
          />
          <div class="row">
            <Button disabled={typed.trim() === ''} onPress={() => startText(typed)}>
              Soát văn bản
            </Button>
            <Button rank="link" onPress={() => startText(EXAMPLE)}>
              Xem thử với một đoạn mẫu
            </Button>
          </div>
        </div>
      </div>
      <p class="quiet">
        Mọi kết luận đều tính ra được và có giải thích; không con số nào do máy đoán. Văn bản không được lưu
        lại trên máy chủ. Việc ông/bà bỏ qua chỗ nào được nhớ trên chính máy này, không kèm nội dung báo cáo.
      </p>
    </div>
  );
}

function DownloadButton({ file }: { file: File }) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      small
      busy={busy}
      busyText="Đang ghi chú…"
      onPress={async () => {
        setBusy(true);
        try {
          const { blob, name, comments } = await annotated(file);
          const address = URL.createObjectURL(blob);
          const link = document.createElement('a');
          link.href = address;
          link.download = name;
          link.click();
          setTimeout(() => URL.revokeObjectURL(address), 60_000);
          const passed = dismissed.value.length;
          say(
            `Đã tải về tệp Word có ${comments} ghi chú${passed > 0 ? `, không kể ${passed} chỗ đã bỏ qua` : ''}.`,
          );
        } catch (error) {
          say(wordsOf(error));
        } finally {
          setBusy(false);
        }
      }}
    >
      <Icon name="download" /> Tải Word có ghi chú
    </Button>
  );
}

const room = document.getElementById('room');
if (room !== null) render(<Room />, room);
