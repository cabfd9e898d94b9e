import { useEffect, useState } from 'preact/hooks';
import { SAYINGS, type Saying } from '../../src/capabilities/reports/text.ts';
import { showShort } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select, TextInput } from '../ui/inputs.tsx';
import { EmptyState, FailedState, Skeleton } from '../ui/notice.tsx';
import {
  type CheckAnswer,
  doorOf,
  type ReportAnswer,
  type SectionShown,
  type VersionShown,
} from './answers.ts';
import { BlocksView } from './blocks-view.tsx';

const SAID: Record<Saying, string> = {
  value: 'Con số',
  counted: 'Con số kèm “hồ sơ”, hoặc “không có”',
  ratio: 'Tỷ lệ kèm phép chia',
  before: 'Kỳ trước',
  'last-year': 'Cùng kỳ năm trước',
  change: 'So với kỳ trước',
  'change-last-year': 'So với cùng kỳ năm trước',
};

const folded = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'd').toLowerCase();

/** The figures that may be put into the text, each with what stands behind it. */
export function FiguresSide({
  report,
  marked,
  onInsert,
  onInsertTable,
}: {
  report: ReportAnswer;
  /** The one that was asked about in the text. */
  marked: string | null;
  /** Null while no section is being written. */
  onInsert: ((code: string, say: Saying) => void) | null;
  onInsertTable: ((name: string) => void) | null;
}) {
  const [words, setWords] = useState('');
  const [say, setSay] = useState<Saying>('value');
  const wanted = folded(words.trim());
  const found = report.figures.filter(
    (one) => one.code === marked || wanted === '' || folded(`${one.group} ${one.name}`).includes(wanted),
  );
  const list = marked === null ? found : [...found].sort((a) => (a.code === marked ? -1 : 1));
  return (
    <div class="report-figures stack-2">
      <TextInput free label="Tìm số liệu" type="search" value={words} onInput={setWords} />
      {onInsert !== null && (
        <Select
          free
          label="Viết vào bài thành"
          none={null}
          value={say}
          options={SAYINGS.map((one) => ({ value: one, label: SAID[one] }))}
          onChange={(next) => setSay(next as Saying)}
        />
      )}
      {list.length === 0 && <EmptyState title="Không có số liệu nào mang tên này." />}
      <ul class="report-figure-list">
        {list.map((one) => (
          <li key={one.code} data-marked={one.code === marked ? 'true' : undefined}>
            <span class="report-figure-name">{one.name}</span>
            <span class="report-figure-value">{one.shown}</span>
            {one.nowShown !== null && (
              <span class="report-figure-now">
                khi chốt {one.shown}, nay {one.nowShown}
              </span>
            )}
            {one.code === marked && (
              <span class="quiet small">
                {one.said.change}; {one.said['change-last-year']}.
              </span>
            )}
            <span class="row">
              {one.opens.map((code) => {
                const part = report.figures.find((figure) => figure.code === code);
                const words = one.opens.length === 1 ? 'Mở hồ sơ' : (part?.name ?? code);
                return one.nowShown === null ? (
                  <a key={code} href={doorOf(report, code)}>
                    {words}
                  </a>
                ) : (
                  <span key={code} class="row">
                    <a href={doorOf(report, code, report.frozenAt)}>{words}, khi chốt</a>
                    <a href={doorOf(report, code)}>{words}, nay</a>
                  </span>
                );
              })}
              {onInsert !== null && (
                <Button small onPress={() => onInsert(one.code, say)} label={`Chèn: ${one.name}`}>
                  Chèn
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {onInsertTable !== null && (
        <div class="stack-2">
          <h3>Bảng của đề cương</h3>
          {report.tables.map((table) => (
            <p key={table.name}>
              {table.title}{' '}
              <Button small onPress={() => onInsertTable(table.name)} label={`Chèn bảng: ${table.title}`}>
                Chèn
              </Button>
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

/** What the checker found in the whole report. */
export function CheckSide({
  report,
  turn,
  onGo,
}: {
  report: ReportAnswer;
  /** Grows when something was written: then it is checked anew. */
  turn: number;
  onGo: (section: string) => void;
}) {
  const answer = useResource<CheckAnswer>(`/api/reports/${report.id}/check`);
  useEffect(() => {
    if (turn > 0) answer.reload();
  }, [turn]);
  if (answer.data === null)
    return answer.state === 'failed' ? (
      <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
    ) : (
      <Skeleton lines={5} />
    );
  const { findings, held, empty } = answer.data;
  const heading = (key: string) => report.sections.find((one) => one.key === key)?.heading ?? 'Phụ lục';
  return (
    <div class="stack-2">
      <p class="row">
        <Button small onPress={answer.reload}>
          Soát lại
        </Button>
        <span class="quiet small">{held} phép tính trong bài khớp nhau.</span>
      </p>
      {findings.length === 0 ? (
        <p class="report-fine">Không thấy số nào trong bài trái nhau hoặc trái với số liệu đã đếm.</p>
      ) : (
        <ul class="report-findings">
          {findings.map((one, at) => (
            <li key={at} data-severity={one.severity}>
              <strong>{one.title}</strong>
              <q>{one.quote}</q>
              <span>{one.words}</span>
              {one.suggestion !== null && <span>Có lẽ đúng là: {one.suggestion}</span>}
              <Button small rank="link" onPress={() => onGo(one.section)}>
                {heading(one.section)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {empty.length > 0 && (
        <>
          <h3>Mục chưa có nội dung: {empty.length}</h3>
          <ul class="report-empty">
            {empty.map((one) => (
              <li key={one.section}>
                <Button small rank="link" onPress={() => onGo(one.section)}>
                  {one.heading}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Saves of one person one after another within this time are one line of the history. */
const ONE_SITTING = 10 * 60_000;

/** Who wrote a section when, each version to be looked at and taken back. */
export function HistorySide({
  report,
  section,
  onRestore,
}: {
  report: ReportAnswer;
  section: SectionShown;
  onRestore: (blocks: VersionShown['blocks']) => Promise<void>;
}) {
  const answer = useResource<{ versions: VersionShown[] }>(
    `/api/reports/${report.id}/sections/${section.key}`,
  );
  const [shown, setShown] = useState<VersionShown | null>(null);
  const [busy, setBusy] = useState(false);
  if (answer.data === null)
    return answer.state === 'failed' ? (
      <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
    ) : (
      <Skeleton lines={4} />
    );
  const sittings = answer.data.versions.filter((one, at, all) => {
    const later = all[at - 1];
    return (
      later === undefined ||
      one.version === 1 ||
      later.byName !== one.byName ||
      Date.parse(later.at) - Date.parse(one.at) > ONE_SITTING
    );
  });
  return (
    <div class="stack-2">
      <h3>{section.heading}</h3>
      <ul class="report-history">
        {sittings.map((one) => (
          <li key={one.version}>
            <Button small rank="link" onPress={() => setShown(one)}>
              {showShort(one.at)}
            </Button>
            <span>{one.byName}</span>
            {one.version === section.version && <span class="quiet small">bản hiện tại</span>}
            {one.version === 1 && <span class="quiet small">lời văn ban đầu của đề cương</span>}
          </li>
        ))}
      </ul>
      <Dialog
        open={shown !== null}
        wide
        title={shown === null ? '' : `Bản của ${shown.byName}, ${showShort(shown.at)}`}
        onClose={() => setShown(null)}
      >
        {shown !== null && (
          <>
            {shown.blocks.length === 0 ? (
              <p class="quiet">Mục này khi đó chưa có nội dung.</p>
            ) : (
              <BlocksView blocks={shown.blocks} report={report} onFigure={() => {}} />
            )}
            {section.mayWrite && shown.version !== section.version && (
              <p class="row">
                <Button
                  rank="primary"
                  busy={busy}
                  busyText="Đang ghi…"
                  onPress={() => {
                    setBusy(true);
                    void onRestore(shown.blocks).finally(() => {
                      setBusy(false);
                      setShown(null);
                    });
                  }}
                >
                  Lấy lại bản này
                </Button>
              </p>
            )}
          </>
        )}
      </Dialog>
    </div>
  );
}
