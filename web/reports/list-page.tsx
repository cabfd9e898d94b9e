import { useEffect, useState } from 'preact/hooks';
import { api, withQuery } from '../app/api.ts';
import { showDate, showShort } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { go, place } from '../app/router.ts';
import { wordsOf } from '../app/words.ts';
import { mayDo, official, sessionEnded } from '../desk/room.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { Pagination, Table } from '../ui/table.tsx';
import type { ReportsAnswer } from './answers.ts';
import { RoomTabs } from './room-tabs.tsx';

type Begin = ReportsAnswer['begin'][number];

const seesProvince = () => official.value?.duties.some((duty) => duty.role === 'control-officer') ?? false;

/** The reports of one's agency, and what can be begun now: one press makes one. */
export function ReportsPage() {
  const { query } = place.value;
  const asked = {
    mine: query.get('cua') === 'toi' ? 'yes' : '',
    outline: query.get('loai') ?? '',
    year: query.get('nam') ?? '',
    offset: query.get('offset') ?? '',
  };
  const answer = useResource<ReportsAnswer>(withQuery('/api/reports', asked));
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  useEffect(() => {
    document.title = 'Báo cáo - Haicấp';
  }, []);
  const ask = (more: Record<string, string>) => {
    const next = { cua: asked.mine === '' ? '' : 'toi', loai: asked.outline, nam: asked.year, ...more };
    go(withQuery('/bao-cao', next), { keepScroll: true });
  };
  const year = new Date().getFullYear();
  return (
    <div class="reports">
      <h1 tabIndex={-1}>Báo cáo</h1>
      <RoomTabs at="reports" />
      {answer.data === null ? (
        answer.state === 'failed' ? (
          <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
        ) : (
          <Skeleton lines={8} height="row" />
        )
      ) : (
        <>
          {answer.data.begin.length > 0 && mayDo('reports.make-report') && (
            <section class="reports-begin" aria-label="Lập báo cáo">
              {answer.data.begin.map((one, at) => (
                <BeginCard key={`${one.outline} ${one.bodyId}`} begin={one} first={at === 0} />
              ))}
            </section>
          )}
          <section aria-labelledby="reports-made">
            <h2 id="reports-made">Đã lập</h2>
            <div class="reports-bar">
              {seesProvince() && (
                <Select
                  free
                  label="Của"
                  none={null}
                  value={asked.mine}
                  options={[
                    { value: '', label: 'Cả tỉnh' },
                    { value: 'yes', label: 'Cơ quan mình' },
                  ]}
                  onChange={(mine) => ask({ cua: mine === 'yes' ? 'toi' : '' })}
                />
              )}
              <Select
                free
                label="Loại báo cáo"
                none="Tất cả"
                value={asked.outline}
                options={answer.data.outlines.map(({ code, name }) => ({ value: code, label: name }))}
                onChange={(loai) => ask({ loai })}
              />
              <Select
                free
                label="Năm"
                none="Tất cả"
                value={asked.year}
                options={Array.from({ length: Math.max(1, year - 2024) }, (_, back) => ({
                  value: String(year - back),
                  label: String(year - back),
                }))}
                onChange={(nam) => ask({ nam })}
              />
            </div>
            {answer.data.items.length === 0 ? (
              <EmptyState title="Chưa có báo cáo nào.">
                <p>Chọn loại và kỳ ở trên rồi bấm “Lập báo cáo”; số liệu được điền ngay.</p>
              </EmptyState>
            ) : (
              <Table
                caption="Báo cáo đã lập"
                hideCaption
                rows={answer.data.items}
                rowKey={(row) => row.id}
                columns={[
                  {
                    key: 'name',
                    title: 'Báo cáo',
                    cell: (row) => <a href={`/bao-cao/${row.id}`}>{row.name}</a>,
                  },
                  { key: 'period', title: 'Kỳ', cell: (row) => row.period },
                  ...(seesProvince()
                    ? [{ key: 'body', title: 'Cơ quan', cell: (row: { bodyName: string }) => row.bodyName }]
                    : []),
                  {
                    key: 'state',
                    title: 'Số liệu',
                    cell: (row) =>
                      !row.writable
                        ? 'Đã nộp'
                        : row.frozen
                          ? 'Đã chốt'
                          : row.finished
                            ? 'Chờ chốt'
                            : `Đang đếm đến ${showDate(row.until)}`,
                  },
                  { key: 'updated', title: 'Sửa lần cuối', cell: (row) => showShort(row.updatedAt) },
                ]}
              />
            )}
            <Pagination
              at={Number(asked.offset) || 0}
              size={50}
              total={answer.data.total}
              href={(next) =>
                withQuery('/bao-cao', {
                  cua: asked.mine === '' ? '' : 'toi',
                  loai: asked.outline,
                  nam: asked.year,
                  offset: String(next),
                })
              }
            />
          </section>
        </>
      )}
    </div>
  );
}

function BeginCard({ begin, first }: { begin: Begin; first: boolean }) {
  const [chosen, setChosen] = useState(0);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const period = begin.periods[chosen];
  if (period === undefined) return null;
  const make = async () => {
    setBusy(true);
    setFault(null);
    try {
      const { id } = await api.post<{ id: string }>('/api/reports', {
        outline: begin.outline,
        bodyId: begin.bodyId,
        period: period.kind,
        year: period.year,
        number: period.number,
      });
      go(`/bao-cao/${id}`);
    } catch (error) {
      if (!sessionEnded(error)) setFault(error);
      setBusy(false);
    }
  };
  return (
    <div class="reports-card">
      <h2>{begin.name}</h2>
      <p class="quiet small">{begin.bodyName}</p>
      <Select
        free
        label="Kỳ báo cáo"
        none={null}
        value={String(chosen)}
        options={begin.periods.map((one, at) => ({
          value: String(at),
          label: `${one.name}${one.finished ? '' : ' (đang trong kỳ)'}`,
        }))}
        onChange={(at) => setChosen(Number(at))}
      />
      <p class="quiet small">
        Từ {showDate(period.from)} đến hết {showDate(period.until)}
      </p>
      {fault !== null && <Notice kind="wrong" title={wordsOf(fault)} live />}
      <Button
        rank={first ? 'primary' : 'plain'}
        busy={busy}
        busyText="Đang lập…"
        onPress={() => void make()}
        label={`Lập ${begin.name}, ${period.name}`}
      >
        Lập báo cáo
      </Button>
    </div>
  );
}
