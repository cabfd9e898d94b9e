import './reports.css';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Block } from '../../src/capabilities/reports/text.ts';
import { api, newKey, Problem } from '../app/api.ts';
import { showDate, showShort } from '../app/dates.ts';
import { dropDraft, findDraft, keepDraft } from '../app/drafts.ts';
import { online } from '../app/line.ts';
import { useResource } from '../app/resource.ts';
import { guardLeaving, place } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { official, sessionEnded } from '../desk/room.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { ChangesAnswer, ReportAnswer, SectionShown } from './answers.ts';
import { BlocksView } from './blocks-view.tsx';
import { type Conflict, ConflictView } from './conflict.tsx';
import { DetailsDialog } from './details-dialog.tsx';
import type { Labels } from './schema.ts';
import { type EditorHandle, SectionEditor } from './section-editor.tsx';
import { CheckSide, FiguresSide, HistorySide } from './side.tsx';

/** How long after the last letter what was typed is sent; on the machine it is kept at once. */
const SAVE_AFTER = 2_500;
/** How often one hears what others wrote. */
const LISTEN_EVERY = 5_000;

type Side = 'figures' | 'check' | 'history';

interface Draft {
  base: number;
  blocks: Block[];
}

/** A report: its outline at the left, its text in the middle, figures, checks and history at the right. */
export function ReportPage() {
  const id = place.value.path.split('/')[2] ?? '';
  const answer = useResource<ReportAnswer>(`/api/reports/${id}`);
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  const title = answer.data === null ? 'Báo cáo' : `${answer.data.name}, ${answer.data.period.name}`;
  useEffect(() => {
    document.title = `${title} - Haicấp`;
  }, [title]);
  if (answer.data === null)
    return (
      <div class="reports">
        <h1 tabIndex={-1}>Báo cáo</h1>
        {answer.state === 'failed' ? (
          <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
        ) : (
          <Skeleton lines={10} />
        )}
        <p>
          <a href="/bao-cao">Về danh sách báo cáo</a>
        </p>
      </div>
    );
  return <Writing key={id} report={answer.data} reload={answer.reload} />;
}

