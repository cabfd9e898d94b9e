import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../../app/api.ts';
import { showDate, showShort } from '../../app/dates.ts';
import { onLive } from '../../app/live.ts';
import { useResource } from '../../app/resource.ts';
import { place } from '../../app/router.ts';
import { wordsOf } from '../../app/words.ts';
import { sessionEnded } from '../../desk/room.ts';
import { useOnce } from '../../desk/use-once.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import { type CellAnswer, doorOf, type RoundAnswer, type RoundShown, shownValue } from './answers.ts';
import { SheetTag } from './state-tag.tsx';

type Shown = RoundAnswer['sheets'][number];

const FILTERS: Record<string, { name: string; takes: (sheet: Shown) => boolean }> = {
  all: { name: 'Tất cả', takes: () => true },
  missing: { name: 'Chưa gửi', takes: ({ state }) => !['approved', 'accepted'].includes(state) },
  late: { name: 'Trễ hạn', takes: ({ late }) => late },
  waiting: { name: 'Đã gửi, chờ nhận', takes: ({ state }) => state === 'approved' },
  explained: { name: 'Có giải trình, lưu ý', takes: ({ explained, warned }) => explained + warned > 0 },
};

const folded = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'd').toLowerCase();

/** A round for who collects it: who is in and who is not, and the province's sums as they grow. */
export function RoundPage() {
  const id = place.value.path.split('/')[3] ?? '';
  const answer = useResource<RoundAnswer>(`/api/rounds/${id}`);
  useEffect(() => {
    if (answer.problem !== null) sessionEnded(answer.problem);
  }, [answer.problem]);
  useEffect(() => onLive('rounds', answer.reload), [id]);
  const name = answer.data?.round.name ?? 'Đợt báo cáo';
  useEffect(() => {
    document.title = `${name} - Haicấp`;
  }, [name]);
  if (answer.data === null)
    return (
      <div class="reports">
        <h1 tabIndex={-1}>Đợt báo cáo</h1>
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
  return <Collecting answer={answer.data} reload={answer.reload} />;
}

function Collecting({ answer, reload }: { answer: RoundAnswer; reload: () => void }) {
  const { round, counts, sheets, totals, may } = answer;
  const [filter, setFilter] = useState('all');
  const [words, setWords] = useState('');
  const [cell, setCell] = useState<string | null>(null);
  const [despite, setDespite] = useState(false);
  const waiting = sheets.filter(({ state, locked }) => state === 'approved' && !locked);
  const missing = counts.total - counts.in;
  const path = `/api/rounds/${round.id}`;
  const accept = useOnce<{ accepted: number }>(`${path}/accept`, ({ accepted }) => {
    say(`Đã nhận ${accepted} biểu.`);
    reload();
  });
  const lock = useOnce<{ locked: number }>(`${path}/lock`, () => {
    setDespite(false);
    say('Đã khoá đợt báo cáo.');
    reload();
  });
  const remind = useOnce<{ reminded: number }>(`${path}/remind`, ({ reminded }) =>
    say(
      reminded === 0
        ? 'Các cơ quan chưa gửi hôm nay đã được nhắc, hoặc chưa có địa chỉ thư.'
        : `Đã nhắc ${reminded} cơ quan.`,
    ),
  );
  const wanted = folded(words.trim());
  const chosen = FILTERS[filter] ?? FILTERS.all;
  const shown = sheets.filter(
    (sheet) => chosen?.takes(sheet) === true && folded(sheet.bodyName).includes(wanted),
  );
  const fault = accept.fault ?? lock.fault ?? remind.fault;
  return (
    <div class="reports">
      <header class="round-head">
        <p class="small">
          <a href="/bao-cao/dot">Đợt báo cáo</a>
        </p>
        <h1 tabIndex={-1}>{round.name}</h1>
        <p class="quiet">
          Số liệu từ {showDate(round.from)} đến hết {showDate(round.until)} ·{' '}
          {round.cutOffPast
            ? `chốt hết ngày ${showDate(round.cutOffDay)}`
            : `còn cập nhật đến hết ngày ${showDate(round.cutOffDay)}`}{' '}
          · hạn gửi hết ngày {showDate(round.dueDay)}
          {round.lockedAt !== null && ` · khoá lúc ${showShort(round.lockedAt)}`}
        </p>
        <div class="round-progress" role="status">
          <p>
            <strong>
              {counts.in}/{counts.total}
            </strong>{' '}
            cơ quan đã gửi, {counts.accepted} đã nhận
            {counts.late > 0 && <span class="round-late">, {counts.late} trễ hạn</span>}
          </p>
          <progress max={counts.total} value={counts.in} aria-label="Số cơ quan đã gửi" />
        </div>
        <div class="report-acts no-print">
          {may.accept && waiting.length > 0 && (
            <Button
              rank="primary"
              busy={accept.busy}
              busyText="Đang nhận…"
              onPress={() => void accept.send({ bodyIds: waiting.map(({ bodyId }) => bodyId) })}
            >
              Nhận {waiting.length} biểu đã gửi
            </Button>
          )}
          {may.lock && counts.locked < counts.total && (
            <Button
              rank={waiting.length === 0 && missing === 0 ? 'primary' : 'plain'}
              busy={lock.busy}
              busyText="Đang khoá…"
              onPress={() => (counts.accepted < counts.total ? setDespite(true) : void lock.send({}))}
            >
              Khoá đợt báo cáo
            </Button>
          )}
          {may.remind && missing > 0 && round.lockedAt === null && (
            <Button busy={remind.busy} busyText="Đang nhắc…" onPress={() => void remind.send({})}>
              Nhắc {missing} cơ quan chưa gửi
            </Button>
          )}
          <ButtonLink href={`${path}/round.xlsx`} download>
            Tải bảng tổng hợp Excel
          </ButtonLink>
        </div>
        {fault !== null && !(fault instanceof Problem && fault.code === 'round.not-all-in') && (
          <Notice kind="wrong" live title={wordsOf(fault)} />
        )}
      </header>
      <div class="round-columns">
        <section aria-labelledby="round-totals">
          <h2 id="round-totals">
            Cộng từ {counts.in}/{counts.total} cơ quan
          </h2>
          {counts.in === 0 && (
            <p class="quiet">Chưa cơ quan nào gửi. Số cộng sẽ tăng dần khi các biểu được gửi lên.</p>
          )}
          <table class="round-sums">
            <thead>
              <tr>
                <th scope="col">Chỉ tiêu</th>
                <th scope="col">Đơn vị</th>
                <th scope="col" class="number">
                  Kỳ trước
                </th>
                <th scope="col" class="number">
                  Cộng
                </th>
              </tr>
            </thead>
            {totals
              .filter(({ cells }) => cells.length > 0)
              .map((group) => (
                <tbody key={group.group}>
                  <tr>
                    <th scope="rowgroup" colSpan={4}>
                      {group.group}
                    </th>
                  </tr>
                  {group.cells.map((one) => (
                    <tr key={one.key}>
                      <th scope="row">{one.name}</th>
                      <td>{one.kind === 'yes-no' ? 'cơ quan' : one.unit}</td>
                      <td class="number">{shownValue(one.before)}</td>
                      <td class="number">
                        <button
                          type="button"
                          class="round-open"
                          onClick={() => setCell(one.key)}
                          aria-label={`${one.name}: ${shownValue(one.sum)}, xem từng cơ quan`}
                        >
                          {shownValue(one.sum)}
                        </button>
                        {one.sum !== null && one.of < counts.in && (
                          <span class="quiet small round-of">từ {one.of} cơ quan</span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              ))}
          </table>
        </section>
        <section aria-labelledby="round-sheets">
          <h2 id="round-sheets">Các cơ quan</h2>
          <div class="reports-bar">
            <Select
              free
              label="Hiện"
              none={null}
              value={filter}
              options={Object.entries(FILTERS).map(([value, { name, takes }]) => ({
                value,
                label: `${name} (${sheets.filter(takes).length})`,
              }))}
              onChange={setFilter}
            />
            <TextInput free label="Tìm cơ quan" type="search" value={words} onInput={setWords} />
          </div>
          {shown.length === 0 ? (
            <EmptyState title="Không có cơ quan nào như vậy." />
          ) : (
            <ul class="round-bodies" aria-label="Các cơ quan">
              {shown.map((sheet) => (
                <li key={sheet.bodyId}>
                  <a href={`/bao-cao/dot/${round.id}/${sheet.bodyId}`}>{sheet.bodyName}</a>
                  <SheetTag
                    state={sheet.state}
                    name={sheet.stateName}
                    late={sheet.late}
                    locked={sheet.locked}
                  />
                  <span class="quiet small">
                    {['open', 'returned'].includes(sheet.state)
                      ? `đã nhập ${sheet.filled}/${sheet.asked} ô`
                      : sheet.firstSentAt === null
                        ? ''
                        : `gửi ${showShort(sheet.firstSentAt)}`}
                    {sheet.explained > 0 && ` · ${sheet.explained} giải trình`}
                    {sheet.warned > 0 && ` · ${sheet.warned} lưu ý`}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      {cell !== null && (
        <CellDialog path={`${path}/cells/${cell}`} round={round} onClose={() => setCell(null)} />
      )}
      <Dialog open={despite} title="Khoá khi còn thiếu" onClose={() => setDespite(false)}>
        <p class="tells">
          Còn {counts.total - counts.accepted} cơ quan chưa gửi hoặc chưa được nhận. Khoá rồi thì các biểu ấy
          không nhập được nữa, trừ khi mở lại từng biểu với lý do.
        </p>
        <div class="dialog-end">
          <Button
            rank="primary"
            busy={lock.busy}
            busyText="Đang khoá…"
            onPress={() => void lock.send({ despiteMissing: true })}
          >
            Khoá khi còn thiếu
          </Button>
          <Button onPress={() => setDespite(false)}>Để sau</Button>
        </div>
      </Dialog>
    </div>
  );
}

/** What a sum is made of: body by body, those that have sent first. */
function CellDialog({ path, round, onClose }: { path: string; round: RoundShown; onClose: () => void }) {
  const answer = useResource<CellAnswer>(path);
  const rows = [...(answer.data?.rows ?? [])].sort((a, b) => Number(b.in) - Number(a.in));
  return (
    <Dialog
      open
      wide
      title={
        answer.data === null
          ? 'Từng cơ quan'
          : `${answer.data.name}${answer.data.unit === '' ? '' : ` (${answer.data.unit})`}`
      }
      onClose={onClose}
    >
      {answer.data === null ? (
        answer.state === 'failed' ? (
          <FailedState words={wordsOf(answer.problem)} onRetry={answer.reload} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : (
        <Table
          caption="Từng cơ quan"
          hideCaption
          rows={rows}
          rowKey={(row) => row.bodyId}
          columns={[
            { key: 'body', title: 'Cơ quan', cell: (row) => row.bodyName },
            { key: 'before', title: 'Kỳ trước', number: true, cell: (row) => shownValue(row.before) },
            {
              key: 'value',
              title: 'Kỳ này',
              number: true,
              cell: (row) =>
                answer.data?.indicator != null ? (
                  <a href={doorOf(answer.data.indicator, row.bodyId, round)}>{shownValue(row.value)}</a>
                ) : (
                  shownValue(row.value)
                ),
            },
            { key: 'in', title: 'Đã gửi', cell: (row) => (row.in ? 'Đã gửi' : 'Chưa gửi') },
            { key: 'note', title: 'Ghi chú', cell: (row) => row.note },
          ]}
        />
      )}
    </Dialog>
  );
}
