import { useEffect } from 'preact/hooks';
import type {
  FilledForm,
  FilledGrid,
  FilledIndex,
  FilledList,
} from '../../src/capabilities/figures/views.ts';
import { withQuery } from '../app/api.ts';
import { showNumber } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { sessionEnded } from '../desk/room.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Select } from '../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { type Asked, queryOf, slugOf } from './asked.ts';
import { Counted, doorOf, showPercent } from './shown.tsx';

interface FormsAnswer {
  forms: { code: string; kind: string; title: string; symbol: string; source: string; rows: string[] }[];
}

/** The published forms: which one, by what, as a table, a workbook or a paper. */
export function FormsView({ asked, onAsk }: { asked: Asked; onAsk: (next: Asked) => void }) {
  const list = useResource<FormsAnswer>('/api/figures/forms', { from: asked.from });
  if (list.data === null)
    return list.state === 'failed' ? (
      <FailedState words={wordsOf(list.problem)} onRetry={list.reload} />
    ) : (
      <Skeleton lines={8} height="row" />
    );
  const { forms } = list.data;
  const form = forms.find(({ code }) => slugOf(code) === asked.form) ?? forms[0];
  if (form === undefined) return <EmptyState title="Không có biểu nào có hiệu lực trong kỳ này." />;
  const by = form.rows.find((one) => one === asked.by) ?? form.rows[0] ?? '';
  const query = { ...queryOf(asked), ...(by === '' ? {} : { by }) };
  const file = (kind: string) =>
    `/api/figures/forms/${encodeURIComponent(form.code)}/${kind}?${new URLSearchParams(query)}`;
  return (
    <>
      <div class="figures-bar no-print">
        <Select
          free
          label="Biểu"
          none={null}
          value={form.code}
          options={forms.map(({ code, symbol, title }) => ({ value: code, label: `${symbol}: ${title}` }))}
          onChange={(code) => onAsk({ ...asked, form: slugOf(code) })}
        />
        {form.rows.length > 1 && (
          <Select
            free
            label="Mỗi dòng là"
            none={null}
            value={by}
            options={[
              { value: 'sector', label: 'Một lĩnh vực' },
              { value: 'body', label: 'Một đơn vị' },
            ]}
            onChange={(next) => onAsk({ ...asked, by: next as Asked['by'] })}
          />
        )}
        <ButtonLink href={file('xlsx')} download>
          Tải tệp Excel
        </ButtonLink>
        <ButtonLink href={file('pdf')} newTab>
          Mở bản in (PDF)
        </ButtonLink>
      </div>
      <Filled key={form.code} code={form.code} query={query} asked={asked} />
    </>
  );
}

