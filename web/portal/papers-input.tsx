import { useRef, useState } from 'preact/hooks';
import { Problem, sendPaper } from '../app/api.ts';
import { showSize } from '../app/dates.ts';
import { wordsOf } from '../app/words.ts';
import { FileInput, type FileRow } from '../ui/file-input.tsx';
import { type ChosenPaper, fileOf } from '../vault/offers.ts';

/** Types that the server takes; the file's content decides, this only helps the chooser. */
export const ACCEPT = '.pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff,.heic,.docx';
const LIMIT = 25 * 1024 * 1024;

type Kept = ChosenPaper;

interface Going {
  key: string;
  file: File;
  share: number;
  words: string | null;
}

/** The files of one component: those that arrived are the caller's, those on their way are ours. */
export function PapersInput({
  id,
  label,
  hint,
  error,
  optional,
  papers,
  onChange,
}: {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean | undefined;
  papers: readonly Kept[];
  /** Called with what the list becomes; a function, since several files may arrive between two drawings. */
  onChange: (change: (papers: readonly Kept[]) => Kept[]) => void;
}) {
  const [going, setGoing] = useState<Going[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const counter = useRef(0);
  const changeOne = (key: string, part: Partial<Going>) =>
    setGoing((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));

  const start = async (key: string, file: File) => {
    if (file.size > LIMIT) {
      changeOne(key, { words: wordsOf(new Problem('paper.too-large', 413, { limit: LIMIT })) });
      return;
    }
    if (file.size === 0) {
      changeOne(key, { words: wordsOf(new Problem('paper.empty', 422)) });
      return;
    }
    const stop = new AbortController();
    stops.current.set(key, stop);
    changeOne(key, { words: null, share: 0 });
    try {
      const sent = await sendPaper(file, (share) => changeOne(key, { share }), stop.signal);
      setGoing((all) => all.filter((one) => one.key !== key));
      onChange((now) => [...now, { id: sent.id, name: sent.name, size: sent.size }]);
    } catch (error) {
      if (!stop.signal.aborted) changeOne(key, { words: wordsOf(error) });
    }
  };

  const rows: FileRow[] = [
    ...papers.map((paper) => ({
      key: paper.id,
      name: paper.vault ? `${paper.name} (từ kho giấy tờ)` : paper.name,
      sizeText: showSize(paper.size),
      state: 'sent' as const,
      share: 1,
      href: fileOf(paper),
    })),
    ...going.map((one) => ({
      key: one.key,
      name: one.file.name,
      sizeText: showSize(one.file.size),
      state: one.words === null ? ('sending' as const) : ('failed' as const),
      share: one.share,
      words: one.words ?? undefined,
    })),
  ];
  return (
    <FileInput
      id={id}
      label={label}
      hint={hint}
      error={error}
      optional={optional}
      rows={rows}
      accept={ACCEPT}
      onFiles={(files) => {
        const more = files.map((file) => {
          counter.current += 1;
          return { key: `going-${counter.current}`, file, share: 0, words: null };
        });
        setGoing((all) => [...all, ...more]);
        for (const one of more) void start(one.key, one.file);
      }}
      onRemove={(key) => {
        stops.current.get(key)?.abort();
        setGoing((all) => all.filter((one) => one.key !== key));
        onChange((now) => now.filter((paper) => paper.id !== key));
      }}
      onRetry={(key) => {
        const one = going.find((each) => each.key === key);
        if (one) void start(key, one.file);
      }}
    />
  );
}
