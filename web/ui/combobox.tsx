import { useEffect, useRef, useState } from 'preact/hooks';
import { Field, type FieldProps } from './field.tsx';
import './combobox.css';

export interface Found {
  value: string;
  label: string;
  /** Beside the label, quieter: the province of a commune, the code of a procedure. */
  note?: string | undefined;
}

/**
 * A field that suggests while one types (the ARIA combobox pattern with a list). Arrow keys move, Enter takes, Escape
 * closes and keeps what was typed.
 */
export function Combobox(
  p: FieldProps & {
    chosen: Found | null;
    onChoose: (found: Found | null) => void;
    /** Suggestions for what was typed; aborted when more is typed. */
    load: (text: string, signal: AbortSignal) => Promise<Found[]>;
    placeholder?: string | undefined;
    id: string;
  },
) {
  const [text, setText] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<Found[]>([]);
  const [at, setAt] = useState(0);
  const [said, setSaid] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const { load } = p;
  const loadNow = useRef(load);
  loadNow.current = load;

  useEffect(() => {
    if (!open) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      loadNow.current(text ?? '', stop.signal).then(
        (list) => {
          setFound(list);
          setAt(0);
          setSaid(list.length === 0 ? 'Không có mục nào khớp' : `${list.length} mục khớp`);
        },
        () => {
          if (!stop.signal.aborted) setSaid('Chưa tải được danh sách');
        },
      );
    }, 160);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [open, text]);

  const choose = (one: Found | null) => {
    p.onChoose(one);
    setText(null);
    setOpen(false);
  };
  const listId = `${p.id}-list`;
  const optionId = (i: number) => `${p.id}-option-${i}`;

  return (
    <Field {...p}>
      {(wiring) => (
        <div
          class="combobox"
          ref={box}
          onFocusOut={(event) => {
            if (box.current?.contains(event.relatedTarget as Node | null)) return;
            setOpen(false);
            setText(null);
          }}
        >
          <input
            {...wiring}
            class="input"
            type="text"
            role="combobox"
            autoComplete="off"
            spellcheck={false}
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={listId}
            aria-activedescendant={open && found.length > 0 ? optionId(at) : undefined}
            placeholder={p.placeholder}
            value={text ?? p.chosen?.label ?? ''}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setOpen(true);
              if (p.chosen !== null) p.onChoose(null);
            }}
            onClick={() => setOpen(true)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                event.preventDefault();
                if (!open) setOpen(true);
                else if (found.length > 0) {
                  setAt((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
                }
              } else if (event.key === 'Enter' && open) {
                const one = found[at];
                event.preventDefault();
                if (one) choose(one);
              } else if (event.key === 'Escape' && open) {
                event.preventDefault();
                setOpen(false);
              }
            }}
          />
          <div class="combobox-list" id={listId} role="listbox" aria-label="Gợi ý" hidden={!open}>
            {found.map((one, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
              <div
                key={one.value}
                id={optionId(i)}
                role="option"
                tabIndex={-1}
                aria-selected={i === at}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(one)}
              >
                {one.label}
                {one.note && <span class="quiet"> · {one.note}</span>}
              </div>
            ))}
            {open && found.length === 0 && said !== '' && (
              <div
                class="combobox-none"
                role="option"
                aria-selected="false"
                aria-disabled="true"
                tabIndex={-1}
              >
                {said}
              </div>
            )}
          </div>
          <span class="unseen" role="status">
            {open ? said : ''}
          </span>
        </div>
      )}
    </Field>
  );
}
