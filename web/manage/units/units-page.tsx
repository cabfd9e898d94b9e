import { useRef, useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../app/api.ts';
import { showDate } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { session } from '../../app/session.ts';
import { UnitPicker } from '../../app/unit-picker.tsx';
import { wordsFor } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { EmptyState, FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import '../manage-words.ts';
import { PlanForm } from './plan-form.tsx';
import './units-page.css';

interface Reorganisation {
  id: string;
  kind: 'merge' | 'split' | 'rename';
  effectiveOn: string;
  basisNumber: string;
  basisDate: string;
  basisTitle: string;
  fromNames: string[];
  into: { id: string; name: string }[];
  state: 'planned' | 'cancelled' | 'done';
  plannedBy: string;
  moved: {
    dossiers: number;
    duties: number;
    persons: number;
    money?: number;
    reports?: number;
    feeAreas?: number;
  } | null;
}

const KIND_WORDS = { merge: 'Nhập', split: 'Tách', rename: 'Đổi tên' } as const;
const STATE_WORDS = { planned: 'Chờ đến ngày', cancelled: 'Đã huỷ', done: 'Đã thực hiện' } as const;

/** Communes and agencies that are merged, split or renamed by a decision, and how each unit came to be. */
export function UnitsPage() {
  usePageTitle('Đơn vị, cơ quan');
  const all = useResource<{ reorganisations: Reorganisation[] }>('/api/reorganisations');
  const [planning, setPlanning] = useState(false);
  const [done, setDone] = useState('');
  return (
    <>
      <PageHeading>Đơn vị, cơ quan</PageHeading>
      {done !== '' && <Notice kind="done" title={done} live />}
      {planning ? (
        <PlanForm
          onCancel={() => setPlanning(false)}
          onPlanned={(day) => {
            setPlanning(false);
            setDone(
              `Đã đặt lịch. Đầu ngày ${showDate(day)} hệ thống tự thực hiện; trước ngày đó vẫn huỷ được.`,
            );
            all.reload();
          }}
        />
      ) : (
        <Button rank="primary" onPress={() => setPlanning(true)}>
          Đặt lịch nhập, tách, đổi tên
        </Button>
      )}
      <section class="units-part" aria-labelledby="reorganisations">
        <h2 id="reorganisations">Các lần sắp xếp</h2>
        {all.state === 'loading' && <Skeleton />}
        {all.state === 'failed' && (
          <FailedState words={wordsFor(all.problem.code, all.problem.details)} onRetry={all.reload} />
        )}
        {all.data?.reorganisations.length === 0 && (
          <EmptyState title="Chưa có lần nhập, tách, đổi tên nào từ khi dùng hệ thống." />
        )}
        <ul class="reorganisations">
          {(all.data?.reorganisations ?? []).map((one) => (
            <li key={one.id}>
              <Line one={one} onChanged={all.reload} />
            </li>
          ))}
        </ul>
      </section>
      <History />
    </>
  );
}

function Line({ one, onChanged }: { one: Reorganisation; onChanged: () => void }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState('');
  const key = useRef(newKey());
  const cancel = async () => {
    try {
      await api.post(`/api/reorganisations/${one.id}/cancel`, { reason }, { key: key.current });
      setAsking(false);
      onChanged();
    } catch (error) {
      setFailed(error instanceof Problem ? wordsFor(error.code, error.details) : wordsFor('internal'));
    }
  };
  return (
    <article class="reorganisation">
      <p>
        <strong>
          {KIND_WORDS[one.kind]}: {one.fromNames.join(', ')} → {one.into.map(({ name }) => name).join(', ')}
        </strong>{' '}
        <span class={`reorganisation-state reorganisation-${one.state}`}>{STATE_WORDS[one.state]}</span>
      </p>
      <p class="quiet">
        Có hiệu lực {showDate(one.effectiveOn)} theo {one.basisNumber} ngày {showDate(one.basisDate)}:{' '}
        {one.basisTitle}. Người đặt lịch: {one.plannedBy}.
      </p>
      {one.moved && (
        <p class="quiet">
          Đã chuyển {one.moved.dossiers} hồ sơ đang giải quyết, {one.moved.duties} nhiệm vụ của cán bộ, nơi ở
          của {one.moved.persons} người
          {(one.moved.money ?? 0) > 0 && `, ${one.moved.money} khoản tiền đang chờ`}
          {(one.moved.reports ?? 0) > 0 && `, ${one.moved.reports} báo cáo đang làm`}
          {(one.moved.feeAreas ?? 0) > 0 && `, ${one.moved.feeAreas} địa bàn được miễn, giảm phí`}.
        </p>
      )}
      {one.state === 'planned' && (
        <Button small onPress={() => setAsking(true)}>
          Huỷ lịch này
        </Button>
      )}
      <Dialog open={asking} title="Huỷ lịch sắp xếp" onClose={() => setAsking(false)}>
        <div class="stack-4">
          <p>Chưa có gì bị chuyển nên huỷ xong mọi thứ giữ như hiện nay.</p>
          <TextInput
            id="cancel-reason"
            label="Lý do"
            value={reason}
            onInput={setReason}
            error={failed || null}
          />
          <Button rank="primary" disabled={reason.trim().length < 3} onPress={() => void cancel()}>
            Huỷ lịch này
          </Button>
        </div>
      </Dialog>
    </article>
  );
}

function History() {
  const [unit, setUnit] = useState<{ value: string; label: string } | null>(null);
  const lines = useResource<{ lines: { day: string; text: string; basis: string }[] }>(
    unit === null ? null : `/api/units/${unit.value}/history`,
  );
  return (
    <section class="units-part" aria-labelledby="unit-history">
      <h2 id="unit-history">Lịch sử của một đơn vị</h2>
      <div class="history-of">
        <UnitPicker
          id="history-unit"
          label="Xã, phường"
          hint="Gõ tên hiện nay, hoặc tên trên giấy cũ"
          parent={session.value?.province?.code}
          communesOnly
          chosen={unit}
          onChoose={(found) => setUnit(found === null ? null : { value: found.value, label: found.label })}
        />
      </div>
      {unit !== null && lines.state === 'loading' && <Skeleton />}
      {unit !== null && lines.state === 'failed' && (
        <FailedState words={wordsFor(lines.problem.code)} onRetry={lines.reload} />
      )}
      {unit !== null && lines.data !== null && (
        <ol class="timeline">
          {lines.data.lines.map((line) => (
            <li key={`${line.day}${line.text}`}>
              <time dateTime={line.day}>{showDate(line.day)}</time>
              <p>{line.text}</p>
              <p class="quiet small">{line.basis}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
