import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem, withQuery } from '../../app/api.ts';
import { DateInput } from '../../app/date-input.tsx';
import { showDate } from '../../app/dates.ts';
import { onLive } from '../../app/live.ts';
import { useResource } from '../../app/resource.ts';
import { go, place } from '../../app/router.ts';
import { wordsFor, wordsOf } from '../../app/words.ts';
import { mayDo, sessionEnded } from '../../desk/room.ts';
import { useOnce } from '../../desk/use-once.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { Pagination, Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import { RoomTabs } from '../room-tabs.tsx';
import type { FormOffered, RoundsAnswer } from './answers.ts';
import { SheetTag } from './state-tag.tsx';

const KIND_NAMES: Record<string, string> = {
  'commune-committee': 'Ủy ban nhân dân tất cả các xã, phường, đặc khu',
  department: 'Tất cả sở, ngành',
};

/** What the province asks: of one's own body, or (who collects) all of it. */
export function RoundsPage() {
  const offset = place.value.query.get('offset') ?? '';
  const answer = useResource<RoundsAnswer>(withQuery('/api/rounds', { offset }));
  const [opening, setOpening] = useState(false);
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  useEffect(() => {
    document.title = 'Đợt báo cáo - Haicấp';
    return onLive('rounds', answer.reload);
  }, []);
  const collects = mayDo('rounds.see-round');
  return (
    <div class="reports">
      <h1 tabIndex={-1}>Báo cáo</h1>
      <RoomTabs at="rounds" />
      {answer.data === null ? (
        answer.state === 'failed' ? (
          <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
        ) : (
          <Skeleton lines={6} height="row" />
        )
      ) : (
        <>
          {mayDo('rounds.open-round') && (
            <p>
              <Button rank="primary" onPress={() => setOpening(true)}>
                Mở đợt báo cáo
              </Button>
            </p>
          )}
          {answer.data.items.length === 0 ? (
            <EmptyState title={collects ? 'Chưa mở đợt báo cáo nào.' : 'Tỉnh chưa yêu cầu báo cáo nào.'}>
              <p>
                {collects
                  ? 'Mở một đợt để yêu cầu các xã, phường, sở, ngành gửi số liệu; số liệu hồ sơ được đếm sẵn.'
                  : 'Khi tỉnh mở đợt báo cáo, biểu của cơ quan sẽ hiện ở đây, các số về hồ sơ đã được đếm sẵn.'}
              </p>
            </EmptyState>
          ) : (
            <Table
              caption="Đợt báo cáo"
              hideCaption
              rows={answer.data.items}
              rowKey={(row) => `${row.round.id} ${row.bodyId}`}
              columns={[
                {
                  key: 'name',
                  title: 'Đợt báo cáo',
                  cell: ({ round, bodyId }) => (
                    <a
                      href={
                        bodyId === null ? `/bao-cao/dot/${round.id}` : `/bao-cao/dot/${round.id}/${bodyId}`
                      }
                    >
                      {round.name}
                    </a>
                  ),
                },
                {
                  key: 'period',
                  title: 'Số liệu',
                  cell: ({ round }) =>
                    `${showDate(round.from)} – ${showDate(round.until)}${round.cutOffPast ? ', đã chốt' : ''}`,
                },
                {
                  key: 'due',
                  title: 'Hạn gửi',
                  cell: ({ round }) => <span class="round-day">hết {showDate(round.dueDay)}</span>,
                },
                {
                  key: 'state',
                  title: collects ? 'Đã gửi' : 'Biểu của cơ quan',
                  cell: (row) =>
                    row.state === null ? (
                      `${row.in}/${row.total}${row.round.lockedAt === null ? '' : ', đã khoá'}`
                    ) : (
                      <SheetTag
                        state={row.state}
                        name={row.stateName ?? ''}
                        late={row.late}
                        locked={row.round.lockedAt !== null}
                      />
                    ),
                },
              ]}
            />
          )}
          <Pagination
            at={Number(offset) || 0}
            size={50}
            total={answer.data.total}
            href={(next) => withQuery('/bao-cao/dot', { offset: String(next) })}
          />
          {opening && <OpenDialog forms={answer.data.forms} onClose={() => setOpening(false)} />}
        </>
      )}
    </div>
  );
}

