import { api, newKey } from '../app/api.ts';
import { showDateTime, showNumber } from '../app/dates.ts';
import { PageHeading, usePageTitle } from '../app/page.tsx';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { mayDo } from '../desk/room.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState, FailedState, Skeleton } from '../ui/notice.tsx';
import { Table } from '../ui/table.tsx';
import { say } from '../ui/toast.tsx';

interface Deliveries {
  channels: { channel: string; waiting: number; sentToday: number; failed: number }[];
  failed: {
    id: number;
    at: string;
    channel: string;
    to: string;
    event: string;
    dossierCode: string | null;
    attempts: number;
    error: string | null;
  }[];
  unreachable: { channel: string; address: string; since: string; reason: string }[];
}

interface Jobs {
  jobs: {
    name: string;
    title: string;
    when: { every: number } | { daily: string } | 'queued';
    last: { dueAt: string; state: string; doneAt: string | null } | null;
  }[];
  failed: {
    name: string;
    key: string;
    title: string;
    dueAt: string;
    dead: boolean;
    attempts: number;
    nextAttemptAt: string | null;
    error: string | null;
  }[];
}

const CHANNELS: Readonly<Record<string, string>> = { email: 'Thư điện tử', sms: 'SMS', zalo: 'Zalo' };
const channelName = (channel: string) => CHANNELS[channel] ?? channel;

async function again(path: string, body: object, reload: () => void): Promise<void> {
  try {
    await api.post(path, body, { key: newKey() });
    say('Đã đưa vào hàng đợi làm lại.');
  } catch (error) {
    say(wordsOf(error));
  }
  reload();
}

/** How messages went out, and what the clock did: failures first, each with a way to try anew. */
export function DeliveriesPage() {
  usePageTitle('Thông báo và việc tự động');
  return (
    <>
      <PageHeading>Thông báo và việc tự động</PageHeading>
      {mayDo('messages.list-deliveries') && <Messages />}
      {mayDo('jobs.list-jobs') && <Clock />}
    </>
  );
}

function Messages() {
  const found = useResource<Deliveries>('/api/deliveries');
  const { reload } = found;
  if (found.data === null)
    return found.state === 'failed' ? (
      <FailedState words={wordsOf(found.problem)} onRetry={reload} />
    ) : (
      <Skeleton lines={6} height="row" />
    );
  const { channels, failed, unreachable } = found.data;
  return (
    <>
      <section aria-labelledby="channels">
        <h2 id="channels">Thông báo đã gửi</h2>
        <Table
          caption="Thông báo theo kênh"
          hideCaption
          rows={channels}
          rowKey={(row) => row.channel}
          columns={[
            { key: 'channel', title: 'Kênh', cell: (row) => channelName(row.channel) },
            {
              key: 'sent',
              title: 'Đã gửi trong 24 giờ',
              number: true,
              cell: (row) => showNumber(row.sentToday, 0),
            },
            {
              key: 'waiting',
              title: 'Đang chờ gửi',
              number: true,
              cell: (row) => showNumber(row.waiting, 0),
            },
            {
              key: 'failed',
              title: 'Không gửi được',
              number: true,
              cell: (row) => showNumber(row.failed, 0),
            },
          ]}
        />
      </section>
      <section aria-labelledby="failed">
        <h2 id="failed">Không gửi được</h2>
        {failed.length === 0 ? (
          <EmptyState title="Mọi thông báo đều đã gửi được hoặc đang chờ đến lượt." />
        ) : (
          <Table
            caption="Thông báo không gửi được"
            hideCaption
            rows={failed}
            rowKey={(row) => String(row.id)}
            columns={[
              { key: 'at', title: 'Lúc', cell: (row) => showDateTime(row.at) },
              { key: 'channel', title: 'Kênh', cell: (row) => channelName(row.channel) },
              { key: 'to', title: 'Gửi đến', cell: (row) => row.to },
              { key: 'code', title: 'Hồ sơ', cell: (row) => row.dossierCode ?? '' },
              {
                key: 'error',
                title: 'Nơi nhận trả lời',
                cell: (row) => `${row.error ?? ''} (${showNumber(row.attempts, 0)} lần)`,
              },
              {
                key: 'again',
                title: 'Việc',
                cell: (row) => (
                  <Button small onPress={() => void again('/api/deliveries/retry', { id: row.id }, reload)}>
                    Gửi lại
                    <span class="unseen"> đến {row.to}</span>
                  </Button>
                ),
              },
            ]}
          />
        )}
      </section>
      {unreachable.length > 0 && (
        <section aria-labelledby="unreachable">
          <h2 id="unreachable">Địa chỉ không tới được</h2>
          <p class="quiet">
            Không gửi thêm gì đến các địa chỉ này cho đến khi một thông báo gửi lại tới được nơi.
          </p>
          <Table
            caption="Địa chỉ không tới được"
            hideCaption
            rows={unreachable}
            rowKey={(row) => `${row.channel}${row.address}${row.since}`}
            columns={[
              { key: 'channel', title: 'Kênh', cell: (row) => channelName(row.channel) },
              { key: 'address', title: 'Địa chỉ', cell: (row) => row.address },
              { key: 'since', title: 'Từ lúc', cell: (row) => showDateTime(row.since) },
              { key: 'why', title: 'Nơi nhận trả lời', cell: (row) => row.reason },
            ]}
          />
        </section>
      )}
    </>
  );
}

