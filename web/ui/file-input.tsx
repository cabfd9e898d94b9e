import { useRef, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { FieldGroup, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import './file-input.css';

/** A file on its way or arrived. `again` is there while it has failed. */
export interface FileRow {
  key: string;
  name: string;
  sizeText: string;
  state: 'sending' | 'sent' | 'failed';
  /** 0 to 1, while sending. */
  share: number;
  words?: string | undefined;
  href?: string | undefined;
}

/** Where files are handed in: dropped, chosen, or photographed. It only draws; sending is the caller's. */
export function FileInput(
  p: FieldProps & {
    id: string;
    rows: readonly FileRow[];
    onFiles: (files: File[]) => void;
    onRemove: (key: string) => void;
    onRetry: (key: string) => void;
    accept?: string | undefined;
    chooseText?: string | undefined;
    small?: boolean | undefined;
    /** Where pages can be photographed, scanned and put together; without it a telephone's own camera is offered. */
    onScan?: (() => void) | undefined;
  },
) {
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0) p.onFiles(files);
  };
  return (
    <FieldGroup {...p}>
      {p.rows.length > 0 && (
        <ul class="files plain-list">
          {p.rows.map((row) => (
            <li key={row.key} class={`file file-${row.state}`}>
              <Icon name={row.state === 'sent' ? 'check' : row.state === 'failed' ? 'warn' : 'paper'} />
              <div class="file-what">
                <span class="file-name">
                  {row.href ? (
                    <a href={row.href} target="_blank" rel="noopener">
                      {row.name}
                    </a>
                  ) : (
                    row.name
                  )}
                </span>{' '}
                <span class="quiet small">{row.sizeText}</span>
                {row.state === 'sending' && (
                  <progress max={1} value={row.share} aria-label={`Đang tải ${row.name}`}>
                    {Math.round(row.share * 100)} %
                  </progress>
                )}
                {row.state === 'failed' && <p class="file-words">{row.words}</p>}
              </div>
              {row.state === 'failed' && (
                <Button small onPress={() => p.onRetry(row.key)} label={`Gửi lại ${row.name}`}>
                  Gửi lại
                </Button>
              )}
              <Button small rank="quiet" onPress={() => p.onRemove(row.key)} label={`Bỏ ${row.name}`}>
                Bỏ
              </Button>
            </li>
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the buttons do the same */}
      <div
        class={`drop${over ? ' drop-over' : ''}${p.small ? ' drop-small' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <Button small={p.small} onPress={() => chooser.current?.click()}>
          <Icon name="upload" /> {p.chooseText ?? 'Chọn tệp'}
          <span class="unseen"> cho {p.label}</span>
        </Button>
        {p.onScan && (
          <Button small={p.small} onPress={p.onScan}>
            <Icon name="camera" /> Chụp, ghép
            <span class="unseen"> cho {p.label}</span>
          </Button>
        )}
        <span class="drop-camera" hidden={p.onScan !== undefined}>
          <Button small={p.small} onPress={() => camera.current?.click()}>
            <Icon name="camera" /> Chụp ảnh
            <span class="unseen"> cho {p.label}</span>
          </Button>
        </span>
        <span class="drop-words quiet">{p.onScan ? 'hoặc kéo thả' : 'hoặc kéo tệp vào đây'}</span>
        <input
          ref={chooser}
          class="unseen"
          type="file"
          tabIndex={-1}
          aria-hidden="true"
          data-for={p.id}
          multiple
          accept={p.accept}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
        <input
          ref={camera}
          class="unseen"
          type="file"
          tabIndex={-1}
          aria-hidden="true"
          accept="image/*"
          capture="environment"
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </div>
    </FieldGroup>
  );
}
