import { signal } from '@preact/signals';
import { useMemo, useRef, useState } from 'preact/hooks';
import { sendPaper } from '../app/api.ts';
import { showSize } from '../app/dates.ts';
import { wordsOf } from '../app/words.ts';
import { FileInput, type FileRow } from '../ui/file-input.tsx';
import { Offered } from '../vault/offered.tsx';
import { fileOf, type Offers } from '../vault/offers.ts';
import type { HandedIn } from './act-questions.ts';
import { Later } from './later.tsx';

const ACCEPTED = '.pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff,.heic,.docx';
const NONE: HandedIn = { originals: 0, copies: 0, papers: [] };

export interface ChecklistLine {
  key: string;
  name: string;
  /** How many the procedure asks for; null where it asks only some applicants. */
  original: number;
  copy: number;
  /** Only shown to the receptionist: neither taken in nor scanned. */
  presentOnly: boolean;
  conditional: boolean;
  fault?: string | undefined;
}

interface OnTheWay extends FileRow {
  component: string;
  file: File;
  stop: AbortController;
}

/**
 * The papers of a dossier against the procedure's list: how many of each were handed in, and their scans. Enter in a
 * number goes to the next one, so that a row of papers is counted without the mouse.
 */
export function Checklist(p: {
  lines: readonly ChecklistLine[];
  /** Nothing on paper is counted here. */
  filesOnly?: boolean;
  handedIn: Readonly<Record<string, HandedIn>>;
  /** What the applicant's vault has for these, while it is open. */
  offers?: Offers;
  onChange: (change: (before: Readonly<Record<string, HandedIn>>) => Record<string, HandedIn>) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  // Files on their way are not drafts: a reload ends them. Only what has arrived is kept.
  const onTheWay = useMemo(() => signal<OnTheWay[]>([]), []);
  const held = (key: string): HandedIn => p.handedIn[key] ?? NONE;
  const set = (key: string, part: (before: HandedIn) => Partial<HandedIn>) =>
    p.onChange((before) => {
      const one = before[key] ?? NONE;
      return { ...before, [key]: { ...one, ...part(one) } };
    });

  const patch = (key: string, part: Partial<OnTheWay>) => {
    onTheWay.value = onTheWay.value.map((one) => (one.key === key ? { ...one, ...part } : one));
  };
  const send = (one: OnTheWay) => {
    sendPaper(one.file, (share) => patch(one.key, { share }), one.stop.signal).then(
      (paper) => {
        onTheWay.value = onTheWay.value.filter((other) => other.key !== one.key);
        set(one.component, (before) => ({
          papers: [...before.papers, { id: paper.id, name: paper.name, size: paper.size }],
        }));
      },
      (error: unknown) => patch(one.key, { state: 'failed', words: wordsOf(error) }),
    );
  };
  const add = (component: string, files: readonly File[]) => {
    const fresh = files.map(
      (file): OnTheWay => ({
        key: `${component}-${Date.now()}-${Math.random().toString(36).slice(2)}`,
        component,
        file,
        name: file.name,
        sizeText: showSize(file.size),
        state: 'sending',
        share: 0,
        stop: new AbortController(),
      }),
    );
    onTheWay.value = [...onTheWay.value, ...fresh];
    for (const one of fresh) send(one);
  };
  const nextNumber = (from: HTMLInputElement) => {
    const all = [...(box.current?.querySelectorAll<HTMLInputElement>('input[type="number"]') ?? [])];
    const next = all[all.indexOf(from) + 1];
    if (next) {
      next.focus();
      next.select();
    } else {
      document.getElementById('after-checklist')?.focus();
    }
  };

  const [scanning, setScanning] = useState<string | null>(null);
  const scanned = p.lines.filter((line) => !line.presentOnly);

  return (
    <div class="checklist" ref={box}>
      {scanning !== null && (
        <Later
          load={() => import('../scan/scan-dialog.tsx').then((part) => part.ScanDialog)}
          given={{
            lines: scanned,
            from: scanning,
            onClose: () => setScanning(null),
            onDone: (keys, paper) => {
              for (const key of keys) set(key, (before) => ({ papers: [...before.papers, paper] }));
              setScanning(null);
            },
          }}
        />
      )}
      {p.lines.map((line, i) => {
        const one = held(line.key);
        const files: FileRow[] = [
          ...one.papers.map((paper) => ({
            key: paper.id,
            name: paper.vault ? `${paper.name} (từ kho)` : paper.name,
            sizeText: showSize(paper.size),
            state: 'sent' as const,
            share: 1,
            href: fileOf(paper),
          })),
          ...onTheWay.value.filter((row) => row.component === line.key),
        ];
        return (
          <div key={line.key} class="checklist-row" id={`component-${line.key}`}>
            <div id={`component-${line.key}-name`}>
              {i + 1}. {line.name}
              {askedWords(line) !== '' && <span class="quiet small"> ({askedWords(line)})</span>}
              {line.fault && <p class="field-error">{line.fault}</p>}
            </div>
            {(p.filesOnly ? [] : (['originals', 'copies'] as const)).map((kind) => (
              <label key={kind} class="count-label">
                {kind === 'originals' ? 'Bản chính' : 'Bản sao'}
                <input
                  class="input"
                  type="number"
                  min={0}
                  max={999}
                  inputMode="numeric"
                  aria-describedby={`component-${line.key}-name`}
                  value={one[kind]}
                  onFocus={(event) => event.currentTarget.select()}
                  onInput={(event) => {
                    const count = Math.min(
                      999,
                      Math.max(0, Math.trunc(Number(event.currentTarget.value) || 0)),
                    );
                    set(line.key, () => ({ [kind]: count }));
                  }}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter' || event.ctrlKey) return;
                    event.preventDefault();
                    nextNumber(event.currentTarget);
                  }}
                />
              </label>
            ))}
            {line.presentOnly ? (
              <span class="quiet small">Chỉ đối chiếu, không thu</span>
            ) : (
              <FileInput
                id={`files-${line.key}`}
                label={`Bản quét của giấy tờ ${i + 1}`}
                hideLabel
                small
                chooseText="Tệp quét"
                onScan={() => setScanning(line.key)}
                accept={ACCEPTED}
                rows={files}
                onFiles={(chosen) => add(line.key, chosen)}
                onRemove={(key) => {
                  onTheWay.value.find((row) => row.key === key)?.stop.abort();
                  onTheWay.value = onTheWay.value.filter((row) => row.key !== key);
                  set(line.key, (before) => ({ papers: before.papers.filter((paper) => paper.id !== key) }));
                }}
                onRetry={(key) => {
                  const row = onTheWay.value.find((other) => other.key === key);
                  if (!row) return;
                  patch(key, { state: 'sending', share: 0, words: undefined });
                  send({ ...row, stop: new AbortController() });
                }}
              />
            )}
            {!line.presentOnly && (
              <Offered
                offers={p.offers?.find((offer) => offer.componentKey === line.key)?.papers ?? []}
                taken={one.papers}
                onTake={(paper) => set(line.key, (before) => ({ papers: [...before.papers, paper] }))}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

function askedWords(line: ChecklistLine): string {
  const counts = [
    line.original > 0 ? `${line.original} bản chính` : '',
    line.copy > 0 ? `${line.copy} bản sao` : '',
  ].filter(Boolean);
  return [counts.join(', '), line.conditional ? 'nếu thuộc trường hợp' : ''].filter(Boolean).join('; ');
}
