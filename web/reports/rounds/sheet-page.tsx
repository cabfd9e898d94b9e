import { useEffect, useMemo, useState } from 'preact/hooks';
import { contradictions } from '../../../src/capabilities/reports/watch.ts';
import { type FormCell, isAsked, readyForm } from '../../../src/capabilities/rounds/form.ts';
import {
  completed,
  faultOfValue,
  hinders,
  judgeSheet,
  type Violation,
} from '../../../src/capabilities/rounds/judge.ts';
import { sayContradiction } from '../../../src/capabilities/rounds/text-words.ts';
import { Problem } from '../../app/api.ts';
import { showDate, showShort } from '../../app/dates.ts';
import { onLive } from '../../app/live.ts';
import { useResource } from '../../app/resource.ts';
import { place } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { ReasonDialog } from '../../desk/reason-dialog.tsx';
import { mayDo, sessionEnded } from '../../desk/room.ts';
import { useOnce } from '../../desk/use-once.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { FailedState, focusField, Notice, Skeleton } from '../../ui/notice.tsx';
import { say } from '../../ui/toast.tsx';
import { doorOf, type SheetAnswer, shownValue } from './answers.ts';
import { CellRow, idOf } from './cell-row.tsx';
import { SheetSide } from './sheet-side.tsx';
import { SheetTag } from './state-tag.tsx';
import { useFilling } from './use-filling.ts';
import { WorkbookPart } from './workbook-part.tsx';

/** One body's sheet in a round. */
export function SheetPage() {
  const [, , , id = '', body = ''] = place.value.path.split('/');
  const path = `/api/rounds/${id}/sheets/${body}`;
  const answer = useResource<SheetAnswer>(path);
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  useEffect(() => onLive('rounds', answer.reload), [path]);
  const name = answer.data?.round.name ?? 'Biểu báo cáo';
  useEffect(() => {
    document.title = `${name} - Haicấp`;
  }, [name]);
  if (answer.data === null)
    return (
      <div class="reports">
        <h1 tabIndex={-1}>Biểu báo cáo</h1>
        {answer.state === 'failed' ? (
          <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
        ) : (
          <Skeleton lines={10} />
        )}
        <p>
          <a href="/bao-cao/dot">Về danh sách đợt báo cáo</a>
        </p>
      </div>
    );
  return <Sheet key={path} path={path} sheet={answer.data} reload={answer.reload} />;
}