function Writing({ report: answered, reload }: { report: ReportAnswer; reload: () => void }) {
  // What was saved here stands at once; the next answer brings it too. Else a section that is opened again at once
  // would begin from the text before.
  const [written, setWritten] = useState<Record<string, { version: number; blocks: Block[] }>>({});
  const report: ReportAnswer = {
    ...answered,
    sections: answered.sections.map((one) => {
      const own = written[one.key];
      if (own === undefined || own.version <= one.version) return one;
      return { ...one, ...own, byName: official.value?.name ?? one.byName };
    }),
  };
  const [active, setActive] = useState<string | null>(null);
  const [selected, setSelected] = useState('');
  const [side, setSide] = useState<Side>('figures');
  const [marked, setMarked] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [checks, setChecks] = useState(0);
  const [freezing, setFreezing] = useState(false);
  const [changes, setChanges] = useState<ChangesAnswer | null>(null);
  const handle = useRef<EditorHandle | null>(null);

  // What others write comes in by itself; the section under one's own hands is brought together when it is saved.
  const heard = useRef({ active, report });
  heard.current = { active, report };
  useEffect(() => {
    const listen = async () => {
      if (document.visibilityState !== 'visible' || !online.value) return;
      const { active: mine, report: shown } = heard.current;
      try {
        const now = await api.get<ChangesAnswer>(`/api/reports/${shown.id}/changes`, { section: mine });
        setChanges(now);
        const news = shown.sections.some(
          ({ key, version }) => key !== mine && (now.versions[key] ?? version) > version,
        );
        if (news || now.version > shown.version || now.frozen !== (shown.frozenAt !== null)) reload();
      } catch (error) {
        sessionEnded(error);
      }
    };
    void listen();
    const timer = setInterval(() => void listen(), LISTEN_EVERY);
    return () => clearInterval(timer);
  }, [active]);

  const labels: Labels = {
    figure: (code, how) => {
      const found = report.figures.find((one) => one.code === code);
      return { label: found?.said[how] ?? '…', name: found?.name ?? code };
    },
    table: (name) => report.tables.find((one) => one.name === name)?.title ?? name,
  };
  const onFigure = (code: string) => {
    setMarked(code);
    setSide('figures');
    document.getElementById('report-side')?.scrollIntoView({ block: 'nearest' });
  };
  const goTo = (key: string) => {
    setSelected(key);
    const heading = document.getElementById(`muc-${key}`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };
  const freeze = async () => {
    setFreezing(true);
    try {
      await api.post(`/api/reports/${report.id}/freeze`);
      say('Đã chốt số liệu của báo cáo.');
      reload();
    } catch (error) {
      if (!sessionEnded(error)) say(wordsOf(error));
    }
    setFreezing(false);
  };
  const present = changes?.present ?? [];
  const section = report.sections.find(({ key }) => key === selected);
  const file = (kind: string) => `/api/reports/${report.id}/report.${kind}`;
  return (
    <div class="report">
      <header class="report-head">
        <p class="small no-print">
          <a href="/bao-cao">Báo cáo</a>
        </p>
        <h1 tabIndex={-1}>
          {report.name}, {report.period.name.charAt(0).toLowerCase() + report.period.name.slice(1)}
        </h1>
        <p class="quiet">
          {report.body.name} · từ {showDate(report.period.from)} đến hết {showDate(report.period.until)} ·{' '}
          {report.frozenAt === null
            ? report.finished
              ? 'đã qua ngày chốt, số liệu chưa chốt'
              : `số liệu tính đến ${showShort(report.countedAt)}, còn cập nhật đến hết ngày ${showDate(report.period.until)}`
            : `số liệu chốt lúc ${showShort(report.frozenAt)}`}
        </p>
        <div class="report-acts no-print">
          <ButtonLink href={file('docx')} download rank="primary">
            Tải tệp Word
          </ButtonLink>
          <ButtonLink href={file('pdf')} newTab>
            Mở bản in (PDF)
          </ButtonLink>
          <ButtonLink href={file('xlsx')} download>
            Tải phụ lục Excel
          </ButtonLink>
          {report.mayChange && <Button onPress={() => setAsking(true)}>Số, ngày, người ký, nơi nhận</Button>}
          {report.frozenAt === null && report.finished && report.mayFreeze && (
            <Button busy={freezing} busyText="Đang chốt…" onPress={() => void freeze()}>
              Chốt số liệu
            </Button>
          )}
        </div>
        {!report.writable && (
          <Notice kind="info" title="Báo cáo đã nộp nên không sửa được nữa.">
            <p>Khi được trả lại, các mục mở lại để viết.</p>
          </Notice>
        )}
        {report.figures.some(({ nowShown }) => nowShown !== null) && (
          <Notice kind="warn" title="Có số liệu được đính chính sau ngày chốt.">
            <ul>
              {report.figures
                .filter(({ nowShown }) => nowShown !== null)
                .slice(0, 6)
                .map((one) => (
                  <li key={one.code}>
                    <button type="button" class="report-chip" onClick={() => onFigure(one.code)}>
                      {one.name}
                    </button>
                    : khi chốt {one.shown}, nay {one.nowShown}
                  </li>
                ))}
            </ul>
          </Notice>
        )}
        {present.length > 0 && (
          <p class="report-present" role="status">
            Đang cùng mở: {present.map((one) => one.name).join(', ')}
          </p>
        )}
      </header>
      <nav class="report-outline no-print" aria-label="Các mục của báo cáo">
        <ol>
          {report.sections.map((one) => {
            const here = present.filter((other) => other.section === one.key);
            return (
              <li key={one.key} data-level={one.level}>
                <a
                  href={`#muc-${one.key}`}
                  aria-current={one.key === selected ? 'true' : undefined}
                  onClick={(event) => {
                    event.preventDefault();
                    goTo(one.key);
                  }}
                >
                  {one.heading}
                </a>
                {here.length > 0 && (
                  <span class="report-here"> {here.map(({ name }) => name).join(', ')} đang viết</span>
                )}
                {one.hint !== null && one.blocks.length === 0 && <span class="report-todo"> chưa viết</span>}
              </li>
            );
          })}
        </ol>
      </nav>
      <div class="report-body">
        {report.sections.map((one) => (
          <Section
            key={one.key}
            report={report}
            section={one}
            labels={labels}
            editing={active === one.key}
            others={present.filter((other) => other.section === one.key).map(({ name }) => name)}
            handle={handle}
            onFigure={onFigure}
            onOpen={() => {
              setActive(one.key);
              setSelected(one.key);
            }}
            onDone={() => {
              setActive(null);
              reload();
              requestAnimationFrame(() =>
                document.getElementById(`muc-${one.key}`)?.focus({ preventScroll: true }),
              );
            }}
            onSaved={(version, blocks) => {
              setWritten((before) => ({ ...before, [one.key]: { version, blocks } }));
              setChecks((n) => n + 1);
            }}
            onHistory={() => {
              setSelected(one.key);
              setSide('history');
              document.getElementById('report-side')?.scrollIntoView({ block: 'nearest' });
            }}
          />
        ))}
      </div>
      <aside class="report-side no-print" id="report-side" aria-label="Số liệu, soát, lịch sử">
        <div class="report-tabs" role="tablist" aria-label="Bên cạnh bài">
          {(
            [
              ['figures', 'Số liệu'],
              ['check', 'Soát'],
              ['history', 'Lịch sử'],
            ] as const
          ).map(([key, words]) => (
            <button
              key={key}
              type="button"
              role="tab"
              id={`tab-${key}`}
              aria-selected={side === key}
              aria-controls="report-panel"
              tabIndex={side === key ? 0 : -1}
              onClick={() => setSide(key)}
              onKeyDown={(event) => {
                const order: Side[] = ['figures', 'check', 'history'];
                const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? 2 : 0;
                const next = order[(order.indexOf(key) + step) % 3];
                if (step === 0 || next === undefined) return;
                setSide(next);
                document.getElementById(`tab-${next}`)?.focus();
              }}
            >
              {words}
            </button>
          ))}
        </div>
        <div id="report-panel" role="tabpanel" aria-labelledby={`tab-${side}`}>
          {side === 'figures' && (
            <FiguresSide
              report={report}
              marked={marked}
              onInsert={active === null ? null : (code, how) => handle.current?.insertFigure(code, how)}
              onInsertTable={active === null ? null : (name) => handle.current?.insertTable(name)}
            />
          )}
          {side === 'check' && <CheckSide report={report} turn={checks} onGo={goTo} />}
          {side === 'history' &&
            (section === undefined ? (
              <p class="quiet">Chọn một mục để xem lịch sử.</p>
            ) : (
              <HistorySide
                key={`${section.key} ${section.version}`}
                report={report}
                section={section}
                onRestore={async (blocks) => {
                  try {
                    await api.put(`/api/reports/${report.id}/sections/${section.key}`, {
                      base: section.version,
                      blocks,
                    });
                    say('Đã lấy lại bản cũ; bản vừa thay vẫn còn trong lịch sử.');
                  } catch (error) {
                    if (!sessionEnded(error)) say(wordsOf(error));
                  }
                  setActive(null);
                  reload();
                }}
              />
            ))}
        </div>
      </aside>
      {asking && (
        <DetailsDialog
          report={report}
          onClose={() => setAsking(false)}
          onSaved={() => {
            setAsking(false);
            say('Đã ghi thông tin văn bản.');
            reload();
          }}
        />
      )}
    </div>
  );
}

const mine = (writer: string | null) =>
  writer !== null && (official.value?.duties.some((duty) => duty.agencyName.startsWith(writer)) ?? false);

function Section(p: {
  report: ReportAnswer;
  section: SectionShown;
  labels: Labels;
  editing: boolean;
  others: string[];
  handle: { current: EditorHandle | null };
  onFigure: (code: string) => void;
  onOpen: () => void;
  onDone: () => void;
  onSaved: (version: number, blocks: Block[]) => void;
  onHistory: () => void;
}) {
  const { report, section } = p;
  const Heading = section.level <= 1 ? 'h2' : 'h3';
  const empty = section.blocks.length === 0;
  // A heading over others, for which the outline foresees no text of its own.
  const bare = empty && section.hint === null && section.writer === null && section.version === 1;
  return (
    <section class="report-section" data-editing={p.editing ? 'true' : undefined}>
      <header>
        <Heading id={`muc-${section.key}`} tabIndex={-1} class={section.level === 0 ? 'quiet' : undefined}>
          {section.heading}
        </Heading>
        <span class="report-section-acts no-print">
          {section.writer !== null && (
            <span class={mine(section.writer) ? 'report-mine' : 'quiet small'}>{section.writer}</span>
          )}
          {section.version > 1 && (
            <Button small rank="link" onPress={p.onHistory} label={`Lịch sử mục ${section.heading}`}>
              {section.byName}, {showShort(section.at)}
            </Button>
          )}
          {section.mayWrite && !p.editing && !bare && (
            <Button small onPress={p.onOpen} label={`Viết mục ${section.heading}`}>
              Viết
            </Button>
          )}
        </span>
      </header>
      {p.editing ? (
        <Editing {...p} />
      ) : empty ? (
        section.hint !== null && <p class="report-hint no-print">{section.hint}</p>
      ) : (
        <BlocksView blocks={section.blocks} report={report} onFigure={p.onFigure} />
      )}
    </section>
  );
}

type Kept = 'kept' | 'typing' | 'saving' | 'failed';

/** One section under one's hands: kept on the machine at every letter, on the server a moment later. */
function Editing({
  report,
  section,
  labels,
  others,
  handle,
  onDone,
  onSaved,
}: Parameters<typeof Section>[0]) {
  const owner = official.value?.id ?? null;
  const name = `report.${report.id}.${section.key}`;
  const draft = useRef(findDraft<Draft>(name, owner));
  const begun = draft.current?.body ?? { base: section.version, blocks: section.blocks };
  const base = useRef(begun.base);
  const text = useRef(begun.blocks);
  const [kept, setKept] = useState<Kept>(draft.current === null ? 'kept' : 'typing');
  const [fault, setFault] = useState<unknown>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** Sent and not yet answered: the next save waits for it. */
  const sending = useRef<Promise<boolean> | null>(null);
  const dirty = useRef(draft.current !== null);

  const save = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    if (sending.current !== null) await sending.current;
    if (!dirty.current) return true;
    const blocks = text.current;
    dirty.current = false;
    setKept('saving');
    const send = async () => {
      try {
        const saved = await api.put<{ version: number; blocks: Block[]; merged: boolean }>(
          `/api/reports/${report.id}/sections/${section.key}`,
          { base: base.current, blocks },
          { key: newKey() },
        );
        base.current = saved.version;
        if (saved.merged) {
          // Typed on while it was under way: the next save brings it together anew, upon what was answered.
          if (!dirty.current) {
            text.current = saved.blocks;
            handle.current?.replace(saved.blocks);
            say('Đã ghép với phần người khác vừa viết trong mục này.');
          }
        }
        if (!dirty.current) {
          dropDraft(name);
          setKept('kept');
        }
        setFault(null);
        onSaved(saved.version, saved.blocks);
        return true;
      } catch (error) {
        dirty.current = true;
        if (error instanceof Problem && error.code === 'section.conflict') {
          const { base: was, theirs, by, at, version } = error.details as unknown as Omit<Conflict, 'mine'>;
          setConflict({ base: was, theirs, by, at, version, mine: text.current });
        } else if (!sessionEnded(error)) setFault(error);
        setKept('failed');
        return false;
      }
    };
    sending.current = send();
    const done = await sending.current;
    sending.current = null;
    return done;
  }, []);

  useEffect(() => {
    const lift = guardLeaving(() => {
      void save();
      return true;
    });
    // Whoever reads on while a draft of before waits has it sent too.
    if (dirty.current) timer.current = setTimeout(() => void save(), SAVE_AFTER);
    return () => {
      lift();
      clearTimeout(timer.current);
      if (dirty.current) void save();
    };
  }, []);

  const change = (blocks: Block[]) => {
    text.current = blocks;
    dirty.current = true;
    keepDraft<Draft>(name, { base: base.current, blocks }, owner);
    setKept('typing');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), SAVE_AFTER);
  };
  const done = () => {
    void save().then((saved) => {
      if (saved) onDone();
    });
  };
  if (conflict !== null)
    return (
      <ConflictView
        conflict={conflict}
        report={report}
        busy={kept === 'saving'}
        onResolve={(blocks) => {
          base.current = conflict.version;
          text.current = blocks;
          dirty.current = true;
          void save().then((saved) => {
            if (saved) {
              setConflict(null);
              onDone();
            }
          });
        }}
      />
    );
  return (
    <>
      {draft.current !== null && (
        <Notice
          kind="info"
          title={`Đang mở bản viết dở trên máy này lúc ${showShort(draft.current.savedAt)}.`}
        />
      )}
      {others.length > 0 && (
        <p class="report-here" role="status">
          {others.join(', ')} cũng đang viết mục này; hai bản được ghép khi ghi.
        </p>
      )}
      {section.hint !== null && <p class="report-hint">{section.hint}</p>}
      {fault !== null && (
        <Notice kind="wrong" title={wordsOf(fault)} live>
          <p>Chữ đã gõ vẫn giữ trên máy này.</p>
        </Notice>
      )}
      <SectionEditor
        blocks={text.current}
        labels={labels}
        label={`Nội dung mục ${section.heading}`}
        onChange={change}
        onDone={done}
        handle={handle}
      />
      <p class="row report-kept">
        <Button rank="primary" small busy={kept === 'saving'} onPress={done} shortcut="Control+Enter">
          Xong
        </Button>
        <span class="quiet small" role="status">
          {kept === 'kept'
            ? 'Đã ghi.'
            : kept === 'saving'
              ? 'Đang ghi…'
              : kept === 'typing'
                ? 'Đang viết; tự ghi sau vài giây.'
                : 'Chưa ghi được.'}
        </span>
      </p>
    </>
  );
}
