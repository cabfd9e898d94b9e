import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { withQuery } from '../app/api.ts';
import { DateInput } from '../app/date-input.tsx';
import { legalDayOf, showDate, showNumber } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { go, place } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import type { Row } from '../desk/answers.ts';
import { official, sessionEnded } from '../desk/room.ts';
import { Button } from '../ui/button.tsx';
import { Select, TextInput } from '../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { Pagination, Table } from '../ui/table.tsx';
import {
  type Asked,
  addressOf,
  askedIn,
  dayAfter,
  KIND_NAMES,
  lastDay,
  nameOfPeriod,
  PERIODS_A_YEAR,
  queryOf,
  showMinutes,
  withKind,
  withNumber,
} from './asked.ts';
import { FormsView } from './forms.tsx';
import { Counted, doorOf, type PeriodShown, showPercent, type WhoseShown } from './shown.tsx';
import './figures.css';

interface IndicatorShown {
  code: string;
  name: string;
  group: string;
  unit: string;
  note: string | null;
  source: string;
  opens: string[];
}
interface FiguresAnswer {
  period: PeriodShown;
  whose: WhoseShown;
  indicators: IndicatorShown[];
  total: Record<string, number | null>;
  rows: { key: string; name: string; figures: Record<string, number | null> }[];
}

const today = () => legalDayOf(new Date().toISOString());
const seesProvince = () => official.value?.duties.some((duty) => duty.role === 'control-officer') ?? false;

export function FiguresPage() {
  const asked = askedIn(place.value.query, today());
  useEffect(() => {
    document.title = 'Số liệu - Haicấp';
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, []);
  const show = (next: Asked) => go(addressOf(next), { keepScroll: true });
  return (
    <div class="figures">
      <h1 tabIndex={-1}>Số liệu giải quyết hồ sơ</h1>
      <PeriodPicker asked={asked} onAsk={show} />
      <nav class="figures-tabs no-print" aria-label="Cách xem">
        <a
          href={addressOf({ ...asked, view: 'indicators' })}
          aria-current={asked.view === 'indicators' ? 'page' : undefined}
        >
          Chỉ tiêu
        </a>
        <a
          href={addressOf({ ...asked, view: 'form' })}
          aria-current={asked.view === 'form' ? 'page' : undefined}
        >
          Biểu, phụ lục, bộ chỉ số
        </a>
      </nav>
      {asked.view === 'form' ? (
        <FormsView asked={asked} onAsk={show} />
      ) : (
        <IndicatorsView asked={asked} onAsk={show} />
      )}
    </div>
  );
}

function PeriodPicker({ asked, onAsk }: { asked: Asked; onAsk: (next: Asked) => void }) {
  const now = Number(today().slice(0, 4));
  const years = Array.from({ length: 5 }, (_, n) => now + 1 - n);
  if (!years.includes(asked.year)) years.push(asked.year);
  return (
    <div class="figures-picker no-print">
      <Select
        free
        label="Kỳ"
        none={null}
        value={asked.kind}
        options={(Object.keys(KIND_NAMES) as Asked['kind'][]).map((kind) => ({
          value: kind,
          label: KIND_NAMES[kind],
        }))}
        onChange={(kind) => onAsk(withKind(asked, kind as Asked['kind'], asked.cutOff))}
      />
      {asked.kind === 'own' ? (
        <OwnDays key={`${asked.from} ${asked.to}`} asked={asked} onAsk={onAsk} />
      ) : (
        <>
          {asked.kind !== 'year' && (
            <Select
              free
              label={KIND_NAMES[asked.kind]}
              none={null}
              value={String(asked.number)}
              options={Array.from({ length: PERIODS_A_YEAR[asked.kind] }, (_, n) => ({
                value: String(n + 1),
                label:
                  asked.kind === 'own'
                    ? ''
                    : nameOfPeriod(asked.kind, asked.year, n + 1).replace(/ năm \d+$/, ''),
              }))}
              onChange={(number) => onAsk(withNumber(asked, asked.year, Number(number)))}
            />
          )}
          <Select
            free
            label="Năm"
            none={null}
            value={String(asked.year)}
            options={years.map((year) => ({ value: String(year), label: String(year) }))}
            onChange={(year) => onAsk(withNumber(asked, Number(year), asked.number))}
          />
          <Select
            free
            label="Ngày chốt số liệu"
            none={null}
            value={asked.cutOff}
            options={[
              { value: 'reporting', label: 'Kỳ báo cáo (15 đến 14)' },
              { value: 'calendar', label: 'Tháng dương lịch' },
            ]}
            onChange={(cutOff) => onAsk(withKind(asked, asked.kind, cutOff as Asked['cutOff']))}
          />
        </>
      )}
      {seesProvince() && <BodyPicker asked={asked} onAsk={onAsk} />}
      <Select
        free
        label="Đơn vị đã sắp xếp"
        none="Theo bản đồ hôm nay"
        value={asked.map}
        options={[{ value: 'that-day', label: 'Theo bản đồ khi đó' }]}
        onChange={(map) => onAsk({ ...asked, map: map as Asked['map'] })}
      />
    </div>
  );
}

function OwnDays({ asked, onAsk }: { asked: Asked; onAsk: (next: Asked) => void }) {
  const [from, setFrom] = useState(asked.from);
  const [until, setUntil] = useState(lastDay(asked));
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      class="figures-days"
      onSubmit={(event) => {
        event.preventDefault();
        const whole = /^\d{4}-\d{2}-\d{2}$/;
        if (!whole.test(from) || !whole.test(until)) setError('Xin ghi ngày, ví dụ 15/12/2025.');
        else if (until < from) setError('Ngày cuối phải từ ngày đầu trở đi.');
        else {
          setError(null);
          onAsk({ ...asked, kind: 'own', from, to: dayAfter(until) });
        }
      }}
    >
      <DateInput free label="Từ ngày" value={from} onInput={setFrom} error={error} />
      <DateInput free label="Đến hết ngày" value={until} onInput={setUntil} />
      <Button type="submit">Xem</Button>
    </form>
  );
}

