import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey, Problem, sendPaper } from '../app/api.ts';
import { showSize } from '../app/dates.ts';
import { wordsOf } from '../app/words.ts';
import { KeyCap } from '../desk/key-cap.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Checkboxes, Select } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { ChosenPaper } from '../vault/offers.ts';
import { compose, mayCompose, smallOf } from './compose.ts';
import { mayWatchFolder, useCamera, useScannerFolder } from './intake.ts';
import { type Crop, cropped, MOST_PAGES, moved, type ScanPage, turned, WHOLE } from './pages.ts';
import './scan.css';

const ACCEPT = '.pdf,.jpg,.jpeg,.png,.webp';
const LIMIT = 25 * 1024 * 1024;

/**
 * Papers become one PDF: photographed, scanned into a folder, dropped, pasted or chosen; turned, cropped, put in order;
 * and handed to every component that they serve.
 */
export function ScanDialog(p: {
  lines: readonly { key: string; name: string }[];
  /** The component from which it was opened. */
  from: string;
  onDone: (keys: readonly string[], paper: ChosenPaper) => void;
  onClose: () => void;
}) {
  const [pages, setPages] = useState<ScanPage[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [gone, setGone] = useState<{ page: ScanPage; place: number } | null>(null);
  const [keys, setKeys] = useState<string[]>([p.from]);
  const [faults, setFaults] = useState<string[]>([]);
  const [progress, setProgress] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const shots = useRef(0);
  const camera = useCamera();
  const folder = useScannerFolder((file) => void add([file]));

  const pagesNow = useRef(pages);
  pagesNow.current = pages;
  useEffect(
    () => () => {
      stop.current?.abort();
      for (const page of pagesNow.current) if (page.small !== null) URL.revokeObjectURL(page.small);
    },
    [],
  );

  async function add(files: readonly File[]) {
    for (const file of files) {
      const complain = (code: string) =>
        setFaults((before) => [
          ...before,
          `${file.name}: ${wordsOf(new Problem(code, 0, { limit: LIMIT }))}`,
        ]);
      if (file.size === 0) complain('paper.empty');
      else if (file.size > LIMIT) complain('paper.too-large');
      else if (pagesNow.current.length >= MOST_PAGES) complain('scan.too-many');
      else {
        const isPdf = file.type === 'application/pdf' || /\.pdf$/i.test(file.name);
        try {
          const page: ScanPage = {
            id: newKey(),
            name: file.name,
            kind: isPdf ? 'pdf' : 'picture',
            file,
            turns: 0,
            crop: WHOLE,
            small: isPdf ? null : await smallOf(file),
          };
          setPages((before) => [...before, page]);
          setChosen(page.id);
        } catch {
          complain('scan.unreadable');
        }
      }
    }
  }
  const shoot = async () => {
    shots.current += 1;
    const file = await camera.shoot(`anh-chup-${shots.current}.jpg`);
    if (file !== null) await add([file]);
  };
  const remove = (id: string) => {
    const place = pages.findIndex((page) => page.id === id);
    const page = pages[place];
    if (page === undefined) return;
    setGone({ page, place });
    setPages(pages.filter((one) => one.id !== id));
    setChosen(pages[place + 1]?.id ?? pages[place - 1]?.id ?? null);
  };
  const bringBack = () => {
    if (gone === null) return;
    setPages([...pages.slice(0, gone.place), gone.page, ...pages.slice(gone.place)]);
    setChosen(gone.page.id);
    setGone(null);
  };
  const crop = (id: string, change: Partial<Crop>) =>
    setPages((before) =>
      before.map((page) => (page.id === id ? { ...page, crop: cropped(page.crop, change) } : page)),
    );

  const finish = async () => {
    if (pages.length === 0 || keys.length === 0 || progress !== null) return;
    setFaults([]);
    stop.current = new AbortController();
    const before = pages.reduce((sum, page) => sum + page.file.size, 0);
    try {
      setProgress(`Đang ghép trang 1 trong ${pages.length}…`);
      const made = await compose(
        pages,
        (done) => setProgress(`Đang ghép trang ${Math.min(done + 1, pages.length)} trong ${pages.length}…`),
        stop.current.signal,
      );
      const name = p.lines.find((line) => line.key === keys[0])?.name ?? 'Giấy tờ quét';
      const file = new File([made.pdf], `${name.slice(0, 60).trim()}.pdf`, { type: 'application/pdf' });
      const sent = await sendPaper(
        file,
        (share) => setProgress(`Đang tải lên ${Math.round(share * 100)} %…`),
        stop.current.signal,
      );
      say(`Đã ghép ${made.pages} trang: từ ${showSize(before)} còn ${showSize(sent.size)}.`);
      p.onDone(keys, { id: sent.id, name: sent.name, size: sent.size });
    } catch (error) {
      setFaults([wordsOf(error)]);
      setProgress(null);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
    if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault();
      event.stopPropagation();
      void finish();
    } else if (event.key === ' ' && camera.state === 'on' && !typing && target.tagName !== 'BUTTON') {
      event.preventDefault();
      void shoot();
    } else if (chosen !== null && !typing && !event.ctrlKey) {
      if (event.key === 'r') setPages(turned(pages, chosen, 1));
      else if (event.key === 'Delete') remove(chosen);
      else if (event.altKey && event.key === 'ArrowLeft') setPages(moved(pages, chosen, -1));
      else if (event.altKey && event.key === 'ArrowRight') setPages(moved(pages, chosen, 1));
      else return;
      event.preventDefault();
    }
  };
  // Wherever the hand is: a click upon a picture leaves the focus with the page, outside of the dialog.
  const onKeyNow = useRef(onKeyDown);
  onKeyNow.current = onKeyDown;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => onKeyNow.current(event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  // The button that opened the camera is gone: the hand goes on with the one that shoots.
  useEffect(() => {
    if (camera.state === 'on') document.getElementById('scan-shoot')?.focus();
  }, [camera.state]);
  // What is pasted comes in as if it were dropped: a picture of the screen, files copied in a window.
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) void add(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);

  const page = pages.find((one) => one.id === chosen) ?? null;
  return (
    <Dialog open title="Chụp, quét, ghép giấy tờ" wide onClose={p.onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the buttons do the same */}
      <div
        class="scan"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void add([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        {!mayCompose() && (
          <Notice
            kind="warn"
            title="Trình duyệt này chưa ghép được trang. Hãy dùng nút Tệp quét, hoặc cập nhật trình duyệt."
          />
        )}
        <div class="row">
          {camera.state === 'on' ? (
            <>
              <Button rank="primary" onPress={() => void shoot()} id="scan-shoot">
                <Icon name="camera" /> Chụp trang <KeyCap>dấu cách</KeyCap>
              </Button>
              <Button onPress={camera.close}>Tắt máy ảnh</Button>
            </>
          ) : (
            <Button onPress={() => void camera.open()} busy={camera.state === 'opening'} busyText="Đang mở…">
              <Icon name="camera" /> Mở máy ảnh
            </Button>
          )}
          {mayWatchFolder() && (
            <Button onPress={folder.watching === null ? () => void folder.watch() : folder.rest}>
              {folder.watching === null ? 'Lấy từ thư mục máy quét' : `Thôi lấy từ “${folder.watching}”`}
            </Button>
          )}
          <Button onPress={() => chooser.current?.click()}>
            <Icon name="upload" /> Chọn nhiều tệp
          </Button>
          <input
            ref={chooser}
            class="unseen"
            type="file"
            tabIndex={-1}
            aria-hidden="true"
            data-for="scan-files"
            multiple
            accept={ACCEPT}
            onChange={(event) => {
              void add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
          <span class="quiet small">hoặc kéo thả, dán (Ctrl V) ảnh và PDF vào đây</span>
        </div>
        <p class="small" role="status">
          {camera.state === 'refused' &&
            'Trình duyệt chưa cho dùng máy ảnh. Hãy bấm biểu tượng máy ảnh ở thanh địa chỉ để cho phép.'}
          {camera.state === 'none' &&
            'Chưa thấy máy ảnh, hoặc trang đang mở không qua https. Hãy dùng thư mục máy quét hoặc chọn tệp.'}
          {folder.watching !== null &&
            `Đang chờ máy quét ghi vào “${folder.watching}”: trang mới tự vào đây.`}
        </p>
        {faults.map((fault) => (
          <Notice key={fault} kind="wrong" live title={fault} />
        ))}
        <div class="scan-columns">
          {camera.state === 'on' && (
            <div class="scan-camera">
              <video ref={camera.video} muted playsInline aria-label="Hình máy ảnh đang thấy" />
              {camera.devices.length > 1 && (
                <Select
                  id="scan-device"
                  label="Máy ảnh"
                  none={null}
                  value={camera.device || (camera.devices[0]?.id ?? '')}
                  options={camera.devices.map((one) => ({ value: one.id, label: one.name }))}
                  onChange={(id) => void camera.open(id)}
                />
              )}
            </div>
          )}
          {pages.length === 0 ? (
            <p class="scan-empty quiet">
              Chưa có trang nào. Mỗi ảnh là một trang; PDF giữ nguyên các trang của nó.
            </p>
          ) : (
            <ol class="scan-pages plain-list" aria-label="Các trang">
              {pages.map((one, i) => (
                <li key={one.id}>
                  <button
                    type="button"
                    class="scan-page"
                    aria-pressed={one.id === chosen}
                    aria-label={`Trang ${i + 1}: ${one.name}`}
                    onClick={() => setChosen(one.id)}
                  >
                    {one.small === null ? (
                      <span class="scan-pdf">PDF</span>
                    ) : (
                      <img
                        src={one.small}
                        alt=""
                        style={{
                          transform: `rotate(${one.turns * 90}deg)`,
                          clipPath: `inset(${one.crop.top * 100}% ${(1 - one.crop.right) * 100}% ${(1 - one.crop.bottom) * 100}% ${one.crop.left * 100}%)`,
                        }}
                      />
                    )}
                    <span class="small">{i + 1}</span>
                  </button>
                </li>
              ))}
            </ol>
          )}
        </div>
        {page !== null && (
          <fieldset class="scan-tools">
            <legend>
              Trang {pages.indexOf(page) + 1}: {page.name}
            </legend>
            <div class="row">
              <Button small onPress={() => setPages(turned(pages, page.id, -1))}>
                Xoay trái
              </Button>
              <Button small onPress={() => setPages(turned(pages, page.id, 1))} shortcut="r">
                Xoay phải <KeyCap>r</KeyCap>
              </Button>
              <Button small onPress={() => setPages(moved(pages, page.id, -1))} shortcut="Alt+ArrowLeft">
                Lên trước
              </Button>
              <Button small onPress={() => setPages(moved(pages, page.id, 1))} shortcut="Alt+ArrowRight">
                Xuống sau
              </Button>
              <Button small onPress={() => remove(page.id)} shortcut="Delete">
                Bỏ trang
              </Button>
              {gone !== null && (
                <Button small rank="link" onPress={bringBack}>
                  Lấy lại trang vừa bỏ
                </Button>
              )}
            </div>
            {page.kind === 'picture' && <Cropping page={page} onCrop={(change) => crop(page.id, change)} />}
          </fieldset>
        )}
        {page === null && gone !== null && (
          <Button small rank="link" onPress={bringBack}>
            Lấy lại trang vừa bỏ
          </Button>
        )}
        {p.lines.length > 1 && (
          <Checkboxes
            id="scan-for"
            label="Dùng cho giấy tờ"
            hint="Một bản quét dùng được cho nhiều thành phần."
            values={keys}
            options={p.lines.map((line) => ({ value: line.key, label: line.name }))}
            onChange={setKeys}
          />
        )}
        <div class="row">
          <Button
            rank="primary"
            onPress={() => void finish()}
            busy={progress !== null}
            busyText={progress ?? ''}
            disabled={pages.length === 0 || keys.length === 0 || !mayCompose()}
            shortcut="Control+Enter"
          >
            Ghép thành PDF <KeyCap>Ctrl Enter</KeyCap>
          </Button>
          <span class="quiet small">
            Chữ đen trắng được nén còn vài chục KB một trang; trang có dấu đỏ, ảnh giữ màu.
          </span>
        </div>
      </div>
    </Dialog>
  );
}

const EDGES: [edge: keyof Crop, words: string][] = [
  ['left', 'Mép trái'],
  ['right', 'Mép phải'],
  ['top', 'Mép trên'],
  ['bottom', 'Mép dưới'],
];

/** What of a page is kept: drawn with the hand on the picture, or moved edge by edge with the arrow keys. */
function Cropping({ page, onCrop }: { page: ScanPage; onCrop: (change: Partial<Crop>) => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const begun = useRef<{ x: number; y: number } | null>(null);
  const at = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0 };
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const { left, top, right, bottom } = page.crop;
  return (
    <details class="scan-crop">
      <summary>Cắt mép</summary>
      <div class="scan-crop-parts">
        <div
          ref={frame}
          class="scan-frame"
          onPointerDown={(event) => {
            begun.current = at(event);
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const from = begun.current;
            if (from === null) return;
            const to = at(event);
            if (Math.abs(to.x - from.x) < 0.03 || Math.abs(to.y - from.y) < 0.03) return;
            onCrop({
              left: Math.min(from.x, to.x),
              right: Math.max(from.x, to.x),
              top: Math.min(from.y, to.y),
              bottom: Math.max(from.y, to.y),
            });
          }}
          onPointerUp={() => {
            begun.current = null;
          }}
        >
          <img src={page.small ?? ''} alt={`Trang đang cắt: ${page.name}`} draggable={false} />
          <span
            class="scan-kept"
            style={{
              left: `${left * 100}%`,
              top: `${top * 100}%`,
              width: `${(right - left) * 100}%`,
              height: `${(bottom - top) * 100}%`,
            }}
          />
        </div>
        <div>
          <p class="small quiet">Kéo trên ảnh để chọn phần giữ lại, hoặc dùng phím mũi tên ở từng mép.</p>
          {EDGES.map(([edge, words]) => (
            <label key={edge} class="scan-edge">
              {words}
              <input
                type="range"
                min={0}
                max={100}
                value={Math.round(page.crop[edge] * 100)}
                onInput={(event) => onCrop({ [edge]: Number(event.currentTarget.value) / 100 })}
              />
            </label>
          ))}
          <Button small onPress={() => onCrop(WHOLE)}>
            Giữ cả trang
          </Button>
        </div>
      </div>
    </details>
  );
}
