import { useEffect, useState } from 'preact/hooks';
import { showMoney } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { address, go, place } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput, useSettled } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/notice.tsx';
import { Pagination } from '../../ui/table.tsx';
import type { ProcedureList, ProcedureRow, SectorRow } from '../answers.ts';
import { COMMON_TASKS } from '../common-tasks.ts';
import { sayTermShort } from '../say.ts';

const SIZE = 20;
/** As many sectors as are seen at once; the rest open on demand. */
const FIRST_SECTORS = 18;

/** Search is the front page: one field, what most people come for, and the sectors for who would rather look around. */
export function FrontPage() {
  const { query } = place.value;
  const q = query.get('q') ?? '';
  const sector = query.get('linh-vuc') ?? '';
  const offset = Math.max(0, Number(query.get('tu') ?? 0) || 0);
  const [typed, setTyped] = useState(q);
  const settled = useSettled(typed, 300);
  const asked = q !== '' || sector !== '';

  useEffect(() => setTyped(q), [q]);
  // The address follows what is typed, so that back, reload and a sent link show the same results.
  useEffect(() => {
    const text = settled.trim();
    if (text === q || (text === '' && q === '')) return;
    if (text.length === 1) return;
    go(address('/', { q: text, 'linh-vuc': sector }), { replace: q !== '', keepScroll: true });
  }, [settled]);

  const found = useResource<ProcedureList>(asked ? '/api/procedures' : null, {
    q,
    sector,
    offset,
    limit: SIZE,
  });
  const sectors = useResource<SectorRow[]>('/api/sectors');
  const sectorName = sectors.data?.find((one) => one.code === sector)?.name ?? '';
  usePageTitle(asked ? `Tìm thủ tục: ${q || sectorName}` : 'Dịch vụ công');

  return (
    <div class="stack-5">
      <div class="stack-2">
        <PageHeading>Ông/bà cần làm thủ tục gì?</PageHeading>
        {!asked && <p class="lead">Gõ việc cần làm bằng lời thường ngày, không cần đúng tên thủ tục.</p>}
      </div>
      <search>
        <form
          class="search-form"
          action="/"
          onSubmit={(event) => {
            event.preventDefault();
            go(address('/', { q: typed.trim(), 'linh-vuc': sector }), { keepScroll: true });
          }}
        >
          <TextInput
            label="Tìm thủ tục"
            hint="Ví dụ: khai sinh, sao y, giấy độc thân, sổ đỏ"
            type="search"
            mode="search"
            name="q"
            id="search"
            free
            value={typed}
            onInput={setTyped}
          />
          <Button rank="primary" type="submit">
            Tìm
          </Button>
        </form>
      </search>
      {asked ? (
        <Results found={found} q={q} sector={sector} sectorName={sectorName} offset={offset} />
      ) : (
        <>
          <section aria-labelledby="common">
            <h2 id="common">Nhiều người cần</h2>
            <ul class="tasks plain-list">
              {COMMON_TASKS.map((task) => (
                <li key={task.code}>
                  <a href={`/thu-tuc/${task.code}`}>{task.words}</a>
                </li>
              ))}
            </ul>
          </section>
          <section aria-labelledby="sectors">
            <h2 id="sectors">Theo lĩnh vực</h2>
            {sectors.state === 'loading' && <Skeleton lines={6} />}
            {sectors.state === 'failed' && (
              <FailedState words={wordsOf(sectors.problem)} onRetry={sectors.reload} />
            )}
            <Sectors sectors={(sectors.data ?? []).slice(0, FIRST_SECTORS)} />
            {sectors.data !== null && sectors.data.length > FIRST_SECTORS && (
              <details>
                <summary>Xem thêm {sectors.data.length - FIRST_SECTORS} lĩnh vực khác</summary>
                <Sectors sectors={sectors.data.slice(FIRST_SECTORS)} />
              </details>
            )}
          </section>
        </>
      )}
    </div>
  );
}

function Sectors({ sectors }: { sectors: readonly SectorRow[] }) {
  return (
    <ul class="tasks plain-list">
      {sectors.map((one) => (
        <li key={one.code}>
          <a href={address('/', { 'linh-vuc': one.code })}>
            {one.name} <span class="count">({one.count})</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Results({
  found,
  q,
  sector,
  sectorName,
  offset,
}: {
  found: ReturnType<typeof useResource<ProcedureList>>;
  q: string;
  sector: string;
  sectorName: string;
  offset: number;
}) {
  if (found.state === 'loading') return <Skeleton lines={6} />;
  if (found.state === 'failed') return <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />;
  const { total, items } = found.data;
  return (
    <section aria-labelledby="found">
      <div role="status">
        <h2 id="found">
          {total === 0 ? 'Chưa tìm thấy thủ tục nào' : `${total} thủ tục`}
          {sectorName && ` trong lĩnh vực ${sectorName}`}
        </h2>
      </div>
      {sector !== '' && (
        <p>
          <a href={address('/', { q })}>Bỏ giới hạn lĩnh vực</a>
        </p>
      )}
      {total === 0 ? (
        <EmptyState title="Hãy thử cách nói khác, ngắn hơn">
          <p>
            Ví dụ thay vì tên đầy đủ, hãy gõ “khai sinh” hoặc “hộ kinh doanh”. Ông/bà cũng có thể{' '}
            <a href="/">xem theo lĩnh vực</a> hoặc gọi trung tâm ở cuối trang.
          </p>
        </EmptyState>
      ) : (
        <ul class="results plain-list">
          {items.map((row) => (
            <li key={row.code}>
              <a href={`/thu-tuc/${row.code}`}>{row.name}</a>
              <Facts row={row} />
            </li>
          ))}
        </ul>
      )}
      <Pagination
        at={offset}
        size={SIZE}
        total={total}
        href={(next) => address('/', { q, 'linh-vuc': sector, tu: next === 0 ? null : next })}
      />
    </section>
  );
}

function Facts({ row }: { row: ProcedureRow }) {
  return (
    <p class="facts">
      {row.sectorName && <span>{row.sectorName}</span>}
      {row.term && <span>{sayTermShort(row.term)}</span>}
      {row.feeFrom !== null && (
        <span>{row.feeFrom === 0 ? 'không thu phí' : `từ ${showMoney(row.feeFrom)}`}</span>
      )}
      <span>{row.channels.includes('online') ? 'nộp được trực tuyến' : 'nộp trực tiếp'}</span>
    </p>
  );
}