function BodyPicker({ asked, onAsk }: { asked: Asked; onAsk: (next: Asked) => void }) {
  const communes = useResource<{ agencies: { id: string; name: string }[] }>('/api/agencies', {
    kind: 'commune-committee',
  });
  const departments = useResource<{ agencies: { id: string; name: string }[] }>('/api/agencies', {
    kind: 'department',
  });
  const bodies = [...(departments.data?.agencies ?? []), ...(communes.data?.agencies ?? [])];
  return (
    <Select
      free
      label="Cơ quan giải quyết"
      none="Toàn tỉnh"
      value={asked.body}
      options={bodies.map((body) => ({ value: body.id, label: body.name }))}
      onChange={(body) => onAsk({ ...asked, body })}
    />
  );
}

function IndicatorsView({ asked, onAsk }: { asked: Asked; onAsk: (next: Asked) => void }) {
  // In the path and not beside it: figures of the last period never stand under the name of this one.
  const answer = useResource<FiguresAnswer>(
    withQuery('/api/figures', { ...queryOf(asked), ...(asked.by === '' ? {} : { by: asked.by }) }),
  );
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  if (answer.data === null)
    return answer.state === 'failed' ? (
      <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
    ) : (
      <Skeleton lines={12} height="row" />
    );
  const { indicators, total, period, whose } = answer.data;
  const groups = [...new Set(indicators.map((one) => one.group))];
  return (
    <>
      {answer.state === 'failed' && (
        <Notice kind="warn" title="Chưa lấy được số liệu mới; các số dưới đây là của lần trước." />
      )}
      <Counted period={period} whose={whose} />
      <Narrowing asked={asked} onAsk={onAsk} groups={groups} />
      {asked.by !== '' && <Parts asked={asked} answer={answer.data} />}
      <div class="figures-groups" hidden={asked.by !== ''}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <table class="figures-list">
              <caption>{group}</caption>
              <thead class="unseen">
                <tr>
                  <th scope="col">Chỉ tiêu</th>
                  <th scope="col">Số liệu</th>
                </tr>
              </thead>
              <tbody>
                {indicators
                  .filter((one) => one.group === group)
                  .map((one) => (
                    <tr key={one.code}>
                      <th scope="row" title={one.source}>
                        {one.name}
                        {one.note !== null && <span class="quiet figures-note">{one.note}</span>}
                      </th>
                      <td>
                        <Figure one={one} total={total} asked={asked} />
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
      <p class="no-print">
        <Button onPress={() => print()}>In trang này</Button>
      </p>
    </>
  );
}

const ROWS: Record<Exclude<Asked['by'], ''>, string> = {
  body: 'Cơ quan giải quyết',
  sector: 'Lĩnh vực',
  procedure: 'Thủ tục',
  channel: 'Cách nộp',
};

/** Which part of the dossiers, in what rows, and as known when. */
function Narrowing({
  asked,
  onAsk,
  groups,
}: {
  asked: Asked;
  onAsk: (next: Asked) => void;
  groups: string[];
}) {
  const sectors = useResource<{ sectors: { code: string; name: string }[] }>('/api/sectors');
  const narrowed = asked.sector + asked.procedure + asked.channel + asked.by + asked.asOf;
  return (
    <details class="figures-narrow no-print" open={narrowed !== ''}>
      <summary>Thu hẹp, chia dòng, xem lại số liệu cũ</summary>
      <div class="figures-picker">
        <Select
          free
          label="Lĩnh vực"
          none="Mọi lĩnh vực"
          value={asked.sector}
          options={(sectors.data?.sectors ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(sector) => onAsk({ ...asked, sector })}
        />
        <Select
          free
          label="Cách nộp"
          none="Mọi cách"
          value={asked.channel}
          options={[
            { value: 'online', label: 'Trực tuyến' },
            { value: 'counter', label: 'Trực tiếp' },
            { value: 'post', label: 'Bưu chính công ích' },
          ]}
          onChange={(channel) => onAsk({ ...asked, channel })}
        />
        <Select
          free
          label="Mỗi dòng là"
          none="Không chia dòng"
          value={asked.by}
          options={(Object.keys(ROWS) as (keyof typeof ROWS)[]).map((by) => ({
            value: by,
            label: ROWS[by],
          }))}
          onChange={(by) => onAsk({ ...asked, by: by as Asked['by'] })}
        />
        {asked.by !== '' && (
          <Select
            free
            label="Nhóm chỉ tiêu"
            none={null}
            value={groups[asked.group] ?? groups[0] ?? ''}
            options={groups.map((group) => ({ value: group, label: group }))}
            onChange={(group) => onAsk({ ...asked, group: Math.max(0, groups.indexOf(group)) })}
          />
        )}
        <AsKnown key={`${asked.asOf} ${asked.procedure}`} asked={asked} onAsk={onAsk} />
      </div>
    </details>
  );
}

function AsKnown({ asked, onAsk }: { asked: Asked; onAsk: (next: Asked) => void }) {
  const [day, setDay] = useState(asked.asOf);
  const [procedure, setProcedure] = useState(asked.procedure);
  const [errors, setErrors] = useState<{ day: string | null; procedure: string | null }>({
    day: null,
    procedure: null,
  });
  return (
    <form
      class="figures-days"
      onSubmit={(event) => {
        event.preventDefault();
        const faults = {
          day:
            day === '' || (/^\d{4}-\d{2}-\d{2}$/.test(day) && day <= today())
              ? null
              : 'Xin ghi một ngày đã qua, ví dụ 15/12/2025.',
          procedure:
            procedure === '' || /^\d\.\d{6}$/.test(procedure) ? null : 'Mã thủ tục có dạng 1.001193.',
        };
        setErrors(faults);
        if (faults.day === null && faults.procedure === null) onAsk({ ...asked, asOf: day, procedure });
      }}
    >
      <TextInput
        free
        label="Mã thủ tục"
        value={procedure}
        onInput={setProcedure}
        error={errors.procedure}
        width="short"
      />
      <DateInput free label="Như đã biết đến hết ngày" value={day} onInput={setDay} error={errors.day} />
      <Button type="submit">Xem</Button>
    </form>
  );
}

/** The indicators of one group, a row for each body, sector, procedure or channel. */
function Parts({ asked, answer }: { asked: Asked; answer: FiguresAnswer }) {
  const groups = [...new Set(answer.indicators.map((one) => one.group))];
  const group = groups[asked.group] ?? groups[0];
  const shown = answer.indicators.filter((one) => one.group === group);
  if (asked.by === '') return null;
  const { by } = asked;
  // Whoever has nothing of this group is no line of it.
  const rows = answer.rows.filter(({ figures }) => shown.some(({ code }) => (figures[code] ?? 0) !== 0));
  if (rows.length === 0) return <EmptyState title="Không có gì để đếm trong kỳ này." />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section class="figures-scroll" aria-label={`${group ?? ''} theo ${ROWS[by].toLowerCase()}`} tabIndex={0}>
      <table class="figures-form">
        <caption>{group}</caption>
        <thead>
          <tr>
            <th scope="col">{ROWS[by]}</th>
            {shown.map((one) => (
              <th key={one.code} scope="col">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              {shown.map((one) => (
                <td key={one.code}>
                  <Figure one={one} total={row.figures} asked={asked} more={{ [by]: row.key }} brief />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Tất cả</th>
            {shown.map((one) => (
              <td key={one.code}>
                <Figure one={one} total={answer.total} asked={asked} brief />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** A number is a door to its dossiers; a percentage has two doors, its part and its whole. */
function Figure({
  one,
  total,
  asked,
  more = {},
  brief = false,
}: {
  one: IndicatorShown;
  total: Record<string, number | null>;
  asked: Asked;
  /** Which part of the whole: a body, a sector, a procedure or a channel. */
  more?: Record<string, string>;
  /** In a table: a dash where there is nothing to say. */
  brief?: boolean;
}) {
  const value = total[one.code] ?? null;
  const door = (code: string, shown: ComponentChildren) => (
    <a href={doorOf(asked, code, more)}>
      {shown}
      <span class="unseen"> {UNIT_NAMES[one.unit] ?? 'hồ sơ'}</span>
    </a>
  );
  if (one.unit === 'percent') {
    const [part = '', whole = ''] = one.opens;
    return value === null ? (
      <span class="quiet">{brief ? '–' : 'không có hồ sơ để tính'}</span>
    ) : (
      <>
        <strong>{showPercent(value)} %</strong>{' '}
        <span class="figures-parts">
          {door(part, showNumber(total[part] ?? 0, 0))} / {door(whole, showNumber(total[whole] ?? 0, 0))}
        </span>
      </>
    );
  }
  if (one.unit === 'minutes')
    return value === null ? (
      <span class="quiet">{brief ? '–' : 'chưa có'}</span>
    ) : (
      <span>{showMinutes(value)}</span>
    );
  if (value === null || value === 0) return <span class="quiet">0</span>;
  return door(one.code, showNumber(value, 0));
}

/** What is counted, after its number; a percentage opens two counts of dossiers. */
const UNIT_NAMES: Record<string, string> = {
  procedure: 'thủ tục',
  rating: 'lượt đánh giá',
  feedback: 'phản ánh, kiến nghị',
};

const PAGE = 50;

interface BehindAnswer {
  period: PeriodShown;
  whose: WhoseShown;
  indicator: IndicatorShown;
  items: Row[];
  things: { key: string; name: string; href: string | null }[];
  total: number;
}

/** The dossiers behind one figure: as many as the figure says, each a link to the dossier. */
export function BehindPage() {
  const { query } = place.value;
  const wanted = Object.fromEntries(
    ['from', 'to', 'body', 'sector', 'procedure', 'channel', 'asOf', 'map', 'indicator'].flatMap((name) => {
      const value = query.get(name);
      return value === null || value === '' ? [] : [[name, value] as const];
    }),
  );
  const offset = Math.max(0, Math.trunc(Number(query.get('offset')) || 0));
  const answer = useResource<BehindAnswer>(
    withQuery('/api/figures/dossiers', { ...wanted, offset: String(offset), limit: String(PAGE) }),
  );
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  const title = answer.data?.indicator.name;
  useEffect(() => {
    document.title = `${title ?? 'Hồ sơ'} - Haicấp`;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [title]);
  const back = (
    <p>
      <a
        href={`/so-lieu?${new URLSearchParams({ ky: 'own', tu: wanted.from ?? '', den: wanted.to ? lastDay({ from: '', to: wanted.to }) : '', ...(wanted.body ? { 'co-quan': wanted.body } : {}) })}`}
      >
        Về số liệu của kỳ này
      </a>
    </p>
  );
  if (answer.data === null)
    return (
      <div class="figures">
        <h1 tabIndex={-1}>Hồ sơ đứng sau số liệu</h1>
        {answer.state === 'failed' ? (
          <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
        ) : (
          <Skeleton lines={8} height="row" />
        )}
        {back}
      </div>
    );
  const { indicator, items, things, total, period, whose } = answer.data;
  return (
    <div class="figures">
      <h1 tabIndex={-1}>
        {indicator.name}: {showNumber(total, 0)} {UNIT_NAMES[indicator.unit] ?? 'hồ sơ'}
      </h1>
      <Counted period={period} whose={whose} />
      {back}
      {things.length > 0 ? (
        <Table
          caption={indicator.name}
          hideCaption
          rows={things}
          rowKey={(thing) => thing.key}
          columns={[
            { key: 'key', title: 'Mã', cell: (thing) => thing.key },
            {
              key: 'name',
              title: 'Tên',
              cell: (thing) => (thing.href === null ? thing.name : <a href={thing.href}>{thing.name}</a>),
            },
          ]}
        />
      ) : items.length === 0 ? (
        <EmptyState title={`Không có ${UNIT_NAMES[indicator.unit] ?? 'hồ sơ'} nào.`} />
      ) : (
        <Table
          caption={`Hồ sơ: ${indicator.name}`}
          hideCaption
          rows={items}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'code',
              title: 'Mã hồ sơ',
              cell: (row) => (
                <a href={`/ban-lam-viec/ho-so/${row.id}?list=all`}>{row.code ?? row.trackingCode}</a>
              ),
            },
            { key: 'applicant', title: 'Người nộp', cell: (row) => row.applicantName },
            { key: 'procedure', title: 'Thủ tục', cell: (row) => row.procedureName },
            { key: 'body', title: 'Cơ quan giải quyết', cell: (row) => row.competentBodyName },
            {
              key: 'received',
              title: 'Tiếp nhận',
              cell: (row) => showDate(row.receivedAt ?? row.submittedAt),
            },
            {
              key: 'state',
              title: 'Hiện nay',
              cell: (row) => (row.lateness?.text ? `${row.stateName}, ${row.lateness.text}` : row.stateName),
            },
          ]}
        />
      )}
      <Pagination
        at={offset}
        size={PAGE}
        total={total}
        href={(next) => `/so-lieu/ho-so?${new URLSearchParams({ ...wanted, offset: String(next) })}`}
      />
    </div>
  );
}