function Clock() {
  const found = useResource<Jobs>('/api/jobs');
  const { reload } = found;
  if (found.data === null)
    return found.state === 'failed' ? (
      <FailedState words={wordsOf(found.problem)} onRetry={reload} />
    ) : (
      <Skeleton lines={6} height="row" />
    );
  const { jobs, failed } = found.data;
  return (
    <>
      {failed.length > 0 && (
        <section aria-labelledby="jobs-failed">
          <h2 id="jobs-failed">Việc tự động chưa làm được</h2>
          <Table
            caption="Việc tự động chưa làm được"
            hideCaption
            rows={failed}
            rowKey={(row) => `${row.name} ${row.key}`}
            columns={[
              { key: 'title', title: 'Việc', cell: (row) => row.title },
              { key: 'due', title: 'Của lúc', cell: (row) => showDateTime(row.dueAt) },
              {
                key: 'error',
                title: 'Vì sao',
                cell: (row) => `${row.error ?? ''} (${showNumber(row.attempts, 0)} lần)`,
              },
              {
                key: 'again',
                title: 'Làm lại',
                cell: (row) =>
                  row.dead ? (
                    <Button
                      small
                      onPress={() => void again('/api/jobs/retry', { name: row.name, key: row.key }, reload)}
                    >
                      Làm lại
                      <span class="unseen"> {row.title}</span>
                    </Button>
                  ) : (
                    <span class="quiet">tự làm lại lúc {showDateTime(row.nextAttemptAt)}</span>
                  ),
              },
            ]}
          />
        </section>
      )}
      <section aria-labelledby="jobs">
        <h2 id="jobs">Việc hệ thống tự làm theo giờ</h2>
        <Table
          caption="Việc hệ thống tự làm theo giờ"
          hideCaption
          rows={jobs}
          rowKey={(row) => row.name}
          columns={[
            { key: 'title', title: 'Việc', cell: (row) => row.title },
            { key: 'when', title: 'Khi nào', cell: (row) => whenWords(row.when) },
            {
              key: 'last',
              title: 'Lần gần nhất',
              cell: (row) =>
                row.last === null ? (
                  <span class="quiet">chưa lần nào</span>
                ) : row.last.state === 'done' ? (
                  `xong lúc ${showDateTime(row.last.doneAt)}`
                ) : row.last.state === 'dead' ? (
                  <strong>đã bỏ dở</strong>
                ) : (
                  'đang chờ'
                ),
            },
          ]}
        />
      </section>
    </>
  );
}

function whenWords(when: Jobs['jobs'][number]['when']): string {
  if (when === 'queued') return 'khi có việc';
  if ('daily' in when) return `hằng ngày lúc ${when.daily}`;
  if (when.every < 1) return `${showNumber(60 * when.every, 0)} giây một lần`;
  return when.every % 60 === 0
    ? `${showNumber(when.every / 60, 0)} giờ một lần`
    : `${showNumber(when.every, 0)} phút một lần`;
}
