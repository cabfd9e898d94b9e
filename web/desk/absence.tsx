import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../app/api.ts';
import { DateInput } from '../app/date-input.tsx';
import { showDate, showDateTime, showNumber } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { wordsFor, wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Checkboxes, Radios, Select, TextInput } from '../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { Row } from './answers.ts';
import { Part } from './dossier-parts.tsx';
import { loadLists, mayDo, official, sessionEnded } from './room.ts';
import { useOnce } from './use-once.ts';

interface Named {
  id: string;
  name: string;
  title: string;
}
interface Absentee extends Named {
  roleName: string;
  specialist: boolean;
  deputies: Named[];
  acts: { act: string; title: string }[];
}
interface Delegations {
  items: {
    id: string;
    absent: Named;
    deputy: Named;
    from: string;
    until: string;
    acts: string[] | null;
    authority: string;
    reason: string;
    running: boolean;
    mayEnd: boolean;
  }[];
  absentees: Absentee[];
}

/** Who acts for whom while they are away; and what an official holds, handed over to colleagues. */
export function AbsencePage() {
  const asked = useResource<Delegations>('/api/delegations');
  useEffect(() => {
    document.title = 'Vắng mặt, bàn giao - Haicấp';
  }, []);
  useEffect(() => {
    if (asked.problem !== null) sessionEnded(asked.problem);
  }, [asked.problem]);
  const known = asked.data;
  return (
    <div class="plain absence">
      <h1 tabIndex={-1}>Vắng mặt, bàn giao</h1>
      {known === null ? (
        asked.state === 'failed' ? (
          <FailedState words={wordsOf(asked.problem)} onRetry={asked.reload} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : (
        <>
          <Part title="Đang và sẽ làm thay">
            {known.items.length === 0 ? (
              <EmptyState title="Chưa ai được cử làm thay." />
            ) : (
              <ul class="asked">
                {known.items.map((one) => (
                  <Standing key={one.id} one={one} onEnded={asked.reload} />
                ))}
              </ul>
            )}
          </Part>
          <Part title="Cử người làm thay">
            <Name absentees={known.absentees} onNamed={asked.reload} />
          </Part>
          {mayDo('dossiers.hand-over-queue') && (
            <Part title="Bàn giao hồ sơ đang giữ">
              <HandOver holders={known.absentees.filter((one) => one.specialist)} />
            </Part>
          )}
        </>
      )}
    </div>
  );
}

function Standing({ one, onEnded }: { one: Delegations['items'][number]; onEnded: () => void }) {
  const { busy, fault, send } = useOnce(`/api/delegations/${one.id}/end`, () => {
    say(`Đã thôi cử ${one.deputy.name} làm thay.`);
    onEnded();
  });
  return (
    <li data-open={one.running}>
      <p>
        <strong>{one.deputy.name}</strong> thay <strong>{one.absent.name}</strong>{' '}
        <span class="quiet">
          từ {showDate(one.from)} đến hết {showDate(one.until)}
          {one.running ? '' : ', chưa đến ngày'}
        </span>
      </p>
      <p class="quiet">
        {one.acts === null ? 'Mọi việc' : one.acts.join(', ')}; ký {one.authority} Lý do: {one.reason}
      </p>
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      {one.mayEnd && (
        <p>
          <Button small rank="link" busy={busy} busyText="Đang ghi…" onPress={() => void send({})}>
            {`Thôi cử ${one.deputy.name}`}
          </Button>
        </p>
      )}
    </li>
  );
}

function Name({ absentees, onNamed }: { absentees: Absentee[]; onNamed: () => void }) {
  const mine = official.value?.id ?? '';
  const [fromId, setFrom] = useState(absentees.some((one) => one.id === mine) ? mine : '');
  const [toId, setTo] = useState('');
  const [days, setDays] = useState({ from: '', until: '' });
  const [kind, setKind] = useState('all');
  const [acts, setActs] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  const absent = absentees.find((one) => one.id === fromId);
  const { busy, fault, send } = useOnce('/api/delegations', () => {
    say('Đã cử người làm thay.');
    setTo('');
    setReason('');
    setDays({ from: '', until: '' });
    onNamed();
  });
  useEffect(() => {
    if (fault instanceof Problem && fault.details.fields !== undefined)
      setFaults(
        Object.fromEntries(
          fault.details.fields.map((field) => [field.path, wordsFor(field.code, { ...field })]),
        ),
      );
  }, [fault]);
  if (absentees.length === 0) return <p>Tài khoản này không có nhiệm vụ nào để cử người làm thay.</p>;
  const submit = () => {
    const wrong: Record<string, string> = {};
    const day = /^\d{4}-\d{2}-\d{2}$/;
    if (absent === undefined) wrong['/fromOfficialId'] = 'Xin chọn người vắng mặt.';
    if (toId === '') wrong['/toOfficialId'] = 'Xin chọn người làm thay.';
    if (!day.test(days.from)) wrong['/from'] = 'Xin ghi ngày bắt đầu.';
    if (!day.test(days.until)) wrong['/until'] = 'Xin ghi ngày cuối.';
    if (kind === 'some' && acts.length === 0) wrong['/acts'] = 'Xin chọn ít nhất một việc.';
    if (reason.trim().length < 3) wrong['/reason'] = 'Xin ghi lý do.';
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) {
      queueMicrotask(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    void send({
      fromOfficialId: fromId,
      toOfficialId: toId,
      ...days,
      acts: kind === 'all' ? null : acts,
      reason: reason.trim(),
    });
  };
  return (
    <form
      ref={form}
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      <Select
        id="absent"
        label="Người vắng mặt"
        error={faults['/fromOfficialId']}
        value={fromId}
        none="Chọn người"
        options={absentees.map((one) => ({ value: one.id, label: `${one.name}, ${one.title}` }))}
        onChange={(id) => {
          setFrom(id);
          setTo('');
          setActs([]);
        }}
      />
      <Select
        id="deputy"
        label="Người làm thay"
        hint="Chỉ được làm việc của người vắng mặt; không được cử tiếp người khác."
        error={faults['/toOfficialId']}
        value={toId}
        none="Chọn người"
        options={(absent?.deputies ?? []).map((one) => ({
          value: one.id,
          label: `${one.name}, ${one.title}`,
        }))}
        onChange={setTo}
      />
      <div class="row">
        <DateInput
          id="away-from"
          label="Từ ngày"
          error={faults['/from']}
          value={days.from}
          onInput={(from) => setDays((before) => ({ ...before, from }))}
        />
        <DateInput
          id="away-until"
          label="Đến hết ngày"
          error={faults['/until']}
          value={days.until}
          onInput={(until) => setDays((before) => ({ ...before, until }))}
        />
      </div>
      <Radios
        id="away-kind"
        label="Việc làm thay"
        inline
        value={kind}
        options={[
          { value: 'all', label: 'Mọi việc' },
          { value: 'some', label: 'Chỉ những việc chọn dưới đây' },
        ]}
        onChange={setKind}
      />
      {kind === 'some' && (
        <Checkboxes
          id="away-acts"
          label="Những việc"
          error={faults['/acts']}
          values={acts}
          options={(absent?.acts ?? []).map((one) => ({ value: one.act, label: one.title }))}
          onChange={setActs}
        />
      )}
      <TextInput
        id="away-reason"
        label="Lý do"
        error={faults['/reason']}
        lines={2}
        maxLength={2000}
        value={reason}
        onInput={setReason}
        spellcheck
      />
      <p>
        <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
          Cử làm thay
        </Button>
      </p>
    </form>
  );
}

interface Handed {
  handed: number;
  to: { officialId: string; name: string; count: number }[];
  left: string[];
}

function HandOver({ holders }: { holders: Absentee[] }) {
  const [holder, setHolder] = useState('');
  const [to, setTo] = useState<string[]>([]);
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [done, setDone] = useState<Handed | null>(null);
  const queue = useResource<{
    items: Row[];
    takers: { officialId: string; name: string; open: number }[];
  }>(holder === '' ? null : `/api/queues/${encodeURIComponent(holder)}`);
  const { busy, fault, send } = useOnce<Handed>(
    `/api/queues/${encodeURIComponent(holder)}/hand-over`,
    (made) => {
      setDone(made);
      say(`Đã bàn giao ${showNumber(made.handed, 0)} hồ sơ.`);
      setReason('');
      setKept(new Set());
      queue.reload();
      void loadLists();
    },
  );
  const chosen = (queue.data?.items ?? []).filter((row) => !kept.has(row.id));
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const wrong: Record<string, string> = {};
        if (to.length === 0) wrong.to = 'Xin chọn người nhận.';
        if (reason.trim().length < 3) wrong.reason = 'Xin ghi lý do.';
        setFaults(wrong);
        if (Object.keys(wrong).length > 0 || chosen.length === 0) return;
        void send({ to, dossierIds: chosen.map((row) => row.id), reason: reason.trim() });
      }}
    >
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      {done !== null && (
        <Notice kind="done" live title={`Đã bàn giao ${showNumber(done.handed, 0)} hồ sơ.`}>
          <p>{done.to.map((one) => `${one.name}: ${showNumber(one.count, 0)}`).join('; ')}.</p>
          {done.left.length > 0 && (
            <p>{showNumber(done.left.length, 0)} hồ sơ vừa chuyển đi nơi khác nên không bàn giao.</p>
          )}
        </Notice>
      )}
      <Select
        id="queue-holder"
        label="Người đang giữ"
        value={holder}
        none="Chọn người"
        options={holders.map((one) => ({ value: one.id, label: `${one.name}, ${one.title}` }))}
        onChange={(id) => {
          setHolder(id);
          setTo([]);
          setKept(new Set());
          setDone(null);
        }}
      />
      {holder !== '' && queue.state === 'loading' && <Skeleton lines={3} />}
      {queue.state === 'failed' && holder !== '' && (
        <FailedState words={wordsOf(queue.problem)} onRetry={queue.reload} />
      )}
      {holder !== '' && queue.data && queue.data.items.length === 0 && (
        <p>Người này không giữ hồ sơ nào đang giải quyết.</p>
      )}
      {holder !== '' && queue.data && queue.data.items.length > 0 && (
        <>
          <Checkboxes
            id="queue-takers"
            label="Giao cho"
            hint="Chọn nhiều người thì hồ sơ chia theo số đang giữ, hồ sơ gần hạn chia trước."
            error={faults.to}
            values={to}
            options={queue.data.takers.map((one) => ({
              value: one.officialId,
              label: `${one.name} (đang giữ ${showNumber(one.open, 0)} hồ sơ)`,
            }))}
            onChange={setTo}
          />
          <details open={queue.data.items.length <= 20}>
            <summary>
              Sẽ bàn giao {showNumber(chosen.length, 0)} trong {showNumber(queue.data.items.length, 0)} hồ sơ
            </summary>
            <Checkboxes
              id="queue-dossiers"
              label="Hồ sơ"
              values={chosen.map((row) => row.id)}
              options={queue.data.items.map((row) => ({
                value: row.id,
                label: `${row.code ?? row.trackingCode} · ${row.applicantName} · ${row.procedureName}${row.dueAt ? ` · hẹn trả ${showDateTime(row.dueAt)}` : ''}`,
              }))}
              onChange={(ids) => {
                const wanted = new Set(ids);
                setKept(
                  new Set((queue.data?.items ?? []).flatMap((row) => (wanted.has(row.id) ? [] : [row.id]))),
                );
              }}
            />
          </details>
          <TextInput
            id="queue-reason"
            label="Lý do"
            error={faults.reason}
            lines={2}
            maxLength={2000}
            value={reason}
            onInput={setReason}
            spellcheck
          />
          <p>
            <Button
              type="submit"
              rank="primary"
              busy={busy}
              busyText="Đang ghi…"
              disabled={chosen.length === 0}
            >
              {`Bàn giao ${showNumber(chosen.length, 0)} hồ sơ`}
            </Button>
          </p>
        </>
      )}
    </form>
  );
}