function Sheet({ path, sheet, reload }: { path: string; sheet: SheetAnswer; reload: () => void }) {
  const { round, form, may } = sheet;
  const ready = useMemo(() => readyForm(form), [JSON.stringify(form)]);
  const filling = useFilling(path, sheet, reload);
  const [tried, setTried] = useState(false);
  const [returning, setReturning] = useState<'return' | 'reopen' | null>(null);

  // The same rules as on the server, while somebody types; what only the server reads is taken from its last answer.
  const values = completed(ready, { ...filling.values, ...sheet.counted }, sheet.before);
  const own = judgeSheet(ready, values, sheet.before, (text, watched) =>
    contradictions(
      [{ text, typed: true }],
      watched.map(({ cell, words }) => ({ figure: cell, words })),
      (cell) => [values[cell], sheet.before[cell]].map((value) => (typeof value === 'number' ? value : null)),
    ).map((one) => sayContradiction(ready, one)),
  );
  const read = sheet.violations.filter(
    ({ rule, cells, stood }) =>
      rule.startsWith('report:') || (rule.startsWith('checked:') && values[cells[0] ?? ''] === stood),
  );
  const violations: Violation[] = [...own, ...read];
  const explained = new Map(Object.entries(sheet.explanations).map(([rule, { stood }]) => [rule, stood]));
  const missing = violations.filter(({ rule }) => rule.startsWith('required:'));
  const broken = violations.filter(({ rule }) => !rule.startsWith('required:'));
  const left = hinders(broken, explained);
  const unread = Object.keys(filling.wrong).length;

  const submit = useOnce<{ state: string }>(`${path}/submit`, () => {
    say('Đã trình lãnh đạo cơ quan.');
    setTried(false);
    reload();
  });
  const approve = useOnce<{ state: string }>(`${path}/approve`, () => {
    say('Đã duyệt và gửi tỉnh.');
    reload();
  });
  const accept = useOnce<{ accepted: number }>(`/api/rounds/${round.id}/accept`, () => {
    say('Đã nhận biểu.');
    reload();
  });
  const handIn = async () => {
    setTried(true);
    const first =
      Object.keys(filling.wrong)[0] ??
      left.find(({ cells }) => cells.length > 0)?.cells[0] ??
      missing[0]?.cells[0];
    if (first !== undefined) {
      focusField(idOf(first));
      return;
    }
    if (await filling.flush()) await submit.send({});
  };
  const at = (key: string): Violation[] => {
    const here = broken.filter(({ cells }) => cells[0] === key);
    return tried ? [...here, ...missing.filter(({ cells }) => cells[0] === key)] : here;
  };
  const last = sheet.steps.findLast(({ kind }) => kind === 'returned' || kind === 'reopened');
  const fault = submit.fault ?? approve.fault ?? accept.fault;
  const askedCells = [...ready.cells.values()].filter(
    (cell) => isAsked(cell) && cell.optional !== true,
  ).length;
  return (
    <div class="reports sheet">
      <header class="round-head">
        <p class="small">
          <a href="/bao-cao/dot">Đợt báo cáo</a>
          {mayDo('rounds.see-round') && (
            <>
              {' '}
              / <a href={`/bao-cao/dot/${round.id}`}>Tất cả cơ quan</a>
            </>
          )}
        </p>
        <h1 tabIndex={-1}>{round.name}</h1>
        <p>
          <strong>{sheet.bodyName}</strong>{' '}
          <SheetTag state={sheet.state} name={sheet.stateName} late={sheet.late} locked={sheet.locked} />
        </p>
        <p class="quiet">
          Số liệu từ {showDate(round.from)} đến hết {showDate(round.until)} ·{' '}
          {round.cutOffPast
            ? `ô đếm đã chốt hết ngày ${showDate(round.cutOffDay)}`
            : `ô đếm còn cập nhật đến hết ngày ${showDate(round.cutOffDay)}, sau đó mới trình được`}{' '}
          · hạn gửi hết ngày {showDate(round.dueDay)}
        </p>
        {round.note !== '' && <p class="round-note">{round.note}</p>}
        {sheet.state === 'returned' && last !== undefined && (
          <Notice
            kind="warn"
            title={`${last.byName} ${last.kind === 'reopened' ? 'mở lại' : 'trả lại'} lúc ${showShort(last.at)}: ${last.reason ?? ''}`}
          />
        )}
        {sheet.corrected.length > 0 && (
          <Notice kind="warn" title="Có số liệu được đính chính sau ngày chốt; biểu vẫn giữ số đã chốt.">
            <ul>
              {sheet.corrected.map((one) => {
                const cell = ready.cells.get(one.cell);
                return (
                  <li key={one.cell}>
                    {cell?.name}: khi chốt {shownValue(one.frozen)}, nay {shownValue(one.now)}
                    {may.open && cell?.counted !== undefined && (
                      <>
                        {' '}
                        <a href={doorOf(cell.counted, sheet.bodyId, round)}>Mở hồ sơ</a>
                      </>
                    )}
                  </li>
                );
              })}
            </ul>
          </Notice>
        )}
        {fault !== null &&
          !(fault instanceof Problem && fault.code === 'sheet.hindered' && left.length > 0) && (
            <Notice kind="wrong" live title={wordsOf(fault)} />
          )}
      </header>
      <div class="sheet-columns">
        <div class="sheet-body">
          {form.groups.map((group) => (
            <section key={group.key} class="sheet-group" aria-labelledby={`nhom-${group.key}`}>
              <h2 id={`nhom-${group.key}`}>{group.name}</h2>
              {group.cells.some(({ kind }) => kind !== 'text') && (
                <div class="sheet-head" aria-hidden="true">
                  <span>Chỉ tiêu</span>
                  <span class="number">Kỳ trước</span>
                  <span class="number">Kỳ này</span>
                </div>
              )}
              {group.cells.map((cell: FormCell) => (
                <CellRow
                  key={cell.key}
                  cell={cell}
                  value={values[cell.key] ?? null}
                  before={sheet.before[cell.key] ?? null}
                  door={
                    may.open && cell.counted !== undefined ? doorOf(cell.counted, sheet.bodyId, round) : null
                  }
                  filling={filling}
                  mayFill={may.fill}
                  violations={at(cell.key)}
                  explanations={sheet.explanations}
                  path={path}
                  nameOf={(key) => ready.cells.get(key)?.name ?? key}
                  doorOfIndicator={(indicator) => (may.open ? doorOf(indicator, sheet.bodyId, round) : null)}
                  wrongNow={faultNow(cell, filling.values[cell.key])}
                  onExplained={reload}
                />
              ))}
            </section>
          ))}
          {may.fill && (
            <WorkbookPart path={path} nameOf={(key) => ready.cells.get(key)?.name ?? key} onTaken={reload} />
          )}
        </div>
        <aside class="sheet-side" aria-label="Việc còn lại, so với nơi khác, quá trình">
          <div class="sheet-acts">
            {may.fill && (
              <p class="small quiet" role="status">
                {filling.saying}
              </p>
            )}
            {may.fill && (
              <p>
                Đã điền {askedCells - missing.length}/{askedCells} ô
                {left.length + unread > 0 && (
                  <strong class="round-late">, {left.length + unread} chỗ phải sửa hoặc giải trình</strong>
                )}
              </p>
            )}
            {may.submit && (
              <Button
                rank="primary"
                busy={submit.busy}
                busyText="Đang trình…"
                disabled={!round.cutOffPast}
                title={round.cutOffPast ? undefined : `Trình được sau hết ngày ${showDate(round.cutOffDay)}.`}
                onPress={() => void handIn()}
              >
                Trình lãnh đạo
              </Button>
            )}
            {may.submit && !round.cutOffPast && (
              <p class="small quiet">
                Trình được sau hết ngày {showDate(round.cutOffDay)}, khi các ô đếm đã đứng lại.
              </p>
            )}
            {may.approve && (
              <Button
                rank="primary"
                busy={approve.busy}
                busyText="Đang gửi…"
                onPress={() => void approve.send({})}
              >
                Duyệt và gửi tỉnh
              </Button>
            )}
            {may.accept && (
              <Button
                rank="primary"
                busy={accept.busy}
                busyText="Đang nhận…"
                onPress={() => void accept.send({ bodyIds: [sheet.bodyId] })}
              >
                Nhận biểu
              </Button>
            )}
            {may.return && <Button onPress={() => setReturning('return')}>Trả lại để sửa</Button>}
            {may.reopen && <Button onPress={() => setReturning('reopen')}>Mở lại biểu</Button>}
            <ButtonLink href={`${path}/sheet.xlsx`} download>
              Tải biểu Excel
            </ButtonLink>
          </div>
          <SheetSide
            path={path}
            sheet={sheet}
            ready={ready}
            values={values}
            broken={tried ? [...broken, ...missing] : broken}
            explained={explained}
            onChanged={reload}
          />
        </aside>
      </div>
      {returning !== null && (
        <ReasonDialog
          title={returning === 'return' ? 'Trả lại để sửa' : 'Mở lại biểu'}
          tells={
            returning === 'return'
              ? `${sheet.bodyName} sẽ thấy lý do ở đầu biểu, sửa rồi trình lại.`
              : 'Chỉ biểu này được mở lại; các biểu khác của đợt vẫn khoá. Lý do được giữ trong quá trình.'
          }
          path={`${path}/${returning}`}
          field="reason"
          done={returning === 'return' ? 'Đã trả lại biểu.' : 'Đã mở lại biểu.'}
          onClose={() => setReturning(null)}
          onDone={() => {
            setReturning(null);
            reload();
          }}
        />
      )}
    </div>
  );
}

const faultNow = (cell: FormCell, value: number | string | null | undefined) =>
  value === null || value === undefined || !isAsked(cell) ? null : faultOfValue(cell, value);