function Filled({ code, query, asked }: { code: string; query: Record<string, string>; asked: Asked }) {
  const answer = useResource<FilledForm>(withQuery(`/api/figures/forms/${encodeURIComponent(code)}`, query));
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  const filled = answer.data;
  if (filled === null)
    return answer.state === 'failed' ? (
      <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
    ) : (
      <Skeleton lines={8} height="row" />
    );
  return (
    <>
      <Counted period={filled.period} whose={filled.whose} />
      {filled.kind === 'grid' ? (
        <Grid filled={filled} asked={asked} />
      ) : filled.kind === 'list' ? (
        <List filled={filled} asked={asked} />
      ) : (
        <Index filled={filled} asked={asked} />
      )}
      <ul class="quiet small">
        {filled.form.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        <li>Căn cứ: {filled.form.source}.</li>
      </ul>
    </>
  );
}

function Grid({ filled, asked }: { filled: FilledGrid; asked: Asked }) {
  const { form, rows, total, by, broken } = filled;
  const groups = [...new Set(form.columns.map((column) => column.group))];
  const cell = (column: (typeof form.columns)[number], row: FilledGrid['total']) => {
    const value = row.values[column.number] ?? 0;
    if (value === 0) return showNumber(value, 0);
    const more = row.key === '' ? {} : by === 'body' ? { body: row.key } : { sector: row.key };
    return (
      <a href={doorOf(asked, 'indicator' in column ? column.indicator : column.opens, more)}>
        {showNumber(value, 0)}
      </a>
    );
  };
  return (
    <>
      {broken.length > 0 && (
        <Notice kind="warn" title="Biểu không cân; xin báo người quản trị hệ thống.">
          <ul>
            {broken.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </Notice>
      )}
      {rows.length === 0 && (
        <EmptyState title="Chưa có gì để điền vào biểu trong kỳ này.">
          <p>Biểu được điền ngay khi có hồ sơ được tiếp nhận.</p>
        </EmptyState>
      )}
      {rows.length > 0 && (
        // The form keeps its columns on any screen: it scrolls by itself, and by the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section class="figures-scroll" aria-label={form.symbol} tabIndex={0}>
          <table class="figures-form">
            <caption>
              {form.title}{' '}
              <span class="quiet">
                ({form.symbol}; đơn vị tính: {form.unit})
              </span>
            </caption>
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  TT
                </th>
                <th scope="col" rowSpan={2}>
                  {by === 'body' ? 'Đơn vị' : 'Lĩnh vực'}
                </th>
                {groups.map((group) => (
                  <th
                    key={group}
                    scope="colgroup"
                    colSpan={form.columns.filter((column) => column.group === group).length}
                  >
                    {group}
                  </th>
                ))}
              </tr>
              <tr>
                {form.columns.map((column) => (
                  <th key={column.number} scope="col">
                    {column.within === undefined
                      ? column.name
                      : `${column.within}: ${column.name.toLowerCase()}`}
                    <span class="quiet"> ({column.number})</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={row.key}>
                  <td>{index + 1}</td>
                  <th scope="row">{row.name}</th>
                  {form.columns.map((column) => (
                    <td key={column.number} data-sum={'sum' in column ? 'true' : undefined}>
                      {cell(column, row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td />
                <th scope="row">{total.name}</th>
                {form.columns.map((column) => (
                  <td key={column.number}>{cell(column, total)}</td>
                ))}
              </tr>
            </tfoot>
          </table>
        </section>
      )}
    </>
  );
}

function List({ filled, asked }: { filled: FilledList; asked: Asked }) {
  return (
    <table class="figures-annex">
      <caption>
        {filled.form.title} <span class="quiet">({filled.form.symbol})</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">TT</th>
          <th scope="col">Nội dung</th>
          <th scope="col">Đơn vị tính</th>
          <th scope="col">Số liệu</th>
        </tr>
      </thead>
      <tbody>
        {filled.items.map((item) =>
          item.heading ? (
            <tr key={item.number} class="figures-heading">
              <td>{item.number}</td>
              <th scope="rowgroup" colSpan={3}>
                {item.name}
              </th>
            </tr>
          ) : (
            <tr key={item.number}>
              <td>{item.number}</td>
              <th scope="row">{item.name}</th>
              <td>{item.unit}</td>
              <td>
                <ItemValue item={item} asked={asked} />
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function ItemValue({ item, asked }: { item: FilledList['items'][number]; asked: Asked }) {
  if (item.entered) return <span class="quiet">nhập khi lập báo cáo</span>;
  if (item.value === null) return <span class="quiet">không có gì để tính</span>;
  const [part, whole] = item.parts;
  if (part !== undefined && whole !== undefined)
    return (
      <>
        <strong>{showPercent(item.value)}</strong>{' '}
        <span class="figures-parts">
          <a href={doorOf(asked, part.indicator)}>{showNumber(part.value, 0)}</a> /{' '}
          <a href={doorOf(asked, whole.indicator)}>{showNumber(whole.value, 0)}</a>
        </span>
      </>
    );
  if (item.value === 0 || item.indicator === null) return <>{showNumber(item.value, 0)}</>;
  return <a href={doorOf(asked, item.indicator)}>{showNumber(item.value, 0)}</a>;
}

function Index({ filled, asked }: { filled: FilledIndex; asked: Asked }) {
  const { form, rows, total } = filled;
  const criteria = form.groups.flatMap((group) => group.criteria);
  const counted = criteria.filter(({ measure }) => measure !== null);
  const only = rows.length === 1 ? rows[0] : undefined;
  if (rows.length === 0) return <EmptyState title="Chưa có hồ sơ nào để tính chỉ số trong kỳ này." />;
  return (
    <>
      {only === undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section class="figures-scroll" aria-label="Xếp hạng các cơ quan" tabIndex={0}>
          <table class="figures-form">
            <caption>Xếp hạng các cơ quan</caption>
            <thead>
              <tr>
                <th scope="col">Hạng</th>
                <th scope="col">Cơ quan</th>
                <th scope="col">Trên 100</th>
                <th scope="col">Xếp loại</th>
                {counted.map(({ number, name, points }) => (
                  <th key={number} scope="col">
                    {name} <span class="quiet">(tối đa {showPercent(points)})</span>
                  </th>
                ))}
                <th scope="col">Điều gì nâng điểm nhiều nhất</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <td>{row.rank}</td>
                  <th scope="row">
                    <a href={doorOfIndex(asked, row.key)}>{row.name}</a>
                  </th>
                  <td>
                    <strong>{row.percent === null ? '–' : showPercent(row.percent)}</strong>
                  </td>
                  <td>{row.band}</td>
                  {counted.map(({ number }) => {
                    const score = row.scores.find((one) => one.number === number)?.score ?? null;
                    return <td key={number}>{score === null ? '–' : showPercent(score)}</td>;
                  })}
                  <td class="figures-words">{raiseWords(form, row)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Explained form={form} row={only ?? total} asked={asked} />
    </>
  );
}

/** The same page for one body. */
function doorOfIndex(asked: Asked, body: string): string {
  const query = new URLSearchParams(location.search);
  query.set('co-quan', body);
  query.set('xem', asked.form);
  return `/so-lieu?${query}`;
}

const criterionOf = (form: FilledIndex['form'], number: string) =>
  form.groups.flatMap(({ criteria }) => criteria).find((one) => one.number === number);

function raiseWords(form: FilledIndex['form'], row: FilledIndex['total']): string {
  const first = row.raises[0];
  if (first === undefined) return 'Đã trọn điểm các tiêu chí tính được.';
  return `${criterionOf(form, first.number)?.name ?? ''}: thêm ${showNumber(first.missing, 0)} hồ sơ, được thêm ${showPercent(first.gain)} điểm`;
}

/** How the points of one office, or of all together, come about: each criterion with its two counts, and what helps. */
function Explained({
  form,
  row,
  asked,
}: {
  form: FilledIndex['form'];
  row: FilledIndex['total'];
  asked: Asked;
}) {
  const more: Record<string, string> = row.key === '' ? {} : { body: row.key };
  const counts = (list: { indicator: string; value: number }[]) =>
    list.map(({ indicator, value }, place) => (
      <span key={indicator}>
        {place > 0 && ' + '}
        {value === 0 ? 0 : <a href={doorOf(asked, indicator, more)}>{showNumber(value, 0)}</a>}
      </span>
    ));
  return (
    <>
      <p class="figures-score">
        <strong>{row.name}</strong>: {showPercent(row.points)} điểm trên {showPercent(row.possible)} điểm tính
        được{row.percent !== null && <>, tức {showPercent(row.percent)} trên 100</>}
        {row.band !== null && <> ({row.band.toLowerCase()})</>}.
      </p>
      {row.raises.length > 0 && (
        <section aria-labelledby="raises">
          <h2 id="raises">Điều gì nâng điểm nhiều nhất</h2>
          <ol>
            {row.raises.map(({ number, gain, missing }) => {
              const criterion = criterionOf(form, number);
              return (
                <li key={number}>
                  <strong>+{showPercent(gain)} điểm</strong>: {criterion?.name}, thêm {showNumber(missing, 0)}{' '}
                  hồ sơ đạt. <span class="quiet">{criterion?.advice}</span>
                </li>
              );
            })}
          </ol>
        </section>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section class="figures-scroll" aria-label="Điểm theo từng tiêu chí" tabIndex={0}>
        <table class="figures-annex figures-criteria">
          <caption>
            {form.title} <span class="quiet">({form.symbol})</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">TT</th>
              <th scope="col">Tiêu chí</th>
              <th scope="col">Đạt trên tổng số</th>
              <th scope="col">Tỷ lệ</th>
              <th scope="col">Mục tiêu</th>
              <th scope="col">Điểm</th>
            </tr>
          </thead>
          <tbody>
            {form.groups.map((group) => (
              <>
                <tr key={group.number} class="figures-heading">
                  <td>{group.number}</td>
                  <th scope="rowgroup" colSpan={5}>
                    {group.name} <span class="quiet">(tối đa {showPercent(group.points)} điểm)</span>
                  </th>
                </tr>
                {group.criteria.map((criterion) => {
                  const one = row.scores.find(({ number }) => number === criterion.number);
                  const { measure } = criterion;
                  return (
                    <tr key={criterion.number}>
                      <td>{criterion.number}</td>
                      <th scope="row">
                        {criterion.name}
                        {criterion.note !== undefined && measure !== null && (
                          <span class="quiet figures-note">{criterion.note}</span>
                        )}
                      </th>
                      {measure === null || one === undefined ? (
                        <td colSpan={3} class="quiet">
                          chưa đếm được từ hồ sơ
                        </td>
                      ) : (
                        <>
                          <td>
                            {counts(one.parts)} / {counts(one.wholes)}
                          </td>
                          <td>{one.percent === null ? '–' : `${showPercent(one.percent)} %`}</td>
                          <td>{showPercent(criterion.target)} %</td>
                        </>
                      )}
                      <td>
                        {one?.score == null ? '–' : showPercent(one.score)}{' '}
                        <span class="quiet">/ {showPercent(criterion.points)}</span>
                      </td>
                    </tr>
                  );
                })}
              </>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