/** The day so many days after another. */
const later = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Asks bodies for a report: which form, which period, until when, of whom. */
function OpenDialog({ forms, onClose }: { forms: FormOffered[]; onClose: () => void }) {
  const [code, setCode] = useState(forms[0]?.code ?? '');
  const form = forms.find((one) => one.code === code) ?? forms[0];
  const [chosen, setChosen] = useState(0);
  const period = form?.periods[chosen] ?? form?.periods[0];
  const today = new Date().toISOString().slice(0, 10);
  const due = (cut: string) => later(cut >= today ? cut : today, 7);
  const [cutOffDay, setCutOffDay] = useState(period?.until ?? '');
  const [dueDay, setDueDay] = useState(due(period?.until ?? today));
  const [kinds, setKinds] = useState<string[]>(['commune-committee']);
  const [note, setNote] = useState('');
  const box = useRef<HTMLFormElement>(null);
  const { busy, fault, send } = useOnce<{ id: string; sheets: number }>('/api/rounds', ({ id, sheets }) => {
    say(`Đã mở đợt báo cáo cho ${sheets} cơ quan.`);
    go(`/bao-cao/dot/${id}`);
  });
  const wrong = (path: string) => {
    const found =
      fault instanceof Problem ? fault.details.fields?.find((field) => field.path === path) : undefined;
    return found === undefined ? null : wordsFor(found.code, found);
  };
  useEffect(() => {
    if (fault !== null) box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fault]);
  if (form === undefined || period === undefined)
    return (
      <Dialog open title="Mở đợt báo cáo" onClose={onClose}>
        <p>Hôm nay không có mẫu biểu nào đang hiệu lực.</p>
      </Dialog>
    );
  const choosePeriod = (at: number) => {
    setChosen(at);
    const until = form.periods[at]?.until ?? today;
    setCutOffDay(until);
    setDueDay(due(until));
  };
  return (
    <Dialog open title="Mở đợt báo cáo" onClose={onClose}>
      <form
        ref={box}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send({
            form: form.code,
            period: period.kind,
            year: period.year,
            number: period.number,
            cutOffDay,
            dueDay,
            kinds,
            ...(note.trim() === '' ? {} : { note: note.trim() }),
          });
        }}
      >
        {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
        <Select
          label="Mẫu biểu"
          none={null}
          value={form.code}
          options={forms.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(next) => {
            setCode(next);
            choosePeriod(0);
          }}
          hint={`${form.cells} chỉ tiêu, ${form.rules} quy tắc kiểm tra.`}
        />
        <Select
          label="Kỳ báo cáo"
          none={null}
          value={String(chosen)}
          error={wrong('/period')}
          options={form.periods.map((one, at) => ({
            value: String(at),
            label: `${one.name} (${showDate(one.from)} – ${showDate(one.until)})`,
          }))}
          onChange={(at) => choosePeriod(Number(at))}
        />
        <div class="round-days">
          <DateInput
            label="Ngày chốt số liệu"
            value={cutOffDay}
            onInput={setCutOffDay}
            error={wrong('/cutOffDay')}
            hint="Đếm đến hết ngày này."
          />
          <DateInput
            label="Hạn gửi"
            value={dueDay}
            onInput={setDueDay}
            error={wrong('/dueDay')}
            hint="Gửi sau hết ngày này là gửi trễ."
          />
        </div>
        {cutOffDay >= today && (
          <Notice kind="info" title={`Ngày chốt ${showDate(cutOffDay)} chưa qua.`}>
            <p>
              Các ô đếm còn cập nhật đến hết ngày ấy rồi đứng lại; sau đó các cơ quan mới trình và gửi được.
            </p>
          </Notice>
        )}
        <fieldset class="round-kinds">
          <legend>Yêu cầu</legend>
          {form.kinds.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                checked={kinds.includes(kind)}
                onChange={(event) =>
                  setKinds(
                    event.currentTarget.checked ? [...kinds, kind] : kinds.filter((one) => one !== kind),
                  )
                }
              />
              {KIND_NAMES[kind] ?? kind}
            </label>
          ))}
          {wrong('/bodyIds') !== null && <p class="field-error">{wrong('/bodyIds')}</p>}
        </fieldset>
        <TextInput
          label="Lời nhắn cho người nhập"
          optional
          lines={2}
          maxLength={2000}
          value={note}
          onInput={setNote}
          spellcheck
        />
        <div class="dialog-end">
          <Button type="submit" rank="primary" busy={busy} busyText="Đang mở…">
            Mở đợt báo cáo
          </Button>
          <Button onPress={onClose}>Để sau</Button>
        </div>
      </form>
    </Dialog>
  );
}
